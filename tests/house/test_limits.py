"""The limits of the design: lengths, names that say something, what a folder holds, and where a test lies."""

from __future__ import annotations

import ast
from typing import Final

from tests.house.sources import MODULES, ROOT, TEST_MODULES, TESTS, name, text, tracked, tree

TOP_LEVEL: Final = {"pyproject.toml", "README.md", "flows", "schemas", "seeds", "tests", "LICENSE", "prefect.yaml"}
MADE: Final = {"output", "dist", "build"}
"""Folders that commands write at the top level. Git does not track them."""

NO_ROOM: Final = {
    "benchmarks": "measures speed, of the whole program",
    "cases": "texts and what they become, read by tests of several rooms",
    "formats/wikitext/wikitext_pages": "pages that tests of wikitext read",
    "golden": "the tables of the seeds, which every room has a part in",
    "house": "tests of the source text itself",
    "pipeline": "tests of flows/pipeline.py, which is no folder",
    "quality": "measures answers, of the whole program",
    "benchmarks/pictures": "drawn from the figures of a page",
    "quality/pictures": "drawn from the figures of a page",
    "quality/boxes": "the infoboxes of a measurement",
    "quality/web_pages": "the pages of a measurement",
    "safety": "proofs over the whole program: damage, kills, full disks, random inputs",
    "schemas": "tests of schemas/, which lies beside flows/",
}
"""Folders of tests that are not named like a room of flows, with the reason."""


def test_no_file_is_longer_than_350_lines() -> None:
    lines = {name(path): text(path).count("\n") for path in (*MODULES, *TEST_MODULES)}
    assert len(lines) > 300
    assert {path: count for path, count in lines.items() if count > 350} == {}, "cut them where their subject ends"


def test_no_function_is_longer_than_50_lines() -> None:
    lengths = {
        f"{name(path)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert len(lengths) > 1_000
    assert {place: length for place, length in lengths.items() if length > 50} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    nothing = {"utils", "util", "helpers", "helper", "misc", "common"}
    assert [name(path) for path in (*MODULES, *TEST_MODULES) if path.stem in nothing] == []


def test_a_class_name_means_one_thing() -> None:
    """A reader who has met ``Draft`` once must not meet another one."""
    places: dict[str, list[str]] = {}
    for path in MODULES:
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name.lstrip("_"), []).append(name(path))
    twice = {cls: found for cls, found in places.items() if len(found) > 1}
    assert not twice, f"one name, several meanings: {twice}"


def test_a_folder_says_what_it_is_for_and_holds_no_code() -> None:
    """Excepted are schemas, see below, and flows: the version, and the one setting that must precede every import."""
    packages = {
        name(path): tree(path) for path in MODULES if path.name == "__init__.py" and path.parent.name != "schemas"
    }
    assert len(packages) > 20
    silent = [path for path, module in packages.items() if not ast.get_docstring(module)]
    assert silent == [], "say in a docstring what the folder is for"
    with_code = [path for path, module in packages.items() if len(module.body) > 1 and path != "flows/__init__.py"]
    assert with_code == [], "code belongs into a module with a name"


def test_the_top_level_is_as_designed() -> None:
    """Outside of a checkout the folder itself is asked, and may have what commands write."""
    found = {path.partition("/")[0] for path in tracked()} or {path.name for path in ROOT.iterdir()} - MADE
    shown = {top for top in found if not top.startswith(".")}
    assert shown <= TOP_LEVEL, f"not in the design: {sorted(shown - TOP_LEVEL)}"


def test_schemas_package_stays_empty_so_that_parsers_can_use_the_vocabulary() -> None:
    assert text(ROOT / "schemas" / "__init__.py") == ""


def test_each_folder_of_tests_is_named_like_a_room() -> None:
    folders = {
        parent.relative_to(TESTS).as_posix()
        for path in TESTS.rglob("*")
        if path.is_file() and not {"__pycache__", ".mypy_cache"} & set(path.parts)
        for parent in path.parents
        if parent != TESTS and parent.is_relative_to(TESTS)
    }
    assert len(folders) > 30
    strangers = {folder for folder in folders if not (ROOT / "flows" / folder).is_dir()}
    assert strangers == set(NO_ROOM), "name it like the room of flows that it tests, or say here why not"
