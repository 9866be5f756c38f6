"""Keys are looked up over all files and row groups of a table, whatever list of identifiers each of them carries."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows.validate.gate.foreign_keys import TablesInDuckDB
from schemas.tables import TABLES


def _written(path: Path, documents: list[str | None], **columns: list[object]) -> Path:
    """Write one document a row group: each has a list of identifiers of its own."""
    pq.write_table(pa.table({"document_id": pa.array(documents, pa.string()), **columns}), path, row_group_size=1)
    return path


def _found(folder: Path, documents: list[str], tags: list[list[str | None]]) -> dict[str, list[str]]:
    sources = [f"{one}.txt" for one in documents]
    files = {
        "documents": [_written(folder / "documents.parquet", documents, source=sources)],
        "tags": [_written(folder / f"tags-{number}.parquet", ids) for number, ids in enumerate(tags)],
    }
    with TablesInDuckDB(files) as across:
        return {about: [str(one) for one in found] for about, found in across.results(TABLES["tags"])}


def test_keys_that_are_there_are_found_in_any_order(tmp_path: Path) -> None:
    found = _found(tmp_path, ["a", "b", "c"], [["c", "a"], ["b", "b", None]])
    assert found == {"every document_id is in documents": []}


def test_a_key_that_is_missing_in_the_last_row_group_of_the_last_file_is_told(tmp_path: Path) -> None:
    (told,) = _found(tmp_path, ["a", "b"], [["b", "a"], ["a", "zz"]])["every document_id is in documents"]
    assert "zz" in told
    assert "1 of 4" in told
