"""One printed number: its digits with their groups and decimals, and a fraction behind it ("1,23,45,678", "10½").

A number ends where its token ends. "1,2003" or "1.2.3" is no number, and nothing is read of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

_SIGNS_OF_FRACTIONS: Final = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"
_DIGITS: Final = re.compile(
    r"\d{1,3}(?:[ ]\d{3})++(?![\d'’])(?:[.,]\d++)?+(?![.,]\d)|[.,]?\d++(?:[.,]\d++|['’]\d{3}(?!\d))*+"
)
_WHOLE: Final = re.compile(r"\d{1,15}")
_GROUPS: Final = re.compile(r"[1-9]\d{0,2}(?:([,.'’ ])\d{3})(?:\1\d{3})*+(?:(?!\1)[.,]\d{1,9})?")
_INDIAN: Final = re.compile(r"[1-9]\d?(?:,\d{2}(?!\d))++,\d{3}(?:\.\d{1,9})?")
_DECIMAL: Final = re.compile(r"(?:\d{0,12}[.,]\d{1,2}|0?[.,]\d{1,9}|\d{4,12}\.\d{1,9}|\d{1,12}\.\d{3,9})")
# Three digits behind one mark: "2.416" and "43,327" are a group or decimals by how their page writes numbers.
_EITHER: Final = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
# "1.2003" has decimals where a point is the decimal mark; where it groups, a note's mark is glued to 1,200.
_POINTED_ONLY: Final = re.compile(r"[1-9]\d{0,2}\.\d{4,9}")
# Behind whole digits: "10½", "3 5/8", "3+5⁄8" as browsers print {{frac}}.
# A raised numerator needs nothing before it: "8¹⁄₂".
_PARTS: Final = r"[/⁄](\d{1,3}|[₀-₉]{1,3})(?![\d/⁄₀-₉])"
_UPPER: Final = "[¹²³⁰⁴-⁹]{1,2}"
_FRACTION: Final = re.compile(
    rf"[ ]?([{_SIGNS_OF_FRACTIONS}])|(?:[ +-](?=\d)|[ +]?(?=[^ \d]))(\d{{1,2}}|{_UPPER}){_PARTS}"
)
_ALONE: Final = re.compile(rf"([{_SIGNS_OF_FRACTIONS}])|(\d{{1,2}}|{_UPPER}){_PARTS}")
_LEVEL: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
_MAX_PART: Final = 64

# Numbers that can be read in one way only, and say so how their page writes numbers.
_POINTED: Final = re.compile(
    r"(?<![\d.,])(?:\d{1,3}(?:,\d{3}){2,}+(?![\d,])|\d{1,3}(?:,\d{3})++\.\d++(?![\d.,])"
    r"|\d{1,3}\.\d{1,2}(?![\d.,])|0\.\d++(?![\d.,]))"
)
_COMMAED: Final = re.compile(
    r"(?<![\d.,])(?:\d{1,3}(?:\.\d{3}){2,}+(?![\d.])|\d{1,3}(?:\.\d{3})++,\d++(?![\d.,])"
    r"|\d{1,3},\d{1,2}(?![\d.,])|0,\d++(?![\d.,]))"
)


class Figure(NamedTuple):
    """A number and where it ends. ``step`` is the size of its last printed digit, by which it may be rounded.

    ``value`` is None while two readings are left, by whether ``mark`` is the decimal mark of the page: ``grouped``
    (2,416, or None where that is no number) and ``pointed`` (2.416). ``is_share`` is said of a fraction alone ("3/4"),
    which may also be a date or a score, ``is_grouped`` of a number with groups of digits.
    """

    end: int
    value: float | None
    step: float
    mark: str = ""
    grouped: float | None = None
    pointed: float = 0.0
    is_share: bool = False
    is_grouped: bool = False


def figure_at(text: str, at: int) -> Figure | None:
    """Return the number that begins at a place of a text, None when the digits there are no number.

    >>> figure_at("1,23,45,678", 0).value, figure_at("3 5/8 in", 0)[:2], figure_at("1,2003", 0)
    (12345678.0, (5, 3.625), None)
    """
    alone = _ALONE.match(text, at)
    if alone is not None:
        share = _share(alone)
        return None if share is None else Figure(alone.end(), share, 0.0, is_share=alone[1] is None)
    found = _DIGITS.match(text, at)
    if found is None:
        return None
    printed, end = found[0], found.end()
    if _WHOLE.fullmatch(printed):
        fraction = _FRACTION.match(text, end)
        share = _share(fraction) if fraction else 0.0
        if share is None:
            return None
        whole = int(printed)
        return Figure(fraction.end() if fraction else end, whole + share, 0.0 if fraction else step_of(whole))
    return _punctuated(printed, end)


def _share(found: re.Match[str]) -> float | None:
    """Return the value of a fraction smaller than one, None for any other ("31/12")."""
    if found[1]:
        return unicodedata.numeric(found[1])
    part, whole = int(found[2].translate(_LEVEL)), int(found[3].translate(_LEVEL))
    return part / whole if 0 < part < whole <= _MAX_PART else None


def _punctuated(printed: str, end: int) -> Figure | None:
    if _EITHER.fullmatch(printed):
        mark = "." if "." in printed else ","
        grouped, pointed = float(printed.replace(mark, "")), float(printed.replace(mark, "."))
        return Figure(end, None, 0.001, mark, grouped, pointed, is_grouped=True)
    decimals = len(printed) - 1 - max(printed.rfind("."), printed.rfind(","))
    if " " in printed and decimals == 3:
        return None  # "6 100,000" may be two numbers
    if _POINTED_ONLY.fullmatch(printed):
        return Figure(end, None, 10.0**-decimals, ".", None, float(printed))
    if _GROUPS.fullmatch(printed) or _INDIAN.fullmatch(printed):
        last = max(printed.rfind("."), printed.rfind(","))
        # The last mark is a decimal one when it is not the one that groups.
        is_decimal = last > 0 and printed.count(printed[last]) == 1 and not printed[:last].isdecimal()
        whole, rest = (printed[:last], printed[last + 1 :]) if is_decimal else (printed, "")
        value, decimals = float(re.sub(r"[,.'’ ]", "", whole) + (f".{rest}" if rest else "")), len(rest)
    elif _DECIMAL.fullmatch(printed):
        value = float(printed.replace(",", "."))
    else:
        return None
    is_grouped = value >= 1_000 and not printed.isdecimal()
    return Figure(end, value, 10.0**-decimals if decimals else step_of(int(value)), is_grouped=is_grouped)


def step_of(whole: int) -> float:
    """Return the size of the last digit that is no zero: "9,800" may be any number that rounds to hundreds."""
    digits = str(whole)
    return 10.0 ** (len(digits) - len(digits.rstrip("0"))) if whole else 1.0


def decimal_marks(texts: Iterator[str]) -> str:
    """Return the decimal mark that most of the texts show ("." or ","), "" where they show none or both alike.

    >>> decimal_marks(iter(["1,234,567", "27.2"])), decimal_marks(iter(["27,2 km"])), decimal_marks(iter(["2.416"]))
    ('.', ',', '')
    """
    balance = 0
    for text in texts:
        if "." not in text and "," not in text:
            continue
        balance += (_POINTED.search(text) is not None) - (_COMMAED.search(text) is not None)
    return "." if balance > 0 else "," if balance < 0 else ""
