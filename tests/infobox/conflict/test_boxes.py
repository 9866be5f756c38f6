"""One invented war in three layouts: each gives the same rows."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.infobox.reader import InfoboxRows, read
from flows.model import Document, Infobox, InfoboxField, Layout, Section

NBSP = "\u00a0"

DUMP = {
    "Conflict": "Battle of Aton",
    "Partof": "the Aton campaign and the Northern War",
    "Date": "3 May 1950 – 7 June 1950",
    "Place": "Aton, Northland",
    "Result": "Northlandic victory, * South retreats over the river, * Aton, Beton and Ceton fall",
    "Combatant1": "Northland, 🇷🇺 Russia, Supported by:, Eastland (until 1951)",
    "Combatant2": "Republic of South",
    "Commander1": "Gen. Ada Aronsen, (1st Army), Bo BergKIA",
    "Commander2": "Unknown",
    "Units1": "Northlandic Army, * 1st Army, ** 7th Brigade, * 2nd Army",
    "Units2": "Southern Guard",
}
LINES = {
    "Conflict": "Battle of Aton",
    "Partof": "the Aton campaign and the\nNorthern War",
    "Date": "3 May 1950 – 7 June 1950",
    "Place": "Aton, Northland",
    "Result": "Northlandic victory\n* South retreats over the river\n* Aton, Beton and Ceton fall",
    "Combatant1": "Northland\n🇷🇺 Russia\nSupported by:\nEastland (until 1951)",
    "Combatant2": "Republic of South",
    "Commander1": "Gen. Ada Aronsen\n(1st Army)\nBo BergKIA",
    "Commander2": "Unknown",
    "Units1": "Northlandic Army\n* 1st Army\n** 7th Brigade\n* 2nd Army",
    "Units2": "Southern Guard",
}
CELLS = {
    "Conflict": "Battle of Aton",
    "Part of": "the Aton campaign and the Northern War",
    "Date": "3 May 1950 – 7 June 1950",
    "Location": "Aton, Northland",
    "Result": "Northlandic victory\n  • South retreats over the river\n  • Aton, Beton and Ceton fall",
    "Belligerents": f"Northland\n🇷🇺 Russia\nSupported by:\nEastland (until 1951)\t{NBSP}Republic of South",
    "Commanders and leaders": "Gen. Ada Aronsen\n(1st Army)\nBo BergKIA\nUnknown",
    "Units involved": "Northlandic Army\n1st Army\n7th Brigade\n2nd Army\tSouthern Guard",
}
CASES = [(DUMP, "commas"), (LINES, "lines"), (CELLS, "cells")]


def document(values: dict[str, str], layout: Layout, sections: tuple[Section, ...] = ()) -> Document:
    fields = tuple(InfoboxField(label, value, layout) for label, value in values.items())
    return Document("wiki_dump", "", (), "Battle of Aton (1950)", sections=sections, infoboxes=(Infobox(None, fields),))


def rows(values: dict[str, str], layout: Layout = "commas", sections: tuple[Section, ...] = ()) -> InfoboxRows:
    return read("d", document(values, layout, sections))


@pytest.mark.parametrize(("values", "layout"), CASES)
def test_the_conflict(values: dict[str, str], layout: Layout) -> None:
    conflict = rows(values, layout).conflicts[0]
    assert conflict.name == "Battle of Aton"
    assert conflict.part_of == ("Aton campaign", "Northern War")
    assert (conflict.start_date, conflict.end_date) == (dt.date(1950, 5, 3), dt.date(1950, 6, 7))
    assert conflict.place == "Aton, Northland"
    assert conflict.result == ("Northlandic victory", "South retreats over the river", "Aton, Beton and Ceton fall")
    assert conflict.outcome == "side_1"


def test_a_flag_behind_supporters_is_no_other_side() -> None:
    """Supporters are printed with flags and without: the layout shows the first side only, and so no other winner."""
    printed = f"Northland\nRussia\nSupported by:\nEastland\n{NBSP} Westland"
    found = rows({**CELLS, "Belligerents": printed}, "cells")
    assert [row.side for row in found.belligerents] == [1, None, None, None]
    assert found.conflicts[0].outcome == "side_1"
    assert (
        rows({**CELLS, "Belligerents": printed, "Result": "Westland victory"}, "cells").conflicts[0].outcome
        == "unknown"
    )


@pytest.mark.parametrize(("values", "layout"), CASES)
def test_the_belligerents(values: dict[str, str], layout: Layout) -> None:
    found = [
        (row.side, row.name, row.relation, row.group_label, row.country_flag, row.note, row.depth)
        for row in rows(values, layout).belligerents
    ]
    assert found == [
        (1, "Northland", "principal", None, None, None, 0),
        (1, "Russia", "principal", None, "RU", None, 0),
        (1, "Eastland", "supported_by", "Supported by", None, "until 1951", 0),
        (2, "Republic of South", "principal", None, None, None, 0),
    ]


@pytest.mark.parametrize(("values", "layout"), CASES)
def test_the_commanders(values: dict[str, str], layout: Layout) -> None:
    read_rows = rows(values, layout).commanders
    assert [(row.side, row.rank, row.name, row.role, row.fate, row.is_unknown) for row in read_rows] == [
        (1, "Gen.", "Ada Aronsen", "1st Army", "none", False),
        (1, None, "Bo Berg", None, "killed", False),
        (2, None, None, None, "none", True),
    ]
    assert {row.side_basis for row in read_rows} == {"layout" if layout == "cells" else "key"}


@pytest.mark.parametrize(("values", "layout"), CASES)
def test_the_units(values: dict[str, str], layout: Layout) -> None:
    found = [(row.side, row.name, row.depth, row.parent_no) for row in rows(values, layout).units]
    assert [(side, name) for side, name, _, _ in found] == [
        (1, "Northlandic Army"),
        (1, "1st Army"),
        (1, "7th Brigade"),
        (1, "2nd Army"),
        (2, "Southern Guard"),
    ]
    if layout != "cells":  # a browser's text has lost the indentation
        assert [(depth, parent) for _, _, depth, parent in found] == [(0, None), (1, 1), (2, 2), (1, 1), (0, None)]


def test_every_field_is_kept_and_unknown_labels_are_reported() -> None:
    found = rows({**DUMP, "Weather": f"rain{NBSP} and, snow"})
    assert [row.label for row in found.infobox_fields] == [*DUMP, "Weather"]
    last = found.infobox_fields[-1]
    assert (last.field, last.value, last.items) == (None, "rain and, snow", ("rain and, snow",))
    assert last.source_text == f"rain{NBSP} and, snow"
    assert [(note.code, note.where) for note in found.notes] == [("unknown-label", "Weather")]
    assert found.infobox_fields[5].series == "1"


def test_a_box_of_something_else_is_no_conflict() -> None:
    found = rows({"Name": "Aton", "Population": "12,000", "Location": "Northland", "Status": "town"})
    assert found.conflicts == ()
    assert len(found.infobox_fields) == 4
    assert found.notes == ()


def test_a_document_without_a_box_has_no_rows() -> None:
    assert read("d", Document("plain_text", "", (), "t")) == InfoboxRows()


def test_the_title_names_a_conflict_without_a_name() -> None:
    found = rows({"Combatant1": "A", "Combatant2": "B", "Units1": "C"})
    assert found.conflicts[0].name == "Battle of Aton (1950)"
    assert found.conflicts[0].outcome == "unknown"


def test_units_listed_in_a_section_belong_to_the_sides_that_point_there() -> None:
    sections = (
        Section(1, "Background", "…"),
        Section(1, "Units", ""),
        Section(
            2,
            "Northern forces",
            "; Army\n- 1st Army\n  - 7th Brigade\n    - * 8th Battalion\n- 2nd Army (since May)",
            2,
        ),
        Section(2, "Southern forces", "- Guard\n\nThey came late.", 2),
    )
    found = rows(
        {"Combatant1": "A", "Combatant2": "B", "Units1": "See Units", "Units2": "See the Units"}, sections=sections
    )
    assert [(r.side, r.name, r.is_cross_reference, r.section_no) for r in found.units[:2]] == [
        (1, "See Units", True, 2),
        (2, "See the Units", True, 2),
    ]
    assert [(r.side, r.name, r.depth, r.parent_no, r.note) for r in found.units[2:]] == [
        (1, "Army", 0, None, None),
        (1, "1st Army", 1, 3, None),
        (1, "7th Brigade", 2, 4, None),
        (1, "8th Battalion", 3, 5, None),
        (1, "2nd Army", 1, 3, "since May"),
        (2, "Guard", 0, None, None),
    ]


def test_a_reference_that_leads_nowhere_is_reported() -> None:
    found = rows({"Combatant1": "A", "Combatant2": "B", "Units1": "See order of battle"})
    assert (found.units[0].is_cross_reference, found.units[0].section_no) == (True, None)
    assert [note.code for note in found.notes] == ["unresolved-reference"]


def test_a_third_column_without_a_third_side_is_nobodys() -> None:
    found = rows({"Combatant1": "A", "Combatant2": "B", "Casualties1": "5 killed", "Casualties3": "7 civilians killed"})
    assert [(row.side, row.side_basis, row.count_min) for row in found.casualties] == [(1, "key", 5), (None, "none", 7)]


def test_columns_that_lost_their_names_still_count() -> None:
    style = "style=margin-bottom:0.5em"
    found = rows(
        {"Combatant1": style, "Combatant2": style, "Casualties1": "3 killed", "Casualties3": "9 civilians dead"}
    )
    assert [(row.side, row.side_basis) for row in found.casualties] == [(1, "key"), (None, "none")]


def test_claimants_and_totals() -> None:
    found = rows(
        {
            "Combatant1": "A",
            "Combatant2": "B",
            "Casualties1": "Per B:, 100 killed, * 60 killed (May), * 30 killed (June), Per A:, 40 killed",
        }
    )
    assert [(row.count_min, row.claimant, row.parent_no) for row in found.casualties] == [
        (100, "B", None),
        (60, "B", 1),
        (30, "B", 1),
        (40, "A", None),
    ]


def test_two_blanks_inside_a_line_are_a_lost_icon() -> None:
    found = rows(
        {"Combatant1": "A", "Combatant2": "Supported by:  East Land  West Land", "Commander1": "Ann Lee  Bo Ray"}
    )
    assert [(row.name, row.relation) for row in found.belligerents if row.side == 2] == [
        ("East Land", "supported_by"),
        ("West Land", "supported_by"),
    ]
    assert [row.name for row in found.commanders] == ["Ann Lee", "Bo Ray"]


def test_marks_and_heads_among_commanders() -> None:
    found = rows(
        {"Combatant1": "A", "Commander1": "Ann Lee, (Mayor), KIA, Leaders:, Bo Ray, KIA:, Cy Fox (Guard), Di Orr"}
    )
    assert [(row.name, row.role, row.fate) for row in found.commanders] == [
        ("Ann Lee", "Mayor", "killed"),
        ("Bo Ray", None, "none"),
        ("Cy Fox", "Guard", "killed"),
        ("Di Orr", None, "killed"),
    ]


def test_a_claimant_before_a_count_speaks_for_the_lines_below() -> None:
    lines = "Per Ukraine: 380 killed\n70 wounded\nUnits:\n3 tanks lost\nPer Russia: 20 killed\n5 captured"
    found = rows({"Combatant1": "Northland", "Casualties1": lines}, "lines")
    assert [row.claimant for row in found.casualties] == ["Ukraine"] * 3 + ["Russia"] * 2


def test_phases_without_a_colon_head_what_stands_below_them() -> None:
    found = rows(
        {
            "Combatant1": "Invasion phase (1950)\nNorthland\nEastland\nSecond phase\nNew Northland",
            "Combatant2": "Phased Array Company",
            "Commander1": "Phase II\nAda Aronsen",
            "Casualties1": "Invasion phase (1950)\nPer South: 12 killed\n3 wounded\nSecond phase\n5 killed",
            "Casualties2": "9 killed in the first phase",
        },
        "lines",
    )
    assert [(row.name, row.group_label) for row in found.belligerents] == [
        ("Northland", "Invasion phase (1950)"),
        ("Eastland", "Invasion phase (1950)"),
        ("New Northland", "Second phase"),
        ("Phased Array Company", None),
    ]
    assert [row.name for row in found.commanders] == ["Ada Aronsen"]
    assert [(row.count_min, row.claimant, row.note) for row in found.casualties][:3] == [
        (12, "South", "Invasion phase (1950)"),
        (3, "South", "Invasion phase (1950)"),
        (5, None, "Second phase"),
    ]
    assert found.casualties[3].count_min == 9
    assert not found.notes


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("the Aton succession and the Ísfell crisis", ("Aton succession", "Ísfell crisis")),
        ("the Aton War and the Beton Commune", ("Aton War", "Beton Commune")),
        ("World War II and the Beton partition plan", ("World War II", "Beton partition plan")),
        ("the Aton campaign (1950) and the flight of Beton", ("Aton campaign (1950)", "flight of Beton")),
        # Behind "of" or "between" the names of a title may go on.
        ("the War of Aton and the Beton Empire", ("War of Aton and the Beton Empire",)),
        ("the War between Aton and the Beton Empire", ("War between Aton and the Beton Empire",)),
        ("the Kingdom of Aton and the Beton wars", ("Kingdom of Aton and the Beton wars",)),
        ("Church and the Aton wars", ("Church and the Aton wars",)),
        ("the Aton succession and Beton crisis", ("Aton succession and Beton crisis",)),
    ],
)
def test_part_of_is_split_where_no_name_can_go_on(text: str, titles: tuple[str, ...]) -> None:
    assert rows({"Conflict": "x", "Partof": text, "Combatant1": "Aton"}).conflicts[0].part_of == titles


def test_a_date_of_another_calendar_is_reported_and_not_read() -> None:
    found = rows({"Date": "12 Meskerem 1983", "Combatant1": "Northland", "Conflict": "x"})
    assert (found.conflicts[0].start_edtf, found.conflicts[0].date_text) == (None, "12 Meskerem 1983")
    assert [note.code for note in found.notes] == ["contradictory-date"]


@pytest.mark.parametrize("words", ["See Units", "See [[Units]]", "See [[#Units|below]]"])
def test_a_reference_may_be_a_link(words: str) -> None:
    sections = (Section(1, "Units", "- 1st Army"),)
    found = rows({"Combatant1": "A", "Combatant2": "B", "Units1": words}, sections=sections)
    assert [(unit.name, unit.section_no) for unit in found.units][1:] == [("1st Army", None)]
    assert found.units[0].section_no == 1


@pytest.mark.parametrize(
    ("printed", "layout", "expected"),
    [
        ("Juan Perez, executed", "lines", [("Juan Perez", "executed", None)]),
        (
            "Juan Perez, executed, Bo Berg",
            "commas",
            [("Juan Perez", "executed", None), ("Bo Berg", "none", None)],
        ),
        ("Bo Berg (died of disease)", "lines", [("Bo Berg", "none", "died of disease")]),
        ("Bo Berg (died of fever at Rangoon)", "lines", [("Bo Berg", "none", "died of fever at Rangoon")]),
        ("今川, 戦死", "commas", [("今川", "killed", None)]),
        ("Bo Berg, died of wounds", "lines", [("Bo Berg", "died_of_wounds", None)]),
        (
            "Bo Berg (died of wounds received at Aton)",
            "lines",
            [("Bo Berg", "died_of_wounds", "died of wounds received at Aton")],
        ),
        (
            "Bo Berg (killed)\nAda Hox, Count of Aton",
            "lines",
            [("Bo Berg", "killed", None), ("Ada Hox", "none", "Count of Aton")],
        ),
    ],
)
def test_fates_behind_a_comma(printed: str, layout: Layout, expected: list[tuple[str, str, str | None]]) -> None:
    found = rows({**DUMP, "Commander1": printed, "Commander2": ""}, layout).commanders
    assert [(row.name, row.fate, row.role) for row in found] == expected
