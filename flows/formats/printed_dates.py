"""Dates as pages print them ("3 de octubre de 2023", "11/04/2017"): ISO, figures, month names of many languages."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, NamedTuple

from flows.rules.words import date_words, fold

MAX_LENGTH: Final = 300
"""A longer line is not a byline."""

_FIGURE: Final = re.compile("[0-9]")
_ISO: Final = re.compile("(?<!\\d)(\\d{4})[-/.][ ]?(\\d{1,2})[-/.][ ]?(\\d{1,2})(?!\\d)")
# ISO 8601 without hyphens: with a time of day behind it, or alone.
_ISO_BASIC: Final = re.compile("(?<![\\w.])(\\d{4})(\\d\\d)(\\d\\d)T\\d{4}|\\A((?:19|20)\\d\\d)(\\d\\d)(\\d\\d)\\Z")
_VIETNAMESE: Final = re.compile("(?<!\\d)(\\d{1,2})[ ]tháng[ ](\\d{1,2}),?[ ](?:năm[ ])?(\\d{4})(?!\\d)")
_CJK: Final = re.compile("(\\d{4})[ ]?[年년][ ]?(\\d{1,2})[ ]?[月월][ ]?(\\d{1,2})[ ]?[日일]")
_FIGURES: Final = re.compile("(?<![\\d/.-])(\\d{1,2})([/.-])(\\d{1,2})\\2(\\d{4}|\\d{2})(?![\\d/-])")
# Arabic pages name a month twice: "4 نوفمبر/تشرين الثاني 2017".
_DAY_MONTH: Final = re.compile(
    "(?<![\\d.,:])(\\d{1,2})(?:st|nd|rd|th|er|º|ª|\\.)?[ \u00a0/-]?(?:(?:de|of|d')[ ]?)?"
    "([^\\W\\d_]{3,12})(?:/[^\\W\\d_]{2,12}(?:[ ][^\\W\\d_]{2,12})?)?\\.?,?[ \u00a0/-]?"
    "(?:(?:de|del)[ ])?(\\d{4})(?!\\d)"
)
_MONTH_DAY: Final = re.compile(
    "\\b([^\\W\\d_]{3,12})\\b\\.?[ \u00a0-](\\d{1,2})(?:st|nd|rd|th)?(?:,[ \u00a0]?|[ \u00a0-])(\\d{4})(?!\\d)"
)


_ORDERED: Final = ((_ISO, "ymd"), (_CJK, "ymd"), (_DAY_MONTH, "dmy"), (_MONTH_DAY, "mdy"), (_VIETNAMESE, "dmy"))


class ReadDate(NamedTuple):
    """A date that a text names, its position, and whether day and month could be the other way round."""

    date: dt.date
    start: int
    end: int
    is_ambiguous: bool = False


def read_date(text: str, *, month_first: bool = True) -> ReadDate | None:
    """Return the first date in a line, None when it has none or only one that is not in the calendar.

    ``month_first`` decides for figures in either order ("11/04/2017"); such a date is ``is_ambiguous``.

    >>> read_date("contributors 11/04/2017")
    ReadDate(date=datetime.date(2017, 11, 4), start=13, end=23, is_ambiguous=True)
    >>> read_date("Publicado el 3 de octubre de 2023").date
    datetime.date(2023, 10, 3)
    >>> read_date("2023-10-03 11:10").date, read_date("31/02/2020")
    (datetime.date(2023, 10, 3), None)
    >>> read_date("20180619T055000+0900").date
    datetime.date(2018, 6, 19)
    """
    text = text[:MAX_LENGTH]
    if _FIGURE.search(text) is None:
        return None
    if (basic := _ISO_BASIC.search(text)) and (day := _day(*[int(part) for part in basic.groups() if part])):
        return ReadDate(day, *basic.span())
    for pattern, order in _ORDERED:
        for match in pattern.finditer(text):
            parts = {name: _number(part) for name, part in zip(order, match.groups(), strict=True)}
            found = _day(parts["y"], parts["m"], parts["d"])
            if found is not None:
                return ReadDate(found, *match.span())
    for match in _FIGURES.finditer(text):
        read = _figures(match, month_first)
        if read is not None:
            return read
    return None


def _figures(match: re.Match[str], month_first: bool) -> ReadDate | None:
    """Return a date written as 11/04/2017. A dot as separator is European: the day comes first."""
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    year += 2000 if year < 70 else 1900 if year < 100 else 0
    open_order = first <= 12 and second <= 12 and first != second and match[2] != "."
    starts_with_month = (month_first if open_order else second > 12) and match[2] != "."
    month, day = (first, second) if starts_with_month else (second, first)
    found = _day(year, month, day)
    return ReadDate(found, *match.span(), open_order) if found else None


def _number(part: str) -> int:
    """Return the number of a figure or of a month's name, 0 when the word is not a month."""
    if part.isdecimal():
        return int(part)
    word = date_words().words.get(fold(part))
    return word.value if word is not None and word.kind == "month" else 0


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
