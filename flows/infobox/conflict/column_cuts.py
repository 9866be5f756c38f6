"""Cuts by layout: where the first column ends when a browser printed two columns one after the other.

Two names are two sides; a blank line, or a name with a flag after names without, begins the second column. Only cuts
that the layout shows are made: each function returns the two columns or None. How far each sign can be trusted was
measured on pages whose columns are known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import Final

from flows.infobox.conflict import joined_cells
from flows.infobox.items import Item
from flows.rules.conflict_words import conflict_words

_UNKNOWN: Final = re.compile(
    r"(?:unknown|unspecified|none|unclear|undisclosed|n/a|inconnue?s?|unbekannt|desconocid[oa]s?|неизвестно|невідомо)",
    re.IGNORECASE,
)
_COUNT: Final = re.compile(r"(?<![\d.,–-])\d")
_CIVILIAN: Final = re.compile(r"civilian|non-combatant|bystander|zivilist|civile?s|мирны", re.IGNORECASE)
Parts = list[list[Item]] | None
Joined = Callable[[], bool]
"""Whether the box runs cells of a row together in one line; called only where it matters, since it reads all fields."""


def cut_belligerents(items: Sequence[Item], is_joined: Joined) -> Parts:
    """Return the two columns of belligerents, None when the layout shows no single cut.

    Two names are two sides. A group of allies ("Allied militias:") ends its column: a name with a flag after the
    group's names without flags begins the next column, if that is the only such place.
    """
    found = joined_cells.name_joins(items)
    at_join = _at_join(items, found, is_joined)
    if at_join is not None:
        return at_join
    named = _with_notes(items)
    if len(named) == 2 and not found and not any(group[0].is_head for group in named):
        return named
    blank = _at_blank(items)
    if blank is not None:
        return blank
    cut = None
    unflagged = 0
    in_group = False
    for position, item in enumerate(items):
        if item.is_head:
            # Supporters of either side are printed with flags and without.
            in_group, unflagged = not _is_of_support(item), 0
        elif in_group:
            if item.is_flagged and unflagged:
                if cut is not None:
                    return None
                cut, in_group = position, False
            unflagged += not item.is_flagged
    if cut is None or any(":" in item.text for item in items[cut:]):
        return None  # a group on both sides of the cut: its end is not shown
    return [list(items[:cut]), list(items[cut:])]


def _is_of_support(head: Item) -> bool:
    words = conflict_words()
    folded = (head.head or "").casefold()
    last = folded[folded.rfind(" ") + 1 :]
    return "supported_by" in {words.relations.get(folded), words.relations.get(last)}


def cut_commanders(items: Sequence[Item], is_joined: Joined) -> Parts:
    """Return the two columns of commanders: two persons are one each, "Unknown" is a column by itself."""
    found = joined_cells.name_joins(items)
    if found:
        return _at_join(items, found, is_joined) or _at_blank(items)
    return _two_or_unknown(_with_notes(items)) or _at_blank(items)


def cut_units(items: Sequence[Item], is_joined: Joined) -> Parts:
    """Return the two columns of units: two lines are one each, "Unknown" or "See order of battle" is one by itself."""
    found = joined_cells.name_joins(items)
    if found:
        return _at_join(items, found, is_joined) or _at_blank(items)
    lines = [[item] for item in items]
    reference = conflict_words().reference
    if len(lines) > 2 and not any(item.depth for item in items):
        if reference.fullmatch(items[0].text) and not reference.fullmatch(items[1].text):
            return [[items[0]], list(items[1:])]
        if reference.fullmatch(items[-1].text) and not reference.fullmatch(items[-2].text):
            return [list(items[:-1]), [items[-1]]]
    return _two_or_unknown(lines) or _at_blank(items)


def cut_statements(items: Sequence[Item], is_joined: Joined) -> Parts:
    """Return the two columns of counts: two lines are one each; two cells of a row may be joined in one line.

    In a box that runs cells together, a line of several counts may hold the end of one cell and the start of the next.
    """
    found = joined_cells.count_joins(items)
    if found:
        return _at_join(items, found, is_joined)
    lines = _with_notes(items)
    if any(line[0].is_head for line in lines):
        return _at_blank(items)
    if len(lines) == 2 and not (any(len(_COUNT.findall(line[0].text)) > 1 for line in lines) and is_joined()):
        return lines
    return _at_blank(items)


def without_civilians(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Return the items of the columns, and apart from them the last lines on civilians, printed below the columns."""
    count = sum(1 for _ in takewhile(lambda item: _CIVILIAN.search(item.text), reversed(items)))
    keep = len(items) - count
    return list(items[:keep]), list(items[keep:])


def _at_join(items: Sequence[Item], found: Sequence[joined_cells.Join], is_joined: Joined) -> Parts:
    """Return the columns before and after the one place where a line may hold two cells, None when it is not certain.

    A single line of two names is two sides, as two lines are.
    """
    if len(found) != 1 or not (found[0].is_sure or len(items) == 1 or is_joined()):
        return None
    return joined_cells.cut_at(items, found[0])


def _two_or_unknown(groups: list[list[Item]]) -> Parts:
    if len(groups) == 2:
        return groups
    if len(groups) < 3:
        return None
    unknown = [at for at, group in enumerate(groups) if _UNKNOWN.fullmatch(group[0].text)]
    if unknown == [len(groups) - 1]:
        return [_flat(groups[:-1]), groups[-1]]
    return None


def _at_blank(items: Sequence[Item]) -> Parts:
    # A blank line below a head is a bullet without words, not the end of a column.
    blanks = [at for at, item in enumerate(items) if item.after_blank and at and ":" not in items[at - 1].text]
    return [list(items[: blanks[0]]), list(items[blanks[0] :])] if len(blanks) == 1 else None


def _with_notes(items: Sequence[Item]) -> list[list[Item]]:
    """Return the items in groups: each item with the lines in parentheses after it."""
    groups: list[list[Item]] = []
    for item in items:
        if item.is_note and groups:
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _flat(groups: Sequence[Sequence[Item]]) -> list[Item]:
    return [item for group in groups for item in group]
