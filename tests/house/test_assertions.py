"""Every test can fail: it asserts something, itself or through a function of tests/ that does."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
MODULES = sorted(TESTS.rglob("test_*.py"))
OF_PYTEST = {"raises", "warns", "fail"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def functions(path: Path) -> dict[str, Function]:
    return {node.name: node for node in ast.walk(tree(path)) if isinstance(node, Function)}


@cache
def imported(path: Path) -> dict[str, tuple[Path, str]]:
    """Return the names that a module takes from tests/, with the file and the name there."""
    found = {}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "tests":
            file = TESTS.joinpath(*node.module.split(".")[1:]).with_suffix(".py")
            found |= {name.asname or name.name: (file, name.name) for name in node.names if file.exists()}
    return found


def asserts(path: Path, function: Function, seen: frozenset[tuple[Path, str]] = frozenset()) -> bool:
    """Return whether a function asserts something, itself or in a function of tests/ that it calls or is given."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Attribute) and (node.attr in OF_PYTEST or node.attr.startswith("assert_")):
            return True
        if isinstance(node, ast.Raise) and "AssertionError" in ast.dump(node):
            return True
        if not isinstance(node, ast.Name):
            continue
        file, name = imported(path).get(node.id, (path, node.id))
        if (file, name) in seen:
            continue
        helper = functions(file).get(name)
        if helper is not None and asserts(file, helper, seen | {(file, name)}):
            return True
    return False


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(TESTS).as_posix())
def test_every_test_asserts_something(path: Path) -> None:
    tests = {name: node for name, node in functions(path).items() if name.startswith("test_")}
    assert tests, "no test in it: give the file another name"
    assert [name for name, node in tests.items() if not asserts(path, node)] == []


def test_a_test_without_an_assertion_is_seen(tmp_path: Path) -> None:
    module = tmp_path / "test_made.py"
    module.write_text(
        "from tests.growth import assert_linear\n\n\n"
        "def holds(value):\n    assert value\n\n\n"
        "def test_nothing():\n    len('a')\n\n\n"
        "def test_itself():\n    assert len('a')\n\n\n"
        "def test_by_its_own():\n    holds(1)\n\n\n"
        "def test_by_another():\n    assert_linear(len, 8)\n"
    )
    found = {name: asserts(module, node) for name, node in functions(module).items()}
    assert found == {
        "holds": True,
        "test_nothing": False,
        "test_itself": True,
        "test_by_its_own": True,
        "test_by_another": True,
    }
