"""Which words of a text its dates say: those of the points that a span publishes, and of its stated duration.

Every other word is left over and named. A date in brackets that says the same day again, also in the calendar of its
time, is told by the span; the days between two phases are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from flows.infobox.values.dates.cursor import DateReading
from flows.infobox.values.dates.durations import DurationPart
from flows.infobox.values.dates.points import DatePoint, Impossible, resolve
from flows.infobox.values.dates.stretches import is_two_calendars

if TYPE_CHECKING:
    from flows.infobox.values.dates.spans import DateSpan

_CLOSING: Final = {")": "(", "]": "[", "）": "（"}

Place = tuple[int, int]
"""Where words begin and end in their text."""


def used_places(
    text: str, reading: DateReading, span: DateSpan, stated: Sequence[DurationPart] | None = None
) -> list[Place]:
    """Return the places of a text whose words the span tells, with the brackets around them.

    ``stated`` is the duration that belongs to the whole span.
    """
    places = [
        (token.start, token.end)
        for point in reading.points
        if not point.is_coarse and _is_told(point, span)
        for token in point.tokens
    ]
    if stated:
        places.append((stated[0].start, stated[-1].end))
    return places + list(_brackets(text, places))


def _is_told(point: DatePoint, span: DateSpan) -> bool:
    if point.is_present:
        return span.is_ongoing
    try:
        found = resolve(point)
    except Impossible:
        return False
    if found is None:
        return False
    if found.edtf in {span.start_edtf, span.end_edtf}:
        return True
    return any(is_two_calendars(found.date, day) for day in (span.start, span.end))


def _brackets(text: str, places: list[Place]) -> Iterator[Place]:
    """Yield the places of each pair of brackets around words that are used."""
    opened: list[int] = []
    for at, sign in enumerate(text):
        if sign in "([（":
            opened.append(at)
        elif sign in _CLOSING and opened and text[opened[-1]] == _CLOSING[sign]:
            start = opened.pop()
            if any(start < place[0] < at for place in places):
                yield (start, start + 1)
                yield (at, at + 1)
