"""The facts of a made box, as it was made and as the product read it, field by field; and what a shape has lost."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from flows.infobox.reader import InfoboxRows
from flows.model import RawDocument
from flows.runs.batch import process_documents
from tests.quality.boxes import as_html, as_text, as_wikitext
from tests.quality.boxes.structure import Conflict, TopicBox
from tests.quality.boxes.words import CODES

Row = dict[str, object]
Facts = dict[str, list[Row]]
_COLUMNS = {
    "belligerents": ("name", "relation", "group_label", "country_flag", "note"),
    "commanders": ("rank", "name", "role", "fate"),
    "units": ("name", "depth", "parent"),
    "strengths": ("kind", "count_min", "count_max", "claimant"),
    "casualties": ("kind", "who", "count_min", "count_max", "claimant"),
}
CONFLICT_SHAPES: Mapping[str, Callable[[Conflict, Random], str]] = {
    "wikitext": as_wikitext.conflict_page,
    "html": as_html.conflict_page,
    "wiki_dump": as_text.dump_of_conflict,
    "wiki_page": as_text.page_of_conflict,
    "front_matter": as_text.front_of_conflict,
}
TOPIC_SHAPES: Mapping[str, Callable[[TopicBox, Random], str]] = {
    "wikitext": as_wikitext.topic_page,
    "html": as_html.topic_page,
    "wiki_dump": as_text.dump_of_topic,
    "wiki_page": as_text.page_of_topic,
}


class Loss(NamedTuple):
    """What a shape does not print: a column of a field, a whole field (column ""), or a column that may be null.

    ``mode`` is "gone" or "unknown": an unknown value may be null and never another one.
    """

    shape: str
    field: str
    column: str
    mode: str
    reason: str


@cache
def losses() -> tuple[Loss, ...]:
    """Return what is declared in ``losses.toml``."""
    data = tomllib.loads(Path(__file__).with_name("losses.toml").read_text(encoding="utf-8"))
    return tuple(Loss(shape, *loss) for shape, lost in data.items() for loss in lost["lost"])


def made(box: Conflict | TopicBox) -> Facts:
    """Return the facts that a box was made of."""
    if isinstance(box, TopicBox):
        values = [value for topic in box.fields for value in topic.values]
        return {
            kind: [{"value": value[1:]} for value in values if value[0] == kind]
            for kind in sorted({v[0] for v in values})
        }
    facts: Facts = {name: [] for name in _COLUMNS}
    for number, side in enumerate(box.sides, 1):
        for name, columns in _COLUMNS.items():
            rows = [dict(zip(columns, row, strict=True)) for row in side.rows[name]]
            facts[name] += [{"side": number, **row} for row in rows]
    for row in facts["belligerents"]:
        row["country_flag"] = CODES.get(str(row["country_flag"]))
    if box.civilians:
        facts["casualties"].append({"side": None, **dict(zip(_COLUMNS["casualties"], box.civilians[1], strict=True))})
    end = ".." if box.end is None else box.end
    facts["conflict"] = [{"name": box.name}]
    facts["part_of"] = [{"title": title} for title in box.part_of]
    facts["date"] = [{"start": box.start, "end": end, "is_ongoing": box.end is None}]
    facts["place"] = [{"place": box.place}]
    facts["coordinates"] = [{"point": box.point}] if box.point else []
    facts["result"] = [{"clause": clause} for clause in box.result]
    facts["outcome"] = [{"outcome": box.outcome}] if box.outcome else []
    return facts


def read(shape: str, text: str) -> tuple[str, InfoboxRows]:
    """Return the shape that a page was taken for, and the rows that the product reads in it."""
    (page,) = process_documents([RawDocument(f"made.{shape}", text.encode())])
    return page.page.document.shape, page.boxes


def found(rows: InfoboxRows, like: Facts) -> Facts:
    """Return the facts of the rows, in the fields and columns of ``like``."""
    if "belligerents" not in like:
        return {kind: [{"value": _value(row)} for row in rows.infobox_values if row.kind == kind] for kind in like}
    names = {unit.unit_no: unit.name for unit in rows.units}
    facts: Facts = {
        name: [
            {"side": row.side, **{column: _column(row, column, names) for column in columns}}
            for row in getattr(rows, name)
        ]
        for name, columns in _COLUMNS.items()
    }
    for row in facts["casualties"]:
        row["who"] = "civilian" if row["who"] == "civilian" else "unknown"
    (conflict,) = rows.conflicts[:1] or (None,)
    facts |= {name: [] for name in ("conflict", "part_of", "date", "place", "coordinates", "result", "outcome")}
    if conflict is not None:
        facts["conflict"] = [{"name": conflict.name}]
        facts["part_of"] = [{"title": title} for title in conflict.part_of]
        if conflict.start_edtf:
            facts["date"] = [
                {"start": conflict.start_edtf, "end": conflict.end_edtf, "is_ongoing": conflict.is_ongoing}
            ]
        facts["place"] = [{"place": conflict.place}] if conflict.place else []
        if conflict.latitude is not None and conflict.longitude is not None:
            facts["coordinates"] = [{"point": (round(conflict.latitude, 3), round(conflict.longitude, 3))}]
        facts["result"] = [{"clause": clause} for clause in conflict.result]
        if like["outcome"]:
            facts["outcome"] = [{"outcome": None if conflict.outcome == "unknown" else conflict.outcome}]
    return facts


def _column(row: object, column: str, units: Mapping[int, str]) -> object:
    """Return one column; a parent by its name, whose number is the document's own."""
    if column == "parent":
        number = getattr(row, "parent_no")  # noqa: B009
        return None if number is None else units.get(number)
    return getattr(row, column)


def _value(row: object) -> tuple[object, ...]:
    kind, text = row.kind, row.text
    if kind == "date":
        return (row.edtf,)
    if kind == "coordinate":
        return (row.latitude, row.longitude)
    if kind in {"quantity", "money"}:
        return tuple(getattr(row, column) for column in ("number_min", "number_max", "unit"))
    return (text,)


def without_losses(
    shape: str, field: str, want: Sequence[Row], got: Sequence[Row]
) -> tuple[list[Row], list[Row], set[Loss]]:
    """Return both sides without what the shape has lost, and the losses that made a difference.

    Where an unknown value is null on the right it is taken out on both; the rows are compared place by place.
    """
    wanted, gotten, used = [dict(row) for row in want], [dict(row) for row in got], set()
    for loss in losses():
        if (loss.shape, loss.field) != (shape, field):
            continue
        if not loss.column:
            if wanted != gotten:
                used.add(loss)
            return [], [], used
        for at, row in enumerate(gotten):
            known = wanted[at] if at < len(wanted) else {}
            if loss.mode == "gone" or row.get(loss.column) is None:
                if known.get(loss.column) != row.get(loss.column):
                    used.add(loss)
                row.pop(loss.column, None)
                known.pop(loss.column, None)
        for row in wanted[len(gotten) :]:
            row.pop(loss.column, None)
    return wanted, gotten, used
