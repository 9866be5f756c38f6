"""What each table holds: rows, keys, what the values of its columns are like, and three of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from flows.ask.report.column_profiles import ColumnProfile, column_profiles, shown
from flows.ask.report.facts import ReportFacts, Tables
from flows.publish.table_files import tables_in
from flows.quoting import safe
from schemas.contract import TableTerms, todays_contract
from schemas.tables import TABLES

TABLES_SHOWN: Final = 30
"""The most tables that are shown, those of the contract first."""
COLUMNS_SHOWN: Final = 60
"""The most columns of a table that are shown, in their order."""
EXAMPLES: Final = 3
"""How many rows of a table are shown."""
LOOKED_AT: Final = 1000
"""So many rows, the first ones, are looked at for examples."""
_CELL: Final = 56


class ExampleRow(NamedTuple):
    """One row as people read it, column by column; None where a value is null."""

    values: tuple[str | None, ...]


class TableProfile(NamedTuple):
    """A table: how many rows and columns it has, its key, and the columns and rows that are shown."""

    name: str
    description: str
    grain: str
    key: tuple[str, ...]
    rows: int
    columns: tuple[ColumnProfile, ...]
    more_columns: int
    examples: tuple[ExampleRow, ...]

    def filled(self, column: ColumnProfile) -> str:
        """Return the share of rows with a value: one that misses some is never 100%, one that has some never 0%."""
        if column.values in {0, self.rows}:
            return "100%" if column.values else "0%"
        return f"{min(max(column.values / self.rows, 0.001), 0.999):.1%}"


def table_profiles(facts: ReportFacts, _tables: Tables, _left: int) -> tuple[TableProfile, ...] | None:
    """Return the profile of each table in the order of the contract; None without any."""
    files, contract = tables_in(facts.folder), todays_contract().tables
    names = [name for name in TABLES if name in files] + sorted(files.keys() - TABLES.keys())
    return tuple(_profile(name, files[name], contract.get(name)) for name in names[:TABLES_SHOWN]) or None


def _profile(name: str, paths: Sequence[Path], terms: TableTerms | None) -> TableProfile:
    rows = pl.scan_parquet(list(paths), glob=False, hive_partitioning=False).select(pl.len()).collect().item()
    foreign = [] if terms is None else [column for key in terms.foreign_keys for column in key.columns]
    keys = {*foreign, *(() if terms is None else terms.key)}
    columns = column_profiles(paths, keys) if rows else ()
    told = ("", "", ()) if terms is None else (terms.description, terms.grain, terms.key)
    examples = _examples(paths, [column.name for column in columns[:COLUMNS_SHOWN]]) if rows else ()
    return TableProfile(name, *told, rows, columns[:COLUMNS_SHOWN], len(columns[COLUMNS_SHOWN:]), examples)


def _examples(paths: Sequence[Path], columns: Sequence[str]) -> tuple[ExampleRow, ...]:
    """Return the rows with the most values among the first ones, each of another document where there are so many."""
    first = pl.scan_parquet(list(paths), glob=False, hive_partitioning=False).head(LOOKED_AT).select(columns).collect()
    lists = [name for name, kind in first.schema.items() if isinstance(kind, pl.List)]
    present = [pl.col(name).list.len() > 0 if name in lists else pl.col(name).is_not_null() for name in columns]
    ranked = (
        first.with_columns(pl.sum_horizontal(present).alias("\0"))
        .sort("\0", descending=True, maintain_order=True)
        .drop("\0")
    )
    chosen = ranked.unique("document_id", keep="first", maintain_order=True) if "document_id" in columns else ranked
    best = (chosen if chosen.height >= EXAMPLES else ranked).head(EXAMPLES)
    return tuple(ExampleRow(tuple(map(_cell, row))) for row in best.iter_rows())


def _cell(value: object) -> str | None:
    return None if value is None else safe(shown(value), limit=_CELL)
