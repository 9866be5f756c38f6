"""One batch of inputs from bytes to part files: the function that workers run.

It must stay importable without prefect, pandera and duckdb: a spawned worker pays for every import. What crosses the
process border is small: file references and column types go in, row counts come back.
"""

from __future__ import annotations

import gc
import hashlib
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path

from flows import infobox
from flows.formats import parse, recognise
from flows.ingest import SourceRef, decode, license_allows_text, read
from flows.model import Cleaned, Decoded, Document, Issue, Note, RawDocument, document_id
from flows.publish import tables
from flows.publish.frames import Row, Schema, fitting
from flows.publish.manifest import InputFile
from flows.text.scan import repair_all, strip_all

INFOBOX_TABLES = tuple(field.name for field in fields(infobox.InfoboxRows) if field.name != "notes")
BATCH_DOCUMENTS = 1000
BATCH_BYTES = 16_000_000


@dataclass(frozen=True, slots=True)
class BatchJob:
    """One batch: which inputs, where the parts go, and the column types of every table (from the contract)."""

    number: int
    refs: tuple[SourceRef, ...]
    folder: Path
    schemas: Mapping[str, Schema]
    facts_only: bool = False
    strict_repair: bool = False


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What came of a batch: ``files`` are its part files by table, ``inputs`` what was read, in the order asked."""

    number: int
    documents: int
    files: Mapping[str, Path]
    inputs: tuple[InputFile, ...]


@dataclass(frozen=True, slots=True)
class PageRows:
    """One processed page and the rows of its infoboxes."""

    page: tables.Page
    boxes: infobox.InfoboxRows


def process_batch(job: BatchJob) -> BatchResult:
    """Return where the batch's rows were written: read, repair, strip, parse, read infoboxes, one file a table."""
    with _collector_paused():
        return _process_batch(job)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Let the cyclic garbage collector rest: a batch only adds rows, and looking through them took a fifth of a run."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _process_batch(job: BatchJob) -> BatchResult:
    rows: dict[str, list[Row]] = {name: [] for name in job.schemas}
    found = [read(ref) for ref in job.refs]
    raws = [item for item in found if isinstance(item, RawDocument)]
    rows["issues"].extend(item for item in found if isinstance(item, Issue))
    for page_rows in process_documents(raws, facts_only=job.facts_only, strict_repair=job.strict_repair):
        _collect(rows, page_rows)
    sources = {document_id(raw.source): raw.source for raw in raws}
    files: dict[str, Path] = {}
    for name in sorted(job.schemas, key="violations".__eq__):  # the last one, since the others may add to it
        frame, unfit = fitting(name, rows[name], job.schemas[name], sources)
        rows["violations"].extend(unfit)
        if frame.height:
            files[name] = job.folder / f"{name}-{job.number:06d}.arrow"
            frame.write_ipc(files[name], compression="lz4")
    inputs = tuple(fingerprint(ref, item) for ref, item in zip(job.refs, found, strict=True))
    return BatchResult(job.number, len(raws), files, inputs)


def fingerprint(ref: SourceRef, item: RawDocument | Issue) -> InputFile:
    """Return what an input was when it was read: the SHA-256 of its bytes, or of the issue that came instead."""
    content = item.content if isinstance(item, RawDocument) else repr(item).encode("utf-8", "surrogatepass")
    return InputFile(ref.source, hashlib.sha256(content).hexdigest(), ref.size)


def process_documents(
    raws: Sequence[RawDocument], *, facts_only: bool = False, strict_repair: bool = False
) -> list[PageRows]:
    """Return each document's structure and infobox rows, in the order given.

    A document on which a reader fails does not take its batch with it: the others are processed one by one, and it is
    published as plain text with an issue ``reader-failed`` that names the fault.
    """
    try:
        return _process(raws, facts_only, strict_repair)
    except Exception as error:
        if len(raws) > 1:
            options = {"facts_only": facts_only, "strict_repair": strict_repair}
            return [rows for raw in raws for rows in process_documents([raw], **options)]
        return [_unread(raw, error, facts_only) for raw in raws]


def _process(raws: Sequence[RawDocument], facts_only: bool, strict_repair: bool) -> list[PageRows]:
    """Process documents as one column of texts, so that only those a rule can change are touched one by one."""
    decoded = [decode(raw.content) for raw in raws]
    repaired = repair_all([item.text for item in decoded], strict_repair)
    shapes = [recognise(item.text) for item in repaired]
    cleaned = strip_all(repaired, shapes, strict_repair)
    return [
        _page_rows(raw, text, parse(shape, clean, raw), facts_only)
        for raw, text, shape, clean in zip(raws, decoded, shapes, cleaned, strict=True)
    ]


def _unread(raw: RawDocument, error: Exception, facts_only: bool) -> PageRows:
    decoded = decode(raw.content)
    place = traceback.extract_tb(error.__traceback__)[-1]
    fault = f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})"
    remedy = "a fault of the program, not of the page: report it with the page; its text is published as it came"
    document = parse("plain_text", Cleaned(decoded.text), raw)
    document = replace(document, notes=(*document.notes, Note("reader-failed", "document", fault, remedy)))
    return _page_rows(raw, decoded, document, facts_only)


def _page_rows(raw: RawDocument, decoded: Decoded, document: Document, facts_only: bool) -> PageRows:
    key = document_id(raw.source)
    boxes = infobox.read(key, document)
    withheld = facts_only and not license_allows_text(document.license or raw.origin.license)
    notes = (*decoded.notes, *document.notes, *boxes.notes, *([_withheld(raw)] if withheld else []))
    return PageRows(tables.Page(key, raw, decoded, document, notes, withheld), boxes)


def _withheld(raw: RawDocument) -> Note:
    return Note(
        "text-withheld",
        "license",
        raw.origin.license or "no licence known",
        "facts are published without the text; add the licence to sources.toml or run without --facts-only",
    )


def _collect(rows: dict[str, list[Row]], item: PageRows) -> None:
    page, boxes = item.page, item.boxes
    rows["documents"].append(tables.documents(page))
    rows["sections"].extend(tables.sections(page))
    rows["tags"].extend(tables.tags(page))
    rows["edits"].extend(tables.edits(page))
    rows["issues"].extend(tables.issues(page))
    for name in INFOBOX_TABLES:
        rows[name].extend(getattr(boxes, name))
