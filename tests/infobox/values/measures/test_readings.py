"""Numbers with units and amounts of money, as boxes print them that are not of conflicts."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.infobox.reader import read
from flows.infobox.values.measures.amounts import Manner
from flows.infobox.values.measures.readings import read_amounts
from flows.infobox.values.unread import unread_words
from flows.model import Document, Infobox, InfoboxField
from tests.growth import assert_linear

Read = list[tuple[float | None, float | None, str | None]]
PLAIN = Manner()
MONEY = Manner(is_money=True)
TIME = Manner(is_clock=True, is_time=True)


def amounts(text: str, manner: Manner = PLAIN) -> Read:
    return [(one.low, one.high, one.amount.unit) for one in read_amounts(text, manner).values]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("80.76", [(80.76, 80.76, None)]),
        ("241.6 m waterline, 251 m overall", [(241.6, 241.6, "m"), (251, 251, "m")]),
        ("1,200 km2 (460 sq mi)", [(1200, 1200, "km2")]),
        ("10–12 km", [(10, 12, "km")]),
        ("12.8–13.0 TeV", [(12.8, 13.0, "TeV")]),
        ("10–15%", [(10, 15, "%")]),
        ("1.5–2 million", [(1_500_000, 2_000_000, None)]),
        ("320,000 (2023)", [(320_000, 320_000, None)]),
        ("up to 5 km", [(None, 5, "km")]),
        ("5,000+", [(5_000, None, None)]),
        ("10 or more", [(10, None, None)]),
        ("between 5 and 10 km", [(5, 10, "km")]),
        ("2 hundred thousand", [(200_000, 200_000, None)]),
        ("1,23,45,678", [(12_345_678, 12_345_678, None)]),
        ("3.2×10^5 km", [(320_000, 320_000, "km")]),
        ("−40 °C", [(-40, -40, "°C")]),
        ("84 people/km2", [(84, 84, "people/km2")]),
        ("1,200³ km", [(1_200, 1_200, "km")]),
        ("1.78 m / 78 kg", [(1.78, 1.78, "m"), (78, 78, "kg")]),
        ("12 / 125", [(12, 12, None)]),
        ("10–12,000 m", [(10_000, 12_000, "m")]),
        ("5–1,200 m", [(5, 1_200, "m")]),
        ("1.2 to 1,500 kg", [(1.2, 1_500, "kg")]),
        ("503±3 K", [(503, 503, "K")]),
        ("1959: 585 kg", [(585, 585, "kg")]),
        ("2011 census: 5,000", [(5_000, 5_000, None)]),
        ("１，２３４", []),
        ("80 or 85 kg", [(85, 85, "kg")]),
        ("45 cm x 30 cm", [(45, 45, "cm"), (30, 30, "cm")]),
        ("about as long as wide", []),
    ],
)
def test_amounts(text: str, expected: Read) -> None:
    assert amounts(text) == expected


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("6 ft 2 in", 74, "in"),
        ("6'2\"", 74, "in"),
        ("6' 6", 78, "in"),
        ("5 ft 10½ in", 70.5, "in"),
        ("5 ft 3/4 in", 60.75, "in"),
        ("3 ft 3 5⁄8 in", 39.625, "in"),
        ("3 ft 3+5⁄8 in", 39.625, "in"),
        ("1 m 81", 1.81, "m"),
        ("1m81", 1.81, "m"),
        ("1 h 50", 110, "min"),
        ("1 hour and 50 minutes", 110, "min"),
        ("1 h 2 min 3 s", 3_723, "s"),
        ("12 st 7 lb", 175, "lb"),
        ("5 kg 300 g", 5.3, "kg"),
    ],
)
def test_two_units_make_one_value(text: str, value: float, unit: str) -> None:
    assert [(low, known) for low, _, known in amounts(text)] == [(value, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "1,2003 km", "1.2.3 km", "346³", "1990s", "1/2", "31/12", "5 May", "5 ft 14 in", "5 ft 10 km", "1 m 811",
        "5 10 in", "1 Mil Mi-26", "5 mil", "5 M", "5k", "2 × 3,000 hp", "5 kg / m3", "12:30", "45° 30′", "2.416",
        "9–5 km", "5 km–3", "1 million–500", "2nd", "5 m–7 ft",
    ],
)  # fmt: skip
def test_what_is_not_surely_understood_is_not_read(text: str) -> None:
    assert amounts(text) == []


@pytest.mark.parametrize(
    ("text", "manner", "expected"),
    [
        ("2.416 km", Manner(), 2.416),
        ("2.416 km", Manner(mark=","), 2_416),
        ("2.416 km", Manner(language="de"), 2_416),
        ("2.416 km", Manner(language=""), None),
        ("2.416 km, 3,5 km", Manner(), 2_416),
        ("43,327", Manner(), 43_327),
        ("43,327", Manner(language="fr"), None),
        ("43,327 km", Manner(language="fr"), 43.327),
        ("43,327", Manner(mark="."), 43_327),
        ("0.416", Manner(language="de"), 0.416),
        ("1.2003 km", Manner(language="de"), None),
        ("5 mil", Manner(language="es"), 5_000),
        ("5 mil millones", Manner(language="es"), 5_000_000_000),
        ("5 billion", Manner(language="de"), None),
        ("5 m", Manner(is_counted=True), None),
        ("35:54", TIME, 2_154),
        ("1:02:03", TIME, 3_723),
        ("2:35 h", TIME, 155),
        ("90′", TIME, 90),
        ("35′ 54″", TIME, 2_154),
    ],
)
def test_what_a_number_means_depends_on_the_page(text: str, manner: Manner, expected: float | None) -> None:
    found = amounts(text, manner)
    assert (found[0][0] if found else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("£12 million", [(12_000_000, "£")]),
        ("€77.8 billion (2023)", [(77_800_000_000, "€")]),
        ("£12 million ($25 million in 2020)", [(12_000_000, "£"), (25_000_000, "$")]),
        ("5 Mio. DM", [(5_000_000, "DM")]),
        ("3,052,000 (rentals)", [(3_052_000, None)]),
        ("₹3 lakh crore", [(3e12, "₹")]),
        ("-$4.5 million", [(-4.5e6, "$")]),
        ("US$−4.5 million", [(-4.5e6, "US$")]),
        ("$10 or $12 million", [(12e6, "$")]),
        ("10 and 12 million", [(12e6, None)]),
        ("₹3 Lakh Crore", [(3e12, "₹")]),
        ("$150 billion (2008 USD)", [(150e9, "$")]),
        ("₹1,23,45,678", [(12_345_678, "₹")]),
        ("$4.510 billion", [(4_510_000_000, "$")]),
        ("US$5m", [(5_000_000, "US$")]),
        ("Rs.500", [(500, "Rs.")]),
        ("$5 mil", []),
        ("not disclosed", []),
    ],
)
def test_money(text: str, expected: list[tuple[float, str | None]]) -> None:
    assert [(low, unit) for low, _, unit in amounts(text, MONEY)] == expected


@pytest.mark.parametrize(
    ("text", "as_of"),
    [
        ("Around 2,300 (2020)", "2020"),
        ("1,432 (2006 Census)", "2006"),
        ("12 (as of 2020)", "2020"),
        ("12 (May 2020)", "2020-05"),
        ("As of 2020: 5,000", "2020"),
        ("12 (see 2020 list)", None),
    ],
)
def test_the_date_a_number_is_of(text: str, as_of: str | None) -> None:
    assert [one.as_of for one in read_amounts(text, Manner()).values] == [as_of]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("1.85 m (6 ft 1 in)", None),
        ("1.85 m (7 ft 1 in)", "(7 ft 1 in)"),
        ("6 ft 2 in / 1.88 m", None),
        ("241.6 m waterline, 251 m overall", "waterline … overall"),
        ("10 m, 11 m and 12 m", None),
        ("approx. 2 million (2015 est.)", None),
        ("12 of 34", "of 34"),
    ],
)
def test_words_that_no_value_used(text: str, left: str | None) -> None:
    found = read_amounts(text, Manner())
    assert unread_words(found.text, found.used) == left


def test_values_of_a_box() -> None:
    fields = {"Children": "4", "Budget": "£12 million", "Area": "80.76", "Spouse": "Ann Lee"}
    box = Infobox(None, tuple(InfoboxField(label, value, "lines") for label, value in fields.items()))
    found = read("d", Document("front_matter", "", (), "t", infoboxes=(box,))).infobox_values
    assert [(row.kind, row.number_min, row.unit) for row in found] == [
        ("quantity", 4, None),
        ("money", 12_000_000, "£"),
        ("quantity", 80.76, None),
        ("person", None, None),
    ]


@given(st.text(max_size=80))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for manner in (Manner(), MONEY, TIME, Manner(language="")):
        for low, high, _ in amounts(text, manner):
            assert low is None or high is None or low <= high


@pytest.mark.parametrize("trap", ["1,", "1 a ", "$", "1 ", "1–", "~1", "m ", "1 ft ", "(1 km ", "1/", "½", "in 1999 ("])
def test_traps_take_linear_time(trap: str) -> None:
    new = count()  # these readers know what they have read

    def read_all(times: int) -> None:
        for manner in (Manner(), MONEY, TIME):
            read_amounts(f"{trap * times}{next(new)}", manner)

    assert_linear(read_all, 20_000)
