"""Runs one command, prints its error if it has one, and returns the exit code."""

from __future__ import annotations

import importlib
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import cast

from flows.cli import streams
from flows.cli.parser import PROGRAM, build_parser
from flows.cli.stopping import StopSignals
from flows.cli.terminal import COULD_NOT_RUN, complain, talking
from flows.errors import InfoboxEtlError, RuleError, current_despite, what_is_current
from flows.quoting import safe

_PUBLISHING = {"flows.cli.runs:run", "flows.cli.serving:serve", "flows.cli.snapshots:rollback"}
PIPE_CLOSED = 141  # 128 + SIGPIPE: the reader has closed the pipe, so the result is neither "fine" nor "broken"


def run_command(argv: Sequence[str] | None, signals: StopSignals) -> int:
    """Return the exit code of one command. Whatever is raised after a signal is raised on: it is a consequence."""
    streams.prepare()
    arguments = Namespace()
    try:
        code = _exit_code(argv, arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        streams.silence_stdout()
        return PIPE_CLOSED
    except Exception as error:  # the last line of defence: an exit code of 1 would blame the data
        if signals.received is not None:
            raise
        return _explain_failure(error, arguments)
    return code


def _exit_code(argv: Sequence[str] | None, arguments: Namespace) -> int:
    """Read the words of the command line into ``arguments``, do what they say, and return the exit code."""
    try:
        build_parser().parse_args(argv, arguments)
        with talking(arguments.talk):
            return _handler(arguments)(arguments)
    except SystemExit as leaving:  # argparse: 0 after help and version, 2 for a usage error
        return leaving.code if isinstance(leaving.code, int) else COULD_NOT_RUN


def _handler(arguments: Namespace) -> Callable[[Namespace], int]:
    module, function = arguments.handler.split(":")
    return cast(Callable[[Namespace], int], getattr(importlib.import_module(module), function))


def _explain_failure(error: Exception, arguments: Namespace) -> int:
    if isinstance(error, InfoboxEtlError):
        where, what, remedy = error.where, error.what, error.remedy
        if isinstance(error, RuleError):
            from flows.rules.fault_places import fault_place

            where = fault_place(where, what)
    elif isinstance(error, OSError) or type(error).__name__ == "IOException":  # DuckDB's, which is not an OSError
        where, what, remedy = _broken_place(error, arguments)
    elif isinstance(error, ModuleNotFoundError) and not str(error.name).startswith(("flows", "schemas")):
        where, what = str(error.name), "a package that the command needs is not installed"
        remedy = "pip install 'infobox-etl[prefect]'" if error.name == "prefect" else "pip install infobox-etl"
    else:
        _tell_trace(error)
        where, what = PROGRAM, f"unexpected {type(error).__name__}: a fault of the program"
        remedy = "please report the lines above"
    if getattr(arguments, "talk", None) == "verbose":
        _tell_trace(error)
    complain(where, what, remedy if current_despite(error) is None else f"{remedy}\n{what_is_current(error)}")
    return COULD_NOT_RUN


def _tell_trace(error: Exception) -> None:
    """Write where in the program an error arose, and which error led to it."""
    import traceback

    for line in "".join(traceback.format_exception(error)).splitlines():
        streams.tell(safe(line))


def _broken_place(error: Exception, arguments: Namespace) -> tuple[str, str, str]:
    """Return where, what and remedy of an error of the system: at stdout, at the path it names, or in the output."""
    where = getattr(error, "filename", None)
    what = (getattr(error, "strerror", None) or str(error) or type(error).__name__).splitlines()[0].lower()
    if _is_of_stdout(error):
        streams.silence_stdout()  # or Python tries once more as it ends
        return "stdout", what, "write it to another place, or to a pipe"
    if "no space left" in what or "quota exceeded" in what:
        remedy = "free some space, or name another --output"
        if getattr(arguments, "handler", None) in _PUBLISHING and current_despite(error) is None:
            remedy = f"{remedy}; nothing was published, {what_is_current(error)}"
    else:
        remedy = "check that the path exists and that you may read and write there"
    place = str(getattr(arguments, "output", None) or PROGRAM)
    return where if isinstance(where, str) else place, what, remedy


def _is_of_stdout(error: Exception) -> bool:
    """Return whether stdout did not take what was written, which no error names: this layer writes to nothing else."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    is_ours = trace is not None and str(trace.tb_frame.f_globals.get("__name__")).startswith("flows.cli.")
    return is_ours and isinstance(error, OSError) and error.filename is None
