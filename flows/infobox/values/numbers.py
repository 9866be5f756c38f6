"""Printed numbers: "12,419" is 12419, "10-11,000" is 10,000 to 11,000; and text cleaned before numbers are read."""

from __future__ import annotations

import re
from typing import Final

MAX_TEXT: Final = 4_000

_ONE_BLANK: Final = str.maketrans("\u00a0\u2007\u2009\u200a\u202f\u2002\u2003\t", " " * 8, "\u200b\u2060\ufeff")
_UNDEFINED: Final = re.compile(r"(?<!\w)(c\.?|ca\.?)[ ]undefined(?!\w)")
# The mark of a note behind a number or word: raised figures, or a star that is glued to it. "10⁶" is a number.
NOTE_MARK: Final = re.compile(r"(?<!(?<!\w)10)(?<=[\w)])(?:[⁰¹²³⁴-⁹]{1,4}(?!\w)|\*{1,3}(?=[\s,;.:)]|\Z))")
FOOTNOTE: Final = re.compile(r"\[(?:\d{1,3}|[a-z]|note \d{1,2}|citation needed)\]")
"""The mark of a footnote: "[3]", "[a]", "[note 2]"."""
_ODD: Final = re.compile(r"(?<![\w.,-])(\d[\d,.]{0,15})[-‐– ]odd(?!\w)")
_TAG: Final = re.compile(r"<[A-Za-z/][^<>]{0,200}>")
IMAGE_ENDING: Final = re.compile(r"\.(?:svg|png|jpe?g|gif|webp)(?!\w)", re.IGNORECASE)
"""The end of an image's file name, which a copied flag leaves in the text ("PFLP-GC Flag.svg")."""

_GROUPED: Final = r"\d{1,3}(?:[,.'’]\d{3})++(?!\d)"
_SPACED: Final = r"\d{1,3}(?:[ ]\d{3})++(?![\d,.]*+[\w-])"
_INDIAN: Final = r"\d{1,2}(?:,\d{2}){1,4},\d{3}(?!\d)"
NUMBER: Final = rf"(?:{_INDIAN}|{_GROUPED}|{_SPACED}|\d{{1,12}}(?:[.,]\d{{1,2}}(?!\d))?)"
"""Pattern of a number: with grouping commas, points, apostrophes or blanks, in Indian groups ("1,20,000"), or with at
most two decimals."""


def tidy(text: str) -> str:
    """Return the text with one kind of blank, and without footnotes, tags, file names of images and "undefined".

    A template left "c. undefined 5,500" of "c. 5,500"; "PFLP-GC Flag.svg 4 killed" has a flag's file name.

    >>> tidy("c. undefined 5,500[3] "), tidy("200-odd men")
    ('c. 5,500', 'about 200 men')
    """
    text = text[:MAX_TEXT].translate(_ONE_BLANK)
    if "undefined" in text:
        text = _UNDEFINED.sub(r"\1", text)
    if "odd" in text:
        text = _ODD.sub(r"about \1", text)  # "200-odd men"
    if "[" in text:
        text = FOOTNOTE.sub("", text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "." in text and (found := IMAGE_ENDING.search(text)) and found.end() < 120:
        text = text[found.end() :]
    return text.strip(" *•,;\n")


def number(text: str) -> float:
    """Return the value of a printed number; a point or comma before three digits groups thousands.

    >>> number("12,419"), number("40.000"), number("1.5"), number("1,20,000")
    (12419.0, 40000.0, 1.5, 120000.0)
    """
    digits = re.sub(r"[,.'’ ](?=\d{3}(?!\d)|\d\d,)", "", text)
    return decimal(digits)


def decimal(digits: str | None) -> float:
    """Return the value of digits without groups, whose point or comma is the decimal mark; 0.0 for None.

    >>> decimal("48,5"), decimal(None)
    (48.5, 0.0)
    """
    return float(digits.replace(",", ".")) if digits else 0.0


def limits_of(low_text: str, high_text: str | None, scale: int) -> tuple[int, int] | None:
    """Return the lowest and highest value of a number or range, None when the second number is smaller.

    ``scale`` is the factor of a word such as "million". The first number of "10-11,000" means thousands too, where the
    second is then at most ten times as large.

    >>> limits_of("10", "11,000", 1), limits_of("11", "10", 1)
    ((10000, 11000), None)
    """
    low = number(low_text)
    high = number(high_text) if high_text else low
    is_short = len(low_text) <= 3 and low_text.isdigit()
    if high_text and "," in high_text and is_short and low * 1000 < high <= low * 10_000:
        low *= 1000
    if high < low:
        return None
    return round(low * scale), round(high * scale)
