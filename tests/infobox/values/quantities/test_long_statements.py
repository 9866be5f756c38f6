"""Long hostile statements and dates: eight times the text takes about eight times the time."""

from __future__ import annotations

import pytest

from flows.infobox.values.dates.lists import read_dates
from flows.infobox.values.dates.spans import read_span
from flows.infobox.values.numbers import MAX_TEXT
from flows.infobox.values.quantities.statements import read_statement
from flows.infobox.values.unread import is_grave
from tests.growth import assert_linear

COUNTS = [
    "5 killed and ",
    "1 (2) ",
    "1 and ",
    "between 1 and ",
    "including 5 ",
    "tank lost, ",
    "claim: ",
    "1944: 5 ",
    "(",
]
# A list of n dates takes n² steps, and ``tokens.MAX_TEXT`` ends it: it is not here.
DATES = ["1900–", "1 and ", "(May 1, ", "c. ", "12:30 ", "1999/", "from ", "aged 5 "]


@pytest.mark.parametrize("trap", COUNTS)
def test_long_statements_take_linear_time(trap: str) -> None:
    def read_all(size: int) -> None:
        text = (trap * size)[:size]
        read_statement.__wrapped__(text, "casualties", None)
        read_statement.__wrapped__(text, "strength", None)
        is_grave.__wrapped__(text)

    assert_linear(read_all, MAX_TEXT, trap, at_most=1)


@pytest.mark.parametrize("trap", DATES)
def test_long_dates_take_linear_time(trap: str) -> None:
    def read_all(size: int) -> None:
        text = (trap * size)[:size]
        read_dates(text)
        read_span.__wrapped__(text)

    assert_linear(read_all, 1_000, trap, at_most=0.5)
