"""One writer at a time: the lock on an output folder.

The kernel drops it when its process dies, however it dies; a lock file that has to be deleted would not. It holds on
one host and a local disk only: for an output folder on a network share, let one machine publish.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from flows.errors import LockHeldError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK_FILE = ".lock"
_RETRY = 0.2  # seconds
_OWNER_BYTES = 200  # of the lock file that are read: a process id and no more
_WINDOWS_OFFSET = 1 << 30  # msvcrt locks bytes against reading too; the owner's pid is written before this offset


@dataclass(frozen=True, slots=True)
class OutputLock:
    """The right to publish into ``output`` (absolute), as long as the ``with`` block of ``output_lock`` runs."""

    output: Path
    descriptor: int

    def check(self) -> None:
        """Raise ``LockHeldError`` unless the lock still belongs to this folder.

        Called right before the pointer to the current snapshot moves: if the lock file was deleted or replaced (or
        the whole folder), another run may hold a lock of its own and publish at the same time.
        """
        with suppress(OSError):
            mine, there = os.fstat(self.descriptor), (self.output / LOCK_FILE).stat()
            if os.path.samestat(mine, there):
                return
        raise LockHeldError(
            str(self.output / LOCK_FILE),
            "was deleted or replaced while this run held it, so another run may be publishing",
            "run again; never delete the lock file, it needs no cleaning up",
        )


@contextmanager
def output_lock(output: Path, wait: float = 0) -> Iterator[OutputLock]:
    """Yield the lock on an output folder, which is made if missing; raise ``LockHeldError`` if another run has it.

    By default it does not wait: two runs into one folder are a mistake of the schedule, and the second would do the
    same work. Otherwise it tries again for up to ``wait`` seconds. A lock that a dead process held is free at once.
    """
    output = output.resolve()
    output.mkdir(parents=True, exist_ok=True)
    path = output / LOCK_FILE
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
    try:
        until = time.monotonic() + wait
        while not _lock(descriptor):
            left = until - time.monotonic()
            if left <= 0:
                raise LockHeldError(
                    str(output),
                    f"another run is publishing into this folder (pid {_owner(descriptor)})",
                    "wait until it has ended (run --wait SECONDS), or give this run another --output",
                )
            time.sleep(min(_RETRY, left))
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        lock = OutputLock(output, descriptor)
        lock.check()  # the file may have been deleted between our open and our lock
        yield lock
    finally:
        os.close(descriptor)


def _owner(descriptor: int) -> str:
    os.lseek(descriptor, 0, os.SEEK_SET)
    with suppress(OSError):
        written = os.read(descriptor, _OWNER_BYTES).split()
        if written and written[0].isdigit():
            return written[0].decode("ascii")
    return "unknown"


if sys.platform == "win32":

    def _lock(descriptor: int) -> bool:
        os.lseek(descriptor, _WINDOWS_OFFSET, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(descriptor, 0, os.SEEK_SET)
        return True

else:

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
