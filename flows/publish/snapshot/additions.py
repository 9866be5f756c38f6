"""What somebody made in a published warehouse. That is no damage as long as all that was published is in it, as it was.

A warehouse cannot be written to by accident, but who may write everything opens it for writing, and DuckDB then changes
its bytes. A damage of the bytes adds nothing: whatever changes them and adds nothing is one. Standard library only.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Final

from flows.publish.snapshot.manifest import SnapshotInfo, file_sha256
from flows.publish.table_files import WAREHOUSE

KEPT_APART: Final = (
    "the next snapshot comes without: make yours in a database of your own, ATTACH 'warehouse.duckdb' (READ_ONLY)"
)
_COMPARING: Final = "flows.publish.warehouse"


def added(info: SnapshotInfo, warehouse: Path | None = None) -> tuple[str, ...]:
    """Return what somebody made in the warehouse of a snapshot, or in a copy of it: ``("table mine",)``.

    Empty where nothing was made, and where something that was published is not as it was. The other files of the
    snapshot must be as they were published: ``views.sql`` is run.
    """
    warehouse = warehouse or info.path / WAREHOUSE
    try:
        is_published = file_sha256(warehouse) in {file.sha256 for file in info.files if file.name == WAREHOUSE}
    except OSError:
        return ()
    if is_published and not os.path.lexists(log_of(warehouse)):
        return ()
    return more_than_published(info, warehouse) or ()


def log_of(warehouse: Path) -> Path:
    """Return the log of changes beside a warehouse: a killed session leaves it, and it is read with the file."""
    return warehouse.with_name(f"{warehouse.name}.wal")


def more_than_published(info: SnapshotInfo, warehouse: Path) -> tuple[str, ...] | None:
    """Return what a warehouse has beside what was published, None where that is not as it was."""
    there = (path.stat() for path in (warehouse, log_of(warehouse)) if path.exists())
    return _compared(info.path, warehouse, tuple((status.st_size, status.st_mtime_ns) for status in there))


@cache
def _compared(folder: Path, warehouse: Path, _stamps: tuple[tuple[int, int], ...]) -> tuple[str, ...] | None:
    """Return what ``more_than_published`` does; once while the files stay the same, since all tables are read."""
    command = [sys.executable, "-P", "-m", _COMPARING, str(folder), str(warehouse)]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our own module
    return None if done.returncode else tuple(json.loads(done.stdout))
