"""``check`` and ``query``: published tables against the contract, and questions about them in SQL."""

from __future__ import annotations

import sys
from argparse import Namespace
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from flows.cli.terminal import BROKEN, FINE, complain, numbered, show
from flows.errors import CommandError, DamagedError
from flows.publish.locations import location
from flows.publish.object_store.store import local_view
from flows.publish.snapshot.manifest import CANDIDATES
from flows.publish.snapshot.published import NOTHING, RUN_FIRST, snapshot_at, snapshot_ids
from flows.publish.table_files import REPORT

if TYPE_CHECKING:
    from flows.publish.snapshot.manifest import SnapshotInfo


def current(output: Path) -> SnapshotInfo:
    """Return the snapshot of a folder, or what is current in it; raise ``CommandError`` where nothing is published."""
    info = snapshot_at(output)
    if info is None:
        raise CommandError(str(output), NOTHING, RUN_FIRST)
    return info


def check(arguments: Namespace) -> int:
    """Check a snapshot against the contract; 1 when it breaks it, with ``--strict`` also when there are warnings.

    With ``--candidate`` it checks what the last run would have published, even if the gate stopped it.
    """
    from flows.validate.gate.check import check as gate
    from flows.validate.gate.check import damaged
    from flows.validate.gate.formats import FORMATS

    place = location(arguments.folder)
    try:
        with local_view(place) as folder:
            candidate = next(iter(snapshot_ids(folder, CANDIDATES)), None) if arguments.candidate else None
            report = gate(folder if candidate is None else folder / CANDIDATES / candidate)
    except DamagedError as damage:  # of the pointer or manifest in an object store
        report = damaged(Path(arguments.folder), damage)
    sys.stdout.write(FORMATS[arguments.format](report))
    page = report.folder / REPORT
    if arguments.format == "text" and isinstance(place, Path) and page.is_file():  # a copy from a store is gone by now
        show(f"quality page: {page}")
    return FINE if report.is_ok and not (arguments.strict and report.warnings) else BROKEN


def query(arguments: Namespace) -> int:
    """Answer one question in SQL about the current snapshot."""
    from flows.ask.query import MAX_BYTES, asked_snapshot, packed_answer
    from flows.ask.render import render

    if isinstance(sys.stdin, TextIOWrapper):  # as SQL from the command line is read
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")
    sql = sys.stdin.read() if arguments.sql == "-" else arguments.sql
    with local_view(location(arguments.output)) as output:
        answer = packed_answer(asked_snapshot(output), sql)
    for piece in render(answer, arguments.format, for_terminal=sys.stdout.isatty(), raw=arguments.raw):
        sys.stdout.write(piece)
    if answer.cut_at:
        shown = f"only the first {numbered(answer.count, 'row')} {'is' if answer.count == 1 else 'are'} shown"
        limit = {"rows": "an answer has no more", "bytes": f"together an answer has {MAX_BYTES / 1e6:,.0f} MB at most"}
        complain("query", f"{shown}: {limit[answer.cut_at]}", "add a LIMIT or WHERE", kind="warning")
    return FINE
