"""How far a run is: its steps in words, and of each step how many documents are done.

A step is started by the process of the run. Its documents may be read in another process: ``reached`` tells whoever
started the work, wherever that is, and needs to know nothing of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, Protocol

_LOG: Final = logging.getLogger(__name__)


class Progress(Protocol):
    """Receives the progress of each step; a terminal draws a bar from it. Threads may call it at the same time."""

    def start(self, step: str, total: int | None) -> None:
        """Note that a step begins, of ``total`` documents; None where it is about no single documents."""

    def advance(self, count: int) -> None:
        """Note that ``count`` more documents of the step are done."""


class Silent:
    """Ignores the progress: for a run without a terminal."""

    def start(self, step: str, total: int | None) -> None:
        """Do nothing."""

    def advance(self, count: int) -> None:
        """Do nothing."""


class Steps:
    """The steps of one run: each is shown as progress, and logged for who wants a line a step."""

    def __init__(self, progress: Progress) -> None:
        self.advance: Final = progress.advance
        self._start: Final = progress.start

    def start(self, step: str, total: int | None = None) -> None:
        """Begin a step, which ends where the next one begins."""
        _LOG.info("%s", step if total is None else f"{step}: {total:,}")
        self._start(step, total)


class PageCount:
    """Counts the documents of one batch once, however often they are tried.

    >>> moved = []
    >>> pages = PageCount(moved.append)
    >>> pages.reached(2), pages.reached(1), pages.reached(3)  # the worker died after two pages, and another began anew
    (None, None, None)
    >>> moved
    [2, 1]
    """

    def __init__(self, advance: Callable[[int], None]) -> None:
        self._advance = advance
        self._most = 0

    def reached(self, count: int) -> None:
        """Note that the first ``count`` documents of the batch are done."""
        if count > self._most:
            more, self._most = count - self._most, count
            self._advance(more)


def ignored(_count: int) -> None:
    """Ignore how far a piece of work is."""


_listener: ContextVar[Callable[[int], None]] = ContextVar("_listener", default=ignored)


def reached(count: int) -> None:
    """Tell whoever started this work that the first ``count`` of its documents are done."""
    _listener.get()(count)


@contextmanager
def heard_by(listener: Callable[[int], None]) -> Iterator[None]:
    """Let ``reached`` tell the listener, in the ``with`` block."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
