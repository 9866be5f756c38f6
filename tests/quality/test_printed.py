"""The second reading of the harness, by which the product's is judged: its examples, and what it must not take."""

from __future__ import annotations

import doctest

import pytest

from tests.quality import aligned_rows, printed, printed_units, typed_answers
from tests.quality.printed import date_parts, is_printed, is_told, numbers_in


@pytest.mark.parametrize("module", [printed, printed_units, aligned_rows, typed_answers], ids=lambda one: one.__name__)
def test_the_examples_of_the_harness_hold(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted
    assert not result.failed


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,200³ killed", 1200),
        ("346³ killed", 346),
        ("3 lakh crore", 3e12),
        ("US$312–340 million", 312e6),
        ("4 ft 8 1⁄2 in", 56.5),
        ("6 ft 10½ in", 82.5),
        ("−40 °C", -40),
        ("(−183 °C)", -183),
        ("1 h 50", 110),
        ("35:54", 2154),
        ("10-11,000 killed", 10000),
        ("4 ft 8 ¹⁄₂ in", 56.5),
        ("1 ft 5⁄8 in", 12.625),
        ("30 miles 22 chains", 2422),
    ],
)
def test_a_number_is_printed(text: str, number: float) -> None:
    assert is_printed(number, numbers_in(text))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("346³ killed", 3463),
        ("1,200³ killed", 12003),
        ("1 Mil Mi-26", 1000),
        ("(−183 °C)", 183),
        ("Mi-26", -26),
        ("31.12.2018", 12.2018),
        ("12 km2", 2),
        ("12 km[3]", 3),
        ("10-11,500 killed", 10000),
    ],
)
def test_another_number_is_not_printed(text: str, number: float) -> None:
    assert not is_printed(number, numbers_in(text))


def test_a_date_tells_its_day_month_and_year_and_no_others() -> None:
    told = sorted(date_parts("1914-07-28/1918-11").numbers)
    numbers = numbers_in("28 July 1914 – November 18, and 30")
    assert [number.text for number in numbers if is_told(number, told)] == ["28", "1914", "18"]
