"""``run``: the whole job, direct or recorded, and its closing summary."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from flows import api
from flows.cli.recording import configured_api, quiet_environment
from flows.cli.summary import plain_summary, say_findings, say_summary
from flows.cli.terminal import BROKEN, FINE, progress_bar, show_json
from flows.errors import noting_current
from flows.runs.options import RunConfig, from_plain, options_of, plain

if TYPE_CHECKING:
    from flows.runs.job import Report

_HOW_TO_RECORD = "not recorded in Prefect: use --record, or set PREFECT_API_URL"


def run(arguments: Namespace) -> int:
    """Run the job and show what it did; 1 when the data breaks the contract."""
    server = configured_api(os.environ, Path.home(), Path.cwd())
    is_recorded = arguments.record or server is not None
    if is_recorded:
        quiet_environment(os.environ, embedded=server is None)
    config = from_plain(options_of(arguments))
    report = _recorded(config, server) if is_recorded else _direct(config)
    recording = f"recorded in Prefect ({server or 'embedded server'})" if is_recorded else _HOW_TO_RECORD
    with noting_current(report.snapshot_id if report.is_published else None):
        if arguments.json:
            show_json(plain_summary(report, is_recorded=is_recorded))
            say_findings(report.warnings, "warning")
            say_findings(report.failures, "failed", "the data breaks the contract")
        else:
            say_summary(report, config, recording)
    return BROKEN if report.failures else FINE


def _direct(config: RunConfig) -> Report:
    with progress_bar() as progress:
        return api.run(**plain(config), progress=progress)


def _recorded(config: RunConfig, server: str | None) -> Report:
    from flows import pipeline

    # No bar: Prefect writes a line a task to the terminal itself.
    return pipeline.record(config, server)
