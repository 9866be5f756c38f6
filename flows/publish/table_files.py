"""The files of a table: one with the name of the table or, when it is large, several numbered ones.

Standard library only. A table that is split has no file with its bare name: a reader that opens only that one must
fail, not get a part of the rows.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NamedTuple

from flows.errors import PublishError

SUFFIX: Final = ".parquet"
WAREHOUSE: Final = "warehouse.duckdb"
"""The database that holds all tables, and views and macros that answer ready-made questions."""
ISSUES: Final = "issues.jsonl"
"""The rows of the table ``issues`` as text, one JSON object a line."""
ATTRIBUTION: Final = "ATTRIBUTION.md"
"""The pages that the tables are made from, with their licences."""
REPORT: Final = "report.html"
"""The quality page."""
GLOB: Final = str.maketrans({letter: f"[{letter}]" for letter in "*?["})
"""What the letters become that DuckDB's ``read_parquet`` would take for a pattern."""
_NAME: Final = re.compile(r"(.+?)(?:-(\d{5}))?\.parquet")


class WrittenFile(NamedTuple):
    """A Parquet file as it was written: its name, rows, bytes and SHA-256."""

    name: str
    rows: int
    bytes: int
    sha256: str


def file_name(table: str, number: int | None = None) -> str:
    """Return the name of a table's file; ``number`` counts from 1 where there are several.

    >>> file_name("edits"), file_name("edits", 2)
    ('edits.parquet', 'edits-00002.parquet')
    """
    return f"{table}{SUFFIX}" if number is None else f"{table}-{number:05d}{SUFFIX}"


def table_of(name: str) -> str | None:
    """Return the table whose rows a file of this name holds, None where it is not a file of a table.

    >>> table_of("edits-00002.parquet"), table_of("edits.parquet"), table_of("report.html")
    ('edits', 'edits', None)
    """
    match = _NAME.fullmatch(name)
    return match[1] if match else None


def files_of(folder: Path, table: str) -> tuple[Path, ...]:
    """Return the files of one table in the order of their rows; empty where the folder has none."""
    return tables_in(folder).get(table, ())


def tables_in(folder: Path) -> dict[str, tuple[Path, ...]]:
    """Return the files of all tables in a folder, tables by name, files in the order of their rows."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        if (table := table_of(path.name)) is not None:
            found.setdefault(table, []).append(path)
    return {table: tuple(paths) for table, paths in sorted(found.items())}


def glob_free(path: Path) -> str:
    """Return the path such that ``read_parquet`` finds exactly this one: a folder may be named ``out[1]``."""
    text = path.absolute().as_posix()
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise PublishError(repr(text), "is no valid UTF-8, and DuckDB takes no other paths", "rename it") from error
    return text.translate(GLOB)
