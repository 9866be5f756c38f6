"""What changed from the snapshot before to this one: rows, how full the columns are, columns, and what made them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from flows.ask.report.facts import ReportFacts
from flows.publish.footers import stated
from flows.publish.snapshot.manifest import SnapshotInfo
from flows.publish.table_files import tables_in
from flows.publish.table_reading import filled

MOVED: Final = 0.01
"""The least change of a column's share of values that is shown."""
SHOWN: Final = 12
"""The most columns that are shown, those that moved most; the others are counted."""


class ColumnMove(NamedTuple):
    """A column whose share of rows with a value changed."""

    table: str
    column: str
    before: float
    now: float


class MadeBy(NamedTuple):
    """Something that decides the tables, and is not what it was; None where it was or is missing."""

    what: str
    before: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since ``before``, the id of the snapshot before; ``missing`` says what is not compared, and why."""

    before: str
    missing: str | None = None
    moves: tuple[ColumnMove, ...] = ()
    more_moves: int = 0
    schema: tuple[str, ...] = ()
    made_by: tuple[MadeBy, ...] = ()


class _Footers(NamedTuple):
    """What the footers of a folder's files state: rows and values by column, types by column, contract by table."""

    shares: Mapping[tuple[str, str], float]
    types: Mapping[str, Mapping[str, str]]
    contracts: frozenset[str]


def changes(facts: ReportFacts) -> Changes | None:
    """Return what changed since the snapshot before; None for the first. Only footers of files are read."""
    info, before = facts.info, facts.before
    if info.previous is None:
        return None
    if before is None:
        return Changes(info.previous, "Its manifest cannot be read, so nothing is compared with it.")
    old = _footers(before.path)
    if old is None:
        missing = "Its tables are gone or cannot be read: rows are compared by its manifest, columns are not compared."
        return Changes(before.snapshot_id, missing, made_by=tuple(_made_by(before, info, {})))
    new = _footers(facts.folder) or _Footers({}, {}, frozenset())
    moves = sorted(_moves(old, new), key=lambda move: (-abs(move.now - move.before), move))
    contracts = {"contract": (_named(old.contracts), _named(new.contracts))}
    return Changes(
        before.snapshot_id,
        moves=tuple(moves[:SHOWN]),
        more_moves=len(moves[SHOWN:]),
        schema=tuple(_schema(old.types, new.types)),
        made_by=tuple(_made_by(before, info, contracts)),
    )


def _footers(folder: Path) -> _Footers | None:
    """Return what the files of a folder state; None where they are gone, or damaged."""
    shares: dict[tuple[str, str], float] = {}
    types: dict[str, dict[str, str]] = {}
    contracts = set()
    try:
        for table, paths in tables_in(folder).items():
            schema = pq.read_schema(paths[0])
            types[table] = {field.name: str(field.type) for field in schema}
            contracts.add(stated(schema, "contract_version"))
            shares |= {(table, name): share for name, share in _shares(paths, schema)}
    except (OSError, pa.ArrowException):
        return None
    return _Footers(shares, types, frozenset(contracts)) if types else None


def _shares(paths: Sequence[Path], schema: pa.Schema) -> Iterator[tuple[str, float]]:
    """Yield how full each column is; of a list the footer counts the items, so it has no share."""
    rows = sum(pq.read_metadata(path).num_rows for path in paths)
    counts = [filled(path) for path in paths]
    for field in schema:
        if rows and not pa.types.is_nested(field.type):
            yield field.name, sum(each.get(field.name, 0) for each in counts) / rows


def _moves(old: _Footers, new: _Footers) -> Iterator[ColumnMove]:
    for (table, column), share in new.shares.items():
        before = old.shares.get((table, column))
        if before is not None and abs(share - before) >= MOVED:
            yield ColumnMove(table, column, before, share)


def _schema(old: Mapping[str, Mapping[str, str]], new: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Yield each change of tables and columns as a sentence."""
    for table in sorted(old.keys() | new.keys()):
        if table not in new:
            yield f"table {table} is gone"
        elif table not in old:
            yield f"table {table} is new"
        else:
            before, now = old[table], new[table]
            yield from (f"column {table}.{name} is gone" for name in before if name not in now)
            yield from (f"column {table}.{name} is new" for name in now if name not in before)
            both = [name for name in now if before.get(name, now[name]) != now[name]]
            yield from (f"column {table}.{name} was {before[name]} and is {now[name]}" for name in both)


def _made_by(
    before: SnapshotInfo, now: SnapshotInfo, contracts: Mapping[str, tuple[str | None, str | None]]
) -> Iterator[MadeBy]:
    """Yield what else decides the tables and changed: contract, code, rules, options and libraries."""
    told = dict(contracts)
    told |= {"code": (before.code_version, now.code_version), "rules": (before.rules_sha256, now.rules_sha256)}
    for of in ("options", "versions"):
        pairs: tuple[Mapping[str, object], Mapping[str, object]] = (getattr(before, of), getattr(now, of))
        for name in sorted(pairs[0].keys() | pairs[1].keys()):
            old, new = (str(each[name]) if name in each else None for each in pairs)
            told[f"option {name}" if of == "options" else name] = (old, new)
    return (MadeBy(what, *pair) for what, pair in told.items() if pair[0] != pair[1])


def _named(versions: frozenset[str]) -> str | None:
    return ", ".join(sorted(versions - {""})) or None
