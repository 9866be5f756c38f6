"""Questions about the current snapshot: what is answered, and from which files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from flows.ask.query import query, query_snapshot
from flows.errors import QueryError, SnapshotError
from tests.ask.published import put


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


def test_days_before_1677_have_an_average(output: Path) -> None:
    assert query(output, "SELECT avg(day) FROM things").rows == ((dt.datetime(1009, 5, 9, 12),),)
    summary = query(output, "SELECT min, max, avg FROM (SUMMARIZE things) WHERE column_name = 'day'")
    assert summary.rows == (("0001-01-01", "2017-09-14", "1009-05-09 12:00:00"),)


def test_a_value_that_cannot_be_converted_is_named(output: Path) -> None:
    with pytest.raises(QueryError, match="Could not convert string 'a' to INT32"):
        query(output, "SELECT document_id::INTEGER, avg(number) FILTER (number > 0) FROM things GROUP BY 1")
    with pytest.raises(QueryError, match="0001-01-01"):
        query(output, "SELECT avg(DISTINCT day) FROM things")


def test_times_are_utc(output: Path) -> None:
    assert query(output, "SELECT (TIMESTAMPTZ '2026-01-01 00:00:00+00')::VARCHAR").rows == (
        ("2026-01-01 00:00:00+00",),
    )


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
    footer = len(whole) - 8 - int.from_bytes(whole[-8:-4], "little")
    for at in (20, 60, 100, *range(footer, len(whole), 97), len(whole) - 20):  # statistics hide rows in silence
        content = bytearray(whole)
        content[at] ^= 4
        path.write_bytes(content)
        with pytest.raises(QueryError, match="the files are damaged"):
            query(tmp_path, "FROM things")
    path.unlink()
    with pytest.raises(SnapshotError, match="is missing"):
        query(tmp_path, "FROM things")


@pytest.mark.parametrize(
    ("sql", "remedy"),
    [
        ("FROM thing", "the tables and columns: infobox-etl describe"),
        ("SELECT numbr FROM things", "the tables and columns: infobox-etl describe"),
        ("SELEC 1", "a question that works: infobox-etl query"),
        ("SELECT date_brunc(1)", "a question that works: infobox-etl query"),
    ],
)
def test_the_remedy_fits_what_is_wrong_with_the_sql(output: Path, sql: str, remedy: str) -> None:
    with pytest.raises(QueryError) as refused:
        query(output, sql)
    assert remedy in refused.value.remedy
