"""What a run knows about names: who stands on one side with whom, who against whom, who leads or belongs to whom.

Only boxes whose sides are known speak. Names are compared by what tells them apart: "Syrian Government", "Syrian Arab
Republic" and "Syrian Armed Forces" are one key, "Free Syrian Army" is another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final, NamedTuple

from flows.infobox.outcome import name_key
from flows.infobox.records import BelligerentRow, CommanderRow, UnitRow

MAX_NAMES: Final = 60
MIN_BOXES: Final = 1
"""How many boxes must say the same of two names, and none the contrary, before it is taken for known."""

BoxKey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many boxes have two names (keys in order) on one side and on opposing ones, and whom people belong to.

    ``members`` maps a commander's or unit's name to the keys of the belligerents on its side, counted.
    """

    pairs: Mapping[tuple[str, str], tuple[int, int]]
    members: Mapping[str, Mapping[str, int]]

    def relation(self, first: str, second: str) -> int:
        """Return 1 when two names always are on one side, -1 when always on opposing sides, 0 when it is not known.

        Alliances change: names that some boxes have together and others apart prove nothing.
        """
        if first == second:
            return 1
        together, apart = self.pairs.get((first, second) if first < second else (second, first), (0, 0))
        if together and apart:
            return 0
        return (together >= MIN_BOXES) - (apart >= MIN_BOXES)


class Known(NamedTuple):
    """The rows that evidence is drawn from; only those with a side count."""

    belligerents: Iterable[BelligerentRow]
    commanders: Iterable[CommanderRow] = ()
    units: Iterable[UnitRow] = ()


def gather(known: Known, wanted: Collection[str] | None = None) -> Evidence:
    """Return the evidence of the rows; with ``wanted`` only on these keys, so that a large run needs little memory.

    The order of the rows does not matter.
    """
    boxes: dict[BoxKey, dict[int, set[str]]] = defaultdict(dict)
    for row in known.belligerents:
        if row.side is not None:
            key = name_key(row.name)
            if key and (wanted is None or key in wanted):
                boxes[row.document_id, row.box_no].setdefault(row.side, set()).add(key)
    together: Counter[tuple[str, str]] = Counter()
    apart: Counter[tuple[str, str]] = Counter()
    for sides in boxes.values():
        for pair, is_same in _pairs(sides):
            (together if is_same else apart)[pair] += 1
    pairs = {pair: (together[pair], apart[pair]) for pair in (*together, *apart)}
    members: dict[str, Counter[str]] = defaultdict(Counter)
    for box, side, name in _members(known):
        if wanted is None or name in wanted:
            members[name].update(boxes.get(box, {}).get(side, ()))
    return Evidence(pairs, {name: dict(counts) for name, counts in members.items() if counts})


def _pairs(sides: Mapping[int, set[str]]) -> Iterator[tuple[tuple[str, str], bool]]:
    placed = [(key, side) for side in sorted(sides) for key in sorted(sides[side])][:MAX_NAMES]
    for (first, side), (second, other) in combinations(placed, 2):
        if first != second:
            yield (first, second) if first < second else (second, first), side == other


def _members(known: Known) -> Iterator[tuple[BoxKey, int, str]]:
    for commander in known.commanders:
        if commander.side is not None and commander.name:
            yield (commander.document_id, commander.box_no), commander.side, name_key(commander.name)
    for unit in known.units:
        if unit.side is not None and not unit.is_cross_reference:
            yield (unit.document_id, unit.box_no), unit.side, name_key(unit.name)
