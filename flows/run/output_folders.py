"""Which folders are outputs: what a run has published is never read as its input."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from flows.publish.locations import Location, ObjectUrl
from flows.publish.snapshot.manifest import MANIFEST, is_snapshot_id
from flows.publish.snapshot.mark import is_output

_LONGEST_MANIFEST: Final = 1 << 24


def output_folders(output: Location) -> Callable[[str], bool]:
    """Return the test whether a folder is an output: this run's, however its path is spelled, any other, a copy of one.

    This run's own is known before it has a mark, and before it is there at all.
    """
    own = None if isinstance(output, ObjectUrl) else _identity(output)
    return lambda folder: _identity(folder) == own or is_output(folder) or _is_copied_snapshot(folder)


def _identity(folder: str | Path) -> tuple[int, int] | str | None:
    """Return what is the same for all paths of a folder: its number on its disk, or its path without links."""
    try:
        status = os.stat(folder)
    except OSError:
        return os.path.realpath(folder)
    except ValueError:  # a name that no file can have
        return str(folder)
    return status.st_dev, status.st_ino


def _is_copied_snapshot(folder: str) -> bool:
    """Return whether the folder holds the manifest of a snapshot: one that was copied out of its output."""
    path = Path(folder, MANIFEST)
    with suppress(OSError, ValueError, RecursionError):
        status = path.lstat()
        if stat.S_ISREG(status.st_mode) and status.st_size <= _LONGEST_MANIFEST:
            content = json.loads(path.read_bytes())
            return isinstance(content, dict) and is_snapshot_id(str(content.get("snapshot")))
    return False
