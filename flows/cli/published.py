"""``check``, ``query`` and ``history``: what is published, and whether it keeps the contract."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from flows.cli.terminal import BROKEN, FINE, CommandError, columns, complain, show
from flows.publish.published import current_id, current_snapshot, list_snapshots

if TYPE_CHECKING:
    from flows.publish.manifest import SnapshotInfo


def current(output: Path) -> SnapshotInfo:
    """Return the current snapshot of an output folder; raise ``CommandError`` where nothing is published."""
    info = current_snapshot(output)
    if info is None:
        raise CommandError(str(output), "nothing is published here", "`infobox-etl run` first, or name its --output")
    return info


def check(arguments: Namespace) -> int:
    """Check a snapshot against the contract; 1 when it breaks it, with ``--strict`` also when there are warnings."""
    from flows.publish.check import check as gate
    from flows.publish.gate_formats import FORMATS

    report = gate(Path(arguments.folder))
    sys.stdout.write(FORMATS[arguments.format](report))
    return FINE if report.is_ok and not (arguments.strict and report.warnings) else BROKEN


def query(arguments: Namespace) -> int:
    """Answer one question in SQL about the current snapshot."""
    from flows.publish.query import query as ask
    from flows.publish.render import render

    sql = sys.stdin.read() if arguments.sql == "-" else arguments.sql
    answer = ask(Path(arguments.output), sql)
    for piece in render(answer, arguments.format):
        sys.stdout.write(piece)
    if answer.is_truncated:
        complain("query", f"only the first {len(answer.rows):,} rows are shown", "add a LIMIT or WHERE", kind="warning")
    return FINE


def history(arguments: Namespace) -> int:
    """List the snapshots of an output folder, the newest first."""
    output = Path(arguments.output)
    snapshots = list_snapshots(output)
    if not snapshots:
        raise CommandError(str(output), "nothing is published here", "`infobox-etl run` first, or name its --output")
    now = current_id(output)
    if arguments.json:
        show(json.dumps({"snapshots": [_plain(info, now) for info in snapshots]}, ensure_ascii=False, indent=2))
        return FINE
    rows: list[tuple[str, ...]] = [("", "SNAPSHOT", "INPUTS", "ROWS", "ISSUES", "VIOLATIONS", "")]
    for info, older in zip(snapshots, (*snapshots[1:], None), strict=True):
        mark = "*" if info.snapshot_id == now else ""
        numbers = (info.input_count, *(sum(counted.values()) for counted in (info.rows, info.issues, info.violations)))
        rows.append((mark, info.snapshot_id, *(f"{number:,}" for number in numbers), _change(info, older)))
    for number, line in enumerate(columns(rows, right=[2, 3, 4, 5], indent="")):
        show(line, "bold" if number == 0 else None)
    return FINE


def _change(info: SnapshotInfo, older: SnapshotInfo | None) -> str:
    """Return in words what a snapshot changed against the one before it: rows by table."""
    if older is None:
        return ""
    if info.content_digest == older.content_digest:
        return "same tables"
    changes = {name: rows - older.rows.get(name, 0) for name, rows in info.rows.items()}
    changed = [f"{name} {change:+,}" for name, change in changes.items() if change]
    return ", ".join(changed) or "other values, as many rows"


def _plain(info: SnapshotInfo, now: str | None) -> dict[str, object]:
    return {
        "snapshot": info.snapshot_id,
        "is_current": info.snapshot_id == now,
        "folder": str(info.path),
        "inputs": info.input_count,
        "rows": info.rows,
        "issues": dict(info.issues),
        "violations": dict(info.violations),
        "content_digest": info.content_digest,
    }
