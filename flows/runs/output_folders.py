"""Which folders are outputs: what a run has published is never read as its input."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from flows.publish.locations import Location, ObjectUrl
from flows.publish.snapshot.mark import is_output, named_in


def output_folders(output: Location) -> Callable[[str], bool]:
    """Return the test whether a folder is an output: this run's, however its path is spelled, any other, a copy of one.

    This run's own is known before it has a mark, and before it is there at all.
    """
    own = None if isinstance(output, ObjectUrl) else _identity(output)
    return lambda folder: _identity(folder) == own or is_output(folder) or named_in(folder) is not None


def _identity(folder: str | Path) -> tuple[int, int] | str | None:
    """Return what is the same for all paths of a folder: its number on its disk, or its path without links."""
    try:
        status = os.stat(folder)
    except OSError:
        return os.path.realpath(folder)
    except ValueError:  # a name that no file can have
        return str(folder)
    return status.st_dev, status.st_ino
