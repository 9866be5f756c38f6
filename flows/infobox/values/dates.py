"""Dates of conflicts and periods of losses, read by an own grammar that fills from the right and never from the clock.

No date library reads spans: of "24–25 February 2022" one returns the first day only, two read the year 24 or 2024, and
several fill gaps from today's date. Here a span keeps how exact each end is, in words (precision) and as EDTF.
"""

from __future__ import annotations

import calendar
import datetime as dt
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from flows.infobox.values.date_plain import read_plain
from flows.infobox.values.date_points import Day, Impossible, Point, Resolved, resolve
from flows.infobox.values.date_reader import Reading, read
from flows.infobox.values.date_tokens import atoms


class DateSpan(NamedTuple):
    """When something began and ended, as far as the words say.

    ``start`` and ``end`` are set exactly when their precision is "day" (years 1 to 9999); a single date is its own
    end; an unknown end has neither precision nor EDTF, the end of what is ongoing has the EDTF "..".
    EDTF years before Christ are astronomical: 217 BC is "-0216". ``rest`` holds the words that are no date
    ("Sporadic attacks"). ``problem`` says why nothing was taken from an impossible date; the caller raises an issue.
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


class Period(NamedTuple):
    """The first and last day of a period; None where the day (or its year) is not known. ``text`` is as printed."""

    start: dt.date | None
    end: dt.date | None
    text: str


class _Stretch(NamedTuple):
    """One range or single date of the text, resolved. An end of None is open (ongoing) or unknown."""

    start: Resolved | None
    end: Resolved | None
    is_ongoing: bool


@lru_cache(maxsize=8_192)
def read_span(text: str) -> DateSpan | None:
    r"""Return the span of a date field, None when the text holds no date.

    >>> span = read_span("14 September – 17 November 2017\n(2 months and 3 days)")
    >>> span.start_edtf, span.end_edtf, span.duration_days_stated
    ('2017-09-14', '2017-11-17', 64)
    >>> read_span("24 February 2022 – present").is_ongoing
    True
    """
    plain = read_plain(text)
    if plain is not None:
        return _plain_span(*plain)
    reading = read(atoms(text))
    rest = _rest(text, reading)
    # Where a date is printed outside the brackets, another calendar inside them explains it.
    has_outer = any(point.depth == 0 and point.is_dated for point in reading.points)
    unknown = next((atom for atom in reading.unknown if atom.depth == 0 or not has_outer), None)
    if unknown is not None:
        why = "is no month of dates.toml" if unknown.kind == "other" else "is a calendar that is not converted"
        return DateSpan(rest=text.strip(), problem=f"{unknown.text!r} {why}")
    try:
        outer, hidden = _layers(reading.points)
        stretches = [stretch for group in _groups(outer) if (stretch := _stretch(group))]
        inner = [stretch for group in _groups(hidden) if (stretch := _stretch(group))]
    except Impossible as error:
        return DateSpan(rest=text.strip(), problem=f"no such date: {error}")
    if not any(stretch.start or stretch.end for stretch in stretches):
        return None
    for stretch in stretches:
        if stretch.start and stretch.end and stretch.start.low > stretch.end.high:
            return DateSpan(rest=text.strip(), problem=f"{stretch.start.edtf} is after {stretch.end.edtf}")
    span = _span(stretches, is_circa=any(point.is_circa for point in outer) or _is_open_choice(outer))
    if span.start and span.end and span.start > span.end:
        return DateSpan(rest=text.strip(), problem=f"{span.start_edtf} is after {span.end_edtf}")
    duration = _duration(reading.durations, span.start)
    problem = _contradiction(span, inner)
    return span._replace(duration_days_stated=duration, rest=rest, problem=problem)


def _plain_span(start: dt.date, end: dt.date | None) -> DateSpan:
    if end is None:
        return DateSpan(start, None, "day", None, start.isoformat(), "..", is_ongoing=True)
    return DateSpan(start, end, "day", "day", start.isoformat(), end.isoformat())


def _layers(points: list[Point]) -> tuple[list[Point], list[Point]]:
    """Return the points that make the span and those that only repeat it.

    Dates in brackets explain ("11 June (ceasefire of 2 July)") or repeat in ISO; they make the span only when nothing
    outside the brackets is dated. A date of the old calendar gives way to its equal in the new one.
    """
    fresh = [point for point in points if point.calendar != "old"]
    points = fresh if any(point.is_dated for point in fresh) else points
    outer = [point for point in points if point.depth == 0]
    if not any(point.is_dated for point in outer):
        return points, []
    return outer, [point for point in points if point.depth and point.is_iso]


def _groups(points: list[Point]) -> list[list[Point]]:
    """Return the points in groups, each one range, choice or single date."""
    groups: list[list[Point]] = []
    for point in points:
        if groups and point.link in {"range", "slash", "or"}:
            groups[-1].append(point)
        else:
            groups.append([point])
    return groups


def _stretch(group: list[Point]) -> _Stretch | None:
    """Return the range that a group of points names, None when no point of it has a year."""
    is_ongoing = any(point.is_present for point in group) or (len(group) == 1 and group[0].opener == "since")
    known = [(point, found) for point in group if not point.is_present and (found := resolve(point))]
    if not known:
        return _Stretch(None, None, is_ongoing) if is_ongoing else None
    first, last = known[0], known[-1]
    if len(known) == 1:
        opener = first[0].opener
        if opener == "until":
            return _Stretch(None, first[1], False)
        end = None if is_ongoing or opener in {"from", "since"} else first[1]
        return _Stretch(first[1], end, is_ongoing)
    if all(point.link == "slash" for point, _ in known[1:]) and _is_two_calendars(first[1], last[1]):
        return _Stretch(last[1], last[1], is_ongoing)
    return _Stretch(first[1], None if is_ongoing else last[1], is_ongoing)


def _is_two_calendars(old: Resolved, new: Resolved) -> bool:
    """Return whether "26 August/7 September 1812" names one day twice: the calendars are 10 to 13 days apart."""
    return old.date is not None and new.date is not None and 10 <= (new.date - old.date).days <= 13


def _is_open_choice(points: list[Point]) -> bool:
    """Return whether the text leaves open which of two dates it was ("8 April/14 May", "May or June")."""
    for before, point in pairwise(points):
        if point.link == "or":
            return True
        if point.link == "slash":
            first, second = resolve(before), resolve(point)
            if first and second and first.date and second.date and (second.date - first.date).days > 13:
                return True
    return False


def _span(stretches: list[_Stretch], *, is_circa: bool) -> DateSpan:
    """Return the span from the first start to the last end of all stretches (phases)."""
    starts = [stretch.start for stretch in stretches if stretch.start]
    ends = [stretch.end for stretch in stretches if stretch.end]
    start = min(starts, key=lambda found: found.low) if starts else None
    end = max(ends, key=lambda found: found.high) if ends else None
    is_ongoing = any(stretch.is_ongoing for stretch in stretches)
    has_open_end = len(stretches) == 1 and stretches[0].end is None
    if is_ongoing or has_open_end:
        end = None
    return DateSpan(
        start=start.date if start else None,
        end=end.date if end else None,
        start_precision=start.precision if start else None,
        end_precision=end.precision if end else None,
        start_edtf=start.edtf if start else None,
        end_edtf=".." if is_ongoing else end.edtf if end else None,
        is_ongoing=is_ongoing,
        is_circa=is_circa,
    )


def _contradiction(span: DateSpan, inner: list[_Stretch]) -> str | None:
    """Return what the hidden ISO span says against the printed one, None when they agree or there is none."""
    for stretch in inner:
        for printed, hidden in ((span.start, stretch.start), (span.end, stretch.end)):
            if printed and hidden and hidden.date and printed != hidden.date:
                return f"printed {printed} but {hidden.edtf} in brackets"
    return None


def _duration(parts: list[tuple[int, str]], start: dt.date | None) -> int | None:
    """Return a stated duration in days; months and years are counted from the start, as the printed text did."""
    if not parts:
        return None
    totals = {"years": 0, "months": 0, "weeks": 0, "days": 0}
    for number, unit in parts:
        totals[unit] += number
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


def _rest(text: str, reading: Reading) -> str:
    """Return the unread words in printed order."""
    return " ".join(text[atom.start : atom.end] for atom in sorted(reading.rest, key=lambda atom: atom.start))


@lru_cache(maxsize=8_192)
def read_period(text: str, within: DateSpan | None = None) -> Period | None:
    """Return the period that the words name: start of the first, end of the last; None when they name none.

    A year that is not printed comes from ``within``, the span of the conflict, and only when exactly one year puts the
    date inside it. Months and years become their first and last day; "early April" and years not known give None.

    >>> fight = read_span("14 September – 17 November 2017")
    >>> period = read_period("18 Sep. – 25 Sep.; 29 Oct. – 1 Nov.", fight)
    >>> str(period.start), str(period.end)
    ('2017-09-18', '2017-11-01')
    """
    points = read(atoms(text)).points
    points = [point for point in points if point.month or point.is_dated or point.is_present]
    if not any(not point.is_present for point in points):
        return None
    for point in points:
        if not point.is_dated and not point.is_present:
            _year_from(point, within)
    try:
        stretches = [_edges(group) for group in _groups(points)]
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


def _edges(group: list[Point]) -> tuple[dt.date | None, dt.date | None, bool]:
    """Return first and last day of a group, and whether all its points are known to the day, month or year."""
    dated = [point for point in group if not point.is_present]
    found = [resolve(point) for point in dated]
    if not found or None in found or any(point.is_part or point.is_circa for point in dated):
        return None, None, not dated
    resolved = [item for item in found if item]
    low, high = _date(resolved[0].low), _date(resolved[-1].high)
    if low and high and low > high:
        raise Impossible(f"{low} is after {high}")
    opener = dated[0].opener
    if len(dated) == 1 and opener == "until":
        return None, high, True
    if any(point.is_present for point in group) or (len(dated) == 1 and opener in {"from", "since"}):
        return low, None, True
    return low, high, True


def _date(day: Day) -> dt.date | None:
    """Return a day as a date, None outside the years 1 to 9999; the 31st of a shorter month is its last day."""
    year, month, number = day
    if not 1 <= year <= dt.MAXYEAR:
        return None
    return dt.date(year, month, min(number, calendar.monthrange(year, month)[1]))


def _year_from(point: Point, within: DateSpan | None) -> None:
    """Give a point the year of ``within`` when exactly one year puts it inside that span."""
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
