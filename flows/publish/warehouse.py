"""``warehouse.duckdb``: the tables of one snapshot with the ready-made questions about them, in one file.

The tables themselves are in it, so it can be copied, sent and opened anywhere: a view in DuckDB cannot name a path
relative to its own database. The Parquet files stay the source of record.

NOT NULL is declared; keys are not: their indexes made the file half as large again and took a quarter more time. They
stand in the comments and in the view ``keys``.

``python -m flows.publish.warehouse FOLDER DATABASE`` compares a database with the Parquet files of a folder and prints
``additions`` as JSON. It is a program since DuckDB then reads what anybody may have written to: it may end the process.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

import duckdb
import pyarrow.parquet as pq

from flows.errors import DamagedError
from flows.publish.catalog import VIEWS, TableView, identifier, literal, questions, table_views, write_views
from flows.publish.table_files import WAREHOUSE, glob_free, tables_in
from flows.publish.wide_views import wide_statements

_FORM: Final = "STORAGE_VERSION 'v1.2.0', ROW_GROUP_SIZE 61440, BLOCK_SIZE {}"
"""Every DuckDB since 1.2 opens it. Before, long texts were not compressed: 157 MB instead of 32 for 10,000 pages. With
row groups half as large as usual, those of long texts fit into the memory, which saves half of the time."""
_SMALLEST_BLOCK, _LARGEST_BLOCK, _BLOCKS = 16 * 1024, 256 * 1024, 64
"""Each table takes whole blocks: the seeds fill 0.4 MB of small ones and 3.9 MB of large ones. Those of 100,000 pages
are written faster in large ones. So a block is the least power of two of which 64 hold the Parquet files, between two
bounds."""
_SETTINGS: Final = (
    "SET threads = 1",  # two take more memory and the same work
    "SET memory_limit = '256MB'",  # the rest goes to the disk: it must not grow with the tables
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
)
_PLAIN: Final = re.compile(r"[\w/.,:+@ \\-]+")
"""A path at which DuckDB makes a database: it takes "?" for the start of options, and stumbles over quotes."""
_LONG: Final = 16
"""Bytes a value in the Parquet file from which on a column of texts is compressed by zstd: shorter ones, and those of
few words, are smaller and read faster in DuckDB's own ways."""

_OF_A_DISK: Final = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)


def write_catalog(folder: Path) -> None:
    """Write ``warehouse.duckdb`` and ``views.sql`` for the Parquet files in ``folder``."""
    with _scratch(folder) as scratch, _system_errors():
        wide = _fill(scratch / WAREHOUSE, folder)
        shutil.move(scratch / WAREHOUSE, folder / WAREHOUSE)
    write_views(folder, wide)


@contextmanager
def _system_errors() -> Iterator[None]:
    """Raise what DuckDB says of a disk as the system's error: it says so in errors of several kinds.

    >>> with _system_errors():
    ...     raise duckdb.TransactionException("Failed to commit: No space left on device")
    Traceback (most recent call last):
    OSError: [Errno 28] No space left on device
    """
    try:
        yield
    except duckdb.Error as error:
        for number in _OF_A_DISK:
            if os.strerror(number) in str(error):
                raise OSError(number, os.strerror(number)) from error
        raise


def _fill(database: Path, folder: Path) -> list[str]:
    """Write the database; return the SQL of what only its rows could tell: the wide tables."""
    form = _FORM.format(_block_size(sum(path.stat().st_size for paths in tables_in(folder).values() for path in paths)))
    with _connected(database.parent) as connection:
        connection.execute(f"ATTACH {literal(str(database))} AS warehouse ({form}); USE warehouse")
        for view in table_views(folder, literal(glob_free(folder))):
            connection.execute(_table(connection, folder, view))
            connection.execute(f"INSERT INTO {identifier(view.name)} {view.query}")
            for statement in view.comments("TABLE"):
                connection.execute(statement)
        for each in questions(folder):
            connection.execute(each.definition())
            for statement in each.comments():
                connection.execute(statement)
        wide = [*wide_statements(connection)]
        for statement in wide:
            connection.execute(statement)
        connection.execute("USE memory; DETACH warehouse")  # the detach writes everything into one file
    return wide


def _block_size(parquet_bytes: int) -> int:
    """Return how large a block of the database is.

    >>> _block_size(250_000), _block_size(4_200_000), _block_size(17_000_000)
    (16384, 131072, 262144)
    """
    wanted = 1 << (parquet_bytes // _BLOCKS).bit_length()
    return min(max(wanted, _SMALLEST_BLOCK), _LARGEST_BLOCK)


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """Yield a temporary folder, on the same disk where DuckDB can open a database there: not at every odd path."""
    place = folder if _PLAIN.fullmatch(str(folder.resolve())) else None
    with tempfile.TemporaryDirectory(prefix=".infobox-etl-", dir=place) as scratch:
        yield Path(scratch)


@contextmanager
def _connected(scratch: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a DuckDB that takes little memory, and puts into the folder what does not fit."""
    with duckdb.connect(":memory:") as connection:
        for statement in (*_SETTINGS, f"SET temp_directory = {literal(str(scratch / 'spill'))}"):
            connection.execute(statement)
        yield connection


def _table(connection: duckdb.DuckDBPyConnection, folder: Path, view: TableView) -> str:
    """Return the SQL that makes an empty table for the rows of a view: its types, and which columns are never null."""
    paths = tables_in(folder)[view.name]
    long = _long_columns(paths)
    columns = [
        f"{identifier(name)} {kind}"
        f"{'' if is_nullable else ' NOT NULL'}"
        f"{' USING COMPRESSION zstd' if kind == 'VARCHAR' and name in long else ''}"
        for name, kind, is_nullable in _columns_of_files(connection, paths, view.query)
    ]
    return f"CREATE TABLE {identifier(view.name)} ({', '.join(columns)})"


def _columns_of_files(
    connection: duckdb.DuckDBPyConnection, paths: Sequence[Path], query: str
) -> list[tuple[str, str, bool]]:
    """Return name, type and nullability of the columns of a table's files; the query reads them."""
    schema = pq.read_schema(paths[0])
    found = connection.execute(f"DESCRIBE {query}").fetchall()
    return [(name, kind, schema.field(name).nullable) for name, kind, *_ in found]


def _long_columns(paths: Sequence[Path]) -> set[str]:
    """Return the columns whose values are long on average. Repeated values count once: Parquet keeps them so."""
    sizes: dict[str, int] = {}
    rows = 0
    for path in paths:
        footer = pq.read_metadata(path)
        rows += footer.num_rows
        for group in map(footer.row_group, range(footer.num_row_groups)):
            for column in map(group.column, range(group.num_columns)):
                name = column.path_in_schema
                sizes[name] = sizes.get(name, 0) + column.total_uncompressed_size
    return {name for name, size in sizes.items() if size >= _LONG * max(rows, 1)}


def additions(folder: Path, database: Path) -> tuple[str, ...]:
    """Return what somebody added to a warehouse whose tables and questions are those of the folder: ``table mine``.

    Rows are compared by their number and the sum of their hashes, so that one pass over each side is enough, and a
    question by its text: ``views.sql`` has the one of its time. Raises ``DamagedError`` where something of ours is
    missing or another, and DuckDB's error where that cannot be read.
    """
    tables = tables_in(folder)
    with tempfile.TemporaryDirectory(prefix="infobox-etl-") as scratch, _connected(Path(scratch)) as connection:
        connection.execute(f"ATTACH {literal(str(database))} AS given (READ_ONLY)")
        connection.execute(f"SET VARIABLE snapshot_dir = {literal(glob_free(folder))}")
        # In a file too: DuckDB words a view that was stored in another way than one that was just made.
        stored = literal(str(Path(scratch, "published.duckdb")))
        connection.execute(f"ATTACH {stored} AS published ({_FORM.format(_SMALLEST_BLOCK)}); USE published")
        connection.execute((folder / VIEWS).read_text(encoding="utf-8"))
        connection.execute(f"USE memory; DETACH published; ATTACH {stored} AS published (READ_ONLY)")
        ours = {each for each in _made(connection, "published") if each.name not in tables}
        found = _made(connection, "given")
        for table, paths in tables.items():
            ours.add(_Made("table", table))
            query = f"FROM published.main.{identifier(table)}"
            if _columns(connection, "given", table) != _columns_of_files(connection, paths, query):
                raise _other(database, table)
            if _digest(connection, "given", table) != _digest(connection, "published", table):
                raise _other(database, table)
        for missing in ours - found:
            raise _other(database, missing.name)
        return tuple(sorted(f"{each.kind} {each.name}" for each in found - ours))


class _Made(NamedTuple):
    """A table, view or the like in a database; what makes it is compared, except of a table, whose rows are."""

    kind: str
    name: str
    definition: str = ""
    comment: str = ""


_EVERYTHING: Final = """
WITH made AS (
  SELECT 'table' AS kind, schema_name, table_name AS name, '' AS definition, '' AS comment, database_name, internal
  FROM duckdb_tables()
  UNION ALL SELECT 'view', schema_name, view_name, sql, comment, database_name, internal FROM duckdb_views()
  UNION ALL SELECT 'macro', schema_name, function_name, parameters::VARCHAR || macro_definition, comment,
    database_name, internal FROM duckdb_functions()
  UNION ALL SELECT 'type', schema_name, type_name, '', '', database_name, internal FROM duckdb_types()
  UNION ALL SELECT 'index', schema_name, index_name, '', '', database_name, false FROM duckdb_indexes()
  UNION ALL SELECT 'sequence', schema_name, sequence_name, '', '', database_name, false FROM duckdb_sequences()
  UNION ALL SELECT 'schema', 'main', schema_name, '', '', database_name, internal FROM duckdb_schemas()
)
SELECT kind, if(schema_name = 'main', '', schema_name || '.') || name, definition, coalesce(comment, '') FROM made
WHERE database_name = ? AND NOT internal
"""


def _made(connection: duckdb.DuckDBPyConnection, database: str) -> set[_Made]:
    return {_Made(*row) for row in connection.execute(_EVERYTHING, [database]).fetchall()}


def _columns(connection: duckdb.DuckDBPyConnection, database: str, table: str) -> list[tuple[str, str, bool]]:
    """Return name, type and nullability of the columns of a table in a database."""
    listed = """SELECT column_name, data_type, is_nullable FROM duckdb_columns()
        WHERE database_name = ? AND schema_name = 'main' AND table_name = ? ORDER BY column_index"""
    return connection.execute(listed, [database, table]).fetchall()


def _digest(connection: duckdb.DuckDBPyConnection, database: str, table: str) -> tuple[int, int | None]:
    row = identifier("the row")
    sql = f"SELECT count(*), sum(hash({row})) FROM {database}.main.{identifier(table)} AS {row}"  # noqa: S608
    [found] = connection.execute(sql).fetchall()
    return found


def _other(database: Path, name: str) -> DamagedError:
    return DamagedError(str(database), f"{name} is not as it was published", "publish again with `infobox-etl run`")


if __name__ == "__main__":
    sys.stdout.write(json.dumps(additions(Path(sys.argv[1]), Path(sys.argv[2]))))
