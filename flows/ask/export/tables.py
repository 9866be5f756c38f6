"""What is exported: the tables of one snapshot row by row, what their columns mean, and where the pages come from.

Everything is read from the snapshot itself: its files carry their keys and descriptions, also those of an older
contract.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from flows.errors import CommandError, DamagedError
from flows.publish.footers import foreign_keys, primary_key, stated
from flows.publish.metadata.licences import licence_of
from flows.publish.snapshot.manifest import SnapshotInfo
from flows.publish.table_files import files_of
from flows.publish.table_reading import read_batches
from flows.suggestions import meant
from schemas.tables import ForeignKey

Cell = str | int | float | bool | dt.date | None
"""A value of an exported table. A list is a text: a JSON array."""


class ExportColumn(NamedTuple):
    """A column: ``kind`` is text, integer, number, boolean, date, or list (a JSON array as text)."""

    name: str
    kind: str
    is_nullable: bool = True
    description: str = ""


class ExportTable(NamedTuple):
    """A table: its columns, its rows from the first each time ``rows`` is called, how many there are, and its keys."""

    name: str
    columns: tuple[ExportColumn, ...]
    rows: Callable[[], Iterator[tuple[Cell, ...]]]
    row_count: int
    key: tuple[str, ...] = ()
    references: tuple[ForeignKey, ...] = ()


class Omission(NamedTuple):
    """What a form cannot hold: how many rows or cells of a table, and why."""

    table: str
    column: str | None
    lost: int
    why: str

    def __str__(self) -> str:
        if self.column is None:
            return f"{self.table}: {self.lost:,} {'row is' if self.lost == 1 else 'rows are'} left out: {self.why}"
        return f"{self.table}.{self.column}: {self.lost:,} {'cell' if self.lost == 1 else 'cells'}: {self.why}"


class SnapshotExport(NamedTuple):
    """What one export holds: tables in name order, facts of the snapshot, and whose the pages are.

    ``attribution`` has a row for each page of the snapshot, whatever tables are exported: None where it has no pages.
    ``is_raw`` says that CSV has every text as it is, even one that a spreadsheet would run as a formula.
    """

    info: SnapshotInfo
    tables: tuple[ExportTable, ...]
    facts: Mapping[str, str]
    attribution: ExportTable | None
    is_raw: bool = False

    @property
    def dictionary(self) -> ExportTable:
        """Return the table of all columns: what they are and what they mean."""
        rows = [
            (table.name, column.name, column.kind, column.is_nullable, column.description)
            for table in self.tables
            for column in table.columns
        ]
        columns = (
            ExportColumn("table", "text", False, "Table that has the column."),
            ExportColumn("column", "text", False, "Name of the column."),
            ExportColumn("type", "text", False, "Kind of its values; a list is a JSON array."),
            ExportColumn("is_nullable", "boolean", False, "Whether a value may be missing."),
            ExportColumn("meaning", "text", False, "What it holds."),
        )
        return ExportTable("columns", columns, lambda: iter(rows), len(rows), ("table", "column"))

    @property
    def companions(self) -> tuple[ExportTable, ...]:
        """Return the tables that explain the others: of columns, and of pages."""
        return (self.dictionary, *(() if self.attribution is None else (self.attribution,)))

    @property
    def about(self) -> ExportTable:
        """Return the facts of the snapshot as a table."""
        columns = (
            ExportColumn("name", "text", False, "Which fact."),
            ExportColumn("value", "text", False, "What is so."),
        )
        return ExportTable("about", columns, lambda: iter(self.facts.items()), len(self.facts), ("name",))


def snapshot_export(info: SnapshotInfo, wanted: Sequence[str] = ()) -> SnapshotExport:
    """Return what is exported of a snapshot: the tables that are ``wanted``, all of them where none is named.

    Raises ``CommandError`` for a table that the snapshot does not have, ``DamagedError`` for one that cannot be read.
    """
    names = sorted(info.rows)
    for name in wanted:
        if name not in names:
            what = "the snapshot has no table of this name"
            raise CommandError(f"export --table {name}", what, meant(name, names, "tables"))
    schemas = {name: _schema(info.path, name) for name in names}
    versions = {stated(schema, "contract_version") for schema in schemas.values()} - {""}
    pages = _attribution(info, schemas["documents"]) if "documents" in schemas else None
    tables = tuple(_table(info, name, schemas[name]) for name in names if not wanted or name in wanted)
    return SnapshotExport(info, tables, _facts(info, max(versions, default="")), pages)


def _attribution(info: SnapshotInfo, schema: pa.Schema) -> ExportTable:
    """Return who wrote each page, under which terms, and where these stand."""
    pages = _table(info, "documents", schema, [name for name in _ATTRIBUTION if name in schema.names])
    at = next((number for number, column in enumerate(pages.columns) if column.name == "license"), None)
    if at is None:
        return pages._replace(name="attribution", key=(), references=())

    def rows() -> Iterator[tuple[Cell, ...]]:
        for row in pages.rows():
            yield *row, licence_of(str(row[at] or "")).link or None

    link = ExportColumn("license_url", "text", True, "Address of the terms of the licence, where it is known.")
    return ExportTable("attribution", (*pages.columns, link), rows, pages.row_count)


def _facts(info: SnapshotInfo, contract: str) -> dict[str, str]:
    return {
        "snapshot": info.snapshot_id,
        "created (UTC)": f"{info.created_utc:%Y-%m-%d %H:%M:%S}",
        "made by": f"infobox-etl {info.code_version}",
        **({"contract": contract} if contract else {}),
        "inputs": str(info.input_count),
        "issues": str(sum(info.issues.values())),
        "violations": str(sum(info.violations.values())),
        "lists": "a column that holds a list has it as a JSON array",
        "attribution": "the pages are others' work and were changed: the table attribution names each and its licence; "
        "pass it on with any copy",
    }


def _schema(folder: Path, name: str) -> pa.Schema:
    try:
        return pq.read_schema(files_of(folder, name)[0])
    except (IndexError, OSError, pa.ArrowException) as error:
        remedy = "see `infobox-etl check`, then publish again with `infobox-etl run`"
        raise DamagedError(str(folder), f"the table {name} cannot be read", remedy) from error


def _table(info: SnapshotInfo, name: str, schema: pa.Schema, only: Sequence[str] | None = None) -> ExportTable:
    """Return a table of the snapshot, or ``only`` these columns of it."""

    def rows() -> Iterator[tuple[Cell, ...]]:
        lists = [at for at, column in enumerate(columns) if column.kind == "list"]
        for batch in read_batches(info.path, name, only):
            values = [column.to_pylist() for column in batch.columns]
            for at in lists:
                values[at] = [None if each is None else json.dumps(each, ensure_ascii=False) for each in values[at]]
            yield from zip(*values, strict=True)

    columns = tuple(
        ExportColumn(column.name, _kind(column.type), column.nullable, stated(column))
        for column in (schema if only is None else map(schema.field, only))
    )
    return ExportTable(name, columns, rows, info.rows[name], primary_key(schema), foreign_keys(schema))


_ATTRIBUTION: Final = ("title", "author", "publisher", "published_date", "source_url", "license", "source")
"""Columns of ``documents`` that name a page and its terms."""

_KINDS: Final = (
    (pa.types.is_list, "list"),
    (pa.types.is_boolean, "boolean"),
    (pa.types.is_integer, "integer"),
    (pa.types.is_floating, "number"),
    (pa.types.is_date, "date"),
)


def _kind(kind: pa.DataType) -> str:
    return next((name for fits, name in _KINDS if fits(kind)), "text")
