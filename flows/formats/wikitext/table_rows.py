"""The rows and cells of a wikitext table, for box values and for tables that are boxes."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

# "class=x | words": attributes stand before a single bar and contain no brackets.
_ATTRIBUTES: Final = re.compile("[^|\\[\\]{}\n]{0,300}+\\|(?!\\|)")
_HEADER_SEPARATOR: Final = re.compile("\\|\\||!!")


class WikitextCell(NamedTuple):
    """A cell: whether it is a header cell (``!``), and its text without attributes."""

    is_header: bool
    words: str


def table_rows(table: str) -> list[list[WikitextCell]]:
    r"""Return the rows of a table, without caption, attributes and empty rows.

    ``table`` is the markup between ``{|`` and ``|}``. A line without a mark continues the cell before it.

    >>> [[cell.words for cell in row] for row in table_rows(" class=x\n|+ Title\n! A\n| style=y | b || c\n|-\n| d\ne")]
    [['A', 'b', 'c'], ['d\ne']]
    """
    rows: list[list[WikitextCell]] = [[]]
    is_open = False
    for line in table.split("\n")[1:]:
        stripped = line.lstrip()
        if stripped.startswith("|-"):
            rows.append([])
            is_open = False
        elif stripped.startswith("|+"):
            is_open = False
        elif stripped[:1] in {"|", "!"}:
            is_header = stripped[0] == "!"
            cells = _HEADER_SEPARATOR.split(stripped[1:]) if is_header else stripped[1:].split("||")
            rows[-1].extend(WikitextCell(is_header, _without_attributes(cell)) for cell in cells)
            is_open = True
        elif is_open and rows[-1]:
            last = rows[-1][-1]
            rows[-1][-1] = WikitextCell(last.is_header, f"{last.words}\n{line}".lstrip("\n"))
    return [row for row in rows if row]


def table_lines(table: str) -> list[str]:
    r"""Return the rows of a table as lines, with a blank between the cells of a row.

    >>> table_lines(" class=x\n! A\n| b\n|-\n| c || d")
    ['A b', 'c d']
    """
    return [" ".join(filter(None, (cell.words.strip() for cell in row))) for row in table_rows(table)]


def _without_attributes(cell: str) -> str:
    """Return the text of a cell without its attributes."""
    attributes = _ATTRIBUTES.match(cell)
    return cell[attributes.end() :].strip(" \t") if attributes and "=" in attributes[0] else cell.strip(" \t")
