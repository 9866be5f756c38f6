"""What is known of one document: what ``flows.read`` gives, ``explain`` shows, and the quality page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from flows.errors import CommandError, DamagedError
from flows.model import Edit, Issue
from flows.publish.snapshot.published import RUN_FULL, demand_whole
from flows.publish.table_files import files_of, glob_free
from flows.quoting import safe

TABLES: Final = (
    "boxes",
    "infobox_fields",
    "infobox_values",
    "conflicts",
    "belligerents",
    "commanders",
    "units",
    "strengths",
    "casualties",
)
"""The tables that hold what was read from a document's infobox, in the order they are shown."""

HEAD: Final = ("source", "document_id", "title", "shape", "encoding", "encoding_basis", "encoding_confidence")
"""The columns of ``documents`` that a document is introduced with: fields of ``Page``."""


@dataclass(frozen=True, slots=True)
class Page:
    """One document: its head, its text, the edits that led to it in order, its rows by table, its issues.

    ``text`` is the published text; undoing ``edits`` from last to first gives back the decoded input. ``origin`` is
    shown as it stands: "processed now", or the name of the snapshot. Where the text was withheld (``--facts-only``),
    ``text`` is empty and there are no edits. ``violations`` are the document's rows of that
    table; a document that is processed now is not held against the contract and has none.
    """

    source: str
    document_id: str
    title: str
    shape: str
    encoding: str
    encoding_basis: str
    encoding_confidence: float
    origin: str
    text: str
    edits: tuple[Edit, ...]
    tables: Mapping[str, Sequence[Mapping[str, object]]]
    issues: tuple[Issue, ...]
    violations: tuple[Mapping[str, object], ...] = ()

    def rows(self, table: str) -> Sequence[Mapping[str, object]]:
        """Return the rows of one table of ``TABLES``, by column; none where nothing of the kind was read.

        Raises ``KeyError`` for another name.
        """
        if table not in TABLES:
            raise KeyError(f"{table!r} is not one of {', '.join(TABLES)}")
        return self.tables.get(table, ())


def encoding_words(encoding: str, basis: str, confidence: float) -> str:
    """Return an encoding with the basis of the decision, and its confidence where it is not proven.

    >>> encoding_words("utf-8", "valid_utf8", 1.0), encoding_words("koi8-r", "statistics", 0.991)
    ('utf-8 (valid utf8)', 'koi8-r (statistics, 0.99 sure)')
    """
    sure = "" if confidence == 1.0 else f", {confidence:.2f} sure"
    return f"{safe(encoding)} ({safe(basis).replace('_', ' ')}{sure})"


def from_snapshot(snapshot: Path, name: str) -> Page:
    """Return one document of a snapshot, named by its document_id or source, or by how one of them begins.

    Raises ``CommandError`` when not exactly one document has that name, ``DamagedError`` where a file that is read is
    not as it was published: the hash of every one is compared first, which costs a second a GB.
    """
    with _SnapshotRows(snapshot) as rows:
        key = _key(rows, name)
        [page] = rows.of("documents", key)
        tables = {table: rows.of(table, key) for table in TABLES}
        return Page(
            **{column: page[column] for column in HEAD},
            origin=f"snapshot {snapshot.name}",
            text=page["text"] or "",
            edits=tuple(Edit._make(row[name] for name in Edit._fields) for row in rows.of("edits", key)),
            tables={table: found for table, found in tables.items() if found},
            issues=tuple(Issue._make(row[name] for name in Issue._fields) for row in rows.of("issues", key)),
            violations=tuple(rows.of("violations", key)),
        )


class _SnapshotRows:
    """Rows of a snapshot. DuckDB reads them: it is there in a third of the time that polars and pyarrow take."""

    def __init__(self, snapshot: Path) -> None:
        import duckdb  # noqa: PLC0415

        self.snapshot = snapshot
        self._fault = duckdb.Error
        self._connection = duckdb.connect(
            config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
        )
        self._files: dict[str, list[str]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_ignored: object) -> None:
        self._connection.close()

    def of(self, table: str, key: str) -> list[dict[str, Any]]:
        """Return the rows of one document; none from a snapshot whose contract has no such table."""
        return self.where(table, "document_id = ?", key) if files_of(self.snapshot, table) else []

    def where(self, table: str, condition: str, *parameters: str, columns: str = "*") -> list[dict[str, Any]]:
        """Return the rows of a table for which a condition holds, in the order of the table."""
        files = self._whole_files(table)
        question = f"FROM read_parquet(?, hive_partitioning = false) SELECT {columns} WHERE {condition}"
        try:
            found = self._connection.execute(question, [files, *parameters])
            names = [column[0] for column in found.description or ()]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        except self._fault as error:  # a file that went meanwhile, or one of another program's making
            words = str(error).splitlines()[0]
            raise DamagedError(files[0], f"cannot be read ({words:.200})", RUN_FULL) from error

    def _whole_files(self, table: str) -> list[str]:
        """Return the files of a table as DuckDB takes them, each compared with its hash once."""
        if table not in self._files:
            demand_whole(self.snapshot, table)
            self._files[table] = [glob_free(path) for path in files_of(self.snapshot, table)]
        if not self._files[table]:
            raise DamagedError(str(self.snapshot), f"the table {table} is missing", RUN_FULL)
        return self._files[table]


def _key(rows: _SnapshotRows, name: str) -> str:
    """Return the document_id of the one document that has this name, else whose names begin so."""
    columns = "document_id, source"
    found = rows.where("documents", "? IN (document_id, source)", name, columns=columns)
    if not found and name:
        begins = "starts_with(document_id, ?) OR starts_with(source, ?)"
        found = rows.where("documents", begins, name, name, columns=columns)
    if len(found) != 1:
        listed = ", ".join(safe(source) for source in sorted(row["source"] for row in found)[:5])
        raise CommandError(
            name,
            f"{len(found)} documents begin so: {listed}{' …' if len(found) > 5 else ''}"
            if found
            else f"neither a file nor a document of snapshot {rows.snapshot.name}",
            'name a path, a document_id or a source: infobox-etl query "SELECT document_id, source FROM documents"',
        )
    return str(found[0]["document_id"])
