"""Typed values of any infobox: the dates, numbers, points, persons and links that a field of known kind holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from flows.infobox.context import Box
from flows.infobox.records import InfoboxValueRow
from flows.infobox.values.dates import read_span
from flows.infobox.values.measures import Measure, read_amounts, read_measures
from flows.infobox.values.people import read_person
from flows.infobox.values.places import read_coordinates
from flows.infobox.values.quantities import read_statement

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
        field = read.kind
        if field is None or field.kind == "text" or not read.items:
            continue
        keeps_notes = field.kind == "coordinate"
        reader = _READERS[field.kind]
        at = _At(box.document_id, box.box_no, read.no, len(rows) - 1)
        for item in read.items:
            text = item.text
            if text[-1:] == ":" or (text[:1] == "(" and item.is_note and not keeps_notes):
                continue
            before = len(rows)
            reader(rows, at, text, field.key)
            if len(rows) == before:
                rows.append(InfoboxValueRow(at.document_id, at.box_no, at.field_no, before - at.last, "text", text))
    return rows


class _At(NamedTuple):
    """The key of a field's values; ``last`` is the index of the last row before them, so that numbers count from 1."""

    document_id: str
    box_no: int
    field_no: int
    last: int


_Rows = list[InfoboxValueRow]


def _dates(rows: _Rows, at: _At, text: str, _key: str) -> None:
    span = read_span(text) if _HAS_DIGIT.search(text) else None
    if span is not None:
        first, last = span.start_edtf, span.end_edtf
        edtf = f"{first}/{last}" if first and last and first != last else first or last or None
        rows.append(
            InfoboxValueRow(
                at.document_id,
                at.box_no,
                at.field_no,
                len(rows) - at.last,
                "date",
                text,
                start_date=span.start,
                end_date=span.end,
                edtf=edtf,
            )
        )


def _points(rows: _Rows, at: _At, text: str, _key: str) -> None:
    point = read_coordinates(text)
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


def _people(rows: _Rows, at: _At, text: str, _key: str) -> None:
    name = read_person(text).name
    if name and not any(map(str.isalpha, name)):
        _quantities(rows, at, text, _key)  # "Children: 4"
    elif name:
        rows.append(InfoboxValueRow(at.document_id, at.box_no, at.field_no, len(rows) - at.last, "person", name))


def _links(rows: _Rows, at: _At, text: str, _key: str) -> None:
    for found in _URL.finditer(text[:4_000]):
        rows.append(InfoboxValueRow(at.document_id, at.box_no, at.field_no, len(rows) - at.last, "url", found.group()))


def _quantities(rows: _Rows, at: _At, text: str, key: str) -> None:
    measures = () if key in _COUNTED else read_measures(text)
    for measure in measures:
        rows.append(_number(rows, at, "quantity", measure))
    if measures:
        return
    is_loss = key in _LOSSES
    # None is spelt out, so that the typed tables' reading of the same words is found in the cache.
    for told in read_statement(text, "casualties" if is_loss else "strength", None):
        low, high = told.count_min, told.count_max
        if told.is_read and (low is not None or high is not None):
            rows.append(
                InfoboxValueRow(
                    at.document_id,
                    at.box_no,
                    at.field_no,
                    len(rows) - at.last,
                    "quantity",
                    told.text or text,
                    None if low is None else float(low),
                    None if high is None else float(high),
                    told.what or (told.kind if is_loss else None),
                )
            )


def _money(rows: _Rows, at: _At, text: str, _key: str) -> None:
    for amount in read_amounts(text):
        rows.append(_number(rows, at, "money", amount))


def _number(rows: _Rows, at: _At, kind: str, found: Measure) -> InfoboxValueRow:
    number = len(rows) - at.last
    low, high, unit, text = found
    return InfoboxValueRow(at.document_id, at.box_no, at.field_no, number, kind, text, low, high, unit)


_LOSSES: Final = ("casualties", "total_losses")
_COUNTED: Final = (*_LOSSES, "strength")
_READERS: Final[dict[str, Callable[[_Rows, _At, str, str], None]]] = {
    "date": _dates,
    "coordinate": _points,
    "person": _people,
    "url": _links,
    "quantity": _quantities,
    "money": _money,
}
