"""Articles as a browser's text of a whole web page: navigation, title, byline, body, share bars, footers in one.

What the page says of itself (title, byline, date, tags, publisher) is read first; the lines that are left are judged by
the classifier, and what is furniture becomes one edit a line with its score.
"""

from __future__ import annotations

from typing import Final

from flows.formats.draft import Draft, Metadata
from flows.formats.masthead import Masthead, read_masthead
from flows.model import Cleaned, Document, RawDocument, Shape
from flows.text.boilerplate import Judged, is_interface, judge
from flows.text.edits import Replacement

SHAPE: Final[Shape] = "web_page"
MAX_LINES: Final = 20_000
_MAX_INTERFACE: Final = 80


def recognise(head: str) -> float:
    r"""Return how sure the head of a text is of this shape: how many different lines are interface and nothing else.

    Two such lines stand in nearly every page and hardly ever in an article's body alone.

    >>> recognise("Skip to content\nHome\nContact us\nThe article.")
    0.65
    >>> recognise("An article that tells how to share.")
    0.0
    """
    found: set[str] = set()
    for line in head.split("\n"):
        if 2 < len(line) <= _MAX_INTERFACE and line not in found and not line.isspace() and is_interface(line):
            if not any(character.isalpha() for character in line):
                continue
            found.add(line)
            if len(found) >= 4:
                return 0.75
    return 0.65 if len(found) >= 2 else 0.0


def parse(cleaned: Cleaned, raw: RawDocument) -> Document:
    """Return the page's structure: title, byline, date, tags, publisher, and the body without furniture."""
    draft = Draft(SHAPE, cleaned, raw)
    text = draft.text
    starts, lines = _lines(text)
    if len(lines) > MAX_LINES:
        remedy = "published whole; split the page into its parts"
        draft.note("too-many-lines", "document", f"{len(lines)} lines", remedy)
        return draft.finish(None)
    judged = judge(lines)
    masthead = read_masthead(lines, starts, judged)
    if masthead.is_date_ambiguous:
        draft.note(
            "ambiguous-date",
            f"line {text.count(chr(10), 0, starts[masthead.byline or 0]) + 1}",
            lines[masthead.byline or 0].strip(),
            "day and month could be the other way round and nothing on the page decides; check published_date",
        )
    if masthead.title is not None and not masthead.is_title_sure:
        remedy = "check the title column: no line above the body stands out as its headline, this one is the likeliest"
        draft.note("no-title", "document", masthead.title, remedy)
    if any(item.is_body for item in judged):
        draft.change(_cuts(text, starts, judged, masthead))
    else:
        draft.note("no-body", "document", text.strip()[:200], "no line reads like an article; published whole")
    metadata = Metadata(
        publisher=masthead.publisher,
        author=masthead.author,
        published_date=masthead.published_date,
        tags=masthead.tags,
    )
    return draft.finish(masthead.title, (), metadata)


def _lines(text: str) -> tuple[list[int], list[str]]:
    """Return where each line that is not blank starts, and the lines."""
    starts, lines = [], []
    position = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            starts.append(position)
            lines.append(line)
        position += len(line) + 1
    return starts, lines


def _cuts(text: str, starts: list[int], judged: tuple[Judged, ...], masthead: Masthead) -> list[Replacement]:
    """Return the removal of every line that is no body: each with the blank lines behind it."""
    ends = [*starts[1:], len(text)]
    cuts = []
    for index, (start, end, item) in enumerate(zip(starts, ends, judged, strict=True)):
        if index in masthead.titles:
            cuts.append(Replacement(start, end, "", "normalise", "title-line"))
        elif index in masthead.claimed:
            cuts.append(Replacement(start, end, "", "normalise", "metadata-line"))
        elif not item.is_body:
            cuts.append(Replacement(start, end, "", "boilerplate", "furniture", item.score))
    return cuts
