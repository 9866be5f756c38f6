"""Where a printed list of belligerents is cut into sides, by what is known of their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise

from flows.infobox.conflict.evidence import MAX_NAMES, Evidence
from flows.infobox.conflict.outcome import name_key
from flows.infobox.records import BelligerentRow


def with_sides(
    box: Sequence[BelligerentRow], sides: Sequence[int], basis: str, reasons: Sequence[str] | None = None
) -> list[BelligerentRow]:
    """Return the belligerents with their sides; a head that spoke across a cut no longer does.

    While the cut was not known "Supported by:" seemed to speak for the first names of the next column too.
    """
    rows: list[BelligerentRow] = []
    label: str | None = None  # the head that ended with its column
    for at, (row, side) in enumerate(zip(box, sides, strict=True)):
        if at and side != sides[at - 1]:
            label = box[at - 1].group_label
        if label is not None and row.group_label != label:
            label = None
        told = row._replace(side=side, side_basis=basis, side_evidence=reasons[at] if reasons else None)
        rows.append(told if label is None else told._replace(relation="principal", group_label=None))
    return rows


def belligerent_sides(box: Sequence[BelligerentRow], evidence: Evidence, wars: Sequence[str] = ()) -> list[int] | None:
    """Return the side of each belligerent of one box in printed order, None when the evidence fits no single cut.

    The columns are contiguous. A cut into two, else three, is made where it alone agrees with everything that the run
    knows, and all its parts oppose each other. A name nothing is known of is placed by its neighbours; at the edge of
    a part it could belong to either side, so that no cut is the only one.
    """
    if len(box) > MAX_NAMES or len(box) < 2:
        return None
    keys = [name_key(row.name) for row in box]
    relation = {(i, j): evidence.relation(keys[i], keys[j], wars) for i, j in combinations(range(len(box)), 2)}
    # At either end a name nothing is known of may be a side of its own.
    if -1 not in relation.values() or not (_is_known(0, relation) and _is_known(len(box) - 1, relation)):
        return None
    tops = [at for at, row in enumerate(box) if at and row.depth == 0 and not _opens_support(row, box[at - 1])]
    for count in (1, 2):
        fits = [cut for cut in combinations(tops, count) if _agrees(cut, len(box), relation)]
        if fits:
            parts = [[keys[at] for at in part] for part in _parts(fits[0], len(box))]
            # Names that quarrelled elsewhere look like three sides: a war of three must be known as one.
            is_sure = len(fits) == 1 and (count == 1 or evidence.is_three_sided(parts))
            return _numbers(fits[0], len(box)) if is_sure else None
    return None


def _is_known(at: int, relation: Mapping[tuple[int, int], int]) -> bool:
    return any(value and at in pair for pair, value in relation.items())


def _opens_support(row: BelligerentRow, before: BelligerentRow) -> bool:
    """Return whether the row is the first below "Supported by:": no column begins with supporters."""
    return row.relation == "supported_by" and row.group_label != before.group_label


def _parts(cut: tuple[int, ...], size: int) -> list[range]:
    return [range(start, end) for start, end in pairwise((0, *cut, size))]


def _agrees(cut: tuple[int, ...], size: int, relation: Mapping[tuple[int, int], int]) -> bool:
    """Return whether no two names of a part are known to be opponents, no two of different parts to be allies."""
    part_of = _numbers(cut, size)
    if any(value and (value > 0) != (part_of[i] == part_of[j]) for (i, j), value in relation.items()):
        return False
    opposed = {(part_of[i], part_of[j]) for (i, j), value in relation.items() if value < 0}
    return all(pair in opposed for pair in combinations(range(1, len(cut) + 2), 2))


def _numbers(cut: tuple[int, ...], size: int) -> list[int]:
    return [1 + sum(at >= edge for edge in cut) for at in range(size)]
