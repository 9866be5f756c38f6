"""One writer at a time: the lock on an output folder.

The kernel drops it when its process dies, however it dies; a lock file that has to be deleted would not. Workers hold
it together with the run that started them (``held_locks``), so a run that gets the lock knows that nothing of an
earlier run can still write. On macOS a worker of a killed run that is stopped (SIGSTOP) keeps the lock until it goes
on; Linux kills it. The lock holds on one host and a local disk only: for an output folder on a network share, let one
machine publish.
"""

from __future__ import annotations

import os
import re
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from flows.errors import LockHeldError, PublishError
from flows.publish.snapshot.mark import LOCK_FILE, PLAIN, claim
from flows.publish.snapshot.moved_aside import OURS, move_misplaced

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl
    from multiprocessing.reduction import DupFd

_RETRY = 0.2  # seconds
_ENDING = 60  # seconds given at least to the workers of a run that died: they end by themselves, only not at once
_OWNER_BYTES = 200  # of the lock file that are read: a process id and no more
_PROCESS = re.compile(rb"[0-9]+\n")
_WINDOWS_OFFSET = 1 << 30  # msvcrt locks bytes against reading too; the owner's pid is written before this offset

_held: set[int] = set()


class Inherited:
    """Descriptors of this process, for a worker that is started with them: they stay open until it has ended too.

    The worker has them from its very first moment, and under the same numbers. None are inherited on Windows.
    """

    def __init__(self, *descriptors: int) -> None:
        self.descriptors = descriptors

    def __reduce__(self) -> tuple[type[Inherited], tuple[int, ...]]:
        if sys.platform == "win32":
            return Inherited, ()
        # It tells the process that is being started to inherit them.
        return Inherited, tuple(DupFd(descriptor).detach() for descriptor in self.descriptors)


def held_locks() -> Inherited:
    """Return the locks that this process holds. A worker that inherits them holds them with it.

    A lock of the kernel's stands until it is given back or the last of its descriptors is closed, and the worker closes
    none. A worker may inherit the locks of other runs in this process: they can give them back all the same. On Windows
    a lock belongs to one process, so there the next run may start while a worker of a killed one is ending.
    """
    return Inherited(*_held)


@dataclass(frozen=True, slots=True)
class OutputLock:
    """The right to publish into ``output`` (absolute), as long as the ``with`` block of ``output_lock`` runs.

    ``moved`` says what stood there in the place of a file or folder of ours and was moved aside: where, and what of it.
    """

    output: Path
    descriptor: int
    moved: tuple[tuple[str, str], ...] = ()

    def check(self) -> None:
        """Raise ``LockHeldError`` unless the lock still belongs to this folder.

        Called right before the pointer to the current snapshot moves: if the lock file was deleted or replaced (or
        the whole folder), another run may hold a lock of its own and publish at the same time.
        """
        with suppress(OSError):
            mine, there = os.fstat(self.descriptor), (self.output / LOCK_FILE).lstat()
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

    All that write into an output come through here, so here a folder that is no output is refused: see ``claim``.
    By default it does not wait: two runs into one folder are a mistake of the schedule, and the second would do the
    same work. Otherwise it tries again for up to ``wait`` seconds. The lock of a run that died is free as soon as its
    workers have ended: for them it waits a minute at least.
    """
    output = output.resolve()
    claim(output)
    # Nobody holds a lock on what is no file. Should another run make one in this moment, ``check`` tells it.
    moved = move_misplaced([output / LOCK_FILE])
    descriptor = _open_lock(output / LOCK_FILE)
    try:
        _take(descriptor, output, wait)
        _held.add(descriptor)
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        OutputLock(output, descriptor).check()  # the file may have been deleted between our open and our lock
        moved += move_misplaced(output / name for name in OURS)
        if moved:
            claim(output)  # the mark may be among them
        lock = OutputLock(output, descriptor, moved)
        yield lock
    finally:
        _held.discard(descriptor)
        _unlock(descriptor)
        os.close(descriptor)


def _open_lock(path: Path) -> int:
    """Return the lock file, opened; raise ``PublishError`` where it is not a file of ours, since it is written to."""
    try:
        # Windows cannot refuse a link while it opens a file.
        descriptor = None if path.is_symlink() else os.open(path, os.O_RDWR | os.O_CREAT | PLAIN, 0o644)
    except IsADirectoryError:  # made in this moment
        descriptor = None
    if descriptor is not None:
        facts = os.fstat(descriptor)
        # A second name is fine where a backup by hard links has made it: then a process id stands in the file.
        if stat.S_ISREG(facts.st_mode) and (facts.st_nlink <= 1 or _owner(descriptor) is not None):
            return descriptor
        os.close(descriptor)
    what = "is not the lock file of infobox-etl, but a link or another file's second name"
    raise PublishError(str(path), what, "move it away and run again, or name another --output")


def _take(descriptor: int, output: Path, wait: float) -> None:
    """Return once the lock is ours; raise ``LockHeldError`` when it is not in time."""
    began = time.monotonic()
    while not _lock(descriptor):
        owner = _owner(descriptor)
        is_dead = owner is not None and not _is_alive(owner)
        left = began + (max(wait, _ENDING) if is_dead else wait) - time.monotonic()
        if left <= 0 and is_dead:
            raise LockHeldError(
                str(output),
                f"a worker of a run that died (pid {owner}), or a run in another container, still holds this folder",
                "wait until it has ended (run --wait SECONDS) or end it, or give this run another --output",
            )
        if left <= 0:
            raise LockHeldError(
                str(output),
                f"another run is publishing into this folder (pid {owner or 'unknown'})",
                "wait until it has ended (run --wait SECONDS), or give this run another --output",
            )
        time.sleep(min(_RETRY, left))


def _owner(descriptor: int) -> int | None:
    """Return the process that took the lock, None where the file does not say."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    with suppress(OSError):
        if written := _PROCESS.fullmatch(os.read(descriptor, _OWNER_BYTES)):
            return int(written[0])
    return None


def _is_alive(process: int) -> bool:
    if sys.platform == "win32":
        return True  # there os.kill(process, 0) is no question but the end of it; and no worker inherits a lock
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True  # somebody else's
    return True


if sys.platform == "win32":

    def _lock(descriptor: int) -> bool:
        os.lseek(descriptor, _WINDOWS_OFFSET, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(descriptor, 0, os.SEEK_SET)
        return True

    def _unlock(descriptor: int) -> None:
        """Do nothing: no worker has the descriptor, so closing it gives the lock back."""

else:

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        """Give the lock back, also where a worker of another run in this process still has the descriptor open."""
        fcntl.flock(descriptor, fcntl.LOCK_UN)
