"""Two lines of counts: whether they are proven to be two cells, one of each side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from flows.infobox.items import Item
from flows.infobox.values.quantities.statements import QuantityField, read_statement

_COUNT: Final = re.compile(r"(?<![\w.,–-])\d[\d.,]{0,20}(?!\w)")
_BRACKETS: Final = re.compile(r"\([^()]{0,400}\)")
_SEPARATORS: Final = (",", ";", " and", "&", ":", "+", "–", "-", "/", " or", " to", " of")


def count_the_same(first: Item, second: Item, field: QuantityField) -> bool:
    """Return whether two lines count the same, each of one cell: then they are two cells, since one says it once.

    "650 killed" and "11 killed" are two cells; "10 killed" and "20 wounded" may be one, and the other empty.
    """
    if any(item.is_head or may_be_two_counts(item.text) for item in (first, second)):
        return False
    kinds = [{one.kind for one in read_statement(item.text, field) if one.is_read} for item in (first, second)]
    return bool(kinds[0] & kinds[1])


def may_be_two_counts(line: str) -> bool:
    """Return whether a line may hold the end of one cell and the start of the next: a count follows no comma.

    >>> may_be_two_counts("10 killed, 5 wounded"), may_be_two_counts("10 killed 5 wounded")
    (False, True)
    """
    bare = _BRACKETS.sub(lambda found: "(" + " " * (len(found[0]) - 2) + ")", line)
    counts = list(_COUNT.finditer(bare))
    return any(not bare[: found.start()].rstrip().endswith(_SEPARATORS) for found in counts[1:])


def with_notes(items: Sequence[Item]) -> list[list[Item]]:
    """Return the items in groups: each item with the lines in parentheses after it."""
    groups: list[list[Item]] = []
    for item in items:
        if item.is_note and groups:
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups
