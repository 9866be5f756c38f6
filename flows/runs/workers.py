"""A pool of worker processes in which a worker that dies takes its own piece of work with it and nothing else.

Each worker has a channel of its own, so that its death names what it was at work on, and the others do not notice. (In
the pool of the standard library one death breaks the pool, and whose work killed it stays unknown.)
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from multiprocessing.reduction import ForkingPickler
from pickle import PicklingError
from queue import SimpleQueue
from types import ModuleType
from typing import Any, Final, NamedTuple, TypeVar

from flows.errors import WorkerDiedError
from flows.publish.snapshot.lock import Inherited, held_locks
from flows.runs.limits import Limits, ending_process
from flows.runs.progress import heard_by, ignored

if sys.platform == "linux":
    import fcntl

POLARS_THREADS: Final = "POLARS_MAX_THREADS"
_STARTS: Final = 5
_one_at_a_time = threading.Lock()
"""Starting and reaping: multiprocessing reaps all children of the process in both, without looking out for threads."""

Item = TypeVar("Item")
Result = TypeVar("Result")


class Died(NamedTuple):
    """What stands in the place of a result when a worker died at work. ``how`` says how ("signal 9 (SIGKILL)")."""

    how: str


class _Done(NamedTuple):
    result: Any


class _Failed(NamedTuple):
    error: BaseException


class _Reached(NamedTuple):
    documents: int


class _Worker(NamedTuple):
    process: SpawnProcess
    channel: Connection


class WorkerPool:
    """Workers that start when there is work for them, at most ``workers`` at a time; may be used by many threads."""

    def __init__(self, workers: int, pipe: Inherited) -> None:
        self._given = (pipe, held_locks())
        self._started: list[_Worker] = []
        self._has_ended = False
        self._free: SimpleQueue[_Worker | None] = SimpleQueue()
        for _ in range(workers):
            self._free.put(None)

    def do(
        self,
        function: Callable[[Item], Result],
        item: Item,
        limits: Limits | None = None,
        reached: Callable[[int], None] = ignored,
    ) -> Result | Died:
        """Return ``function(item)`` from a worker, or how the worker died; wait until one is free.

        ``reached`` is called meanwhile with how far the work is (``flows.runs.progress``). Raises what the function
        raised, and ``WorkerDiedError`` when no worker can be started.
        """
        worker = self._free.get()
        try:
            worker = worker or self._start()
            answer = _asked(worker, (function, item, limits), reached)
            if answer is None or isinstance(answer, Died):
                dead, worker = worker, None
                how = self._buried(dead, limits)
                return answer or Died(how)
        finally:
            self._free.put(worker)
        if isinstance(answer, _Failed):
            raise answer.error
        result: Result = answer.result
        return result

    def _start(self) -> _Worker:
        """Return a new worker that is ready for work.

        One that dies before it had any is no fault of a page. It may have been killed, so there are some more tries.
        """
        how = "it was not started"
        for _ in range(_STARTS):
            with _one_at_a_time:
                self._demand_open()
                here, there = get_context("spawn").Pipe()
                process = get_context("spawn").Process(target=_serve, args=(there, *self._given), daemon=True)
                with _without_main():
                    process.start()
                there.close()  # so that the channel ends with the worker
                worker = _Worker(process, here)
                self._started.append(worker)
            with suppress(EOFError, OSError):
                here.recv()
                return worker
            how = self._buried(worker, None)
        what = f"no worker process lives long enough to begin its work ({how}); nothing was published"
        raise WorkerDiedError("process-batch", what, "free memory for it, or work without processes: --workers 1")

    def _buried(self, worker: _Worker, limits: Limits | None) -> str:
        """Return how a worker died, when it is gone for sure: from then on it writes no file."""
        with _one_at_a_time:
            self._demand_open()
            self._started.remove(worker)
            worker.channel.close()
            worker.process.kill()  # one that is spent; the others are dead
            code = _exit_code(worker)
        if limits is not None and code == -getattr(signal, "SIGPROF", 0):
            return limits.too_long
        if code >= 0:
            return f"exit code {code}"
        with suppress(ValueError):
            return f"signal {-code} ({signal.Signals(-code).name})"
        return f"signal {-code}"

    def _demand_open(self) -> None:
        if self._has_ended:
            raise WorkerDiedError("process-batch", "the run ended before this was done", "run again")

    def end(self, *, at_once: bool) -> None:
        """Let the workers end; ``at_once``: whatever they are at work on, and no work that waits is begun."""
        with _one_at_a_time:
            self._has_ended = True
            for worker in self._started:
                if at_once:
                    worker.process.kill()
                else:
                    worker.channel.close()
            for worker in self._started:
                _exit_code(worker)


@contextmanager
def _without_main() -> Iterator[None]:
    """Let a process that is started meanwhile not import the program that this one is.

    It has no use for it, and a script that calls ``flows.run`` in its last line, without asking for its ``__name__``,
    would run once more in each worker.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _exit_code(worker: _Worker) -> int:
    """Return the exit code of a worker that is ending."""
    while worker.process.exitcode is None:  # None for a moment where another thread of this process reaped it
        worker.process.join()
    return worker.process.exitcode


def _asked(worker: _Worker, work: tuple[object, ...], reached: Callable[[int], None]) -> _Done | _Failed | Died | None:
    """Return the answer of a worker, None when it died."""
    with suppress(OSError):  # it is dead: nothing is received either
        worker.channel.send(work)
    while True:
        try:
            answer: _Done | _Failed | Died | _Reached = worker.channel.recv()
        except (EOFError, OSError):
            return None
        if not isinstance(answer, _Reached):
            return answer
        reached(answer.documents)


@contextmanager
def worker_pool(workers: int) -> Iterator[WorkerPool]:
    """Give a pool of processes, polars kept to one thread in each: they are as many as the cores already.

    polars looks for its number of threads while it is imported, which a worker does before anything of ours can run in
    it; so the number stands in the environment that the workers inherit. After an error, work that no worker has begun
    is not done, and what they are at work on is given up.
    """
    before = os.environ.get(POLARS_THREADS)
    os.environ[POLARS_THREADS] = "1"
    if sys.platform != "win32":
        # polars has put a handler of its own before Python's, after which the system goes on with a call that waits:
        # Ctrl-C would be heard only once a batch is done.
        signal.siginterrupt(signal.SIGINT, True)
    try:
        with _silent_pipe() as end:
            pool = WorkerPool(workers, Inherited(end))
            try:
                yield pool
            except BaseException:
                pool.end(at_once=True)
                raise
            pool.end(at_once=False)
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


def _serve(channel: Connection, pipe: Inherited, _locks: Inherited) -> None:
    """Do the work that comes through the channel, until it is closed: the main function of a worker."""
    _end_with_run(pipe)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal reaches all: the run ends its workers itself
    with suppress(EOFError, OSError):  # the run is gone, or has no more work
        channel.send(None)
        while True:
            with heard_by(lambda count: channel.send(_Reached(count))):
                answer = _answer(channel.recv_bytes())
            try:
                channel.send(answer)
            except (TypeError, AttributeError, ValueError, PicklingError) as error:
                channel.send(_Failed(RuntimeError(f"cannot be sent to the run: {answer!r:.300} ({error})")))


def _answer(asked: bytes) -> _Done | _Failed | Died:
    """Return the result of a piece of work. Where memory was refused, the worker is spent, and the run ends it."""
    limits: Limits | None = None
    try:
        function, item, limits = ForkingPickler.loads(asked)
        with nullcontext() if limits is None else ending_process(limits):
            return _Done(function(item))
    except MemoryError:
        return Died("needed more memory than the machine had" if limits is None else limits.too_much)
    except BaseException as error:
        error.add_note(f"in a worker process:\n{traceback.format_exc()}")
        return _Failed(error)


def _end_with_run(pipe: Inherited) -> None:
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
