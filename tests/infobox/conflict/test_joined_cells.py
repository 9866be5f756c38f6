"""Cells of one table row that were run together in a line: cut only where the place is certain."""

from __future__ import annotations

import pytest

from flows.formats.wiki_page import page as wiki_page
from flows.infobox.conflict.belligerents import relation_of
from flows.infobox.conflict.evidence import MIN_BOXES, Known
from flows.infobox.conflict.sides import resolve_run
from flows.infobox.reader import InfoboxRows, read
from flows.infobox.records import BelligerentRow, ConflictTables
from flows.model import Cleaned, Document, Infobox, InfoboxField, RawDocument, Section

NBSP = "\u00a0"
LABELS = {
    "names": "Belligerents",
    "people": "Commanders and leaders",
    "strength": "Strength",
    "losses": "Casualties and losses",
}


def page(article: str = "", **cells: str) -> InfoboxRows:
    fields = [InfoboxField("Result", "Kentish victory", "lines")]
    fields += [InfoboxField(LABELS[key], value, "cells") for key, value in cells.items()]
    box = Infobox("Infobox military conflict", tuple(fields))
    return read("page", Document("wiki_page", "", (), "t", sections=(Section(0, None, article),), infoboxes=(box,)))


def named(found: InfoboxRows) -> list[tuple[int | None, str]]:
    return [(row.side, row.name) for row in found.belligerents]


def test_one_line_of_two_flags_is_two_sides() -> None:
    assert named(page(names=f"{NBSP}Kent {NBSP}Anjou")) == [(1, "Kent"), (2, "Anjou")]


def test_a_tab_ends_a_cell() -> None:
    assert named(page(names="Kent\nWessex\tAnjou\nMaine")) == [(1, "Kent"), (1, "Wessex"), (2, "Anjou"), (2, "Maine")]


def test_one_flag_inside_a_line_proves_nothing() -> None:
    found = page(names=f"{NBSP}Kent {NBSP}Anjou\n{NBSP}Maine")
    assert named(found) == [(1, "Kent"), (None, "Anjou"), (None, "Maine")]


@pytest.mark.parametrize("between", ["  ", f"{NBSP} "])
def test_two_blanks_are_a_lost_icon_and_no_cell(between: str) -> None:
    assert (2, "Wessex") not in named(page(names=f"Kent{between}Wessex\nAnjou"))


def test_two_fields_with_a_flag_in_a_line_prove_nothing() -> None:
    """A cell that lost its line breaks has flags in mid-line, too."""
    found = page(
        names=f"{NBSP}Kent\n{NBSP}Wessex {NBSP}Anjou",
        people=f"{NBSP}Ann Lee\n{NBSP}Bo Ray {NBSP}Cy Fox",
        strength="1 heavy cruiser\n2 light cruisers 1 heavy cruiser",
    )
    assert {row.side for row in (*found.belligerents[1:], *found.commanders, *found.strengths)} == {None}


def test_all_counts_in_one_line_prove_that_cells_were_joined() -> None:
    found = page(
        names=f"{NBSP}Kent\n{NBSP}Wessex {NBSP}Anjou",
        people=f"{NBSP}Ann Lee\n{NBSP}Bo Ray {NBSP}Cy Fox",
        strength="1,000 about 2,500",
        losses="10 killed\n5 wounded 20 killed\n8 wounded",
    )
    assert named(found) == [(1, "Kent"), (1, "Wessex"), (2, "Anjou")]
    assert [row.side for row in found.commanders] == [1, 1, 2]
    assert [(row.side, row.count_min) for row in found.strengths] == [(1, 1_000), (2, 2_500)]
    assert [(row.side, row.count_min) for row in found.casualties] == [(1, 10), (1, 5), (2, 20), (2, 8)]


@pytest.mark.parametrize(
    "strength",
    [
        "12 000 men",  # a blank in a number
        "70,000 13,000\n5,000",  # a cell that lost its line breaks
        "1,000 men (1944) 2,000 men (1945)",  # two statements of one cell
    ],
)
def test_what_may_be_one_cell_proves_nothing(strength: str) -> None:
    assert {row.side for row in page(names="Kent\nAnjou", strength=strength).strengths} == {None}


def test_counts_with_nothing_between_them_are_left_and_named() -> None:
    found = page(names="Kent\nAnjou", strength="1,000 2,000 3,000")  # three cells, or one
    assert found.strengths == ()
    assert ("unread-value", "1,000 2,000 3,000") in {(note.code, note.text) for note in found.notes}


def test_a_field_with_two_such_places_is_not_cut() -> None:
    found = page(names=f"{NBSP}Kent {NBSP}Anjou", people=f"{NBSP}Ann Lee {NBSP}Bo Ray {NBSP}Cy Fox")
    assert named(found) == [(1, "Kent"), (2, "Anjou")]
    assert {row.side for row in found.commanders} == {None}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("About 2,500 killed Over 5,000 killed\n200–300 ships sunk", [None] * 3),
        ("300 dead or wounded 184 dead or wounded", [None, None]),
        ("300 killed 184 wounded", [None, None]),
        ("300 men\n(100 dead) 200 men\n(90 dead)", [None, None, None, None]),
    ],
)
def test_losses_in_a_line_are_not_cut_where_cells_are_not_joined(lines: str, expected: list[int | None]) -> None:
    assert [row.side for row in page(names="Kent\nAnjou", losses=lines).casualties] == expected


def test_the_first_line_of_a_strength_printed_again_begins_the_next_cell() -> None:
    lines = "1 October:\n31 divisions\n741 aircraft{}1 October:\n84 divisions\n1,216 aircraft"
    for between in (" ", "\n"):
        found = page(names="Kent\nWessex\nAnjou", strength=lines.format(between))
        assert [row.side for row in found.strengths] == [1, 1, 2, 2]


def test_names_of_the_article_show_where_a_line_is_two() -> None:
    article = "A battle between Kestria and North Morland. Emil Renn led one army and Karl Stoss the other."
    found = page(article, names="Kestria North Morland", people="Otto Vahl\nEmil Renn Karl Stoss")
    assert named(found) == [(1, "Kestria"), (2, "North Morland")]
    assert [(row.side, row.name) for row in found.commanders] == [(1, "Otto Vahl"), (1, "Emil Renn"), (2, "Karl Stoss")]


def test_two_persons_in_a_line_are_not_one() -> None:
    found = page(names="Kestria\nMorland", people="Otto Vahl\nEmil Renn Karl Stoss")
    assert [row.name for row in found.commanders] == ["Otto Vahl"]
    assert [(note.code, note.text) for note in found.notes] == [("unread-value", "Emil Renn Karl Stoss")]


def test_the_persons_of_the_table_of_values_are_the_commanders() -> None:
    """Its reader sees items and no columns, so it would make one person of two, and one of a fate."""
    found = page(names="Kestria\nMorland", people="Otto Vahl\nKIA\nAnn Lee\tUnknown\nEmil Renn Karl Stoss")
    values = [(row.item_no, row.kind, row.text) for row in found.infobox_values if row.kind != "quantity"]
    assert values == [(1, "person", "Otto Vahl"), (2, "person", "Ann Lee"), (3, "text", "Unknown")]


def test_support_that_may_reach_into_the_next_column_is_reported() -> None:
    found = page(names=f"{NBSP}Kent\n{NBSP}Wessex\nSupported by:\n{NBSP}Maine\n{NBSP}Anjou")
    assert [note.code for note in found.notes] == ["open-group"]
    assert page(names="Kent\nWessex\nSupported by:\nMaine").notes == ()


def test_a_cut_ends_the_head_that_spoke_across_it() -> None:
    found = page(names=f"{NBSP}Kent\nSupported by:\n{NBSP}Maine\n{NBSP}Anjou\n{NBSP}Poitou\nSupported by:\n{NBSP}Blois")
    sides = (("Kent", "Maine"), ("Anjou", "Poitou", "Blois"))
    known = [
        BelligerentRow("other", box, number, side, "key", name, "principal", None, None, 0, None, None, name)
        for box in range(1, MIN_BOXES + 1)
        for number, (side, name) in enumerate(((s, n) for s, names in enumerate(sides, 1) for n in names), 1)
    ]
    rows = resolve_run(ConflictTables(found.conflicts, found.belligerents), Known(known)).belligerents
    assert [(row.side, row.name, row.relation, row.group_label) for row in rows] == [
        (1, "Kent", "principal", None),
        (1, "Maine", "supported_by", "Supported by"),
        (2, "Anjou", "principal", None),
        (2, "Poitou", "principal", None),
        (2, "Blois", "supported_by", "Supported by"),
    ]


def test_the_name_above_a_second_head_is_no_supporter() -> None:
    found = page(names="Kent\nSupport:\nMaine\nAnjou\nPoitou\nSupport:\nBlois")
    assert [row.relation == "principal" for row in found.belligerents] == [True, False, False, True, False]
    lost = page(names="Supported by:\nMaine\nSupported by:\nBlois")
    assert {row.relation for row in lost.belligerents} == {"supported_by"}


@pytest.mark.parametrize(
    ("head", "relation"),
    [("Medical support", "supported_by"), ("Other support", "supported_by"), ("Support column", "principal")],
)
def test_heads_of_support(head: str, relation: str) -> None:
    assert relation_of(head) == relation


def test_two_tabs_in_several_fields_are_three_columns() -> None:
    text = (
        "Siege of Dorn\n\nSiege of Dorn\nPart of the Dorn War\nDate\t1702\nResult\tDraw\n"
        "Belligerents\nHalden\n{}Karth\tVane\tOrsk\n"
        "Strength\n100 men\t200 men\tUnknown\nCasualties and losses\n10 killed\t20 killed\tUnknown\n"
        "30 civilians killed\n\n"
        "The Siege of Dorn was a siege that took place in the summer of 1702 at Dorn.\n"
    )
    found = read("d", wiki_page.parse(Cleaned(text.format("")), RawDocument("a", b"")))
    assert [(row.side, row.name) for row in found.belligerents] == [
        (1, "Halden"),
        (1, "Karth"),
        (2, "Vane"),
        (3, "Orsk"),
    ]
    assert [(row.side, row.count_min) for row in found.strengths] == [(1, 100), (2, 200), (3, None)]
    assert [(row.side, row.count_min, row.who) for row in found.casualties] == [
        (1, 10, "unknown"),
        (2, 20, "unknown"),
        (3, None, "unknown"),
        (None, 30, "civilian"),
    ]
    # A third tab in one of the fields: nothing is shown, but that the first name is of the first side.
    found = read("d", wiki_page.parse(Cleaned(text.format("Vend\t")), RawDocument("a", b"")))
    assert [row.side for row in found.belligerents] == [1, None, None, None, None]
