"""Which words of a text its published date says: those of the points that a span publishes, and of its stated duration.

Every other word is left over and named. A date in brackets that says the same day again, also in the calendar of its
time, is said by the span; the days between two phases are not.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from flows.infobox.values.dates.cursor import DateReading
from flows.infobox.values.dates.durations import DurationPart
from flows.infobox.values.dates.points import DatePoint, Impossible, is_two_calendars, resolve

_CLOSING: Final = {")": "(", "]": "[", "）": "（"}

_BRACKET: Final = re.compile(r"[()\[\]（）]")
_SIGNS: Final = frozenset({"comma", "sep", "dash", "slash"})
_BRITISH_COLUMBIA: Final = 1858
"""Since this year "BC" is the name of a place, too."""

Place = tuple[int, int]
"""Where words begin and end in their text."""


class Published(NamedTuple):
    """What the columns of a date hold: the EDTF of both ends, both days, and the duration of the whole span."""

    edtfs: tuple[str | None, str | None]
    days: tuple[dt.date | None, dt.date | None]
    stated: Sequence[DurationPart] | None = None


def used_places(text: str, reading: DateReading, published: Published) -> list[Place]:
    """Return the places of a text whose words the published date says, with the brackets around them."""
    places = [
        (token.start, token.end)
        for point in reading.points
        if not point.is_coarse and _is_said(point, published)
        for token in point.tokens
        if token.kind != "calendar_old" or _is_converted(point, published)
    ]
    if published.stated:
        places.append((published.stated[0].start, published.stated[-1].end))
    return [*places, *_brackets(text, places)]


def doubtful_neighbour(reading: DateReading) -> str | None:
    """Return that something is not read which may belong to a date that is, else None.

    It is a number right beside the date ("155 May 1920", "5 May 1920 ³"), or an era said of no year
    ("1000 Kestria BC"; behind a comma and a year of its time it is British Columbia).
    """
    dated = {
        token.start for point in reading.points if point.is_dated for token in point.tokens if token.kind not in _SIGNS
    }
    for before, token in pairwise(reading.tokens):
        is_read = token.start in dated
        if token.kind == "era_before" and not is_read and not (before.kind == "comma" and _is_of_province(reading)):
            return f"{token.text!r} is said of no year"
        if (before.start in dated) == is_read or token.start - before.end > 1 or token.depth != before.depth:
            continue
        left = before if is_read else token
        is_counted = any(part.start <= left.start < part.end for part in reading.durations)
        if left.kind not in _SIGNS and any(map(str.isnumeric, left.text)) and not is_counted:
            return f"{left.text!r} stands right beside a date and is no part of it"
    return None


def _is_of_province(reading: DateReading) -> bool:
    return all(point.year is not None and point.year >= _BRITISH_COLUMBIA for point in reading.points if point.is_dated)


def _is_said(point: DatePoint, published: Published) -> bool:
    if point.is_present:
        return ".." in published.edtfs
    try:
        found = resolve(point)
    except Impossible:
        return False
    if found is None:
        return False
    return found.edtf in published.edtfs or _is_converted(point, published)


def _is_converted(point: DatePoint, published: Published) -> bool:
    """Return whether a published day is that of a point in our calendar; days of the old one alone stay as printed."""
    found = resolve(point)
    return found is not None and any(is_two_calendars(found.date, day) for day in published.days)


def _brackets(text: str, places: list[Place]) -> Iterator[Place]:
    """Yield the places of each pair of brackets around words that are used."""
    opened: list[int] = []
    for found in _BRACKET.finditer(text):
        at, sign = found.start(), found[0]
        if sign not in _CLOSING:
            opened.append(at)
        elif opened and text[opened[-1]] == _CLOSING[sign]:
            start = opened.pop()
            if any(start < place[0] < at for place in places):
                yield (start, start + 1)
                yield (at, at + 1)
