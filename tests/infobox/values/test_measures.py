"""Numbers with units and amounts of money, as boxes print them that are not of conflicts."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.infobox.reader import read
from flows.infobox.values.measures import read_amounts, read_measures
from flows.model import Document, Infobox, InfoboxField
from tests.growth import assert_linear


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("80.76", [(80.76, 80.76, None)]),
        ("241.6 m waterline, 251 m overall", [(241.6, 241.6, "m waterline"), (251, 251, "m overall")]),
        ("1,200 km2 (460 sq mi)", [(1200, 1200, "km2")]),
        ("10–12 km", [(10, 12, "km")]),
        ("1.5 million", [(1_500_000, 1_500_000, None)]),
        ("320,000 (2023)", [(320_000, 320_000, None)]),
        ("6 ft 2 in", []),
        ("1990s", []),
        ("1/2", []),
        ("about as long as wide", []),
    ],
)
def test_measures(text: str, expected: list[tuple[float, float, str | None]]) -> None:
    assert [one[:3] for one in read_measures(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("£12 million", [(12_000_000, "£")]),
        ("€77.8 billion (2023)", [(77_800_000_000, "€")]),
        ("£12 million ($25 million in 2020)", [(12_000_000, "£"), (25_000_000, "$")]),
        ("5 Mio. DM", [(5_000_000, "DM")]),
        ("3,052,000 (rentals)", [(3_052_000, None)]),
        ("not disclosed", []),
    ],
)
def test_amounts(text: str, expected: list[tuple[float, str | None]]) -> None:
    assert [(one.low, one.unit) for one in read_amounts(text)] == expected


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
    for one in (*read_measures(text), *read_amounts(text)):
        assert one.low <= one.high


@pytest.mark.parametrize("trap", ["1,", "1 a ", "$", "1 ", "1–", "~1", "m "])
def test_traps_take_linear_time(trap: str) -> None:
    new = count()  # these readers know what they have read

    def read_all(times: int) -> None:
        for reader in (read_measures, read_amounts):
            reader(f"{trap * times}{next(new)}")

    assert_linear(read_all, 20_000)
