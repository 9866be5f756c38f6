"""Answers questions in SQL about the current snapshot, in a sandbox where they can do no harm.

A question may come from a web form or a language model. The sandbox is an in-memory DuckDB without any access to
files: the tables are handed in as Arrow datasets, opened here. The usual way, ``allowed_directories`` on the snapshot's
folder, was tried and leaks: it allows writing too, and DuckDB 2.0 takes ``WITH x AS (COPY t TO '…') FROM x`` for a
SELECT. It costs 10 to 60 ms a question. The datasets verify page checksums, so a damaged file is an error,
not a wrong answer.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple, TypedDict, Unpack

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds
from pyarrow import fs

from flows.errors import QueryError
from flows.publish.catalog import TableView, analyst_views, comments, identifier, literal, table_views
from flows.publish.snapshot.manifest import SnapshotInfo
from flows.publish.snapshot.published import snapshot_at
from flows.publish.table_files import tables_in

SECONDS: Final = 60.0
MEMORY: Final = "1GB"
MAX_ROWS: Final = 1_000_000

_ALLOWED = frozenset({duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN, duckdb.StatementType.MULTI})
"""SELECT includes FROM, WITH, VALUES, DESCRIBE, SUMMARIZE and SHOW; MULTI is what a PIVOT without IN becomes."""

_SPILL = "8GB"  # to the disk, when a sort or join does not fit in memory
_ONE_QUESTION = "ask one question: SELECT, FROM, WITH, DESCRIBE, SUMMARIZE, SHOW or PIVOT"
_DAMAGED = "the files are damaged: infobox-etl check, then infobox-etl run --full"
_ARROW_FAILED = "reading the stream registered as"  # how DuckDB 2 reports that a dataset could not be read
_TABLES_HINT = "the tables and columns: infobox-etl describe"
_AVERAGE_OF_DAYS = "CREATE TEMP MACRO avg(x DATE) AS system.main.avg(x::TIMESTAMP), (x) AS system.main.avg(x)"
"""DuckDB 2.0 averages days in nanoseconds, whose calendar begins in 1677, and SUMMARIZE averages every column: with one
battle of 1453 in a table both would fail. In microseconds, as in DuckDB 1, they do not."""


class QueryResult(NamedTuple):
    """The answer: column names, rows of Python values, and whether rows beyond the limit were left out."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    is_truncated: bool = False
    snapshot_id: str = ""


class QueryLimits(TypedDict, total=False):
    """What a question may take; ``query_snapshot`` has the defaults."""

    seconds: float
    memory: str
    max_rows: int
    threads: int | None


def query(output: Path, sql: str, **limits: Unpack[QueryLimits]) -> QueryResult:
    """Return the answer of one question about a snapshot's folder, or the current snapshot of an output folder.

    Raises ``QueryError`` for wrong or refused SQL and for a question that takes more than ``seconds`` or ``memory``,
    ``SnapshotError`` when nothing is published or the snapshot is incomplete.
    """
    info = snapshot_at(output)
    if info is None:
        raise QueryError(str(output), "nothing is published here", "publish first: infobox-etl run --output DIR")
    return query_snapshot(info, sql, **limits)


def query_snapshot(
    info: SnapshotInfo,
    sql: str,
    *,
    seconds: float = SECONDS,
    memory: str = MEMORY,
    max_rows: int = MAX_ROWS,
    threads: int | None = None,
) -> QueryResult:
    """Return the answer of one question about this snapshot, see ``query``."""
    with _sandbox(info, memory, threads) as connection:
        statement = _only_statement(connection, sql)
        with _deadline(connection, seconds):
            try:
                columns, rows = _answer(connection, statement, max_rows)
            # A damaged page is an OSError of Arrow; a value that Python has no type for (TIMESTAMPTZ without pytz)
            # raises others. In each case this question cannot be answered.
            except (duckdb.Error, OSError, ValueError, ImportError, pa.ArrowException) as error:
                raise _explained(error, seconds, memory) from error
    return QueryResult(columns, tuple(rows[:max_rows]), len(rows) > max_rows, info.snapshot_id)


def _answer(
    connection: duckdb.DuckDBPyConnection, statement: duckdb.Statement, max_rows: int
) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Return the columns, and the rows up to one beyond the limit; one that fails on early dates is tried again."""
    try:
        connection.execute(statement)
        rows = connection.fetchmany(max_rows + 1)
    except duckdb.ConversionException as error:
        # The macro does not suit every question (it has no DISTINCT and no FILTER), so it is only tried here.
        try:
            connection.execute(_AVERAGE_OF_DAYS)
            connection.execute(statement)
            rows = connection.fetchmany(max_rows + 1)
        except (
            duckdb.ConversionException,
            duckdb.InvalidInputException,
            duckdb.BinderException,
            duckdb.ParserException,
        ):
            raise error from None
    return tuple(column[0] for column in connection.description or ()), rows


@contextmanager
def _sandbox(info: SnapshotInfo, memory: str, threads: int | None) -> Iterator[duckdb.DuckDBPyConnection]:
    with tempfile.TemporaryDirectory(prefix="infobox-etl-") as spill, duckdb.connect(":memory:") as connection:
        try:
            _make_views(connection, info.path)
        except (OSError, pa.ArrowException) as error:
            raise QueryError(str(info.path), _first_lines(error), _DAMAGED) from error
        settings = {
            "memory_limit": literal(memory),
            "temp_directory": literal(spill),
            "max_temp_directory_size": literal(_SPILL),
            "TimeZone": "'UTC'",
            "python_enable_replacements": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            **({"threads": str(threads)} if threads else {}),
            "enable_external_access": "false",
            "lock_configuration": "true",  # the last: nothing can be set after it
        }
        for name, value in settings.items():
            connection.execute(f"SET {name} = {value}")
        yield connection


def _make_views(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Make the views of the catalogue, with their comments; those of tables read datasets instead of files."""
    reading = ds.ParquetFileFormat(
        default_fragment_scan_options=ds.ParquetFragmentScanOptions(page_checksum_verification=True)
    )
    local = fs.LocalFileSystem()  # given, so that a path is never read as the address of an object store
    files = tables_in(folder)
    for view in table_views(folder, "''"):
        paths = [str(path) for path in files[view.name]]
        connection.register(view.name, ds.dataset(paths, format=reading, filesystem=local))
        _comment(connection, view)
    for view in analyst_views(folder):
        connection.execute(f"CREATE TEMP VIEW {identifier(view.name)} AS {view.query}")
        _comment(connection, view)


def _comment(connection: duckdb.DuckDBPyConnection, view: TableView) -> None:
    for statement in comments(view):
        connection.execute(statement)


def _only_statement(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    try:
        statements = connection.extract_statements(sql)
    except (duckdb.Error, TypeError) as error:  # TypeError: a lone surrogate, which is not text
        raise QueryError("sql", _first_lines(error), _TABLES_HINT) from error
    if len(statements) != 1:
        raise QueryError("sql", f"{len(statements)} statements instead of one", _ONE_QUESTION)
    if statements[0].type not in _ALLOWED:
        raise QueryError("sql", f"{statements[0].type.name} is no question", _ONE_QUESTION)
    return statements[0]


@contextmanager
def _deadline(connection: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    timer = threading.Timer(seconds, connection.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()  # an interrupt that comes late must not meet a closed connection


def _explained(error: Exception, seconds: float, memory: str) -> QueryError:
    if isinstance(error, duckdb.InterruptException):
        return QueryError("sql", f"took more than {seconds:g} seconds", "ask for less, or open warehouse.duckdb")
    if isinstance(error, duckdb.OutOfMemoryException):
        return QueryError("sql", f"needs more than {memory} of memory", "ask for less, or open warehouse.duckdb")
    if isinstance(error, duckdb.PermissionException):
        return QueryError("sql", "files, folders and networks cannot be reached from here", _TABLES_HINT)
    if isinstance(error, OSError | pa.ArrowException) or _ARROW_FAILED in str(error):
        return QueryError("snapshot", _first_lines(error), _DAMAGED)
    return QueryError("sql", _first_lines(error), _TABLES_HINT)


def _first_lines(error: Exception) -> str:
    """Return the message and, in a syntax error, the line with its mark; candidates and traces are left out."""
    return "\n".join(str(error).strip().splitlines()[:6])
