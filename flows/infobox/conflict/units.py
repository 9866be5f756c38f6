"""Units as a tree: "Syrian Army, ** 17th Division" is a parent and a child; "See Units" points to a section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from flows.infobox.conflict.names import Name, Tree, read_names
from flows.infobox.context import Box, SideColumn
from flows.infobox.items import Item, clean
from flows.infobox.records import UnitRow
from flows.model import Section
from flows.rules.conflict_words import conflict_words

MAX_SECTION_UNITS: Final = 2_000
_LINK: Final = re.compile(r"\[\[#?([^\[\]|]{1,80})(?:\|[^\[\]]{0,80})?\]\]")
_BULLET: Final = re.compile(r"([ \t]{0,40})(?:[-+•·](?=[ ])|(\*{1,9}))[ ]?(?:(\*{1,9})[ ]?)?(\S.*)")


class _Reference(NamedTuple):
    side: int | None
    basis: str
    section_no: int | None


def read_units(box: Box, columns: Sequence[SideColumn]) -> list[UnitRow]:
    """Return one row per unit, then one per unit of the sections that "See Units" points to, side after side."""
    rows: list[UnitRow] = []
    references: list[_Reference] = []
    for column in columns:
        tree = Tree()
        for name in read_names(_without_heads(column.items)):
            section_no = _section_of(box, name)
            is_reference = section_no is not None
            if not name.name:
                continue
            rows.append(_row(box, column.side, column.basis, len(rows) + 1, name, tree))
            if is_reference:
                rows[-1] = rows[-1]._replace(is_cross_reference=True, section_no=section_no or None)
                if section_no:
                    references.append(_Reference(column.side, column.basis, section_no))
                else:
                    box.note("unresolved-reference", column.label, name.name, "no section of the page has this heading")
    for reference, section in _sections(box, references):
        tree = Tree()
        for name in _of_section(section):
            basis = "layout" if reference.side is not None else "none"
            rows.append(_row(box, reference.side, basis, len(rows) + 1, name, tree))
    return rows


def _row(box: Box, side: int | None, basis: str, number: int, name: Name, tree: Tree) -> UnitRow:
    depth, parent = tree.place(name.depth, number)
    return UnitRow(
        box.document_id,
        box.box_no,
        number,
        side,
        basis,
        name.name,
        depth,
        parent,
        is_cross_reference=False,
        section_no=None,
        note=name.note,
        source_text=name.source_text,
    )


def _without_heads(items: Sequence[Item]) -> Iterator[Item]:
    # In a tree of units "Russian Army:" is a unit with its parts below it; "Supported by:" is not a unit.
    relations = conflict_words().relations
    for item in items:
        # A phase ("Invasion phase (2003)") stays a head, like "Supported by:".
        words = item.head
        if words is not None and item.text[-1:] == ":" and words.casefold() not in relations:
            yield item._replace(text=words)
        else:
            yield item


def _section_of(box: Box, name: Name) -> int | None:
    """Return the number of the section that a reference points to, 0 for a missing section, None for other names."""
    found = conflict_words().reference.fullmatch(name.name)
    if found is None:
        return None
    target = _LINK.sub(r"\1", found.group(1)).strip(" .").casefold()
    for number, section in enumerate(box.sections, 1):
        if section.heading and section.heading.strip().casefold() == target:
            return number
    return 0


def _sections(box: Box, references: Sequence[_Reference]) -> Iterator[tuple[_Reference, Section]]:
    """Yield each reference with a section that lists its units.

    If several sides point to one section with as many subsections, these are theirs in order. One side alone has the
    whole section. Any other case becomes a note.
    """
    for section_no in dict.fromkeys(reference.section_no for reference in references):
        asking = [reference for reference in references if reference.section_no == section_no]
        if section_no is None:
            continue
        parts = [section for section in box.sections if section.parent == section_no]
        if len(parts) == len(asking):
            yield from zip(asking, parts, strict=True)
        elif len(asking) == 1:
            yield from ((asking[0], section) for section in (box.sections[section_no - 1], *parts))
        else:
            heading = box.sections[section_no - 1].heading or ""
            box.note(
                "unresolved-reference",
                "units",
                heading,
                f"{len(asking)} sides point to a section with {len(parts)} subsections: which is whose cannot be told",
            )


def _of_section(section: Section) -> Iterator[Name]:
    """Yield the units that a section lists: "; Head" above bullets, one level per star or two blanks."""
    items: list[Item] = []
    for line in section.text.split("\n")[:MAX_SECTION_UNITS]:
        if line[:1] == ";" and len(line) < 300:
            items.append(Item(clean(line[1:]), 0, source_text=line))
            continue
        found = _BULLET.match(line) if len(line) < 600 else None
        if found is None:
            continue
        indent, stars, more, text = found.groups()
        depth = len(indent.expandtabs(4)) // 2 + (len(stars) if stars else 1) + (len(more) if more else 0)
        items.append(Item(clean(text), depth, source_text=line))
    return read_names(_without_heads(items))
