"""Brackets in a text: where "7 killed (SOHR claim)" has them, whatever is left unclosed."""

from __future__ import annotations

import re
from typing import Final

PARENTHESES: Final = re.compile(r"\([^()]{0,200}\)")
"""Round brackets without inner ones, with at most 200 characters between them."""
_BRACKET: Final = re.compile(r"[()\[\]]")


def brackets(text: str) -> list[tuple[int, int]]:
    """Return the spans of the outermost round and square brackets, with their signs; unclosed ones are left out.

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
        # Brackets inside an unclosed one count as outermost.
        return _closed_only(text)
    return spans


def _closed_only(text: str) -> list[tuple[int, int]]:
    """Return the outermost spans of a text with unclosed brackets: each closing sign ends the nearest open one."""
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
