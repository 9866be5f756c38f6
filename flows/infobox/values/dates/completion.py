"""Date points completed from their neighbours: in "9–17 October 2019" the 9 gets its month and year from the 17.

Months and years are filled from the right, because that is how spans are written; from the left only over a connector
("July 1–3, 1863", "April 11, 1863 – May 4").
"""

from __future__ import annotations

from itertools import pairwise

from flows.infobox.values.dates.points import DatePoint
from flows.infobox.values.dates.tokens import DateToken


def complete(points: list[DatePoint], rest: list[DateToken]) -> list[DatePoint]:
    """Return the points with months and years filled in; a day that gets no month goes to ``rest``, as unused."""
    for before, point in zip(points[-2::-1], points[:0:-1], strict=True):
        if before.day is not None and before.month is None and point.link in {"range", "list", "slash", "or"}:
            before.month = point.month
    for before, point in pairwise(points):
        if point.day is not None and point.month is None and point.link in {"range", "list", "slash", "or"}:
            point.month = before.month
    kept = []
    for point in points:
        if point.day is not None and point.month is None:
            rest.append(DateToken("other", 0, str(point.day), point.start, point.end, point.depth))
        else:
            kept.append(point)
    _fill_years(kept)
    for before, point in pairwise(kept):
        # In "1–2 August 1759 O.S." the calendar applies to both days.
        if point.link == "range" and not (before.calendar and point.calendar):
            before.calendar = point.calendar = before.calendar or point.calendar
    return kept


def _fill_years(points: list[DatePoint]) -> None:
    following: DatePoint | None = None
    for point in reversed(points):
        if point.is_present:
            continue
        if point.year is not None:
            following = point
        elif following and not point.is_dated and (following.depth <= point.depth or point.depth == 0):
            point.year, point.is_before = following.year, following.is_before
    for before, point in pairwise(points):
        if point.link == "range" and not point.is_dated and not point.is_present and before.year is not None:
            point.year, point.is_before = before.year, before.is_before
    # An era after the end applies to the start too: "219–216 BC".
    for before, point in pairwise(points):
        if point.link == "range" and point.is_before and _counts_down(before, point):
            before.is_before = True


def _counts_down(before: DatePoint, point: DatePoint) -> bool:
    pairs = ((before.year, point.year), (before.century, point.century), (before.millennium, point.millennium))
    return any(first and last and first >= last for first, last in pairs)
