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
