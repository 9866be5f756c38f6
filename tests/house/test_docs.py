"""The pages for contributors name only what exists: files, folders, headings; and the map names every room."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.house.sources import ROOT, name, text

PAGES = [
    ROOT / page
    for page in (
        "README.md",
        ".github/CONTRIBUTING.md",
        "flows/README.md",
        "flows/DECISIONS.md",
        "flows/cli/README.md",
        "flows/rules/README.md",
        "schemas/COOKBOOK.md",
        "schemas/README.md",
        "tests/README.md",
        "tests/benchmarks/README.md",
        "tests/quality/README.md",
    )
]
LONGEST: Final = 250
FOLDERS = [ROOT / name for name in ("flows", "schemas", "tests", "seeds", ".github", ".ci")]
NAMES = {path.name for folder in FOLDERS for path in folder.rglob("*")} | {path.name for path in ROOT.iterdir()}

_LINK: Final = re.compile(r"\]\(([^)\s]+)\)")
_FILE: Final = re.compile(r"(?<![\w/.:*-])[\w.][\w./-]*\.(?:py|toml|md|json|ya?ml)\b(?![\w/*])")
_FOLDER: Final = re.compile(r"`((?:[\w.-]+/)+)`")
_HEADING: Final = re.compile(r"^#+ (.+)$", re.MULTILINE)

NOT_HERE: Final = {
    "ATTRIBUTION.md": "written by a run",
    "LATEST.json": "written by a run",
    "croissant.json": "written by a run",
    "contract.odcs.yaml": "written by a run",
    "datapackage.json": "written by a run",
    "snapshot.json": "written by a run",
    "infobox-etl.toml": "the user's own file",
}
"""Names that no file of the repository has, with the reason."""


def exists(words: str, page: Path) -> bool:
    """Return whether a path leads somewhere, from its page, from the root or from ``flows``; a bare name, anywhere."""
    if "/" not in words:
        return words in NAMES or words in NOT_HERE
    return any((start / words).exists() for start in (page.parent, ROOT, ROOT / "flows"))


def paths(words: str) -> Iterator[str]:
    """Yield the files and folders that a page names outside of links; ``NAME`` and ``output/`` are for the reader."""
    for found in (*_FILE.findall(_LINK.sub("]", words)), *_FOLDER.findall(words)):
        if "NAME" not in found and not found.startswith("output/"):
            yield found


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in _HEADING.findall(text(page))}


def broken_links(page: Path) -> Iterator[str]:
    for link in _LINK.findall(text(page)):
        if "://" in link:
            continue
        target, _, anchor = link.partition("#")
        file = page.parent / target if target else page
        if not file.exists():
            yield f"{name(page)}: {link}: no such file"
        elif anchor and anchor not in anchors(file):
            yield f"{name(page)}: {link}: no such heading"


def test_what_a_page_names_exists() -> None:
    missing = [f"{name(page)}: {found}" for page in PAGES for found in paths(text(page)) if not exists(found, page)]
    assert missing == []


def test_what_a_page_links_exists() -> None:
    assert [fault for page in PAGES for fault in broken_links(page)] == []


def test_a_path_that_is_not_there_is_noticed() -> None:
    words = "See `flows/runs/jobs.py`, runs/job.py, `nosuch.toml` and `flows/publishing/`, not `flows/formats/NAME.py`."
    found = list(paths(words))
    missing = [path for path in found if not exists(path, ROOT / "README.md")]
    assert missing == ["flows/runs/jobs.py", "nosuch.toml", "flows/publishing/"]
    assert "runs/job.py" in found


def test_the_map_names_every_room() -> None:
    words = text(ROOT / "flows" / "README.md")
    rooms = {
        path.relative_to(ROOT / "flows").as_posix()
        for path in (ROOT / "flows").rglob("*")
        if path.is_dir() and not path.name.startswith(("_", "."))
    }
    assert sorted(room for room in rooms if f"`{room}/`" not in words) == []


def test_the_map_has_the_layers_that_are_enforced() -> None:
    layers = re.search(r"^layers = \[\n(.*?)^\]", text(ROOT / "pyproject.toml"), re.M | re.S)
    assert layers is not None
    assert "".join(f"  {layer}\n" for layer in re.findall('"(.+)"', layers[1])) in text(ROOT / "flows" / "README.md")


def test_every_house_file_of_a_page_is_short() -> None:
    lengths = {name(page): text(page).count("\n") for page in PAGES if page.name != "COOKBOOK.md"}  # mostly answers
    assert {page: lines for page, lines in lengths.items() if lines > LONGEST} == {}
