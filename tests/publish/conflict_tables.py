"""A small snapshot with a row or more in the tables of a conflict, for tests of what analysts open."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb

from flows.publish.parquet import write_table
from flows.publish.snapshot.lock import output_lock
from flows.publish.snapshot.manifest import KEEP, RunFacts, SnapshotInfo
from flows.publish.snapshot.publishing import open_stage, publish
from flows.validate.arrow import arrow_schema, frame
from schemas.tables import TABLES

KEY = "efcc13ed975c27b8"


def example(table: str, **values: object) -> tuple[object, ...]:
    """Return a row of a table: its columns' examples, or what is given."""
    columns = TABLES[table].model.to_schema().columns
    row = {name: (column.metadata or {}).get("example") for name, column in columns.items()}
    return tuple({**row, "document_id": KEY, **values}[name] for name in columns)


ROWS: dict[str, list[tuple[object, ...]]] = {
    "documents": [example("documents")],
    "boxes": [example("boxes")],
    "infobox_fields": [example("infobox_fields", box_no=1, field_no=1, label="Height", field="height")],
    "infobox_values": [
        example("infobox_values", box_no=1, field_no=1, item_no=1, unread="(open)"),
        example("infobox_values", box_no=1, field_no=1, item_no=2, unread=None),
        example("infobox_values", box_no=1, field_no=1, item_no=3, kind="text", unread=None),
    ],
    "conflicts": [
        example(
            "conflicts",
            box_no=1,
            start_date=dt.date(2017, 9, 14),
            start_edtf="2017-09-14",
            end_date=dt.date(2017, 11, 3),
            end_edtf="2017-11-03",
            unread=None,
        )
    ],
    "belligerents": [
        example("belligerents", belligerent_no=1, side=1, name="Syria", relation="principal", parent_no=None, depth=0),
        example("belligerents", belligerent_no=2, side=1, name="Fatemiyoun", relation="allied"),
    ],
    "commanders": [example("commanders", commander_no=1, side=2, name=None, is_unknown=True)],
    "casualties": [
        example("casualties", casualty_no=1, side=2, count_min=300, count_max=None, claimant="SAA", parent_no=None),
        example("casualties", casualty_no=2, side=2, count_min=101, count_max=101, claimant="SAA", parent_no=None),
        example("casualties", casualty_no=3, side=2, count_min=40, count_max=40, claimant="SAA", parent_no=1),
        example("casualties", casualty_no=4, side=2, count_min=7, count_max=9, claimant="SOHR", parent_no=None),
    ],
}


def put(output: Path, minute: int = 0, keep: int = KEEP) -> SnapshotInfo:
    with output_lock(output) as lock, open_stage(lock) as stage:
        written = [
            write_table(
                stage.path / f"{name}.parquet", arrow_schema(name), [frame(name, ROWS.get(name, [])).to_arrow()]
            )
            for name in TABLES
        ]
        created = dt.datetime(2026, 11, 22, 0, minute, tzinfo=dt.UTC)
        return publish(stage, written, RunFacts("1", "2"), created=created, keep=keep)


def ask(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()
