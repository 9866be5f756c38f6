"""The closing summary of a run: what it did, what changed since the last one, what needs a person, where to go on."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flows.cli.terminal import columns, complain, is_terminal, numbered, say, show_path
from flows.publish.locations import Location, ObjectUrl
from flows.publish.object_store.store import local_view
from flows.publish.snapshot.published import snapshot_at
from flows.quoting import safe, shell_command
from flows.runs.options import RunConfig, command_words

if TYPE_CHECKING:
    from flows.publish.snapshot.history import SnapshotChange
    from flows.runs.job import Report
    from flows.validate.gate.findings import Finding

WIDTH: Final = 110
"""The longest line of a list, where no narrower terminal shows it."""
KINDS: Final = 8
"""The most kinds of issues that are listed; the quality page has all."""
_OWN_LINES: Final = ("edits", "issues", "violations")
"""Tables that are not about what the pages say: the summary has a line of its own for each."""


def say_summary(report: Report, config: RunConfig, recording: str) -> None:
    """Print on stderr what a run did, and on stdout the folder of the published snapshot, for scripts.

    What stopped a run comes first. One line is one path: where its name holds a line break or the like, it is a word
    for the shell, ``$'…'``.
    """
    say(_headline(report), "bold")
    if report.failures:
        _say_failures(report, config)
    _say_numbers(report)
    say_findings(report.warnings, "warning")
    _say_matters(report)
    if report.is_published:
        say("next", "bold")
        for words in _next(report, config):
            say(f"  {shell_command(words)}")
        show_path(report.snapshot_dir)
    else:
        _say_ways_on(report, config)
    say(f"  {recording}", "dim")


def plain_summary(report: Report, *, is_recorded: bool) -> Mapping[str, object]:
    """Return the same as plain values, under keys that stay."""
    return {
        "snapshot": report.snapshot_id,
        "folder": str(report.snapshot_dir),
        "quality_page": str(report.quality_page),
        "is_published": report.is_published,
        "is_unchanged": report.is_unchanged,
        "documents": report.documents,
        "change": None if report.change is None else report.change._asdict(),
        "needs_a_person": [matter._asdict() for matter in report.matters],
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


def _headline(report: Report) -> str:
    documents = numbered(report.documents, "document")
    if not report.is_published:
        return f"not published, what is current stays: {documents} in {report.seconds:.1f} s break the contract"
    if report.is_unchanged:
        return f"nothing changed since snapshot {report.snapshot_id} ({documents}); --full reads everything again"
    return f"{documents} in {report.seconds:.1f} s, snapshot {report.snapshot_id}"


def _say_numbers(report: Report) -> None:
    change = report.change
    if change is not None:
        say(f"since the snapshot before: {_inputs(change)}")
    moved = {} if change is None else change.rows
    say("rows", "bold")
    for line in _rows({name: rows for name, rows in report.rows.items() if name not in _OWN_LINES}, moved):
        say(line)
    steps = ", ".join(f"{safe(step)} {count:,}" for step, count in report.edits.items())
    say(f"edits: {sum(report.edits.values()):,}{f' ({steps})' if steps else ''}")
    if str(report.left_out):
        say(f"left out: {report.left_out} (--json lists them)")
    kept_out = " (rows kept out of the tables)" if report.violations else ""
    say(f"violations: {report.violations:,}{kept_out}", "red" if report.violations else None)


def _inputs(change: SnapshotChange) -> str:
    counts = {"new": change.added, "changed": change.changed, "gone": change.removed, "unchanged": change.unchanged}
    inputs = ", ".join(f"{count:,} {word}" for word, count in counts.items() if count)
    tables = ("the same tables",) if change.has_same_tables else ()
    return "; ".join((f"inputs {inputs}", *tables, *change.reasons))


def _rows(rows: Mapping[str, int], moved: Mapping[str, int]) -> Iterator[str]:
    """Yield aligned lines of several tables each, to be read down: name, rows, and how many more or less they are.

    Tables without rows, now and before, come on a line of their own.
    """
    rows = {name: rows.get(name, 0) for name in sorted(rows.keys() | moved.keys() - set(_OWN_LINES))}
    empty = [safe(name) for name, number in rows.items() if not number and name not in moved]
    cells = [
        (safe(name), f"{number:,}", *_moved(moved, name, number))
        for name, number in rows.items()
        if number or name in moved
    ]
    space = sum(max(map(len, column)) + 2 for column in zip(*cells, strict=True)) + 2
    beside = max(_width() // space, 1)
    lines = -(-len(cells) // beside)
    none = ("",) * len(cells[0])
    stacks = [cells[at : at + lines] for at in range(0, len(cells), lines)]
    table = [[text for cell in line for text in (*cell, "")] for line in zip_longest(*stacks, fillvalue=none)]
    right = [at for at in range(len(table[0])) if at % (len(none) + 1) in range(1, len(none))]
    yield from columns(table, right=right)
    if empty:
        yield from textwrap.wrap(f"none: {', '.join(empty)}", _width(), initial_indent="  ", subsequent_indent="    ")


def _moved(moved: Mapping[str, int], name: str, now: int) -> tuple[str, ...]:
    """Return the cell of how many more or less they are than before; none where nothing moved."""
    if not moved:
        return ()
    more = moved.get(name, 0)
    return ("new" if more == now > 0 else f"{more:+,}" if more else "",)


def _width() -> int:
    return min(shutil.get_terminal_size().columns, WIDTH) if is_terminal(sys.stderr) else WIDTH


def _say_matters(report: Report) -> None:
    """Print what needs a person, one kind a line: how many, how many more than before, what it is."""
    issues = [matter for matter in report.matters if matter.kind in report.issues]
    if not issues:
        return
    say("needs a person, the gravest first (table issues)", "bold")
    moved = {} if report.change is None else report.change.issues
    heads = [(f"{each.number:,}", *_moved(moved, each.kind, each.number), each.kind) for each in issues[:KINDS]]
    edge = _width() - 2 - sum(max(map(len, column)) + 2 for column in zip(*heads, strict=True))
    rows = [
        (*head, textwrap.shorten(each.meaning.partition(": ")[0].rstrip("."), max(edge, 20), placeholder=" …"))
        for head, each in zip(heads, issues, strict=False)
    ]
    for line in columns(rows, right=range(len(heads[0]) - 1)):
        say(line)
    if issues[KINDS:]:
        say(f"  … and {numbered(len(issues) - KINDS, 'kind')} more, all on the quality page")


def _next(report: Report, config: RunConfig) -> Iterator[list[str]]:
    """Yield the commands to go on with: what was read, what needs a person, the quality page."""
    output = command_words(config, "output")
    for question in _questions(report):
        yield ["infobox-etl", "query", question, *output]
    if isinstance(config.output, Path):  # only DuckDB with httpfs opens one in a store
        yield ["infobox-etl", "report", "--open", *output]
        yield ["duckdb", "-readonly", str(config.output / "warehouse.duckdb")]


def _questions(report: Report) -> Iterator[str]:
    """Yield what a reader asks first; how much of the values is left unread only where some of it may change them."""
    if report.violations:
        yield report.matters[0].question
    elif report.rows.get("conflicts"):
        yield "SELECT name, start_date, end_date, outcome FROM conflicts"
    else:
        yield "SELECT source, title, shape FROM documents"
    by_field = [each.question for each in report.matters if each.question == "FROM unread_by_field"]
    yield from by_field[:1] or (["FROM issues"] if report.issues else [])


def _say_failures(report: Report, config: RunConfig) -> None:
    """Print what stopped the run, the first ten violations, and where the others are."""
    from flows.validate.gate.findings import first_violations, rest_of_violations

    say_findings(report.failures, "failed", "the data breaks the contract")
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
    say(f"its quality page: {safe(str(report.quality_page))}", "bold")


def _say_ways_on(report: Report, config: RunConfig) -> None:
    say("next", "bold")
    say(f"  the candidate is kept in {safe(str(report.snapshot_dir))}")
    say(f"  {shell_command(['infobox-etl', 'check', str(report.snapshot_dir)])}")
    say(f"  {shell_command(['infobox-etl', 'query', 'FROM documents', '--output', str(report.snapshot_dir)])}")
    say(f"  publish it all the same: {shell_command(accepting_command(config))}")


def _reachable(report: Report, config: RunConfig) -> Location:
    """Return where the run's snapshot or candidate can be read: in a store, with the query of the output's address."""
    place = report.snapshot_dir
    if isinstance(place, ObjectUrl) and isinstance(config.output, ObjectUrl):
        return replace(place, query=config.output.query)
    return place


def say_findings(findings: Sequence[Finding], kind: str, headline: str | None = None) -> None:
    """Print findings of the gate, those of one reason together: one broken reader has findings in many tables.

    ``headline`` stands in the place of the first of them, which then is one of the lines below it.
    """
    groups: dict[tuple[str, ...], list[str]] = {}
    for finding in findings:
        reason = tuple(f"  {safe(text)}" for text in (*finding.details, finding.remedy))
        groups.setdefault(reason, []).append(safe(finding.headline))
    for reason, found in groups.items():
        first, *others = found if headline is None else (headline, *found)
        complain(first, "\n".join((*others, *reason)), "", kind=kind)


def accepting_command(config: RunConfig) -> list[str]:
    """Return the command that publishes the candidate of this run.

    It has all options that decide what is read and published, so that the candidate is still the same.
    """
    accepting = replace(config, strict=False, full=False, workers=0, wait=0, accept=True)
    return ["infobox-etl", "run", *command_words(accepting)]
