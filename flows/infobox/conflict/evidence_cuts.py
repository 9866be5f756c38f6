"""Cuts by evidence: where a list of belligerents is cut into sides, because other boxes show who fights with whom.

"Syria, Russia, Free Syrian Army" is cut after Russia.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise

from flows.infobox.conflict.evidence import MAX_NAMES, Evidence
from flows.infobox.conflict.outcome import name_key
from flows.infobox.records import BelligerentRow


def with_sides(
    box: Sequence[BelligerentRow], sides: Sequence[int], basis: str, reasons: Sequence[str] | None = None
) -> list[BelligerentRow]:
    """Return the belligerents with their sides; a head no longer applies to names after a cut.

    While the cut was unknown, "Supported by:" seemed to apply to the first names of the next column too.
    """
    rows: list[BelligerentRow] = []
    label: str | None = None  # the head that ends with its column
    for at, (row, side) in enumerate(zip(box, sides, strict=True)):
        if at and side != sides[at - 1]:
            label = box[at - 1].group_label
        if label is not None and row.group_label != label:
            label = None
        sided = row._replace(side=side, side_basis=basis, side_evidence=reasons[at] if reasons else None)
        rows.append(sided if label is None else sided._replace(relation="principal", group_label=None))
    return rows


def belligerent_sides(box: Sequence[BelligerentRow], evidence: Evidence, wars: Sequence[str] = ()) -> list[int] | None:
    """Return the side of each belligerent of one box in printed order, None when not exactly one cut fits the evidence.

    The columns are contiguous. A cut into two, else three, is made if it alone agrees with all that the run knows and
    all its parts oppose each other. A name without evidence gets the side of its neighbours; at the edge of a part it
    could belong to either side, so that more than one cut fits.
    """
    if len(box) > MAX_NAMES or len(box) < 2:
        return None
    keys = [name_key(row.name) for row in box]
    relation = {(i, j): evidence.relation(keys[i], keys[j], wars) for i, j in combinations(range(len(box)), 2)}
    # A name without evidence at either end may be a third side.
    if -1 not in relation.values() or not (_is_known(0, relation) and _is_known(len(box) - 1, relation)):
        return None
    tops = [at for at, row in enumerate(box) if at and row.depth == 0 and not _opens_support(row, box[at - 1])]
    for count in (1, 2):
        fits = [cut for cut in combinations(tops, count) if _agrees(cut, len(box), relation)]
        if fits:
            parts = [[keys[at] for at in part] for part in _parts(fits[0], len(box))]
            # Allies who fought each other elsewhere look like three sides: other boxes must show three.
            is_sure = len(fits) == 1 and (count == 1 or evidence.is_three_sided(parts))
            return _numbers(fits[0], len(box)) if is_sure else None
    return None


def _is_known(at: int, relation: Mapping[tuple[int, int], int]) -> bool:
    return any(value and at in pair for pair, value in relation.items())


def _opens_support(row: BelligerentRow, before: BelligerentRow) -> bool:
    """Return whether the row is the first one below "Supported by:"; no column begins with supporters."""
    return row.relation == "supported_by" and row.group_label != before.group_label


def _parts(cut: tuple[int, ...], size: int) -> list[range]:
    return [range(start, end) for start, end in pairwise((0, *cut, size))]


def _agrees(cut: tuple[int, ...], size: int, relation: Mapping[tuple[int, int], int]) -> bool:
    """Return whether a cut agrees with the evidence: no opponents in one part, no allies in two, all parts opposed."""
    part_of = _numbers(cut, size)
    if any(value and (value > 0) != (part_of[i] == part_of[j]) for (i, j), value in relation.items()):
        return False
    opposed = {(part_of[i], part_of[j]) for (i, j), value in relation.items() if value < 0}
    return all(pair in opposed for pair in combinations(range(1, len(cut) + 2), 2))


def _numbers(cut: tuple[int, ...], size: int) -> list[int]:
    return [1 + sum(at >= edge for edge in cut) for at in range(size)]
