"""Several dates in one field: "7 April 1939, 29 November 1944" is two dates, not one span."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from flows.infobox.values.dates.accounting import Published, doubtful_neighbour, used_places
from flows.infobox.values.dates.durations import TOLERANCE_DAYS, DurationPart, days_of
from flows.infobox.values.dates.points import DatePoint, Impossible, groups
from flows.infobox.values.dates.reader import read_date_points
from flows.infobox.values.dates.spans import DateSpan, obstacle, read_whole, span_from
from flows.infobox.values.dates.stretches import (
    Stretch,
    between_stretches,
    disorder,
    is_open_choice,
    layers,
    new_style,
    stretch_of,
    unconnected,
)
from flows.infobox.values.dates.tokens import MAX_TEXT, DateToken, date_tokens
from flows.infobox.values.unread import unread_words

_NUMBER: Final = re.compile(r"\d|(?<!\w)[IVX]{1,6}(?!\w)")
_PARTING: Final = frozenset({"comma", "sep", "and", "or"})
_EDGES: Final = " ,;·•\n"


def read_dates(text: str) -> tuple[tuple[str, DateSpan], ...]:
    """Return the dates of a text with their words: each range and each single date is one.

    An empty tuple when there is no date, or when it is not sure how its dates go together. The two days of a state's
    foundation are two dates and not a span of 135 years; a range stays a range. A choice ("1535 or 1542") is a range
    with two uncertain ends.

    >>> [(words, span.start_edtf) for words, span in read_dates("7 April 1939, 29 November 1944")]
    [('7 April 1939', '1939-04-07'), ('29 November 1944', '1944-11-29')]
    >>> [(words, span.start_edtf) for words, span in read_dates("3 and 5 May 1862")]
    [('3', '1862-05-03'), ('5 May 1862', '1862-05-05')]
    >>> read_dates("3 May 2001 12 July 1960")
    ()
    """
    if len(text) > MAX_TEXT:
        return ()
    whole = read_whole(text)
    if whole is not None:
        return ((text, whole),)
    reading = read_date_points(date_tokens(text))
    if obstacle(reading) is not None:
        return ()
    outer, _ = layers(reading.points)
    _join_choices(outer)
    stretches = new_style([stretch for group in groups(outer) if (stretch := _sure(group))], reading)
    if unconnected(reading.tokens, stretches) or doubtful_neighbour(reading) or _is_torn(reading.tokens, stretches):
        return ()
    found = []
    for (start, end), stretch in zip(_places(text, reading.tokens, stretches), stretches, strict=True):
        is_circa = any(point.is_circa or point.is_uncertain for point in stretch.points)
        span = span_from([stretch], is_circa=is_circa)
        words = text[start:end]
        stated = _repeated(reading.durations, span, start, end)
        places = used_places(text, reading, Published((span.start_edtf, span.end_edtf), (span.start, span.end), stated))
        places = [(first - start, last - start) for first, last in places if first < end and last > start]
        found.append((words.strip(_EDGES), span._replace(unread=unread_words(words, places))))
    return tuple(found) or _yearless(text, reading.points, reading.tokens)


def _repeated(parts: list[DurationPart], span: DateSpan, start: int, end: int) -> list[DurationPart] | None:
    """Return the duration between two places if it is that of the span: it says nothing new then."""
    stated = [part for part in parts if start <= part.start < end]
    days = days_of(stated, span.start) if stated and span.start and span.end else None
    if days is None or span.start is None or span.end is None:
        return None
    return stated if abs((span.end - span.start).days - days) <= TOLERANCE_DAYS else None


def _join_choices(points: list[DatePoint]) -> None:
    """Make one choice of all dates that commas part before an ", or": "March 19, 20, or 21"."""
    is_choice = False
    for point in reversed(points):
        if point.link == "or":
            is_choice = point.tokens[0].kind == "comma"
        elif is_choice and point.link == "list":
            point.link = "or"
        else:
            is_choice = False


def _sure(group: list[DatePoint]) -> Stretch | None:
    """Return the stretch of a group, None where no calendar has its days or it ends before it begins."""
    try:
        if is_open_choice(group):
            for point in group:
                point.is_uncertain = True
        stretch = stretch_of(group)
    except Impossible:
        return None
    return stretch if stretch and (stretch.start or stretch.end) and not disorder([stretch]) else None


def _is_torn(tokens: list[DateToken], stretches: list[Stretch]) -> bool:
    """Return whether words stand between a dash and the date it leads to: "1900 – Kestria 1920" may be a range."""
    for before, stretch in pairwise(stretches):
        between = [token.kind for token in between_stretches(tokens, before, stretch)]
        if between and between[0] in {"dash", "to"} and not _PARTING & set(between):
            return True
    return False


def _places(text: str, tokens: list[DateToken], stretches: list[Stretch]) -> list[tuple[int, int]]:
    """Return where the words of each date begin and end: they are parted by the first comma or "and" between them."""
    starts, ends = [0], []
    for before, stretch in pairwise(stretches):
        between = [token for token in between_stretches(tokens, before, stretch) if token.kind in _PARTING]
        parting = min(between, key=lambda token: token.depth, default=None)
        ends.append(parting.start if parting else _first(stretch))
        starts.append(parting.end if parting else _first(stretch))
    return list(zip(starts, [*ends, len(text)], strict=True))[: len(stretches)]


def _first(stretch: Stretch) -> int:
    return min(token.start for point in stretch.points for token in point.tokens)


def _yearless(text: str, points: list[DatePoint], tokens: list[DateToken]) -> tuple[tuple[str, DateSpan], ...]:
    """Return a day without a year ("May 1", "22 June" beside a field with the year) as EDTF's ``XXXX-05-01``."""
    days = [point for point in points if point.day and point.month]
    if len(days) != 1 or len(points) != 1 or days[0].is_dated or not {*tokens} <= {*days[0].tokens}:
        return ()
    if not 1 <= (days[0].day or 0) <= 31:
        return ()
    edtf = f"XXXX-{days[0].month:02d}-{days[0].day:02d}"
    return ((text, DateSpan(start_edtf=edtf, end_edtf=edtf)),)


def may_hold_date(text: str) -> bool:
    """Return whether a text has a number, as every date has: Roman ones too ("siglo XIX"). Saves parsing the rest."""
    return _NUMBER.search(text) is not None


def has_date(span: DateSpan) -> bool:
    """Return whether a span has a date: a span whose words contradict each other has only a ``problem``."""
    return bool(span.start_edtf or span.end_edtf)
