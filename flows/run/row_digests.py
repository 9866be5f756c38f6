"""A number for the rows of each document in each table: two readings of a page are compared without their rows.

Only for tables that a run may carry over as whole files (``flows.run.corpus.reuse``). The numbers are sums of hashes
with a secret seed, so that no page can be written such that its rows pass for those it had before.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Final

import polars as pl

TABLE: Final = "row_digests"
"""Name of the part file; no table of the contract."""
SCHEMA: Final[Mapping[str, pl.DataType]] = {
    "document_id": pl.String(),
    "table": pl.String(),
    "digest": pl.UInt64(),
}
ALWAYS_WRITTEN: Final = frozenset({"documents", "sections", "edits", "issues", "violations"})
"""Tables that hold text, or what only the whole run knows of every document: they are never carried over."""


def new_seed() -> int:
    """Return a seed that nobody can know."""
    return secrets.randbits(63)


def row_digests(table: str, rows: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Return one row for each document that has rows in a table. The order of rows is in their numbers."""
    digest = pl.struct(pl.all()).hash(seed).sum().alias("digest")
    found = rows.lazy().group_by("document_id").agg(digest).sort("document_id").collect()
    return found.select("document_id", pl.lit(table).alias("table"), "digest")
