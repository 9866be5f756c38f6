"""Strengths and casualties: counted statements per side, with who claims them and which total they are part of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flows.infobox.context import Box, Column
from flows.infobox.items import Item
from flows.infobox.records import CasualtyRow, StrengthRow
from flows.infobox.values.dates import read_period
from flows.infobox.values.quantities import QuantityField, Statement, claimant_header, read_statement


class _Told(NamedTuple):
    """One statement where it stands: ``parent`` is the number of the statement that it is a part of."""

    number: int
    side: int | None
    basis: str
    statement: Statement
    parent: int | None
    source_text: str


def read_strengths(box: Box, columns: Sequence[Column]) -> list[StrengthRow]:
    """Return one row per statement of strength."""
    return [
        StrengthRow(
            document_id=box.document_id,
            box_no=box.box_no,
            strength_no=told.number,
            side=told.side,
            side_basis=told.basis,
            kind=told.statement.kind,
            what=told.statement.what,
            count_min=told.statement.count_min,
            count_max=told.statement.count_max,
            is_approximate=told.statement.is_approximate,
            qualitative=told.statement.qualitative,
            claimant=told.statement.claimant,
            note=told.statement.note,
            parent_no=told.parent,
            source_text=told.source_text,
        )
        for told in _told(box, columns, "strength")
    ]


def read_casualties(box: Box, columns: Sequence[Column]) -> list[CasualtyRow]:
    """Return one row per statement of losses; a period without a year takes it from the conflict's dates."""
    rows: list[CasualtyRow] = []
    for told in _told(box, columns, "casualties"):
        statement = told.statement
        period = read_period(statement.period_text, box.span) if statement.period_text else None
        rows.append(
            CasualtyRow(
                document_id=box.document_id,
                box_no=box.box_no,
                casualty_no=told.number,
                side=told.side,
                side_basis=told.basis,
                kind=statement.kind,
                who=statement.who,
                what=statement.what,
                count_min=statement.count_min,
                count_max=statement.count_max,
                is_approximate=statement.is_approximate,
                qualitative=statement.qualitative,
                claimant=statement.claimant,
                period_start=period.start if period else None,
                period_end=period.end if period else None,
                period_text=statement.period_text,
                note=statement.note,
                parent_no=told.parent,
                source_text=told.source_text,
            )
        )
    return rows


def _told(box: Box, columns: Sequence[Column], field: QuantityField) -> Iterator[_Told]:
    number = 0
    for column in columns:
        totals = _Totals()
        for item, statement in _statements(box, column, field):
            number += 1
            parent = totals.place(item.depth, number, statement)
            yield _Told(number, column.side, column.basis, statement, parent, item.source_text)


def _statements(box: Box, column: Column, field: QuantityField) -> Iterator[tuple[Item, Statement]]:
    """Yield what a column states: "Per Ukraine:" claims what follows, "Civilian deaths:" says what it is."""
    claimant: str | None = None
    head: str | None = None
    for item in _with_notes(column.items):
        if item.is_head:
            named = claimant_header(item.text)
            claimant, head = (named, None) if named else (claimant, item.text)
            continue
        found = read_statement(item.text, field)
        if head is not None and all(not told.is_read or told.kind == "other" for told in found):
            found = read_statement(f"{head} {item.text}", field) or found
        for told in found:
            if not told.is_read:
                box.note(
                    "unread-value", column.label, item.text, "a statement without a count or a word the rules know"
                )
                continue
            source = told.text if len(found) > 1 and told.text else item.source_text
            yield (
                item._replace(source_text=source),
                told if told.claimant or not claimant else told._replace(claimant=claimant),
            )


def _with_notes(items: Sequence[Item]) -> Iterator[Item]:
    """Yield the items, parentheses on a line of their own put behind the statement that they belong to."""
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
    """Finds the total that a bulleted statement breaks down.

    Bullets below a count are its parts only when they count the same (kind and who) and do not add up to more.
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
