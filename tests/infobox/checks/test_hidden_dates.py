"""Dates that are hidden in the markup of a cell."""

from __future__ import annotations

import pytest

from flows.infobox.checks.dates import hidden_dates
from tests.growth import assert_linear
from tests.parts import first_and_rest


@pytest.mark.parametrize(
    ("markup", "dates"),
    [
        ('<span style="display:none">(<span class="bday">1731-05-09</span>)</span>9 May 1731', ["1731-05-09"]),
        ('<span class="bday dtstart published updated">1731-05</span>', ["1731-05"]),
        ("<span class=dtstart>1731-05-09</span> – <span class=dtend>1732</span>", ["1731-05-09", "1732"]),
        ('<abbr class="dtstart" title="1731-05-09T10:00Z">9 May</abbr>', ["1731-05-09"]),
        ('<time class="dtend" datetime="1731-05-10">10 May</time>', ["1731-05-10"]),
        ('<span class="bday">-0043-03-15</span>', ["-0043-03-15"]),
        ('<span class="birthday">1731-05-09</span>', []),
        ('<span class="dtstart">9 May</span>', []),
        ('<span class="bday">1731-05-091</span>', []),
        ("{{start date|1731|5|9}}", []),
    ],
)
def test_dates(markup: str, dates: list[str]) -> None:
    assert hidden_dates(markup) == dates


@pytest.mark.parametrize(
    "unit", first_and_rest(["<span ", "<span class=", '<span class="bday">', "<abbr title='1731' bday "])
)
def test_hostile_markup_takes_linear_time(unit: str) -> None:
    assert_linear(lambda size: hidden_dates(unit * (size // len(unit))), 1_000_000, at_most=3)
