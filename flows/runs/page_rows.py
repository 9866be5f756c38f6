"""The rows of the tables that describe a page itself: documents, sections, tags, edits, issues.

Each table has one builder of the same name, and ``BUILDERS`` lists them. The rows of infobox tables are made in
``flows.infobox``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from flows.model import Decoded, Document, InfoboxField, Issue, Note, RawDocument
from flows.rules.labels import FIELDS, canonical
from flows.text import content
from flows.text.furniture.line_look import is_interface


class DocumentRow(NamedTuple):
    """One input document. ``text`` is None only where its licence does not allow it (``--facts-only``)."""

    document_id: str
    source: str
    content_sha256: str
    shape: str
    encoding: str
    encoding_basis: str
    encoding_confidence: float
    title: str
    publisher: str | None
    author: str | None
    published_date: dt.date | None
    source_url: str | None
    language: str | None
    license: str | None
    text: str | None
    input_bytes: int
    input_characters: int
    text_characters: int
    edit_count: int
    issue_count: int
    duplicate_of: str | None


class SectionRow(NamedTuple):
    """One section of a document's body."""

    document_id: str
    section_no: int
    parent_section_no: int | None
    level: int
    heading: str | None
    text: str | None


class TagRow(NamedTuple):
    """One tag of a document, in printed order."""

    document_id: str
    tag_no: int
    tag: str


class EditRow(NamedTuple):
    """One change made to a document's text."""

    document_id: str
    edit_no: int
    step: str
    rule: str
    start: int
    before: str
    after: str
    score: float | None
    reasons: str | None


@dataclass(frozen=True, slots=True)
class ProcessedPage:
    """One processed page, as the builders of this module read it."""

    raw: RawDocument
    decoded: Decoded
    document: Document
    notes: tuple[Note, ...]
    is_text_withheld: bool = False


def has_content(document: Document) -> bool:
    """Return whether a reader finds anything: in the text, in an infobox, or in a title that the page states.

    A page without any is not a document: its title would be made up. What counts as anything says
    ``flows.text.content``. Metadata alone (author, date, language, tags, keys of its own) is no content, so a key of
    front matter counts only where it is a field that nothing but a conflict's infobox has.
    """
    text, notes = document.text, {note.code for note in document.notes}
    if "no-body" in notes:  # all of it was published because no sentence would be left: is any line not of a menu?
        text = "\n".join(line for line in text.split("\n") if not is_interface(line))
    # The title of plain text is the text's first line, which may end inside of a tag.
    stated = () if "no-title" in notes or document.shape == "plain_text" else (document.title,)
    fields = (field for box in document.infoboxes for field in box.fields)
    values = (field.plain for field in fields if document.shape != "front_matter" or _is_of_conflict(field))
    return any(content.has_content(part) for parts in (stated, (text,), values) for part in parts)


def _is_of_conflict(field: InfoboxField) -> bool:
    label = canonical(field.label)
    return label is not None and FIELDS[label.key].is_conflict


def documents(page: ProcessedPage) -> Iterator[DocumentRow]:
    """Yield the page's one row; ``duplicate_of`` is filled once all pages of the run are known."""
    raw, document = page.raw, page.document
    yield DocumentRow(
        document_id=raw.document_id,
        source=raw.source,
        content_sha256=raw.sha256,
        shape=document.shape,
        encoding=page.decoded.encoding,
        encoding_basis=page.decoded.basis,
        encoding_confidence=page.decoded.confidence,
        title=document.title,
        publisher=document.publisher or raw.origin.publisher,
        author=document.author,
        published_date=document.published_date,
        source_url=document.source_url or raw.origin.url,
        language=document.language or raw.origin.language,
        license=document.license or raw.origin.license,
        text=None if page.is_text_withheld else document.text,
        input_bytes=len(raw.content),
        input_characters=len(page.decoded.text),
        text_characters=len(document.text),
        edit_count=len(document.edits),
        issue_count=len(page.notes),
        duplicate_of=None,
    )


def sections(page: ProcessedPage) -> Iterator[SectionRow]:
    """Yield one row for each section, numbered from 1."""
    key, withheld = page.raw.document_id, page.is_text_withheld
    for number, section in enumerate(page.document.sections, 1):
        text = None if withheld else section.text
        yield SectionRow(key, number, section.parent, section.level, section.heading, text)


def tags(page: ProcessedPage) -> Iterator[TagRow]:
    """Yield one row for each tag, numbered from 1."""
    key = page.raw.document_id
    for number, tag in enumerate(page.document.tags, 1):
        yield TagRow(key, number, tag)


def edits(page: ProcessedPage) -> Iterator[EditRow]:
    """Yield one row for each edit, numbered from 1; no row where the text is withheld, because an edit quotes it."""
    if page.is_text_withheld:
        return
    key = page.raw.document_id
    for number, (step, rule, start, before, after, score, reasons) in enumerate(page.document.edits, 1):
        yield EditRow(key, number, step, rule, start, before, after, score, reasons)


def issues(page: ProcessedPage) -> Iterator[Issue]:
    """Yield one row for each issue of the page."""
    key = page.raw.document_id
    for note in page.notes:
        yield note.for_document(key, page.raw.source)


BUILDERS: Final[Mapping[str, Callable[[ProcessedPage], Iterator[tuple[Any, ...]]]]] = {
    build.__name__: build for build in (documents, sections, tags, edits, issues)
}
"""The builder of each table that describes a page itself, by the table's name."""
