"""What is measured of a folder of tables before the expectations are checked: nearly all from the files' footers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.errors import SnapshotError
from flows.publish.snapshot.manifest import SNAPSHOTS, RunFacts, SnapshotInfo
from flows.publish.snapshot.published import read_manifest, verify
from flows.publish.table_files import tables_in
from flows.publish.table_reading import filled
from flows.validate.arrow import polars_schema
from flows.validate.gate.expectations import Facts, Previous
from schemas.tables import TABLES


def measured(files: Mapping[str, Sequence[Path]], violations: Mapping[str, int], previous: Previous | None) -> Facts:
    """Return what the expectations are checked against; ``files`` and ``violations`` (counts) are by table."""
    rows = {name: sum(pq.read_metadata(path).num_rows for path in paths) for name, paths in files.items()}
    return Facts(rows, violations, _filled_columns(files), _characters(files.get("documents", ())), previous)


def _filled_columns(files: Mapping[str, Sequence[Path]]) -> dict[tuple[str, str], int]:
    counts: dict[tuple[str, str], int] = {}
    for table in filter(files.__contains__, TABLES):
        known = polars_schema(table)
        for path in files[table]:
            for column, count in filled(path).items():
                if column in known:
                    counts[table, column] = counts.get((table, column), 0) + count
    return counts


def _characters(documents: Sequence[Path]) -> tuple[int, int] | None:
    """Return the characters of the inputs and of the texts; None for a snapshot of a contract without these columns."""
    names = ("input_characters", "text_characters")
    files = [pq.ParquetFile(path) for path in documents]
    if not files or not all(set(names) <= set(file.schema_arrow.names) for file in files):
        return None
    counted = pa.concat_tables(file.read(columns=list(names)) for file in files)
    read, kept = (int(pc.sum(counted[name]).as_py() or 0) for name in names)
    return read, kept


def previous(before: SnapshotInfo, facts: RunFacts | SnapshotInfo) -> Previous:
    """Return what the snapshot before holds, and whether the same code and options made it.

    Its files are held against its manifest first: a damaged footer may say anything, and the manifest still has the
    numbers of rows.
    """
    ways = [
        # The digest of the inputs that were not read is an option, too, but not one that a user sets.
        {name: each.options[name] for name in each.options if not name.endswith("_sha256")}
        for each in (before, facts)
    ]
    is_same_code = (before.code_version, before.rules_sha256) == (facts.code_version, facts.rules_sha256)
    columns = {} if verify(before) else _filled_columns(tables_in(before.path))
    return Previous(before.rows, is_same_code, columns, is_same_way=ways[0] == ways[1])


def previous_of(info: SnapshotInfo) -> Previous | None:
    """Return what the snapshot before this one holds; None where that is gone."""
    if info.previous is None:
        return None
    try:
        return previous(read_manifest(info.path.parent.parent / SNAPSHOTS / info.previous), info)
    except SnapshotError:
        return None
