"""Cuts by layout: where the first column ends when a text prints the columns of a box one after the other.

Each cut has a proof, which stands where it is made: why the columns cannot be cut elsewhere. How a page prints a row
(``row_print``) is proven first. Without a proof there are no columns, and the side of the rows stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from types import MappingProxyType
from typing import Final, cast

from flows.infobox.conflict import joined_cells
from flows.infobox.conflict.count_lines import are_two_cells, count_the_same, fills_its_cell, places, with_notes
from flows.infobox.conflict.joined_cells import Join
from flows.infobox.conflict.outcome import name_key
from flows.infobox.conflict.page_names import LEAST_OF_PERSON, without_note
from flows.infobox.conflict.row_print import COUNTED, Cells, RowPrint, single_line_joins
from flows.infobox.items import Item
from flows.infobox.values.quantities.statements import QuantityField
from flows.rules.conflict_words import conflict_words

_TOTAL: Final = re.compile(
    r"(?<!\w)(?:totals?|sum|overall|altogether|in all|all sides|both sides|insgesamt|gesamt|всего|итого)(?!\w)",
    re.IGNORECASE,
)
_CIVILIAN: Final = re.compile(
    r"civilian|non-combatant|bystander|refugee|displaced|zivilist|civile?s|мирны", re.IGNORECASE
)
Parts = list[list[Item]] | None


def cut(key: str, items: Sequence[Item], rows: RowPrint, *, is_open: bool = False, is_two: bool) -> Parts:
    """Return the columns of a field that the layout proves, None when it proves none.

    A party on both sides of a cut is a proof against it. ``is_open``: nothing shows whether a cell at one end of the
    row is empty, so the gap may be in its neighbour; then both parts have to count the same, which one cell says once.
    ``is_two``: the belligerents have two columns; a reference at one end of the units is a cell only there.
    """
    parts = _BY_CELLS[rows.cells](key, items, rows)
    if is_open and parts is not None:
        parts = parts if key in COUNTED and count_the_same(parts[0], parts[1], cast("QuantityField", key)) else None
    if parts is None and rows.most_tabs <= 1 and rows.cells is not Cells.BESIDE:
        parts = _by_words(key, items, is_two=is_two)
    if parts is None or not all(parts) or (key == "combatant" and _share_a_party(parts)):
        return None
    return parts


def without_civilians(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Return the items of the columns, and apart from them the last lines on civilians, printed below the columns."""
    count = sum(1 for _ in takewhile(lambda item: _CIVILIAN.search(item.text), reversed(items)))
    keep = len(items) - count
    return list(items[:keep]), list(items[keep:])


def may_be_below(line: Item) -> bool:
    """Return whether a line may stand below the columns: a total, or civilians."""
    return bool(_TOTAL.search(line.text) or _CIVILIAN.search(line.text))


def of_no_side(part: Sequence[Item], *, is_last: bool) -> int:
    """Return how many items of a column are proven to be its own; those behind them may be of a row below the columns.

    "Unknown" fills its cell: what follows stands below it. So may a total or civilians do in the last column, and what
    stands below them; the first line of a column is its own in any case.
    """
    for at, item in enumerate(part[1:], 1):
        if (is_last and may_be_below(item)) or fills_its_cell(part[at - 1]):
            return at
    return len(part)


def _by_tabs(key: str, items: Sequence[Item], rows: RowPrint) -> Parts:
    """One tab ends the first of two cells. Two tabs are three cells, if no row of the page has another number of tabs.

    A program writes a tab between two cells of a row and nowhere else. Where a row of the page has two tabs, one tab
    may be of a row whose third cell is empty.
    """
    del key
    found = joined_cells.tab_joins(items)
    if rows.most_tabs == 1:
        return _at_one(items, found)
    if len(found) != 2 or rows.most_tabs != 2 or rows.rows_of_two_tabs < 2:
        return None
    before, third = joined_cells.cut_at(items, found[1])
    return [*joined_cells.cut_at(before, found[0]), third]


def _at_gap(key: str, items: Sequence[Item], rows: RowPrint) -> Parts:
    """Cut at exactly one gap: between two cells there always is one, so it is this one, and no list has another.

    Units are the exception: often only one side's are known, and the gap may be one of a list in its cell.
    """
    del rows
    gaps = [at for at, item in enumerate(items) if item.after_blank and at]
    if len(gaps) != 1 or key == "units":
        return None
    return [list(items[: gaps[0]]), list(items[gaps[0] :])]


def _joined(key: str, items: Sequence[Item], rows: RowPrint) -> Parts:
    """Cut at the one place of a field where two cells meet in a line, on a page that is proven to join cells.

    Signs that point to several places contradict each other. In a box of three sides the second name of a line would
    be two names itself; then the place may be the first or the second of two.
    """
    if key in COUNTED:
        joins = joined_cells.count_joins(items)
        if not rows.keeps_lines:  # each cell is in one line: only two bare counts are sure to be of one each
            return _at_one(items, joins) if len(items) == 1 and joined_cells.are_bare_counts(items[0]) else None
        return _at_one(items, joins) or _at_count(cast("QuantityField", key), items)
    if key == "units":
        return None
    least = 1 if key == "combatant" else LEAST_OF_PERSON
    found = joined_cells.mark_joins(items) or joined_cells.name_joins(items, rows.names, least)
    parts = _at_one(items, found)
    if parts is None or any(rows.names.may_be_two(line.text) for line in (parts[0][-1], parts[1][0])):
        return None
    return parts


def _at_count(field: QuantityField, items: Sequence[Item]) -> Parts:
    """Cut where a count follows words without a comma, if it is the only such place and both parts count the same.

    Some line of the field holds two cells. A cell separates its counts by lines or commas, and says each of them once.
    """
    found = [(line, place) for line, item in enumerate(items) for place in places(item.source_text)]
    if len(found) != 1 or not found[0][1].is_clear:
        return None
    line, place = found[0]
    end = len(items[line].source_text[: place.at].rstrip(" \u00a0"))
    parts = joined_cells.cut_at(items, Join(line, end, place.at))
    return parts if count_the_same(parts[0], parts[1], field) else None


def _by_line(key: str, items: Sequence[Item], rows: RowPrint) -> Parts:
    """Two lines of which each is of one cell are two cells, since each side has one.

    Units are the exception: often only one side's are known, and its cell has two lines.
    """
    groups = with_notes(items)
    if key in COUNTED:
        return _two_counts(cast("QuantityField", key), groups, is_by_line=True)
    is_plain = not any(rows.names.may_be_two(group[0].text) or group[0].is_head for group in groups)
    return groups if len(groups) == 2 and is_plain and key != "units" else None


def _unproven(key: str, items: Sequence[Item], rows: RowPrint) -> Parts:
    """Cut where a field proves it by itself, on a page of which the kind is not known."""
    groups = with_notes(items)
    if key in COUNTED:
        return _two_counts(cast("QuantityField", key), groups, is_by_line=False)
    if key == "combatant":
        # Each side has a name at least: two lines, each proven to be one name, are one each.
        if len(groups) == 2 and all(rows.names.is_one(group[0].text) for group in groups):
            return groups
        return _at_one(items, single_line_joins(items, rows.names)) if len(items) == 1 else None
    return None


def _beside_each_other(key: str, items: Sequence[Item], rows: RowPrint) -> Parts:
    """Cut nowhere: a cell of several lines is printed beside another, and no line is of one cell."""
    del key, items, rows
    return None


_BY_CELLS: Final = MappingProxyType(
    {
        Cells.TABS: _by_tabs,
        Cells.GAPS: _at_gap,
        Cells.JOINED: _joined,
        Cells.LINES: _by_line,
        Cells.UNKNOWN: _unproven,
        Cells.BESIDE: _beside_each_other,
    }
)


def _at_one(items: Sequence[Item], found: Sequence[Join]) -> Parts:
    return joined_cells.cut_at(items, found[0]) if len(found) == 1 else None


def _two_counts(field: QuantityField, groups: list[list[Item]], *, is_by_line: bool) -> Parts:
    """Two lines of counts are two cells where each is of one cell, and something shows that they are not of the same.

    The page prints each cell on a line of its own; or they count the same, which one cell would say once; or one is
    "Unknown", which fills its cell.
    """
    if len(groups) != 2:
        return None
    first, second = groups[0][0], groups[1][0]
    is_plain = not any(line.is_head or places(line.text) for line in (first, second))
    if may_be_below(second):
        return None
    return groups if is_plain and (is_by_line or are_two_cells(first, second, field)) else None


def _by_words(key: str, items: Sequence[Item], *, is_two: bool) -> Parts:
    """Return the columns that the words of a field prove on a page of any kind, but one of three columns.

    A line printed again shows by itself that there is another column, and so does a cell of nobody below commanders: a
    box that turns out to have three sides undoes it. A cell that only refers elsewhere shows one where there are two.
    """
    if key == "strength":
        return _at_one(items, joined_cells.repeat_joins(items))
    if key == "commander":
        return _before_unknown(with_notes(items))
    return _beside_a_reference(items) if key == "units" and is_two else None


def _before_unknown(groups: Sequence[list[Item]]) -> Parts:
    """Cut before "Unknown" at the end: it is a cell by itself, since one that says so names nobody."""
    if len(groups) < 2:
        return None
    unknown = [at for at, group in enumerate(groups) if fills_its_cell(group[0])]
    return [_flat(groups[:-1]), groups[-1]] if unknown == [len(groups) - 1] else None


def _beside_a_reference(items: Sequence[Item]) -> Parts:
    """Cut beside "See order of battle" at one end: it is a cell by itself; one that points elsewhere lists nothing."""
    reference = conflict_words().reference
    pointing = [at for at, item in enumerate(items) if reference.fullmatch(item.text)]
    if len(items) < 3 or any(item.depth for item in items) or len(pointing) != 1:
        return None
    if pointing == [0]:
        return [[items[0]], list(items[1:])]
    return [list(items[:-1]), [items[-1]]] if pointing == [len(items) - 1] else None


def _share_a_party(parts: Sequence[Sequence[Item]]) -> bool:
    named = [{name_key(without_note(item.text)) for item in part if not item.is_head} for part in parts]
    return any(one & other for at, one in enumerate(named) for other in named[at + 1 :])


def _flat(groups: Sequence[Sequence[Item]]) -> list[Item]:
    return [item for group in groups for item in group]
