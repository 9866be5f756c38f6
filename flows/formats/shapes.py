"""All source shapes: which shape a text has, and its parser. One module or package per shape, none imports another.

A new shape is one module or package with ``SHAPE``, ``recognise(head) -> float`` and ``parse(cleaned, raw) ->
Document``, plus one line in ``FORMATS``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from flows.formats import plain_text, wiki_dump
from flows.formats.front_matter import page as front_matter
from flows.formats.html import page as html
from flows.formats.web_page import page as web_page
from flows.formats.wiki_page import page as wiki_page
from flows.formats.wikitext import page as wikitext
from flows.model import Cleaned, Document, RawDocument, Shape
from flows.work_budget import spend

HEAD: Final = 12_000
"""The characters at a text's beginning that decide its shape: the longest infobox seen has 9,000."""
FOOT: Final = 3_000
"""The characters at its end that are looked at too: a footer identifies a web page whose head is short."""


class Format(NamedTuple):
    """One source shape: ``recognise`` scores the head of a text from 0 to 1, ``parse`` reads a text of this shape."""

    shape: Shape
    recognise: Callable[[str], float]
    parse: Callable[[Cleaned, RawDocument], Document]


FORMATS: Final = (
    Format(front_matter.SHAPE, front_matter.recognise, front_matter.parse),
    Format(html.SHAPE, html.recognise, html.parse),
    Format(wiki_dump.SHAPE, wiki_dump.recognise, wiki_dump.parse),
    Format(wikitext.SHAPE, wikitext.recognise, wikitext.parse),
    Format(wiki_page.SHAPE, wiki_page.recognise, wiki_page.parse),
    Format(web_page.SHAPE, web_page.recognise, web_page.parse),
    Format(plain_text.SHAPE, plain_text.recognise, plain_text.parse),
)
"""All shapes, the most certain first: a score of at least ``SURE`` ends the search."""

_TEXT: Final = (("lines", "\n"), ("headings", "\n#"))
_WIKITEXT_MARKS: Final = ("{{", "[[", "[http", "|", "''", "<", "\n*", "\n#", "\n=", "\n:", "\n;")
COUNTED: Final[dict[Shape, tuple[tuple[str, str], ...]]] = {
    "front_matter": _TEXT,
    "html": (("tags", "<"), ("lines", "\n")),
    "wiki_dump": (*_TEXT, ("headings", "\n=")),
    "wikitext": (*(("marks", mark) for mark in _WIKITEXT_MARKS), ("lines", "\n")),
    "wiki_page": _TEXT,
    "web_page": _TEXT,
    "plain_text": (("headings", "\n#"),),
}
"""What is counted of a page of each shape before it is parsed: the name in ``flows.work_budget``, and the sign."""
SURE: Final = 0.9
_PARSERS: Final = {entry.shape: entry.parse for entry in FORMATS}


def recognise(text: str) -> Shape:
    r"""Return the shape with the highest score; plain_text when no other shape recognises the text.

    Runs on the repaired text before debris is stripped, because the debris rules depend on the shape.

    >>> recognise("= Battle of X =\n\nInfobox\n- Conflict: Battle of X\n\nIt was a battle.")
    'wiki_dump'
    >>> recognise("Some words.")
    'plain_text'
    """
    head = text if len(text) <= HEAD + FOOT else f"{text[:HEAD]}\n{text[-FOOT:]}"
    best, best_score = plain_text.SHAPE, 0.0
    for entry in FORMATS:
        score = entry.recognise(head)
        if score > best_score:
            best, best_score = entry.shape, score
        if score >= SURE:
            break
    return best


def parse(shape: Shape, cleaned: Cleaned, raw: RawDocument) -> Document:
    """Return the structure of a cleaned text of a known shape.

    ``undo(document.text, document.edits)`` gives back the text that the edits of ``cleaned`` started from. Raises
    ``OverBudgetError`` where the page that is read would cost too much.
    """
    for what, sign in COUNTED[shape]:
        spend(what, cleaned.text.count(sign))
    return _PARSERS[shape](cleaned, raw)
