"""What is said of a column: every number is that of the plain Python over its values."""

from __future__ import annotations

import datetime as dt
import math
import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.ask.report import column_profiles as module
from flows.ask.report.column_profiles import STEPS, WORDS, ColumnProfile, column_profiles

KINDS: dict[str, tuple[Any, st.SearchStrategy[Any]]] = {
    "int": (pl.Int64, st.integers(-(2**62), 2**62)),
    "small": (pl.Int16, st.integers(0, 5)),
    "float": (pl.Float64, st.floats(allow_nan=False, allow_infinity=False)),
    "flag": (pl.Boolean, st.booleans()),
    "day": (pl.Date, st.dates()),
    "words": (pl.String, st.text(max_size=3)),
    "items": (pl.List(pl.String), st.lists(st.text(max_size=2), max_size=3)),
}
COLUMNS = st.sampled_from(sorted(KINDS)).flatmap(
    lambda kind: st.tuples(st.just(kind), st.lists(st.none() | KINDS[kind][1], min_size=1, max_size=40))
)


def profile(kind: str, values: list[Any]) -> ColumnProfile:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "t.parquet")
        pl.DataFrame({"c": pl.Series(values, dtype=KINDS[kind][0])}).write_parquet(path)
        (found,) = column_profiles([path], ())
    return found


def bars(found: ColumnProfile) -> int:
    return len(re.findall("<rect", found.picture or ""))


@given(COLUMNS)
def test_the_numbers_are_those_of_the_values(column: tuple[str, list[Any]]) -> None:
    kind, values = column
    found = profile(kind, values)
    present = [value for value in values if value not in (None, [])]
    single = [item for value in present for item in value] if kind == "items" else present
    assert (found.values, found.distinct) == (len(present), len(set(single)))
    assert len(found.frequent) <= WORDS
    counts = sorted(Counter(single).values(), reverse=True)
    if kind in {"flag", "items", "words"} and found.frequent:
        assert [count for _, count in found.frequent] == counts[: len(found.frequent)]
    assert bars(found) <= STEPS
    assert bool(found.picture) == (kind in {"int", "small", "float", "day"} and len(set(single)) > 1)


def test_a_range_is_from_the_least_to_the_greatest_value() -> None:
    assert profile("day", [dt.date(2017, 11, 17), None, dt.date(2017, 9, 14)]).extent == "2017-09-14 to 2017-11-17"
    assert profile("int", [12000, 3, 3]).extent.startswith("3 to 12,000")
    assert profile("float", [0.25]).extent == "0.25"
    assert profile("words", [f"{number:03}{'x' * number}" for number in range(20)]).extent == "3 to 22 characters"


def test_whole_numbers_that_are_few_have_a_bar_each() -> None:
    assert bars(profile("small", [0, 0, 3])) == 2
    assert bars(profile("day", [dt.date(2020, 1, 1), dt.date(2020, 1, 2)])) == 2


def test_the_steps_of_skewed_numbers_are_told_to_be_logarithmic() -> None:
    found = profile("int", [1, 2, 3, 40, 900, 1_000_000])
    assert "logarithmic" in found.extent
    assert bars(found) > 2
    assert "logarithmic" not in profile("int", [1, 2, 3, 4]).extent


def test_numbers_that_are_none_are_no_range() -> None:
    found = profile("float", [1.0, math.inf, math.nan, 3.0])
    assert found.extent == "1 to 3"


def test_values_that_mostly_differ_have_no_frequent_ones_and_keys_neither(tmp_path: Path) -> None:
    assert profile("words", [f"name {number}" for number in range(50)]).frequent == ()
    assert profile("words", ["a"] * 3 + ["\xa0"]).frequent == (("a", 3), ("“\\xa0”", 1))
    path = tmp_path / "t.parquet"
    pl.DataFrame({"key": ["a", "a"]}).write_parquet(path)
    assert column_profiles([path], {"key"})[0].frequent == ()


def test_of_long_texts_only_their_number_is_known() -> None:
    long = profile("words", [f"{number:900}" if number % 2 else None for number in range(60)])
    assert (long.values, long.distinct, long.extent) == (30, None, "")
    assert profile("words", [f"{number:100}" for number in range(60)]).distinct == 60


@pytest.mark.parametrize("limit", [1, 500, 10**9])
def test_columns_beyond_the_memory_are_not_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, limit: int) -> None:
    monkeypatch.setattr(module, "GROUP_BYTES", limit)
    paths = [tmp_path / "t-00001.parquet", tmp_path / "t-00002.parquet"]
    for path in paths:
        frame = pl.DataFrame({"few": [1, None], "long": ["x" * 500, "y" * 500], "items": [["a", "b"], []]})
        frame.write_parquet(path)
    few, long, items = column_profiles(paths, ())
    assert (few.values, long.values) == (2, 4)
    assert [column.distinct for column in (few, long, items)] == {
        1: [None, None, None],
        500: [1, None, 2],
        10**9: [1, 2, 2],
    }[limit]
