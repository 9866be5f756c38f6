"""Periods of losses: "29 Sep. – 13 Oct." gets its year from the dates of the conflict."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from flows.infobox.values.dates.points import DatePoint, Day, Impossible, groups, resolve
from flows.infobox.values.dates.reader import read_date_points
from flows.infobox.values.dates.spans import DateSpan
from flows.infobox.values.dates.tokens import date_tokens


class Period(NamedTuple):
    """The first and last day of a period; None where the day (or its year) is not known. ``text`` is as printed."""

    start: dt.date | None
    end: dt.date | None
    text: str


@lru_cache(maxsize=8_192)
def read_period(text: str, within: DateSpan | None = None) -> Period | None:
    """Return the period in a text, from the first start to the last end; None when the text has no date.

    A year that is not printed comes from ``within``, the span of the conflict, and only when exactly one year puts the
    date inside it. Months and years become their first and last day; "early April" and unknown years become None.

    >>> fight = DateSpan(dt.date(2017, 9, 14), dt.date(2017, 11, 17))
    >>> period = read_period("18 Sep. – 25 Sep.; 29 Oct. – 1 Nov.", fight)
    >>> str(period.start), str(period.end)
    ('2017-09-18', '2017-11-01')
    """
    points = read_date_points(date_tokens(text)).points
    points = [point for point in points if point.month or point.is_dated or point.is_present]
    if not any(not point.is_present for point in points):
        return None
    for point in points:
        if not point.is_dated and not point.is_present:
            _year_from(point, within)
    try:
        stretches = [_edges(group) for group in groups(points)]
    except Impossible:
        return Period(None, None, text)
    starts = [start for start, _, _ in stretches]
    ends = [end for _, end, _ in stretches]
    if not all(is_known for _, _, is_known in stretches):
        return Period(None, None, text)
    known_starts = [start for start in starts if start]
    known_ends = [end for end in ends if end]
    start = min(known_starts) if len(known_starts) == len(starts) else None
    end = max(known_ends) if len(known_ends) == len(ends) else None
    if start and end and start > end:
        return Period(None, None, text)
    return Period(start, end, text)


def _edges(group: list[DatePoint]) -> tuple[dt.date | None, dt.date | None, bool]:
    """Return the first and last day of a group, and whether all its points are known to the day, month or year."""
    dated = [point for point in group if not point.is_present]
    found = [resolve(point) for point in dated]
    if not found or None in found or any(point.is_part or point.is_circa for point in dated):
        return None, None, not dated
    resolved = [item for item in found if item]
    low, high = resolved[0].first_day, resolved[-1].last_day
    if low and high and low > high:
        raise Impossible(f"{low} is after {high}")
    opener = dated[0].opener
    if len(dated) == 1 and opener == "until":
        return None, high, True
    if any(point.is_present for point in group) or (len(dated) == 1 and opener in {"from", "since"}):
        return low, None, True
    return low, high, True


def _year_from(point: DatePoint, within: DateSpan | None) -> None:
    """Set the year of a point, when exactly one year puts it inside the span ``within``."""
    if within is None or within.start is None or within.end is None or within.end.year - within.start.year > 50:
        return
    fits = []
    for year in range(within.start.year, within.end.year + 1):
        point.year = year
        try:
            found = resolve(point)
        except Impossible:
            continue
        if found and found.low <= _key(within.end) and found.high >= _key(within.start):
            fits.append(year)
    point.year = fits[0] if len(fits) == 1 else None


def _key(day: dt.date) -> Day:
    return day.year, day.month, day.day
