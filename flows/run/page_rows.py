"""The rows of the tables that describe a page itself: documents, sections, tags, edits, issues.

One builder a table, named as its table. The rows of infobox tables are made in ``flows.infobox``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from flows.model import Decoded, Document, Issue, Note, RawDocument


class DocumentRow(NamedTuple):
    """One input document. ``text`` is None only where a licence keeps it back (``--facts-only``)."""

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
class Page:
    """Everything known of one processed page: what the builders of this module read."""

    raw: RawDocument
    decoded: Decoded
    document: Document
    notes: tuple[Note, ...]
    is_text_withheld: bool = False


def documents(page: Page) -> DocumentRow:
    """Return the page's row; ``duplicate_of`` is filled once all pages of the run are known."""
    raw, document = page.raw, page.document
    return DocumentRow(
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


def sections(page: Page) -> Iterator[SectionRow]:
    """Yield one row a section, numbered from 1."""
    key, withheld = page.raw.document_id, page.is_text_withheld
    for number, section in enumerate(page.document.sections, 1):
        text = None if withheld else section.text
        yield SectionRow(key, number, section.parent, section.level, section.heading, text)


def tags(page: Page) -> Iterator[TagRow]:
    """Yield one row a tag, numbered from 1."""
    key = page.raw.document_id
    for number, tag in enumerate(page.document.tags, 1):
        yield TagRow(key, number, tag)


def edits(page: Page) -> Iterator[EditRow]:
    """Yield one row an edit, numbered from 1; none where the text is withheld, since an edit quotes it."""
    if page.is_text_withheld:
        return
    key = page.raw.document_id
    for number, (step, rule, start, before, after, score, reasons) in enumerate(page.document.edits, 1):
        yield EditRow(key, number, step, rule, start, before, after, score, reasons)


def issues(page: Page) -> Iterator[Issue]:
    """Yield one row for each thing in the page that needs a person."""
    key = page.raw.document_id
    for note in page.notes:
        yield note.for_document(key, page.raw.source)
