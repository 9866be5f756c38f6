"""The issues of a run as lines of JSON: what a person or a script works through, without a Parquet reader."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from flows.publish.table_files import files_of


def issues_text(folder: Path) -> str:
    """Return one JSON object a line for every row of the published table ``issues``, in its order."""
    rows = pl.read_parquet(list(files_of(folder, "issues")), glob=False).iter_rows(named=True)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
