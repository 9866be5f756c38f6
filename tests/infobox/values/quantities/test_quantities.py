"""Statements of strength and losses: cases as data, and what must hold for any text."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.infobox.values.quantities.headers import Header, header_after, read_header
from flows.infobox.values.quantities.statements import Statement, read_statement
from schemas.vocabulary import CASUALTY_KINDS, STRENGTH_KINDS, WHO
from tests import parts

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parents[3] / "cases" / "quantities.toml").read_text(encoding="utf-8")
)
DEFAULTS = Statement("other")._asdict() | {"kind": None}
PIECES = st.sampled_from(
    [
        "5",
        "300+",
        "1,500",
        "10-11,000",
        "2.5",
        "million",
        "killed",
        "wounded",
        "captured",
        "missing",
        "tanks",
        "soldiers",
        "civilians",
        "of",
        "and",
        "or",
        ",",
        ";",
        "(",
        ")",
        "[US]",
        "Per",
        "Ukraine:",
        "SOHR",
        "claim",
        "unknown",
        "heavy",
        "several",
        "at",
        "least",
        "up",
        "to",
        "~",
        "about",
        "total",
        "including",
        "12",
        "May",
        "2017",
        "T-72",
        "4k/5w/6m",
        "*",
        "brigades",
        "lost",
        "destroyed",
        "who",
        "50-20",
        "8",
        "times",
        "per",
        "NYT",
        "<40",
        "№",
        "1/2",
    ]
)


def _told(statement: Statement) -> dict[str, Any]:
    """Return the values of a statement that differ from the defaults."""
    return {key: value for key, value in statement._asdict().items() if value != DEFAULTS[key] and key != "text"}


@pytest.mark.parametrize("field", ["casualties", "strength"])
def test_cases(field: Literal["casualties", "strength"]) -> None:
    wrong = []
    for case in CASES[field]:
        got = [_told(statement) for statement in read_statement(case["text"], field)]
        if got != case["is"]:
            wrong.append((case["text"], got))
    assert not wrong


@pytest.mark.parametrize("case", CASES["header"], ids=lambda case: case["text"])
def test_header(case: dict[str, Any]) -> None:
    expected = Header(**{key: value for key, value in case.items() if key != "text"})
    assert read_header(case["text"]) == expected
    assert read_statement(case["text"], "casualties") == ()


@pytest.mark.parametrize("text", CASES["no_header"][0]["texts"])
def test_no_header(text: str) -> None:
    assert read_header(text) is None


def test_a_header_speaks_for_the_lines_below_it() -> None:
    header = None
    said = []
    for line in ("Per Ukraine:", "40 killed", "Units:", "7+ tanks destroyed", "Per Russia: 9 killed", "3 wounded"):
        said += [(s.claimant, s.count_min) for s in read_statement(line, "casualties", header)]
        header = header_after(line, header)
    assert said == [("Ukraine", 40), ("Ukraine", 7), ("Russia", 9), ("Russia", 3)]


def test_kind_and_who_come_from_the_header() -> None:
    (statement,) = read_statement(
        "400 according to the State Commission", "casualties", read_header("Civilians missing:")
    )
    assert (statement.kind, statement.who, statement.claimant) == ("missing", "civilian", "the State Commission")


def _holds(statements: tuple[Statement, ...], field: str) -> None:
    for index, statement in enumerate(statements):
        assert statement.kind in (STRENGTH_KINDS if field == "strength" else CASUALTY_KINDS)
        assert statement.who in WHO
        low, high = statement.count_min, statement.count_max
        assert low is None or low >= 0
        assert low is None or high is None or low <= high
        assert statement.qualitative is None or (low is None and high is None)
        assert statement.is_read or (low is None and high is None and statement.qualitative is None)
        says = low is not None or high is not None or statement.qualitative or statement.what
        assert not statement.is_read or says  # a row that says nothing is an issue instead
        assert statement.parent is None or 0 <= statement.parent < index


@parts.given(50, 500, st.lists(PIECES, max_size=14).map(" ".join), st.sampled_from(["strength", "casualties"]))
def test_any_row_of_words_keeps_the_contract(text: str, field: Literal["strength", "casualties"]) -> None:
    _holds(read_statement(text, field), field)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["strength", "casualties"]))
def test_any_text_keeps_the_contract(text: str, field: Literal["strength", "casualties"]) -> None:
    _holds(read_statement(text, field), field)


@settings(max_examples=200, deadline=None)
@given(st.integers(1000, 10**9), st.integers(1000, 10**9))
def test_a_printed_range_comes_back(one: int, other: int) -> None:
    low, high = min(one, other), max(one, other)
    (statement,) = read_statement(f"{low:,}–{high:,} killed", "casualties")
    assert (statement.kind, statement.count_min, statement.count_max) == ("killed", low, high)
