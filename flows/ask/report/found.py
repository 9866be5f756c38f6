"""What the run found in numbers: documents, rows, edits, issues, violations, beside those of the snapshot before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from flows.ask.report.facts import ReportFacts, Tables
from flows.ask.report.since_before import Changes, changes
from flows.publish.snapshot.manifest import SnapshotInfo
from schemas.tables import TABLES


class Tile(NamedTuple):
    """One number with its name; ``before`` is that of the snapshot before, None without one.

    ``target`` is the section that explains it, ``beside`` what the number is a part of.
    """

    label: str
    number: int
    before: int | None
    target: str
    beside: str = ""


class TableRows(NamedTuple):
    """A table with its rows now and in the snapshot before, None where it has none of the two."""

    table: str
    grain: str
    now: int | None
    before: int | None


@dataclass(frozen=True, slots=True)
class FoundView:
    """The tiles, the rows of each table, and what else changed."""

    tiles: tuple[Tile, ...]
    tables: tuple[TableRows, ...]
    has_before: bool
    changes: Changes | None


def found(facts: ReportFacts, _tables: Tables, _left: int) -> FoundView:
    """Return what the manifests of this snapshot and of the one before say in numbers."""
    now, before = _numbers(facts.info), None if facts.before is None else _numbers(facts.before)
    inputs = facts.info.input_count
    beside = {"documents": f"of {inputs:,} inputs"} if inputs != now["documents"][0] else {}
    tiles = tuple(
        Tile(label, number, None if before is None else before[label][0], target, beside.get(label, ""))
        for label, (number, target) in now.items()
    )
    rows, old = facts.info.rows, {} if facts.before is None else facts.before.rows
    names = [name for name in TABLES if name in rows or name in old]
    names += sorted((rows.keys() | old.keys()) - TABLES.keys())
    listed = tuple(
        TableRows(name, TABLES[name].grain if name in TABLES else "", rows.get(name), old.get(name)) for name in names
    )
    return FoundView(tiles, listed, facts.before is not None, changes(facts))


def _numbers(info: SnapshotInfo) -> dict[str, tuple[int, str]]:
    """Return the numbers of a run by their names, each with the section of the page that explains it."""
    rows = info.rows
    about_pages = ("documents", "sections", "tags", "edits", "issues", "violations")
    return {
        "documents": (rows.get("documents", 0), "tables"),
        "infoboxes": (rows.get("boxes", 0), "tables"),
        "rows of facts": (sum(count for name, count in rows.items() if name not in about_pages), "tables"),
        "edits": (sum(info.edits.values()), "rules"),
        "issues": (sum(info.issues.values()), "issues"),
        "violations": (sum(info.violations.values()), "issues"),
    }
