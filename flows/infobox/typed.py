"""Typed values of any infobox: the dates, numbers, points, persons and links that a field of known kind holds."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from flows.infobox.context import Box
from flows.infobox.items import Item
from flows.infobox.records import InfoboxValueRow
from flows.infobox.values.dates import read_span
from flows.infobox.values.people import read_person
from flows.infobox.values.places import read_coordinates
from flows.infobox.values.quantities import read_statement
from flows.rules.labels import FieldKind

_URL: Final = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'\]|}]{1,2000}|[a-z0-9][a-z0-9.-]{0,200}\.[a-z]{2,24}(?:/[^\s<>\"'\]|}]{0,2000})?",
    re.IGNORECASE,
)
_HAS_DIGIT: Final = re.compile(r"\d")


def read_values(box: Box) -> list[InfoboxValueRow]:
    """Return one row per value read from the fields of one box whose kind is known and is not plain text.

    ``item_no`` counts the values of a field. An item of a typed field that holds no such value is a row of kind "text":
    "none" as a date is worth seeing, and not worth a person's time.
    """
    rows: list[InfoboxValueRow] = []
    for read in box.fields:
        if read.kind is None or read.kind.kind == "text" or not read.items:
            continue
        head = (box.document_id, box.box_no, read.no)
        for number, found in enumerate(_values(read.kind, read.items), 1):
            rows.append(InfoboxValueRow(*head, number, *found))
    return rows


# The columns of a row from ``kind`` on.
_Found = tuple[
    str,
    str,
    float | None,
    float | None,
    str | None,
    dt.date | None,
    dt.date | None,
    str | None,
    float | None,
    float | None,
]
_NO_NUMBER: Final = (None, None, None)
_NO_DATE: Final = (None, None, None)
_NO_POINT: Final = (None, None)


def _values(field: FieldKind, items: Sequence[Item]) -> Iterator[_Found]:
    read = _READERS[field.kind]
    for item in items:
        if item.is_head or (item.is_note and field.kind != "coordinate"):
            continue
        found = list(read(item.text, field.key))
        yield from found or (("text", item.text, *_NO_NUMBER, *_NO_DATE, *_NO_POINT),)


def _dates(text: str, _key: str) -> Iterator[_Found]:
    span = read_span(text) if _HAS_DIGIT.search(text) else None
    if span is not None:
        edtf = "/".join(dict.fromkeys(part for part in (span.start_edtf, span.end_edtf) if part)) or None
        yield ("date", text, *_NO_NUMBER, span.start, span.end, edtf, *_NO_POINT)


def _points(text: str, _key: str) -> Iterator[_Found]:
    point = read_coordinates(text)
    if point is not None:
        yield ("coordinate", text, *_NO_NUMBER, *_NO_DATE, *point)


def _people(text: str, _key: str) -> Iterator[_Found]:
    person = read_person(text)
    if person.name:
        yield ("person", person.name, *_NO_NUMBER, *_NO_DATE, *_NO_POINT)


def _links(text: str, _key: str) -> Iterator[_Found]:
    for found in _URL.finditer(text[:4_000]):
        yield ("url", found.group(), *_NO_NUMBER, *_NO_DATE, *_NO_POINT)


def _quantities(text: str, key: str, kind: str = "quantity") -> Iterator[_Found]:
    for told in read_statement(text, "casualties" if key in _LOSSES else "strength"):
        if told.is_read and (told.count_min is not None or told.count_max is not None):
            least = None if told.count_min is None else float(told.count_min)
            most = None if told.count_max is None else float(told.count_max)
            unit = told.what or (told.kind if key in _LOSSES else None)
            yield (kind, told.text or text, least, most, unit, *_NO_DATE, *_NO_POINT)


def _money(text: str, key: str) -> Iterator[_Found]:
    return _quantities(text, key, "money")


_LOSSES: Final = ("casualties", "total_losses")
_READERS: Final[dict[str, Callable[[str, str], Iterator[_Found]]]] = {
    "date": _dates,
    "coordinate": _points,
    "person": _people,
    "url": _links,
    "quantity": _quantities,
    "money": _money,
}
