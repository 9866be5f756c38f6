"""How a text page printed the cells of a row, proven by its own fields: with tabs, with gaps, line by line, or joined.

The same two lines are two cells on one page, and on another the end of one cell joined to the start of the next. So no
cut by lines is made before the page has shown which kind it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Final, NamedTuple

from flows.infobox.conflict import joined_cells
from flows.infobox.conflict.joined_cells import Join
from flows.infobox.conflict.page_names import PageNames
from flows.infobox.context import Box, ReadField
from flows.infobox.items import Item

COUNTED: Final = frozenset({"strength", "casualties"})
SIDED: Final = ("combatant", "commander", "units", "strength", "casualties")


class Cells(Enum):
    """What stands between two cells of a row."""

    TABS = "a tab"
    GAPS = "an empty line"
    LINES = "a line break"
    JOINED = "a blank"
    UNKNOWN = "not shown"


class RowPrint(NamedTuple):
    """How a page printed its rows. ``most_tabs`` is the number of tabs in the row that has most."""

    cells: Cells
    names: PageNames
    most_tabs: int = 0
    rows_of_two_tabs: int = 0


def row_print(box: Box) -> RowPrint:
    """Return how the page printed the cells of the box's rows.

    One tab anywhere, or the shape's own word for gaps, decides. ``JOINED`` needs a line that can only be two cells;
    ``LINES`` needs belligerents of which every line is proven to be one name: each side has one at least, so one line
    would hold two if cells were joined. Both proofs in one page contradict each other, and nothing is known.
    """
    names = PageNames("\n".join((box.title, *(section.text for section in box.sections))))
    fields = [read for key in SIDED for read in box.fields_of(key) if read.raw.side is None and _is_of_columns(read)]
    tabs = [len(joined_cells.tab_joins(read.items)) for read in fields]
    if any(tabs):
        return RowPrint(Cells.TABS, names, max(tabs), tabs.count(2))
    if any(read.raw.layout == "gaps" for read in fields):
        return RowPrint(Cells.GAPS, names)
    is_joined = any(_proofs_of_joining(fields, names))
    is_by_line = any(_is_by_line(read.items, names) for read in fields if read.key == "combatant")
    if is_joined == is_by_line:
        return RowPrint(Cells.UNKNOWN, names)
    return RowPrint(Cells.JOINED if is_joined else Cells.LINES, names)


def _is_of_columns(read: ReadField) -> bool:
    return read.raw.layout in ("cells", "gaps") and (read.label is None or read.label.side is None)


def _proofs_of_joining(fields: Sequence[ReadField], names: PageNames) -> Iterator[bool]:
    """Yield the proofs that a page joins cells.

    Two bare counts in a line; all belligerents in one line, which must then be of both sides; in two fields one flag in
    mid-line and in no field several: a list in one line has one flag more for each name.
    """
    for read in fields:
        if read.key in COUNTED:
            yield bool(joined_cells.count_joins(read.items))
            yield any(join.end for join in joined_cells.repeat_joins(read.items))
        elif read.key == "combatant" and len(read.items) == 1:
            yield bool(single_line_joins(read.items, names))
    marks = [len(joined_cells.mark_joins(read.items)) for read in fields]
    yield max(marks, default=0) == 1 and sum(marks) > 1


def single_line_joins(items: Sequence[Item], names: PageNames) -> list[Join]:
    """Return the one place where a single line of belligerents is two names; they are of two sides."""
    found = joined_cells.mark_joins(items) or joined_cells.name_joins(items, names)
    return found if len(found) == 1 else []


def _is_by_line(items: Sequence[Item], names: PageNames) -> bool:
    lines = [item for item in items if not item.is_note and not item.is_head]
    if len(lines) < 2 or len(lines) > joined_cells.MAX_LINES or joined_cells.mark_joins(items):
        return False
    return all(names.is_one(item.text) for item in lines)
