"""How the steps of a run are done: as plain calls, or on a pool of processes. ``flows.pipeline`` has another way."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from typing import Protocol, TypeVar

from flows.errors import WorkerDiedError
from flows.publish.snapshot.lock import Inherited, held_locks

if sys.platform == "linux":
    import fcntl

POLARS_THREADS = "POLARS_MAX_THREADS"

Item = TypeVar("Item")
Result = TypeVar("Result")


class Runner(Protocol):
    """How steps run: direct, in processes, as recorded tasks."""

    def map(
        self, step: str, function: Callable[[Item], Result], items: Sequence[Item], advance: Callable[[int], None]
    ) -> list[Result]:
        """Return ``function`` of each item, in the items' order; ``advance`` is called as items finish."""
        ...

    def call(self, step: str, function: Callable[..., Result], *arguments: object) -> Result:
        """Return ``function(*arguments)``, run as one step."""
        ...


class DirectRunner:
    """Steps as plain calls; batches on a pool of processes when there are enough of them to pay for its start."""

    def __init__(self, workers: int) -> None:
        self.workers = workers or min(os.cpu_count() or 1, 8)

    def map(
        self, step: str, function: Callable[[Item], Result], items: Sequence[Item], advance: Callable[[int], None]
    ) -> list[Result]:
        """Return ``function`` of each item in order, from this process or from workers.

        Raises ``WorkerDiedError`` when a worker ends without an answer.
        """
        workers = min(self.workers, len(items))
        if workers <= 1:
            results = []
            for item in items:
                results.append(function(item))
                advance(1)
            return results
        with worker_pool(workers, step) as pool:
            futures = [pool.submit(function, item) for item in items]
            for future in as_completed(futures):
                future.result()
                advance(1)
            return [future.result() for future in futures]

    def call(self, step: str, function: Callable[..., Result], *arguments: object) -> Result:
        """Return ``function(*arguments)``."""
        return function(*arguments)


@contextmanager
def worker_pool(workers: int, step: str) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of processes for one step, polars kept to one thread in each: they are as many as the cores already.

    polars looks for its number of threads while it is imported, which a worker does before anything of ours can run in
    it; so the number stands in the environment that the workers inherit. After an error, work that no worker has begun
    is not done. Raises ``WorkerDiedError`` when one of them ends without an answer.
    """
    before = os.environ.get(POLARS_THREADS)
    os.environ[POLARS_THREADS] = "1"
    try:
        # spawn: the parent holds threads of polars, which a forked child must not inherit.
        context = get_context("spawn")
        with _silent_pipe() as end:
            given = (Inherited(end), held_locks())
            with ProcessPoolExecutor(workers, context, initializer=_end_with_run, initargs=given) as pool:
                try:
                    yield pool
                except BaseException:
                    # Without this, leaving the pool would first do all the work that waits for a worker.
                    pool.shutdown(wait=True, cancel_futures=True)
                    raise
    except BrokenProcessPool as error:
        what = "a worker process died (killed, out of memory); nothing was published, the snapshot before stays"
        remedy = "run again; if it dies again, watch its memory, and narrow the input down with --only"
        raise WorkerDiedError(step, what, remedy) from error
    finally:
        if before is None:
            del os.environ[POLARS_THREADS]
        else:
            os.environ[POLARS_THREADS] = before


@contextmanager
def _silent_pipe() -> Iterator[int]:
    """Give the reading end of a pipe that is never written to: it is closed when this process ends, however it ends."""
    end, writer = os.pipe()
    try:
        yield end
    finally:
        os.close(writer)
        os.close(end)


def _end_with_run(pipe: Inherited, _locks: Inherited) -> None:
    """Let this worker end with its run, however that ends: it would wait for work for ever, and hold the output's lock.

    Linux kills it when the pipe ends, whatever it does: it may be stopped, or in a long call that lets no thread of
    ours run. The thread is for other systems, and for a run that ended before Linux knew whom to kill. Elsewhere a
    worker that is stopped (SIGSTOP) keeps the output's lock until it goes on.
    """
    if sys.platform == "linux":
        with suppress(OSError):  # no /proc
            # Opened anew, since whom to signal belongs to the open file, and the workers of a run share the one.
            # It must stay open for as long as the worker lives: once it is closed, no signal is sent.
            own = os.open(f"/proc/self/fd/{pipe.descriptors[0]}", os.O_RDONLY)
            fcntl.fcntl(own, fcntl.F_SETOWN, os.getpid())
            fcntl.fcntl(own, fcntl.F_SETSIG, signal.SIGKILL)
            fcntl.fcntl(own, fcntl.F_SETFL, os.O_ASYNC)
    threading.Thread(target=_exit_after_run, daemon=True).start()


def _exit_after_run() -> None:
    run = parent_process()
    if run is not None:
        run.join()
        os._exit(1)
