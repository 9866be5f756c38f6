"""The process that answers questions: a DuckDB that reaches no file, under a limit of memory, ready to be killed.

A question may come from a web form or a language model. The sandbox is an in-memory DuckDB without any access to
files: the tables are handed in as Arrow datasets, opened here. The usual way, ``allowed_directories`` on the snapshot's
folder, was tried and leaks: it allows writing too. For the same reason DuckDB gets no folder for temporary files; it
could write into that one, and fill the disk. A table that a question reads is compared with the manifest first, so a
damaged file is an error, not a wrong answer.

It is a process of its own because two promises cannot be held within one: DuckDB looks at an interrupt only between
vectors, and counts only part of the memory it takes (``list(range)`` over 20 million rows took 3.6 GB under a limit of
1 GB). ``flows.ask.answering`` starts it, ends it, and asks it.
"""

from __future__ import annotations

import os
import pickle
import queue
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds
from pyarrow import fs

from flows.ask.messages import LESS, SQL_HINT, TABLES_HINT, AnswerRows, Columns, End, Question, Ready, Taken
from flows.ask.question import only_question
from flows.errors import DamagedError, QueryError
from flows.publish.catalog import TableMacro, TableView, literal, questions, table_views
from flows.publish.snapshot.published import demand_whole
from flows.publish.table_files import tables_in
from flows.publish.wide_views import WIDE_SCHEMA, wide_statements

if sys.platform == "linux":
    import resource

_FETCHED_ROWS = 100  # at once: of rows of 1 MB each, 100 MB
_SHOWN_LINES, _SHOWN_CHARACTERS = 5, 500  # of a message: it quotes the question, which may be a megabyte
_NESTED_CALLS = 20_000  # of the JSON reader, for SQL as deep as DuckDB takes it
_RESERVE = 512 * 1024 * 1024  # beside DuckDB's own limit: reading Parquet, and rows as Python values
_IDLE_BYTES = 512 * 1024 * 1024  # a process that holds more after a question answers no other one
_DAMAGED = "the files are damaged: infobox-etl check, then infobox-etl run --full"
_ARROW_FAILED = "reading the stream registered as"  # how DuckDB 2 reports that a dataset could not be read
_OUT_OF_MEMORY = ("bad_alloc", "bad allocation", "Out of Memory", "malloc", "cannot allocate")
_ASKS_WIDE = re.compile(rf"\b{WIDE_SCHEMA}\b", re.IGNORECASE)
"""Whether a question may need the wide tables, which are made only then: of 10,000 pages they take 0.2 seconds."""
_AVERAGE_OF_DAYS = "CREATE TEMP MACRO avg(x DATE) AS system.main.avg(x::TIMESTAMP), (x) AS system.main.avg(x)"
"""DuckDB 2.0 averages days in nanoseconds, whose calendar begins in 1677, and SUMMARIZE averages every column: with one
battle of 1453 in a table both would fail. In microseconds, as in DuckDB 1, they do not."""

Send = Callable[[object], None]


def main() -> None:
    """Answer the questions that come on stdin, on stdout, until stdin ends or too much memory is held."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches this process too; the caller decides
    sys.setrecursionlimit(_NESTED_CALLS)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whatever a library prints is no answer
    questions: queue.SimpleQueue[Question] = queue.SimpleQueue()
    threading.Thread(target=_read_questions, args=(questions,), daemon=True).start()

    def send(message: object) -> None:
        pickle.dump(message, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()

    while _data_bytes() < _IDLE_BYTES:
        send(Ready())
        question = questions.get()
        send(Taken())
        _answer(question, send)


def _read_questions(questions: queue.SimpleQueue[Question]) -> None:
    """Hand on what is asked; end the process with its caller, even in the middle of a question."""
    while True:
        try:
            questions.put(pickle.load(sys.stdin.buffer))  # noqa: S301 - from the process that started this one
        except EOFError:
            os._exit(0)


def _answer(question: Question, send: Send) -> None:
    try:
        with _opened(question) as connection:
            statement = only_question(connection, question.sql)
            try:
                _send_answer(connection, statement, question, send)
            except duckdb.ConversionException as error:
                # The macro does not suit every question (it has no DISTINCT and no FILTER), so it is only tried here.
                try:
                    connection.execute(_AVERAGE_OF_DAYS)
                    _send_answer(connection, statement, question, send)
                except (duckdb.DataError, duckdb.ProgrammingError):
                    raise error from None
    except QueryError as error:
        send(error)
    except Exception as error:  # whatever a question leads to is an answer: this process has no other task
        send(_explained(error, question.memory))


def _send_answer(
    connection: duckdb.DuckDBPyConnection, statement: duckdb.Statement, question: Question, send: Send
) -> None:
    """Send the columns and the rows up to a limit, as they are found."""
    connection.execute(statement)
    send(Columns(tuple(column[0] for column in connection.description or ())))
    rows_left, bytes_left = question.max_rows, question.max_bytes
    while rows := connection.fetchmany(_FETCHED_ROWS):
        kept = _within(rows[:rows_left], bytes_left)
        if kept:
            packed = pickle.dumps(kept, pickle.HIGHEST_PROTOCOL)
            send(AnswerRows(packed, len(kept)))
            rows_left, bytes_left = rows_left - len(kept), bytes_left - len(packed)
        if len(kept) < len(rows):
            cut_at: Literal["rows", "bytes"] = "bytes" if rows_left else "rows"
            if rows_left == question.max_rows:
                what = f"the first row is larger than the {question.max_bytes / 1e6:,.0f} MB that an answer may have"
                raise QueryError("sql", what, "ask for less of a text or a list: left(column, 1000), column[:1000]")
            send(End(cut_at))
            return
    send(End(""))


def _within(rows: list[tuple[object, ...]], limit: int) -> list[tuple[object, ...]]:
    """Return the first of the rows, as many as have so many bytes together."""
    if len(pickle.dumps(rows, pickle.HIGHEST_PROTOCOL)) <= limit:
        return rows
    sizes = accumulate(len(pickle.dumps([row], pickle.HIGHEST_PROTOCOL)) for row in rows)
    return [row for row, size in zip(rows, sizes, strict=True) if size <= limit]


@contextmanager
def _opened(question: Question) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as connection:
        try:
            tables = _make_views(connection, question)
        except Exception as error:  # Arrow raises many kinds over damaged bytes, by where they are
            raise QueryError(str(question.folder), _first_lines(error), _DAMAGED) from error
        settings = {
            "memory_limit": literal(question.memory),
            "temp_directory": "''",
            "TimeZone": "'UTC'",
            "python_enable_replacements": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            **({"threads": str(question.threads)} if question.threads else {}),
            "enable_external_access": "false",
            "lock_configuration": "true",  # the last: nothing can be set after it
        }
        for name, value in settings.items():
            connection.execute(f"SET {name} = {value}")
        [(memory,)] = connection.execute("SELECT parse_formatted_bytes(?)", [question.memory]).fetchall()
        _limit_memory(memory)
        try:
            if _ASKS_WIDE.search(question.sql):
                for wide in wide_statements(connection, with_comments=False):
                    connection.execute(wide)
            yield connection
        except Exception as error:
            for damage in (table.damage for table in tables if table.damage is not None):
                raise QueryError(damage.where, damage.what, _DAMAGED) from error
            raise


def _limit_memory(memory: int) -> None:
    """Let this process take so many bytes more than it has. Only Linux limits what a process can write to."""
    if sys.platform == "linux":
        wanted = _data_bytes() + memory + _RESERVE
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(
            resource.RLIMIT_DATA, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most)
        )
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _data_bytes() -> int:
    """Return the memory that this process may write to and nobody shares; 0 where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    _, found, rest = status.partition("VmData:")
    return int(rest.split()[0]) * 1024 if found else 0


def _make_views(connection: duckdb.DuckDBPyConnection, question: Question) -> list[_PublishedTable]:
    """Make the views of the catalogue; those of tables read the datasets that are returned.

    Their comments take half of the time, so they are made for who asks DuckDB's own lists, where they show.
    """
    folder, has_comments = question.folder, "duckdb_" in question.sql.lower()
    options = ds.ParquetFragmentScanOptions(page_checksum_verification=True, pre_buffer=False)
    reading = ds.ParquetFileFormat(default_fragment_scan_options=options)
    local = fs.LocalFileSystem()  # given, so that a path is never read as the address of an object store
    files, tables = tables_in(folder), []
    for view in table_views(folder, "''"):
        fragments = [reading.make_fragment(str(path), local) for path in files[view.name]]
        schema = fragments[0].physical_schema
        tables.append(_PublishedTable(fragments, schema, reading, local))
        tables[-1].demand_whole = partial(_demand_whole, folder, view.name, _stamps(files[view.name]))
        connection.register(view.name, tables[-1])
        if has_comments:
            _comment(connection, view)
    for each in questions(folder):
        connection.execute(each.definition("TEMP VIEW" if isinstance(each, TableView) else "TEMP MACRO"))
        if has_comments:
            _comment(connection, each)
    return tables


class _PublishedTable(ds.FileSystemDataset):  # type: ignore[misc]  # pyarrow has no types
    """A table's files, which are compared with the manifest before the first row is read.

    One batch of rows is read ahead: with Arrow's sixteen, 5 rows of a wide table took 2.4 GB.
    """

    demand_whole: Callable[[], None]
    damage: DamagedError | None = None
    """What was found; DuckDB makes a text of whatever is raised."""

    def scanner(self, **arguments: Any) -> ds.Scanner:
        """Return what DuckDB reads from; raise ``DamagedError`` where a file is not as it was published."""
        try:
            self.demand_whole()
        except DamagedError as error:
            self.damage = error
            raise
        return super().scanner(batch_readahead=1, fragment_readahead=1, **arguments)


@cache
def _demand_whole(folder: Path, table: str, _stamps: tuple[tuple[int, int], ...]) -> None:
    """Raise ``DamagedError`` where the table is damaged; once for all questions while its files stay the same."""
    demand_whole(folder, table)


def _stamps(files: Iterable[Path]) -> tuple[tuple[int, int], ...]:
    return tuple((status.st_size, status.st_mtime_ns) for status in map(Path.stat, files))


def _comment(connection: duckdb.DuckDBPyConnection, made: TableView | TableMacro) -> None:
    for statement in made.comments():
        connection.execute(statement)


def _explained(error: Exception, memory: str) -> QueryError:
    if isinstance(error, MemoryError | duckdb.OutOfMemoryException) or any(
        word in str(error) for word in _OUT_OF_MEMORY
    ):
        return QueryError("sql", f"needs more than {memory} of memory", LESS)
    if isinstance(error, RecursionError):
        return QueryError("sql", "is nested too deep", "ask in smaller parts: WITH a AS (…), b AS (…)")
    if isinstance(error, duckdb.PermissionException):
        return QueryError("sql", "files, folders and networks cannot be reached from here", TABLES_HINT)
    if isinstance(error, OSError | pa.ArrowException) or _ARROW_FAILED in str(error):
        return QueryError("snapshot", _first_lines(error), _DAMAGED)
    is_of_words = isinstance(error, duckdb.ParserException) or "Function with name" in str(error)
    return QueryError("sql", _first_lines(error), SQL_HINT if is_of_words else TABLES_HINT)


def _first_lines(error: Exception) -> str:
    """Return the message and, in a syntax error, the line with its mark; candidates and traces are left out.

    The message quotes the question and values of the tables: of their lines, none begins as one of our own.
    """
    lines = [line for line in str(error).splitlines() if line.strip()][:_SHOWN_LINES] or [type(error).__name__]
    return "\n| ".join(line if len(line) <= _SHOWN_CHARACTERS else line[:_SHOWN_CHARACTERS] + "…" for line in lines)


if __name__ == "__main__":
    main()
