"""The span of a date field: "24 February 2022 – present" as first and last day, precision and EDTF.

An own grammar reads it, because no date library reads spans: of "24–25 February 2022" one returns the first day only,
two read the year 24 or 2024, and several fill gaps from today's date. Here gaps are filled from the right, never from
the clock, and each end keeps how exact it is, in words (precision) and as EDTF.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from flows.infobox.values.dates.accounting import Published, doubtful_neighbour, used_places
from flows.infobox.values.dates.cursor import DateReading
from flows.infobox.values.dates.durations import RangeInText, days_of, duration_of_span
from flows.infobox.values.dates.ethiopian import read_ethiopian
from flows.infobox.values.dates.plain import Days, Years, cut_age, read_plain, read_years
from flows.infobox.values.dates.points import Impossible
from flows.infobox.values.dates.reader import read_date_points
from flows.infobox.values.dates.stretches import (
    Stretch,
    disorder,
    has_gap,
    is_open_choice,
    layers,
    new_style,
    repeats,
    stretches_of,
    unconnected,
)
from flows.infobox.values.dates.tokens import MAX_TEXT, DateToken, date_tokens
from flows.infobox.values.unread import unread_words

_NOT_ATTRIBUTED: Final = "which of the dates a stated duration belongs to cannot be told: it is left out"
_SEVERAL: Final = "several dates with time between them: the first and the last are taken"
_CHOICE: Final = "one of several dates, and which of them is not known: the first and the last are taken"
_AMBIGUOUS: Final = "which of two numbers is the day cannot be told: only the year is taken"
_OBSTACLES: Final = {"other": "is not the name of a month", "ambiguous": "can be read in two ways"}


class DateSpan(NamedTuple):
    """When something began and ended, as far as the words say.

    ``start`` and ``end`` are set exactly when their precision is "day" (years 1 to 9999). A single date is its own
    end; an unknown end has neither precision nor EDTF; the end of what is ongoing has the EDTF "..".
    EDTF years before Christ are astronomical: 217 BC is "-0216". ``unread`` holds the words that no column of a date
    says ("Sporadic attacks", the days between two phases), None where all are said. ``problem`` says why nothing was
    taken from an impossible date, ``doubt`` what was left out because it is not clear which date it belongs to; the
    caller raises an issue for all three.
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
    problem: str | None = None
    doubt: str | None = None
    unread: str | None = None


@lru_cache(maxsize=8_192)
def read_span(text: str) -> DateSpan | None:
    r"""Return the span of a date field from its first to its last day, None when the text holds no date.

    A text longer than ``MAX_TEXT`` is a page and no date.

    >>> span = read_span("14 September – 17 November 2017\n(2 months and 3 days)")
    >>> span.start_edtf, span.end_edtf, span.duration_days_stated
    ('2017-09-14', '2017-11-17', 64)
    >>> read_span("24 February 2022 – present").is_ongoing
    True
    >>> read_span("First phase: 3 May 1920").unread
    'First phase'
    """
    if len(text) > MAX_TEXT:
        return None
    whole = read_whole(text)
    if whole is not None:
        return whole
    reading = read_date_points(date_tokens(text))
    problem = obstacle(reading)
    if problem is not None:
        return DateSpan(problem=problem, unread=text.strip())
    try:
        outer, hidden = layers(reading.points)
        stretches = new_style(stretches_of(outer), reading)
        inner = stretches_of(hidden)
    except Impossible as error:
        return DateSpan(problem=f"no such date: {error}", unread=text.strip())
    if not any(stretch.start or stretch.end for stretch in stretches):
        return None
    is_unsure, is_choice = any(point.is_circa or point.is_uncertain for point in outer), is_open_choice(outer)
    span = span_from(stretches, is_circa=is_unsure or is_choice)
    problem = disorder(stretches) or _reversed(span)
    problem = problem or unconnected(reading.tokens, stretches) or doubtful_neighbour(reading)
    if problem is not None:
        return DateSpan(problem=problem, unread=text.strip())
    stated = duration_of_span(reading.durations, [RangeInText(one.at, _is_whole(one, span)) for one in stretches])
    span = span._replace(
        duration_days_stated=days_of(stated, span.start) if stated else None,
        problem=_contradiction(span, [stretch for stretch in inner if not repeats(stretch, stretches)]),
        doubt=_doubt(stretches, is_attributed=bool(stated) or not reading.durations, is_choice=is_choice),
    )
    said = stated if span.duration_days_stated is not None else None
    places = used_places(text, reading, Published((span.start_edtf, span.end_edtf), (span.start, span.end), said))
    return span._replace(unread=unread_words(text, places))


def read_whole(text: str) -> DateSpan | None:
    """Return the span of a text that is one simple date and nothing else, None for any other text."""
    date, age = cut_age(text)
    plain = read_plain(date) or read_years(date)
    if plain is not None:
        return _plain_span(plain, age)
    ethiopian = None if text.isascii() else read_ethiopian(text.strip())
    return None if ethiopian is None else _plain_span(Days(ethiopian, ethiopian), None)


def obstacle(reading: DateReading) -> str | None:
    """Return why the dates of a text are not sure (their years may be of another calendar), None where they are.

    Beside a date outside the brackets, another calendar inside them only explains that date.
    """
    has_outer = any(point.depth == 0 and point.is_dated and point.calendar != "foreign" for point in reading.points)
    unknown = next((token for token in reading.unknown if not (has_outer and _explains(token))), None)
    if unknown is None:
        return None
    return f"{unknown.text!r} {_OBSTACLES.get(unknown.kind, 'is a calendar that is not converted')}"


def _doubt(stretches: Sequence[Stretch], *, is_attributed: bool, is_choice: bool) -> str | None:
    """Return why something was left out of a span as ambiguous, None when nothing was."""
    if any(point.is_ambiguous for stretch in stretches for point in stretch.points):
        return _AMBIGUOUS
    if not is_attributed:
        return _NOT_ATTRIBUTED
    if has_gap(stretches):
        return _SEVERAL
    return _CHOICE if is_choice else None


def _reversed(span: DateSpan) -> str | None:
    if span.start and span.end and span.start > span.end:
        return f"{span.start_edtf} is after {span.end_edtf}"
    return None


def _explains(token: DateToken) -> bool:
    """Return whether a name of another calendar belongs to a date beside the one that is read."""
    return token.depth > 0 or token.kind == "calendar_foreign"


def _is_whole(stretch: Stretch, span: DateSpan) -> bool:
    """Return whether a range is the whole span, not one phase of it."""
    start, end = (found.edtf if found else None for found in (stretch.start, stretch.end))
    return start == span.start_edtf and (".." if stretch.is_ongoing else end) == span.end_edtf


def _plain_span(plain: Days | Years, unread: str | None) -> DateSpan:
    first, last = plain if isinstance(plain, Days) else (None, None)
    precision = "day" if isinstance(plain, Days) else "year"
    start, end = map(str, plain)  # a day as in ISO 8601
    if plain[1] is None:
        return DateSpan(first, None, precision, None, start, "..", is_ongoing=True, unread=unread)
    return DateSpan(first, last, precision, precision, start, end, unread=unread)


def span_from(stretches: Sequence[Stretch], *, is_circa: bool) -> DateSpan:
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


def _contradiction(span: DateSpan, inner: list[Stretch]) -> str | None:
    """Return how the ISO span in brackets differs from the printed one, None when they agree or only one is given."""
    for stretch in inner:
        for printed, hidden in ((span.start, stretch.start), (span.end, stretch.end)):
            if printed and hidden and hidden.date and printed != hidden.date:
                return f"printed {printed} but {hidden.edtf} in brackets"
    return None
