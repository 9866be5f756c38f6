"""SQLite: one file with a table for each table, its keys, the meaning of all columns, and where the pages come from.

Dates are ISO texts, truth values 0 and 1, lists JSON arrays (``json_each`` opens them). The ready-made views of the
warehouse stay behind: they are written in DuckDB's SQL.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from flows.ask.export.tables import Cell, ExportTable, Omission, SnapshotExport
from flows.publish.catalog import identifier

_TYPES: Final = {"integer": "INTEGER", "number": "REAL", "boolean": "BOOLEAN", "date": "DATE"}
_FAST: Final = ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF")  # the file takes its name once it is whole


def write_sqlite(export: SnapshotExport, path: Path) -> tuple[Omission, ...]:
    """Write a database where nothing is yet. Nothing is left out."""
    keys = {table.name: table.key for table in export.tables}
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in _FAST:
            connection.execute(pragma)
        connection.execute("BEGIN")
        for table in (*export.tables, *export.companions, export.about):
            connection.execute(_definition(table, keys))
            marks = ", ".join("?" * len(table.columns))
            connection.executemany(
                f"INSERT INTO {identifier(table.name)} VALUES ({marks})",  # noqa: S608 - a name, quoted
                _plain(table),
            )
        connection.execute("COMMIT")
    return ()


def _plain(table: ExportTable) -> Iterator[tuple[Cell, ...]]:
    dates = [at for at, column in enumerate(table.columns) if column.kind == "date"]
    if not dates:
        yield from table.rows()
        return
    for row in table.rows():
        cells = list(row)
        for at in dates:
            value = cells[at]
            cells[at] = value.isoformat() if isinstance(value, dt.date) else value
        yield tuple(cells)


def _definition(table: ExportTable, keys: dict[str, tuple[str, ...]]) -> str:
    """Return the SQL that makes a table. SQLite takes references to the whole key of a table only."""
    parts = [
        f"{identifier(column.name)} {_TYPES.get(column.kind, 'TEXT')}{'' if column.is_nullable else ' NOT NULL'}"
        for column in table.columns
    ]
    if table.key:
        parts.append(f"PRIMARY KEY ({_names(table.key)})")
    parts += (
        f"FOREIGN KEY ({_names(each.columns)}) REFERENCES {identifier(each.table)} ({_names(each.references)})"
        for each in table.references
        if keys.get(each.table) == each.references
    )
    lines = ",\n  ".join(parts)
    return f"CREATE TABLE {identifier(table.name)} (\n  {lines}\n)"


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(map(identifier, columns))
