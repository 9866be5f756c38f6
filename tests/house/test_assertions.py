"""Every test can fail: it asserts something, itself or through a function of tests/ that does."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from tests.house.sources import TEST_MODULES, TESTS, name, tree

MODULES = [path for path in TEST_MODULES if path.name.startswith("test_")]
OF_PYTEST: Final = {"raises", "warns", "fail"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def functions(path: Path) -> dict[str, list[Function]]:
    """Return the functions and methods of a module by name; several may have one name."""
    found: dict[str, list[Function]] = {}
    for node in ast.walk(tree(path)):
        if isinstance(node, Function):
            found.setdefault(node.name, []).append(node)
    return found


@cache
def imported(path: Path) -> dict[str, tuple[Path, str]]:
    """Return the names that a module takes from tests/, with the file and the name there."""
    found = {}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "tests":
            file = TESTS.joinpath(*node.module.split(".")[1:]).with_suffix(".py")
            found |= {name.asname or name.name: (file, name.name) for name in node.names if file.exists()}
    return found


@cache
def imported_modules(path: Path) -> dict[str, Path]:
    """Return the modules of tests/ that a module imports, by the name they have there."""
    found = {}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "tests":
            folder = TESTS.joinpath(*node.module.split(".")[1:])
            files = {name.asname or name.name: folder / f"{name.name}.py" for name in node.names}
            found |= {here: file for here, file in files.items() if file.exists()}
    return found


def done_in(function: Function) -> Iterator[ast.AST]:
    """Yield what a function does; of a function in it only what is called or passed on, by its name."""
    waiting: list[ast.AST] = [*function.decorator_list, *function.body]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, Function | ast.ClassDef):
            waiting += ast.iter_child_nodes(node)


def asserts(path: Path, function: Function, seen: frozenset[tuple[Path, str]] = frozenset()) -> bool:
    """Return whether a function asserts something, itself or in a function of tests/ that it calls or is given."""
    for node in done_in(function):
        if isinstance(node, ast.Assert) or (isinstance(node, ast.Raise) and "AssertionError" in ast.dump(node)):
            return True
        place = _function_of_tests(path, node)
        if place is None:
            if isinstance(node, ast.Call) and _is_of_pytest(node.func):
                return True
            continue
        if place in seen:
            continue
        helpers = functions(place[0]).get(place[1], [])
        if helpers and all(asserts(place[0], helper, seen | {place}) for helper in helpers):
            return True
    return False


def _is_of_pytest(called: ast.expr) -> bool:
    """Return whether this is ``pytest.raises`` or its like, and not something else's ``raises``."""
    return (
        isinstance(called, ast.Attribute)
        and called.attr in OF_PYTEST
        and isinstance(called.value, ast.Name)
        and called.value.id == "pytest"
    )


def _function_of_tests(path: Path, node: ast.AST) -> tuple[Path, str] | None:
    """Return file and name of the function that a name, or an attribute of a module of tests/, may mean."""
    if isinstance(node, ast.Name):
        return imported(path).get(node.id, (path, node.id))
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        module = imported_modules(path).get(node.value.id)
        return None if module is None else (module, node.attr)
    return None


def test_every_test_asserts_something() -> None:
    assert len(MODULES) > 80
    tests = {
        f"{name(path)}:{node.lineno} {word}": asserts(path, node)
        for path in MODULES
        for word, nodes in functions(path).items()
        if word.startswith("test_")
        for node in nodes
    }
    assert [test for test, is_asserting in tests.items() if not is_asserting] == []
    files = {test.partition(":")[0] for test in tests}
    assert [name(path) for path in MODULES if name(path) not in files] == [], "no test in it: give it another name"


MADE = """
from tests import growth
from tests.growth import assert_linear

def holds(value):
    assert value

class Judge:
    def same(self):
        assert self

def same():
    pass

def test_nothing():
    len("a")

def test_a_fail_of_something_else(run):
    run.fail("a")

def test_a_function_in_it_that_is_not_called():
    def inner():
        assert len("a")

def test_of_two_helpers_of_one_name_one_asserts():
    same()

def test_itself():
    assert len("a")

def test_by_pytest():
    with pytest.raises(ValueError):
        int("a")

def test_by_a_function_in_it():
    def inner():
        assert len("a")
    inner()

def test_by_its_own():
    holds(1)

def test_by_another():
    assert_linear(len, 8)

def test_by_a_module():
    growth.assert_linear(len, 8)
"""


def test_a_test_without_an_assertion_is_seen(tmp_path: Path) -> None:
    module = tmp_path / "test_made.py"
    module.write_text(MADE)
    found = {word: asserts(module, node) for word, [node, *_] in functions(module).items() if word.startswith("test_")}
    assert len(found) == 10
    assert [word for word, is_asserting in found.items() if not is_asserting] == [
        "test_nothing",
        "test_a_fail_of_something_else",
        "test_a_function_in_it_that_is_not_called",
        "test_of_two_helpers_of_one_name_one_asserts",
    ]
