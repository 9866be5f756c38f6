"""No row of a made box is ever put on a side that is not its own, however a text prints the columns."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest

from flows.infobox.records import SIDED
from tests.parts import few_and_all
from tests.quality.boxes import facts
from tests.quality.boxes.as_cells import WAYS, page
from tests.quality.boxes.generate import conflict
from tests.quality.boxes.structure import Conflict

FIELDS = dict(zip(SIDED, ("combatant", "commander", "units", "strength", "casualties"), strict=True))


def folded(text: str) -> str:
    return " ".join(text.replace("†", " ").replace("(WIA)", " ").replace("(POW)", " ").split())


def sides_of(box: Conflict, table: str, words: str) -> set[int | None]:
    """Return the sides that have these words in a field, or of which they have a line."""
    lines: list[tuple[int | None, str]] = [
        (number, folded(f"{line.words} ({line.behind})" if line.behind else line.words))
        for number, side in enumerate(box.sides, 1)
        for line in side.lines[FIELDS[table]]
    ]
    if box.civilians and table == "casualties":
        lines.append((None, box.civilians[0].words))
    within = {side for side, line in lines if words in line}
    around = {side for side, line in lines if line in words}
    return within or (around if len(around) == 1 else set())  # words of two sides are of neither


def wrong_rows(box: Conflict, text: str) -> list[tuple[str, str, int]]:
    """Return the rows with a side that their words do not have, or not alone."""
    shape, rows = facts.read("wiki_page", text)
    assert shape == "wiki_page", text
    found: list[tuple[str, str, int]] = []
    for table in SIDED:
        placed: list[Any] = [row for row in getattr(rows, table) if row.side is not None]
        for row in placed:
            words = folded(row.source_text.split("\n")[0])
            if row.side not in sides_of(box, table, words):
                found.append((table, row.source_text, row.side))
    return found


def can_be_seen(box: Conflict, way: str, text: str) -> bool:
    """Return whether a print shows how many columns a box has.

    A third column shows where a row has two tabs. Lines alone cannot show that a cell is empty: on 122 real pages no
    field of two lines had an empty cell, units excepted.
    """
    if len(box.sides) > 2:
        return way == "tabbed" and any(row.count("\t") == 2 for row in text.split("\n"))
    filled = [{bool(side.lines[field]) for side in box.sides} for field in FIELDS.values() if field != "units"]
    return way != "crushed" or all(len(cells) == 1 for cells in filled)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("boxes", few_and_all(40, 1500))
def test_no_side_contradicts_the_truth(way: str, boxes: int) -> None:
    for seed in range(boxes):
        chance = Random(seed)
        box = conflict(chance)
        text = page(box, way, chance)
        assert not can_be_seen(box, way, text) or wrong_rows(box, text) == [], text


def test_sides_are_stated_at_all() -> None:
    stated: Counter[str] = Counter()
    for seed in range(60):
        for way in WAYS:
            chance = Random(seed)
            box = conflict(chance)
            _, rows = facts.read("wiki_page", page(box, way, chance))
            stated[way] += sum(row.side is not None for table in SIDED for row in getattr(rows, table))
    assert all(stated[way] > 50 for way in WAYS), stated
