"""Rows for tests of the contract: the examples that stand in the contract itself, and batches made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from flows.publish.arrow import frame
from schemas.tables import TABLES

DOCUMENT = "efcc13ed975c27b8"
SOURCE = "000_4142235f9dc32b56.txt"
SOURCES = {DOCUMENT: SOURCE}


def example(table: str, **changes: Any) -> dict[str, Any]:
    """Return the example row of a table, with some values changed."""
    columns = TABLES[table].model.to_schema().columns
    row = {name: (column.metadata or {}).get("example") for name, column in columns.items()}
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
        "infobox_fields": rows("infobox_fields", {}),
        "units": rows("units", {"unit_no": 1, "depth": 0, "parent_no": None}, {}),
        "edits": rows("edits", {}),
    } | tables
