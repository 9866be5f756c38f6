"""The infobox of a military conflict: whether a box is one, and all rows that it becomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flows.infobox.conflict.belligerents import read_belligerents
from flows.infobox.conflict.columns import columns, count_sides
from flows.infobox.conflict.commanders import read_commanders
from flows.infobox.conflict.evidence_cuts import belligerent_sides, with_sides
from flows.infobox.conflict.lead_sentence import evidence_of
from flows.infobox.conflict.outcome import read_outcome
from flows.infobox.conflict.part_of import read_part_of
from flows.infobox.conflict.parties import TEXT, parties_of
from flows.infobox.conflict.statements import read_casualties, read_strengths
from flows.infobox.conflict.units import read_units
from flows.infobox.context import Box
from flows.infobox.items import clean
from flows.infobox.map_points import read_point
from flows.infobox.records import BelligerentRow, ConflictRow, ConflictTables
from flows.infobox.scripts import scripts
from flows.infobox.values.coordinates import without_coordinates
from flows.infobox.values.dates.spans import DateSpan, read_span
from flows.rules.conflict_words import conflict_words


def is_conflict(box: Box) -> bool:
    """Return whether a box is of a conflict: by its template, two fields that only conflicts have, or two sides.

    Two sides are enough, because a short box only names who fought.
    """
    if box.template and clean(box.template.replace("_", " ")).casefold() in conflict_words().templates:
        return True
    if len({read.label.series for read in box.fields_of("combatant") if read.label}) >= 2:
        return True
    return len({read.key for read in box.fields if read.kind and read.kind.is_conflict}) >= 2


def read_conflict(box: Box) -> ConflictTables:
    """Return the rows of a conflict box; what could not be read becomes a note of the box."""
    # Some templates have a separate field for the last day.
    ends = value_of(box, "date_end")
    date_text = value_of(box, "date")
    if ends and date_text:
        date_text = f"{date_text} – {ends}"
    elif ends:
        box.note("unread-value", "date", ends, "a last day without a first one: see the page")
    box.span = _span(box, date_text, has_own_end=ends is not None)
    combatants = columns(box, "combatant", 0)
    belligerents = _sided_by_lead(box, read_belligerents(box, combatants))
    sides = count_sides(combatants) or max((row.side or 0 for row in belligerents), default=0)
    parties = parties_of(belligerents)
    return ConflictTables(
        conflicts=(_row(box, date_text, belligerents),),
        belligerents=tuple(belligerents),
        commanders=tuple(read_commanders(box, columns(box, "commander", sides))),
        units=tuple(read_units(box, columns(box, "units", sides))),
        strengths=tuple(read_strengths(box, columns(box, "strength", sides), parties)),
        casualties=tuple(read_casualties(box, columns(box, "casualties", sides), parties)),
    )


def _sided_by_lead(box: Box, belligerents: list[BelligerentRow]) -> list[BelligerentRow]:
    """Return the belligerents; if the box shows no side at all, with the sides that the page's lead names."""
    if not box.sections or box.sections[0].level or any(row.side is not None for row in belligerents):
        return belligerents
    sides = belligerent_sides(belligerents, evidence_of(box.sections[0].text))
    return belligerents if sides is None else with_sides(belligerents, sides, TEXT)


def value_of(box: Box, key: str, between: str = " ") -> str | None:
    """Return the items of a field as one line, None when the field is missing or empty."""
    return between.join(item.text for read in box.fields_of(key) for item in read.items) or None


def names_by_side(belligerents: Sequence[BelligerentRow]) -> Mapping[int, list[str]]:
    """Return the belligerents' names by side; those whose side is unknown are left out."""
    sides: dict[int, list[str]] = {}
    for row in belligerents:
        if row.side is not None:
            sides.setdefault(row.side, []).append(row.name)
    return sides


def labels_by_side(belligerents: Sequence[BelligerentRow]) -> Mapping[int, list[str]]:
    """Return the heads and notes beside the belligerents' names by side; those of supporters are left out.

    A label that two sides share does not identify a side; the reader of the outcome checks that.
    """
    sides: dict[int, list[str]] = {}
    for row in belligerents:
        if row.side is not None and row.relation != "supported_by":
            sides.setdefault(row.side, []).extend(words for words in (row.group_label, row.note) if words)
    return sides


def _row(box: Box, date_text: str | None, belligerents: Sequence[BelligerentRow]) -> ConflictRow:
    span = box.span or DateSpan()
    result, status, territory = (_texts(box, key) for key in ("result", "status", "territory"))
    point = _point(box)
    outcome = read_outcome(result or status, names_by_side(belligerents), labels_by_side(belligerents))
    return ConflictRow(
        document_id=box.document_id,
        box_no=box.box_no,
        name=_name(box) or box.title,
        part_of=tuple(
            title for read in box.fields_of("part_of") for item in read.items for title in read_part_of(item.text)
        ),
        start_date=span.start,
        end_date=span.end,
        start_precision=span.start_precision,
        end_precision=span.end_precision,
        start_edtf=span.start_edtf,
        end_edtf=span.end_edtf,
        is_ongoing=span.is_ongoing,
        is_circa=span.is_circa,
        duration_days_stated=span.duration_days_stated,
        place=_place(box),
        latitude=point[0] if point else None,
        longitude=point[1] if point else None,
        result=result,
        outcome=outcome,
        status=status,
        territory=territory,
        caption=value_of(box, "caption"),
        date_text=date_text,
    )


def _texts(box: Box, key: str) -> tuple[str, ...]:
    return tuple(item.text for read in box.fields_of(key) for item in read.items)


def _span(box: Box, date_text: str | None, *, has_own_end: bool) -> DateSpan | None:
    if date_text is None:
        return None
    # Lines are phases ("First phase: ..."), so the reader of dates gets them as lines.
    lines = "\n".join(item.text for read in box.fields_of("date") for item in read.items)
    span = read_span(date_text if has_own_end else lines)
    if span is None:
        box.note(
            "unread-value",
            "date",
            date_text,
            "the date was not understood; its words are in conflicts.date_text and in infobox_fields",
        )
    elif span.problem:
        box.note("contradictory-date", "date", date_text, span.problem)
    elif span.doubt:
        box.note("unread-value", "date", date_text, span.doubt)
    return span


def _name(box: Box) -> str | None:
    """Return the name up to where it is repeated in another script: on the next line or, in a dump, after a comma."""
    name = value_of(box, "conflict", ", ") or ""
    head, *rest = name.split(", ")
    for at, part in enumerate(rest):
        if (letters := scripts(part)) and letters.isdisjoint(scripts(head)):
            return ", ".join((head, *rest[:at]))
    return value_of(box, "conflict")


def _place(box: Box) -> str | None:
    """Return the place without the coordinates beside it, None when nothing else is there."""
    items = [without_coordinates(item.text) for read in box.fields_of("place") for item in read.items]
    return "; ".join(filter(None, items)) or None


def _point(box: Box) -> tuple[float, float] | None:
    for key in ("coordinates", "place"):
        text = value_of(box, key)
        if text and any(character.isdigit() for character in text):
            point = read_point(box, text)
            if point is not None:
                return point.latitude, point.longitude
            if key == "coordinates" and not box.has_note("coordinate-sign-lost"):
                box.note(
                    "unread-value",
                    "coordinates",
                    text,
                    "the coordinates were not understood; their words are in infobox_fields",
                )
    return None
