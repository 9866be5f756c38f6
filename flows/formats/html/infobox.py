"""Infoboxes of a saved page: rows become fields, columns of a conflict become sides.

A heading that fills its row applies to the rows below it, and a label to the bullets below it; a row that fills the box
and heads nothing is a row of its own. Below a heading whose values have sides ("Belligerents") each
cell belongs to the side of its column. A cell as wide as the table belongs to no single side: civilians, or the losses
of all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from flows.formats.box_limits import MAX_HTML_BOXES
from flows.formats.html.cell_text import plain_lines
from flows.formats.html.element_tree import Node, build
from flows.formats.html.infobox_rows import HtmlCell, HtmlRow, rows_of
from flows.formats.html.tokenizer import HtmlToken
from flows.formats.html.words import infobox_words, is_box
from flows.model import Infobox, InfoboxField
from flows.rules.labels import FIELDS, Label, canonical, placed, printed_labels
from flows.text.repair import repair
from flows.work_budget import spend

_MAX_LABEL: Final = 80
_MAX_LEAD: Final = 60
_CAPTION: Final = "Caption"
_SUBHEADER: Final = "Subheader"
_UNLABELLED: Final = frozenset({_CAPTION, _SUBHEADER})
_BULLETS: Final = "•·–- *\u00a0"


def read_boxes(source: str, found: Sequence[HtmlToken], first: int) -> tuple[list[Infobox], int, int]:
    """Return the boxes of the element that a token opens (itself and inner ones), its end, and the next token.

    One box more than a page may have is read: it shows that a page has too many.
    """
    root, following = build(source, found, first)
    spend("boxes", 1)
    spend("tags of boxes", following - first)
    nodes = [root, *(node for node in root.walk() if node is not root and is_box(node.name, node.attributes))]
    boxes = [box for node in nodes[: MAX_HTML_BOXES + 1] if (box := _BoxReader(source).read(node)) is not None]
    return boxes, root.end, following


class _BoxReader:
    """The state between the rows of one box."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._fields: list[InfoboxField] = []
        self._name: tuple[str, str] | None = None  # plain, markup
        self._head = ""
        self._group = ""  # the label that bullets stand below
        self._has_bullets = False  # below the head
        self._open: InfoboxField | None = None  # a head that has nothing below it yet
        self._starts: list[int] = []  # first columns of the sides
        self._has_head_labels = False
        self._labelled = 0  # fields that have a label of their own
        self._columns: list[str] = []  # labels of columns ("Years", "Team")
        self._texts: dict[Node, str] = {}

    def read(self, root: Node) -> Infobox | None:
        """Return the box, None when nothing in it has a label; a block that is not a table needs two labels.

        Some sites use the class "infobox" for a framed paragraph with a heading too.
        """
        for row in rows_of(root):
            self._read_row(row)
        self._close()
        if not self._fields or (root.name != "table" and self._labelled < 2):
            return None
        if all(field.label in _UNLABELLED for field in self._fields):
            return None
        if self._name is not None:
            keys = {(label.key, field.side) for field in self._fields if (label := _meaning(field))}
            own = {key for key, _ in keys if FIELDS[key].is_conflict}
            is_conflict = len(own) >= 2 or sum(key == "combatant" for key, _ in keys) >= 2
            plain, markup = self._name
            name = InfoboxField("Conflict" if is_conflict else "Name", markup, "lines", plain)
            self._fields.insert(0, name)
        return Infobox(_template(root), tuple(self._fields))

    def _read_row(self, row: HtmlRow) -> None:
        shown = [(cell, text) for cell in row.cells if (text := self._plain(cell))]
        if not shown:
            return
        if len(row.cells) == 1:
            self._read_single_cell(*shown[0])
        elif self._is_below_head(row, shown):
            self._read_sides(row, self._head)
        elif len(shown) == 1 and not shown[0][0].is_head:
            self._read_single_cell(*shown[0])
        elif all(cell.is_head for cell, _ in shown) and len(shown) > 1:
            self._columns = [_label(text) for _, text in shown]
        elif self._columns and len(shown) == len(self._columns):
            for label, (cell, text) in zip(self._columns, shown, strict=True):
                self._add(label, cell, text)
        else:
            self._read_labelled(row, shown)

    def _read_single_cell(self, cell: HtmlCell, text: str) -> None:
        """Read the only cell of a row: the name, a heading, or a value whose label is the heading."""
        is_line = "\n" not in text and len(text) <= _MAX_LABEL
        known = canonical(text) if is_line else None
        if cell.is_head or (known is not None and FIELDS[known.key].is_sided):
            self._columns, self._group = [], ""
            if self._name is None and not self._fields and not (known and FIELDS[known.key].is_sided):
                self._name = text.split("\n", maxsplit=1)[0], self._markup(cell)
            elif self._name is None or text != self._name[0]:
                self._close()
                self._head, self._has_bullets = _label(text), False
                is_sided = self._is_sided(self._head)
                self._open = None if is_sided else InfoboxField(_SUBHEADER, self._markup(cell), "lines", text)
            return
        part_of = _part_of().match(text)
        if part_of is not None:
            self._add(part_of[1], cell, text[part_of.end() :])
        elif _is_caption(cell.node) and not self._is_sided(self._head):
            self._add(_CAPTION, cell, text)
        elif not self._read_own_label(cell, text):
            if self._head:
                self._add(self._head, cell, text)
            elif self._name is None and is_line:
                self._name = text, self._markup(cell)
            else:
                self._add(_SUBHEADER, cell, text)

    def _read_own_label(self, cell: HtmlCell, text: str) -> bool:
        """Read a cell that begins with its label: "<b>In office</b><br>1790-1794", "Coordinates: 48 N".

        The line above a list that fills the cell is its label, too ("Influences").
        """
        lead, colon, rest = text.partition(":")
        if colon and len(lead) <= _MAX_LEAD and rest.strip() and "\n" not in lead and canonical(lead) is not None:
            self._add(lead.strip("* "), cell, rest.strip(" "))
            return True
        bold = next((one for one in cell.node.walk() if one.name in {"b", "strong"}), None)
        label = plain_lines(self._source, [bold]) if bold is not None else ""
        rest = text.removeprefix(label)
        if 0 < len(label) <= _MAX_LEAD and text.startswith(label) and rest[:1] in {"\n", ":"}:
            self._add(_label(label), cell, rest[1:])
            return True
        title, *listed = text.split("\n")
        is_title = len(title) <= _MAX_LEAD and title[:1] != "*" and not self._is_sided(self._head)
        if listed and is_title and all(line[:1] == "*" for line in listed):
            self._add(_label(title), cell, "\n".join(listed))
            return True
        return False

    def _read_sides(self, row: HtmlRow, label: str) -> None:
        cells = [cell for cell in row.cells if not (cell.is_head and self._label_text(cell) == label)]
        if len(cells) > len(self._starts):
            self._starts = [cell.column for cell in cells]
        for cell in cells:
            inside = [at for at in self._starts if cell.column <= at < cell.column + cell.width]
            side = self._starts.index(inside[0]) + 1 if len(inside) == 1 else None
            if text := self._plain(cell):
                self._add(label, cell, text, side)

    def _read_labelled(self, row: HtmlRow, shown: Sequence[tuple[HtmlCell, str]]) -> None:
        """Read a label and the values after it."""
        (first, text), *values = shown
        label = _label(text)
        is_child = text[:1] in _BULLETS
        self._has_head_labels = self._has_head_labels or first.is_head
        if is_child:
            self._has_bullets = self._has_bullets or not self._group
        else:
            self._close(is_label=True)
            self._group = label
        heads = tuple(filter(None, (self._head, self._group if is_child else "")))
        if not values:
            self._open = None
            self._fields.append(InfoboxField(label, self._markup(first), "lines", "", None, heads, is_child))
            return
        if self._is_sided(label) and len(values) > 1:
            self._starts = [cell.column for cell, _ in values]
            self._read_sides(HtmlRow(tuple(cell for cell, _ in values)), label)
            return
        kind = placed(label, heads, is_child=is_child)
        is_link = kind is not None and FIELDS[kind.key].kind == "url"
        printed = f"{label}:" if text.rstrip()[-1:] == ":" and label else label
        for cell, value in values:
            linked = plain_lines(self._source, [cell.node], is_link=True) if is_link else value
            self._add(printed, cell, linked, heads=heads, is_child=is_child)

    def _close(self, *, is_label: bool = False) -> None:
        """Keep a head that has nothing below it; a label without a bullet ends a head of bullets."""
        if self._open is not None and not is_label:
            self._fields.append(self._open)
            self._open = None
        if is_label and self._has_bullets:
            self._head, self._has_bullets = "", False

    def _is_below_head(self, row: HtmlRow, shown: Sequence[tuple[HtmlCell, str]]) -> bool:
        """Return whether the cells of a row are columns of the heading above, so that none of them is a label.

        Below a heading with sides, a row with a known label of its own ends the sides. In a box that marks its labels
        as headings, a row without such a heading has no label, even below a heading that no list of labels knows.
        """
        if not self._is_sided(self._head):
            has_label = any(cell.is_head for cell in row.cells)
            return bool(self._head) and self._has_head_labels and not has_label and len(shown) > 1
        first, text = shown[0]
        is_label = first.is_head and first is row.cells[0] and len(row.cells) == 2
        return not (is_label and canonical(text) is not None)

    def _is_sided(self, label: str) -> bool:
        known = canonical(label)
        return known is not None and FIELDS[known.key].is_sided

    def _label_text(self, cell: HtmlCell) -> str:
        return _label(self._plain(cell))

    def _add(
        self,
        label: str,
        cell: HtmlCell,
        text: str,
        side: int | None = None,
        heads: tuple[str, ...] = (),
        *,
        is_child: bool = False,
    ) -> None:
        label = label or _SUBHEADER
        self._open = None
        self._labelled += (label not in _UNLABELLED and label != self._head) or side is not None
        self._fields.append(InfoboxField(label, self._markup(cell), "lines", text, side, heads, is_child))

    def _markup(self, cell: HtmlCell) -> str:
        return self._source[cell.node.inner : cell.node.close]

    def _plain(self, cell: HtmlCell) -> str:
        if cell.node not in self._texts:
            text = plain_lines(self._source, [cell.node])
            # The repair of the page did not see mojibake in entities.
            self._texts[cell.node] = text if text.isascii() else repair(text, is_strict=True).text
        return self._texts[cell.node]


def _meaning(field: InfoboxField) -> Label | None:
    return placed(field.label, field.heads, is_child=field.is_child)


def _label(text: str) -> str:
    """Return a printed label as one line, without bullets, footnote marks and a final colon."""
    return " ".join(text.split()).strip(_BULLETS).rstrip(" :")[:_MAX_LABEL]


def _is_caption(node: Node) -> bool:
    """Return whether the words of a cell come with a picture that is not a flag."""
    words = infobox_words()
    parts = list(node.walk())
    if any(not one.classes.isdisjoint(words.captions) for one in parts):
        return True
    is_flag = any(not one.classes.isdisjoint(words.flags) for one in parts)
    return not is_flag and any(one.name == "img" for one in parts)


@cache
def _part_of() -> re.Pattern[str]:
    return re.compile(rf"({'|'.join(map(re.escape, printed_labels('part_of')))})[ :]{{1,3}}", re.IGNORECASE)


def _template(root: Node) -> str | None:
    """Return the template's name if the id or the type of the element has it."""
    identity = root.attributes.get("id", "")
    for begin in infobox_words().template_ids:
        if identity.startswith(begin):
            return identity[len(begin) :].replace("_", " ")[:100] or None
    return root.attributes.get("type", "").strip()[:100] or None if root.name == "aside" else None
