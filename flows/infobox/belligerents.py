"""Belligerents: names per side, with the groups they stand in and what the groups mean."""

from __future__ import annotations

from collections.abc import Sequence

from flows.infobox.context import Box, Column
from flows.infobox.names import Tree, read_names
from flows.infobox.records import BelligerentRow
from flows.rules.conflict_words import conflict_words


def read_belligerents(box: Box, columns: Sequence[Column]) -> list[BelligerentRow]:
    """Return one row per belligerent; a group's head ("Supported by:") is none, its words are ``group_label``."""
    relations = conflict_words().relations
    rows: list[BelligerentRow] = []
    for column in columns:
        tree = Tree()
        for name in read_names(column.items, is_column=column.side is not None):
            number = len(rows) + 1
            printed = name.name or name.country_flag
            if not printed:
                box.note("unread-value", column.label, name.source_text, "a belligerent without a name")
                continue
            depth, parent = tree.place(name.depth, number)
            rows.append(
                BelligerentRow(
                    box.document_id,
                    box.box_no,
                    number,
                    column.side,
                    column.basis,
                    printed,
                    relations.get(name.head.casefold(), "principal") if name.head else "principal",
                    name.head,
                    parent,
                    depth,
                    name.country_flag,
                    name.note,
                    name.source_text,
                )
            )
    return rows
