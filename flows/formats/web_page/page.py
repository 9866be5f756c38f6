"""Articles in a browser's text of a whole web page: navigation, title, byline, body, share bars and footers in one.

First the metadata is read (title, byline, date, tags, publisher). Then the classifier judges the remaining lines, and
each line of furniture becomes one edit with its score.
"""

from __future__ import annotations

from typing import Final

from flows.formats.page_draft import Metadata, PageDraft
from flows.formats.web_page.masthead import Masthead, read_masthead
from flows.model import Cleaned, Document, RawDocument, Shape
from flows.text.edits import Replacement
from flows.text.furniture.body_lines import Judged, judge
from flows.text.furniture.comments import RULE as COMMENTS
from flows.text.furniture.comments import as_blocks, comment_lines
from flows.text.furniture.line_look import folded, is_interface, is_prose

SHAPE: Final[Shape] = "web_page"
MAX_LINES: Final = 20_000
_MAX_INTERFACE: Final = 80
_WITH_PHRASE: Final = 2
"""The interface lines that make a web page when one of them is a phrase, and when none is."""
_WITHOUT: Final = 5
_FRAMED: Final = 25
_EDGE: Final = 3
_FURNITURE: Final = 0.05
_FURNITURE_SHARE: Final = 0.1
_NO_INTERFACE: Final = frozenset("#0123456789")


def recognise(head: str) -> float:
    r"""Return how certain the head of a text has this shape, by its number of different interface lines.

    Enough are two with a phrase among them ("Skip to content", a copyright line), or five single words: nearly every
    page has them. With fewer, the line classifier decides whether a menu or a footer frames the text. A poem may have
    "Home" and "Share" for lines, and a list of steps "1. Search", so numbered lines and comments of code are not
    counted.

    >>> recognise("Skip to content\nHome\nContact us\nThe article.")
    0.65
    >>> recognise("An article.\nmenu\nShare\nHome"), recognise("1. Search\n2. Contact us\n3. Login")
    (0.0, 0.0)
    """
    found: set[str] = set()
    has_phrase = False
    for line in head.split("\n"):
        if not 2 < len(line) <= _MAX_INTERFACE and (len(line) != 2 or line.isascii()):
            continue
        if line not in found and not line.isspace() and is_interface(line):
            words = folded(line)
            if not any(map(str.isalpha, words)) or line.lstrip()[0] in _NO_INTERFACE:
                continue
            found.add(line)
            has_phrase = has_phrase or " " in words or "©" in line or (len(words) > 3 and not words.isascii())
            if len(found) >= (_WITH_PHRASE if has_phrase else _WITHOUT):
                return 0.65
    return 0.6 if found and _is_framed(head) else 0.0


def _is_framed(head: str) -> bool:
    """Return whether the text begins or ends with lines that are surely furniture, and has more of them.

    One interface line proves nothing. With a menu above or a footer below that the lexicon does not know, it does. Of
    621 clean bodies of articles none is framed like this; of the web pages that the lexicon misses, a third is.
    """
    _, blanks, lines = _lines(head)
    if len(lines) < _FRAMED:
        return False
    scores = [item.score for item in judge(lines, blanks)]
    is_edge = max(scores[:_EDGE]) < _FURNITURE or max(scores[-_EDGE:]) < _FURNITURE
    return is_edge and sum([score < _FURNITURE for score in scores]) >= len(scores) * _FURNITURE_SHARE


def parse(cleaned: Cleaned, raw: RawDocument) -> Document:
    """Return the page's structure: title, byline, date, tags, publisher, and the body without furniture."""
    draft = PageDraft(SHAPE, cleaned, raw)
    text = draft.text
    starts, blanks, lines = _lines(text)
    if len(lines) > MAX_LINES:
        remedy = "published whole; split the page into its parts"
        draft.note("too-many-lines", "document", f"{len(lines)} lines", remedy)
        return draft.finish(None)
    judged = judge(lines, blanks)
    masthead = read_masthead(lines, starts, judged)
    if masthead.is_date_ambiguous:
        draft.note(
            "ambiguous-date",
            f"line {text.count(chr(10), 0, starts[masthead.byline or 0]) + 1}",
            lines[masthead.byline or 0].strip(),
            "day and month could be the other way round and nothing on the page decides: published_date is left empty",
        )
    if masthead.title is not None and not masthead.is_title_sure:
        remedy = "check the title column: no line above the body stands out as its headline, this one is the likeliest"
        draft.note("no-title", "document", masthead.title, remedy)
    read = masthead.titles | masthead.claimed
    if any(item.is_body and index not in read and is_prose(lines[index]) for index, item in enumerate(judged)):
        draft.change(_cuts(text, starts, lines, judged, masthead))
    else:
        draft.note("no-body", "document", text.strip()[:200], "no sentence would be left; published whole")
    metadata = Metadata(
        publisher=masthead.publisher,
        author=masthead.author,
        published_date=masthead.published_date,
        tags=masthead.tags,
    )
    return draft.finish(masthead.title, (), metadata)


def _lines(text: str) -> tuple[list[int], list[int], list[str]]:
    """Return for the lines that are not blank: where each starts, the number of blank lines before it, and its text."""
    starts, blanks, lines = [], [], []
    position = empty = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            starts.append(position)
            blanks.append(empty)
            lines.append(line)
            empty = 0
        else:
            empty += 1
        position += len(line) + 1
    return starts, blanks, lines


def _cuts(
    text: str, starts: list[int], lines: list[str], judged: tuple[Judged, ...], masthead: Masthead
) -> list[Replacement]:
    """Return the removal of every line that is not body, with the blank lines after it; comments as blocks."""
    ends = [*starts[1:], len(text)]
    read = masthead.titles | masthead.claimed
    comments = comment_lines(lines, [item.is_body or index in read for index, item in enumerate(judged)])
    cuts = []
    for index, (start, end, item) in enumerate(zip(starts, ends, judged, strict=True)):
        if index in masthead.titles:
            cuts.append(Replacement(start, end, "", "normalise", "title-line"))
        elif index in masthead.claimed:
            cuts.append(Replacement(start, end, "", "normalise", "metadata-line"))
        elif not item.is_body:
            rule = COMMENTS if index in comments else "furniture"
            cuts.append(Replacement(start, end, "", "boilerplate", rule, item.score, item.reasons))
    return as_blocks(cuts)
