"""Saved HTML pages: tags become lines, the head becomes columns, furniture is removed, and every change is recorded.

First one pass turns markup into text (``render``), with one edit for everything between two words. Then each line is
judged by its words and by the elements around it (``line_verdicts``); a line that is not body becomes one edit with its
reasons. Neither a tree of the page nor a library is used: pages are hostile, and time must grow only with their length.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice
from typing import Final

from flows.formats.html.infobox import read_boxes
from flows.formats.html.line_verdicts import LineVerdict, as_judged, judge_blocks, lines_of
from flows.formats.html.page_head import PageHead, read_head
from flows.formats.html.render import Rendered, RenderedLine, render
from flows.formats.html.tokenizer import HtmlToken, tokens
from flows.formats.html.unseen import seen_tokens
from flows.formats.page_draft import Metadata, PageDraft
from flows.model import Cleaned, Document, Infobox, RawDocument, Shape
from flows.text.edits import Replacement
from flows.text.furniture.comments import RULE as COMMENTS
from flows.text.furniture.comments import as_blocks, comment_lines
from flows.text.furniture.line_look import folded, is_prose
from flows.text.repair import repair
from flows.text.strip import strip

SHAPE: Final[Shape] = "html"
MAX_BLOCKS: Final = 20_000
"""The most lines of a page that are judged; a page with more is published whole."""
_DOCTYPE: Final = re.compile("<!doctype\\s++html[\\s>]", re.IGNORECASE)
_ROOTS: Final = frozenset({"html", "head", "body"})
# Elements before the beginning of a page, in files that a template printed.
_MAY_LEAD: Final = frozenset({"script", "style", "link", "meta", "title"})
_CONTAINERS: Final = frozenset(
    {"div", "table", "section", "article", "main", "p", "h1", "h2", "h3", "ul", "ol", "nav", "header", "span", "form"}
)
_LED: Final = 20
"""A page begins within so many tags."""
_STRUCTURE: Final = re.compile("<(?:html|head|body|title|meta|link|div|p|table|h1)[\\s>/]", re.IGNORECASE)
_CLOSING: Final = re.compile("</(?:div|p|li|ul|ol|table|tr|td|section|article|h[1-6]|span|a)>", re.IGNORECASE)
_FEWEST: Final = 10
"""The least closing tags of a fragment."""
_TAG: Final = re.compile("<[/A-Za-z!][^<>]*+>")
_OTHER_MARKUP: Final = re.compile("^(?:#{1,6} |```|[-*] |==|\\[[^\\]\n]{1,80}\\]\\()|\\[\\[|\\{\\{", re.MULTILINE)


def recognise(head: str) -> float:
    r"""Return how certain the head of a text has this shape: the beginning of a document, or a fragment made of tags.

    A fragment begins and ends with a tag, closes ten tags, has a tag in every second line, and has no Markdown or
    wikitext: texts of those shapes hold tags too.

    >>> recognise("<!DOCTYPE html>\n<html><head><title>A page</title>")
    0.97
    >>> recognise("# Title\n\n<p align=center>A picture</p>\n\nText."), recognise("<stdio.h> is a header")
    (0.0, 0.0)
    """
    bare = head.strip("\ufeff \t\n\r\f")
    if not bare.startswith("<"):
        return 0.0
    first = ""
    for token in islice(tokens(bare), 3 * _LED):
        if token.kind == "text" and not bare[token.start : token.end].isspace():
            break
        is_doctype = token.kind == "skip" and _DOCTYPE.match(bare, token.start)
        if is_doctype or (token.kind == "open" and token.name in _ROOTS):
            return 0.97 if _STRUCTURE.search(bare, token.end) else 0.0
        if token.kind == "open" and token.name not in _MAY_LEAD:
            first = token.name
            break
    return 0.95 if first in _CONTAINERS and _is_fragment(bare) else 0.0


def _is_fragment(text: str) -> bool:
    """Return whether a text that begins with a tag is made of tags."""
    if not text.endswith(">") or len(_CLOSING.findall(text)) < _FEWEST or _OTHER_MARKUP.search(text):
        return False
    lines = [line for line in text.split("\n") if line.strip()]
    return sum([_TAG.search(line) is not None for line in lines]) >= len(lines) / 2


def parse(cleaned: Cleaned, raw: RawDocument) -> Document:
    """Return the page's structure: columns from its head, the body as Markdown without furniture."""
    draft = PageDraft(SHAPE, cleaned, raw)
    source = draft.text
    found = list(tokens(source))
    head = read_head(source, found)
    rendered = render(source, seen_tokens(source, found))
    boxes, starts = _read_boxes(draft, source, found, rendered)
    draft.change(rendered.replacements)
    if head.unread_date:
        remedy = "no day, or day and month could be the other way round: published_date is left empty"
        draft.note("ambiguous-date", "head", head.unread_date, remedy)
    if len(rendered.blocks) > MAX_BLOCKS:
        remedy = "published whole; split the page into its parts"
        draft.note("too-many-lines", "document", f"{len(rendered.blocks)} lines", remedy)
    elif rendered.blocks:
        _take_out(draft, rendered, head, starts)
    _clean(draft)
    return draft.finish(head.title, boxes, _metadata(head))


def _read_boxes(
    draft: PageDraft, source: str, found: Sequence[HtmlToken], rendered: Rendered
) -> tuple[tuple[Infobox, ...], frozenset[int]]:
    """Return the infoboxes of a page, and the start positions of the outermost box elements.

    A block with the class of a box but no labelled rows is not a box. A table of that class remains a box, with a note.
    """
    boxes: list[Infobox] = []
    starts: set[int] = set()
    end = 0
    opened: list[int] = []
    for element in rendered.elements.entries:
        if not element.is_infobox or element.is_chrome or element.start < end:
            continue
        opened = opened or [token.start for token in found]
        read, end, _ = read_boxes(source, found, bisect_left(opened, element.start))
        boxes.extend(read)
        if read or element.name == "table":
            starts.add(element.start)
        if not read and element.name == "table":
            remedy = "the lines are in the edits (html-infobox); no row of the table has a label and a value"
            draft.note("html-infobox-unread", element.label, source[element.start : end][:300], remedy)
    return tuple(boxes), frozenset(starts)


def _take_out(draft: PageDraft, rendered: Rendered, head: PageHead, boxes: frozenset[int]) -> None:
    """Remove the lines that are not body: the title's line, an infobox, furniture."""
    text, blocks = draft.text, rendered.blocks
    verdicts = judge_blocks(rendered, text, boxes)
    lines = lines_of(blocks, text)
    title = _title_line(blocks, lines, head.title)
    if not any(verdict.is_body and is_prose(as_judged(line)) for line, verdict in zip(lines, verdicts, strict=True)):
        remedy = "no sentence would be left; only what stands inside of menus, forms and footers is taken out"
        draft.note("no-body", "document", text.strip()[:200], remedy)
        verdicts = [verdict._replace(is_body=verdict.is_body or not verdict.is_in_furniture) for verdict in verdicts]
    if any(verdict.is_body for verdict in verdicts):
        draft.change(_cuts(rendered, text, verdicts, title))


def _title_line(blocks: Sequence[RenderedLine], lines: Sequence[str], title: str | None) -> int | None:
    """Return the first heading that prints the title."""
    if not title:
        return None
    print_of_title = folded(title)
    headings = (number for number, block in enumerate(blocks) if block.element[:1] == "h" and lines[number][:1] == "#")
    return next((number for number in headings if folded(as_judged(lines[number])) == print_of_title), None)


def _cuts(rendered: Rendered, text: str, verdicts: Sequence[LineVerdict], title: int | None) -> list[Replacement]:
    """Return the removal of every line that is not body, with the blank lines after it; comments as blocks."""
    blocks = rendered.blocks
    ends = [*(block.start for block in blocks[1:]), len(text)]
    stays = [verdict.is_body or verdict.is_infobox or number == title for number, verdict in enumerate(verdicts)]
    comments = comment_lines([as_judged(line) for line in lines_of(blocks, text)], stays)
    cuts = []
    for number, (block, end, verdict) in enumerate(zip(blocks, ends, verdicts, strict=True)):
        if number == title:
            cuts.append(Replacement(block.start, end, "", "normalise", "title-line"))
        elif verdict.is_infobox:
            cuts.append(Replacement(block.start, end, "", "normalise", "html-infobox"))
        elif not verdict.is_body:
            rule = COMMENTS if number in comments else "html-furniture"
            cuts.append(Replacement(block.start, end, "", "boilerplate", rule, verdict.score, verdict.reasons))
    return as_blocks(cuts)


def _clean(draft: PageDraft) -> None:
    """Repair and strip the text once more: entities hid mojibake, tags hid debris."""
    cleaned = strip(repair(draft.text, is_strict=True), SHAPE, is_strict=True)
    draft.text = cleaned.text
    draft.edits.extend(cleaned.edits)
    known = {note.code for note in draft.notes}
    draft.notes.extend(note for note in cleaned.notes if note.code not in known)


def _metadata(head: PageHead) -> Metadata:
    return Metadata(
        publisher=head.publisher,
        author=head.author,
        published_date=head.published_date,
        source_url=head.source_url,
        language=head.language,
        license=head.license,
        tags=head.tags,
    )
