"""Single fields of a conflict's box: places, last days, durations, heads with counts, statements without content."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.infobox.conflict.outcome import read_outcome
from flows.infobox.reader import InfoboxRows, read
from flows.model import Document, Infobox, InfoboxField, Layout

BOX = {"Conflict": "Battle of Aton", "Combatant1": "Northland", "Combatant2": "Republic of South"}


def rows(values: dict[str, str], layout: Layout = "commas") -> InfoboxRows:
    fields = tuple(InfoboxField(label, value, layout) for label, value in values.items())
    return read("d", Document("wiki_dump", "", (), "Battle of Aton (1950)", infoboxes=(Infobox(None, fields),)))


def test_a_place_leaves_its_coordinates_to_their_columns() -> None:
    found = rows({**BOX, "Location": "Aton, Northland\n49°04′48″N 4°46′12″E"}, "lines").conflicts[0]
    assert (found.place, found.latitude, found.longitude) == ("Aton, Northland", 49.08, 4.77)
    split = (
        "Aton, Northland\n49°04′48″N\n4°46′12″E\n\ufeff / \ufeff\n49.08°N 4.77°E\nCoordinates:\n49°04′48″N\n4°46′12″E"
    )
    found = rows({**BOX, "Location": split}, "lines").conflicts[0]
    assert (found.place, found.latitude, found.longitude) == ("Aton, Northland", 49.08, 4.77)
    assert rows({**BOX, "Place": "Hill 49, Northland"}).conflicts[0].place == "Hill 49, Northland"


def test_a_last_day_may_have_a_field_of_its_own() -> None:
    found = rows({**BOX, "Date": "21. Februar 1916", "DATUMBIS": "19. Dezember 1916"}).conflicts[0]
    assert (found.start_date, found.end_date) == (dt.date(1916, 2, 21), dt.date(1916, 12, 19))
    assert found.date_text == "21. Februar 1916 – 19. Dezember 1916"


def test_a_duration_of_a_phase_is_left_out_and_reported() -> None:
    found = rows({**BOX, "Date": "1–3 May 1950 (3 days), 7–9 May 1950 (3 days)"})
    assert found.conflicts[0].duration_days_stated is None
    assert [(note.code, note.where) for note in found.notes] == [("unread-value", "date")]


def test_a_count_that_heads_others_gives_them_its_kind() -> None:
    found = rows({**BOX, "Casualties1": "1,300 killed:, 52 officers, 727 regulars, 2 guns captured, 9 wounded"})
    assert [(row.kind, row.count_min) for row in found.casualties] == [
        ("killed", 1300),
        ("killed", 52),
        ("killed", 727),
        ("materiel", 2),
        ("wounded", 9),
    ]


def test_a_statement_that_says_nothing_is_an_issue_and_no_row() -> None:
    found = rows({**BOX, "Strength1": "10½ divisions", "Strength2": "Total 5,200+"})
    assert [(row.side, row.count_min) for row in found.strengths] == [(2, 5200)]
    assert [(note.code, note.text) for note in found.notes] == [("unread-value", "10½ divisions")]


def test_unknown_labels_of_any_other_box_are_one_issue() -> None:
    found = rows({"Name": "Aton", "Mood": "red", "Taste": "sweet"})
    assert [(note.code, note.where, note.text) for note in found.notes] == [
        ("unknown-label", "2 labels", "Mood, Taste")
    ]


def test_the_label_inside_the_value_is_no_part_of_it() -> None:
    assert rows({**BOX, "Partof": "Teil von: Northern War"}).conflicts[0].part_of == ("Northern War",)


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        (["Kestrian tactical victory", "Morland strategic victory"], "unknown"),
        (["Near Kestrian defeat"], "unknown"),
        (["Victory claimed by Kestria"], "other"),
        (["Kestria claims victory"], "other"),
        (["Kestrian victory?"], "other"),
        (["Kestrian victory", "Decisive defeat of Kestria"], "unknown"),
        (["Kestrian victory", "Morland retreats to Dorn"], "side_1"),
        (["Kestrian victory", "End of the years of Morland victories"], "side_1"),
    ],
)
def test_verdicts_that_are_claims_or_contradict_each_other(result: list[str], outcome: str) -> None:
    assert read_outcome(result, {1: ["Kestria"], 2: ["Morland"]}) == outcome


def test_unknown_fills_its_cell_and_no_claim_of_the_cell_before_reaches_it() -> None:
    found = rows({**BOX, "Casualties and losses": "Morlandic claim:\n20 killed\nUnknown, presumed heavy"}, "cells")
    assert [(row.count_min, row.claimant) for row in found.casualties] == [(20, "Morlandic"), (None, None)]


def test_a_name_that_goes_on_behind_a_bracket_or_mark_may_be_two_persons() -> None:
    line = "Otto Vahl (1908–1910) Emil Renn †"
    found = rows({**BOX, "Commanders": f"{line}\nKarl Stoss (Aton Guard)"}, "cells")
    assert [row.name for row in found.commanders] == ["Otto Vahl", "Emil Renn", "Karl Stoss"]
    for line in ("Otto Vahl (Aton Guard) Emil", "Otto Vahl† Emil", "Otto Vahl,zeb Duke of Aton", "Gen. Otto Vahl $"):
        found = rows({**BOX, "Commander1": line})
        assert [(note.code, note.text) for note in found.notes] == [("partly-read", line)]


def test_a_nickname_or_the_mark_of_a_note_inside_a_name_is_no_doubt() -> None:
    for line in (
        'Otto "the Bear" Vahl',
        "Otto¹⁷ Vahl (Aton Guard) †",
        "Otto Vahl (POW)¹¹",
        "Gen. Otto Vahl [3] (Aton Guard)",
    ):
        found = rows({**BOX, "Commander1": line})
        assert [row.name for row in found.commanders] == ["Otto Vahl"]
        assert not found.notes
