"""The files of this repository, as the house tests read them: each is read and parsed once."""

from __future__ import annotations

import ast
import gc
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
MODULES = sorted([*(ROOT / "flows").rglob("*.py"), *(ROOT / "schemas").rglob("*.py")])
TEST_MODULES = sorted(TESTS.rglob("*.py"))


def name(path: Path) -> str:
    """Return the path from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree. Python's collector waits meanwhile: it would look at all trees again and free nothing."""
    gc.disable()
    try:
        return ast.parse(text(path))
    finally:
        gc.enable()


@cache
def tracked() -> frozenset[str]:
    """Return the paths of the files that git tracks; none outside of a checkout."""
    try:
        done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return frozenset()
    return frozenset(done.stdout.decode().split("\0")) - {""}
