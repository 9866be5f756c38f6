"""The entry of the command ``infobox-etl``. It imports nothing slow, so that a signal during imports is caught, too."""

from __future__ import annotations

import signal
from collections.abc import Sequence

from flows.cli import streams
from flows.cli.stopping import StopSignals
from flows.errors import what_is_current


def main(argv: Sequence[str] | None = None) -> int:
    """Return the exit code of one command: 0 fine, 1 the data breaks the contract, 2 it could not run.

    A command that a signal ended has 128 and the signal's number, as shells report it: 130 after Ctrl-C, 143 after
    SIGTERM, 129 after SIGHUP. ``argv`` defaults to the words of the command line after the program's name.
    """
    streams.open_missing()
    with StopSignals() as signals:
        try:
            from flows.cli.command import run_command

            return run_command(argv, signals)
        except BaseException as error:
            stopped = signals.received
            if stopped is None and not isinstance(error, KeyboardInterrupt):
                raise
            stopped = stopped or signal.SIGINT
            streams.tell(f"stopped by {stopped.name}")
            streams.tell(f"  nothing half-done was published: {what_is_current(error)}")
            return 128 + stopped
        finally:
            streams.empty_stdout()
