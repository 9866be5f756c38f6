"""A digest of the rows of each document in each table, so that two readings of a page are compared without their rows.

Made only for tables that a run may carry over as whole files (``flows.runs.corpus.reuse``). A digest is a sum of hashes
with a secret seed, so nobody can write a page whose changed rows have the old digest.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Final

import polars as pl

TABLE: Final = "row_digests"
"""Name of the part file; it is not a table of the contract."""
SCHEMA: Final[Mapping[str, pl.DataType]] = {
    "document_id": pl.String(),
    "table": pl.String(),
    "digest": pl.UInt64(),
}
ALWAYS_WRITTEN: Final = frozenset({"documents", "sections", "edits", "issues", "violations"})
"""Tables that are never carried over: they hold text, or facts of a document that only the whole run knows."""


def new_seed() -> int:
    """Return a new random seed."""
    return secrets.randbits(63)


def row_digests(table: str, rows: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Return one digest for each document that has rows in a table. A row's own number makes its order count."""
    digest = pl.struct(pl.all()).hash(seed).sum().alias("digest")
    found = rows.lazy().group_by("document_id").agg(digest).sort("document_id").collect()
    return found.select("document_id", pl.lit(table).alias("table"), "digest")
