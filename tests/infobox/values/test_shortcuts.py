"""The fast ways around the grammars (wordings, plain dates) return what the grammars return."""

from __future__ import annotations

import datetime as dt
from typing import Literal
from unittest.mock import patch

import pytest
from hypothesis import strategies as st

from flows.infobox.values.dates import spans
from flows.infobox.values.dates.plain import read_plain
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


@given(60, 600, PLAIN)
def test_a_plain_date_is_read_as_the_grammar_reads_it(text: str) -> None:
    with patch.object(spans, "read_plain", return_value=None):
        expected = spans.read_span.__wrapped__(text)
    assert spans.read_span.__wrapped__(text) == expected


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
