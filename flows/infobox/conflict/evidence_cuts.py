"""Cuts by evidence: where a list of belligerents is cut into sides, because it is known who fights with whom.

"Syria, Russia, Free Syrian Army" is cut after Russia. The evidence comes from other boxes, from the page's lead and
from the coalitions of its war.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Final, NamedTuple

from flows.infobox.conflict.evidence import Evidence
from flows.infobox.conflict.outcome import name_key
from flows.infobox.records import BelligerentRow

MAX_ROWS: Final = 120
"""A box with more belligerents is left alone: the work grows with their square."""
_NOWHERE: Final = MAX_ROWS + 1

Relation = Mapping[tuple[int, int], int]
"""For two rows: 1 if they are allies, -1 if they are opponents, 0 if nothing is known."""


class _Cuts(NamedTuple):
    """The rows before which the second and the third side begin; ``_NOWHERE`` without a third side."""

    second: int
    third: int = _NOWHERE


def with_sides(
    box: Sequence[BelligerentRow],
    sides: Sequence[int | None],
    basis: str,
    reasons: Sequence[str] | None = None,
) -> list[BelligerentRow]:
    """Return the belligerents with the sides that are known; a head no longer applies to names after a cut.

    While the cut was unknown, "Supported by:" seemed to apply to the first names of the next column too.
    """
    rows: list[BelligerentRow] = []
    label: str | None = None  # the head that ends with its column
    for at, (row, side) in enumerate(zip(box, sides, strict=True)):
        if at and side is not None and sides[at - 1] is not None and side != sides[at - 1]:
            label = box[at - 1].group_label
        if label is not None and row.group_label != label:
            label = None
        sided = row
        if side is not None and row.side is None:
            sided = row._replace(side=side, side_basis=basis, side_evidence=reasons[at] if reasons else None)
        rows.append(sided if label is None else sided._replace(relation="principal", group_label=None))
    return rows


def belligerent_sides(
    box: Sequence[BelligerentRow], evidence: Evidence, wars: Sequence[str] = (), *, is_two_sided: bool = False
) -> list[int | None] | None:
    """Return the side of each belligerent in printed order, None where it is not proven; None if none is.

    The columns are contiguous, so every way to cut the list into two or three is looked at. A way fits if it puts no
    opponents into one column and no allies into two. A side is stated where all ways that fit agree: a name without
    evidence at the edge of a column may be of either, and names behind the second side may be of a third, unless other
    fields of the box show that there are two (``is_two_sided``).
    """
    if not 2 <= len(box) <= MAX_ROWS or not evidence.pairs:
        return None
    keys = [name_key(row.name) for row in box]
    relation = {(i, j): evidence.relation(keys[i], keys[j], wars) for i, j in combinations(range(len(box)), 2)}
    starts = _starts(box, relation)
    gaps = _gaps(starts, relation)
    if not gaps or any(not places for places in gaps):
        return None
    fits = [_Cuts(place) for place in sorted(frozenset.intersection(*gaps))]
    if not fits and not is_two_sided:
        return _of_three(keys, _in_three(starts, gaps), evidence)
    if not is_two_sided:
        fits += _in_three(starts, gaps)
    return _agreed(fits, len(box)) if fits else None


def _starts(box: Sequence[BelligerentRow], relation: Relation) -> list[int]:
    """Return the rows with which a column may begin: none inside a group of allies, none below another name.

    No column begins with supporters.
    """
    reach: dict[int, int] = {}
    for (i, j), value in relation.items():
        if value > 0:
            reach[i] = max(j, reach.get(i, j))
    starts, end = [], 0
    for at, row in enumerate(box):
        if at > end and row.depth == 0 and not _opens_support(row, box[at - 1]):
            starts.append(at)
        end = max(end, reach.get(at, 0))
    return starts


def _opens_support(row: BelligerentRow, before: BelligerentRow) -> bool:
    """Return whether the row is the first one below "Supported by:"."""
    return row.relation == "supported_by" and row.group_label != before.group_label


def _gaps(starts: Sequence[int], relation: Relation) -> list[frozenset[int]]:
    """Return for each two opponents the rows before which the list may be cut between them."""
    nearest: dict[int, int] = {}
    for (i, j), value in relation.items():
        if value < 0:
            nearest[i] = min(j, nearest.get(i, j))
    return [frozenset(start for start in starts if i < start <= j) for i, j in nearest.items()]


def _in_three(starts: Sequence[int], gaps: Sequence[frozenset[int]]) -> list[_Cuts]:
    """Return the ways to cut into three that fit."""
    found = []
    for second in starts:
        left = [places for places in gaps if second not in places]
        thirds = frozenset.intersection(*left) if left else frozenset(starts)
        found += [_Cuts(second, third) for third in sorted(thirds) if third > second]
    return found


def _of_three(keys: Sequence[str], fits: Sequence[_Cuts], evidence: Evidence) -> list[int | None] | None:
    """Return the one way to cut into three, if other boxes show three sides: allies may have fought each other, too."""
    if len(fits) != 1:
        return None
    bounds = (0, *fits[0], len(keys))
    parts = [keys[start:end] for start, end in pairwise(bounds)]
    return _agreed(fits, len(keys)) if evidence.is_three_sided(parts) else None


def _agreed(fits: Sequence[_Cuts], size: int) -> list[int | None]:
    """Return the sides on which all ways to cut agree."""
    seconds, thirds = zip(*fits, strict=True)

    def sides() -> Iterator[int | None]:
        for at in range(size):
            if at < min(seconds):
                yield 1
            elif max(seconds) <= at < min(thirds):
                yield 2
            else:
                yield 3 if at >= max(thirds) else None

    return list(sides())
