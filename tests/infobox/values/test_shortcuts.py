"""The fast ways around the grammars (wordings, plain dates) return what the grammars return."""

from __future__ import annotations

import datetime as dt
from typing import Literal
from unittest.mock import patch

import pytest
from hypothesis import strategies as st

from flows.infobox.values.dates import lists, spans
from flows.infobox.values.dates.plain import cut_age, read_plain, read_years
from flows.infobox.values.quantities import statements
from flows.infobox.values.quantities.headers import read_header
from flows.infobox.values.quantities.wordings import wording
from tests.parts import given

Field = Literal["strength", "casualties"]
NUMBERS = st.one_of(
    st.integers(0, 3_000).map(str),
    st.integers(0, 10**8).map("{:,}".format),
    st.tuples(st.integers(0, 3_000), st.integers(0, 99_999)).map(lambda pair: f"{pair[0]}–{pair[1]:,}"),
    st.tuples(st.integers(0, 99), st.integers(0, 300)).map(lambda pair: f"{pair[0]} to {pair[1]}"),
)
BEFORE = st.sampled_from(
    ["", "~", "c. ", "At least ", "Up to ", "Killed: ", "in ", "by May ", "Type ", "Unknown, ", "The army lost "]
)
BEHIND = st.one_of(
    st.sampled_from(["", "+", "th", "k", "%", " km", " or more killed", " million men", " May", " T-tanks lost"]),
    st.sampled_from([" killed", " killed (SOHR claim)", " men (in May)", " tanks (US)", " killed, many wounded"]),
    st.just(" soldiers and policemen killed"),
)


@given(60, 600, BEFORE, NUMBERS, BEHIND, st.sampled_from(["", "+"]), st.sampled_from(["strength", "casualties"]))
def test_a_wording_is_read_as_the_grammar_reads_it(
    before: str, number: str, behind: str, plus: str, field: Field
) -> None:
    text = before + number + plus + behind
    for header in (None, read_header("Per Ukraine (as of 2 March):"), read_header("Civilian deaths:")):
        with patch.object(statements, "wording", return_value=None):
            expected = statements.read_statement.__wrapped__(text, field, header)
        assert statements.read_statement.__wrapped__(text, field, header) == expected


@pytest.mark.parametrize("text", ["1,200 killed", "5–7 tanks lost", "Up to 30 men"])
def test_a_wording_keeps_its_words(text: str) -> None:
    known = wording(text)
    assert known is not None
    assert known.text.replace(known.stand_in, known.printed) == text


@pytest.mark.parametrize("text", ["in 1914", "1914–15", "5 killed, 3 wounded", "Heavy", "1,20 killed", "30–20 men", ""])
def test_no_wording(text: str) -> None:
    assert wording(text) is None


MONTHS = st.sampled_from(["May", "may", "Sept.", "září", "lutego", "Foo", "décembre", "February"])
PLAIN = st.builds(
    "{}{}{}{}{}".format,
    st.integers(0, 33),
    st.one_of(st.just(""), MONTHS.map(" {}".format), st.builds(" {} {}".format, MONTHS, st.integers(990, 2030))),
    st.sampled_from(["–", " – ", "-", " — ", " to ", " "]),
    st.one_of(st.sampled_from(["", "present", "ongoing", "Foo"]), st.integers(0, 33).map("{} ".format)),
    st.one_of(st.just(""), st.builds("{} {}".format, MONTHS, st.integers(990, 2030))),
)


MONTH_FIRST = st.builds("{} {}, {}".format, MONTHS, st.integers(0, 33), st.integers(990, 2030))
YEARS = st.builds(
    "{}{}{}".format,
    st.integers(900, 2100),
    st.sampled_from(["–", " – ", "-", " — ", "—", " "]),
    st.one_of(st.sampled_from(["", "present", "ongoing", "now", "Foo", "May"]), st.integers(900, 2100).map(str)),
)
BESIDE = st.sampled_from(["", "", " (aged 78)", " (age 5)", " (age 105)", " (aged  7)", "(aged 78)", " (aged 1920)"])


@given(100, 2_000, st.one_of(PLAIN, MONTH_FIRST, YEARS, st.integers(900, 2100).map(str)), BESIDE)
def test_a_plain_date_is_read_as_the_grammar_reads_it(date: str, beside: str) -> None:
    text = date + beside
    with (
        patch.object(spans, "read_plain", return_value=None),
        patch.object(spans, "read_years", return_value=None),
    ):
        expected = spans.read_span.__wrapped__(text), lists.read_dates(text)
    assert (spans.read_span.__wrapped__(text), lists.read_dates(text)) == expected


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("3–17 May 1920", dt.date(1920, 5, 3), dt.date(1920, 5, 17)),
        ("28 February 1920 – 2 March 1921", dt.date(1920, 2, 28), dt.date(1921, 3, 2)),
        ("3 May 1920 – present", dt.date(1920, 5, 3), None),
    ],
)
def test_plain_dates(text: str, start: dt.date, end: dt.date | None) -> None:
    assert read_plain(text) == (start, end)


@pytest.mark.parametrize(
    "text", ["31 June 1920", "17–3 May 1920", "3 Meskerem 1983", "3 May", "May 1920", "3 May 1920 BC"]
)
def test_what_is_not_plain_is_left_to_the_grammar(text: str) -> None:
    assert read_plain(text) is None


@pytest.mark.parametrize("text", ["1925–1920", "1920–1920", "1920-1925", "920–925", "1920–25", "c. 1920", "1920s", ""])
def test_what_are_not_plain_years_is_left_to_the_grammar(text: str) -> None:
    assert read_years(text) is None


@pytest.mark.parametrize("text", ["3 May 1920 (aged)", "3 May 1920 (2 days)", "(age 3) 1920", "1920(age 3)"])
def test_what_is_no_age_stays(text: str) -> None:
    assert cut_age(text) == (text, None)
