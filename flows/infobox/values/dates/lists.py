"""Several dates in one field: "7 April 1939, 29 November 1944" is two dates, not one span."""

from __future__ import annotations

import re
from typing import Final

from flows.infobox.values.brackets import PARENTHESES
from flows.infobox.values.dates.reader import read_date_points
from flows.infobox.values.dates.spans import DateSpan, read_span
from flows.infobox.values.dates.tokens import date_tokens

_YEAR: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")
_COMMA: Final = re.compile(r"[()\[\]]|[,;·•\n]")
_NUMBER: Final = re.compile(r"\d|(?<!\w)[IVX]{1,6}(?!\w)")
_MAX_TEXT: Final = 4_000
# How a date with its year ends; "2010 – 3 June" of "24 May, 2010 – 3 June, 2011" does not end like this.
_ENDS: Final = re.compile(r"(?:\d{3,4}s?|[-–—]|[-–—][ ]?[^\W\d_]{3,12}|BC|BCE|AD|CE|est\.?|onwards?)[ ]*\Z")


def read_dates(text: str) -> tuple[tuple[str, DateSpan], ...]:
    """Return the dates of a text with their words: each date that has its own year, else the span of the whole text.

    An empty tuple when there is no date. The two days of a state's foundation are two dates and not a span of 135
    years; a range stays a range.

    >>> [(words, span.start_edtf) for words, span in read_dates("7 April 1939, 29 November 1944")]
    [('7 April 1939', '1939-04-07'), ('29 November 1944', '1944-11-29')]
    >>> [words for words, _ in read_dates("October 31, November 21, 2004")]
    ['October 31, November 21, 2004']
    """
    parts = _parts(text[:_MAX_TEXT])
    if len(parts) > 1:
        spans = [read_span(part) for part in parts]
        read = tuple((part, span) for part, span in zip(parts, spans, strict=True) if span and has_date(span))
        if len(read) == len(parts):
            return read
    span = read_span(text) or _yearless(text)
    return ((text, span),) if span and has_date(span) else ()


def _yearless(text: str) -> DateSpan | None:
    """Return a day without a year ("May 1", "22 June" beside a field with the year) as EDTF's ``XXXX-05-01``."""
    reading = read_date_points(date_tokens(text))
    days = [point for point in reading.points if point.day and point.month]
    if len(days) != 1 or len(reading.points) != 1 or reading.rest or reading.unknown or days[0].is_dated:
        return None
    edtf = f"XXXX-{days[0].month:02d}-{days[0].day:02d}"
    return DateSpan(start_edtf=edtf, end_edtf=edtf) if 1 <= (days[0].day or 0) <= 31 else None


def may_hold_date(text: str) -> bool:
    """Return whether a text has a number, as every date has: Roman ones too ("siglo XIX"). Saves parsing the rest."""
    return _NUMBER.search(text) is not None


def has_date(span: DateSpan) -> bool:
    """Return whether a span has a date: a span whose words contradict each other has only a ``problem``."""
    return bool(span.start_edtf or span.end_edtf)


def _parts(text: str) -> list[str]:
    """Return the text cut after every piece that ends with a year; words without a year stay with the date before."""
    found = _YEAR.search(text)
    if found is None or _YEAR.search(text, found.end()) is None:
        return [text]
    parts: list[str] = []
    start = depth = 0
    for sign in _COMMA.finditer(text):
        mark = sign.group()
        if mark in "([":
            depth += 1
        elif mark in ")]":
            depth = max(0, depth - 1)
        elif depth == 0 and _is_dated(text[start : sign.start()]):
            parts.append(text[start : sign.start()])
            start = sign.end()
    rest = text[start:]
    if parts and not _YEAR.search(PARENTHESES.sub("", rest)):
        parts[-1] = text[start - 1 - len(parts[-1]) :]
    else:
        parts.append(rest)
    return [part.strip(" ,;·•\n") for part in parts]


def _is_dated(part: str) -> bool:
    bare = PARENTHESES.sub("", part)
    return _ENDS.search(bare.rstrip()) is not None and re.search(r"\d{3}", bare) is not None
