"""Days of the Ethiopian calendar ("ሚያዝያ ፳፩ ፳፻"): its year has twelve months of thirty days and a short one.

Its years are seven or eight after ours.

Amharic pages print them with the calendar's own month names, which no other calendar has, so the names prove it. The
arithmetic is that of the Coptic leap rule (every fourth year has 366 days); the epoch is 29 August 8 of the Julian
calendar (Dershowitz and Reingold, Calendrical Calculations, chapter 4).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Final

from flows.rules.words import ethiopian_months

_EPOCH: Final = 2796
"""The proleptic Gregorian ordinal of 1 Meskerem 1."""
_HUNDRED: Final = "፻"
_DAY: Final = re.compile(
    "([^\\W\\d_]{2,10}+)[ ]([0-9፩-፻]{1,4})(?:[ ]ቀን)?+[,፣]?[ ]([0-9፩-፻]{2,6})(?:[ ]?ዓ\\.?[ ]?ም\\.?)?+"
)
_LAST_MONTH: Final = 13


def read_ethiopian(text: str) -> dt.date | None:
    """Return the Gregorian day of a text that is a day of the Ethiopian calendar, None for any other text.

    >>> str(read_ethiopian("ሚያዝያ ፳፩ ፳፻")), str(read_ethiopian("መስከረም 1 2000"))
    ('2008-04-29', '2007-09-12')
    >>> read_ethiopian("ጳጉሜ 6 2000") is None  # that year's short month has five days
    True
    """
    found = _DAY.fullmatch(text)
    month = ethiopian_months().get(found[1]) if found else None
    if found is None or month is None:
        return None
    day, year = _number(found[2]), _number(found[3])
    if not 0 < year < dt.MAXYEAR - 8 or not 0 < day <= _days_in(month, year):
        return None
    return dt.date.fromordinal(_EPOCH + 365 * (year - 1) + year // 4 + 30 * (month - 1) + day - 1)


def _days_in(month: int, year: int) -> int:
    if month < _LAST_MONTH:
        return 30
    return 6 if year % 4 == 3 else 5


def _number(digits: str) -> int:
    """Return the value of Ethiopic or Western digits; the sign for a hundred multiplies the digits before it."""
    if digits.isdecimal():
        return int(digits)
    before, hundred, after = digits.partition(_HUNDRED)
    if not hundred:
        return _sum(digits)
    return 100 * (_sum(before) or 1) + _sum(after)


def _sum(digits: str) -> int:
    return sum(int(unicodedata.numeric(sign)) for sign in digits)
