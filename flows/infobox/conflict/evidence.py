"""Evidence of a run about names: who is on one side with whom, who is against whom, who leads or belongs to whom.

It comes only from boxes whose sides are known. Names are compared by a key (``name_key``): "Syrian Government", "Syrian
Arab Republic" and "Syrian Armed Forces" have the same one, "Free Syrian Army" has another.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final, NamedTuple

from flows.infobox.conflict.outcome import name_key
from flows.infobox.records import BelligerentRow, CommanderRow, UnitRow
from flows.rules.conflict_words import conflict_words

MAX_NAMES: Final = 60
MIN_BOXES: Final = 3
"""The number of boxes that must agree about two names, with none against, before it counts as known."""

BoxKey = tuple[str, int]
_OF: Final = re.compile(r"[ ](?:of|in|during)[ ](?:the[ ])?")


Tally = Mapping[tuple[str, str], tuple[int, int]]
"""For two names (keys in order): the number of boxes with both on one side, and with both on opposing sides."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Who is on whose side and against whom, and which commanders and units belong to whom.

    ``pairs`` counts all boxes, ``by_war`` those of one war: alliances last within a war and change between wars.
    ``members`` maps a commander's or unit's name, and a war or "" for all, to the keys of the belligerents on its side,
    with counts.
    ``three_sided`` has the side of each name for every box with more than two sides.
    """

    pairs: Tally
    members: Mapping[tuple[str, str], Mapping[str, int]]
    by_war: Mapping[str, Tally] = field(default_factory=dict)
    three_sided: Sequence[Mapping[str, int]] = ()

    def relation(self, first: str, second: str, wars: Iterable[str] = ()) -> int:
        """Return 1 for two names always on one side, -1 for two always on opposing sides, 0 when unknown.

        Of a box of known ``wars`` only boxes of these wars tell. Names that are together in some boxes and opposed in
        others are unknown.
        """
        if first == second:
            return 1
        together, apart = self.counts(first, second, wars)
        return (together > 0) - (apart > 0)

    def counts(self, first: str, second: str, wars: Iterable[str] = ()) -> tuple[int, int]:
        """Return the number of boxes with two names on one side, and on opposing sides; at least one is 0."""
        pair = (first, second) if first < second else (second, first)
        wars = tuple(wars)
        if not wars and pair not in self.pairs:
            return 0, 0  # most pairs; faster
        near = [self.by_war[war][pair] for war in wars if war in self.by_war and pair in self.by_war[war]]
        if wars and not near:
            return 0, 0  # those who are allies here may be opponents in another war
        # A box of several wars is in the tally of each war: a sum would count it several times.
        together, apart = map(max, zip(*near, strict=True)) if near else (0, 0)
        if max(together, apart) < MIN_BOXES or (together and apart):
            if together and apart:
                return 0, 0
            least = 1 if near else MIN_BOXES
            together, apart = self.pairs.get(pair, (0, 0))
            if (together and apart) or max(together, apart) < least:
                return 0, 0
        return together, apart

    def beside(self, name: str, wars: Sequence[str] = ()) -> Mapping[str, int]:
        """Return the belligerents beside a commander or unit in boxes of these wars, with the boxes' counts."""
        found: dict[str, int] = {}
        for war in wars or ("",):
            for key, count in self.members.get((name, war), {}).items():
                found[key] = max(count, found.get(key, 0))
        return found

    def with_more(self, other: Evidence) -> Evidence:
        """Return this evidence and that of another source about pairs; where they disagree, nothing is known."""
        pairs = dict(self.pairs)
        for pair, (same, apart) in other.pairs.items():
            together, opposed = pairs.get(pair, (0, 0))
            pairs[pair] = (together + same, opposed + apart)
        return Evidence(pairs, self.members, self.by_war, self.three_sided)

    def is_three_sided(self, parts: Sequence[Collection[str]]) -> bool:
        """Return whether some box has names of each part on a side that is different for each part."""
        return any(
            len({side for part in parts if len(side := frozenset(box[key] for key in part if key in box)) == 1})
            == len(parts)
            for box in self.three_sided
        )


class War(NamedTuple):
    """A box and the titles that its conflict is part of."""

    document_id: str
    box_no: int
    part_of: Sequence[str]


class Known(NamedTuple):
    """The rows that evidence is made of; only those with a side count. ``wars`` shows which boxes are of one war."""

    belligerents: Iterable[BelligerentRow]
    commanders: Iterable[CommanderRow] = ()
    units: Iterable[UnitRow] = ()
    wars: Iterable[War] = ()


def war_keys(part_of: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of the wars that a conflict is part of, and of the campaigns within them.

    >>> war_keys(["Eastern Syria campaign of the Syrian civil war", "the War of the Lake", "Karsk War of 1877"])
    ('eastern syria campaign', 'syrian civil war', 'war lake', 'karsk war 1877')
    """
    keys: list[str] = []
    for title in part_of:
        whole: list[str] = []  # the parts of one title
        for part in (part.strip(" .,").removeprefix("the ") for part in _OF.split(title.casefold())):
            if whole and _says_nothing(whole[-1]) and conflict_words().events.search(part):
                whole[-1] = part  # "siege of the Copper War"
            elif whole and (_says_nothing(part) or _says_nothing(whole[-1])):
                whole[-1] += f" {part}"
            elif part:
                whole.append(part)
        keys += whole
    return tuple(dict.fromkeys(keys))


def _says_nothing(part: str) -> bool:
    """Return whether a part of a title names no war: "War" of "War of the Lake", "1877" of "Karsk War of 1877"."""
    return not any(map(str.isalpha, conflict_words().events.sub("", part)))


def gather(known: Known, wanted: Collection[str] | None = None) -> Evidence:
    """Return the evidence of the rows; ``wanted`` limits it to some keys, so that a large run needs little memory.

    The result does not depend on the order of the rows.
    """
    boxes: dict[BoxKey, dict[int, set[str]]] = defaultdict(dict)
    for row in known.belligerents:
        if row.side is not None:
            key = name_key(row.name)
            if key and (wanted is None or key in wanted):
                boxes[row.document_id, row.box_no].setdefault(row.side, set()).add(key)
    wars = {(war.document_id, war.box_no): war_keys(war.part_of) for war in known.wars}
    pairs: dict[tuple[str, str], tuple[int, int]] = {}
    by_war: dict[str, dict[tuple[str, str], tuple[int, int]]] = defaultdict(dict)
    for box, sides in boxes.items():
        tallies = [pairs, *(by_war[war] for war in wars.get(box, ()))]
        for pair, is_same in _pairs(sides):
            for tally in tallies:
                together, apart = tally.get(pair, (0, 0))
                tally[pair] = (together + is_same, apart + (not is_same))
    members: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for box, side, name in _members(known):
        if (wanted is None or name in wanted) and (keys := boxes.get(box, {}).get(side)):
            for war in ("", *wars.get(box, ())):
                counts = members[name, war]
                for key in keys:
                    counts[key] = counts.get(key, 0) + 1
    return Evidence(
        pairs,
        dict(members),
        dict(by_war),
        tuple(
            {key: side for side, keys in sides.items() for key in sorted(keys)}
            for sides in boxes.values()
            if len(sides) > 2
        ),
    )


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
