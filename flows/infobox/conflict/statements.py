"""Strengths and casualties: one row per statement ("54 killed"), with its side, claimant and total."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from flows.infobox.conflict.count_lines import fills_its_cell
from flows.infobox.conflict.parties import TEXT, Parties, side_of_party
from flows.infobox.context import Box, SideColumn
from flows.infobox.items import Item
from flows.infobox.records import CasualtyRow, StrengthRow
from flows.infobox.values.dates.periods import read_period
from flows.infobox.values.flags import flag_country
from flows.infobox.values.quantities.headers import (
    Header,
    head_of_time,
    header_after,
    is_bare_year,
    only_introduces,
    read_header,
)
from flows.infobox.values.quantities.statements import QuantityField, Statement, read_statement
from flows.infobox.values.unread import is_grave

_OPEN_HEAD: Final = "the counts below this head may reach into the next column: see where the column ends on the page"
_NOTHING_BELOW: Final = "a head or a claimant with nothing below it: it may be of the counts above, see the page"
_UNREAD: Final = "no count and no known word was found in this statement; its words are in infobox_fields"

_PARTLY: Final = "these words may change what the count says: compare the row, column unread, with infobox_fields"
_LISTED: Final = frozenset({"killed", "wounded", "captured", "missing", "captured_or_missing"})

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
                unread=statement.unread,
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
                unread=statement.unread,
            )
        )
    return rows


def _placed(box: Box, columns: Sequence[SideColumn], field: QuantityField, parties: Parties) -> Iterator[_Placed]:
    number = 0
    for column in columns:
        totals = _Totals()
        for item, found in _with_claim_of_list(box, column, field, _statements(box, column, field, parties)):
            numbers: dict[int, int] = {}
            for index, statement in enumerate(found):
                if not statement.is_read:
                    if not only_introduces(statement.what or item.text):
                        box.note("unread-value", column.label, statement.what or item.text, _UNREAD)
                    continue
                if statement.unread and is_grave(statement.unread):
                    box.note("partly-read", column.label, f"{statement.unread} | {statement.text}", _PARTLY)
                number += 1
                numbers[index] = number
                parent = None if statement.parent is None else numbers.get(statement.parent)
                if statement.parent is None:
                    parent = totals.place(item.depth, number, statement)
                side, basis, placed = _sided(column, statement, parties)
                source_text = statement.text if len(found) > 1 and statement.text else item.source_text
                yield number, side, basis, placed, parent, source_text


def _sided(column: SideColumn, statement: Statement, parties: Parties) -> tuple[int | None, str, Statement]:
    """Return the side of a statement, how it is known, and the statement with the party that it names as a note.

    In a field of both sides the statement itself names the side: "US 322; CS 1,500", or "4,279 US; 1,600 CS".
    """
    side, basis = column.side, column.basis
    own = None
    if side is None:
        own = side_of_party(statement.party, parties) or side_of_party(statement.what, parties)
        side, basis = (side, basis) if own is None else (own, TEXT)
    if statement.kind == "other" and statement.count_min is not None and side_of_party(statement.what, parties):
        statement = statement._replace(kind="personnel")  # "75,000 US": what is counted is a party's men
    if statement.party:
        note = f"{statement.party}; {statement.note}" if statement.note else statement.party
        statement = statement._replace(note=note)
    return side, basis, statement


def _statements(
    box: Box, column: SideColumn, field: QuantityField, parties: Parties
) -> Iterator[tuple[Item, tuple[Statement, ...]]]:
    """Yield each item of a column with its statements, completed by the headers above it.

    "Per Ukraine:" applies to all items after it, and so does "Per Ukraine: 38,014 killed"; "Units:" or "Civilian
    deaths:" adds to it, until the next header.
    """
    header: Header | None = None
    phase: Header | None = None
    _report_open_head(box, column, field)
    heads = _bare_heads(column.items, parties)
    lines = list(_with_notes(column.items))
    for at, item in enumerate(lines):
        text = item.text
        if at in heads:
            header = heads[at].under(Header(claimant=header.claimant) if header else None)
            continue
        # "72 killed" is not a header: words that begin with a number are one only before a colon.
        if (":" in text or not text[:1].isdigit()) and read_header(text) is not None:
            header = header_after(text, header)
            if at + 1 == len(lines):
                box.note("unread-value", column.label, text, _NOTHING_BELOW)
            continue
        above = header.under(phase) if header else phase
        if above and column.side is None and fills_its_cell(item._replace(text=text.partition(",")[0])):
            above = header = None
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


def _bare_heads(items: Sequence[Item], parties: Parties) -> dict[int, Header]:
    """Return the heads without a colon by their place: a line of only a time ("May 3"), or of only a party's name.

    Such a line is a head where a column begins with one and a count follows it; behind a count it may be a remark.
    A bare year may be a count itself: two of them, each above a count, are heads.
    """
    lines = list(_with_notes(items))
    if len(lines) < 2 or not (is_bare_year(lines[0].text) or _bare_head(lines[0].text, parties)):
        return {}
    found: dict[int, Header] = {}
    years: dict[int, Header] = {}
    for at, (item, below) in enumerate(pairwise(lines)):
        if not any(map(str.isdigit, below.text)) or is_bare_year(below.text):
            continue
        if is_bare_year(item.text):
            years[at] = Header(period_text=item.text)
        elif head := _bare_head(item.text, parties):
            found[at] = head
    if len(years) > 1:
        found |= years
    return found if 0 in found else {}


def _bare_head(text: str, parties: Parties) -> Header | None:
    if head := head_of_time(text):
        return head
    name = flag_country(text)[1]
    is_name = not any(map(str.isdigit, name)) and name[-1:] != ":" and side_of_party(name, parties) is not None
    return Header(label=name) if is_name else None


def _with_claim_of_list(
    box: Box, column: SideColumn, field: QuantityField, read: Iterable[tuple[Item, tuple[Statement, ...]]]
) -> Sequence[tuple[Item, tuple[Statement, ...]]]:
    """Return the items with their statements; in a field that a dump printed in one line, a claim holds for its list.

    Of "1,140 killed, 1,080 wounded, 900 captured (government claim)" the claim stands behind the last of three items,
    each of one plain count of another loss.
    """
    found = list(read)
    layouts = {one.raw.layout for one in box.fields_of(field) if one.raw.label == column.label}
    if layouts != {"commas"} or field != "casualties":
        return found
    claimant: str | None = None
    kinds: set[str] = set()
    for at in range(len(found) - 1, -1, -1):
        item, statements = found[at]
        one = statements[0]
        is_plain = len(statements) == 1 and one.count_min is not None and one.kind in _LISTED and not one.what
        if is_plain and one.claimant and "(" in item.text:
            claimant, kinds = one.claimant, {one.kind}
        elif is_plain and claimant and not (one.claimant or one.note or one.period_text) and one.kind not in kinds:
            kinds.add(one.kind)
            found[at] = (item, (one._replace(claimant=claimant),))
        else:
            claimant = None
    return found


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
