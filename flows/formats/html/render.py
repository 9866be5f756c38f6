"""HTML -> the lines that a reader sees; every removed character is in a replacement.

Blocks become lines, headings Markdown ``#``, list items ``- ``, cells of a row are separated by `` | ``, ``<pre>``
becomes a code fence. Everything between two visible words (tags, white space, scripts, comments) is one *gap*, and a
gap is one edit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from typing import Final, NamedTuple

from flows.formats.html.open_elements import OpenElements
from flows.formats.html.tokenizer import HtmlToken
from flows.formats.html.words import html_words
from flows.formats.raised_text import RAISED
from flows.text.edits import Replacement
from flows.text.entities import MARKUP_ENTITY

_SPACES: Final = " \t\n\r\f"
# White space that is not a single space, and entities: these are replaced.
_ODD: Final = re.compile("[ \t\n\r\f]{2,}+|[\t\n\r\f]|" + MARKUP_ENTITY.pattern)
_FIGURES: Final = re.compile("[0-9+−–-]{1,6}+")
_HEADINGS: Final = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_MAX_HEADING: Final = 400
"""A heading that is not closed within so many characters is not a heading."""
_MAX_BLANK: Final = 100
_FENCE: Final = "```"
_SHOWN_SPACES: Final = frozenset("\u00a0\u202f\u2007\u2009\u200a\u2002\u2003\u3000")

_NONE, _SPACE, _CELL, _LINE, _BLANK = range(5)
_SEPARATORS: Final = ("", " ", " | ", "\n", "\n\n")


class RenderedLine:
    """One line of the rendered text (a whole ``<pre>`` counts as one): its start, and its element in the page."""

    __slots__ = ("characters", "element", "element_number", "link_characters", "start")

    def __init__(self, start: int, element: str, element_number: int) -> None:
        self.start = start
        self.element = element
        self.element_number = element_number
        self.characters = 0
        self.link_characters = 0


class Rendered(NamedTuple):
    """The replacements that turn the source into lines, its blocks in order, and the elements around them.

    ``depth`` is the deepest nesting of elements.
    """

    replacements: list[Replacement]
    blocks: list[RenderedLine]
    elements: OpenElements
    depth: int


def render(source: str, found: Iterable[HtmlToken]) -> Rendered:
    r"""Return the replacements that make a page into lines.

    >>> from flows.formats.html.tokenizer import tokens
    >>> from flows.text.edits import rewrite
    >>> page = "<h1>Siege</h1>\n<p>It was <b>long</b> &amp;\n hard.<ul><li>One<li>Two</ul>"
    >>> rewrite(page, render(page, tokens(page)).replacements)[0]
    '# Siege\n\nIt was long & hard.\n\n- One\n- Two'
    """
    renderer = _Renderer(source)
    for token in found:
        renderer.take(token)
    renderer.finish()
    return Rendered(renderer.replacements, renderer.blocks, renderer.elements, renderer.elements.deepest)


class _Renderer:
    """The state of one pass: the gap since the last visible word, and the separator before the next one."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.replacements: list[Replacement] = []
        self.blocks: list[RenderedLine] = []
        self.elements = OpenElements()
        self._shift = 0
        self._gap = 0  # start of the gap
        self._break = _BLANK
        self._rule = "html-tag"
        self._suffix = ""  # closes a code fence
        self._prefix = ""
        self._prefix_of = ""
        self._heading = ""
        self._pre = False
        self._links = 0
        self._is_raised = False
        self._row = 0  # blocks before the row

    def take(self, token: HtmlToken) -> None:
        """Read the next token."""
        kind = token.kind
        if kind == "text":
            if self._pre:
                self._take_verbatim(token.start, token.end)
            else:
                self._take_text(token.start, token.end)
        elif kind == "open":
            self._open(token)
        elif kind == "close":
            self._close(token.name)
        elif kind == "hidden":
            self._rule = "html-hidden"
        elif self._rule == "html-tag":
            self._rule = "html-comment"

    def finish(self) -> None:
        """Close the last gap, after the last visible word."""
        self._replace(self._gap, len(self.source), self._suffix, self._rule)

    def _take_text(self, start: int, end: int) -> None:
        text = self.source[start:end]
        first = start + len(text) - len(text.lstrip(_SPACES))
        if first > start:
            self._separate(_SPACE)
        if first == end or _is_blank(text):
            self._separate(_SPACE)
            return
        last = start + len(text.rstrip(_SPACES))
        self._show(first)
        block = self.blocks[-1]
        block.characters += last - first
        if self._links:
            block.link_characters += last - first
        if self._is_raised and _FIGURES.fullmatch(self.source, first, last):
            self._replace(first, last, self.source[first:last].translate(RAISED), "html-tag")
        for odd in _ODD.finditer(self.source, first, last):
            if odd[0][0] == "&":
                self._replace(*odd.span(), _character(odd[0], " "), "html-entity")
            else:
                self._replace(*odd.span(), " ", "html-space")
        self._gap = last
        if last < end:
            self._separate(_SPACE)

    def _take_verbatim(self, start: int, end: int) -> None:
        if self._prefix and self.source.startswith("\n", start):
            start += 1  # the first line break in <pre> is not shown
        if start == end:
            return
        self._show(start)
        self.blocks[-1].characters += end - start
        for entity in MARKUP_ENTITY.finditer(self.source, start, end):
            self._replace(*entity.span(), _character(entity[0], "\n"), "html-entity")
        self._gap = end

    def _show(self, start: int) -> None:
        """Replace the markup before the next visible words by a separator; a new line becomes a block."""
        is_first = not self.blocks
        is_new = is_first or (self._break >= _LINE and (not self._pre or bool(self._prefix)))
        separator = self._suffix + ("" if is_first else _SEPARATORS[self._break])
        if is_new:
            at = self._gap + self._shift + len(separator)
            self.blocks.append(RenderedLine(at, self._heading or self.elements.innermost, self.elements.current))
        self._replace(self._gap, start, separator + self._prefix, self._rule)
        self._break, self._rule, self._suffix, self._prefix = _NONE, "html-tag", "", ""

    def _separate(self, strength: int) -> None:
        self._break = max(self._break, strength)

    def _replace(self, start: int, end: int, after: str, rule: str) -> None:
        if self.source[start:end] != after:
            self.replacements.append(Replacement(start, end, after, "normalise", rule))
            self._shift += len(after) - (end - start)

    def _open(self, token: HtmlToken) -> None:
        name = token.name
        words = html_words()
        if name == "sup":
            self._is_raised = True  # of "1,200<sup>3</sup>" the 3 is no figure of the number
        if name == "a":
            self._links += 1
        elif name == "br":
            self._separate(_LINE if self._break < _LINE else _BLANK)
        elif name in words.cells:
            # Cells with several lines are page layout; only the cells of a table row are separated by bars.
            self._separate(_CELL if len(self.blocks) - self._row <= 1 else _LINE)
        elif name in words.blocks:
            self._separate_block(name)
        else:
            return
        if name in words.void or name == "a":
            return
        self.elements.open(self.source, token)
        if name in _HEADINGS:
            self._heading, self._prefix, self._prefix_of = name, _HEADINGS[name], name
        elif name == "tr":
            self._row = len(self.blocks)
        elif name == "li" and not self._heading:
            self._prefix, self._prefix_of = "- ", name
        elif name == "pre" and not self._pre:
            self._pre, self._prefix, self._prefix_of = True, f"{_FENCE}\n", name

    def _close(self, name: str) -> None:
        words = html_words()
        if name == "sup":
            self._is_raised = False
        elif name == "a":
            self._links = max(self._links - 1, 0)
        elif name in words.cells:
            self.elements.close(name)
        elif name in words.blocks and name not in words.void:
            self.elements.close(name)
            if name == self._heading:
                self._heading = ""
            self._separate_block(name)
            if name == self._prefix_of:
                self._prefix = self._prefix_of = ""
            if name == "pre" and self._pre:
                self._end_fence()

    def _separate_block(self, name: str) -> None:
        """Break the line, except inside a heading: ``<h2><div>Words</div></h2>`` is one line."""
        is_paragraph = name in html_words().paragraphs
        if self._heading and not is_paragraph and self.blocks and self.blocks[-1].characters < _MAX_HEADING:
            self._separate(_SPACE)
            return
        if is_paragraph:
            self._heading = ""
        self._separate(_BLANK if is_paragraph else _LINE)

    def _end_fence(self) -> None:
        self._pre = False
        if self.blocks and not self._prefix:
            ended = self.source[self._gap - 1 : self._gap] == "\n"
            self._suffix = _FENCE if ended else f"\n{_FENCE}"


def _is_blank(text: str) -> bool:
    """Return whether a text shows nothing: ``<p>&nbsp;</p>`` is an editor's empty line."""
    return len(text) <= _MAX_BLANK and not unescape(text).strip()


@lru_cache(maxsize=4096)
def _character(entity: str, line_break: str) -> str:
    """Return the character of an entity; the entity itself if it has none that can be shown."""
    after = unescape(entity)
    if after == entity or not after or "\ufffd" in after:
        return entity
    if after.isspace() and after not in _SHOWN_SPACES:
        return line_break if after == "\n" else " "
    return after
