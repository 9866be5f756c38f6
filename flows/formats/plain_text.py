"""Texts of no known shape: published whole, with a note that a person should look."""

from __future__ import annotations

from typing import Final

from flows.formats.page_draft import PageDraft
from flows.model import Cleaned, Document, RawDocument, Shape

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
    first = draft.text.strip().split("\n", 1)[0][:400].strip()
    is_title = any(map(str.isalpha, first)) and (first.startswith("# ") or len(first) <= 120)  # "+++" is not a title
    title = first.lstrip("#").strip() if is_title else None
    return draft.finish(title)
