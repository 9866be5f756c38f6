"""What is known of one document that is processed on its own, without a run."""

from __future__ import annotations

from flows.ask.explained import TABLES, Explained
from flows.model import RawDocument


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
        text=page.document.text,
        edits=page.document.edits,
        tables={name: [row._asdict() for row in getattr(boxes, name)] for name in TABLES if getattr(boxes, name)},
        issues=tuple(issues),
    )
