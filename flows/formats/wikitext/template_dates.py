"""Dates and times whose template arguments are numbers, written out as a page prints them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

from flows.rules.words import date_words

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_NUMBER: Final = re.compile("[0-9]{1,4}")
_FIRST: Final = re.compile("1(?:er|re|º|°|\\.)")
_ISO: Final = re.compile("([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")


def written_date(numbers: Sequence[str], *, day_first: bool) -> str:
    """Return year, month and day as a page prints them; "" without a year.

    Both orders of the arguments are read: year, month, day, and (in many languages) day, month, year. A first argument
    that is not a number is returned unchanged: editors write whole dates there. ``day_first`` chooses between
    "16 May 1929" and "May 16, 1929". Numbers that are no sure date come back as figures: a page shows an error there.

    >>> written_date(["1929", "5", "16"], day_first=False), written_date(["16", "5", "1929"], day_first=True)
    ('May 16, 1929', '16 May 1929')
    >>> written_date(["2008"], day_first=True), written_date(["5 May 1900"], day_first=True)
    ('2008', '5 May 1900')
    >>> written_date(["2", "6", "1953"], day_first=False), written_date(["1953", "13", "2"], day_first=False)
    ('2/6/1953', '1953-13-2')
    >>> written_date(["5.1.1900"], day_first=True), written_date(["1er", "août", "1759", "en France"], day_first=True)
    ('5.1.1900', '1 août 1759')
    """
    given = ["1" if _FIRST.fullmatch(number.strip()) else number.strip() for number in numbers[:3]]
    if given and (iso := _ISO.fullmatch(given[0])):
        given = [part for part in iso.groups() if part]
    if len(given) == 3 and len(given[2]) == 4 and len(given[0]) <= 2:
        if not day_first and all(number.isdecimal() and 1 <= int(number) <= 12 for number in given[:2]):
            return "/".join(given)  # which of two is the day is not known
        given.reverse()
    year, month, day = [*given, "", "", ""][:3]
    if not _NUMBER.fullmatch(year):
        return year
    name = _month(month)
    if name is None and month.isdecimal() and int(month) > 12:
        return "-".join(filter(None, (year, month, day)))  # no calendar has it
    if name is None:
        return year
    if not _NUMBER.fullmatch(day) or int(day) == 0:
        return f"{name} {year}"
    return f"{int(day)} {name} {year}" if day_first else f"{name} {int(day)}, {year}"


def _month(text: str) -> str | None:
    if _NUMBER.fullmatch(text):
        return _MONTHS[int(text) - 1] if 1 <= int(text) <= 12 else None
    name = next((name for name in _MONTHS if len(text) >= 3 and name.casefold().startswith(text.casefold())), None)
    if name is None and (word := date_words().find(text)) is not None and word.kind == "month":
        return text
    return name


def written_time(numbers: Sequence[str]) -> str:
    """Return hours and minutes as a page prints them; "" if they are not two numbers.

    >>> written_time(["9", "5"]), written_time([])
    ('9:05', '')
    """
    if len(numbers) < 2 or not all(_NUMBER.fullmatch(number) for number in numbers[:2]):
        return ""
    return f"{int(numbers[0])}:{int(numbers[1]):02d}"


def as_date(numbers: Sequence[str]) -> dt.date | None:
    """Return year, month and day as a date; None if they are not one.

    >>> as_date(["1900", "5", "1"])
    datetime.date(1900, 5, 1)
    """
    try:
        year, month, day = (int(number) for number in numbers[:3])
        return dt.date(year, month, day)
    except ValueError:
        return None


def years_between(start: dt.date, end: dt.date) -> int:
    """Return the number of full years from one day to another.

    >>> years_between(dt.date(1900, 5, 1), dt.date(1950, 4, 30))
    49
    """
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))
