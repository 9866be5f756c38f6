"""Pages that say what becomes of the process that reads them, for tests of workers that die.

A page with the line "please die" kills its worker. Workers are spawned, so that nothing can be patched in them: what
they do comes to them as the function that the runner maps.
"""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from flows.run.batch import BatchJob, BatchResult, process_batch
from flows.run.runners import DirectRunner

_ORDER = re.compile(rb"^please (\w+)(?: at (\d+))?$", re.MULTILINE)


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


def obeying(marks: Path, job: BatchJob) -> BatchResult:
    """Return the batch, unless a page of it has other wishes. "once": its first reader is killed, while at work."""
    for ref in job.refs:
        for order, operation in _ORDER.findall(Path(ref.path).read_bytes()):
            with (marks / f"{ref.source}.tried").open("a") as tried:
                tried.write("x")
            if order != b"once":
                ORDERS[order.decode()]()
            elif _is_first(marks / f"{ref.source}.killed"):
                from tests.run.dying_runs import on_operations  # it imports much, which only this worker pays

                last = int(operation or 1)
                on_operations(lambda number, last=last: number >= last and _kill(signal.SIGKILL))  # type: ignore[misc]
    return process_batch(job)


def _is_first(mark: Path) -> bool:
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


class ObedientRunner(DirectRunner):
    """Does what the pages want. ``marks`` is a folder that shows which were tried, and how often."""

    def __init__(self, workers: int, marks: Path) -> None:
        super().__init__(workers)
        self.marks = marks
        marks.mkdir(exist_ok=True)

    def map(self, step: str, function: Any, items: Sequence[Any], *rest: Any, **options: Any) -> list[Any]:
        """Return what became of the batches."""
        return super().map(step, partial(obeying, self.marks), items, *rest, **options)

    def tries(self, source: str) -> int:
        """Return how often a page with an order was tried."""
        mark = self.marks / f"{source}.tried"
        return len(mark.read_text()) if mark.exists() else 0
