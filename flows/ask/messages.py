"""What passes between a question's caller and the process that answers it."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal, NamedTuple

LESS: Final = "ask for less, or open warehouse.duckdb"
TABLES_HINT: Final = "the tables and columns: infobox-etl describe"
SQL_HINT: Final = "the SQL is that of DuckDB; a question that works: infobox-etl query 'FROM documents LIMIT 5'"


class Question(NamedTuple):
    """A question about the tables in a folder, and what its answer may take."""

    folder: Path
    sql: str
    memory: str
    threads: int | None
    max_rows: int
    max_bytes: int


class Ready(NamedTuple):
    """The process takes a question now."""


class Taken(NamedTuple):
    """The process has the question: if it dies from now on, it dies over it."""


class Columns(NamedTuple):
    """An answer begins: the names of its columns. What was sent of it before is void."""

    names: tuple[str, ...]


class AnswerRows(NamedTuple):
    """The next few rows, pickled as a list: so a reader of the answer holds only these as Python values."""

    packed: bytes
    number: int


class End(NamedTuple):
    """The answer is complete, or was cut at a limit."""

    cut_at: Literal["", "rows", "bytes"]
