"""The stretches of a text that are code: there ``()``, ``[object Object]`` and ``&amp;`` are meant and must stay."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import Final

_FENCE: Final = re.compile(r"^ {0,3}(```|~~~)", re.MULTILINE)
_INLINE: Final = re.compile(r"(?<!`)(`{1,3}+)(?!`)[^`\n]{1,500}+\1(?!`)")
# A block indented by four or more after an empty line. List items are indented too, but are not code.
_INDENTED: Final = re.compile(r"(?:(?: {4}|\t)(?![ \t]*+(?:[-*•+]|\d{1,9}[.)]) )[^\n]*+(?:\n|\Z))++")
_ENTITY_LAST: Final = re.compile(r"&#?\w{2,24};\Z")


class CodeSpans:
    """The stretches of one text that are code: fenced and indented blocks, backticks, lines that end like statements.

    A fence that is never closed reaches to the end, as in Markdown. A line is judged when it is asked for, and only the
    last line is remembered: rules ask for their hits from left to right. ``is_empty`` is True when nothing in the text
    can be code.

    >>> CodeSpans("Call `f()` now.").touches(6, 9), CodeSpans("Call f() now.").touches(5, 8)
    (True, False)
    """

    __slots__ = ("_ends", "_line", "_line_ends", "_line_starts", "_starts", "_text", "is_empty")

    def __init__(self, text: str) -> None:
        blocks = sorted((*_fences(text), *_indented(text)))
        self._text = text
        self._starts = [start for start, _ in blocks]
        self._ends = [end for _, end in blocks]
        for number in range(1, len(blocks)):
            self._ends[number] = max(self._ends[number], self._ends[number - 1])
        # Without these signs no line can be code, so no line has to be judged.
        has_signs = any(sign in text for sign in "`;{}") or " => " in text
        self._line = (0, -1) if has_signs else (0, len(text))
        self.is_empty = not blocks and not has_signs
        self._line_starts: list[int] = []
        self._line_ends: list[int] = []

    def touches(self, start: int, end: int) -> bool:
        """Return whether ``text[start:end]`` overlaps code; only the line of ``start`` is judged."""
        if self.touches_block(start, end):
            return True
        if not self._line[0] <= start <= self._line[1]:
            self._read_line(start)
        return _touch(self._line_starts, self._line_ends, start, end)

    def touches_block(self, start: int, end: int) -> bool:
        """Return whether it overlaps a fenced or indented block, whatever the line looks like."""
        return _touch(self._starts, self._ends, start, end)

    def _read_line(self, at: int) -> None:
        """Find the code in the line that contains a position."""
        start = self._text.rfind("\n", 0, at) + 1
        end = self._text.find("\n", at)
        end = len(self._text) if end < 0 else end
        line = self._text[start:end]
        self._line = start, end
        bare = line.rstrip(" \t")
        spans = [hit.span() for hit in _INLINE.finditer(line)] if "`" in line else []
        if " => " in line or (bare.endswith((";", "{", "}")) and not _ENTITY_LAST.search(bare[-30:])):
            spans = [(0, len(line))]
        self._line_starts = [start + one for one, _ in spans]
        self._line_ends = [start + other for _, other in spans]


def _touch(starts: list[int], ends: list[int], start: int, end: int) -> bool:
    """Return whether ``start`` to ``end`` overlaps a stretch; they are sorted by start and their ends never fall."""
    number = bisect_right(starts, max(end - 1, start))
    return number > 0 and ends[number - 1] > start


@lru_cache(maxsize=4)
def code_spans_of(text: str) -> CodeSpans:
    """Return the code of a text, cached: the rules of one round ask about the same text."""
    return CodeSpans(text)


def _fences(text: str) -> list[tuple[int, int]]:
    """Return the fenced blocks, including their fences."""
    found: list[tuple[int, int]] = []
    if ("`" not in text or "```" not in text) and ("~" not in text or "~~~" not in text):
        return found
    opened: tuple[int, str] | None = None
    for hit in _FENCE.finditer(text):
        if opened is None:
            opened = hit.start(), hit[1]
        elif opened[1] == hit[1]:
            found.append((opened[0], hit.end()))
            opened = None
    if opened is not None:
        found.append((opened[0], len(text)))
    return found


def _indented(text: str) -> list[tuple[int, int]]:
    """Return the indented blocks: at the beginning and after empty lines."""
    found: list[tuple[int, int]] = []
    for opening in ("\n\n    ", "\n\n\t") if "\t" in text else ("\n\n    ",):
        at = text.find(opening)
        while at >= 0:
            block = _INDENTED.match(text, at + 2)
            if block:
                found.append(block.span())
            at = text.find(opening, block.end() - 2 if block else at + 2)
    if text.startswith(("    ", "\t")) and (block := _INDENTED.match(text)):
        found.append(block.span())
    return found
