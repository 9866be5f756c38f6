"""Raised text in boxes of wikitext and HTML: units keep their exponents, numbers never gain a figure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.formats.html.cell_text import plain_lines
from flows.formats.html.element_tree import build
from flows.formats.html.tokenizer import tokens
from flows.formats.raised_text import raised
from flows.formats.wikitext.box_markup import clean
from flows.infobox.values.quantities.statements import read_statement

SHOWN = {
    "84 km<sup>2</sup>": "84 km2",
    "1,200<sup>3</sup> killed": "1,200³ killed",
    "346 killed<sup>[2]</sup>": "346 killed[2]",
    "1,200<sup>a</sup> killed": "1,200[a] killed",
    "900 killed<sup>b</sup>": "900 killed[b]",
    "the 1<sup>st</sup> Army": "the 1st Army",
    "M<sup>me</sup> Aronsen": "Mme Aronsen",
    "2×10<sup>6</sup> men": "2×10⁶ men",
    "Bo Berg<sup>4</sup>": "Bo Berg⁴",
}


def in_html(cell: str) -> str:
    source = f"<td>{cell}</td>"
    return plain_lines(source, [build(source, list(tokens(source)), 0)[0]])


@pytest.mark.parametrize("markup", SHOWN)
def test_raised_text_is_shown_alike_in_wikitext_and_html(markup: str) -> None:
    assert clean(markup) == SHOWN[markup] == in_html(markup)


def test_a_raised_tag_that_never_closes_is_left_alone() -> None:
    assert clean("1,200<sup>3 killed") == "1,2003 killed"


@given(st.integers(100, 10**7), st.sampled_from(["1", "12", "a", "[3]", "*", "note 2"]))
def test_no_raised_mark_changes_a_count(count: int, mark: str) -> None:
    for text in (clean(f"{count:,}<sup>{mark}</sup> killed"), in_html(f"{count:,} killed<sup>{mark}</sup>")):
        (statement,) = read_statement(text, "casualties")
        assert (statement.kind, statement.count_min, statement.count_max) == ("killed", count, count)


@given(st.text(max_size=30), st.text(max_size=10))
def test_raised_text_loses_nothing(before: str, text: str) -> None:
    assert (
        raised(before, text).strip("[]") == text
        or text.strip() in raised(before, text)
        or text.strip()[:1] in "0123456789+−–-"
    )
