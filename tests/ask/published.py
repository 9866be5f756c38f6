"""A small published table, for tests that ask about it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa

from flows.publish.parquet import TableWriter
from flows.publish.snapshot.lock import output_lock
from flows.publish.snapshot.manifest import RunFacts, SnapshotInfo
from flows.publish.snapshot.publishing import open_stage, publish

SCHEMA = pa.schema(
    [
        pa.field("document_id", pa.string(), metadata={"description": "Key."}),
        pa.field("number", pa.int64()),
        pa.field("day", pa.date32()),
        pa.field("items", pa.list_(pa.string())),
    ],
    {"description": "Things."},
)


def put(output: Path, minute: int = 0) -> SnapshotInfo:
    days = [dt.date(2017, 9, 14), None, dt.date(1, 1, 1)]
    table = pa.table(
        {"document_id": list("abc"), "number": [1, None, 3], "day": days, "items": [["x"], [], None]}, SCHEMA
    )
    with output_lock(output) as lock, open_stage(lock) as stage:
        with TableWriter(stage.path / "things.parquet", SCHEMA) as writer:
            writer.write(table)
        created = dt.datetime(2026, 11, 22, 0, minute, tzinfo=dt.UTC)
        return publish(stage, [writer.written], RunFacts("1", "2"), created=created)
