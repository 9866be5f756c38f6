"""The columns of a conflict's infobox: which items of a field belong to which side.

A template numbers its fields (``combatant2``): the number is the side. A browser's text prints the columns one after
the other with nothing between them; then only the layout can show where a column ends. What it does not show stays
unknown (side None) until the second pass over the run (``sides``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from flows.infobox.conflict import column_cuts, joined_cells
from flows.infobox.context import Box, ReadField, SideColumn
from flows.infobox.items import Item

_CUTS: Final[dict[str, Callable[..., list[list[Item]] | None]]] = {
    "combatant": column_cuts.cut_belligerents,
    "commander": column_cuts.cut_commanders,
    "units": column_cuts.cut_units,
    "strength": column_cuts.cut_statements,
    "casualties": column_cuts.cut_statements,
}


_MAY_BE_THREE: Final = (0, 3)
_COUNTED: Final = frozenset({"strength", "casualties"})


def columns(box: Box, key: str, sides: int) -> list[SideColumn]:
    """Return the columns of one field by side; ``sides`` is the number of the belligerents' sides (0 unknown).

    Lettered fields ("combatant1a") are separate columns: a head in the field above does not apply to them.
    """
    keyed: list[SideColumn] = []
    found: list[SideColumn] = []
    for read in box.fields_of(key):
        side = read.label.side if read.label else None
        if side is None:
            found.extend(_unnumbered(box, read, key, sides))
            continue
        # "casualties3" without a third side holds civilians or totals: it belongs to no side.
        is_side = key == "combatant" or sides < 2 or side <= sides
        basis = "key" if read.raw.side is None else "layout"
        keyed.append(SideColumn(side if is_side else None, basis if is_side else "none", read.items, read.raw.label))
    return sorted(keyed, key=_side_or_last) + found


def _side_or_last(column: SideColumn) -> int:
    return 99 if column.side is None else column.side


def count_sides(belligerents: Sequence[SideColumn]) -> int:
    """Return how many sides the belligerents' columns have, 0 when unknown."""
    filled = max((column.side or 0 for column in belligerents if column.items), default=0)
    # A column whose names were lost is still a column: "Combatant2: style=margin-bottom" of a table.
    return filled or max((column.side or 0 for column in belligerents), default=0)


def _is_joined(box: Box) -> bool:
    """Return whether the fields of a box, taken together, show that cells of a row were run together in one line."""
    if box.is_joined is None:
        fields = (read for key in _CUTS for read in box.fields_of(key) if read.raw.layout == "cells")
        box.is_joined = joined_cells.is_joined(
            joined_cells.count_joins(read.items) if read.key in _COUNTED else joined_cells.name_joins(read.items)
            for read in fields
        )
    return box.is_joined


def _has_three(box: Box) -> bool:
    """Return whether tabs show three columns: two tabs in each field that has tabs, and two or more such fields."""
    fields = (read for key in _CUTS for read in box.fields_of(key) if read.raw.layout == "cells")
    counts = [count for read in fields if (count := len(joined_cells.tab_joins(read.items)))]
    return len(counts) > 1 and set(counts) == {2}


def _three_columns(items: Sequence[Item]) -> list[list[Item]] | None:
    """Return three columns cut at two tabs, None without exactly two tabs."""
    found = joined_cells.tab_joins(items)
    if len(found) != 2:
        return None
    before, third = joined_cells.cut_at(items, found[1])
    return [*joined_cells.cut_at(before, found[0]), third]


def _unnumbered(box: Box, read: ReadField, key: str, sides: int) -> list[SideColumn]:
    if not read.items:
        return []
    items: Sequence[Item] = read.items
    tail: list[Item] = []
    if key == "casualties" and read.raw.layout == "cells":
        items, tail = column_cuts.without_civilians(items)
    # Nearly all boxes have two columns; a box of three is cut only at tabs.
    is_cut = read.raw.layout == "cells" and sides <= 2
    parts = _three_columns(items) if sides in _MAY_BE_THREE and _has_three(box) else None
    if parts is None and is_cut:
        parts = _CUTS[key](items, lambda: _is_joined(box))
    if parts is None:
        found = [SideColumn(None, "none", tuple(items), read.raw.label)] if items else []
    else:
        found = [SideColumn(side, "layout", tuple(part), read.raw.label) for side, part in enumerate(parts, 1)]
    if tail:
        found.append(SideColumn(None, "none", tuple(tail), read.raw.label))
    return found
