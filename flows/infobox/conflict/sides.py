"""The second pass over a run: sides that a page does not show are found from other pages with the same names.

A browser prints the columns of an infobox one after the other. Where the layout of a page does not show the cut, the
names do: "Syria", "Russia", "Free Syrian Army" are cut after Russia if other boxes have Syria and Russia on one side
and the Free Syrian Army on the other. A cut is made only if exactly one fits; otherwise ``side`` stays None. The pass
is a pure function of the rows and does not depend on their order.

Each side has its reason in words, the column ``side_evidence`` ("with Syria in 4 boxes"). A reason consists only of
names of the box and of counts, so that it is short and does not depend on the order in which the run was read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple, TypeVar

from flows.infobox.conflict.box import names_by_side, outcome_of
from flows.infobox.conflict.evidence import BoxKey, Evidence, Known, gather, war_keys
from flows.infobox.conflict.evidence_cuts import belligerent_sides, with_sides
from flows.infobox.conflict.outcome import name_key
from flows.infobox.records import (
    BY_NAMES,
    SIDED,
    BelligerentRow,
    CasualtyRow,
    CommanderRow,
    ConflictRow,
    ConflictTables,
    StrengthRow,
    UnitRow,
)

Row = TypeVar("Row", BelligerentRow, CommanderRow, UnitRow, StrengthRow, CasualtyRow)
_CORPUS: Final = "corpus"
_NEIGHBOURS: Final = "by the rows around it"
"""The reason of a row without evidence: sides are columns, and the rows before and after it are of this side."""
_MAX_QUOTED: Final = 60
"""How many characters of a name a reason quotes."""


def resolve_run(rows: ConflictTables, known: Known) -> ConflictTables:
    """Return the rows in the order given, with the sides that other boxes of the run prove (``side_basis`` "corpus").

    ``known`` are rows whose side a page proves by itself, of any boxes: what is found here is no evidence for others,
    so that a mistake stays in its box. Outcomes are read again for the boxes whose belligerents got sides. Rows that
    stay unknown and rows that had a side are returned unchanged, with one exception: if a box turns out to have three
    sides, layout cuts that assumed two are undone.
    """
    known = Known(tuple(known.belligerents), tuple(known.commanders), tuple(known.units), tuple(known.wars))
    wanted = _keys_of_names(rows)
    by_box = _grouped(rows.belligerents)
    wars = {(row.document_id, row.box_no): war_keys(row.part_of) for row in rows.conflicts}
    solved = _solved(by_box, gather(known, wanted), wars)
    by_box.update(solved)
    three = {key for key, box in solved.items() if max(row.side or 0 for row in box) > 2}
    # In a box of three sides a cut into two was wrong: its commanders and units are not evidence either.
    known = known._replace(commanders=tuple(_undone(known.commanders, three)), units=tuple(_undone(known.units, three)))
    evidence = gather(known, wanted)
    return replace(
        rows,
        conflicts=tuple(_with_outcome(row, solved) for row in rows.conflicts),
        belligerents=tuple(_in_order(rows.belligerents, by_box)),
        commanders=tuple(_members(rows.commanders, by_box, three, (evidence, wars), lambda row: row.name)),
        units=tuple(_members(rows.units, by_box, three, (evidence, wars), lambda row: row.name)),
        **{table: tuple(_undone(getattr(rows, table), three)) for table in SIDED if table not in BY_NAMES},
    )


def _solved(
    boxes: Mapping[BoxKey, Sequence[BelligerentRow]], evidence: Evidence, wars: Mapping[BoxKey, Sequence[str]]
) -> dict[BoxKey, list[BelligerentRow]]:
    """Return the boxes of which the evidence proves a side, as rows with these sides."""
    solved: dict[BoxKey, list[BelligerentRow]] = {}
    for key, box in boxes.items():
        if any(row.side is None for row in box):
            sides = belligerent_sides(box, evidence, wars.get(key, ()))
            if sides is not None and _agree(box, sides):
                reasons = _belligerent_reasons(box, sides, evidence, wars.get(key, ()))
                solved[key] = with_sides(box, sides, _CORPUS, reasons)
    return solved


def _agree(box: Sequence[BelligerentRow], sides: Sequence[int | None]) -> bool:
    """Return whether the sides that a page proves are not contradicted, and something is added to them."""
    pairs = [(row.side, side) for row, side in zip(box, sides, strict=True)]
    is_more = any(own is None and side is not None for own, side in pairs)
    return is_more and all(None in pair or pair[0] == pair[1] for pair in pairs)


def _members(
    rows: Sequence[Row],
    belligerents: Mapping[BoxKey, Sequence[BelligerentRow]],
    three: set[BoxKey],
    known: tuple[Evidence, Mapping[BoxKey, Sequence[str]]],
    name_of: Callable[[Row], str | None],
) -> list[Row]:
    """Return commanders or units with the sides that their names prove; each side is one contiguous block.

    ``known`` is the evidence and the wars of each box: who led whom in another war proves nothing.
    """
    evidence, wars = known
    rows = _undone(rows, three)
    solved: dict[BoxKey, list[Row]] = {}
    for key, box in _grouped(rows).items():
        sides = names_by_side(belligerents.get(key, ()))
        if len(sides) < 2 or any(row.side is not None for row in box):
            continue
        votes = [_vote(name_of(row), sides, evidence, wars.get(key, ())) for row in box]
        # Whether another side follows is known if the last belligerent's is.
        last = belligerents[key][-1].side
        numbers = _blocks([None if vote is None else vote.side for vote in votes], last)
        if any(numbers):
            solved[key] = [
                row
                if side is None
                else row._replace(
                    side=side, side_basis=_CORPUS, side_evidence=_NEIGHBOURS if vote is None else vote.reason
                )
                for row, side, vote in zip(box, numbers, votes, strict=True)
            ]
    return list(_in_order(rows, {**_grouped(rows), **solved}))


class Vote(NamedTuple):
    """The side that a name supports, and the reason in words."""

    side: int
    reason: str


def _vote(
    name: str | None, sides: Mapping[int, Sequence[str]], evidence: Evidence, wars: Sequence[str] = ()
) -> Vote | None:
    """Return the one side that a name supports: that of the same name among the belligerents, else of other boxes.

    A name that was on both sides of one war, or beside names of both sides, supports none.
    """
    if not name:
        return None
    key = name_key(name)
    own = {side: one for side, names in sides.items() for one in names if name_key(one) == key}
    if own:
        ((side, one),) = own.items() if len(own) == 1 else ((0, ""),)
        return Vote(side, _by_own_words(one)) if side else None
    seen = evidence.beside(key, wars)
    found = {side for side, names in sides.items() if any(seen.get(name_key(one), 0) for one in names)}
    if len(found) != 1:
        return None
    (side,) = found
    return Vote(side, _beside({one: seen.get(name_key(one), 0) for one in sides[side]}))


def _blocks(votes: Sequence[int | None], last: int | None) -> list[int | None]:
    """Return the sides of contiguous blocks: known between two votes for one side, at the start and at the end.

    Columns follow each other in the order of their numbers; if the votes do not, none of them counts. ``last`` is the
    number of the last column, None if it is not known.
    """
    voted = [(at, vote) for at, vote in enumerate(votes) if vote is not None]
    numbers: list[int | None] = [None] * len(votes)
    if [vote for _, vote in voted] != sorted(vote for _, vote in voted):
        return numbers
    edges = [(-1, 1), *voted, (len(votes), last)]
    for (start, before), (end, after) in pairwise(edges):
        if before == after:
            numbers[max(start, 0) : end] = [before] * (end - max(start, 0))
    for at, vote in voted:
        numbers[at] = vote
    return numbers


def _undone(rows: Iterable[Row], boxes: set[BoxKey]) -> list[Row]:
    return [
        row._replace(side=None, side_basis="none", side_evidence=None)
        if row.side_basis == "layout" and (row.document_id, row.box_no) in boxes
        else row
        for row in rows
    ]


def _grouped(rows: Iterable[Row]) -> dict[BoxKey, list[Row]]:
    boxes: dict[BoxKey, list[Row]] = defaultdict(list)
    for row in rows:
        boxes[row.document_id, row.box_no].append(row)
    return dict(boxes)


def _in_order(rows: Sequence[Row], boxes: Mapping[BoxKey, Sequence[Row]]) -> Iterable[Row]:
    """Yield the rows of ``boxes`` in the order of ``rows``: the n-th row of a box replaces its n-th row there."""
    taken: dict[BoxKey, int] = defaultdict(int)
    for row in rows:
        key = (row.document_id, row.box_no)
        yield boxes[key][taken[key]]
        taken[key] += 1


def _with_outcome(row: ConflictRow, solved: Mapping[BoxKey, Sequence[BelligerentRow]]) -> ConflictRow:
    box = solved.get((row.document_id, row.box_no))
    return row if box is None else row._replace(outcome=outcome_of(row.result or row.status, box))


def _keys_of_names(rows: ConflictTables) -> frozenset[str]:
    names = [row.name for row in rows.belligerents]
    names += [row.name for row in rows.commanders if row.name]
    names += [row.name for row in rows.units]
    return frozenset(map(name_key, names))


def _belligerent_reasons(
    box: Sequence[BelligerentRow], sides: Sequence[int | None], evidence: Evidence, wars: Sequence[str] = ()
) -> list[str]:
    """Return one reason per belligerent: the ally and the opponent of this box that most other boxes confirm.

    Of names with equal counts the one printed first is quoted.
    """
    keys = [name_key(row.name) for row in box]
    reasons: list[str] = []
    for key, side in zip(keys, sides, strict=True):
        allies: dict[str, int] = {}
        foes: dict[str, int] = {}
        for other, other_side, row in zip(keys, sides, box, strict=True):
            together, apart = (0, 0) if other == key else evidence.counts(key, other, wars)
            if other_side == side:
                allies.setdefault(row.name, together)
            elif None not in (side, other_side):
                foes.setdefault(row.name, apart)
        parts = [_most(word, counts) for word, counts in (("with", allies), ("against", foes)) if any(counts.values())]
        reasons.append(", ".join(parts) or _NEIGHBOURS)
    return reasons


def _beside(counts: Mapping[str, int]) -> str:
    """Return the reason of a commander or unit that other boxes have on the side of a name; ``counts`` are per name.

    >>> _beside({"Syria": 4, "Russia": 1})
    'beside Syria in 4 boxes'
    """
    return _most("beside", counts)


def _by_own_words(name: str) -> str:
    """Return the reason of a commander or unit whose own name is that of this belligerent.

    >>> _by_own_words("Syria").endswith("Syria")
    True
    """
    return f"its own words speak of {_short(name)}"


def _most(word: str, counts: Mapping[str, int]) -> str:
    name = max(counts, key=counts.__getitem__)  # the first of equals
    boxes = counts[name]
    return f"{word} {_short(name)} in {boxes} {'box' if boxes == 1 else 'boxes'}"


def _short(name: str) -> str:
    return name if len(name) <= _MAX_QUOTED else name[: _MAX_QUOTED - 1].rstrip() + "…"
