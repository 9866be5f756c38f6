"""The command ``infobox-etl``: runs one command, prints its error if it has one, and returns the exit code."""

from __future__ import annotations

import importlib
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import cast

from flows.cli.parser import PROGRAM, build_parser
from flows.cli.terminal import COULD_NOT_RUN, complain, prepare_streams, silence_stdout
from flows.errors import InfoboxEtlError, current_despite

INTERRUPTED = 130  # 128 + SIGINT, as shells report it
PIPE_CLOSED = 141  # 128 + SIGPIPE: the reader has closed the pipe, so the result is neither "fine" nor "broken"


def main(argv: Sequence[str] | None = None) -> int:
    """Return the exit code of one command: 0 fine, 1 the data breaks the contract, 2 it could not run.

    ``argv`` defaults to the words of the command line after the program's name.
    """
    prepare_streams()
    arguments = Namespace()
    try:
        arguments = build_parser().parse_args(argv)
        code = _handler(arguments)(arguments)
        sys.stdout.flush()
    except SystemExit as leaving:  # argparse: 0 after help and version, 2 for a usage error
        return leaving.code if isinstance(leaving.code, int) else COULD_NOT_RUN
    except BrokenPipeError:
        silence_stdout()
        return PIPE_CLOSED
    except KeyboardInterrupt as stop:
        complain(PROGRAM, "stopped", f"nothing half-done was published: {_what_is_current(stop)}")
        return INTERRUPTED
    except Exception as error:  # the last line of defence: an exit code of 1 would blame the data
        return _explain_failure(error, str(getattr(arguments, "output", None) or PROGRAM))
    return code


def _handler(arguments: Namespace) -> Callable[[Namespace], int]:
    module, function = arguments.handler.split(":")
    return cast(Callable[[Namespace], int], getattr(importlib.import_module(module), function))


def _explain_failure(error: Exception, place: str) -> int:
    if isinstance(error, InfoboxEtlError):
        where, what, remedy = error.where, error.what, error.remedy
    elif isinstance(error, OSError) or type(error).__name__ == "IOException":  # DuckDB's, which is not an OSError
        where, what, remedy = _broken_place(error, place)
    elif isinstance(error, ModuleNotFoundError) and not str(error.name).startswith(("flows", "schemas")):
        where, what = str(error.name), "a package that the command needs is not installed"
        remedy = "pip install infobox-etl"
    else:
        import traceback

        traceback.print_exception(error)
        where, what = PROGRAM, f"unexpected {type(error).__name__}: a fault of the program"
        remedy = "please report the lines above"
    complain(where, what, remedy if current_despite(error) is None else f"{remedy}\n{_what_is_current(error)}")
    return COULD_NOT_RUN


def _broken_place(error: Exception, place: str) -> tuple[str, str, str]:
    """Return where, what and remedy of an error of the system; ``place`` is used where the error names no path."""
    where = getattr(error, "filename", None)
    what = (getattr(error, "strerror", None) or str(error) or type(error).__name__).splitlines()[0].lower()
    if "no space left" in what or "quota exceeded" in what:
        remedy = "free some space, or name another --output"
        if current_despite(error) is None:
            remedy = f"{remedy}; nothing was published, {_what_is_current(error)}"
    else:
        remedy = "check that the path exists and that you may read and write there"
    return where if isinstance(where, str) else place, what, remedy


def _what_is_current(error: BaseException) -> str:
    """Return what is current after an error: the pointer may have moved before it."""
    snapshot = current_despite(error)
    return "the snapshot before stays current" if snapshot is None else f"snapshot {snapshot} is the current one, whole"
