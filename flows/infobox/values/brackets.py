"""Splitting of lists at separators that stand outside brackets and quotes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_CLOSERS: Final = {"(": ")", "[": "]", "{": "}", "（": "）", "“": "”", "«": "»", "„": "“"}
_MAX_DEPTH: Final = 40


@lru_cache(maxsize=16)
def _scanner(separators: str) -> re.Pattern[str]:
    """Return the pattern of the characters that matter, so that the others cost nothing."""
    return re.compile("[" + re.escape(separators + "".join(_CLOSERS) + "".join(_CLOSERS.values()) + '"') + "]")


def split_top_level(text: str, separators: str = ",") -> list[tuple[int, int]]:
    """Return the spans of the items between separators that stand outside brackets and quotes.

    A comma between digits ("9,000") separates nothing. An opening bracket or quote that is never closed is an ordinary
    character: one lost bracket must not swallow the rest of the list. Spans are stripped of white space; empty items
    are left out.

    >>> text = "Fares Bayoush, (SNC, east), 9,000 men"
    >>> [text[a:b] for a, b in split_top_level(text)]
    ['Fares Bayoush', '(SNC, east)', '9,000 men']
    """
    marks = [(match.start(), match[0]) for match in _scanner(separators).finditer(text)]
    partner = _partners(marks)
    spans: list[tuple[int, int]] = []
    start = 0
    index = 0
    while index < len(marks):
        at, char = marks[index]
        if index in partner:
            index = partner[index] + 1
            continue
        if char in separators and not (char == "," and _joins_digits(text, at)):
            spans.append((start, at))
            start = at + 1
        index += 1
    spans.append((start, len(text)))
    return [span for span in (_strip(text, *span) for span in spans) if span[0] < span[1]]


def _partners(marks: list[tuple[int, str]]) -> dict[int, int]:
    """Return for each opening mark (by index) the index of its closing mark; unclosed ones are left out."""
    partner: dict[int, int] = {}
    stack: list[tuple[int, str]] = []
    quote: int | None = None
    for index, (_, char) in enumerate(marks):
        if char == '"':
            if quote is None:
                quote = index
            else:
                partner[quote] = index
                quote = None
        elif any(char == closer for _, closer in stack[-3:]):
            while stack[-1][1] != char:
                stack.pop()
            partner[stack.pop()[0]] = index
        elif char in _CLOSERS and len(stack) < _MAX_DEPTH:
            stack.append((index, _CLOSERS[char]))
    return partner


def _joins_digits(text: str, at: int) -> bool:
    """Return whether the comma stands between a digit and exactly three digits, as in "9,000"."""
    return text[at - 1 : at].isdigit() and text[at + 1 : at + 4].isdigit() and not text[at + 4 : at + 5].isdigit()


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def brackets(text: str) -> list[tuple[int, int]]:
    """Return the spans of the top-level round and square brackets, marks included; unclosed ones are left out.

    >>> brackets("7 killed (SOHR claim) (some possibly PMCs)")
    [(9, 21), (22, 42)]
    """
    spans: list[tuple[int, int]] = []
    opened: list[int] = []
    for match in _BRACKET.finditer(text):
        if match[0] in "([":
            opened.append(match.start())
        elif opened:
            start = opened.pop()
            if not opened or start < opened[0]:
                spans.append((start, match.end()))
    if opened:
        # Brackets inside an unclosed one are top level after all.
        return _closed_only(text)
    return spans


def _closed_only(text: str) -> list[tuple[int, int]]:
    """Return top-level spans when some bracket is never closed: pairs by the nearest opener, nested ones dropped."""
    stack: list[int] = []
    pairs: list[tuple[int, int]] = []
    for match in _BRACKET.finditer(text):
        if match[0] in "([":
            stack.append(match.start())
        elif stack:
            pairs.append((stack.pop(), match.end()))
    out: list[tuple[int, int]] = []
    for start, end in sorted(pairs):
        if not out or start >= out[-1][1]:
            out.append((start, end))
    return out


_BRACKET: Final = re.compile(r"[()\[\]]")
