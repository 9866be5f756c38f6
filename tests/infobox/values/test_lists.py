"""Values of any box: several dates, words that are not persons, points in several fields, units from the label."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.infobox.reader import read
from flows.infobox.records import InfoboxValueRow
from flows.infobox.values.dates.lists import read_dates
from flows.infobox.values.measures.amounts import Manner
from flows.infobox.values.measures.readings import read_amounts
from flows.infobox.values.people import read_persons
from flows.model import Document, Infobox, InfoboxField
from tests.growth import assert_linear


def values(**fields: str) -> list[InfoboxValueRow]:
    box = Infobox(None, tuple(InfoboxField(label, value, "commas") for label, value in fields.items()))
    return list(read("d", Document("wiki_dump", "", (), "t", infoboxes=(box,))).infobox_values)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 May 1921, 9 June 1947", ["1921-05-03", "1947-06-09"]),
        ("1685 (autonomy); 1770 (stripped, in May 1771)", ["1685", "1770"]),
        ("1919–1922, 12 December 1991–present", ["1919", "1991-12-12"]),
        ("24 May, 2010 – 3 June, 2011", ["2010-05-24"]),
        ("May 16, 1929, Paris, France", ["1929-05-16"]),
        ("March 1, 1900, Rome, April 2, 1910", ["1900-03-01", "1910-04-02"]),
        ("October 31, November 21, 2004", ["2004-10-31", "2004-11-21"]),
        ("1535 and 1542", ["1535", "1542"]),
        ("1535 & 1542", ["1535", "1542"]),
        ("between 1535 and 1542", ["1535"]),
        ("1535 or 1542", ["1535?"]),
        ("May and June 1862", ["1862-05", "1862-06"]),
        ("1900 (Rome) – 1920 (Paris)", ["1900"]),
        ("3 May 2001 12 July 1960", []),
        ("1990 1994 1998", []),
        ("1900 – Kestria 1920", []),
        ("31 June 1900, 3 May 1920", ["1920-05-03"]),
        ("Founded by 12 men", []),
    ],
)
def test_dates_with_a_year_each_are_dates_of_their_own(text: str, expected: list[str]) -> None:
    assert [span.start_edtf for _, span in read_dates(text)] == expected


def test_each_date_has_the_words_left_of_its_part() -> None:
    found = values(Recorded="May 1981 at Ear Studios; 3 June 1982 (mono)")
    assert [(row.text, row.edtf, row.unread) for row in found] == [
        ("May 1981 at Ear Studios", "1981-05", "at Ear Studios"),
        ("3 June 1982 (mono)", "1982-06-03", "(mono)"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zeus and Leto", ("Zeus", "Leto")),
        ("Ann and Bo Lee", ("Ann and Bo Lee",)),
        ("Ann Lee & Bo Ray", ("Ann Lee", "Bo Ray")),
        ("Albert of Saxe and Gotha", ("Albert of Saxe and Gotha",)),
        ("Ann Lee · Bo Ray", ("Ann Lee", "Bo Ray")),
        ("Ann Lee and others", ("Ann Lee",)),
        ("Acme City Council", ()),
        ("Mayor of Acme", ()),
        ("Minister for Health and Family Welfare", ()),
        ("In the Iliad: Zeus alone", ()),
        ("Azzedine Downes, Kathleen Savesky", ("Azzedine Downes", "Kathleen Savesky")),
        ("Ilse, Hans, Ove and Arne", ("Ilse", "Hans", "Ove", "Arne")),
        ("Ilse, Hans Peter, Ove Jr., and Arne", ("Ilse", "Hans Peter", "Ove Jr.", "Arne")),
        ("Ann Lee, Karl Stoss, and Emil Renn", ("Ann Lee", "Karl Stoss", "Emil Renn")),
        ("Ann Lee, Chairwoman, and Emil Renn, Treasurer", ("Ann Lee", "Emil Renn")),
        ("Hitesh Patel, Chairman; Somesh Jojare, Vice Chairman", ("Hitesh Patel", "Somesh Jojare")),
        ("Roy Gori, president and chief executive officer", ("Roy Gori",)),
        ("Federico Lee, 2016–2019", ("Federico Lee",)),
        ("Michael Pearson, 4th Viscount Cowdray", ("Michael Pearson, 4th Viscount Cowdray",)),
        ("Prince William, Duke of Cambridge", ("Prince William, Duke of Cambridge",)),
        ("Mario Caldato, Jr.", ("Mario Caldato, Jr.",)),
        ("James VI of Scotland and I of England", ("James VI of Scotland and I of England",)),
        ("5, including Ann Lee", ("Ann Lee",)),
        ("2; including Ann Lee and Bo Ray", ("Ann Lee", "Bo Ray")),
        ("3 sons", ()),
        ("6ix", ("6ix",)),
        ("no children of her own, but a boy was brought up in her house", ()),
    ],
)
def test_persons(text: str, expected: tuple[str, ...]) -> None:
    assert read_persons(text) == expected


def test_a_predecessor_is_a_person_only_in_a_persons_box() -> None:
    assert [row.kind for row in values(Predecessor="Mark One", Revenue="$5m")] == ["money"]
    assert values(Predecessor="Ann Lee, Jr.", Born="3 May 1900")[0].text == "Ann Lee, Jr."


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"Latd": "52", "Latm": "31", "LatNS": "N", "Longd": "13", "Longm": "24", "LongEW": "W"}, (52.516667, -13.4)),
        ({"Latitude": "-33.45", "Longitude": "70.5"}, (-33.45, 70.5)),
        ({"Latitude": "30° 30′ N", "Longitude": "84° 0′ W"}, (30.5, -84.0)),
        ({"Latitude": "30° 11′ N to 35° N", "Longitude": "84° 53′ W to 88° W"}, None),
        ({"Latd": "52", "Longd": "13"}, None),
        ({"Latd": "52", "Latm": "71", "Longd": "13", "Longm": "1"}, None),
        ({"Latd": "95", "Latm": "1", "Longd": "13", "Longm": "1"}, None),
    ],
)
def test_points_in_parts(fields: dict[str, str], expected: tuple[float, float] | None) -> None:
    found = [(row.latitude, row.longitude) for row in values(**fields) if row.kind == "coordinate"]
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"Area_km2": "630"}, [(630, "km2")]),
        ({"HDI": "0.736"}, [(0.736, None)]),
        ({"Percent_water": "2.416"}, [(2.416, "%")]),
        ({"Length": "2.416 km", "Population": "357,021"}, [(2.416, "km"), (357_021, None)]),
        ({"Length": "2.416 km", "Population": "3.570.210"}, [(2416, "km"), (3_570_210, None)]),
        ({"Depth": "Deep Trench, 8376 m"}, [(8376, "m")]),
        ({"Length": "23:25"}, [(1405, "s")]),
        ({"Length": "10.0m, 11.0m and 12.0m"}, [(10, "m"), (11, "m"), (12, "m")]),
    ],
)
def test_numbers(fields: dict[str, str], expected: list[tuple[float | None, str | None]]) -> None:
    assert [(row.number_min, row.unit) for row in values(**fields)] == expected


def test_links_end_before_the_comma() -> None:
    found = values(Website="https://a.example, https://b.example/x_(y), (see www.c.example)")
    assert [row.text for row in found] == ["https://a.example", "https://b.example/x_(y)", "www.c.example"]


@given(st.text(max_size=120))
def test_any_text_is_read_in_its_own_words(text: str) -> None:
    assert all(words in text for words, _ in read_dates(text))
    assert all(read_persons(text))
    for manner in (Manner(), Manner(is_money=True)):
        found = read_amounts(text, manner).values
        assert all(one.low is None or one.high is None or one.low <= one.high for one in found)


@pytest.mark.parametrize("trap", ["1999, ", "1999 (", "A and ", "A · ", "1: ", ", ", "of "])
def test_traps_take_linear_time(trap: str) -> None:
    new = count()  # these readers know what they have read

    def read_all(times: int) -> None:
        text = f"{trap * times}{next(new)}"
        read_dates(text)
        read_persons(text)
        for manner in (Manner(), Manner(is_money=True)):
            read_amounts(text, manner)

    assert_linear(read_all, 10_000)
