"""Which contract a snapshot was written under, and how today's gate checks it.

Another major version is refused: its columns and words may mean something else. Of another minor version everything
that both contracts know is checked; columns that only one of them has are left out, with every check that needs one.
A breach of what only today's contract promises is a warning. Within a minor version only words may differ.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from flows.errors import SnapshotError
from flows.publish.footers import stated
from flows.publish.snapshot.published import RUN_FULL
from flows.quoting import safe
from flows.validate.arrow import ARROW_TYPES, polars_schema
from flows.validate.gate.findings import Finding, Level
from schemas.contract import CONTRACT_FILE, TYPE_NAMES, Contract, TableTerms, Version, todays_contract, version_of
from schemas.contract_diff import WIDTHS, ContractChange, diff
from schemas.contract_reading import contract_in
from schemas.tables import TABLES, TableSpec

_SHOWN: Final = 10
_OTHER_COLUMNS: Final = "these files are of another contract: use the infobox-etl of that version, or publish again"
_ARROW: Final = {word: ARROW_TYPES[dtype] for dtype, word in TYPE_NAMES.items()}


@dataclass(frozen=True, slots=True)
class WrittenUnder:
    """The contract of a snapshot. ``findings`` are its faults and its differences from today's contract."""

    contract: Contract
    findings: tuple[Finding, ...]

    def spec(self, table: str) -> TableSpec | None:
        """Return the table with the keys and the parent that both contracts have; None where it cannot be checked."""
        spec, terms = TABLES[table], self.contract.tables.get(table)
        if terms is None or not _is_readable(spec, terms):
            return None
        key = spec.key if spec.key == terms.key else ()
        return dataclasses.replace(
            spec,
            key=key,
            foreign_keys=tuple(each for each in spec.foreign_keys if each in terms.foreign_keys),
            parent=spec.parent if key and spec.parent == terms.parent else None,
        )

    def built(self, table: str, found: pa.Schema) -> tuple[Finding, ...]:
        """Return how a file's columns differ from the contract that it was written under."""
        columns = self.contract.tables[table].by_name
        # A type that only a later contract has is not known in Arrow's terms.
        unknown = {name for name, column in columns.items() if column.type not in _ARROW}
        wanted = [
            _line(name, _ARROW[column.type], column.is_nullable)
            for name, column in columns.items()
            if name not in unknown
        ]
        given = [_line(field.name, field.type, field.nullable) for field in found if field.name not in unknown]
        if wanted == given:
            return ()
        details = [f"missing or different: {line}" for line in wanted if line not in given]
        details += [f"not in the contract: {line}" for line in given if line not in wanted]
        what = "the columns are not those of the contract"
        return (Finding("error", table, what, tuple(details) or ("the order of the columns differs",), _OTHER_COLUMNS),)

    def absent(self, table: str) -> frozenset[str]:
        """Return the columns of today's table that the snapshot does not have, or has in a type that does not fit."""
        terms = self.contract.tables[table].by_name
        today = todays_contract().tables[table].columns
        return frozenset(
            each.name for each in today if each.name not in terms or not _fits(terms[each.name].type, each.type)
        )

    def as_today(self, table: str, rows: pl.DataFrame) -> pl.DataFrame:
        """Return rows of the snapshot with today's columns and types; absent columns are null."""
        types, absent = polars_schema(table), self.absent(table)
        if rows.schema == pl.Schema(types):
            return rows
        return rows.with_columns(
            pl.lit(None, types[name]).alias(name) if name in absent else pl.col(name).cast(types[name])
            for name in types
        ).select(list(types))

    def judges(self, table: str, check: str, column: str) -> bool:
        """Return whether a check needs only columns that the snapshot has."""
        needed = {column}
        for each in TABLES[table].model.checks():
            if (each.name, each.column) == (check, column):
                needed.update(each.passes.meta.root_names())
        return needed.isdisjoint(self.absent(table))

    def level(self, table: str, check: str, column: str) -> Level:
        """Return the level of a broken check: a warning where the snapshot's own contract did not promise it."""
        ours, theirs = todays_contract().tables[table], self.contract.tables[table]
        if check == "not-null":
            return "warning" if theirs.by_name[column].is_nullable else "error"
        promises = [
            {each.demands for each in terms.checks if (each.name, each.column) == (check, column)}
            for terms in (ours, theirs)
        ]
        words, allowed = (terms.by_name[column].words for terms in (ours, theirs))
        is_promised = promises[0] == promises[1] and (not words or set(allowed) <= set(words))
        return "error" if is_promised else "warning"


def _is_readable(spec: TableSpec, terms: TableTerms) -> bool:
    """Return whether a table's files can be checked: keys of today's types, no other column of an unlike type."""
    columns = terms.by_name
    for name, today in todays_contract().tables[spec.name].by_name.items():
        if name not in columns:
            if name in spec.key:
                return False
            continue
        found = columns[name].type
        if not _fits(found, today.type) and (name in spec.key or not {found, today.type} <= set(WIDTHS)):
            return False
    return True


def _fits(found: str, today: str) -> bool:
    """Return whether a type fits today's: it is the same, or a narrower integer."""
    return found == today or (found in WIDTHS and today in WIDTHS[WIDTHS.index(found) :])


def _line(name: str, kind: pa.DataType, is_nullable: bool) -> str:
    return f"{name} {kind}{'' if is_nullable else ' not null'}"


def written_under(folder: Path, *, is_damaged: bool = False) -> WrittenUnder:
    """Return the contract that the snapshot in this folder was written under.

    That is its ``contract.json``. Where the file is missing or damaged (``is_damaged``: its hash says so), the
    Parquet files name the version and today's contract is used. Raises ``SnapshotError`` for another major version and
    where no version is named.
    """
    today, versions = todays_contract(), _versions_in_files(folder)
    try:
        own = contract_in(folder / CONTRACT_FILE)
    except (OSError, ValueError) as error:
        words = error.strerror if isinstance(error, OSError) else str(error)
        finding = Finding("error", CONTRACT_FILE, f"cannot be read ({safe(str(words), limit=200)})", (), RUN_FULL)
        found: tuple[Finding, ...] = (finding,)
        is_damaged = True
    else:
        found = ()
    if is_damaged:
        _refuse_other_major(folder, next(iter(versions.values()), ""))
        return WrittenUnder(today, found)
    _refuse_other_major(folder, str(own.version))
    findings = (*_contradictions(own.version, versions), *_differences(own, today))
    # A contract of today's minor version cannot relax anything: then the rows are checked by today's own.
    return WrittenUnder(today if _is_same_minor(own, today) else own, findings)


def _is_same_minor(own: Contract, today: Contract) -> bool:
    return own.version[:2] == today.version[:2]


def _versions_in_files(folder: Path) -> dict[str, str]:
    """Return the version that each table's Parquet file names; unreadable files are reported later."""
    found = {}
    for name in TABLES:
        try:
            schema = pq.read_schema(folder / f"{name}.parquet")
        except Exception:  # what damaged bytes make a reader raise is not to be listed  # noqa: S112
            continue
        if version := stated(schema, "contract_version"):
            found[name] = version
    return found


def _refuse_other_major(folder: Path, version: str) -> None:
    today = todays_contract().version
    known = f"this infobox-etl knows {today.major}.x"
    try:
        found = version_of(version)
    except ValueError:
        what = f"was written under contract '{safe(version, limit=40)}'" if version else "names no contract"
        raise SnapshotError(str(folder), f"{what}; {known}", f"{RUN_FULL}, or see where it comes from") from None
    if found.major != today.major:
        remedy = f"use the infobox-etl of contract {found.major}.x, or {RUN_FULL}"
        raise SnapshotError(str(folder), f"was written under contract {found}; {known}", remedy)


def _contradictions(version: Version, versions: dict[str, str]) -> Iterator[Finding]:
    for table, named in versions.items():
        if named != str(version):
            what = f"was written under contract {safe(named, limit=40)}, {CONTRACT_FILE} says {version}"
            yield Finding("error", f"{table}.parquet", what, (), RUN_FULL)


def _differences(own: Contract, today: Contract) -> Iterator[Finding]:
    """Yield one finding that names all differences: a warning, unless one of them breaks what the version promises."""
    is_newer = own.version > today.version
    changes = diff(today, own) if is_newer else diff(own, today)
    differing = [change for change in changes if change.kind != "wording"]
    if not differing:
        return
    details = [f"since then {_short(change)}" for change in differing[:_SHOWN]]
    if is_newer:
        details = [f"not known here: {_short(change)}" for change in differing[:_SHOWN]]
    if len(differing) > _SHOWN:
        details.append(f"… and {len(differing) - _SHOWN:,} more: infobox-etl contract diff SNAPSHOT")
    what = f"was written under contract {own.version}; this infobox-etl knows {today.version}"
    remedy = "use an infobox-etl that knows it: pip install --upgrade infobox-etl" if is_newer else RUN_FULL
    if _is_same_minor(own, today):
        what += ", and by these versions the two should demand the same"
        yield Finding("error", CONTRACT_FILE, what, tuple(details), remedy)
    elif any(change.kind == "breaking" for change in differing):
        what += f", and the two break with each other, which {own.version.major}.x must not"
        yield Finding("error", CONTRACT_FILE, what, tuple(details), remedy)
    else:
        what += "; only what both say is judged"
        yield Finding("warning", CONTRACT_FILE, what, tuple(details), remedy)


def _short(change: ContractChange) -> str:
    return f"{safe(change.where, limit=80)}: {safe(change.what, limit=120)}"
