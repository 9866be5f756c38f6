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
from typing import Final, NamedTuple, TypeVar

from flows.infobox.conflict.box import labels_by_side, names_by_side
from flows.infobox.conflict.evidence import BoxKey, Evidence, Known, gather, war_keys
from flows.infobox.conflict.evidence_cuts import belligerent_sides, with_sides
from flows.infobox.conflict.outcome import means, name_key, read_outcome, sides_of
from flows.infobox.records import (
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
_BY_NAMES: Final = ("belligerents", "commanders", "units")
"""Tables whose rows have names, by which the other boxes of a run can prove a side."""
ROUNDS: Final = 3
"""How often the boxes solved in one round become evidence for the others. A round reads all boxes at once, so that the
order of boxes does not matter."""
_NEIGHBOURS: Final = "by the rows around it"
"""The reason of a row without evidence: sides are columns, and the rows before and after it are of this side."""
_MAX_QUOTED: Final = 60
"""How many characters of a name a reason quotes."""


def resolve_run(rows: ConflictTables, known: Known) -> ConflictTables:
    """Return the rows in the order given, with the sides that other boxes of the run prove (``side_basis`` "corpus").

    ``known`` are rows with sides, of any boxes. Outcomes are read again for the boxes whose belligerents got sides.
    Rows that stay unknown and rows that had a side are returned unchanged, with one exception: if a box turns out to
    have three sides, layout cuts that assumed two are undone.
    """
    known = Known(tuple(known.belligerents), tuple(known.commanders), tuple(known.units), tuple(known.wars))
    wanted = _keys_of_names(rows)
    by_box = _grouped(rows.belligerents)
    solved = _solved_in_rounds(rows, known, wanted)
    by_box.update(solved)
    sided = {key: names_by_side(box) for key, box in by_box.items()}
    three = {key for key in solved if len(sided[key]) > 2}
    solved_rows = tuple(row for key in sorted(solved) for row in solved[key])
    # In a box of three sides a cut into two was wrong: its commanders and units are not evidence either.
    known = Known(
        (*known.belligerents, *solved_rows),
        tuple(_undone(tuple(known.commanders), three)),
        tuple(_undone(tuple(known.units), three)),
        known.wars,
    )
    evidence = gather(known, wanted)
    return replace(
        rows,
        conflicts=tuple(_with_outcome(row, sided, solved) for row in rows.conflicts),
        belligerents=tuple(_in_order(rows.belligerents, by_box)),
        commanders=tuple(_members(rows.commanders, sided, three, evidence, lambda row: (row.name, row.role))),
        units=tuple(_members(rows.units, sided, three, evidence, lambda row: (row.name, row.note))),
        **{table: tuple(_undone(getattr(rows, table), three)) for table in SIDED if table not in _BY_NAMES},
    )


def _solved_in_rounds(rows: ConflictTables, known: Known, wanted: frozenset[str]) -> dict[BoxKey, list[BelligerentRow]]:
    """Return the boxes whose sides the run proves: first from known sides, then also from the boxes just solved."""
    wars = {(row.document_id, row.box_no): war_keys(row.part_of) for row in rows.conflicts}
    by_box = _grouped(rows.belligerents)
    solved: dict[BoxKey, list[BelligerentRow]] = {}
    for _ in range(ROUNDS):
        solved_rows = tuple(row for key in sorted(solved) for row in solved[key])
        evidence = gather(known._replace(belligerents=(*known.belligerents, *solved_rows)), wanted)
        found = _solved({key: box for key, box in by_box.items() if key not in solved}, evidence, wars)
        if not found:
            break
        solved.update(found)
    return solved


def _solved(
    boxes: Mapping[BoxKey, Sequence[BelligerentRow]], evidence: Evidence, wars: Mapping[BoxKey, Sequence[str]]
) -> dict[BoxKey, list[BelligerentRow]]:
    """Return the boxes whose sides the evidence proves, as rows with these sides."""
    solved: dict[BoxKey, list[BelligerentRow]] = {}
    for key, box in boxes.items():
        if any(row.side is None for row in box):
            sides = belligerent_sides(box, evidence, wars.get(key, ()))
            if sides is not None:
                reasons = _belligerent_reasons(box, sides, evidence, wars.get(key, ()))
                solved[key] = with_sides(box, sides, _CORPUS, reasons)
    return solved


def _members(
    rows: Sequence[Row],
    sided: Mapping[BoxKey, Mapping[int, Sequence[str]]],
    three: set[BoxKey],
    evidence: Evidence,
    words: Callable[[Row], tuple[str | None, str | None]],
) -> list[Row]:
    """Return commanders or units with the sides that their names and roles prove; each side is one contiguous block."""
    rows = _undone(rows, three)
    solved: dict[BoxKey, list[Row]] = {}
    for key, box in _grouped(rows).items():
        sides = sided.get(key, {})
        if len(sides) < 2 or any(row.side is not None for row in box):
            continue
        votes = [_vote(*words(row), sides, evidence) for row in box]
        numbers = _blocks([None if vote is None else vote.side for vote in votes])
        if numbers is not None:
            solved[key] = [
                row._replace(side=side, side_basis=_CORPUS, side_evidence=_NEIGHBOURS if vote is None else vote.reason)
                for row, side, vote in zip(box, numbers, votes, strict=True)
            ]
    return list(_in_order(rows, {**_grouped(rows), **solved}))


class Vote(NamedTuple):
    """The side that a name or role supports, and the reason in words."""

    side: int
    reason: str


def _vote(name: str | None, role: str | None, sides: Mapping[int, Sequence[str]], evidence: Evidence) -> Vote | None:
    """Return the one side that a name or role supports: by its own words, else by its side in other boxes."""
    if not name:
        return None
    key = name_key(name)
    own = {side: one for side, names in sides.items() for one in names if _is_named(name, role, one)}
    own = own or {
        side: next(one for one in sides[side] if sides_of(name, {side: [one]})) for side in sides_of(name, sides)
    }
    if len(own) == 1:
        ((side, one),) = own.items()
        return Vote(side, _by_own_words(one))
    seen = evidence.members.get(key, {})
    scores = sorted(
        ((sum(seen.get(name_key(one), 0) for one in names), side) for side, names in sides.items()), reverse=True
    )
    if scores[0][0] <= scores[1][0]:
        return None
    side = scores[0][1]
    return Vote(side, _beside({one: seen.get(name_key(one), 0) for one in sides[side]}))


def _is_named(name: str, role: str | None, belligerent: str) -> bool:
    return name_key(belligerent) == name_key(name) or bool(role and _role_names(role, belligerent))


def _role_names(role: str, name: str) -> bool:
    return name.casefold() in role.casefold() or any(word.isupper() and means(word, name) for word in role.split())


def _blocks(votes: Sequence[int | None]) -> list[int] | None:
    """Return the sides of contiguous blocks that agree with every vote, None when a cut is not certain."""
    numbers: list[int] = []
    current: int | None = None
    gap = 0
    for vote in votes:
        if vote is None:
            gap += 1
        elif current is None or vote == current:
            if current is None and gap and vote != 1:
                return None  # rows before the first vote for side 2 may be of side 1
            numbers.extend([vote] * (gap + 1))
            current, gap = vote, 0
        elif vote != current + 1 or gap:
            return None
        else:
            numbers.append(vote)
            current = vote
    # After the last vote another column may begin, unless that was the last column already.
    if current is None or (gap and current < 2):
        return None
    return numbers + [current] * gap


def _undone(rows: Sequence[Row], boxes: set[BoxKey]) -> list[Row]:
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


def _with_outcome(
    row: ConflictRow,
    sided: Mapping[BoxKey, Mapping[int, Sequence[str]]],
    solved: Mapping[BoxKey, Sequence[BelligerentRow]],
) -> ConflictRow:
    key = (row.document_id, row.box_no)
    if key not in solved:
        return row
    outcome = read_outcome(row.result or row.status, sided[key], labels_by_side(solved[key]))
    return row._replace(outcome=outcome)


def _keys_of_names(rows: ConflictTables) -> frozenset[str]:
    names = [row.name for row in rows.belligerents]
    names += [row.name for row in rows.commanders if row.name]
    names += [row.name for row in rows.units]
    return frozenset(map(name_key, names))


def _belligerent_reasons(
    box: Sequence[BelligerentRow], sides: Sequence[int], evidence: Evidence, wars: Sequence[str] = ()
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
            else:
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
    """Return the reason of a commander or unit whose own name or role names this belligerent.

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
