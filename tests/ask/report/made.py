"""Facts for tests of single sections: a folder with the tables that a test gives, and a manifest that fits them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from flows.ask.report.facts import ReportFacts
from flows.publish.snapshot.manifest import SnapshotFile, SnapshotInfo, created_utc
from flows.validate.arrow import to_arrow
from tests.validate.contract_rows import rows

ID = "20261122T013000Z-3f9a1c2e"
EARLIER = "20261121T013000Z-3f9a1c2d"


def folder_of(folder: Path, tables: Mapping[str, pl.DataFrame]) -> Path:
    """Return the folder with a file for each table, written as a run writes it."""
    folder.mkdir(parents=True)
    for name, frame in tables.items():
        pq.write_table(to_arrow(name, frame), folder / f"{name}.parquet")
    return folder


def info_of(folder: Path, name: str = ID, **changes: Any) -> SnapshotInfo:
    """Return a manifest of the tables in a folder, with some values changed."""
    files = tuple(
        SnapshotFile(path.name, pq.read_metadata(path).num_rows, 1, "0" * 64)
        for path in sorted(folder.glob("*.parquet"))
    )
    info = SnapshotInfo(
        snapshot_id=name,
        path=folder,
        created_utc=created_utc(name),
        content_digest="0" * 64,
        previous=None,
        files=files,
        versions={"polars": "2.1.0"},
        code_version="1",
        rules_sha256="2",
        input_count=1,
        inputs_sha256="3",
        issues={},
        violations={},
        options={},
    )
    return replace(info, **changes)


def facts_of(folder: Path, tables: Mapping[str, pl.DataFrame], **changes: Any) -> ReportFacts:
    """Return the facts of a page about these tables."""
    made = folder_of(folder, tables)
    return ReportFacts(info_of(made, **changes), made, ())


def many(table: str, *changes: Mapping[str, Any]) -> pl.DataFrame:
    """Return the rows of ``rows``, or an empty table where there is no change."""
    return rows(table, *changes) if changes else rows(table, {}).clear()
