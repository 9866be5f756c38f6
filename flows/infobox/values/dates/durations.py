"""Durations that a date field states ("2 months and 3 days"), given to the dates that they speak of."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from typing import Final, NamedTuple

_MAX_GAP: Final = 8
"""Characters between two parts of one duration: ", ", " and "."""


class Stated(NamedTuple):
    """One part of a duration and where it stands in the text."""

    number: int
    unit: str
    start: int
    end: int


class Covered(NamedTuple):
    """Where a range or single date stands, and whether it is the whole span of the field."""

    start: int
    is_whole: bool


def runs(parts: Sequence[Stated]) -> list[list[Stated]]:
    """Return the parts that make one duration each."""
    found: list[list[Stated]] = []
    for part in parts:
        if found and part.start - found[-1][-1].end <= _MAX_GAP:
            found[-1].append(part)
        else:
            found.append([part])
    return found


def attributed(parts: Sequence[Stated], dates: Sequence[Covered]) -> list[Stated] | None:
    """Return the parts of the one duration that speaks of the whole span, None when that is not sure.

    A duration speaks of the dates right before it. Of "1–9 May (9 days), first phase: 1–3 May (3 days)" the first is
    the span's.
    """
    whole = []
    for run in runs(parts):
        before = [found for found in dates if found.start < run[0].start]
        if before[-1].is_whole if before else len(dates) == 1 and dates[0].is_whole:
            whole.append(run)
    return whole[0] if len(whole) == 1 else None


def days_of(parts: Sequence[Stated], start: dt.date | None) -> int | None:
    """Return a duration in days; months and years are counted from the start, as the printed text did."""
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
