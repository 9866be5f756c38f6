"""Date points completed from their neighbours: in "9–17 October 2019" the 9 gets its month and year from the 17.

Months and years are filled from the right, because that is how spans are written; from the left only over a connector
("July 1–3, 1863", "April 11, 1863 – May 4"). A month goes where its form has it: "3–5 May", "May 3–5", and never from
"May 5" to a day before it.
"""

from __future__ import annotations

from itertools import pairwise

from flows.infobox.values.dates.points import DatePoint


def complete(points: list[DatePoint]) -> list[DatePoint]:
    """Return the points with months and years filled in, without days that get no month."""
    for before, point in zip(points[-2::-1], points[:0:-1], strict=True):
        if _lacks_month(before) and _is_joined(before, point) and not point.is_month_first:
            before.month = point.month
    for before, point in pairwise(points):
        if _lacks_month(point) and _is_joined(before, point) and before.is_month_first:
            point.month, point.is_month_first = before.month, True
    kept = [point for point in points if point.day is None or point.month is not None]
    for point in kept:
        point.has_own_year = point.year is not None
    _fill_years(kept)
    for before, point in pairwise(kept):
        # In "1–2 August 1759 O.S." the calendar applies to both days.
        if point.link == "range" and not (before.calendar and point.calendar):
            before.calendar = point.calendar = before.calendar or point.calendar
    return kept


def _lacks_month(point: DatePoint) -> bool:
    return point.day is not None and point.month is None


def _is_joined(before: DatePoint, point: DatePoint) -> bool:
    """Return whether a point stands right behind a connector and the date before it, within the same brackets."""
    return point.link in {"range", "list", "slash", "or"} and not point.is_apart and before.depth == point.depth


def _fill_years(points: list[DatePoint]) -> None:
    following: DatePoint | None = None
    for point in reversed(points):
        if point.is_present:
            continue
        if point.year is not None:
            following = point
        elif following and not point.is_dated and _lends_year(following, point):
            point.year, point.is_before = following.year, following.is_before
    for before, point in pairwise(points):
        if point.link == "range" and not point.is_dated and not point.is_present and before.year is not None:
            point.year, point.is_before = before.year, before.is_before
    _turn_of_year(points)
    # An era after the end applies to the start too: "219–216 BC".
    for before, point in pairwise(points):
        if point.link == "range" and point.is_before and _counts_down(before, point):
            before.is_before = True


def _lends_year(following: DatePoint, point: DatePoint) -> bool:
    """Return whether a year holds for the date before it, too.

    One in brackets does not for a date outside them, nor one alone behind other words: "12 December, anniversary of
    the 1991 formation".
    """
    if following.depth > point.depth > 0:
        return False
    return following.link != "gap" or following.month is not None or following.season is not None


def _turn_of_year(points: list[DatePoint]) -> None:
    """Set the year of the end that prints none where a range goes over new year: "25 December – 2 January 2016".

    Only within half a year: "5 June – 3 May 2015" has its days the wrong way round, or it is eleven months.
    """
    for before, point in pairwise(points):
        if before.month is None or point.month is None or before.year != point.year:
            continue
        if (before.month, before.day or 0) <= (point.month, point.day or 99) or point.month + 12 - before.month > 6:
            continue
        if point.link == "list" and not before.has_own_year:
            before.year = None  # "30 December and 2 January 2016": the order shows that the year is not that of both
        elif point.link == "range" and not before.has_own_year and before.year is not None:
            before.year += 1 if before.is_before else -1
        elif point.link == "range" and not point.has_own_year and point.year is not None:
            point.year += -1 if point.is_before else 1


def _counts_down(before: DatePoint, point: DatePoint) -> bool:
    pairs = ((before.year, point.year), (before.century, point.century), (before.millennium, point.millennium))
    return any(first and last and first >= last for first, last in pairs)
