"""The issues of a run as lines of JSON: what a person or a script works through, without a Parquet reader."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl


def issues_text(path: Path) -> str:
    """Return one JSON object a line for every row of a published ``issues.parquet``, in the table's order."""
    rows = pl.read_parquet(path).iter_rows(named=True)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
