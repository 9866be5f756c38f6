"""The words of a text that a reading did not use: every word of a value is in a column, or it is here.

A reader says which places of its text it used; what is left of "1.2 million, of it 300 on leave" is published beside
the value. Punctuation alone is not left: it says nothing by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from flows.rules.check_words import check_words
from flows.rules.units import find_unit, unit_words
from flows.rules.words import alternatives, date_words, fold, quantity_words

_WORD: Final = re.compile(r"[^\W\d_]++(?:['’.-][^\W\d_]++)*+")
_RATIO: Final = re.compile(r"(?<![^\W_])([^\W\d_]{1,12})/([^\W\d_]{1,12})(?![^\W_])")
_SAYS_SOMETHING: Final = re.compile(r"[^\W_]|[%‰°$€£¥₹₽₩§†‡+±~≈<>≤≥=?]")
_CURRENCY_SIGN: Final = re.compile(
    "|".join(re.escape(sign) for sign in unit_words().currencies if not sign[-1:].isalpha())
)
# "½" and raised digits count as numbers here, too; these signs are units or change the number beside them.
_NUMERIC: Final = re.compile(r"[\d²³¹⁰-⁹½¼¾⅐-⅞%‰°±]")
# "69 years ago"
_COUNTED_FROM_A_DAY: Final = re.compile(
    rf"(?<!\w)\d{{1,4}}[ ](?:{alternatives(date_words().durations)})[ ](?:{alternatives(date_words().past)})(?!\w)",
    re.IGNORECASE,
)


def unread_words(text: str, used: Iterable[tuple[int, int]]) -> str | None:
    """Return what of a text lies outside the spans ``used``, in printed order, joined by "…"; None without a rest.

    A piece of only punctuation or blanks counts as nothing. Spans may overlap and come in any order.

    >>> unread_words("1.2 million, of it 300 on leave", [(0, 11)])
    'of it 300 on leave'
    >>> unread_words("about 5 km (3 mi)", [(0, 10), (12, 16)]) is None
    True
    >>> unread_words("old 5 km new", [(4, 8)])
    'old … new'
    """
    pieces: list[str] = []
    at = 0
    for start, end in sorted(used):
        if start > at:
            pieces.append(text[at:start])
        at = max(at, end)
    pieces.append(text[at:])
    left = [stripped for piece in pieces if (stripped := _stripped(piece))]
    return " … ".join(left) or None


def _stripped(piece: str) -> str:
    return piece.strip(" \t\n\u00a0,;:.·•*–—-/|") if _SAYS_SOMETHING.search(piece) else ""


@lru_cache(maxsize=4_096)
def is_grave(words: str) -> bool:
    """Return whether words left over may change what the value says; each reader then raises ``partly-read``.

    They may when they hold a number, also one in words, a fraction, a month, a unit, a multiplier, a currency, a
    bracket that is not closed, or a word that turns a number ("below sea level", "twice"). "at home" does not, and
    neither does what only counts from a day printed beside it: an age, "69 years ago".

    >>> is_grave("10½ in"), is_grave("lakh"), is_grave("in May"), is_grave("(see"), is_grave("at home")
    (True, True, True, True, False)
    >>> is_grave("and two sons"), is_grave("below sea level"), is_grave("in one place")
    (True, True, False)
    >>> is_grave("(aged 76)"), is_grave("69 years ago")
    (False, False)
    """
    if _NUMERIC.search(words):
        words = _COUNTED_FROM_A_DAY.sub("", check_words().age.sub("", words))
    if _NUMERIC.search(words) or words.count("(") != words.count(")") or words.count("[") != words.count("]"):
        return True
    if _CURRENCY_SIGN.search(words):
        return True
    if any(all(map(find_unit, found.groups())) for found in _RATIO.finditer(words)):
        return True  # "g/A": the whole is no known unit, its parts are
    return any(_is_grave_word(found[0]) for found in _WORD.finditer(words))


def turns_date(words: str) -> bool:
    """Return whether words left over beside a date say that the day itself, or its event, is not meant.

    >>> turns_date("before"), turns_date("or shortly after"), turns_date("at dawn")
    (True, True, False)
    """
    return any(fold(found[0]) in date_words().turning for found in _WORD.finditer(words))


def _is_grave_word(word: str) -> bool:
    month = date_words().find(word)
    if month is not None and month.kind == "month":
        return True
    if fold(word) in quantity_words().scales or word in unit_words().currencies:
        return True
    if fold(word) in quantity_words().turning or any(map(_is_number_word, word.split("-"))):
        return True
    # Units that are words of sentences too ("in", "a") say nothing without a number.
    return word not in unit_words().alone and len(word) > 1 and find_unit(word) is not None


def _is_number_word(word: str) -> bool:
    # "one" is an article in many languages; "Otto" and "Elf" with a capital are names.
    return not word.istitle() and quantity_words().numbers.get(fold(word), 1) > 1
