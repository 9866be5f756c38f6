"""Small tables of the contract, written and described, for the tests of each form of metadata."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from flows.publish.metadata.description import Description, SnapshotFacts, describe
from flows.publish.parquet import FileLimits, TableWriter
from flows.validate.arrow import arrow_schema, frame
from schemas.tables import TABLES

Row = Mapping[str, object]
NOON = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


def example(table: str, **values: object) -> Row:
    """Return a row of a table that keeps every check: its columns' examples, or what is given."""
    return {**TABLES[table].example, **values}


def described(
    folder: Path,
    rows: Mapping[str, Sequence[Row]],
    *,
    group_rows: int = 1_000,
    file_bytes: int = 1_000_000,
    withholds: bool = False,
) -> Description:
    """Return the description of these rows, written into the folder."""
    limits = FileLimits(group_rows=group_rows, file_bytes=file_bytes)
    files = []
    for table, given in rows.items():
        with TableWriter(folder / f"{table}.parquet", arrow_schema(table), limits=limits) as writer:
            writer.write(frame(table, [tuple(row.values()) for row in given]).to_arrow())
        files += writer.files
    return describe(folder, files, SnapshotFacts("20261122T120000Z-3f9a1c2e", NOON, {"debris": 3}, withholds))


def all_examples(folder: Path) -> Description:
    """Return the description of all tables of the contract, each with its example row."""
    return described(folder, {table: [example(table)] for table in TABLES})


def split(folder: Path) -> Description:
    """Return the description of two tables of one and two files."""
    tags = [example("tags", tag_no=number) for number in (1, 2)]
    return described(folder, {"documents": [example("documents")], "tags": tags}, group_rows=1, file_bytes=1)
