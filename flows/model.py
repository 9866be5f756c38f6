"""The types that travel from the bytes of a page to the rows of a table.

``RawDocument`` (bytes) -> ``Decoded`` (text) -> ``Cleaned`` (text and edits) -> ``Document`` (structure) -> rows. All
are immutable and fully typed: none has a free-form dictionary. Rows and edits are ``NamedTuple``, because a run makes
millions of them: creating one costs a fraction of a frozen dataclass, and a table's columns are one ``zip(*rows)``.
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

    The key comes from the name and not from the content, so a corrected page keeps its key and its history.

    >>> document_id("000_4142235f9dc32b56.txt")
    'efcc13ed975c27b8'
    """
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Edit(NamedTuple):
    """One change to a text: at ``start`` the words ``before`` became ``after``.

    ``start`` counts characters in the text as it was when the edit was made: with all earlier edits applied. Undoing a
    document's edits from last to first therefore gives back the decoded input exactly. ``rule`` is the id of an entry
    in ``flows/rules/data``. ``score`` is set where a classifier decided or where a repair is doubtful; ``reasons``
    gives the reasons of a decision ("12 of 14 words are links; after “Related posts”").
    """

    step: Step
    rule: str
    start: int
    before: str
    after: str
    score: float | None = None
    reasons: str | None = None


class Issue(NamedTuple):
    """Something that a person should look at: where it is, the words it is about, and what to do.

    ``document_id`` is None when the input gave no document (an unreadable file). ``where`` names a line, a field or a
    byte offset ("Casualties1", "line 12"). ``text`` quotes the source, cut to 300 characters.
    """

    code: str
    document_id: str | None
    source: str
    where: str
    text: str
    remedy: str


class Note(NamedTuple):
    """An issue as a pure step reports it: the step does not know which document it works on.

    ``Note.for_document`` makes the issue where the document is known.
    """

    code: str
    where: str
    text: str
    remedy: str

    def for_document(self, document_id: str | None, source: str) -> Issue:
        """Return this note as an issue of one document, the quoted text cut to 300 characters."""
        return Issue(self.code, document_id, source, self.where, self.text[:300], self.remedy)


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of an input apart from its bytes, from the ``sources.toml`` beside it; any value may be missing."""

    publisher: str | None = None
    license: str | None = None
    url: str | None = None
    retrieved: dt.date | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class RawDocument:
    """The bytes of one input and its source name (POSIX path relative to the input root).

    ``document_id`` and ``sha256`` (of the bytes) follow from these two; they are computed once, here.
    """

    source: str
    content: bytes
    origin: Origin = Origin()
    document_id: str = field(init=False)
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        """Compute the keys of the document."""
        object.__setattr__(self, "document_id", document_id(self.source))
        object.__setattr__(self, "sha256", hashlib.sha256(self.content).hexdigest())


class InputFile(NamedTuple):
    """An input of a run as it was read: its source name, the SHA-256 of its bytes and their number."""

    source: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of one input, before any repair.

    ``encoding`` is the codec that was used and ``basis`` the kind of evidence for it (explained in
    ``schemas/vocabulary.py``). ``confidence`` is the measured share of such decisions that are right: 1.0 where the
    bytes prove it.
    """

    text: str
    encoding: str
    notes: tuple[Note, ...] = ()
    basis: EncodingBasis = "valid_utf8"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text after repair and strip, with every edit that led to it and the notes for a person."""

    text: str
    edits: tuple[Edit, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the body. ``level`` 0 is the lead (``heading`` None), 1 the highest heading below the title.

    ``parent`` is the number (from 1) of the section that contains this one, None at the top. ``text`` excludes the
    heading.
    """

    level: int
    heading: str | None
    text: str
    parent: int | None = None


Layout = Literal["commas", "lines", "cells", "gaps"]


@dataclass(frozen=True, slots=True)
class InfoboxField:
    """One field of an infobox as the shape gives it: nothing is split or typed yet.

    ``label`` is as printed ("Combatant1", "Commanders and leaders"). ``source_text`` is the value as found, with its
    white space and no-break spaces. ``layout`` says what the shape did to the value's line breaks:

    - ``commas``: they became ", " and list markers stayed ("Syrian Army, ** 17th Division") - wiki_dump;
    - ``lines``: they are still line breaks, one column of the infobox - front_matter, single-column fields;
    - ``cells``: they are line breaks too, but the columns (sides) of the infobox follow each other without a separator,
      so it is not known yet to which side a line belongs - wiki_page;
    - ``gaps``: as ``cells``, of a page that was printed text node by text node (as BeautifulSoup's ``get_text`` does
      with a line break): an empty line stands between two cells, and also between the items of a list - wiki_page.

    ``text`` is set where ``source_text`` is markup (wikitext, HTML): the value as plain lines, list markers as ``*``,
    flag icons as flag emoji, fate marks as their words. ``side`` is the table column of the cell, counted from 1, where
    the shape shows it (HTML). ``heads`` are the heads of the box above the field, the outermost first; ``is_child``:
    the label is a bullet below the last of them.
    """

    label: str
    source_text: str
    layout: Layout
    text: str | None = None
    side: int | None = None
    heads: tuple[str, ...] = ()
    is_child: bool = False

    @property
    def plain(self) -> str:
        """Return the value without markup: the text that the readers of values use."""
        return self.source_text if self.text is None else self.text


@dataclass(frozen=True, slots=True)
class Infobox:
    """One infobox: the name of its template where the shape keeps it, and its fields in printed order."""

    template: str | None
    fields: tuple[InfoboxField, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The structure of one cleaned page.

    ``text`` is the published body (headings as Markdown ``#``). ``edits`` lead from the decoded input to exactly this
    text. Infobox, front matter and furniture are removed by edits too, so nothing leaves a page without a trace.
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
