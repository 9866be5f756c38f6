"""Questions about the current snapshot: what is answered, and what no question can reach."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from flows.ask.query import query, query_snapshot
from flows.errors import QueryError, SnapshotError
from flows.publish.parquet import TableWriter
from flows.publish.snapshot.lock import output_lock
from flows.publish.snapshot.manifest import RunFacts, SnapshotInfo
from flows.publish.snapshot.publishing import open_stage, publish

SCHEMA = pa.schema(
    [
        pa.field("document_id", pa.string(), metadata={"description": "Key."}),
        pa.field("number", pa.int64()),
        pa.field("day", pa.date32()),
        pa.field("items", pa.list_(pa.string())),
    ],
    {"description": "Things."},
)


def put(output: Path, minute: int = 0) -> SnapshotInfo:
    days = [dt.date(2017, 9, 14), None, dt.date(1, 1, 1)]
    table = pa.table(
        {"document_id": list("abc"), "number": [1, None, 3], "day": days, "items": [["x"], [], None]}, SCHEMA
    )
    with output_lock(output) as lock, open_stage(lock) as stage:
        with TableWriter(stage.path / "things.parquet", SCHEMA) as writer:
            writer.write(table)
        created = dt.datetime(2026, 11, 22, 0, minute, tzinfo=dt.UTC)
        return publish(stage, [writer.written], RunFacts("1", "2"), created=created)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("it's out") / "a[1]b?"
    put(folder)
    return folder


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("SELECT document_id, number FROM things ORDER BY 1", (("a", 1), ("b", None), ("c", 3))),
        ("FROM things WHERE day = DATE '2017-09-14'", (("a", 1, dt.date(2017, 9, 14), ["x"]),)),
        ("WITH u AS (FROM things) SELECT sum(number) FROM u;", ((4,),)),
        ("VALUES (1, 'a')", ((1, "a"),)),
        ("SELECT count(*) FROM things -- ; DROP TABLE things", ((3,),)),
        ("SHOW TABLES", (("things",),)),
        ("PIVOT (SELECT document_id, number FROM things WHERE number = 1) ON document_id USING sum(number)", None),
        ("DESCRIBE things", None),
        ("SUMMARIZE things", None),
        ("EXPLAIN FROM things", None),
        ("SELECT comment FROM duckdb_views() WHERE view_name = 'things'", (("Things.",),)),
        ("SELECT comment FROM duckdb_columns() WHERE table_name = 'things' AND comment <> ''", (("Key.",),)),
    ],
)
def test_questions_are_answered(output: Path, sql: str, rows: tuple[tuple[object, ...], ...] | None) -> None:
    result = query(output, sql)
    assert result.rows == rows if rows is not None else result.rows
    assert result.columns
    assert not result.is_truncated


@pytest.mark.parametrize(
    "sql",
    [
        "COPY things TO '{folder}/pwned.csv'",
        "COPY (SELECT 42) TO '{folder}/pwned.parquet' (FORMAT parquet)",
        "WITH x AS (COPY things TO '{folder}/pwned.csv') FROM x",
        "SELECT * FROM things WHERE number IN (WITH x AS (COPY things TO '{folder}/pwned.csv') FROM x)",
        "FROM query('WITH x AS (COPY things TO ''{folder}/pwned.csv'') FROM x')",
        "EXPLAIN ANALYZE COPY things TO '{folder}/pwned.csv'",
        "EXPORT DATABASE '{folder}/pwned'",
        "ATTACH '{folder}/pwned.duckdb'",
        "ATTACH '{folder}/warehouse.duckdb' AS w",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_blob('/etc/passwd')",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM '{folder}/things.parquet'",
        "SELECT * FROM read_parquet('{folder}/../../../../../../../etc/passwd')",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM sniff_csv('/etc/passwd')",
        "SELECT * FROM parquet_metadata('{folder}/things.parquet')",
        "SELECT * FROM 'https://example.org/x.parquet'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "PRAGMA enable_external_access",
        "SET VARIABLE snapshot_dir = '/tmp'",
        "CREATE TABLE t AS SELECT 1",
        "DROP VIEW things",
        "INSERT INTO things VALUES ('d', 1, NULL, NULL)",
        "CREATE SECRET s (TYPE s3)",
        "CHECKPOINT",
        "CALL pragma_version()",
        "SELECT * FROM secret_of_the_caller",
        "SELECT 1; SELECT 2",
        "SELECT 1; COPY things TO '{folder}/pwned.csv'",
        "",
        ";",
        "-- nothing",
        "SELEC 1",
        "SELECT nothing FROM things",
        "SELECT * FROM things WHERE document_id = ?",
        "SELECT '\ud800'",
    ],
)
def test_what_is_refused(output: Path, sql: str) -> None:
    secret_of_the_caller = pa.table({"password": ["hunter2"]})  # replacement scans would find it
    folder = (output / "current").resolve()
    before = sorted((path, path.stat().st_mtime_ns) for path in folder.iterdir())
    with pytest.raises(QueryError) as raised:
        query(output, sql.replace("{folder}", str(folder).replace("'", "''")))
    assert raised.value.what
    assert raised.value.remedy
    assert sorted((path, path.stat().st_mtime_ns) for path in folder.iterdir()) == before
    assert secret_of_the_caller.num_rows == 1


def test_days_before_1677_have_an_average(output: Path) -> None:
    assert query(output, "SELECT avg(day) FROM things").rows == ((dt.datetime(1009, 5, 9, 12),),)
    summary = query(output, "SELECT min, max, avg FROM (SUMMARIZE things) WHERE column_name = 'day'")
    assert summary.rows == (("0001-01-01", "2017-09-14", "1009-05-09 12:00:00"),)


def test_a_value_that_cannot_be_converted_is_named(output: Path) -> None:
    with pytest.raises(QueryError, match="Could not convert string 'a' to INT32"):
        query(output, "SELECT document_id::INTEGER, avg(number) FILTER (number > 0) FROM things GROUP BY 1")
    with pytest.raises(QueryError, match="0001-01-01"):
        query(output, "SELECT avg(DISTINCT day) FROM things")


def test_a_long_question_is_stopped(output: Path) -> None:
    began = time.process_time()
    with pytest.raises(QueryError, match=r"more than 0\.3 seconds"):
        query(output, "SELECT count(*) FROM range(1000000000) a, range(1000000) b", seconds=0.3)
    with pytest.raises(QueryError, match=r"more than 0\.3 seconds"):
        query(
            output, "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r", seconds=0.3
        )
    assert time.process_time() - began < 30  # asked to the end, they take years


def test_a_greedy_question_is_stopped(output: Path) -> None:
    with pytest.raises(QueryError, match="more than 30MB"):
        query(output, "SELECT list(md5(i::VARCHAR)) FROM range(5000000) t(i)", memory="30MB")


def test_rows_beyond_the_limit_are_left_out_and_told(output: Path) -> None:
    result = query(output, "FROM range(10)", max_rows=3)
    assert (result.rows, result.is_truncated) == (((0,), (1,), (2,)), True)
    assert not query(output, "FROM range(3)", max_rows=3).is_truncated


def test_times_are_utc(output: Path) -> None:
    assert query(output, "SELECT (TIMESTAMPTZ '2026-01-01 00:00:00+00')::VARCHAR").rows == (
        ("2026-01-01 00:00:00+00",),
    )


def test_nothing_is_left_behind(output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder of its own: in the system's, other processes may be asking at the same time."""
    temporary, made = tmp_path / "temporary", []
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    connect = duckdb.connect

    def watched(*arguments: Any, **options: Any) -> Any:
        made.extend(temporary.iterdir())
        return connect(*arguments, **options)

    monkeypatch.setattr(duckdb, "connect", watched)
    query(output, "FROM things")
    assert [path.name.startswith("infobox-etl-") for path in made] == [True], "it was there while the question ran"
    assert list(temporary.iterdir()) == []


def test_nothing_published_is_said(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="nothing is published"):
        query(tmp_path, "SELECT 1")


def test_one_question_sees_one_snapshot(tmp_path: Path) -> None:
    info = put(tmp_path)
    newer = put(tmp_path, 1)
    assert query(tmp_path, "SELECT 1").snapshot_id == newer.snapshot_id
    assert query_snapshot(info, "SELECT 1").snapshot_id == info.snapshot_id


def test_a_damaged_file_is_no_answer(tmp_path: Path) -> None:
    info = put(tmp_path)
    path = info.path / "things.parquet"
    whole = path.read_bytes()
    for at in (20, 60, 100, len(whole) - 20):
        content = bytearray(whole)
        content[at] ^= 4
        path.write_bytes(content)
        with pytest.raises(QueryError, match="the files are damaged"):
            query(tmp_path, "FROM things")
    path.unlink()
    with pytest.raises(SnapshotError, match="is missing"):
        query(tmp_path, "FROM things")
