"""The most frequent forms of a date field, each read by one pattern: "3 May 1920 (aged 60)", "1920–present".

A pattern returns what the grammar would return for the same words; it is only faster. Any other form, an impossible
day and a span that ends before it begins are left to the grammar.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, NamedTuple

from flows.rules.words import date_words

_WORDS: Final = date_words()
_MONTH: Final = r"[^\W\d_]{3,12}+\.?+"
_DAYS: Final = re.compile(
    rf"([0-9]{{1,2}})(?:[ ]({_MONTH})(?:[ ]([12][0-9]{{3}}))?+)?+"
    rf"(?:[ ]?[-–—][ ]?(?:([0-9]{{1,2}})[ ]({_MONTH})[ ]([12][0-9]{{3}})|([^\W\d_]{{3,12}})))?+"
)
# "March 3, 1920", "March 3–17, 1920", "March 23-April 26, 1920".
_MONTH_FIRST: Final = re.compile(
    rf"({_MONTH})[ ]([0-9]{{1,2}})(?:[ ]?[-–—][ ]?(?:({_MONTH})[ ])?+([0-9]{{1,2}}))?+,[ ]([12][0-9]{{3}})"
)
_YEARS: Final = re.compile(r"([12][0-9]{3})(?:[ ]?[–—][ ]?(?:([12][0-9]{3})|([^\W\d_]{3,12})))?+")
_AGE: Final = re.compile(r"[ ](\(aged?[ ][0-9]{1,3}\))\Z")


class Days(NamedTuple):
    """The first and last day of a plain form; ``end`` is None for what is ongoing ("3 May 1920 – present")."""

    start: dt.date
    end: dt.date | None


def read_plain(text: str) -> Days | None:
    """Return the first and last day of a plain date or span, None for any other text.

    >>> days = read_plain("28 February – 2 March 1920")
    >>> str(days.start), str(days.end)
    ('1920-02-28', '1920-03-02')
    >>> read_plain("early May 1920") is None
    True
    """
    if len(text) > 60:
        return None
    found = _DAYS.fullmatch(text)
    if found is None:
        return _month_first(text)
    first_day, first_month, first_year, day, month, year, present = found.groups()
    if month is None:
        # A single day, or the first day of what is ongoing.
        if first_year is None or (present is not None and not _is_present(present)):
            return None
        start = _date(first_year, first_month, first_day)
        return Days(start, None if present else start) if start else None
    end = _date(year, month, day)
    start = _date(first_year or year, first_month or month, first_day)
    return Days(start, end) if start and end and start <= end else None


class Years(NamedTuple):
    """The first and last year of a plain form; ``last`` is None for what is ongoing ("1920–present")."""

    first: str
    last: str | None


def read_years(text: str) -> Years | None:
    """Return the first and last year of a text that is a year or a span of years, None for any other text.

    >>> read_years("1920–present"), read_years("1920 – 1925"), read_years("1920–25")
    (Years(first='1920', last=None), Years(first='1920', last='1925'), None)
    """
    found = _YEARS.fullmatch(text)
    if found is None:
        return None
    first, last, present = found.groups()
    if (present is not None and not _is_present(present)) or (last is not None and last <= first):
        return None
    return Years(first, None if present else last or first)


def cut_age(text: str) -> tuple[str, str | None]:
    """Return a text without the age behind it, and the age, which no column of a date holds.

    >>> cut_age("3 May 1920 (aged 60)")
    ('3 May 1920', '(aged 60)')
    """
    found = _AGE.search(text) if text[-1:] == ")" else None
    return (text[: found.start()], found[1]) if found else (text, None)


def _month_first(text: str) -> Days | None:
    found = _MONTH_FIRST.fullmatch(text)
    if found is None:
        return None
    first_month, first_day, month, day, year = found.groups()
    start = _date(year, first_month, first_day)
    end = _date(year, month or first_month, day) if day else start
    return Days(start, end) if start and end and start <= end else None


def _date(year: str, month: str, day: str) -> dt.date | None:
    word = _WORDS.find(month)
    if word is None or word.kind != "month":
        return None
    try:
        return dt.date(int(year), word.value, int(day))
    except ValueError:
        return None


def _is_present(text: str) -> bool:
    word = _WORDS.find(text)
    return word is not None and word.kind == "present"
