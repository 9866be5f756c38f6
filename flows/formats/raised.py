"""What a page prints raised behind a number: a power or the mark of a note, and never more of its digits."""

from __future__ import annotations

import re
from typing import Final

_FIGURES: Final = re.compile(r"[0-9+−–-]{1,6}")
_LETTER: Final = re.compile(r"[a-z]")
_RAISED: Final = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")


def raised(before: str, inner: str) -> str | None:
    """Return how words that stand raised behind a text are written, None where they are written as they are.

    Raised figures behind a digit keep their height, and a raised letter there is the mark of a note:
    "1,200<sup>3</sup>" is not 12,003. "km<sup>2</sup>" and "1<sup>st</sup>" need no sign.

    >>> raised("1,200", "3"), raised("1,200", "a"), raised("km", "2"), raised("1", "st")
    ('³', '[a]', None, None)
    """
    if not before[-1:].isdecimal():
        return None
    if _FIGURES.fullmatch(inner):
        return inner.translate(_RAISED)
    return f"[{inner}]" if _LETTER.fullmatch(inner) else None
