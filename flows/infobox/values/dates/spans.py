"""The span of a date field: "24 February 2022 – present" as first and last day, precision and EDTF.

An own grammar reads it, because no date library reads spans: of "24–25 February 2022" one returns the first day only,
two read the year 24 or 2024, and several fill gaps from today's date. Here gaps are filled from the right, never from
the clock, and each end keeps how exact it is, in words (precision) and as EDTF.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from flows.infobox.values.dates.cursor import DateReading
from flows.infobox.values.dates.durations import RangeInText, days_of, duration_of_span
from flows.infobox.values.dates.ethiopian import read_ethiopian
from flows.infobox.values.dates.plain import read_plain
from flows.infobox.values.dates.points import DatePoint, Impossible, Resolved, groups, resolve
from flows.infobox.values.dates.reader import read_date_points
from flows.infobox.values.dates.tokens import DateToken, date_tokens

_NOT_ATTRIBUTED: Final = "which of the dates a stated duration belongs to cannot be told: it is left out"
_AMBIGUOUS: Final = "which of two numbers is the day cannot be told: only the year is taken"


class DateSpan(NamedTuple):
    """When something began and ended, as far as the words say.

    ``start`` and ``end`` are set exactly when their precision is "day" (years 1 to 9999). A single date is its own
    end; an unknown end has neither precision nor EDTF; the end of what is ongoing has the EDTF "..".
    EDTF years before Christ are astronomical: 217 BC is "-0216". ``rest`` holds the words that are not part of a date
    ("Sporadic attacks"). ``problem`` says why nothing was taken from an impossible date, ``doubt`` what was left out
    because it is not clear which date it belongs to; the caller raises an issue for both.
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


class _Stretch(NamedTuple):
    """One range or single date of the text. ``end`` is None when it is ongoing or unknown.

    ``at`` is its place in the text.
    """

    at: int
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
    ethiopian = None if text.isascii() else read_ethiopian(text.strip())
    if ethiopian is not None:
        return _plain_span(ethiopian, ethiopian)
    reading = read_date_points(date_tokens(text))
    rest = _rest(text, reading)
    # Beside a date outside the brackets, another calendar inside them only explains that date.
    has_outer = any(point.depth == 0 and point.is_dated and point.calendar != "foreign" for point in reading.points)
    unknown = next((token for token in reading.unknown if not (has_outer and _explains(token))), None)
    if unknown is not None:
        why = "is not the name of a month" if unknown.kind == "other" else "is a calendar that is not converted"
        return DateSpan(rest=text.strip(), problem=f"{unknown.text!r} {why}")
    try:
        outer, hidden = _layers(reading.points)
        stretches = [stretch for group in groups(outer) if (stretch := _stretch(group))]
        stretches = _new_style(stretches, reading)
        inner = [stretch for group in groups(hidden) if (stretch := _stretch(group))]
    except Impossible as error:
        return DateSpan(rest=text.strip(), problem=f"no such date: {error}")
    if not any(stretch.start or stretch.end for stretch in stretches):
        return None
    for stretch in stretches:
        if stretch.start and stretch.end and stretch.start.low > stretch.end.high:
            return DateSpan(rest=text.strip(), problem=f"{stretch.start.edtf} is after {stretch.end.edtf}")
    is_unsure = any(point.is_circa or point.is_uncertain for point in outer)
    span = _span(stretches, is_circa=is_unsure or _is_open_choice(outer))
    if span.start and span.end and span.start > span.end:
        return DateSpan(rest=text.strip(), problem=f"{span.start_edtf} is after {span.end_edtf}")
    stated = duration_of_span(reading.durations, [RangeInText(one.at, _is_whole(one, span)) for one in stretches])
    return span._replace(
        duration_days_stated=days_of(stated, span.start) if stated else None,
        rest=rest,
        problem=_contradiction(span, [stretch for stretch in inner if not _repeats(stretch, stretches)]),
        doubt=_doubt(outer, is_attributed=bool(stated) or not reading.durations),
    )


def _doubt(points: list[DatePoint], *, is_attributed: bool) -> str | None:
    """Return why something was left out of a span as ambiguous, None when nothing was."""
    return _AMBIGUOUS if any(point.is_ambiguous for point in points) else None if is_attributed else _NOT_ATTRIBUTED


def _explains(token: DateToken) -> bool:
    """Return whether a name of another calendar belongs to a date beside the one that is read."""
    return token.depth > 0 or token.kind == "calendar_foreign"


def _is_whole(stretch: _Stretch, span: DateSpan) -> bool:
    """Return whether a range is the whole span, not one phase of it."""
    start, end = (found.edtf if found else None for found in (stretch.start, stretch.end))
    return start == span.start_edtf and (".." if stretch.is_ongoing else end) == span.end_edtf


def _plain_span(start: dt.date, end: dt.date | None) -> DateSpan:
    if end is None:
        return DateSpan(start, None, "day", None, start.isoformat(), "..", is_ongoing=True)
    return DateSpan(start, end, "day", "day", start.isoformat(), end.isoformat())


def _layers(points: list[DatePoint]) -> tuple[list[DatePoint], list[DatePoint]]:
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


def _stretch(group: list[DatePoint]) -> _Stretch | None:
    """Return the range that a group of points means, None when no point of it has a year."""
    is_ongoing = any(point.is_present for point in group) or (len(group) == 1 and group[0].opener == "since")
    at = group[0].start
    known = [(point, found) for point in group if not point.is_present and (found := resolve(point))]
    if not known:
        return _Stretch(at, None, None, is_ongoing) if is_ongoing else None
    first, last = known[0], known[-1]
    if len(known) == 1:
        opener = first[0].opener
        if opener == "until":
            return _Stretch(at, None, first[1], False)
        end = None if is_ongoing or opener in {"from", "since"} else first[1]
        return _Stretch(at, first[1], end, is_ongoing)
    if all(point.link == "slash" for point, _ in known[1:]) and _is_two_calendars(first[1], last[1]):
        return _Stretch(at, last[1], last[1], is_ongoing)
    return _Stretch(at, first[1], None if is_ongoing else last[1], is_ongoing)


def _is_two_calendars(old: Resolved, new: Resolved) -> bool:
    """Return whether "26 August/7 September 1812" is one day in two calendars: the Julian is 10 to 13 days behind.

    The Julian calendar was in use until 1923 at the latest.
    """
    if old.date is None or new.date is None or not 1582 <= new.date.year <= 1923:
        return False
    behind = 10 + sum(new.date > dt.date(year, 3, 11) for year in (1700, 1800, 1900))
    return (new.date - old.date).days == behind


def _new_style(stretches: list[_Stretch], reading: DateReading) -> list[_Stretch]:
    """Return the stretches, with the day of the new calendar where brackets hold it: "25 October (7 November) 1917"."""
    dated = [point for point in reading.points if point.is_dated]
    has_words = any(token.depth and token.kind != "num" for token in reading.rest)
    if len(stretches) != 1 or len(dated) != 2 or has_words or [point.depth for point in dated] != [0, 1]:
        return stretches
    old, new = (resolve(point) for point in dated)
    if old and new and old == stretches[0].start == stretches[0].end and _is_two_calendars(old, new):
        return [stretches[0]._replace(start=new, end=new)]
    return stretches


def _repeats(hidden: _Stretch, printed: list[_Stretch]) -> bool:
    """Return whether a span in brackets is the same as one of the printed spans."""
    return any((hidden.start, hidden.end) == (one.start, one.end) for one in printed)


def _is_open_choice(points: list[DatePoint]) -> bool:
    """Return whether the text leaves two dates to choose from ("8 April/14 May", "May or June")."""
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
    """Return how the ISO span in brackets differs from the printed one, None when they agree or only one is given."""
    for stretch in inner:
        for printed, hidden in ((span.start, stretch.start), (span.end, stretch.end)):
            if printed and hidden and hidden.date and printed != hidden.date:
                return f"printed {printed} but {hidden.edtf} in brackets"
    return None


def _rest(text: str, reading: DateReading) -> str:
    """Return the unread words in printed order."""
    return " ".join(text[token.start : token.end] for token in sorted(reading.rest, key=lambda token: token.start))
