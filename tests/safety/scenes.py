"""What the proofs share: a few small pages, outputs made of them, the command in this process, and the tables it made.

The pages are small so that one run takes less than half a second; together they fill every table but ``violations``.
"""

from __future__ import annotations

import io
import os
import shutil
import traceback
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from random import Random
from typing import Final, NamedTuple
from unittest import mock

from flows.cli.main import main
from tests.quality.boxes import generate
from tests.quality.boxes.facts import CONFLICT_SHAPES
from tests.runs.dying_runs import digests

Pages = Mapping[str, bytes]
Tables = Mapping[str, str]
"""The SHA-256 of every Parquet file of a snapshot, by name: equal inputs give equal bytes."""

_PLAIN = """The bridge at Low Ford

The bridge was built in 1911 [object Object] and is 40 metres long. It was closed in the winter of 1930, when the river
rose to the arches, and it has been open ever since.
"""


def _battle(shape: str, seed: int) -> bytes:
    chance = Random(seed)
    return CONFLICT_SHAPES[shape](generate.conflict(chance), chance).encode()


PAGES: Final[Pages] = {
    "ford.md": _battle("front_matter", 4),
    "hill.txt": _battle("wiki_dump", 2),
    "town.html": _battle("html", 3),
    "bridge.txt": _PLAIN.encode(),
}
CHANGED: Final[Pages] = {
    **PAGES,
    "hill.txt": _battle("wiki_dump", 5),
    "bridge.txt": _PLAIN.replace("40", "44").encode(),
}
LATER: Final[Pages] = {
    **{name: content for name, content in CHANGED.items() if name != "ford.md"},
    "mill.txt": _battle("wiki_dump", 7),
    "bridge.txt": _PLAIN.replace("40", "48").encode(),
}
"""Three versions of a corpus: pages change, one goes, one is added."""
CONTENTS: Final = (*PAGES.values(), _battle("wikitext", 6), CHANGED["hill.txt"], LATER["bridge.txt"])


class Outcome(NamedTuple):
    """How a command ended: its exit code (-1 where it raised), what it told, and the traceback if there is one."""

    code: int
    told: str
    traceback: str = ""


def command(*words: str | Path) -> Outcome:
    """Return what the command does with these words, in this process; a Rust panic, no ``Exception``, is caught."""
    told = io.StringIO()
    nowhere = {"PREFECT_HOME": os.devnull, "PREFECT_API_URL": "", "PREFECT_PROFILE": "", "PREFECT_PROFILES_PATH": ""}
    try:
        with mock.patch.dict(os.environ, nowhere), redirect_stdout(told), redirect_stderr(told):
            code = main([str(word) for word in words])
    except (KeyboardInterrupt, MemoryError):
        raise
    except BaseException:
        return Outcome(-1, told.getvalue(), traceback.format_exc())
    text = told.getvalue()
    return Outcome(code, text, text if "Traceback (most recent call last)" in text else "")


def run(pages: Path, output: Path, *words: str) -> Outcome:
    """Return how ``run`` ended; pages that are gone are no reason to hold the tables back."""
    return command("run", pages, "--output", output, "--workers", "1", "--accept", *words)


def check(output: Path) -> Outcome:
    """Return how ``check`` ended."""
    return command("check", output)


def published_tables(output: Path) -> Tables:
    """Return the tables of the current snapshot; none where nothing is published. Raises ``SnapshotError``."""
    return {name: digest for name, digest in digests(output).items() if name.endswith(".parquet")}


def write(folder: Path, pages: Pages) -> Path:
    """Make the folder hold these pages and no others; return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.name not in pages:
            path.unlink()
    for name, content in pages.items():
        (folder / name).write_bytes(content)
    return folder


def copy(base: Path, to: Path) -> Path:
    """Return a copy of an output in the place of what is there; a copy has files of its own, which may be damaged."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(base, to, symlinks=True)
    return to


class Expected:
    """The tables that a fresh run into an empty folder makes of pages, made once for each set of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[frozenset[tuple[str, bytes]], Tables] = {}

    def tables(self, pages: Pages) -> Tables:
        """Return them; each set of pages costs one run."""
        key = frozenset(pages.items())
        if key not in self._known:
            output = self.folder / "fresh"
            shutil.rmtree(output, ignore_errors=True)
            outcome = run(write(self.folder / "fresh-pages", pages), output)
            assert outcome.code == 0, outcome.told
            self._known[key] = published_tables(output)
        return self._known[key]
