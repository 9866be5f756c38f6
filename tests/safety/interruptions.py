"""Runs that die, and disks that are full, at a chosen operation on the files of an output; no process, no mount.

Python tells an audit hook of every operation on files before it is done. Where the hook raises, the operation is not
done. A dead process does nothing more: after the first strike every further operation is struck too, so no ``finally``
cleans up. A full disk refuses what needs space and still deletes. What libraries write by themselves (the Parquet and
DuckDB files) Python does not see; they are synced by us afterwards, and that is an operation again. Kills by a signal
and a real full disk are in ``tests/runs``.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from unittest import mock

_OF_FILES: Final = ("open", "os.", "shutil.")
_NEED_SPACE: Final = ("os.rename", "os.mkdir", "os.symlink", "os.link", "fsync")
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Killed(BaseException):
    """This run is dead: nothing that handles exceptions may go on."""


class _Interruption:
    """What is struck from the nth operation on, among those on the files below a folder."""

    def __init__(self, below: Path, nth: int, *, is_kill: bool) -> None:
        self.below, self.left, self.is_kill = os.fspath(below), nth, is_kill

    def see(self, event: str, arguments: tuple[object, ...]) -> None:
        """Count an operation, and raise instead of it where it is struck."""
        if not self._is_meant(event, arguments):
            return
        self.left -= 1
        if self.left <= 0:
            raise Killed if self.is_kill else OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _is_meant(self, event: str, arguments: tuple[object, ...]) -> bool:
        if event != "fsync" and not self._is_below(event, arguments):
            return False
        if self.is_kill or event in _NEED_SPACE:
            return True
        return event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & _WRITING)

    def _is_below(self, event: str, arguments: tuple[object, ...]) -> bool:
        # Of two names the second is the one that is made. Deleting a folder names what is in it without the folder.
        place = arguments[1] if event in ("os.rename", "os.link", "os.symlink") else arguments[0]
        if not isinstance(place, str | os.PathLike):
            return False
        name = os.fspath(place)
        return name.startswith(self.below) or (event in ("os.remove", "os.rmdir") and not os.path.isabs(name))


_active: list[_Interruption] = []
_is_hooked = False


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _active and event.startswith(_OF_FILES):
        _active[-1].see(event, arguments)


@contextmanager
def interrupted(below: Path, nth: int, *, is_kill: bool) -> Iterator[_Interruption]:
    """Let the nth operation below the folder and all later ones fail: by the death of the run, or for want of space.

    Yields what tells how many operations were ``left``: more than 0 where the run ended before.
    """
    global _is_hooked  # noqa: PLW0603 - a hook cannot be taken out again, so there is one for all runs
    if not _is_hooked:
        sys.addaudithook(_hook)
        _is_hooked = True
    interruption = _Interruption(below.resolve(), nth, is_kill=is_kill)
    whole = os.fsync

    def synced(descriptor: int) -> None:
        interruption.see("fsync", ())
        whole(descriptor)

    _active.append(interruption)
    try:
        with mock.patch("os.fsync", synced):
            yield interruption
    finally:
        _active.pop()
