"""Printed numbers, and the text of a statement made ready for reading."""

from __future__ import annotations

import re
from typing import Final

MAX_TEXT: Final = 4_000

_ONE_BLANK: Final = str.maketrans("\u00a0\u2007\u2009\u200a\u202f\u2002\u2003\t", " " * 8, "\u200b\u2060\ufeff")
_UNDEFINED: Final = re.compile(r"(?<!\w)(c\.?|ca\.?)[ ]undefined(?!\w)")
_FOOTNOTE: Final = re.compile(r"\[(?:\d{1,3}|[a-z]|note \d{1,2}|citation needed)\]")
_ODD: Final = re.compile(r"(?<![\w.,-])(\d[\d,.]{0,15})[-‐– ]odd(?!\w)")
_TAG: Final = re.compile(r"<[A-Za-z/][^<>]{0,200}>")
_FILE: Final = re.compile(r"\.(?:svg|png|jpe?g|gif|webp)(?!\w)", re.IGNORECASE)

_GROUPED: Final = r"\d{1,3}(?:[,.'’]\d{3})++(?!\d)"
_SPACED: Final = r"\d{1,3}(?:[ ]\d{3})++(?![\d,.]*+[\w-])"
NUMBER: Final = rf"(?:{_GROUPED}|{_SPACED}|\d{{1,12}}(?:[.,]\d{{1,2}}(?!\d))?)"
"""A number: with grouping commas, points, apostrophes or blanks, or with at most two decimals."""


def tidy(text: str) -> str:
    """Return the text with one kind of blank, and without footnotes, tags, leaked file names and "undefined".

    "c. undefined 5,500" is what a template left of "c. 5,500"; "PFLP-GC Flag.svg 4 killed" carries a flag's file name.
    """
    text = text[:MAX_TEXT].translate(_ONE_BLANK)
    if "undefined" in text:
        text = _UNDEFINED.sub(r"\1", text)
    if "odd" in text:
        text = _ODD.sub(r"about \1", text)  # "200-odd men"
    if "[" in text:
        text = _FOOTNOTE.sub("", text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "." in text and (found := _FILE.search(text)) and found.end() < 120:
        text = text[found.end() :]
    return text.strip(" *•,;\n")


def number(text: str) -> float:
    """Return the value of a printed number; a point or comma before three digits groups thousands.

    >>> number("12,419"), number("40.000"), number("1.5")
    (12419.0, 40000.0, 1.5)
    """
    digits = re.sub(r"[,.'’ ](?=\d{3}(?!\d))", "", text)
    return float(digits.replace(",", "."))


def limits_of(low_text: str, high_text: str | None, scale: int) -> tuple[int, int] | None:
    """Return the two limits; "10-11,000" means 10,000 to 11,000, within a factor of ten.

    None where the second limit is the smaller one.
    """
    low = number(low_text)
    high = number(high_text) if high_text else low
    if high_text and "," in high_text and "," not in low_text and low * 1000 < high <= low * 10_000:
        low *= 1000
    if high < low:
        return None
    return round(low * scale), round(high * scale)
