"""Answers as text: aligned, quoted, valid, and harmless on a terminal."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.ask.query import QueryResult
from flows.ask.render import display_width, render


def made(form: str, columns: tuple[str, ...], *rows: tuple[object, ...]) -> str:
    return "".join(render(QueryResult(columns, rows), form))  # type: ignore[arg-type]


def test_a_table_is_aligned() -> None:
    text = made("table", ("name", "killed"), ("Tha'er Ismail", 7), ("日本", 300), ("é" * 70, None))
    assert text.splitlines() == [
        "name" + " " * 58 + "killed",
        "─" * 60 + "  ──────",
        "Tha'er Ismail" + " " * 54 + "7",
        "日本" + " " * 61 + "300",
        "é" * 59 + "…" + "    NULL",
    ]
    assert {display_width(line) for line in text.splitlines()} == {68}


def test_a_table_shows_control_characters() -> None:
    text = made("table", ("a\x1b[31m",), ("evil\x1b]0;x\x07\nnext\u202e",))
    assert "\x1b" not in text
    assert text.count("\n") == 3
    assert "\u202e" not in text


def test_a_table_of_nothing_has_its_head() -> None:
    assert made("table", ("a", "bcd")) == "a  bcd\n─  ───\n"


def test_csv_is_rfc_4180() -> None:
    text = made(
        "csv",
        ("text", "empty", "null", "list", "day", "flag"),
        ('say "hi",\nplease', "", None, ["a", None, "é"], dt.date(1, 2, 3), True),
    )
    row = '"say ""hi"",\nplease","",,"[""a"", null, ""é""]",0001-02-03,true'
    assert text == f"text,empty,null,list,day,flag\r\n{row}\r\n"


@given(st.lists(st.tuples(st.text(), st.text()), min_size=1))
def test_csv_comes_back(rows: list[tuple[str, str]]) -> None:
    text = made("csv", ("a", "b"), *rows)
    assert list(csv.reader(io.StringIO(text, newline=""), strict=True))[1:] == [list(row) for row in rows]


def test_json_is_json() -> None:
    at = dt.datetime(2026, 11, 22, 1, 30, tzinfo=dt.UTC)
    text = made(
        "json",
        ("day", "at", "list", "number", "whole", "nan", "bytes", "struct", "day"),
        (dt.date(2017, 9, 14), at, ["x"], Decimal("1.50"), Decimal(12), float("nan"), b"\xff", {1: None}, None),
        (None,) * 9,
    )
    first, second = json.loads(text)
    assert first == {
        "day": "2017-09-14",
        "at": "2026-11-22T01:30:00+00:00",
        "list": ["x"],
        "number": "1.50",
        "whole": 12,
        "nan": None,
        "bytes": "ff",
        "struct": {"1": None},
        "day_2": None,
    }
    assert set(second.values()) == {None}
    assert json.loads(made("json", ("a",))) == []


def test_markdown_carries_no_markup() -> None:
    text = made("markdown", ("a|b",), ("<script>|[x](y)\n`z`",), (None,))
    assert text.splitlines() == ["| a\\|b |", "| --- |", "| &lt;script&gt;\\|\\[x\\](y)<br>\\`z\\` |", "|  |"]


@pytest.mark.parametrize("form", ["table", "csv", "json", "markdown"])
def test_every_kind_of_value_can_be_shown(form: str) -> None:
    values = (
        None,
        True,
        1,
        1.5,
        Decimal("0.1"),
        "x",
        b"x",
        dt.date(1, 1, 1),
        dt.time(1),
        dt.timedelta(1),
        [1],
        {"a": 1},
    )
    assert made(form, tuple(f"c{number}" for number in range(len(values))), values)
