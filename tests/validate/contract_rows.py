"""Rows for tests of the contract: the examples that stand in the contract itself, batches and snapshots of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from flows.publish.snapshot.manifest import (
    MANIFEST,
    SnapshotFile,
    SnapshotInfo,
    created_utc,
    file_sha256,
    manifest_text,
)
from flows.validate.arrow import frame, polars_schema, to_arrow
from flows.validate.frames import Row, fitting
from flows.validate.rows import Validated, validate
from schemas.contract import CONTRACT_FILE, contract_text, todays_contract
from schemas.tables import TABLES

DOCUMENT = "efcc13ed975c27b8"
SOURCE = "000_4142235f9dc32b56.txt"
SOURCES = {DOCUMENT: SOURCE}


def example(table: str, /, **changes: Any) -> dict[str, Any]:
    """Return the example row of a table, with some values changed."""
    row = TABLES[table].example
    assert changes.keys() <= row.keys()
    return row | changes


def rows(table: str, *changes: Mapping[str, Any]) -> pl.DataFrame:
    """Return a frame with the example row once for each set of changes."""
    return frame(table, [tuple(example(table, **each).values()) for each in changes])


def batch(**tables: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return tables that keep the contract together: one document with a section and an infobox, and what is given."""
    return {
        "documents": rows("documents", {"edit_count": 1}),
        "sections": rows("sections", {}),
        "boxes": rows("boxes", {}),
        "infobox_fields": rows("infobox_fields", {}),
        "units": rows("units", {"unit_no": 1, "depth": 0, "parent_no": None}, {}),
        "edits": rows("edits", {}),
    } | tables


def validate_rows(tables: Mapping[str, Sequence[Row]]) -> Validated:
    """Return what a run makes of rows: those that fit their columns are validated, the others become violations."""
    unfit: list[Row] = []
    frames: dict[str, pl.DataFrame] = {}
    for name, values in tables.items():
        frames[name], found = fitting(name, values, polars_schema(name), SOURCES)
        unfit += found
    return validate(frames | {"violations": frame("violations", unfit)}, SOURCES)


def publish(output: Path, tables: Mapping[str, pl.DataFrame], **facts: Any) -> Path:
    """Return the folder of a snapshot with these tables, empty ones for the others, its contract and manifest."""
    number = len(list(output.glob("snapshots/*"))) + 1
    folder = output / "snapshots" / f"20261122T01300{number}Z-3f9a1c2e"
    folder.mkdir(parents=True)
    files = []
    for name in TABLES:
        data = tables[name] if name in tables else frame(name, ())
        path = folder / f"{name}.parquet"
        pq.write_table(to_arrow(name, data), path, write_page_checksum=True, row_group_size=2)
        files.append(SnapshotFile(path.name, data.height, path.stat().st_size, file_sha256(path)))
    contract = folder / CONTRACT_FILE
    contract.write_text(contract_text(todays_contract()), encoding="utf-8")
    files.append(SnapshotFile(contract.name, None, contract.stat().st_size, file_sha256(contract)))
    info = SnapshotInfo(
        snapshot_id=folder.name,
        path=folder,
        created_utc=created_utc(folder.name),
        content_digest="0" * 64,
        previous=facts.pop("previous", None),
        files=tuple(files),
        versions={},
        code_version=facts.pop("code_version", "1"),
        rules_sha256="0" * 64,
        input_count=facts.pop("input_count", 1),
        inputs_sha256="0" * 64,
        issues={},
        violations={},
        options={},
        accepted=facts.pop("accepted", ()),
    )
    assert not facts
    (folder / MANIFEST).write_text(manifest_text(info, ()), encoding="utf-8")
    return folder
