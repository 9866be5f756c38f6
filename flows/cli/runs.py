"""``run``: the whole job, direct or recorded, and its closing summary."""

from __future__ import annotations

import json
import os
import shlex
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from flows.cli.parser import DEFAULT_OUTPUT, DEFAULT_SOURCE
from flows.cli.recording import configured_api, quiet_environment
from flows.cli.terminal import BROKEN, FINE, complain, counts, numbered, progress_bar, say, show

if TYPE_CHECKING:
    from flows.job import RunConfig, RunReport

_HOW_TO_RECORD = "not recorded in Prefect: use --record, or set PREFECT_API_URL"


def run(arguments: Namespace) -> int:
    """Run the job and show what it did; 1 when the data breaks the contract."""
    api = configured_api(os.environ, Path.home(), Path.cwd())
    is_recorded = arguments.record or api is not None
    if is_recorded:
        quiet_environment(os.environ, embedded=api is None)
    config = config_of(arguments)
    report = _recorded(config, api) if is_recorded else _direct(config)
    recording = f"recorded in Prefect ({api or 'embedded server'})" if is_recorded else _HOW_TO_RECORD
    if arguments.json:
        show(json.dumps(_summary(report, is_recorded), ensure_ascii=False, indent=2))
    else:
        _say_summary(report, config, recording)
    for warning in report.warnings:
        complain("warning", warning, "", kind="warning")
    for failure in report.failures:
        complain("the data breaks the contract", failure, _where_to_look(report), kind="failed")
    return BROKEN if report.failures else FINE


def config_of(arguments: Namespace) -> RunConfig:
    """Return what the command line asks of a run."""
    from flows.job import RunConfig

    return RunConfig(
        sources=tuple(arguments.sources) or (DEFAULT_SOURCE,),
        output=Path(arguments.output),
        only=arguments.only,
        full=arguments.full,
        workers=arguments.workers,
        strict=arguments.strict,
        facts_only=arguments.facts_only,
        strict_repair=arguments.strict_repair,
    )


def _direct(config: RunConfig) -> RunReport:
    from flows import job

    with progress_bar() as progress:
        return job.run(config, progress=progress)


def _recorded(config: RunConfig, api: str | None) -> RunReport:
    from flows import pipeline

    # No bar: Prefect writes a line a task to the terminal itself.
    return pipeline.record(config, api)


def _summary(report: RunReport, is_recorded: bool) -> Mapping[str, object]:
    return {
        "snapshot": report.snapshot_id,
        "folder": str(report.snapshot_dir),
        "is_unchanged": report.is_unchanged,
        "documents": report.documents,
        "rows": dict(report.rows),
        "edits": dict(report.edits),
        "issues": dict(report.issues),
        "violations": report.violations,
        "failures": list(report.failures),
        "warnings": list(report.warnings),
        "is_recorded": is_recorded,
        "seconds": round(report.seconds, 3),
    }


def _say_summary(report: RunReport, config: RunConfig, recording: str) -> None:
    """Say on stderr what a run did; stdout gets the snapshot's folder, for scripts."""
    documents = numbered(report.documents, "document")
    if report.is_unchanged:
        say(f"nothing changed since snapshot {report.snapshot_id} ({documents})", "bold")
        say("  --full processes everything again")
    else:
        say(f"{documents} in {report.seconds:.1f} s, snapshot {report.snapshot_id}", "bold")
    for title, numbers in (("rows", report.rows), ("edits by step", report.edits), ("issues by code", report.issues)):
        if numbers:
            say(title, "bold")
            for line in counts(numbers):
                say(line)
    kept_out = " (rows kept out of the tables)" if report.violations else ""
    say(f"violations: {report.violations:,}{kept_out}", "red" if report.violations else None)
    say("next", "bold")
    say(f"  duckdb {config.output / 'warehouse.duckdb'}")
    say(f"  {_query(report, config)}")
    say(f"  {recording}", "dim")
    show(str(report.snapshot_dir))


def _query(report: RunReport, config: RunConfig) -> str:
    if report.violations:
        question = 'SELECT "table", "check", "column", value, remedy FROM violations'
    elif report.rows.get("conflicts"):
        question = "SELECT name, start_date, end_date, outcome FROM conflicts"
    else:
        question = "SELECT source, title, shape FROM documents"
    output = [] if str(config.output) == DEFAULT_OUTPUT else ["--output", str(config.output)]
    return shlex.join(["infobox-etl", "query", question, *output])


def _where_to_look(report: RunReport) -> str:
    return f"see {report.snapshot_dir / 'violations.parquet'}, and the remedy of each row"
