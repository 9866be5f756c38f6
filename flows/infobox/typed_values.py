"""Typed values of any infobox: the dates, quantities, amounts of money, points, persons and links in its fields.

"Area: 357,021 km2 (137,847 sq mi)" gives a quantity with its unit and its SI value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from flows.infobox.context import Box, ReadField
from flows.infobox.map_points import point_of_parts, read_point
from flows.infobox.records import InfoboxValueRow
from flows.infobox.values.dates.lists import has_date, may_hold_date, read_dates
from flows.infobox.values.dates.spans import DateSpan, read_span
from flows.infobox.values.measures import (
    Measure,
    is_ambiguous,
    read_amounts,
    read_compound,
    read_labelled,
    read_measures,
    read_within,
    year_of,
)
from flows.infobox.values.people import read_person, read_persons
from flows.infobox.values.quantities.statements import read_statement
from flows.rules.labels import PERSON_SIGNS, FieldKind
from flows.rules.units import find_unit, unit_words
from flows.rules.words import fold, quantity_words

_URL: Final = re.compile(
    r"(?:(?:https?|ftp)://|www\.)[^\s<>\"'\]|}]{1,2000}|[a-z0-9][a-z0-9.-]{0,200}\.[a-z]{2,24}(?:/[^\s<>\"'\]|}]{0,2000})?",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"(?:(?:https?|ftp)://|www\.)[^\s<>\"'\]|}]{1,2000}", re.IGNORECASE)
_HAS_DIGIT: Final = re.compile(r"\d")
# "8376 m" is not a million; "23:25" and "6/7" are not counts.
_NOT_A_COUNT: Final = re.compile(r"\d[ ]?[kmb](?!\w)|\d[:/][ ]?\d|\d\.\d", re.IGNORECASE)
# How the numbers of a box are written: "357,021" and "27.2" by decimal point, "3.570.021" and "27,2" by decimal comma.
_POINTED: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])|(?<![\d.,])\d{1,3}\.\d{1,2}(?![\d.])")
_COMMAED: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3}){2,}(?![\d.])|(?<![\d.,])\d{1,3},\d{1,2}(?![\d,])")


def read_values(box: Box, *, is_conflict: bool = False) -> list[InfoboxValueRow]:
    """Return one row per value in the fields of one box whose kind is known and is not plain text.

    ``item_no`` counts the values of a field from 1. An item without a value of the field's kind becomes a row of kind
    "text", not an issue ("none" as a date). The dates of a conflict are one span; other boxes list several dates.
    """
    rows: list[InfoboxValueRow] = []
    box_context = _BoxContext(box)
    for read in box.fields:
        field = read.kind
        if field is None or field.kind == "text" or not read.items:
            continue
        if field.is_person_only_of_persons and not box_context.is_of_person():
            continue
        if field.key in _AXES:
            _part_of_point(rows, box, read)
            continue
        keeps_notes = field.kind == "coordinate"
        reader = _span if is_conflict and field.kind == "date" else _READERS[field.kind]
        at = _FieldOfValue(
            box.document_id, box.box_no, read.no, len(rows) - 1, field, box_context, read.raw.source_text[:4_000]
        )
        first = len(rows)
        for item, text in ((one, line) for one in read.items for line in one.text.split("\n")):
            if text[-1:] == ":" or (text[:1] == "(" and item.is_note and not keeps_notes) or text in read.elsewhere:
                continue
            before = len(rows)
            reader(rows, at, text)
            if len(rows) == before:
                rows.append(InfoboxValueRow(at.document_id, at.box_no, at.field_no, before - at.last, "text", text))
        if read.as_of is not None:
            rows[first:] = [_as_of(row, read.as_of) for row in rows[first:]]
    return rows


def _as_of(row: InfoboxValueRow, year: str) -> InfoboxValueRow:
    """Return a number with the year of its label or head, unless its own words name one."""
    is_number = row.kind in _NUMBERS and row.as_of_edtf is None
    return row._replace(as_of_edtf=year) if is_number else row


class _BoxContext:
    """What the whole box shows about its values; computed only when a value needs it."""

    def __init__(self, box: Box) -> None:
        self.box = box
        self._uses_decimal_points: bool | None = None
        self._is_of_person: bool | None = None

    def is_of_person(self) -> bool:
        if self._is_of_person is None:
            self._is_of_person = any(read.key in PERSON_SIGNS for read in self.box.fields)
        return self._is_of_person

    def uses_decimal_points(self) -> bool:
        """Return whether more of the box's number fields use decimal points than decimal commas."""
        if self._uses_decimal_points is None:
            texts = [read.raw.plain[:400] for read in self.box.fields if read.kind and read.kind.kind in _NUMBERS]
            pointed = sum(1 for text in texts if _POINTED.search(text))
            self._uses_decimal_points = pointed > sum(1 for text in texts if _COMMAED.search(text))
        return self._uses_decimal_points


class _FieldOfValue(NamedTuple):
    """The field whose values are read: its keys, its kind, and the box around it.

    ``last`` is the index of the last row before the field's values, so that ``item_no`` counts from 1.
    """

    document_id: str
    box_no: int
    field_no: int
    last: int
    field: FieldKind
    box_context: _BoxContext
    source: str


_Rows = list[InfoboxValueRow]


def _dates(rows: _Rows, at: _FieldOfValue, text: str) -> None:
    if may_hold_date(text):
        for words, span in read_dates(text):
            rows.append(_date(rows, at, words, span))


def _span(rows: _Rows, at: _FieldOfValue, text: str) -> None:
    span = read_span(text) if _HAS_DIGIT.search(text) else None
    if span is not None and has_date(span):
        rows.append(_date(rows, at, text, span))


def _date(rows: _Rows, at: _FieldOfValue, text: str, span: DateSpan) -> InfoboxValueRow:
    first, last = span.start_edtf, span.end_edtf
    # EDTF leaves an end out that is not known: "2015/".
    edtf = first if first and first == last else f"{first or ''}/{last or ''}"
    number = len(rows) - at.last
    return InfoboxValueRow(
        at.document_id,
        at.box_no,
        at.field_no,
        number,
        "date",
        text,
        start_date=span.start,
        end_date=span.end,
        edtf=edtf,
    )


def _points(rows: _Rows, at: _FieldOfValue, text: str) -> None:
    point = read_point(at.box_context.box, text)
    if point is not None:
        number = len(rows) - at.last
        latitude, longitude = point
        rows.append(
            InfoboxValueRow(
                at.document_id,
                at.box_no,
                at.field_no,
                number,
                "coordinate",
                text,
                latitude=latitude,
                longitude=longitude,
            )
        )


def _part_of_point(rows: _Rows, box: Box, read: ReadField) -> None:
    """Add the point of the fields latitude and longitude at its latitude; without a point add the field's text."""
    point = point_of_parts(box)
    key = (box.document_id, box.box_no, read.no, 1)
    if point is None:
        rows.append(InfoboxValueRow(*key, "text", read.items[0].text))
    elif read is box.fields_of("latitude")[0]:
        rows.append(InfoboxValueRow(*key, "coordinate", point.text, latitude=point.latitude, longitude=point.longitude))


def _people(rows: _Rows, at: _FieldOfValue, text: str) -> None:
    names: tuple[str | None, ...] = (read_person(text).name,) if at.field.is_sided else read_persons(text)
    for name in names:
        if name and any(map(str.isalpha, name)):
            rows.append(InfoboxValueRow(at.document_id, at.box_no, at.field_no, len(rows) - at.last, "person", name))
    if not names and not any(map(str.isalpha, text)):
        _quantities(rows, at, text)  # "Children: 4"


def _links(rows: _Rows, at: _FieldOfValue, text: str) -> None:
    # "{{URL|www.x.org/a|Home}}" prints "Home": the address is only in the markup.
    printed = _URL.findall(text[:4_000])
    hidden = _ADDRESS.findall(at.source) if not printed and len(rows) - 1 == at.last else []
    for found in printed or hidden:
        link = found.rstrip(",;.:!")
        link = link if "(" in link else link.rstrip(")")
        rows.append(InfoboxValueRow(at.document_id, at.box_no, at.field_no, len(rows) - at.last, "url", link))


def _quantities(rows: _Rows, at: _FieldOfValue, text: str) -> None:
    if at.field.key not in _COUNTED:
        measures = _measures(at, text)
        year = year_of(text) if len(measures) == 1 else None
        for measure in measures:
            rows.append(_number(rows, at, "quantity", measure, year))
        if measures or _NOT_A_COUNT.search(text):
            return
    _counts(rows, at, text)


def _measures(at: _FieldOfValue, text: str) -> tuple[Measure, ...]:
    """Return the measures of a text, with the unit printed beside the number or else the unit of the field."""
    if (whole := read_compound(text, is_time=at.field.key in _TIMES)) is not None:
        return (Measure(whole[0], whole[0], whole[1], whole[2]),)
    is_point = is_ambiguous(text) and (
        at.field.unit is not None or at.field.key in _INDICES or at.box_context.uses_decimal_points()
    )
    found = read_measures(text, is_point) or read_labelled(text, is_point)
    if not found and (within := read_within(text)) is not None:
        return (Measure(*within),)
    return tuple([one._replace(unit=_unit(one.unit) or at.field.unit) for one in found])


def _unit(printed: str | None) -> str | None:
    """Return the words beside a number if they begin with a unit or a counted noun, else None ("65 Assistant")."""
    if printed is None or find_unit(printed) or fold(printed.partition(" ")[0]) in quantity_words().things:
        return printed
    return None


def _counts(rows: _Rows, at: _FieldOfValue, text: str) -> None:
    is_loss = at.field.key in _LOSSES
    # None is passed explicitly, so that this call and that of the conflict tables share one cache entry.
    for statement in read_statement(text, "casualties" if is_loss else "strength", None):
        low, high = statement.count_min, statement.count_max
        if statement.is_read and (low is not None or high is not None):
            unit = statement.what or (statement.kind if is_loss else at.field.unit)
            lowest, highest = (None if limit is None else float(limit) for limit in (low, high))
            measure = (at.document_id, at.box_no, at.field_no, len(rows) - at.last, "quantity", statement.text or text)
            rows.append(InfoboxValueRow(*measure, lowest, highest, unit))


def _money(rows: _Rows, at: _FieldOfValue, text: str) -> None:
    for amount in read_amounts(text, is_ambiguous(text) and at.box_context.uses_decimal_points()):
        code = unit_words().currencies.get(amount.unit) if amount.unit else None
        rows.append(_number(rows, at, "money", amount, year_of(text))._replace(unit_canonical=code))


def _number(rows: _Rows, at: _FieldOfValue, kind: str, found: Measure, year: str | None) -> InfoboxValueRow:
    number = len(rows) - at.last
    low, high, printed, text = found
    key = (at.document_id, at.box_no, at.field_no, number, kind, text, low, high, printed)
    unit = find_unit(printed) if kind == "quantity" else None
    if unit is None:
        return InfoboxValueRow(*key, as_of_edtf=year)
    return InfoboxValueRow(*key, unit.name, unit.in_si(low), unit.in_si(high), unit.si, as_of_edtf=year)


_LOSSES: Final = ("casualties", "total_losses")
_COUNTED: Final = (*_LOSSES, "strength")
_NUMBERS: Final = ("quantity", "money")
_INDICES: Final = ("hdi", "gini")
_TIMES: Final = frozenset({"duration", "runtime", "running_time", "mission_duration"})
_AXES: Final = ("latitude", "longitude")
_READERS: Final[dict[str, Callable[[_Rows, _FieldOfValue, str], None]]] = {
    "date": _dates,
    "coordinate": _points,
    "person": _people,
    "url": _links,
    "quantity": _quantities,
    "money": _money,
}
