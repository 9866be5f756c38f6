"""Dates in many languages and forms: each text gives its two ends, a text that is not a date gives none."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path
from typing import Any

import pytest

from flows.infobox.values.dates.lists import has_date, read_dates
from flows.infobox.values.dates.spans import read_span
from flows.rules.words import date_words

TABLE: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[3] / "cases" / "date_shapes.toml").read_text(encoding="utf-8")
)
CASES = [case for group in TABLE["group"] for case in group["cases"]]


@pytest.mark.parametrize(("text", "start", "end"), CASES, ids=[case[0] for case in CASES])
def test_shape(text: str, start: str, end: str) -> None:
    span = read_span(text)
    assert span is not None
    assert (span.start_edtf or "", span.end_edtf or "") == (start, end)


@pytest.mark.parametrize("text", TABLE["unread"]["texts"])
def test_unread(text: str) -> None:
    span = read_span(text)
    assert span is None or not has_date(span)


def test_every_month_name_comes_back() -> None:
    """A day of every month word, printed day first, month first and as the end of a span."""
    rng = random.Random(20261125)
    months = [(word, found.value) for word, found in date_words().words.items() if found.kind == "month"]
    for word, month in months:
        day, year = rng.randint(2, 28), rng.randint(1000, 2025)
        name = word.capitalize()
        want = f"{year}-{month:02d}-{day:02d}"
        for text, start in (
            (f"{day} {name} {year}", want),
            (f"{day}. {name} {year}", want),
            (f"{name} {day}, {year}", want),
            (f"1–{day} {name} {year}", f"{year}-{month:02d}-01"),
        ):
            span = read_span(text)
            assert span is not None, text
            assert (span.start_edtf, span.end_edtf) == (start, want), text


def test_a_day_of_any_year() -> None:
    assert [span.start_edtf for _, span in read_dates("May 1")] == ["XXXX-05-01"]
    assert read_dates("18–19 April") == ()
