"""What is known of one document: what ``flows.read`` gives, ``explain`` shows, and the quality page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from flows.errors import CommandError
from flows.model import Edit, Issue
from flows.publish.snapshot.published import demand_whole
from flows.publish.table_files import files_of
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
    shown as it stands: "processed now", or the name of the snapshot. ``violations`` are the document's rows of that
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


def from_snapshot(snapshot: Path, name: str) -> Page:
    """Return one document of a snapshot, named by its document_id or source, or by how one of them begins.

    Raises ``CommandError`` when not exactly one document has that name.
    """
    head = _head(snapshot, name)
    key = head["document_id"]
    [page] = _rows(snapshot, "documents", key, ["text"])
    tables = {table: _rows(snapshot, table, key) for table in TABLES}
    return Page(
        **head,
        origin=f"snapshot {snapshot.name}",
        text=str(page["text"]),
        edits=tuple(Edit._make(row[name] for name in Edit._fields) for row in _rows(snapshot, "edits", key)),
        tables={table: rows for table, rows in tables.items() if rows},
        issues=tuple(Issue._make(row[name] for name in Issue._fields) for row in _rows(snapshot, "issues", key)),
        violations=tuple(_rows(snapshot, "violations", key)),
    )


def _head(snapshot: Path, name: str) -> dict[str, Any]:
    import polars as pl  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    from flows.publish.table_reading import read_table  # noqa: PLC0415

    names = ("document_id", "source")
    begins = pc.starts_with(pc.field(names[0]), name) | pc.starts_with(pc.field(names[1]), name)
    demand_whole(snapshot, "documents")
    found = read_table(snapshot, "documents", HEAD, begins if name else pc.scalar(False)).sort("source")
    exact = found.filter(pl.any_horizontal(pl.col(column) == name for column in names))
    if exact.height:
        found = exact
    if found.height != 1:
        listed = ", ".join(map(safe, found.get_column("source").head(5)))
        raise CommandError(
            name,
            f"{found.height} documents begin so: {listed}{' …' if found.height > 5 else ''}"
            if found.height
            else f"neither a file nor a document of snapshot {snapshot.name}",
            'name a path, a document_id or a source: infobox-etl query "SELECT document_id, source FROM documents"',
        )
    return found.row(0, named=True)


def _rows(snapshot: Path, table: str, key: str, columns: Sequence[str] | None = None) -> list[dict[str, object]]:
    import pyarrow.compute as pc  # noqa: PLC0415

    from flows.publish.table_reading import read_table  # noqa: PLC0415

    if not files_of(snapshot, table):  # of a contract without this table
        return []
    demand_whole(snapshot, table)
    return read_table(snapshot, table, columns, pc.field("document_id") == key).rows(named=True)
