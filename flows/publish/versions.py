"""Digests of the code and of the rules that made a snapshot. The same inputs and digests give the same tables."""

from __future__ import annotations

import functools
import hashlib
import platform
from collections.abc import Iterable
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import flows
import schemas

_LIBRARIES: Final = ("chardet", "duckdb", "ftfy", "pandera", "polars", "pyarrow", "PyYAML")
_DATA: Final = ("*.toml", "*.json")
_SUFFIXES: Final = (".py", ".toml", ".json")
_CODE: Final = ("*.py", "*.j2", "*.css", "*.js")
READING_FOLDERS: Final = ("flows/formats", "flows/infobox", "flows/ingest", "flows/rules", "flows/text")
READING_FILES: Final = (
    "flows/errors.py",
    "flows/model.py",
    "flows/runs/batch.py",
    "flows/runs/garbage_collector.py",
    "flows/runs/page_lines.py",
    "flows/runs/page_rows.py",
    "flows/runs/progress.py",
    "flows/runs/row_digests.py",
    "flows/suggestions.py",
    "flows/typed_toml.py",
    "flows/validate/frames.py",
    "flows/work_budget.py",
    "schemas/vocabulary.py",
)


def _digest(files: Iterable[Path], root: Path) -> str:
    digest = hashlib.sha256()
    for path in files:
        # Line ends are made equal: a checkout on Windows is the same code.
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


@functools.cache
def code_version() -> str:
    """Return the package version and a digest of its modules ("0.1.0+4f1c…"): a change of code is a change."""
    names = []
    for package in (flows, schemas):
        root = Path(str(package.__file__)).parent
        names.append(_digest(sorted(path for kind in _CODE for path in root.rglob(kind)), root))
    return f"{flows.__version__}+{hashlib.sha256(' '.join(names).encode()).hexdigest()[:12]}"


@functools.cache
def rules_sha256() -> str:
    """Return the digest of the rules and expectations: the domain knowledge that is data."""
    roots = [Path(str(package.__file__)).parent for package in (flows, schemas)]
    parts = [_digest(sorted(path for kind in _DATA for path in root.rglob(kind)), root) for root in roots]
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()


@functools.cache
def reading_version() -> str:
    """Return the digest of everything that decides the rows of one document: the code that reads it, and the rules.

    A change elsewhere (the command, the publishing, an expectation) leaves a document's rows as they are, so they are
    carried over; ``tests/publish/test_versions.py`` holds this list against what ``flows.runs.batch`` imports.
    """
    root = Path(str(flows.__file__)).parents[1]
    files = [root / name for name in READING_FILES]
    files += (path for name in READING_FOLDERS for path in (root / name).rglob("*") if path.suffix in _SUFFIXES)
    return _digest(sorted(files), root)


def library_versions() -> dict[str, str]:
    """Return the versions that can change a table or its bytes: Python's and those of the libraries that make them."""
    found = {"python": platform.python_version()}
    for library in _LIBRARIES:
        with suppress(PackageNotFoundError):
            found[library] = version(library)
    return found
