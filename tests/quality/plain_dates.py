"""The days that a date's words tell, read by a second, simple reader: what typed dates are held against.

It knows only days of the Gregorian calendar with an English month, fills month and year from the next date to the
right, and takes the first and the last of them, "present" as no end. Whatever has other figures in it is None: the
reader says nothing rather than guess.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, NamedTuple

MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH: Final = rf"(?P<month>{'|'.join(MONTHS)})"
_DAY_FIRST: Final = re.compile(rf"(?P<day>\d{{1,2}})(?:\s+{_MONTH}(?:,?\s+(?P<year>\d{{4}}))?)?", re.I)
_MONTH_FIRST: Final = re.compile(rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:,?\s+(?P<year>\d{{4}}))?", re.I)
_NO_DATE: Final = re.compile(r"\(\d+ days?\)", re.I)


class Days(NamedTuple):
    """The first and the last day; ``last`` is None when it goes on."""

    first: str
    last: str | None


def read_days(text: str) -> Days | None:
    """Return the first and last day as ISO dates, None when the words are not all plain dates.

    >>> read_days("24 February – 4 April 2022")
    Days(first='2022-02-24', last='2022-04-04')
    >>> read_days("First phase: September 27, 2020 – present")
    Days(first='2020-09-27', last=None)
    >>> read_days("spring 1205") is None
    True
    """
    text = _NO_DATE.sub("", text.replace("\u00a0", " "))
    found = max((list(form.finditer(text)) for form in (_MONTH_FIRST, _DAY_FIRST)), key=_weight)
    if not found or re.search(r"\d", _without(text, found)):
        return None
    days: list[dt.date] = []
    month = year = None
    for match in reversed(found):
        year = int(match["year"]) if match["year"] else year
        month = MONTHS.index(match["month"].casefold()) + 1 if match["month"] else month
        if month is None or year is None:
            return None
        days.append(dt.date(year, month, int(match["day"])))
    is_ongoing = re.search(r"\b(?:present|ongoing)\b", text, re.I) is not None
    return Days(min(days).isoformat(), None if is_ongoing else max(days).isoformat())


def _weight(matches: list[re.Match[str]]) -> int:
    return sum(len(match[0]) for match in matches)


def _without(text: str, matches: list[re.Match[str]]) -> str:
    for match in reversed(matches):
        text = text[: match.start()] + text[match.end() :]
    return text
