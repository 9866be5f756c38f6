"""Raised text in a value: the exponent of a unit, a power, an ordinal's ending, or the mark of a note.

A page prints "1,200" with a raised 3 behind it, which is a note; without its tag it would read "1,2003". So raised
figures stay raised (``1,200³``), except those of a unit ("km2"), and a raised letter behind a long number becomes a
note's mark in brackets. "1st" and "5e" have their letters raised, too: these are parts of the word and stay.
"""

from __future__ import annotations

import re
from typing import Final

from flows.rules.units import find_unit

_FIGURES: Final = re.compile(r"[0-9+−–-]{1,6}")
RAISED: Final = str.maketrans("0123456789+−–-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
_NOTE: Final = re.compile(r"[a-z]|(?:n|nb|note)[ ]?[0-9]{1,2}")
# A number that is no ordinal, or a whole word: what is raised behind it is no part of it.
_COMPLETE: Final = re.compile(r"[0-9]{3}\Z|[^\W\d_]{4}\Z")
_LAST_WORD: Final = re.compile(r"[^\W\d_]+\Z")
_NEAR: Final = 40


def raised(before: str, text: str) -> str:
    """Return how text that is raised behind ``before`` is written in a line of plain text.

    >>> raised("1,200", "3"), raised("84 km", "2"), raised("1,200", "a"), raised("the 1", "st"), raised("10", "6")
    ('³', '2', '[a]', 'st', '⁶')
    """
    near, shown = before[-_NEAR:], text.strip()
    if _FIGURES.fullmatch(shown):
        word = _LAST_WORD.search(near)
        is_unit = word is not None and find_unit(word[0]) is not None
        return shown if is_unit else shown.translate(RAISED)
    if _NOTE.fullmatch(shown) and _COMPLETE.search(near):
        return f"[{shown}]"
    return text
