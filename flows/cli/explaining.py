"""What is known of one document, gathered from a run of it alone or from the published snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.cli.published import current
from flows.errors import CommandError
from flows.infobox.records import CONFLICT_ROWS
from flows.model import Edit, Issue, RawDocument
from flows.publish.snapshot.published import demand_whole
from flows.publish.table_files import files_of
from flows.quoting import safe

TABLES = ("boxes", "infobox_fields", "infobox_values", *CONFLICT_ROWS)
"""The tables that hold what was read from a document's infobox, in the order they are shown."""

_HEAD = ("source", "document_id", "title", "shape", "encoding", "encoding_basis", "encoding_confidence")


@dataclass(frozen=True, slots=True)
class Explained:
    """One document: its head, its edits in order, its rows by table, its issues.

    ``origin`` is shown as it stands: "processed now", or the name of the snapshot.
    """

    source: str
    document_id: str
    title: str
    shape: str
    encoding: str
    encoding_basis: str
    encoding_confidence: float
    origin: str
    edits: tuple[Edit, ...]
    tables: Mapping[str, Sequence[Mapping[str, object]]]
    issues: tuple[Issue, ...]


def from_path(raw: RawDocument) -> Explained:
    """Return one document, processed on its own.

    What needs all documents of a run is missing: sides that other documents decide, duplicates. Where there is nothing
    to read on it, the only issue is the one that a run publishes: it makes no document of it.
    """
    from flows.ingest.input_issues import no_content
    from flows.runs.batch import process_documents
    from flows.runs.page_rows import has_content

    [result] = process_documents([raw])
    page, boxes = result.page, result.boxes
    issues = [note.for_document(page.raw.document_id, raw.source) for note in page.notes]
    if not has_content(page.document):
        issues = [no_content(raw.source, len(raw.content))]
    return Explained(
        source=raw.source,
        document_id=page.raw.document_id,
        title=page.document.title,
        shape=page.document.shape,
        encoding=page.decoded.encoding,
        encoding_basis=page.decoded.basis,
        encoding_confidence=page.decoded.confidence,
        origin="processed now",
        edits=page.document.edits,
        tables={name: [row._asdict() for row in getattr(boxes, name)] for name in TABLES if getattr(boxes, name)},
        issues=tuple(issues),
    )


def from_snapshot(output: Path, name: str) -> Explained:
    """Return one document of the current snapshot, named by its document_id or source, or by how one of them begins.

    Raises ``CommandError`` when nothing is published there, or not exactly one document has that name.
    """
    snapshot = current(output).path
    head = _head(snapshot, name)
    key = head["document_id"]
    edits = _rows(snapshot, "edits", key)
    tables = {table: _rows(snapshot, table, key) for table in TABLES}
    return Explained(
        **head,
        origin=f"snapshot {snapshot.name}",
        edits=tuple(_edit(row) for row in edits),
        tables={table: rows for table, rows in tables.items() if rows},
        issues=tuple(Issue._make(row[name] for name in Issue._fields) for row in _rows(snapshot, "issues", key)),
    )


def _head(snapshot: Path, name: str) -> dict[str, Any]:
    import polars as pl
    import pyarrow.compute as pc

    from flows.publish.table_reading import read_table

    names = ("document_id", "source")
    begins = pc.starts_with(pc.field(names[0]), name) | pc.starts_with(pc.field(names[1]), name)
    demand_whole(snapshot, "documents")
    found = read_table(snapshot, "documents", _HEAD, begins if name else pc.scalar(False)).sort("source")
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


def _rows(snapshot: Path, table: str, key: str) -> list[dict[str, object]]:
    import pyarrow.compute as pc

    from flows.publish.table_reading import read_table

    if not files_of(snapshot, table):  # of a contract without this table
        return []
    demand_whole(snapshot, table)
    return read_table(snapshot, table, where=pc.field("document_id") == key).rows(named=True)


def _edit(row: Mapping[str, object]) -> Edit:
    return Edit._make(row[name] for name in Edit._fields)
