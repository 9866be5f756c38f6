"""Rows into frames whose column types are given, without importing the contract: workers start without Pandera.

``flows.validate.arrow`` offers the same for callers that know the contract.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl
import pyarrow as pa

Row = tuple[Any, ...]
Schema = Mapping[str, pl.DataType]

VALUE_LIMIT: Final = 300
"""Most characters of ``value`` and of ``source_text`` that a violation quotes."""
ROW_TEXT_LIMIT: Final = 2000
"""Most characters of one text in a violation's ``row``: a rejected document must not be stored a second time."""

UNFIT: Final = "fits-column"
UNFIT_REMEDY: Final = (
    "a number beyond 64 bits or half a character: see the words with infobox-etl explain DOCUMENT and report the page"
)


class UnfitRowError(ValueError):
    """A value that the type of its column cannot hold: a number beyond 64 bits, a lone surrogate, a text for a date."""


_PATTERN = str.maketrans({letter: f"[{letter}]" for letter in "*?["})


def part_file(folder: Path, table: str, number: int) -> Path:
    """Return the path of the file with one batch's rows of a table."""
    return folder / f"{table}-{number:06d}.arrow"


def write_part(file: Path, rows: pl.DataFrame) -> None:
    """Write the rows of a batch. Measured: zstd has half the size of lz4 here and is read twice as fast."""
    rows.write_ipc(file, compression="zstd")


def read_part(file: Path) -> pl.DataFrame:
    """Return the rows of a batch."""
    return pl.read_ipc(_literal(file))


def scan_part(file: Path) -> pl.LazyFrame:
    """Return the rows of a batch, read when they are used."""
    return pl.scan_ipc(_literal(file))


def _literal(file: Path) -> str:
    """Return the path as a pattern that only it fits: polars takes a path for a pattern (a folder ``out[31m``)."""
    return str(file).translate(_PATTERN)


def frame_of(rows: Sequence[Row], schema: Schema) -> pl.DataFrame:
    """Return the rows as a frame with exactly these columns; without rows an empty frame with all columns.

    ``NamedTuple`` rows are read by field name (the fields of ``Issue`` have another order than the columns of
    ``issues``), others by position. No value is converted. Raises ``UnfitRowError`` when a value or the number of
    values does not fit.
    """
    if not rows:
        return pl.DataFrame(schema=dict(schema))
    names = getattr(rows[0], "_fields", tuple(schema))
    try:
        values = dict(zip(names, zip(*rows, strict=True), strict=True))
        return pl.DataFrame([_series(name, values[name], dtype) for name, dtype in schema.items()])
    except (ValueError, TypeError, OverflowError, KeyError) as error:
        raise UnfitRowError(f"a row does not fit the columns of the contract: {error}") from error


def _series(name: str, values: Sequence[Any], dtype: pl.DataType) -> pl.Series:
    # Measured on 100,000 values: polars builds lists of texts 25 times and dates 6 times slower than pyarrow does,
    # but texts and numbers faster.
    if dtype == pl.List(pl.String):
        return pl.Series(name, pa.array(values, pa.list_(pa.string())), dtype=dtype)
    if dtype == pl.Date:
        return pl.Series(name, pa.array(values, pa.date32()), dtype=dtype)
    return pl.Series(name, values, dtype=dtype, strict=True)


def fitting(
    table: str, rows: Sequence[Row], schema: Schema, sources: Mapping[str, str]
) -> tuple[pl.DataFrame, list[Row]]:
    """Return the frame of the rows that fit, and a row of ``violations`` for each row that does not fit.

    So one value that its column cannot hold does not reject the whole batch. ``sources`` maps a ``document_id`` to its
    source.
    """
    try:
        return frame_of(rows, schema), []
    except UnfitRowError:
        fit, unfit = _split(rows, schema)
        return frame_of(fit, schema), [_violation(table, row, schema, sources) for row in unfit]


def _split(rows: Sequence[Row], schema: Schema) -> tuple[list[Row], list[Row]]:
    """Return the rows that fit and those that do not, both in their order.

    Bisects: one bad row among n costs 2·log2(n) frames. The halves wait on a list, so nothing recurses.
    """
    fit: list[Row] = []
    unfit: list[Row] = []
    waiting = [rows]
    while waiting:
        part = waiting.pop()
        try:
            frame_of(part, schema)
        except UnfitRowError:
            if len(part) == 1:
                unfit.append(part[0])
            else:
                waiting += [part[len(part) // 2 :], part[: len(part) // 2]]
        else:
            fit.extend(part)
    return fit, unfit


def _violation(table: str, row: Row, schema: Schema, sources: Mapping[str, str]) -> Row:
    """Return the violation of a row that no frame can hold; characters that are not valid UTF-8 become ``?``."""
    named = dict(zip(getattr(row, "_fields", tuple(schema)), row, strict=False))
    column = next((name for name, value in named.items() if name in schema and not _fits(value, schema[name])), None)
    document_id = named.get("document_id")
    source = named.get("source", sources.get(str(document_id), ""))
    texts = {name: value[:ROW_TEXT_LIMIT] if isinstance(value, str) else value for name, value in named.items()}
    violation = (
        table,
        document_id,
        source,
        UNFIT,
        column,
        _quoted(None if column is None else named[column]),
        _quoted(named.get("source_text")),
        json.dumps(texts, ensure_ascii=False, default=str),
        UNFIT_REMEDY,
    )
    return tuple(None if value is None else str(value).encode("utf-8", "replace").decode() for value in violation)


def _quoted(value: object) -> str | None:
    return None if value is None else str(value)[:VALUE_LIMIT]


def _fits(value: object, dtype: pl.DataType) -> bool:
    try:
        _series("", [value], dtype)
    except (ValueError, TypeError, OverflowError):
        return False
    return True
