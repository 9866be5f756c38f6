"""Belligerents: the names of each side, and the groups they are printed in ("Supported by: Iran")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flows.infobox.conflict.names import Name, Tree, read_names
from flows.infobox.context import Box, SideColumn
from flows.infobox.records import BelligerentRow
from flows.rules.conflict_words import conflict_words
from flows.rules.words import fold, quantity_words

_SHORT: Final = 3
_COLON: Final = "a colon stands in this name: what is before it may be a head and no part of the name"
_SENTENCE: Final = 6
"""The fewest words of a sentence."""


def read_belligerents(box: Box, columns: Sequence[SideColumn]) -> list[BelligerentRow]:
    """Return one row per belligerent; the head of a group ("Supported by:") is not one, but becomes ``group_label``."""
    rows: list[BelligerentRow] = []
    for column in columns:
        tree = Tree()
        named = list(read_names(column.items, is_column=column.side is not None))
        _report_open_group(box, column, named)
        for name in named:
            number = len(rows) + 1
            printed = name.name or name.country_flag or ""
            if (remedy := _no_belligerent(printed)) is not None:
                box.note("unread-value", column.label, name.source_text, remedy)
                continue
            if ": " in printed:
                box.note("partly-read", column.label, name.source_text, _COLON)
            depth, parent = tree.place(name.depth, number)
            rows.append(
                BelligerentRow(
                    box.document_id,
                    box.box_no,
                    number,
                    column.side,
                    column.basis,
                    printed,
                    relation_of(name.head) if name.head else "principal",
                    name.head,
                    parent,
                    depth,
                    name.country_flag,
                    name.note,
                    name.source_text,
                )
            )
    return rows


def _no_belligerent(name: str) -> str | None:
    """Return the remedy for words that name no belligerent; None for a name."""
    if not name:
        return "a belligerent without a name; the words are in infobox_fields"
    if conflict_words().elsewhere.fullmatch(name):
        return "the words refer to another place, which may name belligerents: see the page"
    if fold(name) in quantity_words().zeros:
        return "the box says that there was none"
    if len(name) <= _SHORT and name.islower():
        return "no name; the words are in infobox_fields"  # "vs."
    words = name.split()
    if name[-1:] == "." and len(words) >= _SENTENCE and sum(word[:1].islower() for word in words) * 2 > len(words):
        return "a sentence and no name; the words are in infobox_fields"
    return None


def relation_of(head: str) -> str:
    """Return how the names under a head are related to the conflict, "principal" for a head that does not say.

    >>> relation_of("Supported by"), relation_of("Medical support"), relation_of("Second front")
    ('supported_by', 'supported_by', 'principal')
    """
    words = conflict_words()
    folded = head.casefold()
    found = words.relations.get(folded) or words.relations.get(folded.partition(" (")[0])
    if found is None and (last := folded[folded.rfind(" ") + 1 :]) in words.relation_endings:
        found = words.relations.get(last)
    return found or "principal"


def _report_open_group(box: Box, column: SideColumn, names: Sequence[Name]) -> None:
    """Note a group at the end of a text of unknown columns: nothing shows whether it ends before its column does.

    In "A, Supported by: B, C, D" of two columns run together, C may begin the second column.
    """
    if column.side is not None or not names or names[-1].head is None or relation_of(names[-1].head) == "principal":
        return
    group = [name for name in names if name.head == names[-1].head and name.depth == names[-1].depth]
    if len(group) > 1:
        box.note(
            "open-group",
            column.label,
            f"{names[-1].head}: {group[0].name} … {group[-1].name}",
            "the names below this head may reach into the next column: see where the column ends on the page",
        )
