"""What made a snapshot: one digest of the code, one of the rules. The same inputs and digests give the same tables."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from pathlib import Path

import flows
import schemas


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
        names.append(_digest(sorted(root.rglob("*.py")), root))
    return f"{flows.__version__}+{hashlib.sha256(' '.join(names).encode()).hexdigest()[:12]}"


@functools.cache
def rules_sha256() -> str:
    """Return the digest of the rules and expectations: the domain knowledge that is data."""
    roots = [Path(str(package.__file__)).parent for package in (flows, schemas)]
    parts = [_digest(sorted(root.rglob("*.toml")), root) for root in roots]
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()
