"""Commanders, flags, coordinates and lists: cases as data, and what must hold for any text."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.infobox.values.brackets import brackets
from flows.infobox.values.coordinates import read_coordinates
from flows.infobox.values.flags import flag_country
from flows.infobox.values.people import read_person
from schemas.vocabulary import FATES
from tests.growth import assert_linear

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parents[2] / "cases" / "people.toml").read_text(encoding="utf-8")
)
PIECES = st.sampled_from(
    [
        "Maj.",
        "Gen.",
        "Lt.",
        "Abu",
        "Ali",
        "KIA",
        "POW",
        "†",
        "‡",
        "(",
        ")",
        "(KIA)",
        '"Abu',
        "Unknown",
        "General",
        "Staff",
        "🇷🇺",
        "Flag",
        "of",
        "X.svg",
        ",",
        ";",
        "-",
        "al-Hassan",
        "[1]",
        "[",
        "]",
    ]
)


@pytest.mark.parametrize("case", CASES["person"], ids=lambda case: case["text"])
def test_person(case: dict[str, Any]) -> None:
    person = read_person(case["text"], case.get("role_line"), is_marked=case.get("marked", False))
    assert person.rank == case.get("rank")
    assert person.name == case.get("name")
    assert person.nickname == case.get("nickname")
    assert person.role == case.get("role")
    assert person.fate == case.get("fate", "none")
    assert person.is_unknown == case.get("unknown", False)
    assert person.country_flag == case.get("country")
    assert person.left == case.get("left")


@pytest.mark.parametrize("case", CASES["coordinates"], ids=lambda case: f"{case['text']} {case.get('language')}")
def test_coordinates(case: dict[str, Any]) -> None:
    found = read_coordinates(case["text"], case.get("language"))
    assert found == (tuple(case["is"]) if "is" in case else None)


def test_flags() -> None:
    assert flag_country("🇷🇺 Russia") == ("RU", "Russia")
    assert flag_country("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f England") == ("GB", "England")
    assert flag_country("Iran") == (None, "Iran")


def test_unclosed_brackets_are_left_out() -> None:
    text = 'A (b, c), "d, e", 9,000 men; f (unclosed, g'
    assert [text[start:end] for start, end in brackets(text)] == ["(b, c)"]
    assert [text[start:end] for start, end in brackets("a (b (c)) (d) (e")] == [text[2:9], text[10:13]]


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(
        st.lists(PIECES, max_size=9).map(" ".join), st.lists(PIECES, max_size=9).map("".join), st.text(max_size=60)
    )
)
def test_any_text_keeps_the_contract(text: str) -> None:
    person = read_person(text)
    assert (person.name is None) == person.is_unknown
    assert person.fate in FATES
    assert person.name != ""
    assert person.rank != ""
    place = read_coordinates(text)
    assert place is None or (abs(place[0]) <= 90 and abs(place[1]) <= 180)
    spans = brackets(text)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    for start, end in spans:
        assert text[start] in "(["
        assert text[end - 1] in ")]"


TRAPS = [
    " ",
    "1 ",
    "1,234 ",
    "(",
    "(1 killed",
    "1–2 ",
    "1 May ",
    "killed, ",
    "Per X: ",
    "claim: ",
    '"',
    "aKIA",
    "48°51′",
    "1.1;",
    "{{",
    "🇷",
]


@pytest.mark.parametrize("trap", TRAPS)
def test_traps_of_forty_thousand_characters_take_linear_time(trap: str) -> None:
    def read_all(length: int) -> None:
        text = trap * (length // len(trap))
        read_person(text)
        read_coordinates(text)
        brackets(text)

    assert_linear(read_all, 40_000)
