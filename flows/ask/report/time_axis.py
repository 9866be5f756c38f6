"""Printed dates on a line: what a date in Extended Date/Time Format spans, how it is said, and where marks stand.

A moment is a number of years, every month a twelfth: 2017-07-01 is 2017.5. 1 BC is 0, as astronomers count.
"""

from __future__ import annotations

import math
import re
from typing import Final, NamedTuple

_POINT: Final = re.compile(r"(-?)([0-9]{1,6}X{0,3})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# EDTF's numbers: the seasons of the north, of which winter has what is left of the year, then the quarters.
_SEASONS: Final = {21: ("spring", 3, 5), 22: ("summer", 6, 8), 23: ("autumn", 9, 11), 24: ("winter", 12, 12)}
_QUARTERS: Final = {32 + number: (f"quarter {number} of", 3 * number - 2, 3 * number) for number in range(1, 5)}
_SPELLS: Final = {**_SEASONS, **_QUARTERS}
_MARKS: Final = {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}


class PlainDate(NamedTuple):
    """A date as a picture needs it: its first and last moment, and how it is said."""

    low: float
    high: float
    words: str


class Mark(NamedTuple):
    """A mark on the axis: its moment and what stands at it."""

    at: float
    words: str


def plain_date(edtf: str | None) -> PlainDate | None:
    """Return what a date spans; None where there is none, or in a form that is no single date.

    >>> plain_date("1994")
    PlainDate(low=1994.0, high=1995.0, words='1994')
    >>> plain_date("04XX").words, plain_date("-0321-05~").words, plain_date("2017-09-14").words
    ('400–499', 'about May 322 BC', '14 Sep 2017')
    """
    match = _POINT.fullmatch(edtf or "")
    if match is None:
        return None
    sign, digits, month, day, mark = match.groups()
    years = sorted(int(sign + digits.replace("X", digit)) for digit in "09")
    said = "–".join(dict.fromkeys(map(_year, years)))
    first, last = 1, 12
    if month is not None:
        season, first, last = _SPELLS.get(int(month), ("", int(month), int(month)))
        if not 1 <= first <= 12:
            return None
        said = f"{season or _MONTHS[first - 1]} {said}"
    low, high = years[0] + (first - 1) / 12, years[1] + last / 12
    if day is not None:
        low += (int(day) - 1) / 31 / 12
        high = low + 1 / 31 / 12
        said = f"{int(day)} {said}"
    return PlainDate(low, high, _MARKS[mark] + said)


def _year(year: int) -> str:
    return str(year) if year > 0 else f"{1 - year} BC"


def marks(low: float, high: float, most: int = 5) -> list[Mark]:
    """Return at most so many marks in a stretch of time, at whole months or years that are easily read.

    >>> [mark.words for mark in marks(2011.9, 2017.9)]
    ['2012', '2014', '2016']
    >>> [mark.words for mark in marks(2017.7, 2017.95)]
    ['Oct 2017', 'Nov 2017', 'Dec 2017']
    """
    years = (12 * step * 10**power for power in range(6) for step in (1, 2, 5))
    for step in (1, 2, 3, 6, *years):
        first, last = math.ceil(low * 12 / step - 1e-9), math.floor(high * 12 / step + 1e-9)
        if last - first < most:
            break
    return [Mark(number * step / 12, _month(number * step, step)) for number in range(first, last + 1)]


def _month(number: int, step: int) -> str:
    year, month = divmod(number, 12)
    return _year(year) if step >= 12 else f"{_MONTHS[month]} {_year(year)}"
