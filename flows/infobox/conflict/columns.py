"""The columns of a conflict's infobox: which items belong to which side.

A template numbers its fields (``combatant2``): the side is a key. A browser's text prints the columns one after the
other with nothing between them; then only the layout can tell where one ends, and what it does not tell stays unknown
(side None) for the second pass over the run (``sides.py``) to find out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from flows.infobox.conflict import column_cuts, joined_cells
from flows.infobox.context import Box, ReadField, SideColumn
from flows.infobox.items import Item

_CUTS: Final[dict[str, Callable[..., list[list[Item]] | None]]] = {
    "combatant": column_cuts.of_belligerents,
    "commander": column_cuts.of_commanders,
    "units": column_cuts.of_units,
    "strength": column_cuts.of_statements,
    "casualties": column_cuts.of_statements,
}


_MAY_BE_THREE: Final = (0, 3)
_COUNTED: Final = frozenset({"strength", "casualties"})


def columns(box: Box, key: str, sides: int) -> list[SideColumn]:
    """Return the columns of one sided field by side; ``sides`` is how many the belligerents have (0 unknown).

    Rows of letters ("combatant1a") are columns of their own: a head above them does not speak for them.
    """
    keyed: list[SideColumn] = []
    found: list[SideColumn] = []
    for read in box.fields_of(key):
        side = read.label.side if read.label else None
        if side is None:
            found.extend(_unnumbered(box, read, key, sides))
            continue
        # Casualties3 without a third side holds civilians or totals: nobody's column.
        is_side = key == "combatant" or sides < 2 or side <= sides
        basis = "key" if read.raw.side is None else "layout"
        keyed.append(SideColumn(side if is_side else None, basis if is_side else "none", read.items, read.raw.label))
    return sorted(keyed, key=_place) + found


def _place(column: SideColumn) -> int:
    return 99 if column.side is None else column.side


def count_sides(belligerents: Sequence[SideColumn]) -> int:
    """Return how many sides the belligerents' columns have, 0 when it is not known."""
    told = max((column.side or 0 for column in belligerents if column.items), default=0)
    # Columns whose names were lost still are columns: "Combatant2: style=margin-bottom" of a table.
    return told or max((column.side or 0 for column in belligerents), default=0)


def _is_joined(box: Box) -> bool:
    """Return whether the fields of a box show together that its cells were run together inside lines."""
    if box.is_joined is None:
        fields = (read for key in _CUTS for read in box.fields_of(key) if read.raw.layout == "cells")
        box.is_joined = joined_cells.is_joined(
            joined_cells.of_counts(read.items) if read.key in _COUNTED else joined_cells.of_names(read.items)
            for read in fields
        )
    return box.is_joined


def _has_three(box: Box) -> bool:
    """Return whether tabs show three columns: two in each field that has tabs, and in more than one field."""
    fields = (read for key in _CUTS for read in box.fields_of(key) if read.raw.layout == "cells")
    counts = [count for read in fields if (count := len(joined_cells.of_tabs(read.items)))]
    return len(counts) > 1 and set(counts) == {2}


def _three(items: Sequence[Item]) -> list[list[Item]] | None:
    """Return three columns cut at the two tabs between them, None where there are no two."""
    found = joined_cells.of_tabs(items)
    if len(found) != 2:
        return None
    before, third = joined_cells.cut(items, found[1])
    return [*joined_cells.cut(before, found[0]), third]


def _unnumbered(box: Box, read: ReadField, key: str, sides: int) -> list[SideColumn]:
    if not read.items:
        return []
    items: Sequence[Item] = read.items
    tail: list[Item] = []
    if key == "casualties" and read.raw.layout == "cells":
        items, tail = column_cuts.without_civilians(items)
    # Two columns are what all but a few boxes have, and a box of three is not cut by layout.
    is_cut = read.raw.layout == "cells" and sides <= 2
    parts = _three(items) if sides in _MAY_BE_THREE and _has_three(box) else None
    if parts is None and is_cut:
        parts = _CUTS[key](items, lambda: _is_joined(box))
    if parts is None:
        found = [SideColumn(None, "none", tuple(items), read.raw.label)] if items else []
    else:
        found = [SideColumn(side, "layout", tuple(part), read.raw.label) for side, part in enumerate(parts, 1)]
    if tail:
        found.append(SideColumn(None, "none", tuple(tail), read.raw.label))
    return found
