"""Rows find the lines that they were read from, in order, and are judged by them."""

from __future__ import annotations

from typing import Any

from tests.quality.aligned_rows import align, is_of_no_side, lines_of
from tests.quality.conflict_sides import side_verdict
from tests.quality.typed_answers import kind_is_fit

ANSWERS = {
    "combatant1": ["Russia", "Syria (alleged per Ukraine)"],
    "combatant2": ["Ukraine", "Syria"],
    "casualties1": ["Unknown", "12 killed"],
    "casualties2": ["Unknown"],
    "casualties3": ["4 civilians killed"],
    "casualtiesX": ["90 in all"],
}


def rows(*texts: str, side: int | None = None) -> list[dict[str, Any]]:
    return [{"source_text": text, "side": side, "note": None} for text in texts]


def sides(base: str, *texts: str) -> list[int | None]:
    return [one.side for one in align(rows(*texts), lines_of(base, ANSWERS))]


def test_the_same_words_on_two_sides_are_told_apart_by_order() -> None:
    assert sides("casualties", "Unknown", "12 killed", "Unknown", "4 civilians killed", "90 in all") == [1, 1, 2, 3, 0]


def test_a_name_in_brackets_is_not_the_line_of_that_name() -> None:
    assert sides("combatant", "Russia", "Syria (alleged per Ukraine)", "Ukraine", "Syria") == [1, 1, 2, 2]


def test_what_no_line_has_is_of_no_line() -> None:
    assert sides("combatant", "The battle of X was fought in spring") == [None]


def test_a_row_is_judged_by_the_side_of_its_line() -> None:
    verdicts = []
    for side in (1, 2, None):
        [one] = align(rows("12 killed", side=side), lines_of("casualties", ANSWERS))
        verdicts.append(side_verdict("casualties", one, ANSWERS))
    assert verdicts == ["right", "wrong", "unknown"]
    spanning = [align(rows("90 in all", side=side), lines_of("casualties", ANSWERS))[0] for side in (None, 1)]
    assert [side_verdict("casualties", one, ANSWERS) for one in spanning] == ["right", "wrong"]
    assert is_of_no_side("casualties", 3, ANSWERS)
    assert not is_of_no_side("strength", 3, ANSWERS)


def test_a_kind_needs_its_word() -> None:
    def fit(base: str, kind: str, words: str) -> bool | None:
        row = {"kind": kind, "source_text": words, "count_min": 3, "count_max": 3}
        return kind_is_fit(base, row, words)

    assert fit("strength", "ships", "3 tank destroyers") is False
    assert fit("strength", "ships", "3 destroyers") is True
    assert fit("casualties", "killed", "3 wounded") is False
    assert fit("casualties", "casualties", "3 captured") is False
    assert fit("casualties", "materiel", "3 ships sunk") is None
