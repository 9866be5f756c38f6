"""Document -> rows of the infobox tables: every field as printed, its typed values, and the conflicts table by table.

The page of a battle gives a row of ``infobox_fields`` for "Commanders: Ada Hox †", and a row of ``commanders`` for her.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flows.infobox.box_kinds import read_box
from flows.infobox.cell_parts import parts_of
from flows.infobox.checks.crosschecks import check
from flows.infobox.conflict.box import is_conflict, read_conflict
from flows.infobox.context import Box, ReadField
from flows.infobox.items import MAX_ITEMS, clean, split, with_notes
from flows.infobox.records import CONFLICT_ROWS, BoxRow, ConflictTables, InfoboxFieldRow, InfoboxValueRow
from flows.infobox.typed_values import read_values, with_commanders
from flows.model import Document, Infobox, InfoboxField, Note
from flows.rules.labels import FIELDS, TITLES, Label, canonical, placed

_UNCLAIMED: Final = (
    "a label that no reader knows: the value is kept in infobox_fields; all such labels: "
    "SELECT * FROM issues WHERE code = 'unknown-label'"
)
_YEAR: Final = re.compile(r"(?<![\d.,])(?:1[0-9]|20)\d\d(?!\d|,\d)")
_WITH_NOTES: Final = ("whole", "parts", "list", "people")
_CUT: Final = f"only the first {MAX_ITEMS} items are read; the whole value stands in infobox_fields"


@dataclass(frozen=True, slots=True)
class InfoboxRows(ConflictTables):
    """The rows of all infoboxes of one document, table by table, and the notes of what needs a person."""

    boxes: tuple[BoxRow, ...] = ()
    infobox_fields: tuple[InfoboxFieldRow, ...] = ()
    infobox_values: tuple[InfoboxValueRow, ...] = ()
    notes: tuple[Note, ...] = ()


def read(document_id: str, document: Document) -> InfoboxRows:
    """Return the rows of all infoboxes of a document, in printed order. Raises nothing, whatever a page prints.

    An unknown label is kept in ``infobox_fields`` with ``field`` None and gets a note ``unknown-label``.
    """
    if not document.infoboxes:
        return InfoboxRows()
    boxes: list[BoxRow] = []
    fields: list[InfoboxFieldRow] = []
    values: list[InfoboxValueRow] = []
    conflicts: list[ConflictTables] = []
    notes: list[Note] = []
    for box_no, infobox in enumerate(document.infoboxes, 1):
        box = _box(document_id, box_no, infobox, document)
        fields.extend(map(_field_row, (box,) * len(box.fields), box.fields))
        is_of_conflict = is_conflict(box)
        boxes.append(read_box(box, is_conflict=is_of_conflict))
        read_rows = read_values(box, is_conflict=is_of_conflict)
        conflict = read_conflict(box) if is_of_conflict else None
        if conflict is not None:
            conflicts.append(conflict)
            read_rows = with_commanders(box, read_rows, conflict.commanders)
        values.extend(read_rows)
        check(box, read_rows, conflict)
        notes.extend(box.notes)
    return InfoboxRows(
        boxes=tuple(boxes),
        infobox_fields=tuple(fields),
        infobox_values=tuple(values),
        notes=tuple(notes),
        **_by_table(conflicts),
    )


def _by_table(boxes: Sequence[ConflictTables]) -> dict[str, Any]:
    """Return the rows of all conflict boxes by table, in the order of the boxes."""
    return {table: tuple(row for box in boxes for row in getattr(box, table)) for table in CONFLICT_ROWS}


def _box(document_id: str, box_no: int, infobox: Infobox, document: Document) -> Box:
    whole = _read_fields(infobox)
    cut = [read_field for read_field in whole if len(read_field.items) > MAX_ITEMS]
    reads = tuple([one._replace(items=one.items[:MAX_ITEMS]) for one in whole] if cut else whole)
    box = Box(
        document_id,
        box_no,
        infobox.template,
        document.title,
        reads,
        document.sections,
        document.shape,
        document.language,
    )
    _report_unknown(box)
    for long in cut:
        box.note("too-many-items", long.raw.label[:80], f"more than {MAX_ITEMS} items", _CUT)
    return box


def _report_unknown(box: Box) -> None:
    """Note the unknown labels: each of a conflict's box by itself, those of any other box in one note."""
    unknown = [read_field.raw for read_field in box.fields if read_field.label is None]
    if len(unknown) > 1 and not is_conflict(box):
        labels = ", ".join(raw.label[:80] for raw in unknown)
        box.note("unknown-label", f"{len(unknown)} labels", labels[:300], _UNCLAIMED)
        return
    for raw in unknown:
        box.note("unknown-label", raw.label[:80], raw.plain[:300], _UNCLAIMED)


def _read_fields(infobox: Infobox) -> list[ReadField]:
    """Return the fields of a box; where a cell prints several fields, its parts follow it."""
    reads: list[ReadField] = []
    for label, raw in zip(_titled(infobox), infobox.fields, strict=True):
        reads.append(_read_field(len(reads) + 1, raw, label))
        parts = parts_of(raw, label.key if label else None)
        if parts:
            elsewhere = frozenset(line for part in parts for line in part.plain.split("\n"))
            reads[-1] = reads[-1]._replace(elsewhere=elsewhere)
        for part in parts:
            reads.append(_read_field(len(reads) + 1, part, canonical(part.label)))
    return reads


def _titled(infobox: Infobox) -> Sequence[Label | None]:
    """Return the meaning of each label: what its title says, where another field has it ("Country" for "Type 1")."""
    labels = [placed(raw.label, raw.heads, is_child=raw.is_child) for raw in infobox.fields]
    if not any(label is not None and label.key in TITLES for label in labels):
        return labels
    names = {label: raw.plain for label, raw in zip(labels, infobox.fields, strict=True) if label is not None}
    return [_of_title(label, names) for label in labels]


def _of_title(label: Label | None, names: Mapping[Label, str]) -> Label | None:
    title = TITLES.get(label.key) if label is not None else None
    if label is None or title is None:
        return label
    meant = canonical(names.get(label._replace(key=title), ""))
    return label if meant is None or FIELDS[meant.key].is_conflict else meant._replace(series=label.series)


def _read_field(number: int, raw: InfoboxField, label: Label | None) -> ReadField:
    if label is not None and raw.side is not None:
        label = label._replace(series=str(raw.side))
    kind = FIELDS[label.key] if label else None
    if kind is not None and label is not None and label.unit is not None:
        kind = kind._replace(unit=label.unit)
    # One more than is read: it shows that a field has too many.
    items = split(raw.plain, kind.items if kind else "whole", raw.layout, MAX_ITEMS + 1)
    # The readers of a conflict's columns read the notes themselves.
    if kind is None or (kind.items in _WITH_NOTES and not kind.is_sided):
        items = with_notes(items)
    return ReadField(number, raw, label, kind, items, _year(raw) if kind is not None and kind.is_number else None)


def _year(raw: InfoboxField) -> str | None:
    """Return the one year in a number's label, else that in the last head: "Population (2010)"."""
    for words in (raw.label, *raw.heads[-1:]):
        years: set[str] = set(_YEAR.findall(words))
        if len(years) == 1:
            return years.pop()
    return None


def _field_row(box: Box, read_field: ReadField) -> InfoboxFieldRow:
    number, raw, label, kind, items, *_ = read_field
    plain = raw.plain
    key, series = (label.key, label.series) if label else (None, None)
    value = "\n".join(filter(None, map(clean, plain.split("\n")))) if "\n" in plain else clean(plain)
    texts = tuple([item.text for item in items])
    if raw.layout == "commas" and ", *" in value and kind is not None and kind.items in ("whole", "parts"):
        value = ", ".join(texts)  # list bullets inside a value that is not split
    return InfoboxFieldRow(
        box.document_id,
        box.box_no,
        number,
        box.template,
        raw.label,
        key,
        series,
        value,
        texts,
        raw.source_text,
        " / ".join(raw.heads) or None,
    )
