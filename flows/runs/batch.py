"""One batch of inputs from bytes to part files: the function that workers run.

This module must stay importable without prefect, pandera and duckdb, because a spawned worker pays for every import.
Little crosses the border between processes: file references and column types go in, paths and counts come back.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import polars as pl

from flows.errors import InfoboxEtlError
from flows.formats.plain_text import as_it_came
from flows.formats.shapes import parse, recognise
from flows.infobox import reader
from flows.ingest.encodings.decode import decode
from flows.ingest.input_bytes import SourceRef, fingerprint, read
from flows.ingest.input_issues import no_content
from flows.ingest.sources_toml import license_allows_text
from flows.model import Cleaned, Decoded, Document, InputFile, Issue, Note, RawDocument, Shape, document_id
from flows.runs import page_lines, page_rows, row_digests
from flows.runs.garbage_collector import collector_paused
from flows.runs.progress import reached
from flows.text.edits import MAX_EDITS
from flows.text.scan import counts_of, repair_all, strip_all
from flows.validate.frames import Row, Schema, fitting, frame_of, part_file, write_part
from flows.work_budget import OverBudgetError, PageBudget, spend

INFOBOX_TABLES = tuple(field.name for field in fields(reader.InfoboxRows) if field.name != "notes")
BATCH_DOCUMENTS = 1000
BATCH_BYTES = 16_000_000
SLICE_BYTES = 250_000
"""Bytes of pages that are read as one column, between two reports of how far the batch is: as fast as 16 MB at once."""


@dataclass(frozen=True, slots=True)
class BatchJob:
    """One batch: its inputs, the folder of its files, and the column types of every table (from the contract).

    ``seed`` is the secret seed of ``flows.runs.row_digests``.
    """

    number: int
    refs: tuple[SourceRef, ...]
    folder: Path
    schemas: Mapping[str, Schema]
    facts_only: bool = False
    strict_repair: bool = False
    seed: int = 0


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What a batch made: ``files`` hold its rows by table, ``inputs`` are what was read, in the given order.

    ``issues`` are those of the inputs that did not become documents.
    """

    number: int
    documents: int
    files: Mapping[str, Path]
    inputs: tuple[InputFile, ...]
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class PageRows:
    """One processed page and the rows of its infoboxes."""

    page: page_rows.ProcessedPage
    boxes: reader.InfoboxRows


def batches(refs: Sequence[SourceRef]) -> list[tuple[SourceRef, ...]]:
    """Return the inputs in ``document_id`` order, cut into batches of at most 1,000 documents and about 16 MB.

    The published tables have this order, too, so the files of the batches are read one after another.
    """
    groups: list[list[SourceRef]] = []
    size = BATCH_BYTES
    for ref in sorted(refs, key=lambda ref: document_id(ref.source)):
        if size + ref.size > BATCH_BYTES or len(groups[-1]) >= BATCH_DOCUMENTS:
            groups.append([])
            size = 0
        groups[-1].append(ref)
        size += ref.size
    return [tuple(group) for group in groups]


def process_batch(job: BatchJob) -> BatchResult:
    """Read, repair, strip and parse the inputs, read their infoboxes, and return the files of the rows, one a table."""
    with collector_paused():
        return _process_batch(job)


def _process_batch(job: BatchJob) -> BatchResult:
    rows: dict[str, list[Row]] = {name: [] for name in job.schemas}
    found = [read(ref) for ref in job.refs]
    raws = [item for item in found if isinstance(item, RawDocument)]
    unread = [item for item in found if isinstance(item, Issue)]
    done = len(unread)
    for some in _slices(raws):
        for processed in process_documents(some, facts_only=job.facts_only, strict_repair=job.strict_repair):
            raw = processed.page.raw
            if page_rows.has_content(processed.page.document):
                _collect(rows, processed)
            else:
                unread.append(no_content(raw.source, len(raw.content)))
        done += len(some)
        reached(done)
    sources = {raw.document_id: raw.source for raw in raws}
    files: dict[str, Path] = {}
    digests: list[pl.DataFrame] = []
    for name in sorted(job.schemas, key="violations".__eq__):  # the last one, because the others add rows to it
        if name == "violations":
            rows[name].sort(key=lambda row: str(row[1]))  # by document, as all files are
        frame, unfit = fitting(name, rows[name], job.schemas[name], sources)
        rows["violations"].extend(unfit)
        if frame.height:
            files[name] = part_file(job.folder, name, job.number)
            write_part(files[name], frame)
            if name not in row_digests.ALWAYS_WRITTEN:
                digests.append(row_digests.row_digests(name, frame, job.seed))
    if digests:
        files[row_digests.TABLE] = part_file(job.folder, row_digests.TABLE, job.number)
        write_part(files[row_digests.TABLE], pl.concat(digests).sort("document_id", maintain_order=True))
    documents = (row for row in rows["documents"] if isinstance(row, page_rows.DocumentRow))
    repeating = [lines for row in documents if (lines := page_lines.page_lines(row))]
    if repeating:
        files[page_lines.TABLE] = part_file(job.folder, page_lines.TABLE, job.number)
        write_part(files[page_lines.TABLE], frame_of(repeating, page_lines.SCHEMA))
    inputs = tuple(fingerprint(ref, item) for ref, item in zip(job.refs, found, strict=True))
    return BatchResult(job.number, len(job.refs) - len(unread), files, inputs, tuple(unread))


def _slices(raws: Sequence[RawDocument]) -> Iterator[list[RawDocument]]:
    some: list[RawDocument] = []
    size = 0
    for raw in raws:
        some.append(raw)
        size += len(raw.content)
        if size >= SLICE_BYTES:
            yield some
            some, size = [], 0
    if some:
        yield some


def process_documents(
    raws: Sequence[RawDocument], *, facts_only: bool = False, strict_repair: bool = False
) -> list[PageRows]:
    """Return each document's structure and infobox rows, in the given order.

    A document over its budget (``flows.work_budget``) is published as plain text, as it came, with an issue
    ``over-budget``. Where a reader fails, the documents are processed one by one; the one on which it fails is
    published likewise, with an issue ``reader-failed`` that names the fault. The others are not affected. Raises
    ``RuleError`` for a broken rule file, ``MemoryError`` where there is none left: the batch is then halved
    (``flows.runs.halving``).
    """
    try:
        return _process(raws, facts_only, strict_repair)
    except (InfoboxEtlError, MemoryError):  # a broken rule file is no fault of a document; see flows.runs.limits
        raise
    except (Exception, pl.exceptions.PanicException) as error:
        if len(raws) > 1:
            options = {"facts_only": facts_only, "strict_repair": strict_repair}
            return [rows for raw in raws for rows in process_documents([raw], **options)]
        return [_unread(raw, decode(raw.content), _failed(error), facts_only) for raw in raws]


def _process(raws: Sequence[RawDocument], facts_only: bool, strict_repair: bool) -> list[PageRows]:
    """Process documents as one column of texts: only texts that a rule may change are handled one by one."""
    decoded = [decode(raw.content) for raw in raws]
    budgets = [PageBudget() for _ in raws]
    counts = counts_of([item.text for item in decoded])
    # A page that is over its budget already must not hold up the columns.
    excesses = list(map(_excess, budgets, counts))
    inside = [item.text for item, excess in zip(decoded, excesses, strict=True) if excess is None]
    repaired = repair_all(inside, strict_repair)
    shapes = [recognise(item.text) for item in repaired]
    cleaned = zip(shapes, strip_all(repaired, shapes, strict_repair), strict=True)
    return [
        _read(raw, text, budget, *next(cleaned), facts_only)
        if excess is None
        else _unread(raw, text, _over_budget(excess), facts_only)
        for raw, text, budget, excess in zip(raws, decoded, budgets, excesses, strict=True)
    ]


def _excess(budget: PageBudget, counts: Mapping[str, int]) -> OverBudgetError | None:
    """Return the error of a page that is over its budget for what stands in its text, None for any other page."""
    try:
        for what, count in counts.items():
            budget.spend(what, count)
    except OverBudgetError as error:
        return error
    return None


def _read(
    raw: RawDocument, decoded: Decoded, budget: PageBudget, shape: Shape, cleaned: Cleaned, facts_only: bool
) -> PageRows:
    try:
        with budget:
            return _page_rows(raw, decoded, parse(shape, cleaned, raw), facts_only)
    except OverBudgetError as error:
        return _unread(raw, decoded, _over_budget(error), facts_only)


def _over_budget(error: OverBudgetError) -> Note:
    remedy = "its text is published as it came: split the file into several, and run again"
    return Note("over-budget", "document", str(error), remedy)


def _failed(error: Exception) -> Note:
    place = traceback.extract_tb(error.__traceback__)[-1]
    fault = f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})"
    remedy = "a fault of the program, not of the page: report it with the page; its text is published as it came"
    return Note("reader-failed", "document", fault, remedy)


def _unread(raw: RawDocument, decoded: Decoded, note: Note, facts_only: bool) -> PageRows:
    return _page_rows(raw, decoded, as_it_came(decoded.text, raw, note), facts_only)


def _page_rows(raw: RawDocument, decoded: Decoded, document: Document, facts_only: bool) -> PageRows:
    more_edits = max(len(document.edits) - MAX_EDITS, 0)  # the price of what is changed pays for the others
    spend("rows", len(document.sections) + len(document.tags) + len(document.notes) + more_edits)
    boxes = reader.read(raw.document_id, document)
    spend("rows", sum(len(getattr(boxes, field.name)) for field in fields(boxes)))
    withheld = facts_only and not license_allows_text(document.license or raw.origin.license)
    notes = (*decoded.notes, *document.notes, *boxes.notes, *([_withheld(raw)] if withheld else []))
    return PageRows(page_rows.ProcessedPage(raw, decoded, document, notes, withheld), boxes)


def _withheld(raw: RawDocument) -> Note:
    return Note(
        "text-withheld",
        "license",
        raw.origin.license or "no licence known",
        "facts are published without the text; add the licence to sources.toml or run without --facts-only",
    )


def _collect(rows: dict[str, list[Row]], item: PageRows) -> None:
    page, boxes = item.page, item.boxes
    for name, build in page_rows.BUILDERS.items():
        rows[name].extend(build(page))
    for name in INFOBOX_TABLES:
        rows[name].extend(getattr(boxes, name))
