"""What may be asked: one statement that only reads, whatever it is dressed as."""

from __future__ import annotations

import datetime as dt
from operator import attrgetter
from pathlib import Path

import duckdb
import pytest

from flows.ask.query import query
from flows.ask.question import only_question
from flows.errors import QueryError
from flows.publish.catalog import TableMacro, TableView, ready_made
from schemas.tables import TABLES

READING = """
SELECT document_id, number FROM things WHERE number BETWEEN 1 AND 2 ORDER BY 1 DESC NULLS LAST LIMIT 5 OFFSET 0
SELECT DISTINCT ON (document_id) * FROM things USING SAMPLE 3 ROWS
FROM things LIMIT 50%
FROM things TABLESAMPLE 10%
WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM r WHERE n<5) FROM r
WITH x AS MATERIALIZED (FROM things) FROM x JOIN things USING (document_id), LATERAL (SELECT x.number) p
FROM things PIVOT (sum(number) FOR document_id IN ('a','b'))
PIVOT things ON document_id USING sum(number)
PIVOT things ON document_id USING sum(number), count(*) GROUP BY day
FROM (PIVOT things ON document_id USING sum(number))
WITH p AS (PIVOT things ON document_id USING sum(number)) FROM p
PIVOT (SELECT *, upper(document_id) AS k FROM things) ON k IN ('a') USING first(number)
EXPLAIN PIVOT things ON document_id IN ('a') USING sum(number)
EXPLAIN PIVOT things ON document_id USING sum(number)
EXPLAIN ANALYZE PIVOT things ON document_id USING sum(number)
EXPLAIN (FORMAT json) PIVOT things ON document_id USING sum(number)
EXPLAIN WITH p AS (PIVOT things ON document_id USING sum(number)) FROM p
PIVOT (SELECT 'copy' AS copy, 1 AS n) ON copy USING sum(n)
PIVOT (SELECT 'a' AS update, 1 AS insert) ON update USING sum(insert) GROUP BY insert
PIVOT (SELECT t.copy::VARCHAR AS k FROM (SELECT 1 AS copy) t) ON k USING count(*)
PIVOT (SELECT 1 AS delete) ON delete
UNPIVOT (SELECT number, number+1 AS m FROM things) ON number, m INTO NAME n VALUE v
SELECT [x+1 for x in [1,2] if x>0], list_transform([1], lambda x: x+1), COLUMNS('d.*') FROM things
SELECT * EXCLUDE (day) REPLACE (1 AS number) FROM things
DESCRIBE things
DESCRIBE SELECT 1
SUMMARIZE things
SHOW TABLES
SHOW ALL TABLES
SHOW DATABASES
SHOW things
VALUES (1),(2)
TABLE things
FROM generate_series(1,2)
FROM numbered(1)
FROM infobox('settlement')
FROM infobox(name := 'Military Conflict')
FROM infobox.settlement
PIVOT infobox.settlement ON document_id USING sum(number)
PIVOT (FROM numbered(1)) ON document_id USING sum(number)
FROM unnest([1,2]) WITH ORDINALITY
SELECT unnest([1]), sum(number) FILTER (number>1) OVER w FROM things WINDOW w AS (ORDER BY number)
SELECT document_id, sum(number) FROM things GROUP BY ROLLUP(document_id)
FROM things ASOF JOIN things t2 ON things.number>=t2.number
FROM things POSITIONAL JOIN things t2
FROM things SEMI JOIN things t2 USING (document_id)
(SELECT 1)
((SELECT 1) UNION (SELECT 2)) ORDER BY 1
EXPLAIN SELECT 1
EXPLAIN ANALYZE SELECT * FROM things
EXPLAIN (FORMAT json) SELECT 1
EXPLAIN (ANALYZE, FORMAT json) SELECT 1
EXPLAIN (SELECT 1)
SELECT random(), uuid(), now(), current_date
FROM information_schema.tables
SELECT * FROM json_each('{"a":1}')
FROM histogram(things, number)
FROM duckdb_tables()
FROM duckdb_columns
FROM duckdb_constraints()
FROM duckdb_indexes()
FROM duckdb_sequences()
FROM pg_timezone_names()
FROM query_table('things')
SELECT number FROM query_table('things') WHERE number > 0
PRAGMA version
PRAGMA show_tables
pragma show_databases;
PRAGMA table_info('things')
PRAGMA /* which */ TABLE_INFO (things) -- ?
SELECT "copy" FROM (SELECT 1 AS "copy")
SELECT 'COPY t TO x' AS t -- COPY
SELECT copy FROM (SELECT 1 AS copy)
SELECT list(number) FROM things
SELECT regexp_extract(document_id, '(a)', 1), extract(year FROM day), position('a' IN 'ba') FROM things
SELECT 'é' AS "ü", count(*) FROM things;
FROM things SELECT count(*) FILTER (WHERE number > 1)
SELECT (SELECT max(number) FROM things), EXISTS (FROM things), number = ANY (SELECT 1) FROM things
SELECT number // 2, number ** 2, document_id ~ 'a', document_id GLOB 'a*', document_id SIMILAR TO 'a' FROM things
SELECT summary FROM (SELECT 1 AS summary)
SELECT getvariable('x'), current_setting('TimeZone')
SELECT a: 1, b: 2
SELECT SUM(number) FROM things GROUP BY ALL HAVING count(*) > 0
SELECT * FROM things QUALIFY row_number() OVER (PARTITION BY day ORDER BY number) = 1
SELECT map_from_entries([('a',1)]), array_value(1,2), union_value(k := 1)
SELECT TRY_CAST('x' AS INT), TRY(1/0)
SELECT day + INTERVAL 1 DAY, day - DATE '2000-01-01', INTERVAL '1' MONTH FROM things
""".strip().splitlines()

OTHER = """
WITH x AS (INSERT INTO things VALUES (1)) FROM x
WITH x AS (UPDATE things SET number = 1) FROM x
WITH x AS (DELETE FROM things RETURNING *) FROM x
WITH y AS (SELECT 1), x AS (WITH z AS (FROM y) COPY (FROM z) TO 'p') FROM x
PIVOT (WITH x AS (COPY things TO 'p') FROM x) ON document_id USING sum(number)
WITH x AS (COPY things TO 'p') PIVOT things ON document_id USING sum(number)
PIVOT (FROM query('SELECT 1 a, 2 b')) ON a USING sum(b)
PIVOT (FROM "query"  ('SELECT 1 a, 2 b')) ON a USING sum(b)
PIVOT (FROM read_text/* x */('/etc/passwd')) ON size USING first(content)
PIVOT things ON document_id USING first(nextval('s'))
EXPLAIN ANALYZE COPY things TO 'p'
EXPLAIN COPY things TO 'p'
EXPLAIN (ANALYZE) COPY things TO 'p'
EXPLAIN ANALYZE WITH x AS (COPY things TO 'p') FROM x
EXPLAIN INSERT INTO t SELECT 1
EXPLAIN CREATE TABLE t AS SELECT 1
EXPLAIN PIVOT (WITH x AS (COPY things TO 'p') FROM x) ON document_id USING sum(number)
EXPLAIN ANALYZE WITH x AS (COPY things TO 'p') PIVOT things ON document_id USING sum(number)
EXPLAIN ANALYZE PIVOT (FROM query('SELECT 1 a, 2 b')) ON a USING sum(b)
PIVOT (WITH y AS (SELECT 1 AS copy), x AS (WITH z AS (FROM y) COPY z TO 'p') FROM x) ON copy USING sum(number)
PIVOT (WITH x AS (COPY (FROM things) TO 'p') FROM x) ON document_id USING sum(number)
PIVOT (WITH x AS (COPY "things" TO 'p') FROM x) ON document_id USING sum(number)
PIVOT (WITH x AS (INSERT INTO things FROM things RETURNING *) FROM x) ON document_id USING sum(number)
PIVOT (WITH x AS (INSERT OR REPLACE INTO things FROM things) FROM x) ON document_id USING sum(number)
PIVOT (WITH x AS (UPDATE things SET number = 1 RETURNING *) FROM x) ON document_id USING sum(number)
PIVOT (WITH x AS (DELETE FROM things RETURNING *) FROM x) ON document_id USING sum(number)
PIVOT (WITH x AS (COPY FROM DATABASE a TO b) FROM x) ON document_id USING sum(number)
PIVOT (FROM query_table('things')) ON document_id USING sum(number)
FROM query('SELECT 1')
FROM query_table('/etc/passwd')
FROM query_table('thi' || 'ngs')
FROM query_table(['things', '/etc/passwd'])
FROM query_table('read_text(''/etc/passwd'')')
FROM query_table(getenv('HOME'))
FROM query_table((SELECT 'things'))
FROM system.main."QUERY"('SELECT 1')
SELECT write_log('x')
SELECT nextval('s')
SELECT sleep_ms(10000)
FROM enable_logging(storage='file', storage_config={'path':'x'})
FROM enable_profiling(format='json', save_location='x')
FROM duckdb_secrets()
FROM duckdb_settings()
FROM read_blob('*')
SELECT (SELECT content FROM read_text('/etc/passwd'))
FROM things WHERE document_id IN (SELECT file FROM glob('/*'))
CREATE TEMP TABLE t AS SELECT 1
CREATE MACRO m() AS 1
CREATE SEQUENCE s
CREATE TEMP VIEW v AS SELECT 1
PREPARE p AS SELECT 1
EXECUTE p
BEGIN
USE x
VACUUM
IMPORT DATABASE 'x'
EXPORT DATABASE 'x'
COPY FROM DATABASE a TO b
PRAGMA version=1
PRAGMA import_database('x')
PRAGMA table_info(getenv('HOME'))
PRAGMA table_info('things', 1)
PRAGMA storage_info('things')
PRAGMA enable_profiling
PRAGMA "version"
PRAGMA disable_optimizer
PRAGMA json_execute_serialized_sql('x')
PRAGMA force_checkpoint
EXPLAIN ANALYZE PRAGMA import_database('x')
FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))
FROM python_map_function()
FROM arrow_scan(1,1,1)
FROM seq_scan('x')
FROM which_secret('a','s3')
FROM checkpoint()
ATTACH ':memory:' AS x
DETACH memory
SET TimeZone='x'
FROM pragma_storage_info('things')
MERGE INTO things USING things t ON true WHEN MATCHED THEN DELETE
COMMENT ON VIEW things IS 'x'
ALTER VIEW things RENAME TO y
CALL range(3)
FROM infobox('csv')
FROM infobox('x.csv')
FROM infobox('../things')
FROM infobox('settle' || 'ment')
FROM infobox(getenv('HOME'))
FROM infobox('settlement', 'settlement')
FROM things, infobox(document_id)
FROM query_table('infobox.settlement')
FROM query_table('infobox.' || 'csv')
PIVOT (FROM infobox('csv')) ON x USING sum(y)
""".strip().splitlines()


@pytest.fixture(scope="module")
def unguarded() -> duckdb.DuckDBPyConnection:
    """Return a DuckDB that could do all of it: what refuses here is the judgement of the statement alone."""
    connection = duckdb.connect(":memory:")
    connection.execute("CREATE TABLE things AS SELECT 'a' AS document_id, 1 AS number, DATE '2017-09-14' AS day")
    connection.execute("CREATE MACRO numbered(n) AS TABLE FROM things WHERE number = n")
    connection.execute("CREATE SCHEMA infobox; CREATE VIEW infobox.settlement AS FROM things")
    connection.execute("CREATE VIEW infobox.military_conflict AS FROM things")
    connection.execute("CREATE MACRO infobox(name) AS TABLE FROM query_table('infobox.' || name)")
    return connection


@pytest.mark.parametrize("sql", READING)
def test_what_only_reads_is_a_question(unguarded: duckdb.DuckDBPyConnection, sql: str) -> None:
    assert only_question(unguarded, sql).query.strip() == sql.strip()


@pytest.mark.parametrize("sql", OTHER)
def test_what_does_more_is_refused(unguarded: duckdb.DuckDBPyConnection, sql: str) -> None:
    with pytest.raises((QueryError, duckdb.ParserException)):
        only_question(unguarded, sql)


@pytest.mark.parametrize(
    "made", [each for each in ready_made(TABLES) if each.name != "infobox"], ids=attrgetter("name")
)
def test_ready_made_questions_only_read(unguarded: duckdb.DuckDBPyConnection, made: TableView | TableMacro) -> None:
    """``infobox`` reads a table by its name: which names it takes stands in the two lists above."""
    assert only_question(unguarded, made.query)


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
        "SUMMARIZE '/etc/passwd'",
        "SHOW TABLES FROM '/etc/passwd'",
        "SELECT getenv('HOME')",
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
        "FROM query_table('/etc/passwd')",
        "PRAGMA table_info('/etc/passwd')",
    ],
)
def test_no_question_reaches_a_file(output: Path, sql: str) -> None:
    folder = (output / "current").resolve()
    before = sorted((path, path.stat().st_mtime_ns) for path in folder.iterdir())
    with pytest.raises(QueryError) as raised:
        query(output, sql.replace("{folder}", str(folder).replace("'", "''")))
    assert raised.value.what
    assert raised.value.remedy
    assert sorted((path, path.stat().st_mtime_ns) for path in folder.iterdir()) == before


def test_an_explained_statement_is_judged_too(output: Path) -> None:
    assert query(output, "EXPLAIN (ANALYZE, FORMAT json) SELECT count(*) FROM things").rows
    with pytest.raises(QueryError, match="COPY is no part of a question"):
        query(output, "EXPLAIN (ANALYZE, FORMAT json) COPY things TO 'p.csv'")


@pytest.mark.parametrize("text", ["SELECT '\udcff'", "SELECT 1 -- \ud800"])
def test_what_is_no_utf_8_is_told(output: Path, text: str) -> None:
    with pytest.raises(QueryError, match="is not UTF-8"):
        query(output, text)


@pytest.mark.parametrize(
    ("sql", "first"),
    [
        ("PRAGMA show_tables", ("things",)),
        ("PRAGMA table_info('things')", (0, "document_id", "VARCHAR", False, None, False)),
        ("FROM query_table('things') ORDER BY ALL", ("a", 1, dt.date(2017, 9, 14), ["x"])),
        ("PIVOT (SELECT 'copy' AS copy, 1 AS n) ON copy USING sum(n)", (1,)),
    ],
)
def test_what_reads_in_other_words_is_answered(output: Path, sql: str, first: tuple[object, ...]) -> None:
    assert query(output, sql).rows[0] == first


@pytest.mark.parametrize("sql", ["PRAGMA enable_profiling", "PRAGMA storage_info('things')", "PRAGMA version = 1"])
def test_a_refused_pragma_says_what_to_ask(output: Path, sql: str) -> None:
    with pytest.raises(QueryError, match="is no part of a question") as raised:
        query(output, sql)
    assert "DESCRIBE" in raised.value.remedy
