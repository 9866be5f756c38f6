"""Date points: one printed date as far as it goes ("October 2019"), and the first and last day that it can mean."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from flows.infobox.values.dates.tokens import DateToken

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


@dataclass(slots=True)
class DatePoint:
    """One printed date, as far as it goes; what it leaves out is None until ``completion`` fills it.

    ``start``, ``end`` and ``depth`` are its place and the brackets around it. ``is_before`` means before Christ,
    ``is_part`` a word such as "early", ``is_present`` "present". ``season`` has EDTF's number (21 to 24 seasons, 33 to
    36 quarters). ``link`` says how the point is connected with the one before it, ``is_apart`` that other words stand
    between them, ``opener`` which word opens it ("from", "since", "until"). ``is_month_first`` means "May 5", behind
    which a bare day may follow. ``tokens`` are those that say it, ``is_coarse`` that they say more than it holds.
    """

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
    has_own_year: bool = False
    is_month_first: bool = False
    is_apart: bool = False
    is_ambiguous: bool = False
    is_coarse: bool = False
    is_part: bool = False
    is_present: bool = False
    is_iso: bool = False
    calendar: str = ""
    link: Link = ""
    opener: Opener = ""
    tokens: list[DateToken] = field(default_factory=list)

    @property
    def is_dated(self) -> bool:
        """Return whether the point has a year or a span of years, printed or filled in."""
        return self.year is not None or self.is_long

    @property
    def is_long(self) -> bool:
        """Return whether the point names a decade, century or millennium."""
        return self.century is not None or self.decade is not None or self.millennium is not None


class Resolved(NamedTuple):
    """The meaning of a completed point: first and last day, precision, EDTF, and the date where it is one day."""

    low: Day
    high: Day
    precision: str
    edtf: str
    date: dt.date | None

    @property
    def first_day(self) -> dt.date | None:
        """Return the first day as a date, None outside the years 1 to 9999."""
        return as_date(self.low)

    @property
    def last_day(self) -> dt.date | None:
        """Return the last day as a date, None outside the years 1 to 9999."""
        return as_date(self.high)


def as_date(day: Day) -> dt.date | None:
    """Return a day as a date, None outside the years 1 to 9999; the 31st of a shorter month is its last day."""
    year, month, number = day
    if not 1 <= year <= dt.MAXYEAR:
        return None
    return dt.date(year, month, min(number, calendar.monthrange(year, month)[1]))


class Impossible(ValueError):  # noqa: N818 - it names the state of the value
    """A date that no calendar has, such as 31 June."""


def groups(points: list[DatePoint]) -> list[list[DatePoint]]:
    """Return the points in groups: each is one range, one choice ("May or June") or a single date."""
    found: list[list[DatePoint]] = []
    for point in points:
        if found and point.link in {"range", "slash", "or"}:
            found[-1].append(point)
        else:
            found.append([point])
    return found


def resolve(point: DatePoint) -> Resolved | None:
    """Return what a completed point means, None when it has no year.

    Raises ``Impossible`` for a day that no calendar has.

    >>> resolve(DatePoint(0, 9, 0, month=9, year=2017)).edtf
    '2017-09'
    """
    mark = _MARKS[point.is_circa, point.is_uncertain]
    if point.is_long:
        return _long(point, mark)
    if point.year is None:
        return None
    if point.year == 0 and not point.is_iso:
        raise Impossible("year 0")
    year = 1 - point.year if point.is_before else point.year
    text = f"{year:04d}" if year >= 0 else f"-{-year:04d}"
    if point.season is not None:
        first, last = _SEASON_MONTHS[point.season]
        return Resolved((year, first, 1), (year, last, 31), "season", f"{text}-{point.season}{mark}", None)
    if point.month is None:
        return Resolved((year, 1, 1), (year, 12, 31), "year", text + mark, None)
    if not 1 <= point.month <= 12:
        raise Impossible(f"month {point.month}")
    # The proleptic Gregorian length; 29 February of a Julian leap year (1700) is allowed.
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
    except ValueError:
        # No column of dates holds a day before year 1 or one that only the Julian calendar has. By the contract a day
        # without a date is before Christ; of 29 February 1700 and of a day of 1 BC (the year 0) only the EDTF is exact.
        return Resolved(day, day, "day" if year < 0 else "month", edtf, None)
    return Resolved(day, day, "day", edtf, date)


def _long(point: DatePoint, mark: str) -> Resolved:
    """Return a decade, a century or a millennium. EDTF's ``16XX`` is the 17th century without its last year."""
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


def is_two_calendars(old: dt.date | None, new: dt.date | None) -> bool:
    """Return whether "26 August/7 September 1812" is one day in two calendars: the Julian is 10 to 13 days behind.

    The Julian calendar was in use until 1923 at the latest.
    """
    if old is None or new is None or not 1582 <= new.year <= 1923:
        return False
    behind = 10 + sum(new > dt.date(year, 3, 11) for year in (1700, 1800, 1900))
    return (new - old).days == behind


def is_one_day(old: DatePoint, new: DatePoint) -> bool:
    """Return whether two points are one day in the calendar of its time and in ours."""
    try:
        first, second = resolve(old), resolve(new)
    except Impossible:
        return False
    return first is not None and second is not None and is_two_calendars(first.date, second.date)
