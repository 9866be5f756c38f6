"""``serve``: the job on a schedule, every run recorded in Prefect."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path

from flows.cli.recording import LOCAL_API, configured_api, quiet_environment
from flows.cli.terminal import FINE, say
from flows.errors import CommandError
from flows.quoting import safe, shell_command
from flows.runs.options import from_plain, options_of


def serve(arguments: Namespace) -> int:
    """Serve the scheduled deployment until it is stopped; needs a Prefect API, which keeps the schedule."""
    api = configured_api(os.environ, Path.home(), Path.cwd())
    if api is None:
        command = shell_command(["infobox-etl", *sys.argv[1:]])
        raise CommandError(
            "serve",
            "no Prefect API is configured, and the embedded server ends with its run, so it keeps no schedule",
            f"in another terminal: prefect server start\nthen: PREFECT_API_URL={LOCAL_API} {command}",
        )
    quiet_environment(os.environ, embedded=False)
    from flows import pipeline

    try:
        schedule = pipeline.schedule(arguments.cron, arguments.timezone)
    except ValueError as error:
        raise CommandError(
            f"--cron {arguments.cron!r} --timezone {arguments.timezone!r}",
            safe(str(error)),
            "write five fields: minute hour day month weekday, as in '30 1 * * *'; a zone as in 'Europe/Berlin'",
        ) from error
    say(f"serving at {safe(arguments.cron)} ({safe(arguments.timezone)}), recorded in {safe(api)}; stop with Ctrl-C")
    pipeline.serve(from_plain(options_of(arguments)), schedule, api)
    return FINE
