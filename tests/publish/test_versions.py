"""What decides a document's rows is known file by file: forgetting one would carry stale rows over."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import flows
from flows.publish.versions import READING_FILES, READING_FOLDERS

_LISTED = """
import sys
before = set(sys.modules)
import flows.runs.batch
for name, module in sorted(sys.modules.items()):
    if name.split(".")[0] in {"flows", "schemas"} and getattr(module, "__file__", None):
        print(module.__file__)
"""
_EMPTY = {"flows/__init__.py", "flows/runs/__init__.py", "flows/validate/__init__.py", "schemas/__init__.py"}


def test_every_module_that_reads_a_page_counts() -> None:
    root = Path(str(flows.__file__)).parents[1]
    found = subprocess.run([sys.executable, "-c", _LISTED], capture_output=True, text=True, check=True, cwd=root)
    paths = {Path(line) for line in found.stdout.splitlines()}
    assert all(path.is_relative_to(root) for path in paths)
    own = {path.relative_to(root).as_posix() for path in paths if path.is_relative_to(root)} - _EMPTY
    assert {name for name in own if not name.startswith(READING_FOLDERS)} == set(READING_FILES)
