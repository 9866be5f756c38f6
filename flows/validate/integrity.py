"""The checks that need more than one row: keys, parents, foreign keys, parts of a total.

Each function returns a mask over a frame's rows, true where the contract is broken. All work on whole columns, in at
most a logarithmic number of passes: neither a frame of bad rows nor a chain of ten thousand parents is slow.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

import polars as pl

from flows.validate.frames import UNFIT, UNFIT_REMEDY
from schemas.tables import ForeignKey, TableSpec


class CrossCheck(NamedTuple):
    """Message and remedy, as in ``schemas.checks.Check``, of a check that needs more than one row."""

    message: str
    remedy: str


CROSS_CHECKS: Final[Mapping[str, CrossCheck]] = MappingProxyType(
    {
        "not-null": CrossCheck(
            "is missing where the contract demands a value",
            "see the page: infobox-etl explain DOCUMENT, and report it; rows of your own: give the column a value",
        ),
        UNFIT: CrossCheck("does not fit the type of its column", UNFIT_REMEDY),
        "unique-key": CrossCheck(
            "stands in more than one row with the same key",
            "number the rows of each parent from 1 upwards, and give each input a source name of its own",
        ),
        "parent-exists": CrossCheck(
            "names no row of its own table", "let it name a row of the same table, or leave it null"
        ),
        "parent-without-cycle": CrossCheck(
            "leads back to the row itself through its parents", "a total cannot be a part of its own part"
        ),
        "in-documents": CrossCheck("names no row of documents", "publish the document's own row, too"),
        "in-boxes": CrossCheck("names no row of boxes", "publish the row of the box, too: its box_no in the document"),
        "in-infobox-fields": CrossCheck(
            "names no row of infobox_fields", "use the box_no and field_no that infobox_fields has"
        ),
        "in-sections": CrossCheck("names no row of sections", "use the section_no that sections has, or leave it null"),
        "parts-within-total": CrossCheck(
            "is less than the sum of its parts",
            "the page contradicts itself (then the row rightly stays in violations), or the statement is not a total: "
            "infobox-etl explain DOCUMENT shows it; report the page then",
        ),
        "edits-complete": CrossCheck(
            "is not the number of its edits",
            "an edit was lost: publish again with infobox-etl run --full; report it if that does not help",
        ),
        "parent-rejected": CrossCheck(
            "belongs to a row that broke the contract", "see the violation of the row that it belongs to"
        ),
    }
)

NO_PERSONS: Final = ("materiel", "displaced", "other")
"""Kinds of casualties that a total of killed, wounded or captured people does not include."""


def duplicates(rows: pl.DataFrame, key: tuple[str, ...]) -> pl.Series:
    """Return the rows that share their key with another row: all of them, since any of them may be the right one."""
    return rows.select(key).is_duplicated()


def known(rows: pl.DataFrame, columns: tuple[str, ...], referenced: pl.DataFrame, key: tuple[str, ...]) -> pl.Series:
    """Return the rows that name an existing row of ``referenced``; a row with a null in ``columns`` counts as known."""
    keys = referenced.select(key).unique().with_columns(is_known=pl.lit(value=True))
    named = rows.select(columns).join(keys, left_on=columns, right_on=key, how="left", maintain_order="left")
    return named.select(
        pl.col("is_known").fill_null(value=False) | pl.any_horizontal(pl.col(columns).is_null())
    ).to_series()


def missing(rows: pl.DataFrame, key: ForeignKey, referenced: pl.DataFrame) -> pl.Series:
    """Return the rows that name a row which ``referenced`` does not have."""
    return ~known(rows, key.columns, referenced, key.references)


def _positions(height: int) -> pl.Series:
    return pl.int_range(height, dtype=pl.UInt32, eager=True)


def parent_positions(rows: pl.DataFrame, spec: TableSpec) -> pl.Series | None:
    """Return the position of each row's parent: null where the parent is missing, its own position without a parent.

    Returns None when no row has a parent, as in most batches.
    """
    if spec.parent is None or rows.get_column(spec.parent).null_count() == rows.height:
        return None
    scope = spec.key[:-1]
    positions = rows.select(*scope, pl.col(spec.number).alias("parent"), pl.row_index("position").cast(pl.UInt32))
    found = rows.select(*scope, pl.col(spec.parent).alias("parent")).join(
        positions.unique([*scope, "parent"], keep="first"), on=[*scope, "parent"], how="left", maintain_order="left"
    )
    is_top = rows.get_column(spec.parent).is_null()
    return found.select(pl.when(is_top).then(pl.row_index().cast(pl.UInt32)).otherwise(pl.col("position"))).to_series()


def cycles(parents: pl.Series) -> pl.Series:
    """Return the rows whose chain of parents never ends: those on a cycle, and those whose ancestors are on one."""
    position = _positions(parents.len())
    ancestors = parents.zip_with(parents.is_not_null(), position)
    is_top = ancestors == position
    for _ in range(parents.len().bit_length()):
        ancestors = ancestors.gather(ancestors)
    is_rooted: pl.Series = is_top.gather(ancestors)
    return ~is_rooted


def with_descendants(rejected: pl.Series, parents: pl.Series) -> pl.Series:
    """Return the rejected rows and all of their descendants."""
    ancestors = parents.zip_with(parents.is_not_null(), _positions(parents.len()))
    for _ in range(parents.len().bit_length()):
        rejected = rejected | rejected.gather(ancestors)
        ancestors = ancestors.gather(ancestors)
    return rejected


def has_totals(spec: TableSpec) -> bool:
    """Return whether a row of this table can be the total of other rows: it has a parent and a count."""
    return spec.parent is not None and "count_max" in spec.model.to_schema().columns


def totals_below_parts(rows: pl.DataFrame, spec: TableSpec) -> pl.Series:
    """Return the totals that are smaller than the sum of their parts.

    Parts of the same kind and the same claimant are summed, each with its least number. A total of casualties also
    includes parts of another kind, except materiel and displaced people. An approximate total has no upper bound.
    """
    scope = spec.key[:-1]
    totals = rows.select(
        *scope,
        pl.col(spec.number).alias("total"),
        pl.row_index("position").cast(pl.UInt32),
        pl.col("kind").alias("total_kind"),
        pl.col("claimant").alias("total_claimant"),
        pl.col("count_max").alias("at_most"),
    ).filter(~rows["is_approximate"] & rows["count_max"].is_not_null())
    is_counted = pl.col("kind") == pl.col("total_kind")
    if spec.name == "casualties":
        is_counted |= ~pl.col("kind").is_in(NO_PERSONS) & ~pl.col("total_kind").is_in(NO_PERSONS)
    too_small = (
        rows.filter(pl.col("parent_no").is_not_null())
        .join(totals, left_on=[*scope, "parent_no"], right_on=[*scope, "total"])
        .filter(is_counted & (pl.col("claimant").is_null() | pl.col("claimant").eq_missing(pl.col("total_claimant"))))
        .group_by("position", "at_most")
        .agg(pl.col("count_min").cast(pl.Float64).sum())
        .filter(pl.col("count_min") > pl.col("at_most"))
    )
    return _positions(rows.height).is_in(too_small["position"].implode())
