"""The same box gives the same fields in every shape: as saved page, as wikitext, as a dump and as a browser's text."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import NamedTuple

import hypothesis.strategies as st
import pytest

from flows.infobox.reader import InfoboxRows
from flows.model import RawDocument
from flows.runs.batch import process_documents
from tests.parts import given


class Fact(NamedTuple):
    """One field: its parameter and value in templates; the head, label and bullet under which pages print it."""

    parameter: str
    value: str
    label: str
    head: str = ""
    is_bullet: bool = True
    key: str = ""


PLACE = (
    Fact("established_date", "1066", "Founded", "", False, "established_date"),
    Fact("leader_name", "Ada Hox", "Mayor", "Government", True, "leader"),
    Fact("leader_name2", "Ivo Kalns", "Keeper of the Keys", "Government", True, "leader"),
    Fact("area_total_km2", "34", "Total", "Area", True, "area_total"),
    Fact("area_land_km2", "31", "Land", "Area", True, "area_land"),
    Fact("area_metro_km2", "310", "Metro", "Area", True, "area_metro"),
    Fact("elevation_m", "173", "Elevation", "", False, "elevation"),
    Fact("population_total", "12,345", "Total", "Population (2010)", True, "population_total"),
    Fact("population_density_km2", "363", "Density", "Population (2010)", True, "population_density"),
    Fact("population_urban", "20,345", "Urban", "Population (2010)", True, "population_urban"),
    Fact("population_density_urban_km2", "163", "Urban density", "Population (2010)", True, "population_density_urban"),
    Fact("timezone", "CET", "Time zone", "", False, "time_zone"),
    Fact("timezone_DST", "CEST", "Summer (DST)", "Time zone", True, "time_zone_dst"),
    Fact("postal_code", "4021", "Postal code", "", False, "postal_code"),
    Fact("website", "harrow.example.org", "Website", "", False, "website"),
)
WORK = (
    Fact("director", "Ada Hox", "Directed by", "", False, "directed_by"),
    Fact("producer", "Ivo Kalns", "Produced by", "", False, "producer"),
    Fact("writer", "Jo Marr", "Written by", "", False, "written_by"),
    Fact("editor", "Al Dorn", "Edited by", "", False, "edited_by"),
    Fact("distributor", "Lormath", "Distributed by", "", False, "distributed_by"),
    Fact("released", "1 May 1971", "Release date", "", False, "release_date"),
    Fact("runtime", "90 minutes", "Running time", "", False, "running_time"),
    Fact("language", "English", "Language", "", False, "language"),
)
BODY = (
    Fact("foundation", "1901", "Founded", "", False, "established_date"),
    Fact("defunct", "1950", "Defunct", "", False, "dissolved_date"),
    Fact("hq_location", "Harrow", "Headquarters", "", False, "headquarters"),
    Fact("num_employees", "300", "Number of employees", "", False, "number_of_employees"),
    Fact("homepage", "lormath.example.org", "Website", "", False, "website"),
    Fact("area_served", "Orrin", "Region served", "", False, "area_served"),
)
SOMEBODY = (
    Fact("birth_date", "3 May 1901", "Born", "", False, "birth_date"),
    Fact("death_date", "3 June 1960", "Died", "", False, "death_date"),
    Fact("death_cause", "Fever", "Cause of death", "", False, "cause_of_death"),
    Fact("other_names", "The Fen", "Also known as", "", False, "other_names"),
    Fact("occupation", "Painter", "Occupation", "", False, "occupation"),
    Fact("burial_place", "Harrow", "Resting place", "", False, "resting_place"),
)
_END = "It is told of in the Annals, which were kept for many years by the scribes of the town.\n"


def rows(name: str, text: str) -> InfoboxRows:
    (page,) = process_documents([RawDocument(name, text.encode())])
    return page.boxes


def as_html(facts: tuple[Fact, ...]) -> str:
    head, lines = "", ["<tr><th colspan=2>Harrow</th></tr>"]
    for fact in facts:
        if fact.head and fact.head != head:
            lines.append(f"<tr><th colspan=2>{fact.head}</th></tr>")
        head = fact.head
        mark = "&nbsp;•&nbsp;" if fact.head and fact.is_bullet else ""
        lines.append(f"<tr><th scope=row>{mark}{fact.label}</th><td>{escape(fact.value)}</td></tr>")
    table = f"<table class='infobox'>{''.join(lines)}</table>"
    page = f"<body><h1>Harrow</h1>{table}<p>{_END * 3}</p></body>"
    return f"<!DOCTYPE html><html><head><title>Harrow</title></head>{page}</html>"


def as_wikitext(facts: tuple[Fact, ...]) -> str:
    fields = "".join(f"| {fact.parameter} = {fact.value}\n" for fact in facts)
    return f"{{{{Infobox thing\n| name = Harrow\n{fields}}}}}\n'''Harrow''' is here. {_END}"


def as_dump(facts: tuple[Fact, ...]) -> str:
    fields = "\n".join(f"- {fact.parameter.capitalize()}: {fact.value}" for fact in facts)
    return f"= Harrow =\n\nInfobox\n- Name: Harrow\n{fields}\n\n{_END}\n==Sources==\n\n{_END}"


def as_text(facts: tuple[Fact, ...]) -> str:
    head, lines = "", []
    for fact in facts:
        if fact.head and fact.head != head:
            lines.append(fact.head)
        head = fact.head
        mark = " • " if fact.head and fact.is_bullet else ""
        lines.append(f"{mark}{fact.label}\t{fact.value}")
    return "Harrow\n\nHarrow\n" + "\n".join(lines) + f"\n\n{_END}"


SHAPES = {"a.html": as_html, "a.wiki": as_wikitext, "b.txt": as_dump}


def keys(found: InfoboxRows) -> Counter[str | None]:
    # Where a page prints "Time zone" both as head and as label, the head is a row of the same meaning.
    return Counter(row.field for row in found.infobox_fields if row.value and row.field != "name")


@pytest.mark.parametrize("facts", [PLACE, WORK, BODY, SOMEBODY])
def test_every_shape_of_a_whole_box_has_the_keys(facts: tuple[Fact, ...]) -> None:
    for shape, write in (SHAPES | {"a.txt": as_text}).items():
        assert keys(rows(shape, write(facts))) == Counter(fact.key for fact in facts), shape


def _parts(facts: tuple[Fact, ...]) -> st.SearchStrategy[set[Fact]]:
    return st.sets(st.sampled_from(facts), min_size=3)


@given(20, 2_000, st.sampled_from([PLACE, WORK, BODY, SOMEBODY]).flatmap(_parts))
def test_any_part_of_a_box_has_the_same_keys_in_every_shape(chosen: set[Fact]) -> None:
    facts = tuple(fact for fact in (*PLACE, *WORK, *BODY, *SOMEBODY) if fact in chosen)
    for shape, write in SHAPES.items():
        assert keys(rows(shape, write(facts))) == Counter(fact.key for fact in facts), shape


def test_numbers_keep_the_unit_of_their_label_and_the_year_of_their_head() -> None:
    found = rows("a.html", as_html(PLACE))
    years = {row.text: row.as_of_edtf for row in found.infobox_values if row.kind == "quantity"}
    assert (years["12,345"], years["363"], years["34"]) == ("2010", "2010", None)
    found = rows("a.wiki", as_wikitext(PLACE))
    units = {row.text: row.unit_canonical for row in found.infobox_values if row.kind == "quantity"}
    assert (units["34"], units["310"], units["163"], units["173"]) == ("km2", "km2", "per km2", "m")


def test_a_birth_in_one_cell_is_what_templates_have_in_three() -> None:
    page = as_html((SOMEBODY[0]._replace(value="Ada Hox\n3 May 1901 (age 60)\nHarrow, Orrin"),)).replace("\n", "<br>")
    parts = [(row.field, row.section, row.value) for row in rows("a.html", page).infobox_fields if row.field != "name"]
    assert parts == [
        ("birth_date", None, "Ada Hox\n3 May 1901 (age 60)\nHarrow, Orrin"),
        ("birth_name", "Born", "Ada Hox"),
        ("birth_place", "Born", "Harrow, Orrin"),
    ]


def test_a_row_whose_label_is_the_value_of_another_parameter_has_the_meaning_of_that_label() -> None:
    types = "| subdivision_type = Country\n| subdivision_type1 = Mood\n"
    box = f"{{{{Infobox settlement\n{types}| subdivision_name = Kestria\n| subdivision_name1 = Gay\n}}}}\n"
    read = {row.label: (row.field, row.series) for row in rows("a.wiki", f"{box}Harrow is here. {_END}").infobox_fields}
    assert read["subdivision_name"] == ("country", None)
    assert read["subdivision_name1"] == ("subdivision_name", "1")
