"""The rows of an infobox, from any elements: table rows, headings, definition lists, labelled blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from flows.formats.html.cell_text import is_left_out
from flows.formats.html.element_tree import GROUPS, Node
from flows.formats.html.words import infobox_words, is_box, is_no_box

MAX_COLUMNS: Final = 24
"""The most columns of a box that are distinguished; real boxes have up to ten."""
_HEADINGS: Final = frozenset({"caption", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption"})
_CELLS: Final = frozenset({"td", "th"})
# Elements that contain rows and are not rows.
_HOLDERS: Final = frozenset({"div", "section", "aside", "dl", "figure", "header", "main", "article", "center", "ul"})


class HtmlCell(NamedTuple):
    """One cell: its element, whether it is a heading (``<th>``), its first column (from 0) and how many it spans."""

    node: Node
    is_head: bool
    column: int = 0
    width: int = 1


class HtmlRow(NamedTuple):
    """The cells of one row, in the order of the page."""

    cells: tuple[HtmlCell, ...]


def rows_of(root: Node) -> Iterator[HtmlRow]:
    """Yield the rows of a box in the order of the page; inner boxes and navboxes are left out.

    A table that fills a row alone (the dates in a conflict's box) gives its own rows in that place.
    """
    if root.name == "table":
        yield from _table_rows(root)
    else:
        yield from _block_rows(root)


def _block_rows(root: Node) -> Iterator[HtmlRow]:
    """Yield the rows of a box that is not a table: each child is a row, or contains rows."""
    words = infobox_words()
    label: Node | None = None
    for child in root.children:
        classes = child.classes
        if not child.name or _is_foreign(child):
            continue
        if child.name == "table":
            yield from _table_rows(child)
        elif not classes.isdisjoint(words.cell_rows):
            yield HtmlRow(tuple(HtmlCell(one, False, at) for at, one in enumerate(_elements(child))))
        elif child.name == "dt" or not classes.isdisjoint(words.labels):
            label = child
        elif label is not None and (child.name == "dd" or not classes.isdisjoint(words.values)):
            yield HtmlRow((HtmlCell(label, True), HtmlCell(child, False, 1)))
            label = None
        elif child.name in _HEADINGS or not classes.isdisjoint(words.heads):
            yield HtmlRow((HtmlCell(child, True),))
        elif child.name in _HOLDERS and not _is_leaf(child):
            yield from _block_rows(child)
        elif child.name not in {"hr", "br", "nav"}:
            yield HtmlRow((HtmlCell(child, False),))


def _table_rows(table: Node) -> Iterator[HtmlRow]:
    """Yield the rows of a table, each cell with the column that the spans above leave to it."""
    taken: dict[int, int] = {}  # column -> number of rows that a cell above still covers
    for row in _row_elements(table):
        if row.name != "tr":
            yield HtmlRow((HtmlCell(row, True),))
            continue
        cells: list[HtmlCell] = []
        column = 0
        for child in row.children:
            if child.name not in _CELLS or is_left_out(child):
                continue
            while taken.get(column):
                column += 1
            width = min(_number(child, "colspan"), max(MAX_COLUMNS - column, 1))
            cells.append(HtmlCell(child, child.name == "th", column, width))
            row_span = _number(child, "rowspan")
            if row_span > 1:
                taken.update(dict.fromkeys(range(column, column + width), row_span))
            column += width
        taken = {at: left - 1 for at, left in taken.items() if left > 1}
        inner = _tables_in_only_cell(cells)
        if inner is None:
            yield HtmlRow(tuple(cells))
        else:
            yield from _nested_rows(cells[0].node, inner)


def _nested_rows(cell: Node, inner: list[Node]) -> Iterator[HtmlRow]:
    """Yield the rows of tables that fill a cell, and other elements of the cell as rows of their own."""
    for table in inner:
        yield from _table_rows(table)
    tables = set(map(id, inner))
    for child in cell.children:
        if child.name and id(child) not in tables and not _is_foreign(child) and not _holds(child, tables):
            yield HtmlRow((HtmlCell(child, False),))


def _holds(node: Node, tables: set[int]) -> bool:
    return any(id(one) in tables for one in node.walk())


def _row_elements(table: Node) -> Iterator[Node]:
    for child in table.children:
        if child.name in GROUPS:
            yield from (row for row in child.children if row.name == "tr")
        elif child.name in {"tr", "caption"}:
            yield child


def _tables_in_only_cell(cells: list[HtmlCell]) -> list[Node] | None:
    """Return the tables in a row's only cell; None without a table, or in a row of several cells."""
    if len(cells) != 1:
        return None
    tables: list[Node] = []
    waiting = [cells[0].node]
    while waiting:
        node = waiting.pop()
        if node.name == "table":
            if not _is_foreign(node):
                tables.append(node)
            continue
        waiting.extend(reversed(node.children))
    return tables or None


def _is_foreign(node: Node) -> bool:
    """Return whether an element inside a box is not one of its rows: another box, a navbox, a hidden part."""
    return is_left_out(node) or is_box(node.name, node.attributes) or is_no_box(node.attributes)


def _elements(node: Node) -> list[Node]:
    return [child for child in node.children if child.name]


def _is_leaf(node: Node) -> bool:
    """Return whether an element holds words and no part of a row."""
    words = infobox_words()
    parts = words.labels | words.heads | words.cell_rows
    return not any(
        one.name in {"table", "dl", "dt"} or one.name in _HEADINGS or not one.classes.isdisjoint(parts)
        for one in node.walk()
        if one is not node
    )


def _number(node: Node, name: str) -> int:
    digits = node.attributes.get(name, "").strip()
    return min(max(int(digits), 1), 10_000) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 1
