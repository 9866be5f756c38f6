"""Typed values of any infobox: the dates, quantities, amounts of money, points, persons and links in its fields.

"Area: 357,021 km2 (137,847 sq mi)" gives a quantity with its unit and its SI value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from flows.infobox.context import Box, ReadField
from flows.infobox.items import clean
from flows.infobox.map_points import point_of_parts, read_point
from flows.infobox.records import CommanderRow, InfoboxValueRow
from flows.infobox.typed_numbers import NUMBERS, NumberStyle, typed_numbers
from flows.infobox.values.dates.lists import has_date, may_hold_date, read_dates
from flows.infobox.values.dates.spans import DateSpan, read_span
from flows.infobox.values.fates import MARK_ALONE
from flows.infobox.values.people import AND, read_person, read_persons
from flows.infobox.values.unread import is_grave, turns_date, unread_words
from flows.rules.labels import PERSON_SIGNS, FieldKind
from flows.rules.words import fold, quantity_words

_URL: Final = re.compile(
    r"(?:(?:https?|ftp)://|www\.)[^\s<>\"'\]|}]{1,2000}|[a-z0-9][a-z0-9.-]{0,200}\.[a-z]{2,24}(?:/[^\s<>\"'\]|}]{0,2000})?",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"(?:(?:https?|ftp)://|www\.)[^\s<>\"'\]|}]{1,2000}", re.IGNORECASE)
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")
_HAS_DIGIT: Final = re.compile(r"\d")
_PARTLY: Final = (
    "these words around the values are in no column and may change what they say: compare infobox_fields.value; all of "
    "them: SELECT text, unread FROM infobox_values WHERE unread IS NOT NULL"
)
_NOTHING: Final = (
    "no value of the field's kind could be read: it stands as printed in infobox_fields; all such fields: "
    "SELECT * FROM issues WHERE code = 'unread-value'"
)
_OTHER_UNIT: Final = "the label says {}: the unit printed beside the number counts; compare infobox_fields.value"


def read_values(box: Box, *, is_conflict: bool = False) -> list[InfoboxValueRow]:
    """Return one row per value in the fields of one box whose kind is known and is not plain text.

    ``item_no`` counts the values of a field from 1. An item without a value of the field's kind becomes a row of kind
    "text"; a field of such items only gets a note, and so does one with words left over that may change a value. The
    dates of a conflict are one span; other boxes list several dates.
    """
    rows: list[InfoboxValueRow] = []
    box_context = _BoxContext(box, is_conflict=is_conflict)
    for read in box.fields:
        field = read.kind
        if field is None or field.kind == "text" or not read.items:
            continue
        if field.is_person_only_of_persons and not box_context.is_of_person():
            continue
        first = len(rows)
        if field.key in _AXES:
            _part_of_point(rows, box, read)
        else:
            reader = _span if is_conflict and field.kind == "date" else _READERS[field.kind]
            at = _FieldOfValue(box.document_id, box.box_no, read.no, first - 1, field, box_context, read)
            _read_items(rows, at, reader)
            # The conflict's own tables name what their readers left over.
            if not (is_conflict and (field.is_conflict or field.key in _OF_CONFLICTS)):
                _note_rest(box, read, rows[first:])
        if read.as_of is not None:
            rows[first:] = [_as_of(row, read.as_of) for row in rows[first:]]
    return rows


def with_commanders(
    box: Box, values: Sequence[InfoboxValueRow], commanders: Sequence[CommanderRow]
) -> list[InfoboxValueRow]:
    """Return the values of a conflict with its commanders as the persons of the field that holds all its columns.

    A line of such a field may be the last person of one column and the first of the next, or the fate of the one above;
    only the reader of ``commanders`` sees the columns. Every other field has one column, or a tag for each person.
    """
    fields = box.fields_of("commander")
    if len(fields) != 1 or fields[0].raw.layout != "cells":
        return list(values)
    no = fields[0].no
    persons = [
        InfoboxValueRow(box.document_id, box.box_no, no, number, "person" if row.name else "text", text)
        for number, row in enumerate(commanders, 1)
        if (text := row.name or clean(row.source_text))
    ]
    return [row for row in values if row.field_no < no] + persons + [row for row in values if row.field_no > no]


def _read_items(rows: list[InfoboxValueRow], at: _FieldOfValue, reader: _Reader) -> None:
    """Add the values of all items of a field. A head ("Estate:") and a note go with the value beside them."""
    head = ""
    first = len(rows)
    for item, text in ((one, line) for one in at.read.items for line in one.text.split("\n")):
        if text in at.read.elsewhere:
            continue
        if text[-1:] == ":":
            # In a browser's text the colon may be a line of its own: the line before it was the head.
            above = rows.pop().text if text == ":" and len(rows) > first and rows[-1].kind == "text" else ""
            head = " ".join(filter(None, (head, above, text)))
            continue
        if text[:1] == "(" and item.is_note and at.field.kind != "coordinate" and len(rows) > first:
            rows[-1] = _with_words(rows[-1], rows[-1].unread, text)
            continue
        before = len(rows)
        reader(rows, at, text)
        if len(rows) == before:
            rows.append(InfoboxValueRow(at.document_id, at.box_no, at.field_no, before - at.last, "text", text))
        if head:
            rows[before] = _with_words(rows[before], head.rstrip(" :"), rows[before].unread)
            head = ""
    if head and len(rows) > first:
        rows[-1] = _with_words(rows[-1], rows[-1].unread, head)


def _with_words(row: InfoboxValueRow, *words: str | None) -> InfoboxValueRow:
    return row._replace(unread=" … ".join(filter(None, words)) or None)


def _note_rest(box: Box, read: ReadField, rows: list[InfoboxValueRow]) -> None:
    """Note a field that gave no value, and words left over beside its values that may change what they say."""
    label = read.raw.label[:80]
    texts = [row.text for row in rows if row.kind == "text" and fold(row.text) not in quantity_words().vague]
    if texts and all(row.kind == "text" for row in rows):
        box.note("unread-value", label, ", ".join(texts)[:300], _NOTHING)
        return
    left = [words for words in (*texts, *(row.unread for row in rows)) if words and is_grave(words)]
    left += [row.unread for row in rows if row.kind == "date" and row.unread and turns_date(row.unread)]
    if left:
        box.note("partly-read", label, " … ".join(left)[:300], _PARTLY)


def _as_of(row: InfoboxValueRow, year: str) -> InfoboxValueRow:
    """Return a number with the year of its label or head, unless its own words name one."""
    is_number = row.kind in NUMBERS and row.as_of_edtf is None
    return row._replace(as_of_edtf=year) if is_number else row


class _BoxContext:
    """What the whole box shows about its values; computed only when a value needs it."""

    def __init__(self, box: Box, *, is_conflict: bool) -> None:
        self.box = box
        self.is_conflict = is_conflict
        self.style = NumberStyle(box, is_conflict=is_conflict)
        self._is_of_person: bool | None = None

    def is_of_person(self) -> bool:
        if self._is_of_person is None:
            self._is_of_person = any(read.key in PERSON_SIGNS for read in self.box.fields)
        return self._is_of_person


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
    read: ReadField


_Rows = list[InfoboxValueRow]
_Reader = Callable[[_Rows, _FieldOfValue, str], None]


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
        unread=span.unread,
    )


def _points(rows: _Rows, at: _FieldOfValue, text: str) -> None:
    point = read_point(at.box_context.box, text)
    if point is not None:
        number = len(rows) - at.last
        rows.append(
            InfoboxValueRow(
                at.document_id,
                at.box_no,
                at.field_no,
                number,
                "coordinate",
                text,
                latitude=point.latitude,
                longitude=point.longitude,
                unread=point.unread,
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
    one = read_person(text) if at.field.is_sided else None
    names = read_persons(text) if one is None else (one.name,) if one.name else ()
    names = tuple(name for name in names if any(map(str.isalpha, name)) and not MARK_ALONE.fullmatch(name))
    names = names if one else tuple(name for name in names if not _is_count(name))
    for name, unread in _with_rest(text, names):
        # Of a conflict's commanders the rank, role and fate stand in ``commanders``.
        words = None if one and at.box_context.is_conflict else unread
        key = (at.document_id, at.box_no, at.field_no, len(rows) - at.last)
        rows.append(InfoboxValueRow(*key, "person", name, unread=words))
    if not names and not any(map(str.isalpha, _IN_BRACKETS.sub("", text))):
        _numbers(rows, at, text)  # "Children: 4 (two sons)"


def _is_count(name: str) -> bool:
    """Return whether words count people and name none: "Five", "two sons"."""
    first, *others = name.split(" ")
    return quantity_words().numbers.get(fold(first), 1) > 1 and all(map(str.islower, others))


def _with_rest(text: str, parts: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """Yield the parts of a text with the words left over up to the next one, for the first also those before it."""
    places: list[list[tuple[int, int]]] = []
    for part in parts:
        at = places[-1][-1][1] if places else 0
        places.append(_places_of(text, part, at) or [(at, at)])
    for number, part in enumerate(parts):
        start = places[number][0][0] if number else 0
        end = places[number + 1][0][0] if number + 1 < len(parts) else len(text)
        joint = [found.span() for found in AND.finditer(text, start, end) if found.end() == end]
        used = (*places[number], *joint)
        yield part, unread_words(text[start:end], [(first - start, last - start) for first, last in used])


def _places_of(text: str, part: str, at: int) -> list[tuple[int, int]]:
    """Return where a part stands in a text, word by word where something between its words was cut out."""
    start = text.find(part, at)
    if start >= 0:
        return [(start, start + len(part))]
    places = []
    for word in part.split(" "):
        start = text.find(word, at)
        if start >= 0:
            at = start + len(word)
            places.append((start, at))
    return places


def _links(rows: _Rows, at: _FieldOfValue, text: str) -> None:
    # "{{URL|www.x.org/a|Home}}" prints "Home": the address is only in the markup.
    printed = _URL.findall(text[:4_000])
    source = at.read.raw.source_text[:4_000]
    hidden = _ADDRESS.findall(source) if not printed and len(rows) - 1 == at.last else []
    links = [link if "(" in link else link.rstrip(")") for link in (one.rstrip(",;.:!") for one in printed or hidden)]
    for link, unread in _with_rest(text, links):
        key = (at.document_id, at.box_no, at.field_no, len(rows) - at.last)
        rows.append(InfoboxValueRow(*key, "url", link, unread=unread))


def _numbers(rows: _Rows, at: _FieldOfValue, text: str) -> None:
    kind = "money" if at.field.kind == "money" else "quantity"
    for one in typed_numbers(at.box_context.style, at.read, text):
        key = (at.document_id, at.box_no, at.field_no, len(rows) - at.last, kind, one.text)
        unit = one.known
        row = InfoboxValueRow(
            *key,
            one.low,
            one.high,
            one.unit,
            unit.name if unit else one.currency,
            unit.in_si(one.low) if unit else None,
            unit.in_si(one.high) if unit else None,
            unit.si if unit else None,
            as_of_edtf=one.as_of,
            unread=one.unread,
        )
        rows.append(row)
        if one.other_unit:
            remedy = _OTHER_UNIT.format(at.field.unit)
            at.box_context.box.note("unit-mismatch", at.read.raw.label[:80], one.text[:300], remedy)


_OF_CONFLICTS: Final = ("date", "coordinates")
_AXES: Final = ("latitude", "longitude")
_READERS: Final[dict[str, _Reader]] = {
    "date": _dates,
    "coordinate": _points,
    "person": _people,
    "url": _links,
    "quantity": _numbers,
    "money": _numbers,
}
