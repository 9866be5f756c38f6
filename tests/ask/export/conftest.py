"""A published snapshot whose texts are hostile to every form, for the tests of exports."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from flows.ask.export.tables import SnapshotExport, snapshot_export
from flows.publish.parquet import FileLimits, TableWriter
from flows.publish.snapshot.lock import output_lock
from flows.publish.snapshot.manifest import RunFacts, SnapshotInfo
from flows.publish.snapshot.publishing import open_stage, publish
from flows.validate.arrow import arrow_schema, frame
from schemas.tables import TABLES

KEY = "efcc13ed975c27b8"
HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://evil.example","x")',
    "+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-1",
    "https://evil.example",
    "nul\x00in it",
    "\x01\x08\x1f\ufffe\uffff",
    "_x0041_ stays",
    "two\r\nlines\nthree",
    ' lead, "quotes" and tail ',
    "'); DROP TABLE tags; --",
    "\U0001f1f8\U0001f1fe \U0001f600 قوات",
    "1e5",
    "2017-09-14",
    "0123",
    "NULL",
]
ROWS: dict[str, list[dict[str, Any]]] = {
    "documents": [{}, {"document_id": "f" * 16, "text": "x" * 40_000, "published_date": dt.date(2017, 11, 4)}],
    "tags": [{"tag_no": number, "tag": text} for number, text in enumerate(HOSTILE, 1)],
    "infobox_fields": [{"box_no": 1, "field_no": 1}],
    "conflicts": [
        {"box_no": 1, "start_date": dt.date(1066, 10, 14), "part_of": ["a; b", '"c"'], "is_ongoing": False},
    ],
    "casualties": [
        {"casualty_no": 1, "count_min": 10**15 + 1, "count_max": None, "parent_no": None},
        {"casualty_no": 2, "count_min": 7, "count_max": 9, "parent_no": None},
    ],
    "edits": [{"edit_no": 1, "before": "a", "after": ""}],
    "violations": [],
}


@pytest.fixture(scope="session")
def info(tmp_path_factory: pytest.TempPathFactory) -> SnapshotInfo:
    output = tmp_path_factory.mktemp("out")
    with output_lock(output) as lock, open_stage(lock) as stage:
        files = []
        for table, given in ROWS.items():
            limits = FileLimits(group_rows=5, file_bytes=1 if table == "tags" else 1_000_000)
            rows = [tuple({**TABLES[table].example, "document_id": KEY, **values}.values()) for values in given]
            with TableWriter(stage.path / f"{table}.parquet", arrow_schema(table), limits=limits) as writer:
                writer.write(frame(table, rows).to_arrow())
            files += writer.files
        return publish(stage, files, RunFacts("1", "2"), created=dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC))


@pytest.fixture(scope="session")
def export(info: SnapshotInfo) -> SnapshotExport:
    return snapshot_export(info)


@pytest.fixture(scope="session")
def published(info: SnapshotInfo) -> dict[str, list[dict[str, Any]]]:
    """Return the rows as another reader reads them from the Parquet files."""
    return {
        table: pl.read_parquet(sorted(info.path.glob(f"{table}[-.]*parquet")), glob=False).to_dicts() for table in ROWS
    }
