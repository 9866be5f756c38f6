"""Points in time: what a completed partial date stands for, and the span that points make."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

Link = Literal["", "range", "slash", "or", "list", "gap"]
Opener = Literal["", "from", "since", "until"]

Day = tuple[int, int, int]
"""Year (astronomical: 1 BC is 0), month, day."""

_LENGTHS: Final = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SEASON_MONTHS: Final = {
    21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12),
    33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),
}  # fmt: skip
_MARKS: Final = {(False, False): "", (True, False): "~", (False, True): "?", (True, True): "%"}


class DateSpan(NamedTuple):
    """When something began and ended, as far as the words say.

    ``start`` and ``end`` are set exactly when their precision is "day" (years 1 to 9999); a single date is its own
    end; an unknown end has neither precision nor EDTF, the end of what is ongoing has the EDTF "..".
    EDTF years before Christ are astronomical: 217 BC is "-0216". ``rest`` holds the words that are no date
    ("Sporadic attacks"). ``problem`` says why nothing was taken from an impossible date, ``doubt`` what was left out
    because it could not be attributed; the caller raises an issue for both.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    start_precision: str | None = None
    end_precision: str | None = None
    start_edtf: str | None = None
    end_edtf: str | None = None
    is_ongoing: bool = False
    is_circa: bool = False
    duration_days_stated: int | None = None
    rest: str = ""
    problem: str | None = None
    doubt: str | None = None


@dataclass(slots=True)
class DatePoint:
    """One printed date, as far as it goes. ``link`` says how it hangs on the point before it."""

    start: int
    end: int
    depth: int
    day: int | None = None
    month: int | None = None
    year: int | None = None
    season: int | None = None
    century: int | None = None
    millennium: int | None = None
    decade: int | None = None
    is_before: bool = False
    is_circa: bool = False
    is_uncertain: bool = False
    is_ambiguous: bool = False
    is_part: bool = False
    is_present: bool = False
    is_iso: bool = False
    calendar: str = ""
    link: Link = ""
    opener: Opener = ""
    is_filled: bool = False

    @property
    def is_dated(self) -> bool:
        """Return whether the point names a year or a span of years, by itself or filled."""
        return self.year is not None or self.is_long

    @property
    def is_long(self) -> bool:
        """Return whether the point names a decade, century or millennium."""
        return self.century is not None or self.decade is not None or self.millennium is not None


class Resolved(NamedTuple):
    """What a completed point stands for: first and last day, precision, EDTF, the date where it is complete."""

    low: Day
    high: Day
    precision: str
    edtf: str
    date: dt.date | None


class Impossible(ValueError):  # noqa: N818 - it names the state of the value
    """A date that no calendar has, such as 31 June."""


def groups(points: list[DatePoint]) -> list[list[DatePoint]]:
    """Return the points in groups, each one range, choice or single date."""
    found: list[list[DatePoint]] = []
    for point in points:
        if found and point.link in {"range", "slash", "or"}:
            found[-1].append(point)
        else:
            found.append([point])
    return found


def resolve(point: DatePoint) -> Resolved | None:
    """Return what a point stands for, None without a year; raise ``Impossible`` for a day no calendar has."""
    mark = _MARKS[point.is_circa, point.is_uncertain]
    if point.is_long:
        return _long(point, mark)
    if point.year is None:
        return None
    year = 1 - point.year if point.is_before else point.year
    text = f"{year:04d}" if year >= 0 else f"-{-year:04d}"
    if point.season is not None:
        first, last = _SEASON_MONTHS[point.season]
        return Resolved((year, first, 1), (year, last, 31), "season", f"{text}-{point.season}{mark}", None)
    if point.month is None:
        return Resolved((year, 1, 1), (year, 12, 31), "year", text + mark, None)
    if not 1 <= point.month <= 12:
        raise Impossible(f"month {point.month}")
    # The proleptic Gregorian length; 29 February of a Julian leap year (1700) is let through.
    length = 29 if point.month == 2 and year % 4 == 0 else _LENGTHS[point.month]
    if point.day is None:
        return Resolved(
            (year, point.month, 1), (year, point.month, length), "month", f"{text}-{point.month:02d}{mark}", None
        )
    if not 1 <= point.day <= length:
        raise Impossible(f"{point.day} {calendar.month_name[point.month]} {point.year}")
    day = (year, point.month, point.day)
    edtf = f"{text}-{point.month:02d}-{point.day:02d}{mark}"
    try:
        date = dt.date(*day)
    except ValueError:  # before year 1, or a day that only the Julian calendar has
        return Resolved(day, day, "month", edtf, None)
    return Resolved(day, day, "day", edtf, date)


def _long(point: DatePoint, mark: str) -> Resolved:
    """Return a decade, a century or a millennium. EDTF's ``16XX`` is the 17th century but for its last year."""
    sign = "-" if point.is_before else ""
    if point.decade is not None:
        first = point.decade
        low, high = ((-first - 9, 1, 1), (-first, 12, 31)) if point.is_before else ((first, 1, 1), (first + 9, 12, 31))
        return Resolved(low, high, "decade", f"{sign}{first // 10:03d}X{mark}", None)
    width, precision = (100, "century") if point.millennium is None else (1000, "millennium")
    number = point.century or point.millennium or 0
    last = number * width
    if point.is_before:
        low, high = (1 - last, 1, 1), (width - last, 12, 31)
    else:
        low, high = (last - width + 1, 1, 1), (last, 12, 31)
    digits = f"{number - 1:02d}XX" if width == 100 else f"{number - 1}XXX"
    return Resolved(low, high, precision, f"{sign}{digits}{mark}", None)
