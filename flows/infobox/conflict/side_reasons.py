"""Why the second pass chose a side, in words: the column ``side_evidence`` ("with Syria in 4 boxes").

A reason consists only of names of the box and of counts, so that it is short and does not depend on the order in which
the run was read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from flows.infobox.conflict.evidence import Evidence
from flows.infobox.conflict.outcome import name_key
from flows.infobox.records import BelligerentRow

NEIGHBOURS: Final = "by the rows around it"
"""The reason of a row without evidence: sides are columns, and the rows before and after it are of this side."""
MAX_LENGTH: Final = 60
"""How many characters of a name a reason quotes."""


def belligerent_reasons(
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
        reasons.append(", ".join(parts) or NEIGHBOURS)
    return reasons


def beside(counts: Mapping[str, int]) -> str:
    """Return the reason of a commander or unit that other boxes have on the side of a name; ``counts`` are per name.

    >>> beside({"Syria": 4, "Russia": 1})
    'beside Syria in 4 boxes'
    """
    return _most("beside", counts)


def by_own_words(name: str) -> str:
    """Return the reason of a commander or unit whose own name or role names this belligerent.

    >>> by_own_words("Syria").endswith("Syria")
    True
    """
    return f"its own words speak of {_short(name)}"


def _most(word: str, counts: Mapping[str, int]) -> str:
    name = max(counts, key=counts.__getitem__)  # the first of equals
    boxes = counts[name]
    return f"{word} {_short(name)} in {boxes} {'box' if boxes == 1 else 'boxes'}"


def _short(name: str) -> str:
    return name if len(name) <= MAX_LENGTH else name[: MAX_LENGTH - 1].rstrip() + "…"
