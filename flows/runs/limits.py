"""The last guard of a worker: what one batch may take of CPU and memory, far above what the budget of pages allows.

A page's budget is counted, so that it has the same outcome on every machine (``flows.work_budget``); these limits are
for what no count foresaw. Linux and macOS end what takes too much CPU time, Linux refuses memory beyond the limit.
Windows knows neither: there such a page holds up its run, or ends it.
"""

from __future__ import annotations

import math
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final, NamedTuple

if sys.platform != "win32":
    import resource

_STATM: Final = Path("/proc/self/statm")
_SECONDS, _SECONDS_A_MEGABYTE, _MEGABYTES = 60, 15, 4_000
"""Measured: full batches (16 MB) of seven kinds of pages take 0.7 to 8.9 CPU seconds, one of the most hostile pages
known 25; they may take 300. Their memory grows by 0.1 to 0.6 GB, and the allocators reserve another GB at once."""


class OverTimeError(BaseException):
    """Raised in the main process when work takes more CPU time than it may. No reader of pages may catch it."""


class Limits(NamedTuple):
    """What a piece of work may take: CPU seconds, and megabytes above those that its process holds at the beginning."""

    seconds: float
    megabytes: int

    @property
    def too_long(self) -> str:
        """Return how work ended that took more CPU time."""
        return f"took more than {self.seconds:,.10g} CPU seconds"

    @property
    def too_much(self) -> str:
        """Return how work ended that was refused memory, by this limit or by one of the machine."""
        return f"needed more than {self.megabytes:,} MB, or than the machine had"


def limits_of(size: int) -> Limits:
    """Return what a batch of so many bytes may take: with its halves the time to find the page at fault gets less.

    >>> limits_of(16_000_000).too_long
    'took more than 300 CPU seconds'
    """
    return Limits(_SECONDS + _SECONDS_A_MEGABYTE * size / 1_000_000, _MEGABYTES)


@contextmanager
def ending_process(limits: Limits) -> Iterator[None]:
    """Let the kernel end this process (SIGPROF) when the block takes too long, also in a call that runs no Python.

    Raises ``MemoryError`` where memory is refused to Python.
    """
    if sys.platform == "win32":
        yield
        return
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    with _timer(limits.seconds), _memory(limits.megabytes):
        yield


@contextmanager
def raising(limits: Limits) -> Iterator[None]:
    """Raise ``OverTimeError`` when the block takes too long, ``MemoryError`` where memory is refused to Python.

    For work in the process of the run, which is to go on. Python raises in the main thread only, and not while a call
    runs no Python: there the kernel ends the process (SIGXCPU) after twice the time, so that nothing hangs for ever.
    """
    with _memory(limits.megabytes), _seconds(2 * limits.seconds):
        if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGPROF, _stop)
        try:
            with _timer(limits.seconds):
                yield
        finally:
            signal.signal(signal.SIGPROF, before)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise OverTimeError


@contextmanager
def _seconds(most: float) -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return
    before, hard = resource.getrlimit(resource.RLIMIT_CPU)
    end = math.ceil(time.process_time() + most) + 1
    allowed = [limit for limit in (before, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_CPU, (min(end, *allowed, sys.maxsize), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (before, hard))


@contextmanager
def _timer(seconds: float) -> Iterator[None]:
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_PROF, 0)


@contextmanager
def _memory(megabytes: int) -> Iterator[None]:
    """Limit what the process may allocate in the block. Address space that is only reserved does not count."""
    if sys.platform != "linux" or not _STATM.exists():
        yield
        return
    before, most = resource.getrlimit(resource.RLIMIT_DATA)
    held = int(_STATM.read_text().split()[5]) * resource.getpagesize()
    allowed = [limit for limit in (before, most) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min(held + megabytes * 1_000_000, *allowed, sys.maxsize), most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (before, most))
