"""Rows of one batch against the contract: rows that keep it are returned, the others become rows of ``violations``.

Pandera validates each table as an eager frame. Its own option to drop invalid rows is not used: on polars it silently
returned frames with missing or retyped columns. The masks of rows come from each error's ``check_output`` instead. An
error about the shape of a table ends the run, because no row is at fault.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import polars as pl
from pandera.errors import SchemaError, SchemaErrorReason, SchemaErrors

from flows.errors import ContractBrokenError
from flows.validate import integrity
from flows.validate.arrow import frame, polars_schema
from flows.validate.frames import ROW_TEXT_LIMIT, VALUE_LIMIT
from flows.validate.integrity import CROSS_CHECKS
from schemas.tables import TABLES, TableSpec

_OF_ROWS: Final = (SchemaErrorReason.DATAFRAME_CHECK, SchemaErrorReason.SERIES_CONTAINS_NULLS)


@dataclass(frozen=True, slots=True)
class Validated:
    """The rows that keep the contract, by table, and a violation for each check that a rejected row broke."""

    frames: Mapping[str, pl.DataFrame]
    violations: pl.DataFrame


class Breach(NamedTuple):
    """One check of one table that is broken; ``rows`` is a mask of the rows that break it."""

    check: str
    column: str
    remedy: str
    rows: pl.Series


def validate(frames: Mapping[str, pl.DataFrame], sources: Mapping[str, str]) -> Validated:
    """Return the rows of one batch that keep the contract, and the violations of the others.

    All rows of a document must be in the same batch, since keys, parents and foreign keys are checked within it. When
    a row is rejected, the rows that belong to it are rejected as ``parent-rejected``. ``sources`` maps a
    ``document_id`` to its source. A missing table counts as empty. Raises ``ContractBrokenError`` when a table has the
    wrong columns.
    """
    unknown = sorted(set(frames) - set(TABLES))
    if unknown:
        raise ContractBrokenError(", ".join(unknown), "no table of the contract", "the tables: infobox-etl describe")
    given = {name: frames[name] if name in frames else frame(name, ()) for name in TABLES if name != "violations"}
    kept: dict[str, pl.DataFrame] = {}
    rejections: list[pl.DataFrame] = [frames["violations"]] if "violations" in frames else []
    for name, rows in given.items():
        breaches = _breaches(TABLES[name], given, kept)
        if not breaches:
            kept[name] = rows
            continue
        rejected = _any_of(breaches, rows.height)
        kept[name] = rows.filter(~rejected)
        rejections += _violations(name, rows, rejected, breaches, sources)
    violations = pl.concat(rejections) if rejections else frame("violations", ())
    return Validated(kept | {"violations": violations}, violations)


def own_breaches(spec: TableSpec, rows: pl.DataFrame) -> list[Breach]:
    """Return the broken checks that need no other table: columns, rows, keys, parents, parts of totals.

    ``rows`` must hold all rows of their documents. Raises ``ContractBrokenError`` when the table has the wrong columns.
    """
    found = _schema_breaches(spec, rows)
    if not rows.height:
        return found
    if spec.key:
        _add(found, "unique-key", spec.number, integrity.duplicates(rows, spec.key))
    parents = integrity.parent_positions(rows, spec)
    if parents is not None and spec.parent is not None:
        _add(found, "parent-exists", spec.parent, parents.is_null())
        _add(found, "parent-without-cycle", spec.parent, integrity.cycles(parents))
        if integrity.has_totals(spec):
            _add(found, "parts-within-total", "count_max", integrity.totals_below_parts(rows, spec))
    return found


def _breaches(spec: TableSpec, given: Mapping[str, pl.DataFrame], kept: Mapping[str, pl.DataFrame]) -> list[Breach]:
    """Return all broken checks of one table; ``kept`` holds the good rows of the tables before it in ``TABLES``."""
    rows = given[spec.name]
    found = own_breaches(spec, rows)
    if not rows.height:
        return found
    for key in spec.foreign_keys:
        _add(found, key.name, key.columns[-1], integrity.missing(rows, key, given[key.table]))
    rejected = _any_of(found, rows.height)
    for key in spec.foreign_keys:
        if kept[key.table].height < given[key.table].height:
            orphans = integrity.missing(rows, key, kept[key.table]) & ~rejected
            _add(found, "parent-rejected", key.columns[-1], orphans)
            rejected = rejected | orphans
    if spec.parent is not None and rejected.any():
        parents = integrity.parent_positions(rows, spec)
        if parents is not None:
            descendants = integrity.with_descendants(rejected, parents) & ~rejected
            _add(found, "parent-rejected", spec.parent, descendants)
    return found


def _add(found: list[Breach], check: str, column: str, broken: pl.Series) -> None:
    if broken.any():
        found.append(Breach(check, column, CROSS_CHECKS[check].remedy, broken))


def _any_of(breaches: Sequence[Breach], height: int) -> pl.Series:
    rejected = pl.repeat(value=False, n=height, dtype=pl.Boolean, eager=True)
    for breach in breaches:
        rejected = rejected | breach.rows
    return rejected


def _schema_breaches(spec: TableSpec, rows: pl.DataFrame) -> list[Breach]:
    if keeps_schema(spec, rows):
        return []
    try:
        spec.model.validate(rows, lazy=True)
    except SchemaErrors as error:
        return [_breach(spec, each, rows.height) for each in error.schema_errors]
    return []


def keeps_schema(spec: TableSpec, rows: pl.DataFrame) -> bool:
    """Return whether Pandera would find nothing, from the same checks in one pass over the columns.

    Pandera reads a frame once for every check, which took nine tenths of a validation. So it sees only frames that do
    not pass here. ``tests/validate/test_checks.py`` compares the two for every check.
    """
    if rows.schema != pl.Schema(polars_schema(spec.name)):
        return False
    if not rows.height:
        return True
    required = [name for name, column in spec.model.to_schema().columns.items() if not column.nullable]
    broken = rows.select(
        *(pl.col(name).is_null().any().alias(f"null {name}") for name in required),
        # A check that gives null passes, and any() passes over nulls.
        *((~check.passes).any().alias(f"check {number}") for number, check in enumerate(spec.model.checks())),
    )
    return not any(broken.row(0))


def _breach(spec: TableSpec, error: SchemaError, height: int) -> Breach:
    """Return the rows that a Pandera error is about; raise ``ContractBrokenError`` when it is about the columns."""
    output = error.check_output
    if error.reason_code not in _OF_ROWS or not isinstance(output, pl.DataFrame) or output.height != height:
        lines = str(error).splitlines() or [""]
        what = f"the table is not built as the contract says\n{lines[0]}"
        remedy = "a fault of the program, not of your pages: report it with this message"
        raise ContractBrokenError(spec.name, what, remedy) from error
    rows = ~output.to_series().fill_null(value=True)
    if error.reason_code is SchemaErrorReason.SERIES_CONTAINS_NULLS:
        return Breach("not-null", str(error.column_name), CROSS_CHECKS["not-null"].remedy, rows)
    # The title of a check over several columns is the column that it is reported under (schemas.columns).
    check = error.check
    return Breach(str(check.name), str(error.column_name or check.title), str(check.description), rows)


def _violations(
    table: str, rows: pl.DataFrame, rejected: pl.Series, breaches: Sequence[Breach], sources: Mapping[str, str]
) -> list[pl.DataFrame]:
    """Return the violations of one table: one frame for each breach, rows in their order."""
    bad = rows.filter(rejected)
    names = pl.DataFrame(
        {"document_id": list(sources), "known_source": list(sources.values())},
        schema={"document_id": pl.String, "known_source": pl.String},
    )
    own_source = pl.col("source") if "source" in rows.columns else pl.lit(None, pl.String)
    about = bad.select(
        table=pl.lit(table),
        document_id=pl.col("document_id"),
        source=own_source,
        source_text=pl.col("source_text").str.slice(0, VALUE_LIMIT)
        if "source_text" in rows.columns
        else pl.lit(None, pl.String),
        row=pl.struct(_cut(name, dtype) for name, dtype in rows.schema.items()).struct.json_encode(),
    )
    about = about.join(names, on="document_id", how="left", maintain_order="left").with_columns(
        source=pl.coalesce("source", "known_source", pl.lit(""))
    )
    return [
        about.with_columns(
            check=pl.lit(breach.check),
            column=pl.lit(breach.column),
            value=_as_text(bad.get_column(breach.column)),
            remedy=pl.lit(breach.remedy),
        )
        .filter(breach.rows.filter(rejected))
        .select(list(polars_schema("violations")))
        for breach in breaches
    ]


def _cut(name: str, dtype: pl.DataType) -> pl.Expr:
    if dtype == pl.String:
        return pl.col(name).str.slice(0, ROW_TEXT_LIMIT)
    if dtype == pl.List(pl.String):
        return pl.col(name).list.eval(pl.element().str.slice(0, ROW_TEXT_LIMIT))
    return pl.col(name)


def _as_text(values: pl.Series) -> pl.Series:
    if isinstance(values.dtype, pl.List):
        values = values.list.eval(pl.element().fill_null("null")).list.join(" | ")
    return values.cast(pl.String).str.slice(0, VALUE_LIMIT)
