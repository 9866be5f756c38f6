"""Wikitext -> constructs: templates, links, tables, comments and opaque tags, found in one pass over the characters.

Wikitext has no grammar: whatever is not closed is text. So openings are put on a stack, and a closing mark pops the
nearest opening of its kind. Openings above that one were never closed: they are text, and their bars and constructs
belong to the construct around them. The stack is bounded, every failed search is remembered, and nothing recurses: so
the time is linear in the length for any page (2,000 openings that never close, a line of ten megabytes).

Callers walk ``children``, which nest at most ``MAX_DEPTH`` deep, and read the parts of a template or link with
``flows.formats.wikitext.construct_parts``::

    for construct in scan(text):
        if construct.kind == "template":
            name = part_name(text, construct)
            _, *arguments = parts(text, construct)
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

Kind = Literal["template", "argument", "link", "table", "comment", "tag"]

MAX_OPEN: Final = 1_000
"""Size of the stack of openings; when it is full, the outer half of it becomes text."""
MAX_DEPTH: Final = 40
"""How many levels a construct may have, as many as MediaWiki expands; with more, its content is text."""

OPAQUE: Final = (
    *("nowiki", "pre", "ref", "math", "chem", "ce", "gallery", "syntaxhighlight", "source", "score", "timeline"),
    *("imagemap", "hiero", "templatedata", "templatestyles", "mapframe", "maplink", "graph", "inputbox"),
)
"""Tags whose content is not wikitext of the page around them: a bar in a ``<ref>`` does not separate parts."""
_OPENING_TAG: Final = f"(?:{'|'.join(OPAQUE)})(?=[\\s/>])"
_TOKEN: Final = re.compile(
    f"\\{{\\{{++|\\}}\\}}++|\\[\\[|\\]\\]|\\||\\{{(?=\\|)|<!--|<(?i:{_OPENING_TAG})",
)
_CLOSING_TAGS: Final = {name: re.compile(f"</{name}[ \\t\\n]*+>", re.IGNORECASE) for name in OPAQUE}
_LINE_START: Final = 24
"""How many characters before a ``{|`` are searched for the start of its line; blanks and colons may precede it."""


class Construct(NamedTuple):
    """One piece of markup: ``text[start:end]``, and ``text[inner_start:inner_end]`` without its marks.

    ``bars`` holds the offsets of the ``|`` that separate its parts, without those of constructs within it;
    ``children`` holds the constructs within it. ``name`` is the name of a tag in lower case; the name of a template is
    its first part. An ``argument`` is ``{{{x|default}}}``. Comments and tags have neither bars nor children: the
    content of a ``<ref>`` is wikitext of its own (``scan(text, c.inner_start, c.inner_end)``).
    """

    kind: Kind
    start: int
    end: int
    inner_start: int
    inner_end: int
    bars: tuple[int, ...] = ()
    children: tuple[Construct, ...] = ()
    name: str = ""


def scan(text: str, start: int = 0, end: int | None = None, *, only_first: bool = False) -> list[Construct]:
    """Return the outermost constructs of ``text[start:end]`` in order; those within them are their ``children``.

    With ``only_first`` the scan stops where the construct that opens at ``start`` ends: so a box is cut out of a long
    page without reading the page. If that construct never closes, the result is that of all of ``text[start:end]``.

    >>> source = "{{flag|Syria}} [[Deir ez-Zor|Deir]]<ref>{{cite|x}}</ref> {{never"
    >>> [(found.kind, source[found.start:found.end]) for found in scan(source)]
    [('template', '{{flag|Syria}}'), ('link', '[[Deir ez-Zor|Deir]]'), ('tag', '<ref>{{cite|x}}</ref>')]
    """
    return _Scan(text, start, len(text) if end is None else end).run(only_first=only_first)


class _Opening:
    """An opening on the stack: its offset, its number of braces, and how many constructs and bars were found before it.

    ``under_tables`` is the nearest opening, itself or below it on the stack, that is not a table; ``under_links`` the
    nearest that is not a link. That is what a closing mark of the other kind may close, found without a search.
    """

    __slots__ = ("bars", "braces", "children", "is_open", "kind", "start", "under_links", "under_tables")

    def __init__(self, kind: Kind, start: int, braces: int, stacks: tuple[int, int], below: _Opening | None) -> None:
        self.kind = kind
        self.start = start
        self.braces = braces
        self.children, self.bars = stacks
        self.is_open = True
        self.under_tables: _Opening = below.under_tables if below is not None and kind == "table" else self
        self.under_links: _Opening = below.under_links if below is not None and kind == "link" else self


class _Scan:
    """One pass over a text: the stack of openings, and the constructs and bars that are not part of a construct yet."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._start = start
        self._end = end
        self._open: list[_Opening] = []
        self._templates = 0
        self._done: list[Construct] = []
        self._heights: list[int] = []
        self._bars: list[int] = []
        self._absent: set[str] = set()
        self._skip = start

    def run(self, *, only_first: bool) -> list[Construct]:
        """Return the constructs; see ``scan``."""
        text = self._text
        for token in _TOKEN.finditer(text, self._start, self._end):
            at, end = token.span()
            if at < self._skip:
                if end <= self._skip:
                    continue
                at = self._skip  # braces after a "|}"
            char = text[at]
            if char == "|":
                self._bar(at)
            elif char == "}":
                self._close_braces(at, end - at)
            elif char == "]":
                self._close_link(at)
            elif char == "[":
                self._push("link", at, 0)
            elif char == "<":
                self._opaque(at, end)
            elif end - at >= 2:
                self._push("template", at, end - at)
            elif self._begins_line(at):
                self._push("table", at, 0)
                self._skip = at + 2
            if only_first and not self._open:
                break
        return self._done

    def _begins_line(self, at: int) -> bool:
        """Return whether an offset begins a line or a value: elsewhere ``{|`` and ``|}`` are text."""
        before = self._text[max(self._start, at - _LINE_START) : at].rstrip(" \t:*")
        return not before or before[-1] in "\n=|>"

    def _push(self, kind: Kind, at: int, braces: int) -> None:
        """Put an opening on the stack; if the stack is full, give up its lower half, which never closed."""
        stack = self._open
        if len(stack) >= MAX_OPEN:
            for given_up in stack[: MAX_OPEN // 2]:
                given_up.is_open = False
                self._templates -= given_up.kind == "template"
            del stack[: MAX_OPEN // 2]
        below = stack[-1] if stack else None
        stack.append(_Opening(kind, at, braces, (len(self._done), len(self._bars)), below))
        self._templates += kind == "template"

    def _pop(self) -> _Opening:
        opening = self._open.pop()
        self._templates -= opening.kind == "template"
        return opening

    def _bar(self, at: int) -> None:
        """Record a bar, or close a table if one is open and ``|}`` begins a line."""
        if not self._open:
            return
        table = self._open[-1].under_links
        if table.kind == "table" and table.is_open and self._text.startswith("|}", at) and self._begins_line(at):
            self._skip = at + 2
            self._close(table, at + 2)
            return
        self._bars.append(at)

    def _close_link(self, at: int) -> None:
        """Close a link; tables that were opened in it and never closed are text."""
        if self._open:
            link = self._open[-1].under_tables
            if link.kind == "link" and link.is_open:
                self._close(link, at + 2)

    def _close(self, opening: _Opening, end: int) -> None:
        """Close an opening; openings above it on the stack are text."""
        while self._pop() is not opening:
            pass
        self._finish(opening.kind, opening, opening.start, end, 2)

    def _close_braces(self, at: int, count: int) -> None:
        """Close the templates (two braces) and arguments (three braces) that a run of closing braces closes."""
        while count >= 2 and self._templates:
            while self._open[-1].kind != "template":
                self._pop()
            opening = self._open[-1]
            size = 3 if count >= 3 and opening.braces >= 3 else 2
            opening.braces -= size
            if opening.braces < 2:
                self._pop()
            at += size
            count -= size
            self._finish("argument" if size == 3 else "template", opening, opening.start + opening.braces, at, size)

    def _finish(self, kind: Kind, opening: _Opening, start: int, end: int, marks: int) -> None:
        """Add the construct, with the constructs and bars found since its opening; too deep, it gets no children."""
        done, bars, heights = self._done, self._bars, self._heights
        height = 1 + max(heights[opening.children :], default=0)
        children: tuple[Construct, ...] = ()
        if height > MAX_DEPTH:
            height = 1
        else:
            children = tuple(done[opening.children :])
        own = tuple(bars[opening.bars :])
        del done[opening.children :], heights[opening.children :], bars[opening.bars :]
        done.append(Construct(kind, start, end, start + marks, end - marks, own, children))
        heights.append(height)

    def _opaque(self, at: int, end: int) -> None:
        """Add a comment or an opaque tag; one that never closes is text."""
        text = self._text
        if text.startswith("<!--", at):
            close = self._find("-->", end)
            if close >= 0:
                self._add(Construct("comment", at, close + 3, end, close))
            return
        name = text[at + 1 : end].lower()
        close = self._find(">", end)
        if close < 0:
            return
        if text[close - 1] == "/":
            self._add(Construct("tag", at, close + 1, close + 1, close + 1, name=name))
            return
        if name in self._absent:
            return
        closing = _CLOSING_TAGS[name].search(text, close + 1, self._end)
        if closing is None:
            self._absent.add(name)
            return
        self._add(Construct("tag", at, closing.end(), close + 1, closing.start(), name=name))

    def _find(self, needle: str, start: int) -> int:
        """Return the next offset of a needle, -1 if there is none; that is remembered, because ``start`` only grows."""
        if needle in self._absent:
            return -1
        found = self._text.find(needle, start, self._end)
        if found < 0:
            self._absent.add(needle)
        return found

    def _add(self, construct: Construct) -> None:
        self._done.append(construct)
        self._heights.append(1)
        self._skip = construct.end
