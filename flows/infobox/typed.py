"""Typed values of any infobox: the dates, numbers, points, persons and links that a field of known kind holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from flows.infobox.context import Box, ReadField
from flows.infobox.records import InfoboxValueRow
from flows.infobox.values.dates import read_span
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
        if read.kind is None or read.kind.kind == "text":
            continue
        rows.extend(row._replace(item_no=number) for number, row in enumerate(_values(box, read), 1))
    return rows


def _values(box: Box, read: ReadField) -> Iterator[InfoboxValueRow]:
    assert read.kind is not None
    kind = read.kind.kind
    for item in read.items:
        if item.is_head or (item.is_note and kind != "coordinate"):
            continue
        base = InfoboxValueRow(box.document_id, box.box_no, read.no, 0, kind, item.text)
        found = list(_read(base, kind, item.text, "casualties" if read.kind.key == "casualties" else "strength"))
        yield from found or (base._replace(kind="text"),)


def _read(base: InfoboxValueRow, kind: str, text: str, field: str) -> Iterator[InfoboxValueRow]:
    if kind == "date":
        span = read_span(text) if _HAS_DIGIT.search(text) else None
        if span is not None:
            edtf = "/".join(dict.fromkeys(part for part in (span.start_edtf, span.end_edtf) if part)) or None
            yield base._replace(start_date=span.start, end_date=span.end, edtf=edtf)
    elif kind == "coordinate":
        point = read_coordinates(text)
        if point is not None:
            yield base._replace(latitude=point[0], longitude=point[1])
    elif kind == "person":
        person = read_person(text)
        if person.name:
            yield base._replace(text=person.name)
    elif kind == "url":
        for found in _URL.finditer(text[:4_000]):
            yield base._replace(text=found.group())
    else:
        yield from _quantities(base, text, field)


def _quantities(base: InfoboxValueRow, text: str, field: str) -> Iterator[InfoboxValueRow]:
    for told in read_statement(text, "casualties" if field == "casualties" else "strength"):
        if told.is_read and (told.count_min is not None or told.count_max is not None):
            yield base._replace(
                text=told.text or text,
                number_min=None if told.count_min is None else float(told.count_min),
                number_max=None if told.count_max is None else float(told.count_max),
                unit=told.what,
            )
