"""What is known of a war before any page is read: which large states were allies in it, and which opponents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, product

from flows.infobox.conflict.evidence import MIN_BOXES, Evidence
from flows.infobox.conflict.outcome import name_key
from flows.rules.conflict_words import Coalition, coalitions


def evidence_of_wars(part_of: Iterable[str]) -> Evidence:
    """Return who was with whom and against whom in the wars that a conflict is part of; it counts like enough boxes.

    >>> known = evidence_of_wars(["the Western Front of World War II"])
    >>> known.relation(name_key("Canada"), name_key("Germany")), known.relation(name_key("Canada"), name_key("Italy"))
    (-1, 0)
    """
    pairs: dict[tuple[str, str], tuple[int, int]] = {}
    titles = list(part_of)
    for war in coalitions():
        if any(war.wars.search(title) for title in titles):
            _add(war, pairs)
    return Evidence(pairs, {})


def _add(war: Coalition, pairs: dict[tuple[str, str], tuple[int, int]]) -> None:
    sides: Sequence[list[str]] = [sorted({name_key(name) for name in names}) for names in war.sides]
    for names in sides:
        pairs.update(dict.fromkeys(combinations(names, 2), (MIN_BOXES, 0)))
    for one, other in product(*sides):
        pairs[(one, other) if one < other else (other, one)] = (0, MIN_BOXES)
