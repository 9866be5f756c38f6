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
from flows.publish.snapshot.no_output import nothing_at
from flows.publish.snapshot.published import snapshot_at, snapshot_ids
from flows.publish.table_files import REPORT
from flows.quoting import safe
from flows.runs.options import RunConfig, plain

if TYPE_CHECKING:
    from flows.publish.snapshot.manifest import SnapshotInfo


def current(output: Path) -> SnapshotInfo:
    """Return the snapshot of a folder, or what is current in it; raise ``SnapshotError`` where nothing is published."""
    info = snapshot_at(output)
    if info is None:
        raise nothing_at(output)
    return info


def check(arguments: Namespace) -> int:
    """Check a snapshot against the contract; 1 when it breaks it, with ``--strict`` also when there are warnings.

    With ``--candidate`` it checks what the last run would have published, even if the gate stopped it.
    """
    from flows.validate.gate.check import check as gate
    from flows.validate.gate.check import damaged
    from flows.validate.gate.formats import FORMATS

    place = location(_checked_place(arguments))
    try:
        with local_view(place) as folder:
            candidate = next(iter(snapshot_ids(folder, CANDIDATES)), None) if arguments.candidate else None
            report = gate(folder if candidate is None else folder / CANDIDATES / candidate)
    except DamagedError as damage:  # of the pointer or manifest in an object store
        report = damaged(Path(str(place)), damage)
    sys.stdout.write(FORMATS[arguments.format](report))
    page = report.folder / REPORT
    if arguments.format == "text" and isinstance(place, Path) and page.is_file():  # a copy from a store is gone by now
        show(f"quality page: {page}")
    return FINE if report.is_ok and not (arguments.strict and report.warnings) else BROKEN


def _checked_place(arguments: Namespace) -> str:
    """Return what is to be checked: people name it as a word, or as --output like everywhere else."""
    word, option = arguments.folder, arguments.output
    if word is not None and option not in (word, plain(RunConfig())["output"]):
        raise CommandError("check", f"two folders are named: {safe(word)} and {safe(option)}", "name one of them")
    return str(option if word is None else word)


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
