"""The brackets of a text that stand in no other brackets."""

from __future__ import annotations

import re
from typing import Final

_BRACKET: Final = re.compile(r"[()\[\]]")


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
