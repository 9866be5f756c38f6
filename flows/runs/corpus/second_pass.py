"""What only the whole run can know, as small patches to the tables: sides and duplicates.

A batch sees only its own documents. Here the rows of all batches are read, no more columns than needed, and each
result is a small frame that is joined to its table when the table is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from flows.infobox.conflict.evidence import Known, War
from flows.infobox.conflict.sides import resolve_run
from flows.infobox.records import CONFLICT_ROWS, SIDED, BelligerentRow, CommanderRow, ConflictTables, UnitRow
from flows.runs.corpus.row_segments import RowSegments
from schemas.tables import TABLES

_SIDE: Mapping[str, Any] = {"side": pl.Int64, "side_basis": pl.String, "side_evidence": pl.String}
# Where the columns are cut, a head such as "Supported by:" above the cut does not apply to the names below it.
FOUND: Mapping[str, Mapping[str, Any]] = {
    **dict.fromkeys(SIDED, _SIDE),
    "belligerents": {**_SIDE, "relation": pl.String, "group_label": pl.String},
}
BOX = ["document_id", "box_no"]


def duplicates(parts: RowSegments) -> pl.DataFrame:
    """Return ``document_id`` and ``duplicate_of`` of every document whose bytes another document of the run has, too.

    The original is the document whose source name sorts first.
    """
    documents = parts.scan("documents")
    if documents is None:
        return pl.DataFrame(schema={"document_id": pl.String, "duplicate_of": pl.String})
    key = documents.select("document_id", "source", "content_sha256").sort("source").collect()
    original = key.group_by("content_sha256", maintain_order=True).agg(
        pl.col("document_id").first().alias("duplicate_of"), pl.len().alias("copies")
    )
    return (
        key.join(original.filter(pl.col("copies") > 1), on="content_sha256")
        .filter(pl.col("document_id") != pl.col("duplicate_of"))
        .select("document_id", "duplicate_of")
    )


def sides(parts: RowSegments) -> dict[str, pl.DataFrame]:
    """Return the rows of each table with sides whose side this pass found, and the outcomes of ``conflicts``.

    In text from a browser the columns of a box follow each other without a mark. Their sides are decided by the layout
    and by what other boxes of the run say about the same names.
    """
    found = {name: _in_order(rows) for name in CONFLICT_ROWS if (rows := parts.scan(name)) is not None}
    open_boxes = _open_boxes(found)
    if open_boxes.is_empty():
        return {}
    unsided = {name: rows.join(open_boxes, on=BOX, how="semi", maintain_order="left") for name, rows in found.items()}
    sided = {name: rows.filter(pl.col("side_basis") != "none") for name, rows in found.items() if name in SIDED}
    wars = found["conflicts"].select(*BOX, "part_of").iter_rows() if "conflicts" in found else ()
    resolved = resolve_run(
        ConflictTables(**{name: tuple(_records(unsided.get(name), record)) for name, record in CONFLICT_ROWS.items()}),
        Known(
            belligerents=_records(sided.get("belligerents"), BelligerentRow),
            commanders=_records(sided.get("commanders"), CommanderRow),
            units=_records(sided.get("units"), UnitRow),
            wars=[War(document_id, box_no, tuple(part_of)) for document_id, box_no, part_of in wars],
        ),
    )
    patches = {}
    for table in SIDED:
        patches[table] = _patch(getattr(resolved, table), TABLES[table].key, FOUND[table])
    patches["conflicts"] = _patch(resolved.conflicts, BOX, {"outcome": pl.String})
    return patches


def _in_order(rows: pl.LazyFrame) -> pl.DataFrame:
    """Return the rows in the order of documents, so that the result does not depend on the batches."""
    return rows.collect().sort("document_id", maintain_order=True)


def _open_boxes(found: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    frames = [
        found[table].filter(pl.col("side_basis") == "none").select(BOX).unique() for table in SIDED if table in found
    ]
    if not frames:
        return pl.DataFrame(schema={"document_id": pl.String, "box_no": pl.Int64})
    return pl.concat(frames).unique().sort(BOX)


def _records(frame: pl.DataFrame | None, record: Any) -> list[Any]:
    """Return a frame's rows as records, with tuples in place of lists."""
    if frame is None:
        return []
    lists = [i for i, dtype in enumerate(frame.dtypes) if dtype == pl.List]
    if not lists:
        return [record._make(row) for row in frame.iter_rows()]
    made = []
    for row in frame.iter_rows():
        values = list(row)
        for i in lists:
            values[i] = tuple(values[i])
        made.append(record._make(values))
    return made


def _patch(rows: Iterable[Any], key: Sequence[str], columns: Mapping[str, Any]) -> pl.DataFrame:
    names = [*key, *columns]
    data = [tuple(getattr(row, name) for name in names) for row in rows]
    types = {"document_id": pl.String, "box_no": pl.Int64, **columns}
    schema = {name: types.get(name, pl.Int64) for name in names}
    return pl.DataFrame(data, schema=schema, orient="row")


def apply_patch(frame: pl.DataFrame, patch: pl.DataFrame | None, key: Sequence[str]) -> pl.DataFrame:
    """Return the frame with the patch's values, nulls included, in the rows that it names; the order stays the same."""
    if patch is None or patch.is_empty() or frame.is_empty():
        return frame
    values = [name for name in patch.columns if name not in key]
    patch = patch.cast({name: frame.schema[name] for name in patch.columns}).with_columns(is_patched=pl.lit(value=True))
    joined = frame.join(patch, on=list(key), how="left", suffix="_patch", maintain_order="left")
    return joined.with_columns(
        pl.when("is_patched").then(f"{name}_patch").otherwise(name).alias(name) for name in values
    ).select(frame.columns)
