"""The line classifier of web pages: which lines are body."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from flows.rules.registry import rules
from flows.text.furniture.body_lines import judge
from flows.text.furniture.line_look import is_interface
from tests.parts import few_and_all, given

PROSE = "The army entered the old town on Friday morning, and by noon the siege of three years was over."


@given(20, 200, st.lists(st.text(min_size=1, max_size=40).filter(lambda line: not line.isspace()), max_size=30))
def test_one_verdict_a_line_and_the_same_every_time(lines: list[str]) -> None:
    first = judge(lines)
    assert len(first) == len(lines)
    assert all(0 <= item.score <= 1 for item in first)
    assert judge(lines) == first


@pytest.mark.parametrize(
    "line",
    [
        "Skip to content",
        "  • Share",
        "TWEET",
        "Alle Rechte vorbehalten.",
        "Читать далее…",
        "اقرأ المزيد",
        "続きを読む",
        "© 2025 X",
        "Read more »",
        "———",
    ],
)
def test_interface_in_many_languages(line: str) -> None:
    assert is_interface(line)


@pytest.mark.parametrize(
    "line", ["Russia", "* 2nd Brigade", "He said: share and share alike.", "Republican Guard", "9,000 soldiers"]
)
def test_words_of_an_article_are_no_interface(line: str) -> None:
    assert not is_interface(line)


def test_a_short_line_between_paragraphs_stays() -> None:
    lines = [
        "Home",
        "Login",
        *[f"{PROSE} Number {number}." for number in range(3)],
        "The aftermath",
        *[f"{PROSE} {number}" for number in range(3)],
        "Related posts",
        "Share",
    ]
    kept = [item.is_body for item in judge(lines)]
    assert kept[2:9] == [True] * 7
    assert not any((*kept[:2], *kept[9:]))


def test_a_clean_body_is_left_alone() -> None:
    assert all(item.is_body for item in judge([f"{PROSE} Number {number}." for number in range(12)]))


def test_a_page_of_two_sentences_keeps_them() -> None:
    assert [item.is_body for item in judge(["Home", "Login", PROSE, f"{PROSE} Yes."])] == [False, False, True, True]


def test_the_opening_paragraph_behind_a_share_bar_stays() -> None:
    lines = [
        "Home",
        "The end of the siege",
        "Facebook",
        "Copy link",
        f"{PROSE} Then.",
        *[f"{PROSE} {n}." for n in range(9)],
    ]
    assert [item.is_body for item in judge(lines)][2:] == [False, False, *[True] * 10]


def test_a_sentence_of_the_footer_is_no_body_on_a_page_of_one_sentence() -> None:
    lines = [
        "Home",
        PROSE,
        "Filed Under: a, b",
        "Sidebar",
        "Join our newsletter to have it all in your inbox every day.",
        "Login",
    ]
    assert [item.is_body for item in judge(lines)] == [False, True, False, False, False, False]


@pytest.mark.parametrize("thousands", few_and_all(2, 20))
def test_long_pages_are_judged(thousands: int) -> None:
    lines = ["Share", "Related posts", "Login"] * thousands * 1_000
    assert not any(item.is_body for item in judge(lines))


def test_the_rule_of_its_edits_exists() -> None:
    assert ("furniture", "boilerplate") in {(rule.id, rule.step) for rule in rules()}
