"""Strengths and casualties: one row per statement ("54 killed"), with its side, claimant and total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Final

from flows.infobox.conflict.parties import TEXT, Parties, side_of_party
from flows.infobox.context import Box, SideColumn
from flows.infobox.items import Item
from flows.infobox.records import CasualtyRow, StrengthRow
from flows.infobox.values.dates.periods import read_period
from flows.infobox.values.quantities.headers import Header, header_after, only_introduces, read_header
from flows.infobox.values.quantities.statements import QuantityField, Statement, read_statement

_OPEN_HEAD: Final = "the counts below this head may reach into the next column: see where the column ends on the page"
_UNREAD: Final = "no count and no known word was found in this statement; its words are in infobox_fields"

_NOBODY: Final[Parties] = MappingProxyType({})


# A statement with its place: number, side, basis of the side, statement, number of its total, words.
_Placed = tuple[int, int | None, str, Statement, int | None, str]


def read_strengths(box: Box, columns: Sequence[SideColumn], parties: Parties = _NOBODY) -> list[StrengthRow]:
    """Return one row per statement of strength; what could not be read becomes a note of the box."""
    rows: list[StrengthRow] = []
    for number, side, basis, statement, parent, source_text in _placed(box, columns, "strength", parties):
        rows.append(
            # Positional, in the order of the columns: keywords would take as long as reading the text.
            StrengthRow(
                box.document_id,
                box.box_no,
                number,
                side,
                basis,
                statement.kind,
                statement.what,
                statement.count_min,
                statement.count_max,
                statement.is_approximate,
                statement.qualitative,
                statement.claimant,
                # A strength has no column for its time.
                "; ".join(words for words in (statement.note, statement.period_text) if words) or None,
                parent,
                source_text,
            )
        )
    return rows


def read_casualties(box: Box, columns: Sequence[SideColumn], parties: Parties = _NOBODY) -> list[CasualtyRow]:
    """Return one row per statement of losses; a period without a year gets it from the dates of the conflict."""
    rows: list[CasualtyRow] = []
    for number, side, basis, statement, parent, source_text in _placed(box, columns, "casualties", parties):
        period = read_period(statement.period_text, box.span) if statement.period_text else None
        rows.append(
            CasualtyRow(
                box.document_id,
                box.box_no,
                number,
                side,
                basis,
                statement.kind,
                statement.who,
                statement.what,
                statement.count_min,
                statement.count_max,
                statement.is_approximate,
                statement.qualitative,
                statement.claimant,
                period.start if period else None,
                period.end if period else None,
                statement.period_text,
                statement.note,
                parent,
                source_text,
            )
        )
    return rows


def _placed(box: Box, columns: Sequence[SideColumn], field: QuantityField, parties: Parties) -> Iterator[_Placed]:
    number = 0
    for column in columns:
        totals = _Totals()
        for item, found in _statements(box, column, field):
            numbers: dict[int, int] = {}
            for index, statement in enumerate(found):
                if not statement.is_read:
                    if not only_introduces(statement.what or item.text):
                        box.note("unread-value", column.label, statement.what or item.text, _UNREAD)
                    continue
                number += 1
                numbers[index] = number
                parent = None if statement.parent is None else numbers.get(statement.parent)
                if statement.parent is None:
                    parent = totals.place(item.depth, number, statement)
                side, basis = column.side, column.basis
                if statement.party:
                    # In a field of both sides the statement itself names the side.
                    own = side_of_party(statement.party, parties) if side is None else None
                    side, basis = (side, basis) if own is None else (own, TEXT)
                    note = f"{statement.party}; {statement.note}" if statement.note else statement.party
                    statement = statement._replace(note=note)  # noqa: PLW2901
                source_text = statement.text if len(found) > 1 and statement.text else item.source_text
                yield number, side, basis, statement, parent, source_text


def _statements(box: Box, column: SideColumn, field: QuantityField) -> Iterator[tuple[Item, tuple[Statement, ...]]]:
    """Yield each item of a column with its statements, completed by the headers above it.

    "Per Ukraine:" applies to all items after it, and so does "Per Ukraine: 38,014 killed"; "Units:" or "Civilian
    deaths:" adds to it, until the next header.
    """
    header: Header | None = None
    phase: Header | None = None
    _report_open_head(box, column, field)
    for item in _with_notes(column.items):
        text = item.text
        # "72 killed" is not a header: words that begin with a number are one only before a colon.
        if (":" in text or not text[:1].isdigit()) and read_header(text) is not None:
            header = header_after(text, header)
            continue
        above = header.under(phase) if header else phase
        statements = read_statement(text, field, above)
        if item.is_head and text[-1:] != ":" and not any(one.is_read for one in statements):
            # "Invasion phase (2003)" applies until the next phase, and ends the claimants of the phase before.
            header, phase = None, Header(label=text)
            continue
        if statements:
            yield item, statements
        elif not item.is_head:
            box.note("unread-value", column.label, text, _UNREAD)
        if ":" in text:
            header = header_after(text, header)


def _report_open_head(box: Box, column: SideColumn, field: QuantityField) -> None:
    """Note a head above the last counts of unknown columns: nothing shows whether they end before the column does.

    In "Per Karsk:, 20 killed, 30 killed" of two columns run together, the second count may be of the other side.
    """
    if column.side is not None or all(read.raw.layout != "cells" for read in box.fields_of(field)):
        return
    heads = [at for at, item in enumerate(column.items) if item.is_head]
    if heads and len(column.items) - heads[-1] > 2:
        first, last = column.items[heads[-1]], column.items[-1]
        box.note("open-group", column.label, f"{first.text} … {last.text}", _OPEN_HEAD)


def _with_notes(items: Sequence[Item]) -> Iterator[Item]:
    """Yield the items; a line in parentheses is appended to the statement before it."""
    pending: Item | None = None
    for item in items:
        if pending is not None and item.is_note and not pending.is_head:
            pending = pending._replace(
                text=f"{pending.text} {item.text}", source_text=f"{pending.source_text}\n{item.source_text}"
            )
            continue
        if pending is not None:
            yield pending
        pending = item
    if pending is not None:
        yield pending


class _Totals:
    """Finds the total that a statement below it, deeper in the list, is a part of.

    Bullets below a count are its parts only if they count the same (kind and who) and do not sum to more.
    """

    __slots__ = ("_left", "_open")

    def __init__(self) -> None:
        self._open: tuple[int, int, Statement] | None = None
        self._left: int | None = None

    def place(self, depth: int, number: int, statement: Statement) -> int | None:
        if self._open is None or depth <= self._open[0]:
            self._open = (depth, number, statement)
            self._left = statement.count_max
            return None
        _, parent, total = self._open
        if statement.kind != total.kind or total.count_min is None or statement.count_min is None:
            return None
        if {statement.who, total.who} >= {"civilian", "military"}:
            return None
        if self._left is not None:
            most = statement.count_max if statement.count_max is not None else statement.count_min
            if most > self._left:
                return None
            self._left -= most
        return parent
