"""How a text page printed the cells of a row, proven by its own fields: with tabs, with gaps, line by line, or joined.

The same two lines are two cells on one page, and on another the end of one cell joined to the start of the next. So no
cut by lines is made before the page has shown which kind it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import Final, NamedTuple, cast

from flows.infobox.conflict import joined_cells
from flows.infobox.conflict.count_lines import are_two_cells, fills_its_cell
from flows.infobox.conflict.joined_cells import Join
from flows.infobox.conflict.page_names import MAX_TEXT, NO_NAMES, PageNames
from flows.infobox.context import Box, ReadField
from flows.infobox.items import Item
from flows.infobox.values.quantities.statements import QuantityField

COUNTED: Final = frozenset({"strength", "casualties"})
SIDED: Final = ("combatant", "commander", "units", "strength", "casualties")
# Cells that a program set side by side: "Kestria        Anjou", "Kestria | Anjou".
_BESIDE: Final = re.compile(r"\S[ ]{3,}+\S|\S[ ]{3,}+\Z|[ ]\|(?:[ ]|\Z)|\A\|[ ]")
_GAP: Final = re.compile(r"\n(?:[ \u00a0]*+\n)++")
_BESIDE_SHARE: Final = 3
"""Of so many lines one at least has two cells; a lost flag leaves blanks in single lines."""


class Cells(Enum):
    """What stands between two cells of a row."""

    TABS = "a tab"
    GAPS = "an empty line"
    LINES = "a line break"
    JOINED = "a blank"
    BESIDE = "blanks or a bar in each line: a line holds one of each cell"
    UNKNOWN = "not shown"


class RowPrint(NamedTuple):
    """How a page printed its rows. ``most_tabs`` is the number of tabs in the row that has most.

    ``cell_gap`` is the number of line breaks in the smallest gap between belligerents, of whom each cell has one.
    ``keeps_lines``: some row has two lines, so the line breaks inside a cell are not lost.
    """

    cells: Cells
    names: PageNames
    most_tabs: int = 0
    rows_of_two_tabs: int = 0
    keeps_lines: bool = True
    cell_gap: int = 0

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
    names = PageNames(_article(box))
    tabs = [sum(item.source_text.count("\t") for item in read.items) for read in fields]
    if any(tabs):
        return RowPrint(Cells.TABS, names, max(tabs), tabs.count(2))
    lines = [item.source_text for read in fields for item in read.items]
    if _BESIDE_SHARE * sum(_BESIDE.search(line) is not None for line in lines) > len(lines):
        return RowPrint(Cells.BESIDE, names)
    if any(read.raw.layout == "gaps" for read in fields):
        found = [gap for read in fields if read.key == "combatant" for gap in gaps_of(read.raw.plain)]
        return RowPrint(Cells.GAPS, names, cell_gap=min(found, default=0))
    if any(_proves_joining(read, names) for read in fields):
        return RowPrint(Cells.JOINED, names, keeps_lines=any(len(read.items) > 1 for read in fields))
    return RowPrint(Cells.LINES if any(_proves_lines(read, names) for read in fields) else Cells.UNKNOWN, names)


def gaps_of(printed: str) -> list[int]:
    r"""Return the number of line breaks in each gap between two lines; a flag's line is none of them.

    >>> gaps_of("Kent\n\n\n\u00a0\nAnjou"), gaps_of("Kent\n\n\n\u00a0\n\n\nAnjou")
    ([3], [6])
    """
    gaps = (found[0] for found in _GAP.finditer(printed.strip(" \n\u00a0")))
    return [gap.count("\n") - gap.endswith("\u00a0\n") for gap in gaps]


def _article(box: Box) -> str:
    """Return the title and the text of the page, as far as names are searched in it."""
    texts, length = [box.title], 0
    for section in box.sections:
        texts.append(section.text)
        length += len(section.text)
        if length > MAX_TEXT:
            break
    return "\n".join(texts)


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
