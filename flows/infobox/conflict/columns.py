"""The columns of a conflict's infobox: which items of a field belong to which side.

A template numbers its fields (``combatant2``): the number is the side. A browser's text prints the columns one after
the other with nothing between them; then only the layout can prove where a column ends (``column_cuts``). What it does
not prove stays unknown (side None) until the second pass over the run (``sides``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flows.infobox.conflict import column_cuts
from flows.infobox.conflict.row_print import RowPrint, gaps_of
from flows.infobox.context import Box, ReadField, SideColumn
from flows.infobox.items import Item

_TWO: Final = 2


def columns(box: Box, key: str, sides: int, rows: RowPrint) -> list[SideColumn]:
    """Return the columns of one field by side; ``sides`` is the number of the belligerents' sides (0 unknown).

    ``rows`` says how the page printed its rows. Lettered fields ("combatant1a") are separate columns: a head in the
    field above does not apply to them.
    """
    keyed: list[SideColumn] = []
    found: list[SideColumn] = []
    seen: set[tuple[str, str | None]] = set()
    for read in box.fields_of(key):
        side = read.label.side if read.label else None
        if side is None:
            found.extend(_unnumbered(read, key, sides, rows, is_last=read is box.fields[-1]))
            continue
        # "casualties3" without a third side holds civilians or totals: it belongs to no side. So does a row below the
        # columns that a cleaner gave the number of the last column a second time.
        number = (read.raw.label, read.label.series if read.label else None)
        is_again = read.raw.side is None and number in seen
        is_side = not is_again and (key == "combatant" or sides < 2 or side <= sides)
        seen.add(number)
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


def _unnumbered(read: ReadField, key: str, sides: int, rows: RowPrint, *, is_last: bool) -> list[SideColumn]:
    if not read.items:
        return []
    items: Sequence[Item] = read.items
    below: list[Item] = []
    parts = None
    if read.raw.layout in ("cells", "gaps"):
        if key == "casualties":
            items, below = column_cuts.without_civilians(items)
        # A gap at an end is that beside an empty cell; behind the last row stands the article, with a gap in any case.
        printed = read.raw.plain.strip(" \u00a0")
        is_open_end = is_last or printed[:1] == "\n" or printed[-1:] == "\n"
        is_open = read.raw.layout == "gaps" and is_open_end
        parts = column_cuts.cut(key, items, rows, is_open=is_open, is_two=sides == _TWO) if items else None
        if parts is not None and read.raw.layout == "gaps" and key != "combatant":
            parts = parts if _is_between_cells(printed, parts, sides, rows) else None
        # A box of three sides is cut only into three.
        parts = None if parts is not None and sides > 2 and len(parts) != sides else parts
    if parts is None:
        found = [SideColumn(None, "none", tuple(items), read.raw.label)] if items else []
    else:
        found = []
        for side, part in enumerate(parts, 1):
            kept = column_cuts.of_no_side(part, is_last=side == len(parts)) if key != "combatant" else len(part)
            found.append(SideColumn(side, "layout", tuple(part[:kept]), read.raw.label))
            if part[kept:]:
                found.append(SideColumn(None, "none", tuple(part[kept:]), read.raw.label))
    if below:
        found.append(SideColumn(None, "none", tuple(below), read.raw.label))
    return found


def _is_between_cells(printed: str, parts: Sequence[Sequence[Item]], sides: int, rows: RowPrint) -> bool:
    """Return whether the one gap of a row is between its first two cells; ``printed`` is the value with its gaps.

    Beside an empty cell the gap is larger than those of the belligerents' row, which has none. Of two columns only a
    line below them could be taken for the second; of three, if there may be three, any two.
    """
    found = gaps_of(printed)
    is_small = len(found) == 1 and found[0] <= rows.cell_gap
    if sides == _TWO:
        return is_small or not column_cuts.may_be_below(parts[-1][0])
    return is_small and printed[:1] != "\n"
