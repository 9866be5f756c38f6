"""The small pictures: what they show stands in them in words too, and no words of an input become markup."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from flows.ask.report.pictures import counted_bars, histogram, stacked_bars

HOSTILE = "</title><script>alert(1)</script>\" onload='x"


def parsed(picture: Markup) -> ElementTree.Element:
    return ElementTree.fromstring(f"<div>{picture}</div>")


def test_a_histogram_has_a_bar_for_each_step_with_values() -> None:
    drawn = parsed(histogram([1, 0, 1000], "1 to 30"))
    bars = drawn.findall(".//rect")
    assert [float(bar.get("x", "")) for bar in bars] == [0, 80]
    assert [float(bar.get("height", "")) for bar in bars] == [2, 28]  # one of a thousand can still be seen
    assert drawn[0].get("aria-label") == "1 to 30"


@pytest.mark.parametrize("counts", [[], [0, 0]])
def test_a_histogram_of_nothing_has_no_bars(counts: list[int]) -> None:
    assert parsed(histogram(counts, "no values")).findall(".//rect") == []


def test_stacked_bars_fill_the_row_in_one_order() -> None:
    drawn = parsed(stacked_bars({"a": {"kept": 75, "removed": 25}, "b": {"removed": 10}}))
    first, second = (
        [(bar.get("class"), bar.get("x"), bar.get("width")) for bar in row.findall(".//rect")]
        for row in drawn.findall("./ul[@class='chart']/li")
    )
    assert first == [("part-1", "0%", "75%"), ("part-2", "75%", "25%")]
    assert second == [("part-2", "0%", "100%")]
    assert "kept 75 %, removed 25 %" in "".join(drawn.itertext())


def test_a_small_part_is_not_said_to_be_nothing() -> None:
    told = "".join(parsed(stacked_bars({"a": {"kept": 999_999, "removed": 1}})).itertext())
    assert "kept over 99.9 %" in told
    assert "removed under 0.1 %" in told


def test_counted_bars_are_as_long_as_their_counts() -> None:
    drawn = parsed(counted_bars({"battle": 4, "person": 1}))
    assert [bar.get("width") for bar in drawn.findall(".//rect")] == ["100%", "25%"]


@pytest.mark.parametrize(
    "picture",
    [histogram([1], HOSTILE), stacked_bars({HOSTILE: {HOSTILE: 1}}), counted_bars({HOSTILE: 1})],
    ids=["histogram", "stacked", "counted"],
)
def test_words_of_an_input_stay_words(picture: Markup) -> None:
    assert not re.search("<script|onload='x", picture)
    assert "style=" not in picture
    drawn = parsed(picture)
    assert HOSTILE in "".join(drawn.itertext()) or drawn[0].get("aria-label") == HOSTILE
