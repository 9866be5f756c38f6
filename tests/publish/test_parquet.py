"""The Parquet writer: bytes that depend on the rows alone, proven order, checksums, empty files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.errors import TableError
from flows.publish.parquet import FileLimits, TableWriter, write_table
from flows.publish.snapshot.manifest import file_sha256
from flows.publish.table_files import files_of
from flows.validate.arrow import arrow_schema, frame
from schemas.tables import TABLES

SCHEMA = pa.schema(
    [
        pa.field("document_id", pa.string(), nullable=False, metadata={"description": "Key."}),
        pa.field("no", pa.int32(), nullable=False),
        pa.field("text", pa.string()),
        pa.field("items", pa.list_(pa.field("element", pa.string()))),
    ],
    {"primary_key": json.dumps(["document_id", "no"]), "description": "A table."},
)


def _rows(count: int, width: int = 3) -> pa.Table:
    return pa.table(
        {
            "document_id": [f"{number // 3:016x}" for number in range(count)],
            "no": [number % 3 for number in range(count)],
            "text": [None if number % 7 == 0 else "é" * (number % width) for number in range(count)],
            "items": [["a", str(number)] if number % 2 else [] for number in range(count)],
        },
        schema=SCHEMA,
    )


def _write(path: Path, tables: Sequence[pa.Table], **limits: int) -> bytes:
    with TableWriter(path, SCHEMA, limits=FileLimits(**limits)) as writer:
        for table in tables:
            writer.write(table)
    return path.read_bytes()


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    count=st.integers(0, 60),
    cuts=st.lists(st.integers(0, 60), max_size=8),
    group_rows=st.integers(1, 25),
    group_bytes=st.sampled_from([1, 7, 40, 10**9]),
)
def test_any_chunking_gives_the_same_bytes(
    tmp_path: Path, count: int, cuts: list[int], group_rows: int, group_bytes: int
) -> None:
    table = _rows(count, 9)
    edges = [0, *sorted(min(cut, count) for cut in cuts), count]
    chunks = [table.slice(start, stop - start) for start, stop in pairwise(edges)]
    limits = {"group_rows": group_rows, "group_bytes": group_bytes}
    assert _write(tmp_path / "a", chunks, **limits) == _write(tmp_path / "b", [table], **limits)


def test_other_encodings_of_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    table = _rows(50)
    wide = table.cast(
        pa.schema([("document_id", pa.large_string()), ("no", pa.int64()), ("text", pa.large_string()), table.field(3)])
    )
    coded = wide.set_column(0, "document_id", wide["document_id"].combine_chunks().dictionary_encode())
    assert _write(tmp_path / "a", [table]) == _write(tmp_path / "b", [wide]) == _write(tmp_path / "c", [coded])


def test_groups_are_exact(tmp_path: Path) -> None:
    _write(tmp_path / "t", [_rows(10), _rows(0), _rows(25).slice(10)], group_rows=8)
    metadata = pq.ParquetFile(tmp_path / "t").metadata
    assert [metadata.row_group(at).num_rows for at in range(metadata.num_row_groups)] == [8, 8, 8, 1]


def test_a_heavy_group_closes_with_the_row_that_fills_it(tmp_path: Path) -> None:
    table = pa.table({"document_id": list("abcdef"), "no": [1] * 6, "text": ["x" * 9] * 6, "items": [[]] * 6}, SCHEMA)
    _write(tmp_path / "t", [table], group_bytes=25)  # 10 bytes a row, with the key
    metadata = pq.ParquetFile(tmp_path / "t").metadata
    assert [metadata.row_group(at).num_rows for at in range(metadata.num_row_groups)] == [3, 3]


def test_no_rows_give_a_valid_file(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    written = write_table(path, SCHEMA, [])
    assert (written.name, written.rows, written.bytes) == ("t.parquet", 0, path.stat().st_size)
    assert pq.read_table(path).schema.equals(SCHEMA, check_metadata=True)
    assert duckdb.read_parquet(str(path)).fetchall() == []


def test_what_the_file_says_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    _write(path, [_rows(40)], group_rows=16)
    file = pq.ParquetFile(path)
    assert file.schema_arrow.equals(SCHEMA, check_metadata=True)
    assert file.metadata.metadata[b"description"] == b"A table."
    group = file.metadata.row_group(0)
    assert [column.column_index for column in group.sorting_columns] == [0, 1]
    assert group.column(0).compression == "ZSTD"
    assert group.column(0).statistics.min == f"{0:016x}"
    found = duckdb.execute("SELECT bloom_filter_length FROM parquet_metadata(?)", [str(path)]).fetchall()
    assert [bool(length) for (length,) in found][:4] == [True, False, False, False]


def test_a_damaged_page_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    content = bytearray(_write(path, [_rows(5000)]))
    content[200] ^= 0x10
    path.write_bytes(content)
    with pytest.raises(OSError, match="CRC"):
        pq.read_table(path, page_checksum_verification=True)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ([("a", 1), ("a", 1)], "comes twice"),
        ([("b", 1), ("a", 1)], "comes after"),
        ([("a", 2), ("a", 1)], "comes after"),
        ([("a", 1), ("b", 1), ("b", 2), ("b", 2)], "comes twice"),
    ],
)
@pytest.mark.parametrize("group_rows", [1, 100])
def test_broken_order_is_refused(tmp_path: Path, keys: list[tuple[str, int]], message: str, group_rows: int) -> None:
    names, numbers = zip(*keys, strict=True)
    count = len(keys)
    table = pa.table({"document_id": names, "no": numbers, "text": [None] * count, "items": [[]] * count}, SCHEMA)
    with pytest.raises(TableError, match=message):
        _write(tmp_path / "t", [table], group_rows=group_rows)
    assert not (tmp_path / "t").exists()


def test_a_table_without_a_key_keeps_its_order(tmp_path: Path) -> None:
    schema = pa.schema([("name", pa.string())])
    path = tmp_path / "t.parquet"
    write_table(path, schema, [pa.table({"name": ["b", "a", "b"]})])
    assert pq.read_table(path)["name"].to_pylist() == ["b", "a", "b"]


@pytest.mark.parametrize(
    "table",
    [
        pa.table({"no": [1], "document_id": ["a"], "text": [""], "items": [[""]]}),
        pa.table({"document_id": ["a"], "no": ["x"], "text": [""], "items": [[""]]}),
        pa.table({"document_id": [None], "no": [1], "text": [""], "items": [[""]]}),
        pa.table({"document_id": ["a"], "no": [2**40], "text": [""], "items": [[""]]}),
    ],
    ids=["other columns", "other type", "null key", "too big"],
)
def test_unfit_rows_are_refused(tmp_path: Path, table: pa.Table) -> None:
    with pytest.raises(TableError, match=r"t\.parquet"):
        _write(tmp_path / "t.parquet", [table])
    assert not (tmp_path / "t.parquet").exists()


def test_text_that_is_no_utf8_is_refused(tmp_path: Path) -> None:
    bad = pa.array([b"\xff"], pa.binary()).view(pa.string())
    table = pa.table({"document_id": ["a"], "no": [1], "text": bad, "items": [[]]}, SCHEMA)
    with pytest.raises(TableError, match="UTF"):
        _write(tmp_path / "t", [table])


def test_every_table_of_the_contract_can_be_written(tmp_path: Path) -> None:
    for name in TABLES:
        written = write_table(tmp_path / f"{name}.parquet", arrow_schema(name), [frame(name, []).to_arrow()])
        assert written.rows == 0


def test_written_needs_a_closed_file(tmp_path: Path) -> None:
    with TableWriter(tmp_path / "t", SCHEMA) as writer, pytest.raises(RuntimeError, match="not closed"):
        _ = writer.written
    assert writer.written.rows == 0


def test_a_large_table_is_split_and_its_bare_name_is_free(tmp_path: Path) -> None:
    table = _rows(60)
    with TableWriter(tmp_path / "t.parquet", SCHEMA, limits=FileLimits(group_rows=8, file_bytes=900)) as writer:
        writer.write(table)
    names = [file.name for file in writer.files]
    assert names == [f"t-{number:05d}.parquet" for number in range(1, len(names) + 1)]
    assert len(names) > 2
    assert sum(file.rows for file in writer.files) == 60
    assert all(file.sha256 == file_sha256(tmp_path / file.name) for file in writer.files)
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    assert pa.concat_tables(map(pq.read_table, files_of(tmp_path, "t"))).equals(table)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 60), file_bytes=st.integers(1, 4000))
def test_files_are_cut_by_the_rows_alone(tmp_path: Path, cut: int, file_bytes: int) -> None:
    table = _rows(60)
    found = []
    for name, pieces in (("one", [table]), ("two", [table.slice(0, cut), table.slice(cut)])):
        (tmp_path / name).mkdir(exist_ok=True)
        with TableWriter(
            tmp_path / name / "t.parquet", SCHEMA, limits=FileLimits(group_rows=8, file_bytes=file_bytes)
        ) as writer:
            for piece in pieces:
                writer.write(piece)
        found.append(writer.files)
    assert found[0] == found[1]
