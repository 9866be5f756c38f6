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


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_file_is_at_most_300_lines_long(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= 300, f"{name(path)}: {lines} lines; split it by what it is about"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_function_is_longer_than_50_lines(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 50, f"{name(path)}:{node.lineno} {node.name}: {length} lines"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_module_has_a_name_that_says_nothing(path: Path) -> None:
    assert path.stem not in {"utils", "util", "helpers", "helper", "misc", "common"}


def test_the_top_level_is_as_designed() -> None:
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found <= TOP_LEVEL | {"dist", "build"}, f"not in the design: {sorted(found - TOP_LEVEL)}"


def test_schemas_package_stays_empty_so_that_parsers_can_use_the_vocabulary() -> None:
    assert (ROOT / "schemas" / "__init__.py").read_text(encoding="utf-8") == ""
