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
    return within or {side for side, line in lines if line in words}


def wrong_rows(box: Conflict, text: str) -> list[tuple[str, str, int]]:
    """Return the rows with a side that their words do not have, or not alone."""
    shape, rows = facts.read("wiki_page", text)
    assert shape == "wiki_page", text
    found: list[tuple[str, str, int]] = []
    for table in SIDED:
        placed: list[Any] = [row for row in getattr(rows, table) if row.side is not None]
        for row in placed:
            words = folded(row.source_text)
            own = sides_of(box, table, words)
            if row.side not in own or not any(words in folded(line) for line in text.split("\n")) and len(own) > 1:
                found.append((table, row.source_text, row.side))
    return found


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("boxes", few_and_all(40, 1500))
def test_no_side_contradicts_the_truth(way: str, boxes: int) -> None:
    for seed in range(boxes):
        chance = Random(seed)
        box = conflict(chance)
        text = page(box, way, chance)
        assert wrong_rows(box, text) == [], text


def test_sides_are_stated_at_all() -> None:
    stated: Counter[str] = Counter()
    for seed in range(60):
        for way in WAYS:
            chance = Random(seed)
            box = conflict(chance)
            _, rows = facts.read("wiki_page", page(box, way, chance))
            stated[way] += sum(row.side is not None for table in SIDED for row in getattr(rows, table))
    assert all(stated[way] > 100 for way in WAYS), stated
