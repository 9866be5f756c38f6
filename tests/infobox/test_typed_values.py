"""The typed values of boxes: units of labels and of values, what is left over, and what is named."""

from __future__ import annotations

import pytest

from flows.infobox.reader import InfoboxRows, read
from flows.model import Document, Infobox, InfoboxField


def rows_of(**fields: str) -> InfoboxRows:
    box = Infobox(None, tuple(InfoboxField(label, value, "lines") for label, value in fields.items()))
    return read("d", Document("wikitext", "", (), "t", infoboxes=(box,)))


def notes_of(rows: InfoboxRows) -> list[tuple[str, str]]:
    return [(note.code, note.text) for note in rows.notes]


@pytest.mark.parametrize(
    ("label", "value", "unit", "note"),
    [
        ("area_total_km2", "12", "km2", None),
        ("area_total_km2", "12 mm²", "mm2", "unit-mismatch"),
        ("area_total_km2", "12 dunams", None, None),
        ("area_total_km2", "12 (2010)", "km2", None),
        ("area_metro_km2", "12", "km2", None),
        ("population_density_km2", "84/km2", "per km2", None),
        ("population_density_urban_km2", "865.7", "per km2", None),
        ("elevation_ft", "1,200", "ft", None),
        ("height", "6'", "ft", None),
        ("area", "120 cm²", "cm2", None),
        ("volume", "3 dm³", "dm3", None),
        ("length", "35:54", "s", None),
        ("length", "12 Mm", None, None),
        ("weight", "12 KG", "kg", None),
    ],
)
def test_the_printed_unit_counts_before_that_of_the_label(
    label: str, value: str, unit: str | None, note: str | None
) -> None:
    rows = rows_of(**{label: value})
    assert [row.unit_canonical for row in rows.infobox_values] == [unit]
    assert [code for code, _ in notes_of(rows)] == ([note] if note else [])


@pytest.mark.parametrize(
    ("fields", "left", "notes"),
    [
        ({"area": "1,200 km2 (460 sq mi)"}, [None], []),
        ({"area": "1,200 km2 (900 sq mi)"}, ["(900 sq mi)"], ["partly-read"]),
        ({"length": "12 km overall"}, ["overall"], []),
        ({"length": "Estate:\n2140 mm\nSaloon:\n2040 mm"}, ["Estate", "Saloon"], []),
        ({"population": "In 1990 it had 5,000 members"}, ["In 1990 it had"], ["partly-read"]),
        ({"spouse": "Ann Lee (m. 1990)"}, ["(m. 1990)"], ["partly-read"]),
        ({"parents": "Ann Lee and Karl Stoss"}, [None, None], []),
        ({"parents": "Ann Lee (mother) and Karl Stoss (father)"}, ["(mother)", "(father)"], []),
        ({"density": "0.429 g/L"}, [None], []),
        ({"population": "1,429 g/A"}, ["g/A"], ["partly-read"]),
        ({"length": "12 km (o/a)"}, ["(o/a)"], []),
        ({"website": "www.a.example (archive)"}, ["(archive)"], []),
        ({"coordinates": "26°S 121°E"}, [None], []),
        ({"coordinates": "26.5°30′S 121°E"}, [None], ["unread-value"]),
        ({"coordinates": "26°S 121°E and 30°S 12°E"}, ["and 30°S 12°E"], ["partly-read"]),
        ({"revenue": "$5 mil"}, [None], ["unread-value"]),
        ({"area": "1,2003 km2"}, [None], ["unread-value"]),
        ({"area": "Unknown"}, [None], []),
        ({"population": "3.5 m"}, [None], ["unread-value"]),
        ({"birth_date": "before 5 May 1944"}, ["before"], ["partly-read"]),
        ({"birth_date": "pre-1190"}, ["pre"], ["partly-read"]),
        ({"birth_date": "fl. 1190"}, ["fl"], ["partly-read"]),
        ({"birth_date": "no later than 5 May 1944"}, [None], []),
        ({"birth_date": "early 1944"}, ["early"], []),
        ({"elevation_m": "12 m below sea level"}, ["below sea level"], ["partly-read"]),
        ({"weight": "80 ‰"}, ["‰"], ["partly-read"]),
        ({"num_employees": "12 and two others"}, ["and two others"], ["partly-read"]),
        ({"num_employees": "1.2 K"}, [None], ["unread-value"]),
        ({"net_income": "($4.5 million)"}, [None], ["unread-value"]),
        ({"net_income": "–$4.5 million"}, [None], ["unread-value"]),
        ({"population_total": "none"}, [None], []),
        ({"children": "Five"}, [None], ["unread-value"]),
        ({"children": "4 (including two sons)"}, ["(including two sons)"], ["partly-read"]),
        ({"casualties": "87 killed (18th of its kind)"}, ["18th of its kind"], ["partly-read"]),
        ({"gdp": "2011 estimate $1.2 trillion"}, ["2011 estimate"], ["partly-read"]),
        ({"population": "2011 – 5,000"}, [None], ["unread-value"]),
        ({"population": "5,000, 2011 census"}, ["2011 census"], ["partly-read"]),
        ({"elevation": "− 12 m"}, [None], ["unread-value"]),
    ],
)
def test_what_is_left_is_published_and_named(fields: dict[str, str], left: list[str | None], notes: list[str]) -> None:
    rows = rows_of(**fields)
    assert [row.unread for row in rows.infobox_values] == left
    assert [code for code, _ in notes_of(rows)] == notes


def test_a_negative_number_is_not_read_without_its_sign() -> None:
    for value in ("m −21", "zeb −21.0"):
        rows = rows_of(name="Pit", elevation_m=value)
        assert [(row.kind, row.number_min) for row in rows.infobox_values] == [("text", None)]
        assert notes_of(rows) == [("unread-value", value)]


def test_what_is_said_of_a_loss_is_left_where_no_table_of_a_conflict_has_it() -> None:
    rows = rows_of(name="Quake", casualties="87,587 killed (18th deadliest quake of all time)")
    found = [(row.number_min, row.unit, row.unread) for row in rows.infobox_values]
    assert found == [(87587.0, "killed", "18th deadliest quake of all time")]
    assert notes_of(rows) == [("partly-read", "18th deadliest quake of all time")]


@pytest.mark.parametrize(
    ("fields", "value"),
    [
        ({"Length": "2.416 km"}, 2.416),
        ({"Length": "2.416 km", "Population": "3.570.210"}, 2416),
        ({"Population": "12.419"}, None),
        ({"Longueur": "43,327", "Superficie": "x"}, None),
        ({"Longueur": "43,327 km", "Superficie": "x"}, 43.327),
        ({"Trainer": "Ann Lee", "Population": "43,327", "Born": "x", "Died": "x"}, 43_327),
    ],
)
def test_how_a_page_writes_its_numbers(fields: dict[str, str], value: float | None) -> None:
    rows = rows_of(**fields).infobox_values
    found = [row.number_min for row in rows if row.number_min and row.number_min < 1_000_000]
    assert found == ([value] if value else [])


def test_the_mark_of_a_fate_is_no_person() -> None:
    rows = rows_of(commander="Otto Vahl\nKIA").infobox_values
    assert [(row.kind, row.text) for row in rows] == [("person", "Otto Vahl"), ("text", "KIA")]


def test_a_head_whose_colon_is_a_line_of_its_own_goes_with_the_value_below() -> None:
    values = rows_of(population="Slovak civilians\n:\n36\n:\n8").infobox_values
    assert [(value.text, value.number_min, value.unread) for value in values] == [
        ("36", 36, "Slovak civilians"),
        ("8", 8, None),
    ]
