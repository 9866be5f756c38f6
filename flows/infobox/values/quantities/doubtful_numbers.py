"""Numbers that are printed like a count and may be none: years, too many people, ranges of unlike numbers."""

from __future__ import annotations

from typing import Final

from flows.rules.words import fold, quantity_words

_WORDS: Final = quantity_words()
_ALL_PEOPLE: Final = 10**10
_MOST: Final = 1_000
"""How many times the first number of a range the second is, at most."""
_MOST_OF_YEARS: Final = 20
"""The same where the first may be a year."""


def may_be_year(low_text: str, high_text: str | None) -> bool:
    """Return whether a number, or both of a range, have four digits like a year and no mark of thousands."""
    texts = (low_text, high_text or low_text)
    return all(len(text) == 4 and text.isdigit() and "1000" <= text <= "2100" for text in texts)


def is_improbable(low_text: str, high_text: str | None, limits: tuple[int, int], factor: str) -> bool:
    """Return whether a number is no count: more than all people, a factor too many, a range of unlike numbers.

    "32,985 K troops" has its thousands twice; "1941 – 3,200,000" is a year and a count.
    """
    is_twice = fold(factor) in _WORDS.doubtful_scales and "," in low_text
    if limits[1] > _ALL_PEOPLE or is_twice:
        return True
    is_year = high_text is not None and may_be_year(low_text, None) and not may_be_year(high_text, None)
    return limits[1] > (_MOST_OF_YEARS if is_year else _MOST) * max(limits[0], 1)
