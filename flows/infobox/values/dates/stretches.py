"""Stretches: the ranges and single dates of a text, each of one or more date points, and which points make them.

"9–17 October 2019 (first phase), 18 October – 25 November 2019" has two stretches. Dates in brackets explain or repeat
a date outside them; the same day in the calendar of its time (O.S.) stands beside that of ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from flows.infobox.values.dates.cursor import JOINTS, DateReading
from flows.infobox.values.dates.points import DatePoint, Resolved, groups, is_two_calendars, resolve
from flows.infobox.values.dates.tokens import DateToken

_SILENT: Final = (
    frozenset(
        {"num", "year", "circa", "uncertain", "mark", "part", "era_before", "era_after", "calendar_old", "calendar_new"}
    )
    | JOINTS
)
"""Kinds of what neither connects nor parts two dates."""


class Stretch(NamedTuple):
    """One range or single date of the text. ``end`` is None when it is ongoing or unknown.

    ``points`` are its dates as printed, in order.
    """

    points: tuple[DatePoint, ...]
    start: Resolved | None
    end: Resolved | None
    is_ongoing: bool

    @property
    def at(self) -> int:
        """Return its place in the text."""
        return self.points[0].start


def layers(points: list[DatePoint]) -> tuple[list[DatePoint], list[DatePoint]]:
    """Return the points that make the span, and the ISO dates in brackets that only repeat it.

    Dates in brackets explain ("11 June (ceasefire of 2 July)") or repeat in ISO; they make the span only when no date
    stands outside the brackets. A date of the old calendar, or of one that is not converted, is dropped beside the
    same date in the new calendar.
    """
    fresh = [point for point in points if point.calendar not in {"old", "foreign"}]
    points = fresh if any(point.is_dated for point in fresh) else points
    outer = [point for point in points if point.depth == 0]
    if not any(point.is_dated for point in outer):
        return points, []
    return outer, [point for point in points if point.depth and point.is_iso]


def stretch_of(group: Sequence[DatePoint]) -> Stretch | None:
    """Return the range that a group of points means, None when no point of it has a year."""
    is_ongoing = any(point.is_present for point in group) or (len(group) == 1 and group[0].opener == "since")
    points = tuple(group)
    known = [(point, found) for point in group if not point.is_present and (found := resolve(point))]
    if not known:
        return Stretch(points, None, None, is_ongoing) if is_ongoing else None
    first, last = known[0], known[-1]
    if len(known) == 1:
        opener = first[0].opener
        if opener == "until":
            return Stretch(points, None, first[1], False)
        end = None if is_ongoing or opener in {"from", "since"} else first[1]
        return Stretch(points, first[1], end, is_ongoing)
    if all(point.link == "slash" for point, _ in known[1:]) and is_two_calendars(first[1].date, last[1].date):
        return Stretch(points, last[1], last[1], is_ongoing)
    return Stretch(points, first[1], None if is_ongoing else last[1], is_ongoing)


def new_style(stretches: list[Stretch], reading: DateReading) -> list[Stretch]:
    """Return the stretches, with the day of the new calendar where brackets hold it: "25 October (7 November) 1917"."""
    dated = [point for point in reading.points if point.is_dated]
    has_words = any(token.depth and token.kind in {"other", "named"} for token in reading.tokens)
    if len(stretches) != 1 or len(dated) != 2 or has_words or [point.depth for point in dated] != [0, 1]:
        return stretches
    old, new = (resolve(point) for point in dated)
    if old and new and old == stretches[0].start == stretches[0].end and is_two_calendars(old.date, new.date):
        return [stretches[0]._replace(start=new, end=new, points=tuple(dated))]
    return stretches


def repeats(hidden: Stretch, printed: Sequence[Stretch]) -> bool:
    """Return whether a span in brackets is the same as one of the printed spans."""
    return any((hidden.start, hidden.end) == (one.start, one.end) for one in printed)


def is_open_choice(points: Sequence[DatePoint]) -> bool:
    """Return whether the text leaves two dates to choose from ("8 April/14 May", "May or June"), unlike "5/6 June"."""
    for before, point in pairwise(points):
        if point.link == "or":
            return True
        if point.link == "slash":
            first, second = resolve(before), resolve(point)
            last, following = first and first.last_day, second and second.first_day
            is_one = first and second and is_two_calendars(first.date, second.date)
            if last and following and not is_one and (following - last).days > 1:
                return True
    return False


def stretches_of(points: list[DatePoint]) -> list[Stretch]:
    """Return the ranges and single dates that points make, in printed order."""
    return [stretch for group in groups(points) if (stretch := stretch_of(group))]


def disorder(stretches: Sequence[Stretch]) -> str | None:
    """Return how a range ends before it begins, None where none does."""
    for stretch in stretches:
        if stretch.start and stretch.end and stretch.start.low > stretch.end.high:
            return f"{stretch.start.edtf} is after {stretch.end.edtf}"
    return None


def unconnected(tokens: Sequence[DateToken], stretches: Sequence[Stretch]) -> str | None:
    """Return that two dates stand side by side with nothing between them that connects or parts them, else None.

    Such a pair is what an unlisted template prints of its parameters: which of its dates is meant is not known.
    """
    for before, stretch in pairwise(stretches):
        between = between_stretches(tokens, before, stretch)
        is_same = (before.start, before.end) == (stretch.start, stretch.end)
        if not is_same and all(one.kind in _SILENT for one in between):
            return "two dates stand side by side, and nothing says how they go together"
    return None


def between_stretches(tokens: Sequence[DateToken], before: Stretch, after: Stretch) -> list[DateToken]:
    """Return the tokens between two stretches."""
    last = max(token.end for point in before.points for token in point.tokens)
    first = after.at
    return [token for token in tokens if last <= token.start < first]


def has_gap(stretches: Sequence[Stretch]) -> bool:
    """Return whether dates are listed ("3 and 5 May") with days between them that no column can name."""
    for before, stretch in pairwise(stretches):
        if stretch.start is None or before.is_ongoing:
            continue
        last, first = before.end and before.end.last_day, stretch.start.first_day
        if last is None or first is None or (first - last).days > 1:
            return True
        earliest, latest = before.start and before.start.first_day, stretch.end and stretch.end.last_day
        if earliest and latest and (earliest - latest).days > 1:
            return True  # "10 May 2002, anniversary of 1992"
    return False
