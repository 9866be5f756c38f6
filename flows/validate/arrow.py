"""Rows into frames and frames into Arrow, in the types of the contract.

The Arrow schema is made from the Pandera class, so types, nullability and descriptions exist once, in ``schemas/``.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl
import pyarrow as pa

from flows.validate.frames import Row, frame_of
from schemas.tables import CONTRACT_VERSION, TABLES

ARROW_TYPES: Final[Mapping[object, pa.DataType]] = {
    pl.String: pa.string(),
    pl.Int16: pa.int16(),
    pl.Int32: pa.int32(),
    pl.Int64: pa.int64(),
    pl.Float64: pa.float64(),
    pl.Boolean: pa.bool_(),
    pl.Date: pa.date32(),
    # Parquet calls the values of a list "element": with this name a schema is read back as it was written.
    pl.List(pl.String): pa.list_(pa.field("element", pa.string())),
}


@functools.cache
def polars_schema(table: str) -> dict[str, pl.DataType]:
    """Return the columns of a table with their polars types, in the order of the contract."""
    return {name: column.dtype.type for name, column in TABLES[table].model.to_schema().columns.items()}


@functools.cache
def arrow_schema(table: str) -> pa.Schema:
    """Return the Arrow schema of a table: types, nullability, descriptions, and facts of the table for Parquet readers.

    DuckDB shows the key-values of a file (``parquet_kv_metadata``) but not the metadata of its fields, so the
    descriptions stand in both places.
    """
    spec = TABLES[table]
    columns = spec.model.to_schema().columns
    fields = [
        pa.field(name, ARROW_TYPES[dtype], columns[name].nullable, {"description": columns[name].description})
        for name, dtype in polars_schema(table).items()
    ]
    foreign_keys = [
        {"columns": key.columns, "table": key.table, "references": key.references} for key in spec.foreign_keys
    ]
    return pa.schema(
        fields,
        {
            "contract_version": CONTRACT_VERSION,
            "table": table,
            "description": spec.description,
            "grain": spec.grain,
            "primary_key": json.dumps(spec.key),
            "foreign_keys": json.dumps(foreign_keys),
            "columns": json.dumps({name: columns[name].description for name in columns}, ensure_ascii=False),
        },
    )


def frame(table: str, rows: Sequence[Row]) -> pl.DataFrame:
    """Return the rows as a frame in the types of the contract; without rows an empty frame with all columns.

    ``NamedTuple`` rows are read by field name, others by position. No value is converted: a text is not parsed to a
    number. Raises ``UnfitRowError`` when a value does not fit its column.
    """
    return frame_of(rows, polars_schema(table))


def to_arrow(table: str, data: pl.DataFrame) -> pa.Table:
    """Return the frame as an Arrow table with the schema of the contract, ready to be written."""
    return data.to_arrow().cast(arrow_schema(table))
