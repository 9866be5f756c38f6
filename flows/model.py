"""The types that travel from the bytes of a page to the rows of a table.

``RawDocument`` (bytes) -> ``Decoded`` (text) -> ``Cleaned`` (text and edits) -> ``Document`` (structure) -> rows.
All are immutable, none carries a free-form bag. Rows and edits are ``NamedTuple`` because a run makes millions of
them: creating one costs a fraction of a frozen dataclass, and a table's columns are one ``zip(*rows)``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from schemas import vocabulary

# The words are the contract's; the code takes their types from here.
EncodingBasis = vocabulary.EncodingBasis
Shape = vocabulary.Shape
Step = vocabulary.Step


def document_id(source: str) -> str:
    """Return the key of a document: the first 16 hex digits of the SHA-256 of its source name.

    The name and not the content makes the key, so a corrected page keeps its key and its history.

    >>> document_id("000_4142235f9dc32b56.txt")
    'efcc13ed975c27b8'
    """
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Edit(NamedTuple):
    """One change to a text: at ``start`` the words ``before`` became ``after``.

    ``start`` counts characters in the text as it was when the edit was made, that is with all earlier edits applied.
    Undoing a document's edits from last to first therefore gives back the decoded input exactly.
    ``rule`` is the id of an entry in ``flows/rules/data``; ``score`` is set where a classifier decided or a repair is
    doubtful, ``reasons`` where the decision had several ("12 of 14 words are links; behind “Related posts”").
    """

    step: Step
    rule: str
    start: int
    before: str
    after: str
    score: float | None = None
    reasons: str | None = None


class Issue(NamedTuple):
    """What needs a person: where it is, the words it is about, and what to do.

    ``document_id`` is empty when no document came of the input (an unreadable file). ``where`` names a line, a field or
    a byte offset ("Casualties1", "line 12"); ``text`` quotes the source, cut to a few hundred characters.
    """

    code: str
    document_id: str | None
    source: str
    where: str
    text: str
    remedy: str


class Note(NamedTuple):
    """An issue as a pure step sees it: the step does not know which document it works for.

    ``Note.of(document)`` is called where the document is known.
    """

    code: str
    where: str
    text: str
    remedy: str

    def of(self, document_id: str | None, source: str) -> Issue:
        """Return this note as the issue of one document, the quoted text cut to 300 characters."""
        return Issue(self.code, document_id, source, self.where, self.text[:300], self.remedy)


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of an input apart from its bytes, from ``sources.toml`` beside it; every value may be missing."""

    publisher: str | None = None
    license: str | None = None
    url: str | None = None
    retrieved: dt.date | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class RawDocument:
    """The bytes of one input and the name they came under (POSIX path relative to the input root)."""

    source: str
    content: bytes
    origin: Origin = Origin()


class InputFile(NamedTuple):
    """An input of a run as it was read: its name, the SHA-256 and the number of its bytes."""

    source: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of one input: nothing repaired yet.

    ``encoding`` is the codec that was used, ``basis`` what decided for it (the words are explained in
    ``schemas/vocabulary.py``), ``confidence`` the measured share of such decisions that are right: 1.0 where the bytes
    prove it.
    """

    text: str
    encoding: str
    notes: tuple[Note, ...] = ()
    basis: EncodingBasis = "valid_utf8"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text after repair and strip, with every change that led to it and what needs a person."""

    text: str
    edits: tuple[Edit, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the body. ``level`` 0 is the lead (``heading`` None), 1 the highest heading below the title.

    ``parent`` is the 1-based number of the section it belongs to, None at the top. ``text`` excludes the heading.
    """

    level: int
    heading: str | None
    text: str
    parent: int | None = None


Layout = Literal["commas", "lines", "cells"]


@dataclass(frozen=True, slots=True)
class InfoboxField:
    """One field of an infobox as the shape gives it: nothing split or typed yet.

    ``label`` is as printed ("Combatant1", "Commanders and leaders"); ``source_text`` is the value as found, white space
    and no-break spaces included. ``layout`` says what the shape did to the value's line breaks:

    - ``commas``: they became ", " and list markers stayed ("Syrian Army, ** 17th Division") - wiki_dump;
    - ``lines``: they are still line breaks, one column of the infobox - front_matter, single-column fields;
    - ``cells``: they are line breaks too, but the columns (sides) of the infobox follow each other without a
      separator, so which side a line belongs to is not known yet - wiki_page.

    ``text`` is set where ``source_text`` is markup (wikitext, HTML): the value as plain lines, list markers as ``*``,
    icons of flags as flag emoji, fate marks as their words. ``side`` is the column of the table that a cell stood in,
    counted from 1, where the shape shows it (HTML).
    """

    label: str
    source_text: str
    layout: Layout
    text: str | None = None
    side: int | None = None

    @property
    def plain(self) -> str:
        """Return the value without markup: what the readers of values work on."""
        return self.source_text if self.text is None else self.text


@dataclass(frozen=True, slots=True)
class Infobox:
    """One infobox: its template's name where the shape keeps it, and its fields in printed order."""

    template: str | None
    fields: tuple[InfoboxField, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The structure of one cleaned page.

    ``text`` is the published body (headings as Markdown ``#``); ``edits`` lead from the decoded input to exactly this
    text: infobox, front matter and furniture are edits too, so nothing leaves a page without a trace.
    """

    shape: Shape
    text: str
    edits: tuple[Edit, ...]
    title: str
    publisher: str | None = None
    author: str | None = None
    published_date: dt.date | None = None
    source_url: str | None = None
    language: str | None = None
    license: str | None = None
    sections: tuple[Section, ...] = ()
    tags: tuple[str, ...] = ()
    infoboxes: tuple[Infobox, ...] = ()
    notes: tuple[Note, ...] = field(default=())
