"""Sides that a page does not show: found by layout or evidence of other pages, unknown in doubt."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from flows.infobox.conflict.evidence import MIN_BOXES, Known, War, gather, war_keys
from flows.infobox.conflict.evidence_cuts import belligerent_sides
from flows.infobox.conflict.outcome import read_outcome
from flows.infobox.conflict.sides import resolve_run
from flows.infobox.reader import read
from flows.infobox.records import CONFLICT_ROWS, BelligerentRow, ConflictTables
from flows.model import Document, Infobox, InfoboxField

NBSP = "\u00a0"


def page(**cells: str) -> ConflictTables:
    labels = {
        "belligerents": "Belligerents",
        "commanders": "Commanders and leaders",
        "units": "Units involved",
        "strength": "Strength",
        "losses": "Casualties and losses",
    }
    fields = [InfoboxField("Result", cells.pop("result", "Aton victory"), "lines")]
    fields += [InfoboxField("Part of", cells.pop("part_of", ""), "lines")]
    fields += [InfoboxField(labels[key], value, "cells") for key, value in cells.items()]
    found = read(
        "page", Document("wiki_page", "", (), "t", infoboxes=(Infobox("Infobox military conflict", tuple(fields)),))
    )
    return ConflictTables(**{table: getattr(found, table) for table in CONFLICT_ROWS})


def known(*sides: tuple[str, ...], boxes: int = MIN_BOXES) -> list[BelligerentRow]:
    """Return the belligerents of several documents with the same sides, one tuple of names per side."""
    return [
        BelligerentRow(f"other{sides}", box, number, side, "key", name, "principal", None, None, 0, None, None, name)
        for box in range(1, boxes + 1)
        for number, (side, name) in enumerate(((s, n) for s, names in enumerate(sides, 1) for n in names), 1)
    ]


def sides(rows: ConflictTables, table: str = "belligerents") -> list[int | None]:
    return [row.side for row in getattr(rows, table)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Aton\nBeton", [1, 2]),
        ("Aton\n(since May)\nBeton", [1, 2]),
        ("Great Britain\nKingdom of Hungary", [1, 2]),
        ("A Land\nB Land", [None, None]),  # two names, or the three of "A", "Land B" and "Land"
        (f"A\n{NBSP} B\nAllies:\nC\nD\n{NBSP} E", [1, None, None, None, None]),
        ("A\nB\n\nC", [1, None, None]),
        ("A\nB\nC", [1, None, None]),
        (f"A\nAllies:\nC\n{NBSP} E\nAllies:\nF", [1, None, None, None]),
        ("A\tB\nC", [1, 2, 2]),
        ("A\nB\tA\nC", [1, None, None, None]),  # a party on both sides of the tab
    ],
)
def test_belligerents_by_layout(lines: str, expected: list[int | None]) -> None:
    assert sides(page(belligerents=lines)) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Ann Lee\n(Guard)\nBo Ray", [1, 2]),
        ("Ann Lee\nBo Ray\nUnknown", [1, 1, 2]),
        ("Unknown\nAnn Lee\nBo Ray", [None, None, None]),
        ("Ann Lee\nBo Ray\nCy Fox", [None, None, None]),
    ],
)
def test_commanders_by_layout(lines: str, expected: list[int | None]) -> None:
    assert sides(page(belligerents="A\nB", commanders=lines), "commanders") == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("10 killed\n20 killed", [1, 2]),
        ("10 killed\n20 killed\n30 civilians killed", [1, 2, None]),
        ("10 killed (in May) 20+ killed (B claim)\n5 captured", [None, None, None]),
        ("10 killed\nUnknown", [1, 2]),
        ("10 killed\t20 killed\n5 wounded\nTotal: 35", [1, 2, 2, None]),
        ("10 killed\tUnknown\n5 wounded", [1, 2, None]),
        ("10 killed\n20 wounded\n30 killed", [None, None, None]),
        ("10+ killed 20–25 killed\n5 wounded", [None, None, None]),
        ("10 killed 5 wounded\n20 killed", [None, None, None]),
        ("10 killed, 5 wounded\n20 killed", [1, 1, 2]),
    ],
)
def test_losses_by_layout(lines: str, expected: list[int | None]) -> None:
    assert sides(page(belligerents="A\nB", losses=lines), "casualties") == expected


def test_two_lines_of_losses_may_be_one_cell_where_the_page_proves_no_lines() -> None:
    assert sides(page(belligerents="A\nB\nC", losses="10 killed\n20 wounded"), "casualties") == [None, None]
    assert sides(page(belligerents="A\nB\nC", losses="10 killed\n20 killed"), "casualties") == [1, 2]
    assert sides(page(belligerents="A\nB", losses="10 killed\n20 wounded"), "casualties") == [1, 2]


def test_other_pages_prove_the_cut_and_the_outcome() -> None:
    rows = page(belligerents="Aton\nBeton\nCeton\nDeton", units="Beton Army\nDeton\n1st Foot", result="Beton victory")
    assert rows.conflicts[0].outcome == "unknown"
    evidence = known(("Aton", "Beton"), ("Ceton", "Deton")) + known(("Ceton",), ("Beton",))
    found = resolve_run(rows, Known(evidence))
    assert [(row.side, row.side_basis) for row in found.belligerents] == [
        (1, "layout"),
        (1, "corpus"),
        (2, "corpus"),
        (2, "corpus"),
    ]
    assert found.conflicts[0].outcome == "side_1"
    assert sides(found, "units") == [1, 2, 2]
    assert {row.side_basis for row in found.units} == {"corpus"}
    assert [row.side_evidence for row in found.belligerents] == [
        None,
        "with Aton in 3 boxes, against Ceton in 6 boxes",
        "with Deton in 3 boxes, against Beton in 6 boxes",
        "with Ceton in 3 boxes, against Aton in 3 boxes",
    ]
    assert [row.side_evidence for row in found.units] == [
        "its own words speak of Beton",
        "its own words speak of Deton",
        "by the rows around it",
    ]


def test_a_role_or_a_nation_beside_a_name_proves_nothing() -> None:
    rows = page(belligerents="Aton\nBeton\nCeton\nDeton", commanders="Ann Lee (Beton)\nBo Ray (Deton)\nCy Fox")
    found = resolve_run(rows, Known(known(("Aton", "Beton"), ("Ceton", "Deton"))))
    assert sides(found) == [1, 1, 2, 2]
    assert sides(found, "commanders") == [None, None, None]


def test_a_long_name_is_quoted_in_part() -> None:
    long = "Aton" + " and so on" * 40
    found = resolve_run(page(belligerents=f"{long}\nBeton\nCeton"), Known(known((long, "Beton"), ("Ceton",))))
    assert max(len(row.side_evidence or "") for row in found.belligerents) < 200


def test_institutions_of_a_country_are_the_country() -> None:
    rows = page(belligerents="Atonian Government\nBeton\nFree Atonian Army")
    found = resolve_run(rows, Known(known(("Republic of Aton", "Beton"), ("Free Atonian Army",))))
    assert sides(found) == [1, None, None]  # "Aton" has no letters of "Atonian" beyond four: no guess
    found = resolve_run(rows, Known(known(("Atonian Armed Forces", "Beton"), ("Free Atonian Army",))))
    assert sides(found) == [1, 1, 2]


def test_doubt_stays_doubt() -> None:
    rows = page(belligerents="Aton\nBeton\nCeton")
    nothing_on_beton = Known(known(("Aton",), ("Ceton",)))
    assert resolve_run(rows, nothing_on_beton) == rows
    contradiction = Known(known(("Aton", "Beton"), ("Ceton",)) + known(("Aton",), ("Beton", "Ceton")))
    assert resolve_run(rows, contradiction) == rows
    assert resolve_run(rows, Known([])) == rows


def test_a_box_or_two_prove_nothing() -> None:
    rows = page(belligerents="Aton\nBeton\nCeton")
    for boxes in range(1, MIN_BOXES):
        assert resolve_run(rows, Known(known(("Aton", "Beton"), ("Ceton",), boxes=boxes))) == rows
    assert sides(resolve_run(rows, Known(known(("Aton", "Beton"), ("Ceton",))))) == [1, 1, 2]


def wars(rows: list[BelligerentRow], *part_of: str) -> list[War]:
    return [War(row.document_id, row.box_no, part_of) for row in rows]


def test_one_box_of_the_same_war_is_enough_when_nothing_contradicts_it() -> None:
    rows = page(belligerents="Aton\nBeton\nCeton", part_of="Part of the Salt campaign of the Copper War")
    ally = known(("Aton", "Beton"), ("Ceton",), boxes=1)
    of_war = wars(ally, "Siege of the Copper War")
    assert sides(resolve_run(rows, Known(ally, wars=of_war))) == [1, 1, 2]
    assert resolve_run(rows, Known(ally, wars=wars(ally, "Border War"))) == rows
    foe = known(("Aton",), ("Beton", "Ceton"), boxes=1)
    assert resolve_run(rows, Known(ally + foe, wars=of_war)) == rows


def test_a_box_of_several_wars_is_one_box() -> None:
    rows = page(belligerents="Aton\nBeton\nCeton", part_of="Salt campaign of the Copper War")
    ally = known(("Aton", "Beton"), ("Ceton",), boxes=1)
    found = resolve_run(rows, Known(ally, wars=wars(ally, "Salt campaign of the Copper War")))
    assert found.belligerents[1].side_evidence == "with Aton in 1 box, against Ceton in 1 box"


def test_a_cut_that_three_sides_undo_says_nothing_of_other_boxes() -> None:
    known_rows = Known(known(("Aton",), ("Beton",), ("Ceton",)))
    three = page(belligerents="Aton\nBeton\nCeton", commanders="Ann Lee\tBo Ray\nCy Fox")
    assert sides(three, "commanders") == [1, 2, 2]
    other = page(belligerents="Aton\nBeton", commanders="Ann Lee\nBo Ray\nCy Fox")
    box = [row._replace(document_id="other") for row in other.belligerents]
    people = [row._replace(document_id="other") for row in other.commanders]
    rows = replace(
        three,
        belligerents=(*three.belligerents, *box),
        commanders=(*three.commanders, *people),
        conflicts=(*three.conflicts, *(row._replace(document_id="other") for row in other.conflicts)),
    )
    told = Known((*known_rows.belligerents, *box), three.commanders)
    assert set(sides(resolve_run(rows, told), "commanders")) == {None}


def test_the_alliances_of_the_same_war_go_before_those_of_others() -> None:
    rows = page(belligerents="Aton\nBeton\nCeton", part_of="Copper War")
    ally, foe = known(("Aton", "Beton"), ("Ceton",)), known(("Aton",), ("Beton", "Ceton"))
    assert resolve_run(rows, Known(ally + foe)) == rows
    assert sides(resolve_run(rows, Known(ally + foe, wars=wars(ally, "Copper War")))) == [1, 1, 2]
    assert sides(resolve_run(rows, Known(ally + foe, wars=wars(foe, "Copper War")))) == [1, 2, 2]
    assert war_keys(["the Copper War"]) == war_keys(["Copper War"])


def test_enmities_of_two_wars_make_no_third_side() -> None:
    rows = page(belligerents="Aton\nBeton\nCeton")
    evidence = known(("Aton",), ("Beton",)) + known(("Beton",), ("Ceton",)) + known(("Aton",), ("Ceton",))
    assert resolve_run(rows, Known(evidence)) == rows


def test_no_column_begins_with_supporters() -> None:
    rows = page(belligerents="Aton\nSupported by:\nBeton\nCeton")
    assert sides(resolve_run(rows, Known(known(("Aton",), ("Ceton",)) + known(("Beton",), ("Ceton",))))) == [1, 1, 2]


def test_three_sides_undo_the_cuts_of_two() -> None:
    rows = page(belligerents="Aton\nBeton\nCeton", strength="10 men\n20 men", commanders="Ann Lee\nBo Ray\nUnknown")
    assert sides(rows, "strengths") + sides(rows, "commanders") == [1, 2, 1, 1, 2]
    found = resolve_run(rows, Known(known(("Aton",), ("Beton",), ("Ceton",))))
    assert sides(found) == [1, 2, 3]
    assert sides(found, "strengths") + sides(found, "commanders") == [None] * 5


def test_the_order_of_the_evidence_does_not_matter() -> None:
    rows = page(belligerents="Aton\nBeton\nCeton\nDeton")
    evidence = (
        known(("Aton", "Beton"), ("Deton",)) + known(("Ceton",), ("Beton",)) + known(("Deton", "Ceton"), ("Aton",))
    )
    expected = resolve_run(rows, Known(evidence))
    for seed in range(5):
        shuffled = random.Random(seed).sample(evidence, len(evidence))
        assert resolve_run(rows, Known(shuffled)) == expected


def test_rows_with_a_side_are_never_changed() -> None:
    rows = page(belligerents="Aton\nBeton", commanders="Ann Lee\nBo Ray")
    assert resolve_run(rows, Known(known(("Beton",), ("Aton",)))) == rows


def test_a_box_of_hundreds_of_names_is_left_alone() -> None:
    rows = page(belligerents="\n".join(f"Name{n}" for n in range(300)))
    evidence = gather(Known(known(("Name0",), ("Name299",))))
    assert belligerent_sides(rows.belligerents, evidence) is None


NAMES = {1: ["Northland", "Eastland"], 2: ["Islamic State of Iraq and the Levant"], 3: ["Netherlands"]}


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        (["Northland victory"], "side_1"),
        (["Decisive Northlandic and Eastlandic victory", "Ongoing"], "side_1"),
        (["ISIL victory"], "side_2"),
        (["Tactical Dutch victory"], "side_3"),
        (["Victory of the Netherlands"], "side_3"),
        (["Victory to Northland"], "side_1"),
        (["Marginal victory by ISIL"], "side_2"),
        (["Northlandic defeat"], "unknown"),  # two sides are left
        (["Northlandic and Dutch victory"], "unknown"),
        (["Westlandic victory"], "unknown"),
        (["Victory"], "unknown"),
        (["Rebel victory"], "unknown"),
        (["Rebel victory and Northlandic retreat"], "unknown"),
        (["Inconclusive; later Dutch victory"], "inconclusive"),
        (["Stalemate"], "inconclusive"),
        (["Status quo ante bellum"], "inconclusive"),
        (["Ongoing"], "ongoing"),
        (["Ceasefire agreement"], "other"),
        (["Both sides claim victory"], "other"),
        ([], "unknown"),
        (["* "], "unknown"),
    ],
)
def test_outcomes(result: list[str], outcome: str) -> None:
    assert read_outcome(result, NAMES) == outcome


TWO = {1: ["Kestria", "Ostland"], 2: ["Morland"]}


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        ("Victory to Kestria", "side_1"),
        ("Decisive victory for the Morlanders", "side_2"),
        ("Marginal victory by Morland", "side_2"),
        ("Kestrian defeat", "side_2"),
        ("Decisive defeat of the Morland forces", "side_1"),
        ("Defeat for Kestria", "side_2"),
        ("Kestrian forces defeated by Morland", "side_2"),
        ("Defeat by Morland", "side_2"),
        ("Victory over Morland", "side_1"),
        ("Rebel victory over Kestria", "side_2"),
        ("Kestria victorious", "side_1"),
        ("Morland wins", "side_2"),
        ("Victory of Kestria over Morland", "side_1"),
        ("Victoire des Kestriens sur Morland", "side_1"),
        ("Victoria decisiva de Morland", "side_2"),
        ("Sieg der Kestrier", "side_1"),
        ("Niederlage Kestrias", "side_2"),
        ("Kestrische overwinning", "side_1"),
        ("Zwycięstwo Morland", "side_2"),
        ("Militarily inconclusive", "inconclusive"),
        ("Tactical draw, Morland withdraws", "inconclusive"),
        ("Withdrawal of Morland", "other"),
        ("No Kestrian victory", "unknown"),
        ("Failed Kestrian attempt at victory", "unknown"),
        ("Kestrian and Morland defeat", "unknown"),
        ("Kestrian tactical victory, Morland strategic victory", "unknown"),
        ("Kestrian victory; decisive Morland defeat", "side_1"),
        ("Kestrian Pyrrhic victory, Morland retreats", "side_1"),
        ("Defeat", "unknown"),
    ],
)
def test_winners_and_losers_of_two_sides(result: str, outcome: str) -> None:
    assert read_outcome([result], TWO) == outcome


@pytest.mark.parametrize(
    ("result", "names", "labels", "outcome"),
    [
        ("Decisive Union victory", {1: ["Aton"], 2: ["Beton"]}, {1: ["Union"]}, "side_1"),
        ("Coalition victory", {1: ["Aton"], 2: ["Beton"]}, {2: ["Seventh Coalition"]}, "side_2"),
        ("Coalition victory", {1: ["Aton"], 2: ["Beton"]}, {1: ["First Coalition"], 2: ["Coalition"]}, "unknown"),
        ("Decisive victory", {1: ["Aton"], 2: ["Beton"]}, {1: ["Decisive League"]}, "unknown"),
        ("Atonian–Cetonian victory", {1: ["Beton"], 2: ["Aton", "Ceton"]}, {}, "side_2"),
        ("Aton–Beton victory", {1: ["Aton"], 2: ["Beton"]}, {}, "unknown"),
        ("Aton–Beton victory", {1: ["Aton–Beton"], 2: ["Ceton"]}, {}, "side_1"),
    ],
)
def test_outcomes_by_labels_and_pairs(
    result: str, names: dict[int, list[str]], labels: dict[int, list[str]], outcome: str
) -> None:
    assert read_outcome([result], names, labels) == outcome
