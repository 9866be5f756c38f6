"""How a text page printed the cells of a row, proven by its own fields: with tabs, with gaps, line by line, or joined.

The same two lines are two cells on one page, and on another the end of one cell joined to the start of the next. So no
cut by lines is made before the page has shown which kind it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Final, NamedTuple, cast

from flows.infobox.conflict import joined_cells
from flows.infobox.conflict.count_lines import are_two_cells, fills_its_cell
from flows.infobox.conflict.joined_cells import Join
from flows.infobox.conflict.page_names import NO_NAMES, PageNames
from flows.infobox.context import Box, ReadField
from flows.infobox.items import Item
from flows.infobox.values.quantities.statements import QuantityField

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

    def is_of_one_cell(self, line: str) -> bool:
        """Return whether a line of names is proven to be of one cell."""
        if self.cells is Cells.LINES:
            return not self.names.may_be_two(line)
        return self.cells in (Cells.TABS, Cells.GAPS) or self.names.is_one(line)


def row_print(box: Box) -> RowPrint:
    """Return how the page printed the cells of the box's rows.

    One tab anywhere, or the shape's own word for gaps, decides. Else one field that can only be joined does, and if
    there is none, one that cannot be. In this order: a page that joins cells still begins lists on lines of their own.
    """
    fields = [read for key in SIDED for read in box.fields_of(key) if read.raw.side is None and _is_of_columns(read)]
    if not fields:
        return RowPrint(Cells.UNKNOWN, NO_NAMES)
    names = PageNames("\n".join((box.title, *(section.text for section in box.sections))))
    tabs = [sum(item.source_text.count("\t") for item in read.items) for read in fields]
    if any(tabs):
        return RowPrint(Cells.TABS, names, max(tabs), tabs.count(2))
    if any(read.raw.layout == "gaps" for read in fields):
        return RowPrint(Cells.GAPS, names)
    if any(_proves_joining(read, names) for read in fields):
        return RowPrint(Cells.JOINED, names)
    return RowPrint(Cells.LINES if any(_proves_lines(read, names) for read in fields) else Cells.UNKNOWN, names)


def _is_of_columns(read: ReadField) -> bool:
    return read.raw.layout in ("cells", "gaps") and (read.label is None or read.label.side is None)


def _proves_joining(read: ReadField, names: PageNames) -> bool:
    """Return whether a field has a line that can only be two cells.

    All belligerents are in one line: it is of both sides. All counts are: two bare numbers with no word of what they
    count. Or the first line of a strength is printed again at the end of another line.
    """
    if read.key == "combatant":
        return len(read.items) == 1 and bool(single_line_joins(read.items, names))
    if read.key not in COUNTED:
        return False
    # A line without a digit behind the only line of counts is a map's caption, or a note.
    counted = [item for item in read.items if any(map(str.isdigit, item.text))]
    if len(counted) == 1 and counted[0] is read.items[0]:
        return len(joined_cells.count_joins(counted)) == 1
    return read.key == "strength" and any(join.end for join in joined_cells.repeat_joins(read.items))


def single_line_joins(items: Sequence[Item], names: PageNames) -> list[Join]:
    """Return the one place where a single line of belligerents is two names; they are of two sides."""
    found = joined_cells.mark_joins(items) or joined_cells.name_joins(items, names)
    return found if len(found) == 1 else []


def _proves_lines(read: ReadField, names: PageNames) -> bool:
    """Return whether no line of a field can be two cells although both have words: each cell begins on its own line.

    Two belligerents are one of each side. Two lines that count the same are two cells, and so are a line and "Unknown".
    Fields of more lines prove nothing of others: their cells may be lists, which begin on a line of their own on any
    page.
    """
    lines = [item for item in read.items if not item.is_note]
    if len(lines) != 2 or any(item.is_head for item in lines):
        return False
    if read.key in COUNTED:
        return are_two_cells(lines[0], lines[1], cast("QuantityField", read.key))
    if read.key == "commander":
        return any(map(fills_its_cell, lines)) and not any(names.may_be_two(item.text) for item in lines)
    return read.key == "combatant" and all(names.is_one(item.text) for item in lines)
