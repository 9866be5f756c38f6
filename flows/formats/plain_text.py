"""Texts of no known shape: published whole, with a note that a person should look."""

from __future__ import annotations

from typing import Final

from flows.formats.page_draft import PageDraft
from flows.model import Cleaned, Document, Note, RawDocument, Shape

SHAPE: Final[Shape] = "plain_text"
FLOOR: Final = 0.1


def recognise(head: str) -> float:
    """Return the lowest score: every text is at least plain text.

    >>> recognise("anything")
    0.1
    """
    del head
    return FLOOR


def parse(cleaned: Cleaned, raw: RawDocument) -> Document:
    """Return the whole text as the body; a first line that is short or a Markdown title is the title."""
    draft = PageDraft(SHAPE, cleaned, raw)
    draft.note(
        "unknown-shape",
        "document",
        draft.text.strip()[:200],
        "published whole as plain text; see what became of it: infobox-etl explain DOCUMENT",
    )
    return draft.finish(_title(draft.text))


def as_it_came(text: str, raw: RawDocument, reason: Note) -> Document:
    """Return a page that could not be read: its decoded text unchanged as one section, with the note of the reason."""
    draft = PageDraft(SHAPE, Cleaned(text, notes=(reason,)), raw)
    return draft.unread(_title(text))


def _title(text: str) -> str | None:
    """Return the first line if it is short or a Markdown title, None for any other."""
    first = text.strip().split("\n", 1)[0][:400].strip()
    is_title = any(map(str.isalpha, first)) and (first.startswith("# ") or len(first) <= 120)  # "+++" is not a title
    return first.lstrip("#").strip() if is_title else None
