"""The house limits of the design: file and function length, module names, documented modules, a licence of names."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted([*(ROOT / "flows").rglob("*.py"), *(ROOT / "schemas").rglob("*.py")])
TOP_LEVEL = {"pyproject.toml", "README.md", "flows", "schemas", "seeds", "tests", "output", "LICENSE", "prefect.yaml"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_file_is_longer_than_350_lines() -> None:
    lines = {name(path): path.read_text(encoding="utf-8").count("\n") for path in MODULES}
    assert len(lines) > 100
    assert {path: count for path, count in lines.items() if count > 350} == {}, "cut them where their subject ends"


def test_no_function_is_longer_than_50_lines() -> None:
    lengths = {
        f"{name(path)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert len(lengths) > 1_000
    assert {place: length for place, length in lengths.items() if length > 50} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    nothing = {"utils", "util", "helpers", "helper", "misc", "common"}
    assert [name(path) for path in MODULES if path.stem in nothing] == []


def test_a_class_name_means_one_thing() -> None:
    """A reader who has met ``Draft`` once must not meet another one."""
    places: dict[str, list[str]] = {}
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name.lstrip("_"), []).append(name(path))
    twice = {cls: found for cls, found in places.items() if len(found) > 1}
    assert not twice, f"one name, several meanings: {twice}"


@pytest.mark.parametrize("path", [path for path in MODULES if path.name == "__init__.py"], ids=name)
def test_a_folder_says_what_it_is_for_and_holds_no_code(path: Path) -> None:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    if path.parent.name == "schemas":
        return  # stays empty, see below
    assert body, f"{name(path)}: say in a docstring what the folder is for"
    assert ast.get_docstring(ast.Module(body, [])), f"{name(path)}: say in a docstring what the folder is for"
    if path.parent.name != "flows":  # the version, and the one setting that must precede every import
        assert len(body) == 1, f"{name(path)}: code belongs into a module with a name"


def test_the_top_level_is_as_designed() -> None:
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found <= TOP_LEVEL | {"dist", "build"}, f"not in the design: {sorted(found - TOP_LEVEL)}"


def test_schemas_package_stays_empty_so_that_parsers_can_use_the_vocabulary() -> None:
    assert (ROOT / "schemas" / "__init__.py").read_text(encoding="utf-8") == ""
