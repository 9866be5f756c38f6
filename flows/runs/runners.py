"""How the steps of a run are done: as plain calls, or on a pool of processes. ``flows.pipeline`` has another way."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import partial
from typing import Protocol, TypeVar

from flows.runs.limits import Limits, OverTimeError, raising
from flows.runs.progress import heard_by
from flows.runs.workers import Died, worker_pool

Item = TypeVar("Item")
Result = TypeVar("Result")


class Runner(Protocol):
    """How steps run: direct, in processes, as recorded tasks."""

    def map(
        self,
        step: str,
        function: Callable[[Item], Result],
        items: Sequence[Item],
        reached: Callable[[Item, int], None],
        limits_of: Callable[[Item], Limits],
        *,
        in_workers: bool = False,
    ) -> list[Result | Died]:
        """Return ``function`` of each item, in the items' order.

        ``reached`` is called with an item and how far its work is (``flows.runs.progress``). In the place of a result
        stands how its worker died, or which of the item's limits it hit. With ``in_workers`` none is done in the
        process of the run, however few they are.
        """
        ...

    def call(self, step: str, function: Callable[..., Result], *arguments: object) -> Result:
        """Return ``function(*arguments)``, run as one step."""
        ...


class DirectRunner:
    """Steps as plain calls; batches on a pool of processes when there are enough of them to pay for its start."""

    def __init__(self, workers: int) -> None:
        self.workers = workers or min(os.cpu_count() or 1, 8)

    def map(
        self,
        step: str,
        function: Callable[[Item], Result],
        items: Sequence[Item],
        reached: Callable[[Item, int], None],
        limits_of: Callable[[Item], Limits],
        *,
        in_workers: bool = False,
    ) -> list[Result | Died]:
        """Return ``function`` of each item in order, or how its worker died, from this process or from workers."""
        workers = min(self.workers, len(items))
        if not items or (workers <= 1 and not in_workers):
            return [done_here(function, item, limits_of(item), partial(reached, item)) for item in items]
        with worker_pool(workers) as pool, ThreadPoolExecutor(workers) as threads:
            try:
                futures = [
                    threads.submit(pool.do, function, item, limits_of(item), partial(reached, item)) for item in items
                ]
                for future in as_completed(futures):
                    future.result()  # it raises its error at once: the work that waits for a worker is not done then
            except BaseException:
                pool.end(at_once=True)  # otherwise leaving the threads would first do all the work that waits
                raise
            return [future.result() for future in futures]

    def call(self, step: str, function: Callable[..., Result], *arguments: object) -> Result:
        """Return ``function(*arguments)``."""
        return function(*arguments)


def done_here(
    function: Callable[[Item], Result], item: Item, limits: Limits, reached: Callable[[int], None]
) -> Result | Died:
    """Return ``function(item)``, done in this process, or which limit it hit.

    A process of its own would cost a small run half of its time again. What remains: a crash, or a call that runs no
    Python and never ends, ends the run. The next one works with processes and finds the page (``flows.runs.halving``).
    """
    try:
        with raising(limits), heard_by(reached):
            return function(item)
    except OverTimeError:
        return Died(limits.too_long)
    except MemoryError:
        return Died(limits.too_much)
