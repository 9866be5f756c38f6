"""Opponents that the lead of a page names; unclear words give no evidence."""

from __future__ import annotations

import pytest

from flows.infobox.conflict.evidence import Known
from flows.infobox.conflict.lead_sentence import opponents
from flows.infobox.conflict.sides import resolve_run
from flows.infobox.reader import read
from flows.infobox.records import BelligerentRow, ConflictTables
from flows.model import Document, Infobox, InfoboxField, Section
from tests.growth import assert_linear
from tests.parts import first_and_rest

FIRST = [1, None, None]


def belligerents(lines: str, lead: str) -> list[BelligerentRow]:
    box = Infobox("Infobox military conflict", (InfoboxField("Belligerents", lines, "cells"),))
    document = Document("wiki_page", "", (), "t", sections=(Section(0, None, lead),), infoboxes=(box,))
    return list(read("page", document).belligerents)


@pytest.mark.parametrize(
    ("lines", "lead", "expected"),
    [
        ("Aton\nBeton\nCeton", "The raid was launched by Aton against Beton and their Ceton allies in May.", [1, 2, 2]),
        ("Aton\nBeton\nCeton", "It was fought by Aton and Beton against the Republic of Ceton.", [1, 1, 2]),
        ("Aton\nAton Army\nFree Aton", "It was a battle between the Aton Army and the rebel Free Aton.", [1, 1, 2]),
        ("Aton\nBeton\nCeton", "A war between Aton and Beton on one side and Ceton on the other.", [1, 1, 2]),
        ("Aton\nBeton\nCeton", "Die Schlacht zwischen Aton und Beton gegen Ceton bei Deton.", [1, 1, 2]),
        # Ceton, which is not named, may be of the second side, or of a third one.
        ("Aton\nBeton\nCeton", "It was a battle between Aton and Beton.", [1, 2, None]),
        # Beton may be of the first side, or of one of its own: then Ceton is the third.
        ("Aton\nBeton\nCeton", "It was a battle between Aton and Ceton.", [1, None, None]),
        ("Aton\nBeton\nCeton", "It runs along the border between Aton and Ceton.", FIRST),
        ("Aton\nBeton\nCeton", "It was a war between Aton and Beton and Ceton.", FIRST),
        ("Aton\nBeton\nCeton", "It was fought in Aton against Beton and Ceton.", FIRST),
        ("Aton\nBeton\nCeton", "It was a battle between the Aton opposition and Ceton.", FIRST),
        ("Aton\nBeton\nCeton", "Fought by Aton against Beton and Ceton, then by Beton against Ceton.", FIRST),
    ],
)
def test_sides_by_the_lead(lines: str, lead: str, expected: list[int | None]) -> None:
    rows = belligerents(lines, lead)
    assert [row.side for row in rows] == expected
    # The first belligerent is of the first side in any case: that is proven by the layout.
    assert {row.side_basis for row in rows[1:] if row.side} <= {"text"}


def test_a_name_with_and_is_one_name() -> None:
    (found,) = opponents("An offensive by Aton against the State of Beton and the Ceton.")
    assert "beton ceton" in found.second


def test_what_the_layout_shows_goes_before_the_lead() -> None:
    rows = belligerents("Aton\nBeton\tCeton", "It was fought by Aton against Beton and Ceton.")
    assert [(row.side, row.side_basis) for row in rows] == [(1, "layout"), (1, "layout"), (2, "layout")]


def test_what_a_run_found_is_no_evidence_for_other_boxes() -> None:
    """A mistake stays in its box."""

    def rows(name: str, *names: str, boxes: int = 3, side: int | None = None) -> list[BelligerentRow]:
        basis = "none" if side is None else "key"
        return [
            BelligerentRow(name, box, at, side and at, basis, one, "principal", None, None, 0, None, None, one)
            for box in range(1, boxes + 1)
            for at, one in enumerate(names, 1)
        ]

    known = Known(rows("known", "Aton", "Ceton", side=1) + rows("more", "Deton", "Ceton", side=1))
    # Between Aton and Deton stands Beton: with them here, which proves nothing of the second box.
    first, second = rows("a", "Aton", "Beton", "Deton", "Ceton"), rows("b", "Beton", "Ceton", "Ceton", boxes=1)
    forward = resolve_run(ConflictTables(belligerents=(*first, *second)), known).belligerents
    backward = resolve_run(ConflictTables(belligerents=(*second, *first)), known).belligerents
    assert set(forward) == set(backward)
    assert [row.side for row in forward if row.document_id == "b"] == [None, None, None]


@pytest.mark.parametrize("piece", first_and_rest(["(", "between ", "by against ", "and ", "a against between "]))
def test_a_hostile_lead_is_read_in_linear_time(piece: str) -> None:
    assert_linear(lambda count: opponents(piece * count), 200_000, at_most=0.2)
