"""Numbers that are printed like a count and may be none: years, too many people, ranges of unlike numbers."""

from __future__ import annotations

import re
from typing import Final

from flows.rules.words import fold, quantity_words

_WORDS: Final = quantity_words()
COUNTED: Final = (_WORDS.losses, _WORDS.things, _WORDS.scales, _WORDS.neutral)
"""The lists whose words stand beside a number."""
_FIGURES: Final = "0123456789.,/'’-+¼½¾"
_ADJECTIVE: Final = re.compile(r"\d{1,4}-([^\W\d_]{1,20})")
_WHOLE_WORD: Final = 4
_ALL_PEOPLE: Final = 10**10
_MOST: Final = 20
"""How many times the first number of a range the second is, at most, where the first may be a year."""


def is_broken_number(text: str) -> bool:
    """Return whether a token that begins with a digit is a number that nobody can read, and no name.

    "5th", "105mm" and "2S1" are words; of "300rebels" and "1,200Greeks" the blank was lost, "12.5.1944" is no count.
    """
    if (adjective := _ADJECTIVE.fullmatch(text)) and fold(adjective[1]) not in _WORDS.losses:
        return False  # "12-pounder", "74-gun"
    letters = fold(text.lstrip(_FIGURES))
    is_glued = "," in text or (letters.isalpha() and len(letters) >= _WHOLE_WORD)
    return len(letters) < 2 or is_glued or any(letters in words for words in COUNTED)


def may_be_year(low_text: str, high_text: str | None) -> bool:
    """Return whether a number, or both of a range, have four digits like a year and no mark of thousands."""
    texts = (low_text, high_text or low_text)
    return all(len(text) == 4 and text.isdigit() and "1000" <= text <= "2100" for text in texts)


def is_improbable(low_text: str, high_text: str | None, limits: tuple[int, int], factor: str) -> bool:
    """Return whether a number is no count: more than all people, a factor too many, a year and a number.

    "32,985 K troops" has its thousands twice; "1941 – 3,200,000" is a year and a count.
    """
    is_twice = fold(factor) in _WORDS.doubtful_scales and "," in low_text
    if limits[1] > _ALL_PEOPLE or is_twice:
        return True
    is_year = high_text is not None and may_be_year(low_text, None) and not may_be_year(high_text, None)
    return is_year and limits[1] > _MOST * limits[0]
