"""Asks the sandbox: starts its process, holds its answer packed, and kills it when its time is over."""

from __future__ import annotations

import atexit
import importlib
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, Literal

from flows.ask.messages import LESS, AnswerRows, Columns, End, Question, Ready, Taken
from flows.errors import QueryError

_SANDBOX: Final = "flows.ask.sandbox"
_INHERITED = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
"""No other variable of the environment: it may hold secrets, and DuckDB reads a proxy's password from it."""

_LOST = (EOFError, BrokenPipeError, pickle.UnpicklingError)  # how a process that has died looks from here

Process = subprocess.Popen[bytes]
_idle: list[Process] = []
"""The process that answered the last question, if it is fit for another one: a new one takes half a second to start."""


@dataclass(slots=True)
class PackedAnswer:
    """An answer as it came: a pickle for a few rows each, so that a reader holds the values of only these.

    ``cut_at`` names the limit that left rows out: "rows", "bytes", or "" when none did.
    """

    columns: tuple[str, ...] = ()
    frames: list[bytes] = field(default_factory=list)
    count: int = 0
    cut_at: Literal["", "rows", "bytes"] = ""
    snapshot_id: str = ""

    @property
    def rows(self) -> Iterator[tuple[object, ...]]:
        """Yield the rows from the first; each access begins again."""
        for frame in self.frames:
            yield from pickle.loads(frame)  # noqa: S301 - packed by our own process


def ask(question: Question, seconds: float) -> PackedAnswer:
    """Return the answer; raise ``QueryError`` when it cannot be given, or not within so many seconds."""
    process = _process_with(question)
    is_over = threading.Event()

    def end() -> None:
        is_over.set()
        process.kill()

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        answer = _answer(process)
    except _LOST as error:
        raise _reason(process, is_over, question, seconds) from error
    except QueryError:
        _keep(process, is_over)
        raise
    except BaseException:  # Ctrl-C
        _end(process)
        raise
    finally:
        timer.cancel()
    _keep(process, is_over)
    return answer


def _answer(process: Process) -> PackedAnswer:
    assert process.stdout is not None
    answer = PackedAnswer()
    while True:
        message = pickle.load(process.stdout)  # noqa: S301 - from our own process
        match message:
            case Columns(names):
                answer = PackedAnswer(names)
            case AnswerRows(packed, number):
                answer.frames.append(packed)
                answer.count += number
            case End(cut_at):
                answer.cut_at = cut_at
                return answer
            case QueryError():
                raise message


def _process_with(question: Question) -> Process:
    """Return a process that has taken the question: the idle one, or a new one where that died meanwhile."""
    with suppress(IndexError):
        process = _idle.pop()
        if _takes(process, question):
            return process
        _end(process)
    environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(map(os.path.abspath, sys.path))
    # Arrow's own pool sets 1 GB of addresses aside, which would count as memory that is in use.
    environment["ARROW_DEFAULT_MEMORY_POOL"] = "system"
    # -P: what lies in the working folder is not imported. A library's last words (std::terminate) are no message.
    process = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-P", "-m", _SANDBOX],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    if not _takes(process, question):
        _end(process)
        importlib.import_module(_SANDBOX)  # says which package is missing
        raise QueryError(
            "query", "the process that answers questions does not start", "look at ulimit -a: memory, processes"
        )
    return process


def _takes(process: Process, question: Question) -> bool:
    """Return whether a process takes the question. What it said before it died may still be in its pipe."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        if not isinstance(pickle.load(process.stdout), Ready):  # noqa: S301 - from our own process
            return False
        pickle.dump(question, process.stdin)
        process.stdin.flush()
        return isinstance(pickle.load(process.stdout), Taken)  # noqa: S301
    except _LOST:
        return False
    except BaseException:  # Ctrl-C
        _end(process)
        raise


def _keep(process: Process, is_over: threading.Event) -> None:
    if _idle or is_over.is_set():
        _end(process)
    else:
        _idle.append(process)


def _end(process: Process) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):  # what could not be written any more
            assert pipe is not None
            pipe.close()
    process.wait()


def _reason(process: Process, is_over: threading.Event, question: Question, seconds: float) -> QueryError:
    """Return why the process died before its answer was whole."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=10)  # its pipes are closed: it is on its way out
    code = process.returncode
    _end(process)
    if is_over.is_set():
        return QueryError("sql", f"took more than {seconds:g} seconds", LESS)
    if code == -signal.SIGKILL:  # by the system, short of memory
        return QueryError("sql", f"needs more than {question.memory} of memory", LESS)
    how = signal.Signals(-code).name if code is not None and code < 0 else f"code {code}"
    what = f"ended the process that worked on it ({how}): too large, or nested too deep"
    return QueryError("sql", what, "ask for less, or in smaller parts: WITH a AS (…), b AS (…)")


@atexit.register
def _end_idle() -> None:
    while _idle:
        _end(_idle.pop())


if hasattr(os, "register_at_fork"):  # a forked caller must not share the process, and mix its answers with another's
    os.register_at_fork(after_in_child=_idle.clear)
