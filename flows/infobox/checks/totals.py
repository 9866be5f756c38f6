"""Checks of totals: "95 casualties (54 killed, 61 wounded)", columns that end with a total, population densities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final, NamedTuple

from flows.infobox.context import Box, ReadField
from flows.infobox.items import Item
from flows.infobox.records import CasualtyRow, InfoboxValueRow
from flows.infobox.values.quantities.statements import QuantityField, Statement, read_statement
from flows.model import Note
from flows.rules.check_words import check_words
from flows.rules.units import find_unit

_FIELDS: Final[tuple[QuantityField, ...]] = ("strength", "casualties")
_BREAKDOWN: Final = re.compile(r"[^()]{1,80}\([^()]{5,300}\)[ .]*")
_HARM: Final = frozenset({"killed", "wounded", "captured", "missing", "captured_or_missing", "killed_or_wounded"})
_LOST: Final = frozenset({"captured", "missing", "captured_or_missing"})
_MAX_TEXT: Final = 1_000
_ABOUT: Final = 0.1
"""The share by which an approximate number may differ."""


class Amount(NamedTuple):
    """The lowest and highest value that a count can have; ``high`` is None where it is open."""

    low: float
    high: float | None

    def __str__(self) -> str:
        """Return the count as printed in an issue: "95", "90 to 110", "95 or more"."""
        if self.high is None:
            return f"{self.low:,.0f} or more"
        return f"{self.low:,.0f}" if self.low == self.high else f"{self.low:,.0f} to {self.high:,.0f}"


def check_totals(box: Box) -> Iterator[Note]:
    """Yield a note for each total that is less than its parts, or more than parts that are all there are."""
    for field in _FIELDS:
        for read in box.fields_of(field):
            for item in read.items:
                if "(" in item.text:
                    yield from _brackets(read, item, field)
            yield from _column(read, field)


def _brackets(read: ReadField, item: Item, field: QuantityField) -> Iterator[Note]:
    """Compare the total and the parts of "95 casualties (54 killed, 41 wounded)" or "95 (US 54; CS 41)"."""
    if _BREAKDOWN.fullmatch(item.text[:_MAX_TEXT]) is None:
        return
    found = read_statement(item.text, field)
    if len(found) > 2 and _are_parts(found[0], found[1:]):
        is_complete = all(part.party for part in found[1:]) or _is_complete(found[0], found[1:])
        yield from _compared(read.raw.label, item.text, found[0], found[1:], is_complete=is_complete)


def _column(read: ReadField, field: QuantityField) -> Iterator[Note]:
    """Compare the one line that is called a total with the other lines of the field, if all count the same way."""
    totals = [item for item in read.items if check_words().total.search(item.text[:_MAX_TEXT])]
    if len(totals) != 1 or len(read.items) < 3 or read.raw.layout == "cells":
        return
    head = read_statement(totals[0].text, field)
    parts = [one for item in read.items if item is not totals[0] for one in read_statement(item.text, field)]
    if len(head) == 1 and len(parts) > 1 and _are_parts(head[0], parts):
        text = ", ".join(item.text for item in read.items)
        yield from _compared(read.raw.label, text, head[0], parts, is_complete=_is_complete(head[0], parts))


def check_sides(casualties: Sequence[CasualtyRow]) -> Iterator[Note]:
    """Yield a note for a total of both sides that is less than the sum of the sides' losses."""
    for total in casualties:
        if total.side is not None or total.claimant or not check_words().total.search(total.source_text[:_MAX_TEXT]):
            continue
        sided = [one for one in casualties if one.side is not None and one.kind == total.kind and one.parent_no is None]
        if len({one.side for one in sided}) < 2 or len({one.side for one in sided}) < len(sided):
            continue
        if any(one.count_min is None or one.claimant or one.period_text for one in sided):
            continue
        texts = " | ".join(one.source_text.strip() for one in (*sided, total))
        yield from _compared(f"casualty {total.casualty_no}", texts, total, sided, is_complete=False)


def _are_parts(total: Statement, parts: Sequence[Statement]) -> bool:
    """Return whether counts can be the parts of a total.

    All must be read and free of claimants and periods, and no two may have the same kind, victims and party.
    """
    if total.count_min is None or total.period_text or total.claimant:
        return False
    if any(not one.is_read or one.count_min is None or one.claimant or one.period_text for one in parts):
        return False
    kinds = {one.kind for one in parts}
    if len({(one.kind, one.who, one.party) for one in parts}) < len(parts):
        return False
    return kinds == {total.kind} or (total.kind == "casualties" and kinds <= _HARM)


def _is_complete(total: Statement, parts: Sequence[Statement]) -> bool:
    """Return whether parts are a complete breakdown: dead, wounded and lost, or soldiers and civilians."""
    kinds = {one.kind for one in parts}
    if total.kind == "casualties" and {"killed", "wounded"} <= kinds and kinds & _LOST:
        return True
    return kinds == {total.kind} and {one.who for one in parts} == {"military", "civilian"}


def _compared(
    where: str,
    text: str,
    total: Statement | CasualtyRow,
    parts: Sequence[Statement | CasualtyRow],
    *,
    is_complete: bool,
) -> Iterator[Note]:
    if total.count_min is None:
        return
    stated = _amount(total, is_total=True)
    amounts = [_amount(one) for one in parts]
    highs = [one.high for one in amounts if one.high is not None]
    summed = Amount(sum(one.low for one in amounts), sum(highs) if len(highs) == len(amounts) else None)
    too_few = stated.high is not None and summed.low > stated.high
    too_many = is_complete and summed.high is not None and summed.high < stated.low
    if too_few or too_many:
        yield Note(
            "total-mismatch",
            where,
            text,
            f"the parts sum to {summed}, the total is {stated}: a number is wrong, or a part belongs elsewhere",
        )


def _amount(one: Statement | CasualtyRow, *, is_total: bool = False) -> Amount:
    """Return the lowest and highest value of a count; a round total ("30,000") may be any number rounded to it."""
    low, high = float(one.count_min or 0), one.count_max
    most = None if high is None else float(high)
    if one.is_approximate:
        low, most = low * (1 - _ABOUT), None if most is None else most * (1 + _ABOUT)
    digits = str(one.count_min)
    zeros = len(digits) - len(digits.rstrip("0"))
    if is_total and zeros > 1 and low == most:
        half = 10**zeros / 2
        return Amount(low - half, low + half)
    return Amount(low, most)


def check_density(box: Box, values: Sequence[InfoboxValueRow]) -> Iterator[Note]:
    """Yield a note for a density that is far from every population of the box divided by every area."""
    words = check_words()
    if not any(map(box.fields_of, words.density)):
        return
    people, areas, densities, water = (
        [(number, one) for one in values if box.fields[one.field_no - 1].key in keys and (number := _number(one))]
        for keys in (words.population, words.area, words.density, words.water)
    )
    squares = [number * size for number, one in areas if (size := _km2(one.unit))]
    # Some pages divide the population by the land area only.
    squares += [square * (1 - share / 100) for square in squares for share, _ in water if 0 < share < 100]
    found = [(number / size, one) for number, one in densities if (size := _per_km2(one))]
    if not people or not squares or not found:
        return
    computed = [count / size for (count, _), size in product(people, squares)]
    density, row = found[0]
    nearest = min(computed, key=lambda one: abs(one - density))
    if all(abs(one - each) > words.density_share * each for one in computed for each, _ in found):
        yield Note(
            "density-mismatch",
            box.fields[row.field_no - 1].raw.label,
            f"{people[0][1].text} | {areas[0][1].text} | {row.text}",
            f"population by area makes {nearest:,.1f} per km², printed is {density:,.1f}: one of the three is wrong, "
            "or they are of different years",
        )


def _number(row: InfoboxValueRow) -> float | None:
    return row.number_min if row.kind == "quantity" and row.number_min == row.number_max else None


def _km2(printed: str | None) -> float | None:
    """Return the size of a printed unit of area in km², None for any other unit."""
    unit = find_unit(printed)
    size = unit.in_si(1) if unit and unit.si == "m2" else None
    return None if size is None else size / 1e6


def _per_km2(row: InfoboxValueRow) -> float | None:
    """Return the size of the area to which a density refers in km²: 2.59 for "per sq mi"."""
    _, per, area = (row.unit or "").replace("/", "per ").rpartition("per")
    return _km2(area.strip()) if per else None
