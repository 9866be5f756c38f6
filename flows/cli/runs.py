"""``run``: the whole job, direct or recorded, and its closing summary."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flows.cli.recording import configured_api, quiet_environment
from flows.cli.terminal import BROKEN, FINE, complain, counts, numbered, progress_bar, say, show_json, show_path
from flows.errors import noting_current
from flows.publish.locations import Location, ObjectUrl
from flows.publish.object_store.store import local_view
from flows.publish.snapshot.published import snapshot_at
from flows.quoting import safe, shell_command
from flows.runs.options import RunConfig, command_words, from_plain, options_of

if TYPE_CHECKING:
    from flows.runs.job import RunReport
    from flows.validate.gate.findings import Finding

_HOW_TO_RECORD = "not recorded in Prefect: use --record, or set PREFECT_API_URL"


def run(arguments: Namespace) -> int:
    """Run the job and show what it did; 1 when the data breaks the contract."""
    api = configured_api(os.environ, Path.home(), Path.cwd())
    is_recorded = arguments.record or api is not None
    if is_recorded:
        quiet_environment(os.environ, embedded=api is None)
    config = from_plain(options_of(arguments))
    report = _recorded(config, api) if is_recorded else _direct(config)
    recording = f"recorded in Prefect ({api or 'embedded server'})" if is_recorded else _HOW_TO_RECORD
    with noting_current(report.snapshot_id if report.is_published else None):
        if arguments.json:
            show_json(_summary(report, is_recorded))
        else:
            _say_summary(report, config, recording)
        for (first, *others), reason in _grouped(report.warnings):
            complain(first, "\n".join((*others, *reason)), "", kind="warning")
        if report.failures:
            _say_failures(report, config)
    return BROKEN if report.failures else FINE


def _direct(config: RunConfig) -> RunReport:
    from flows.runs import job

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
        "is_published": report.is_published,
        "is_unchanged": report.is_unchanged,
        "documents": report.documents,
        "rows": dict(report.rows),
        "edits": dict(report.edits),
        "issues": dict(report.issues),
        "violations": report.violations,
        "left_out": report.left_out._asdict(),
        "failures": list(map(str, report.failures)),
        "warnings": list(map(str, report.warnings)),
        "is_recorded": is_recorded,
        "seconds": round(report.seconds, 3),
    }


def _say_summary(report: RunReport, config: RunConfig, recording: str) -> None:
    """Print on stderr what a run did, and on stdout the folder of the published snapshot, for scripts.

    One line is one path: where its name holds a line break or the like, it is a word for the shell, ``$'…'``.
    """
    documents = numbered(report.documents, "document")
    if not report.is_published:
        say(f"{documents} in {report.seconds:.1f} s, not published: candidate {report.snapshot_id}", "bold")
    elif report.is_unchanged:
        say(f"nothing changed since snapshot {report.snapshot_id} ({documents})", "bold")
        say("  --full processes everything again")
    else:
        say(f"{documents} in {report.seconds:.1f} s, snapshot {report.snapshot_id}", "bold")
    for title, numbers in (("rows", report.rows), ("edits by step", report.edits), ("issues by code", report.issues)):
        if numbers:
            say(title, "bold")
            for line in counts(numbers):
                say(line)
    if str(report.left_out):
        say(f"left out: {report.left_out} (--json lists them)")
    kept_out = " (rows kept out of the tables)" if report.violations else ""
    say(f"violations: {report.violations:,}{kept_out}", "red" if report.violations else None)
    if report.is_published:
        say("next", "bold")
        if isinstance(config.output, Path):  # one in a store is fetched first
            say(f"  {shell_command(['duckdb', '-readonly', str(config.output / 'warehouse.duckdb')])}")
        for question in _questions(report):
            say(f"  {shell_command(['infobox-etl', 'query', question, *command_words(config, 'output')])}")
        show_path(report.snapshot_dir)
    say(f"  {recording}", "dim")


def _questions(report: RunReport) -> Iterator[str]:
    """Yield what a reader asks first; how much of the values is left unread only where some of it may change them."""
    if report.violations:
        yield 'SELECT "table", "check", "column", value, remedy FROM violations'
    elif report.rows.get("conflicts"):
        yield "SELECT name, start_date, end_date, outcome FROM conflicts"
    else:
        yield "SELECT source, title, shape FROM documents"
    if not report.issues.keys().isdisjoint({"partly-read", "unread-value"}):
        yield "FROM unread_by_field"


def _say_failures(report: RunReport, config: RunConfig) -> None:
    """Print what stopped the run, the first ten violations, where the others are, and what can be done now."""
    from flows.validate.gate.findings import first_violations, rest_of_violations

    for headlines, reason in _grouped(report.failures):
        complain("the data breaks the contract", "\n".join((*headlines, *reason)), "", kind="failed")
    with local_view(_reachable(report, config)) as folder:
        snapshot = snapshot_at(folder)
        if snapshot is not None:
            for finding in first_violations(snapshot.path, report.rows):
                complain(
                    finding.headline, "\n".join(map(safe, finding.details)), safe(finding.remedy), kind="violation"
                )
            place = None if isinstance(report.snapshot_dir, Path) else str(report.snapshot_dir)
            for line in rest_of_violations(snapshot.path, report.rows, place):
                say(line)
    if not report.is_published:
        say("not published: what is current stays", "bold")
        say(f"  the candidate is kept in {safe(str(report.snapshot_dir))}")
        say(f"  {shell_command(['infobox-etl', 'check', str(report.snapshot_dir)])}")
        say(f"  {shell_command(['infobox-etl', 'query', 'FROM documents', '--output', str(report.snapshot_dir)])}")
        say(f"  publish it all the same: {shell_command(accepting_command(config))}")


def _reachable(report: RunReport, config: RunConfig) -> Location:
    """Return where the run's snapshot or candidate can be read: in a store, with the query of the output's address."""
    place = report.snapshot_dir
    if isinstance(place, ObjectUrl) and isinstance(config.output, ObjectUrl):
        return replace(place, query=config.output.query)
    return place


def _grouped(findings: Sequence[Finding]) -> list[tuple[list[str], list[str]]]:
    """Return the headlines of the findings, grouped by their reason: one broken reader has findings in many tables.

    Each group is its headlines, and its reason as indented lines.
    """
    groups: dict[tuple[str, ...], list[str]] = {}
    for finding in findings:
        reason = (safe(text) for text in (*finding.details, finding.remedy))
        groups.setdefault(tuple(reason), []).append(safe(finding.headline))
    return [(headlines, [f"  {line}" for line in reason]) for reason, headlines in groups.items()]


def accepting_command(config: RunConfig) -> list[str]:
    """Return the command that publishes the candidate of this run.

    It has all options that decide what is read and published, so that the candidate is still the same.
    """
    accepting = replace(config, strict=False, full=False, workers=0, wait=0, accept=True)
    return ["infobox-etl", "run", *command_words(accepting)]
