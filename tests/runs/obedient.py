"""Pages that say what becomes of the process that reads them, for tests of workers that die.

A page with the line "please die" kills its worker. Workers are spawned, so that nothing can be patched in them: what
they do comes to them as the function that the runner maps.
"""

from __future__ import annotations

import itertools
import os
import re
import signal
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from flows.runs import batch
from flows.runs.batch import BatchJob, BatchResult
from flows.runs.runners import DirectRunner

Where = tuple[str, int, bool]

_ORDER = re.compile(rb"^please (\w+)$", re.MULTILINE)


def _kill(number: int) -> None:
    os.kill(os.getpid(), number)


def _allocate() -> None:
    held = []
    while True:
        held.append(bytearray(50_000_000))


def _spin() -> None:
    while True:
        pass


ORDERS: dict[str, Callable[[], object]] = {
    "die": lambda: _kill(signal.SIGKILL),
    "crash": lambda: _kill(signal.SIGSEGV),
    "leave": lambda: os._exit(3),
    "allocate": _allocate,
    "spin": _spin,
    "count": lambda: sum(range(10**18)),  # runs no Python and never ends
}


def obeying(marks: Path, kills: Mapping[str, Where], job: BatchJob) -> BatchResult:
    """Return the batch, unless a page of it has other wishes.

    ``kills``: the first worker that has this page is killed where the strike says, such as ``("write_part", 2, True)``:
    after the second call of this function of the module of batches.
    """
    for ref in job.refs:
        for order in _ORDER.findall(Path(ref.path).read_bytes()):
            with (marks / _mark(ref.source, "tried")).open("a") as tried:
                tried.write("x")
            ORDERS[order.decode()]()
        if ref.source in kills and _is_first(marks / _mark(ref.source, "killed")):
            _arm(*kills[ref.source])
    return batch.process_batch(job)


def _arm(name: str, nth: int, is_after: bool) -> None:
    """Let this process die there."""
    whole, calls = getattr(batch, name), itertools.count(1)

    def deadly(*arguments: Any, **options: Any) -> Any:
        is_last = next(calls) == nth
        if is_last and not is_after:
            _kill(signal.SIGKILL)
        result = whole(*arguments, **options)
        if is_last:
            _kill(signal.SIGKILL)
        return result

    setattr(batch, name, deadly)


def _mark(source: str, what: str) -> str:
    return f"{source.replace('/', '-')}.{what}"


def _is_first(mark: Path) -> bool:
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


class ObedientRunner(DirectRunner):
    """Does what the pages want. ``marks`` is a folder that shows which were tried, and how often."""

    def __init__(self, workers: int, marks: Path, kills: Mapping[str, Where] | None = None) -> None:
        super().__init__(workers)
        self.marks, self.kills = marks, dict(kills or {})
        marks.mkdir(exist_ok=True)

    def map(self, step: str, function: Any, items: Sequence[Any], *rest: Any, **options: Any) -> list[Any]:
        """Return what became of the batches."""
        return super().map(step, partial(obeying, self.marks, self.kills), items, *rest, **options)

    def tries(self, source: str) -> int:
        """Return how often a page with an order was tried."""
        mark = self.marks / _mark(source, "tried")
        return len(mark.read_text()) if mark.exists() else 0

    @property
    def killed(self) -> set[str]:
        """Return the pages at which a worker was killed."""
        return {mark.stem for mark in self.marks.glob("*.killed")}
