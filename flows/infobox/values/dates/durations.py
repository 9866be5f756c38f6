"""Durations that a date field states ("2 months and 3 days"), and which of its dates each one belongs to."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from typing import Final, NamedTuple

TOLERANCE_DAYS: Final = 2
"""Days by which a stated duration may differ (is the last day counted, how long is a month); as in the contract."""
_MAX_GAP: Final = 8
"""Characters between two parts of one duration: ", ", " and "."""


class DurationPart(NamedTuple):
    """One part of a stated duration ("3 days") and its place in the text."""

    number: int
    unit: str
    start: int
    end: int


class RangeInText(NamedTuple):
    """Where a range or single date begins in the text, and whether it is the whole span of the field."""

    start: int
    is_whole: bool


def duration_groups(parts: Sequence[DurationPart]) -> list[list[DurationPart]]:
    """Return the parts grouped into durations: parts at most 8 characters apart are one duration."""
    found: list[list[DurationPart]] = []
    for part in parts:
        if found and part.start - found[-1][-1].end <= _MAX_GAP:
            found[-1].append(part)
        else:
            found.append([part])
    return found


def duration_of_span(parts: Sequence[DurationPart], dates: Sequence[RangeInText]) -> list[DurationPart] | None:
    """Return the parts of the one duration that belongs to the whole span, None when that is not certain.

    A duration belongs to the dates right before it. Of "1–9 May (9 days), first phase: 1–3 May (3 days)" the first
    duration is that of the span.
    """
    whole = []
    for run in duration_groups(parts):
        before = [found for found in dates if found.start < run[0].start]
        if before[-1].is_whole if before else len(dates) == 1 and dates[0].is_whole:
            whole.append(run)
    return whole[0] if len(whole) == 1 else None


def days_of(parts: Sequence[DurationPart], start: dt.date | None) -> int | None:
    """Return a duration in days, None past the year 9999.

    Months and years are counted from ``start``, as pages do; without it a month has 30.436875 days on average.

    >>> days_of([DurationPart(2, "months", 0, 8), DurationPart(3, "days", 13, 19)], dt.date(2017, 9, 14))
    64
    """
    totals = {"years": 0, "months": 0, "weeks": 0, "days": 0}
    for part in parts:
        totals[part.unit] += part.number
    months = totals["years"] * 12 + totals["months"]
    days = totals["weeks"] * 7 + totals["days"]
    if months and start is None:
        return days + round(months * 30.436875)
    if months and start is not None:
        year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
        if not 1 <= year <= dt.MAXYEAR:
            return None
        last = calendar.monthrange(year, month + 1)[1]
        return (dt.date(year, month + 1, min(start.day, last)) - start).days + days
    return days
