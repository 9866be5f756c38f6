"""The three standard streams of the command: there in every case, and what happens when one cannot be written to.

Messages on stderr are for people: where they cannot be written (a full disk, a closed terminal), the exit code still
says what happened. Data on stdout is what was asked for: where it cannot be written, the command fails.
"""

from __future__ import annotations

import contextlib
import os
import sys


def open_missing() -> None:
    """Open the streams that the caller has closed (``>&-``, a daemon), to nowhere.

    Otherwise the next file that is opened would take their number, and a message would be written into it.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, os.O_RDWR)
            if descriptor != number:
                os.dup2(descriptor, number)
                os.close(descriptor)
            setattr(sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8", closefd=False))


def prepare() -> None:
    """Make stdout and stderr write UTF-8 in every locale, and never fail on a character."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def tell(line: str) -> None:
    """Write a line to stderr, or lose it: a message that nobody can read changes no exit code."""
    with contextlib.suppress(OSError, ValueError):
        print(line, file=sys.stderr)


def empty_stdout() -> None:
    """Write what is buffered, or discard it: after the end, Python would try that, and end with a code of its own."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        silence_stdout()


def silence_stdout() -> None:
    """Discard what is still buffered: it cannot be written (``infobox-etl query … | head``, a full disk)."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    # Under a test runner stdout has no file descriptor, and nothing to silence.
    with contextlib.suppress(OSError, ValueError):
        os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
