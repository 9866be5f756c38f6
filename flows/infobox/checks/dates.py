"""Checks of dates: those of one page that cannot all be true.

They compare stated durations, dates hidden in the markup, dates in the title, periods of losses, ages, and the order of
fields such as birth and death.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from flows.infobox.context import Box
from flows.infobox.records import CasualtyRow, ConflictRow, InfoboxValueRow
from flows.infobox.values.dates.durations import TOLERANCE_DAYS
from flows.infobox.values.dates.points import Day
from flows.infobox.values.dates.spans import read_span
from flows.model import Note
from flows.rules.check_words import check_words

_EDTF: Final = re.compile(r"(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?[~?%]?")
_LONG: Final = re.compile(r"(\d{2,3})(XX?)[~?%]?")
_SEASONS: Final = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12)}
_BRACKETS: Final = re.compile(r"\(([^()]{4,80})\)[ ]*\Z")
# hCard and hCalendar keep dates for machines in these classes.
_MAX_HIDDEN: Final = 20
# Beside a printed date the reader of dates finds only an ISO date in brackets that may contradict it.
_OPENING: Final = re.compile(r"[(\[（]")
_LIKE_ISO: Final = re.compile(r"\d{4}\W\d")
_HIDDEN_CLASSES: Final = "bday|dday|dtstart|dtend|deathdate|published|updated"
_HIDDEN_ISO: Final = r"[+-]?\d{4}(?:-\d{2}(?:-\d{2})?)?"
# hCard and hCalendar put the date into the element or, in a pattern for <abbr>, into its title.
_HIDDEN_OPEN: Final = re.compile(
    rf"<(?:span|abbr|time)[ \t\n](?=[^<>]{{0,400}}?[ \t\n\"'=](?:{_HIDDEN_CLASSES})[ \t\n\"'>/])([^<>]{{0,400}})>"
    rf"[ \t\n]{{0,20}}(?:({_HIDDEN_ISO})(?![\w-]))?"
)
_HIDDEN_TITLE: Final = re.compile(rf"(?:title|datetime)=[\"']({_HIDDEN_ISO})(?:T[\d:.Z+-]{{0,40}})?[\"']")
_NUMBER: Final = re.compile(r"\d+")
_FIRST: Final[Day] = (-100_000, 1, 1)
_LAST: Final[Day] = (100_000, 12, 31)


class DayBounds(NamedTuple):
    """The first day that something can have begun on, and the last day that it can have ended on."""

    low: Day
    high: Day

    def __str__(self) -> str:
        """Return the two days as printed in an issue, open ends as "..".

        >>> str(DayBounds((1950, 5, 3), (1950, 6, 7)))
        '1950-05-03 – 1950-06-07'
        """
        low, high = (f"{day[0]:04d}-{day[1]:02d}-{day[2]:02d}" for day in self)
        return f"{'..' if self.low == _FIRST else low} – {'..' if self.high == _LAST else high}"


def day_bounds(edtf: str | None) -> DayBounds | None:
    """Return the first and last day that an EDTF date or span can mean; None for a text that is not a date.

    >>> str(day_bounds("2017-09")), str(day_bounds("201X/2021"))
    ('2017-09-01 – 2017-09-31', '2010-01-01 – 2021-12-31')
    """
    if not edtf:
        return None
    first, slash, last = edtf.partition("/")
    low, high = _point(first), _point(last if slash else first)
    if low is None and high is None:
        return None
    return DayBounds(low.low if low else _FIRST, high.high if high else _LAST)


def _point(edtf: str) -> DayBounds | None:
    found = _EDTF.fullmatch(edtf)
    if found is not None:
        year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
        if month > 12:
            first, last = _SEASONS.get(month, (1, 12))
            # A winter extends into the next year.
            return DayBounds((year - (month == 24), first, 1), (year + (month == 24), last, 31))
        return DayBounds((year, month or 1, day or 1), (year, month or 12, day or 31))
    long = _LONG.fullmatch(edtf)
    if long is None:
        return None
    size = 10 ** len(long[2])
    first = int(long[1]) * size
    return DayBounds((first, 1, 1), (first + size, 12, 31))


def conflict_bounds(row: ConflictRow) -> DayBounds | None:
    """Return the first and last day that a conflict's dates can mean, None without dates.

    The end is open for an ongoing conflict or an unknown end.
    """
    start, end = day_bounds(row.start_edtf), day_bounds(row.end_edtf)
    if start is None and end is None:
        return None
    return DayBounds(start.low if start else _FIRST, end.high if end and not row.is_ongoing else _LAST)


def check_conflict_dates(box: Box, row: ConflictRow, casualties: Sequence[CasualtyRow]) -> Iterator[Note]:
    """Yield a note for each contradiction between dates of a conflict's box, and between them and the title."""
    span = conflict_bounds(row)
    if span is None:
        return
    where = box.fields_of("date")[0].raw.label if box.fields_of("date") else "date"
    yield from _duration(where, row)
    yield from _title(where, box.title, row, span)
    for loss in casualties:
        yield from _period(loss, row, span)


def _duration(where: str, row: ConflictRow) -> Iterator[Note]:
    stated = row.duration_days_stated
    if stated is None or row.start_date is None or row.end_date is None or row.is_circa:
        return
    counted = (row.end_date - row.start_date).days
    if abs(counted - stated) > TOLERANCE_DAYS:
        yield Note(
            "duration-mismatch",
            where,
            row.date_text or "",
            f"{row.start_date} to {row.end_date} are {counted} days, the stated duration is {stated}: see which of the "
            "two statements the page's sources support",
        )


def _title(where: str, title: str, row: ConflictRow, span: DayBounds) -> Iterator[Note]:
    for words in title_dates(title):
        read = read_span(words)
        bounds = read and day_bounds(f"{read.start_edtf or ''}/{'' if read.is_ongoing else read.end_edtf or ''}")
        if bounds and (bounds.high < span.low or bounds.low > span.high):
            yield Note(
                "title-date-mismatch",
                where,
                f"{title} | {row.date_text}",
                f"the title dates it {bounds}, the infobox {span}: one of them is wrong, or the box is another event's",
            )


def title_dates(title: str) -> Iterator[str]:
    """Yield the dates in a title: in its final brackets, before all other words, or after a word such as "of".

    >>> list(title_dates("Aton offensive (May–June 1950)")), list(title_dates("1950 siege of Hill 1443"))
    (['May–June 1950'], ['1950'])
    """
    brackets = _BRACKETS.search(title)
    if brackets is not None:
        yield brackets[1]
        return
    found = check_words().title_year.search(title)
    if found is not None:
        yield found[1] or found[2]


def _period(loss: CasualtyRow, row: ConflictRow, span: DayBounds) -> Iterator[Note]:
    start, end = (day and (day.year, day.month, day.day) for day in (loss.period_start, loss.period_end))
    if (start and start > span.high) or (end and end < span.low):
        lost = DayBounds(start or _FIRST, end or _LAST)
        yield Note(
            "period-outside-conflict",
            f"casualty {loss.casualty_no}",
            f"{loss.source_text.strip()} | {row.date_text}",
            f"the losses are of {lost}, the conflict of {span}: a date is wrong, or the losses are of another conflict",
        )


def check_hidden_dates(box: Box) -> Iterator[Note]:
    """Yield a note for each field whose hidden or bracketed ISO date differs from every printed date of the field."""
    for read in box.fields:
        if read.kind is None or read.kind.kind != "date" or not read.items:
            continue
        hidden = hidden_dates(read.raw.source_text)
        if not hidden and not any(_OPENING.search(item.text) and _LIKE_ISO.search(item.text) for item in read.items):
            continue  # nothing says the date twice
        spans = [span for item in read.items if (span := read_span(item.text))]
        printed = [day for span in spans for day in (span.start, span.end) if day]
        for iso in hidden:
            if printed and len(iso) == 10 and iso[:1].isdigit() and iso not in map(str, printed):
                yield _hidden_date_note(
                    read.raw.label, f"{read.items[0].text} | {iso}", f"printed {printed[0]}, hidden {iso}"
                )
        for span in spans:
            # The reader of dates has compared the brackets; a date that it could not read gets an issue elsewhere.
            if span.problem and span.start_edtf:
                yield _hidden_date_note(read.raw.label, read.items[0].text, span.problem)


def _hidden_date_note(where: str, text: str, what: str) -> Note:
    return Note("hidden-date-mismatch", where, text, f"{what}: the page gives one day twice, and not the same")


def check_order(box: Box, values: Sequence[InfoboxValueRow]) -> Iterator[Note]:
    """Yield a note for each pair of fields in an impossible order (death before birth), and for a wrong age."""
    dated: dict[str, list[tuple[DayBounds, InfoboxValueRow]]] = {}
    for value in values:
        if value.kind == "date" and (bounds := day_bounds(value.edtf)):
            dated.setdefault(box.fields[value.field_no - 1].key or "", []).append((bounds, value))
    if len(dated) < 2:
        return
    for order in check_words().orders:
        if order.first.isdisjoint(dated) or order.then.isdisjoint(dated):
            continue
        first = [one for key in sorted(order.first & dated.keys()) for one in dated[key]]
        then = [one for key in sorted(order.then & dated.keys()) for one in dated[key]]
        begun, ended = min(first, key=lambda one: one[0].low), max(then, key=lambda one: one[0].high)
        labels = [box.fields[one.field_no - 1].raw.label for _, one in (begun, ended)]
        if ended[0].high < begun[0].low:
            yield Note(
                "dates-out-of-order",
                labels[1],
                f"{labels[0]}: {begun[1].text} | {labels[1]}: {ended[1].text}",
                f"{order.why} Here {labels[1]} ends before {labels[0]} begins: see which date is wrong",
            )
        elif len(first) == len(then) == 1:
            yield from _age(labels[1], begun, ended)


def _age(
    where: str, born: tuple[DayBounds, InfoboxValueRow], died: tuple[DayBounds, InfoboxValueRow]
) -> Iterator[Note]:
    found = check_words().age.search(died[1].text[:400])
    number = _NUMBER.search(found[1]) if found else None
    if number is None or not born[0].low[0] > 0:
        return
    stated = int(number.group())
    most = _years(born[0].low, died[0].high)
    least = _years(born[0].high, died[0].low)
    if not least <= stated <= most:
        yield Note(
            "age-mismatch",
            where,
            f"{born[1].text} | {died[1].text}",
            f"the two dates make an age of {least}{'' if least == most else f' to {most}'}, printed is {stated}: see "
            "which of the three is wrong",
        )


def _years(since: Day, until: Day) -> int:
    return until[0] - since[0] - (until[1:] < since[1:])


def hidden_dates(source_text: str) -> list[str]:
    """Return the ISO 8601 dates that the markup of one infobox cell hides, in order; a year may stand alone.

    Encyclopedias print "14 September 2017 (age 40)" and hide "(<span class="bday">2017-09-14</span>)" in the same cell.
    The hidden date is not text of the page, so it is not published; but the same template wrote it, so it checks what
    was read from the words.

    >>> hidden_dates('14 September 2017<span style="display:none">(<span class="bday">2017-09-14</span>)</span>')
    ['2017-09-14']
    >>> hidden_dates("14 September 2017")
    []
    """
    if "<" not in source_text:
        return []
    found: list[str] = []
    for opening in _HIDDEN_OPEN.finditer(source_text):
        title = _HIDDEN_TITLE.search(opening[1])
        date = opening[2] or (title[1] if title else None)
        if date is not None:
            found.append(date)
    return found[:_MAX_HIDDEN]
