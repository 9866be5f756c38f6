"""The infobox of a military conflict: whether a box is one, and all rows that it becomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from flows.infobox.conflict.belligerents import read_belligerents
from flows.infobox.conflict.coalitions import evidence_of_wars
from flows.infobox.conflict.column_cuts import without_civilians
from flows.infobox.conflict.columns import columns, count_sides
from flows.infobox.conflict.commanders import read_commanders
from flows.infobox.conflict.evidence_cuts import belligerent_sides, with_sides
from flows.infobox.conflict.lead_sentence import evidence_of
from flows.infobox.conflict.outcome import UNKNOWN_SIDE, read_outcome
from flows.infobox.conflict.part_of import read_part_of
from flows.infobox.conflict.parties import TEXT, parties_of
from flows.infobox.conflict.row_print import COUNTED, SIDED, Cells, RowPrint, row_print
from flows.infobox.conflict.statements import read_casualties, read_strengths
from flows.infobox.conflict.units import read_units
from flows.infobox.context import Box, SideColumn
from flows.infobox.items import clean
from flows.infobox.map_points import read_point
from flows.infobox.records import BelligerentRow, ConflictRow, ConflictTables
from flows.infobox.scripts import scripts
from flows.infobox.values.coordinates import goes_on_with_a_point, without_coordinates
from flows.infobox.values.dates.spans import DateSpan, read_span
from flows.infobox.values.dates.tokens import MAX_TEXT
from flows.infobox.values.unread import is_grave, turns_date
from flows.rules.conflict_words import conflict_words

_WHEN_AND_WHERE: Final = ("date", "place")
_SIDE_UNKNOWN: Final = "the page does not prove where the counts of one side end: see the page, or ignore"


def is_conflict(box: Box) -> bool:
    """Return whether a box is of a conflict: by its template, two fields that only conflicts have, or two sides.

    Two sides are enough, because a short box only names who fought. A box may name no combatant at all: then one such
    field is enough beside what the event was part of, when and where, or losses of two sides.
    """
    if box.template and clean(box.template.replace("_", " ")).casefold() in conflict_words().templates:
        return True
    if len({read.label.series for read in box.fields_of("combatant") if read.label}) >= 2:
        return True
    own = len({read.key for read in box.fields if read.kind and read.kind.is_conflict})
    if own != 1 or not box.fields_of("part_of"):
        return own >= 2
    losers = {read.label.series for read in box.fields_of("casualties") if read.label}
    return len(losers) >= 2 or all(map(box.fields_of, _WHEN_AND_WHERE))


def read_conflict(box: Box) -> ConflictTables:
    """Return the rows of a conflict box; what could not be read becomes a note of the box."""
    # Some templates have a separate field for the last day.
    ends = value_of(box, "date_end")
    date_text = value_of(box, "date")
    if ends and date_text:
        date_text = f"{date_text} – {ends}"
    elif ends:
        box.note("unread-value", "date", ends, "a last day without a first one: see the page")
    if date_text and len(date_text) > MAX_TEXT:
        box.note("unread-value", "date", date_text[:300], "too long for a date: its words are in infobox_fields")
        date_text = None
    box.span = _span(box, date_text, has_own_end=ends is not None)
    rows = row_print(box)
    combatants = columns(box, "combatant", 0, rows)
    belligerents = _sided_by_page(box, read_belligerents(box, combatants), rows)
    sides = count_sides(combatants) or max((row.side or 0 for row in belligerents), default=0)
    parties = parties_of(belligerents)
    found = {key: columns(box, key, sides, rows) for key in SIDED if key != "combatant"}
    for key in sorted(COUNTED):
        _report_unknown_side(box, key, found[key])
    return ConflictTables(
        conflicts=(_row(box, date_text, belligerents),),
        belligerents=tuple(belligerents),
        commanders=tuple(read_commanders(box, found["commander"], rows.names)),
        units=tuple(read_units(box, found["units"])),
        strengths=tuple(read_strengths(box, found["strength"], parties)),
        casualties=tuple(read_casualties(box, found["casualties"], parties)),
    )


def _sided_by_page(box: Box, belligerents: list[BelligerentRow], rows: RowPrint) -> list[BelligerentRow]:
    """Return the belligerents; if the layout shows no side, with those that the page's lead and its war prove.

    The first belligerent is in the first column: a box without it would have nobody to fight against.
    """
    if not belligerents or any(row.side is not None for row in belligerents):
        return belligerents
    evidence = evidence_of_wars(titles_of(box))
    if box.sections and not box.sections[0].level:
        evidence = evidence.with_more(evidence_of(box.sections[0].text))
    sides = belligerent_sides(belligerents, evidence, is_two_sided=_has_two_columns(box, rows))
    if sides is not None:
        belligerents = with_sides(belligerents, sides, TEXT)
    first = belligerents[0]
    if first.side is None and rows.is_of_one_cell(first.source_text):
        belligerents[0] = first._replace(side=1, side_basis="layout")
    return belligerents


def _has_two_columns(box: Box, rows: RowPrint) -> bool:
    """Return whether another field is proven to have two columns, with a sign between each two cells of its row.

    Lines prove nothing here: the third cell of a row may be empty.
    """
    return rows.cells in (Cells.TABS, Cells.GAPS) and any(
        max((column.side or 0 for column in columns(box, key, 0, rows)), default=0) == 2
        for key in ("commander", "strength", "casualties")
    )


def _report_unknown_side(box: Box, key: str, found: Sequence[SideColumn]) -> None:
    """Note the counts of a text page whose side is not proven; those below the columns are of none."""
    if not any(read.raw.layout in ("cells", "gaps") for read in box.fields_of(key)):
        return
    for column in found:
        items, _ = without_civilians(column.items)
        if column.side is None and column.label and items:
            text = f"{items[0].text[:60]} … {items[-1].text[:60]} ({len(items)} lines)"
            box.note("side-unknown", column.label, text, _SIDE_UNKNOWN)


def titles_of(box: Box) -> tuple[str, ...]:
    """Return the titles of what the conflict is part of."""
    return tuple(title for read in box.fields_of("part_of") for item in read.items for title in read_part_of(item.text))


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


def outcome_of(items: Sequence[str], belligerents: Sequence[BelligerentRow]) -> str:
    """Return the outcome of a result; a winner that may be a belligerent of unknown side makes it unknown."""
    unknown = [row.name for row in belligerents if row.side is None]
    sides = dict(names_by_side(belligerents))
    if sides and unknown:
        sides = {UNKNOWN_SIDE: unknown, **sides}
    return read_outcome(items, sides, labels_by_side(belligerents))


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
    outcome = outcome_of(result or status, belligerents)
    return ConflictRow(
        document_id=box.document_id,
        box_no=box.box_no,
        name=_name(box) or box.title,
        part_of=titles_of(box),
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
        unread=span.unread,
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
    elif span.unread and (is_grave(span.unread) or turns_date(span.unread)):
        box.note(
            "partly-read",
            "date",
            span.unread,
            "these words of the date are in no column and may mean other days: compare conflicts.date_text",
        )
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
    lines: list[str] = []
    for read in box.fields_of("place"):
        for item in read.items:
            text = item.text.replace("\ufeff", "")
            if lines and goes_on_with_a_point(text):
                lines[-1] += f" {text}"
            else:
                lines.append(text)
    return "; ".join(filter(None, map(without_coordinates, lines))) or None


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
