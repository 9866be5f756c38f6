"""Lines of counts: where in a line another cell may begin, and when two lines are proven to be two cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from flows.infobox.items import Item
from flows.infobox.values.quantities.statements import QuantityField, read_statement
from flows.rules.words import alternatives, quantity_words

_BOUNDS: Final = alternatives(quantity_words().bounds)
_COUNT: Final = re.compile(
    rf"(?<![\w.,\[–-])(?:(?:{_BOUNDS})[ ])?+[~<>≈]?(?:ca?\.[ \u2009\u00a0]?)?(?<![\w.,])\d[\d.,]{{0,20}}+(?!\w)",
    re.IGNORECASE,
)
_BRACKETS: Final = re.compile(r"\([^()]{0,400}\)")
_UNKNOWN: Final = re.compile(
    r"(?:unknown|unspecified|none|unclear|undisclosed|n/a|inconnue?s?|unbekannt|desconocid[oa]s?|неизвестно|невідомо)",
    re.IGNORECASE,
)
_OF_THINGS: Final = frozenset({"materiel", "other"})
_SEPARATORS: Final = (",", ";", " and", "&", ":", " +", "–", "-", "/", " or", " to", " of", " whom", "(")


class Place(NamedTuple):
    """A place in a line before a count: ``is_clear`` if the word before it cannot be the name of a model ("Bv 202")."""

    at: int
    is_clear: bool


def places(line: str) -> list[Place]:
    """Return where in a line a count follows words without a comma: one cell may end there and the next begin.

    >>> [line[place.at :] for line in ("10 killed, 5 wounded", "36 killed about 8 killed") for place in places(line)]
    ['about 8 killed']
    """
    bare = line
    if "(" in line:
        bare = _BRACKETS.sub(lambda found: "(" + " " * (len(found[0]) - 2) + ")", line)
    found = []
    for count in _COUNT.finditer(bare):
        before = bare[: count.start()].rstrip()
        if before.strip(" *•\u00a0") and not before.endswith(_SEPARATORS):
            word = before[before.rfind(" ") + 1 :]
            found.append(Place(count.start(), not word[:1].isupper()))
    return found


def count_the_same(first: Sequence[Item], second: Sequence[Item], field: QuantityField) -> bool:
    """Return whether two lists of lines both count the same: then they are two cells, since one says it once.

    "650 killed" and "11 killed" are two cells; "10 killed" and "20 wounded" may be one, and the other empty.
    """
    return bool(_counted(first, field) & _counted(second, field))


def _counted(items: Sequence[Item], field: QuantityField) -> set[tuple[str, str]]:
    """Return what the lines count: the loss, or the kind and the word. A cell may have two kinds of troops or ships."""
    read = [one for item in items for one in read_statement(item.text, field) if one.is_read]
    return {
        (one.kind, "" if field == "casualties" and one.kind not in _OF_THINGS else (one.what or "").casefold())
        for one in read
    }


def are_two_cells(first: Item, second: Item, field: QuantityField) -> bool:
    """Return whether two lines are proven to be two cells, and neither may be of two itself.

    They count the same, or one is "Unknown".
    """
    if any(item.is_head or places(item.text) for item in (first, second)):
        return False
    return fills_its_cell(first) or fills_its_cell(second) or count_the_same([first], [second], field)


def fills_its_cell(item: Item) -> bool:
    """Return whether a line is all of its cell: one that says "Unknown" counts and names nothing else."""
    return _UNKNOWN.fullmatch(item.text) is not None


def with_notes(items: Sequence[Item]) -> list[list[Item]]:
    """Return the items in groups: each item with the lines in parentheses after it."""
    groups: list[list[Item]] = []
    for item in items:
        if item.is_note and groups:
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups
