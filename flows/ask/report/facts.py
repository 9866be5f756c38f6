"""What the quality page is made of: the tables of one snapshot, its manifest, and what the gate said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from flows.model import InputFile
from flows.publish.catalog import literal, questions, table_views
from flows.publish.snapshot.manifest import SnapshotInfo
from flows.publish.table_files import glob_free


class Told(NamedTuple):
    """One thing that the gate found: a line that says what, details line by line, and what can be done."""

    headline: str
    details: tuple[str, ...]
    remedy: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate said of the tables. With ``errors`` they were not published, and the page is a candidate's."""

    errors: tuple[Told, ...] = ()
    warnings: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What one page is about.

    ``info`` is the manifest of the snapshot or candidate; its ``path`` is where it will be read, ``folder`` is where
    its files are now. ``before`` is the snapshot that is current before this one, None for the first.
    """

    info: SnapshotInfo
    folder: Path
    inputs: Sequence[InputFile]
    verdict: Verdict = field(default_factory=Verdict)
    before: SnapshotInfo | None = None


class Tables:
    """The tables and ready-made views of one folder, to be asked in SQL."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._names: set[str] = {
            name for (name,) in connection.execute("SELECT view_name FROM duckdb_views()").fetchall()
        }

    def has(self, *names: str) -> bool:
        """Return whether all these tables or views are there: a candidate may lack some."""
        return self._names.issuperset(names)

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[dict[str, Any]]:
        """Return the rows of one question as dictionaries. Values go into ``parameters``, never into the text."""
        found = self._connection.execute(sql, list(parameters))
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@contextmanager
def open_tables(folder: Path) -> Iterator[Tables]:
    """Yield the tables of a folder of Parquet files, as views under their names, and the ready-made questions."""
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
        # Without comments and wide tables: no section asks them, and they would cost most of the time.
        for each in (*table_views(folder, literal(glob_free(folder))), *questions(folder)):
            connection.execute(each.definition())
        yield Tables(connection)
