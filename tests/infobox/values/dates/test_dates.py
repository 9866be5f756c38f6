"""Dates and periods: cases as data, and what must hold for any text."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.infobox.values.dates.periods import read_period
from flows.infobox.values.dates.spans import DateSpan, read_span
from schemas.vocabulary import PRECISIONS
from tests import parts

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parents[3] / "cases" / "dates.toml").read_text(encoding="utf-8")
)
PIECES = st.sampled_from(
    [
        "1",
        "5",
        "17",
        "31",
        "1863",
        "2017",
        "216",
        "May",
        "June",
        "Sep.",
        "mars",
        "9",
        "мая",
        "–",
        "-",
        "/",
        ",",
        ";",
        "(",
        ")",
        "[",
        "]",
        "\n",
        "to",
        "until",
        "since",
        "from",
        "present",
        "c.",
        "~",
        "?",
        "BC",
        "AD",
        "O.S.",
        "N.S.",
        "spring",
        "5th",
        "century",
        "1640s",
        "early",
        "or",
        "and",
        "2017-09-14",
        "31.12.2018",
        "03/04/2018",
        "2013年7月21日",
        "days",
        "months",
        "years",
        "phase",
        "07",
    ]
)


@pytest.mark.parametrize("case", CASES["span"], ids=lambda case: case["text"])
def test_span(case: dict[str, Any]) -> None:
    span = read_span(case["text"])
    assert span is not None
    assert (span.start_edtf, span.end_edtf) == (case.get("start"), case.get("end"))
    assert (span.is_ongoing, span.is_circa) == (case.get("ongoing", False), case.get("circa", False))
    assert span.duration_days_stated == case.get("days")
    assert span.unread == case.get("unread")
    assert (span.problem, span.doubt) == (case.get("problem"), case.get("doubt"))
    if "precision" in case:
        assert span.start_precision == case["precision"]
    if span.start_edtf and len(span.start_edtf) == 10:
        assert span.start == _as_date(span.start_edtf)


@pytest.mark.parametrize("text", CASES["no_span"][0]["texts"])
def test_no_span(text: str) -> None:
    assert read_span(text) is None


@pytest.mark.parametrize("case", CASES["period"], ids=lambda case: f"{case['text']} in {case.get('within')}")
def test_period(case: dict[str, Any]) -> None:
    period = read_period(case["text"], read_span(case["within"]) if "within" in case else None)
    assert period is not None
    assert (period.start, period.end, period.text) == (case.get("start"), case.get("end"), case["text"])


@pytest.mark.parametrize("text", CASES["no_period"][0]["texts"])
def test_no_period(text: str) -> None:
    assert read_period(text, read_span("14 September – 17 November 2017")) is None


@pytest.mark.parametrize("space", ["\u00a0", "\u2009", "\u202f"])
@pytest.mark.parametrize("dash", ["-", "–", "—", "−"])
def test_spaces_and_dashes_of_all_kinds(space: str, dash: str) -> None:
    span = read_span(f"14{space}September{space}{dash}{space}17 November{space}2017")
    assert span is not None
    assert (span.start, span.end) == (dt.date(2017, 9, 14), dt.date(2017, 11, 17))


def _as_date(edtf: str) -> dt.date | None:
    """Return a day as a date, None before year 1 and for a day that only the Julian calendar has."""
    try:
        return dt.date.fromisoformat(edtf)
    except ValueError:
        return None


def _holds(span: DateSpan) -> None:
    for date, precision, edtf in (
        (span.start, span.start_precision, span.start_edtf),
        (span.end, span.end_precision, span.end_edtf),
    ):
        assert precision is None or precision in PRECISIONS
        assert date is None or precision == "day"
        assert precision != "day" or edtf is None or date == _as_date(edtf.rstrip("~?%"))
        assert precision is None or edtf is not None
    assert not (span.start and span.end and span.start > span.end)
    assert not (span.is_ongoing and span.end)
    assert span.duration_days_stated is None or span.duration_days_stated >= 0


@parts.given(40, 400, st.lists(PIECES, max_size=14).map(" ".join))
def test_any_row_of_date_words_keeps_the_contract(text: str) -> None:
    span = read_span(text)
    if span:
        _holds(span)
    period = read_period(text, read_span("14 September 2016 – 17 November 2017"))
    assert period is None or not (period.start and period.end and period.start > period.end)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_keeps_the_contract(text: str) -> None:
    span = read_span(text)
    if span:
        _holds(span)


@settings(max_examples=200, deadline=None)
@given(st.dates(), st.dates())
def test_a_printed_span_comes_back(one: dt.date, other: dt.date) -> None:
    start, end = min(one, other), max(one, other)
    for day in (start, end):
        if day.year < 1000:  # "5 May 44" has no year without an era or leading zeros
            return
    words = [f"{day.day} {day:%B} {day.year}" for day in (start, end)]
    span = read_span(" – ".join(words))
    assert span is not None
    assert (span.start, span.end) == (start, end)
