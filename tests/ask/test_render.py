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
from flows.quoting import safe
from tests.growth import assert_linear


def made(form: str, columns: tuple[str, ...], *rows: tuple[object, ...], **how: bool) -> str:
    return "".join(render(QueryResult(columns, rows), form, **how))  # type: ignore[arg-type]


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


def test_a_cell_that_is_cut_says_so_whatever_its_letters_take() -> None:
    marks = "e" + "\u0301" * 1000
    head, _, row = made("table", (marks,), (marks,)).splitlines()
    assert head == row == marks[:240] + "…"


def test_a_table_shows_half_of_no_letter() -> None:
    for text in ("日" * 40, "日" * 500):
        head, _, row = made("table", (text,), (text,)).splitlines()
        assert head == row == "日" * 29 + "…"


HUGE = {"ascii": "x", "wide": "日", "marks": "e\u0301", "escapes": "\x1b日", "formula": " ="}


@pytest.mark.parametrize("form", ["table", "csv", "json", "markdown"])
@pytest.mark.parametrize("letters", HUGE.values(), ids=HUGE)
def test_huge_names_and_values_take_linear_time(form: str, letters: str) -> None:
    assert_linear(lambda size: made(form, (letters * size,), (letters * size,)), 40_000, about=form)


@pytest.mark.parametrize("form", ["table", "csv", "json", "markdown"])
def test_many_columns_of_one_name_take_linear_time(form: str) -> None:
    assert_linear(lambda size: made(form, ("a",) * size, (1,) * size), 8_000, about=form)


def test_the_numbers_of_names_pass_by_names_that_have_one() -> None:
    [row] = json.loads(made("json", ("a", "a_2", "a", "a_3", "a", "a_2"), (1, 2, 3, 4, 5, 6)))
    assert row == {"a": 1, "a_2": 2, "a_3": 3, "a_3_2": 4, "a_4": 5, "a_2_2": 6}


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
    text = made("csv", ("a", "b"), *rows, raw=True)
    assert list(csv.reader(io.StringIO(text, newline=""), strict=True))[1:] == [list(row) for row in rows]


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\xa0=1", "\u3000=1", "\u200b=1", "\ufeff=1")
WIDE = ("\uff1d1", "\uff0b1", "\uff0d1", "\uff20A", " \uff1d1", "\ufe661", "\ufe62", "\ufe63", "\ufe6b")


@pytest.mark.parametrize("text", [*FORMULAS, *WIDE])
def test_csv_marks_what_a_spreadsheet_would_run(text: str) -> None:
    [names, cells] = csv.reader(io.StringIO(made("csv", (text,), (text,)), newline=""), strict=True)
    assert names == cells == [f"'{text}"]
    [names, cells] = csv.reader(io.StringIO(made("csv", (text,), (text,), raw=True), newline=""), strict=True)
    assert names == cells == [text]


def test_csv_marks_only_texts() -> None:
    values = (-5, -0.5, Decimal("-1.50"), True, None, "", "a=b", "5", "'=1", ["=1"], {"=": 1}, dt.timedelta(-1))
    text = made("csv", tuple(f"c{number}" for number in range(len(values))), values)
    row = '-5,-0.5,-1.50,true,,"",a=b,5,\'=1,"[""=1""]","{""="": 1}","-1 day, 0:00:00"'
    assert text.splitlines()[1] == row


CONTROLS = "a\x1b]0;x\x07\x9b31m\nb\rc\x85d\u2028e\u202ef\x7f\U000e0041"


def test_csv_on_a_terminal_shows_control_characters() -> None:
    text = made("csv", (CONTROLS,), (CONTROLS,), ([CONTROLS],), for_terminal=True)
    assert safe(text, keep="\r\n") == text
    assert len(text.splitlines()) == 3
    assert list(csv.reader(io.StringIO(made("csv", ("a",), (CONTROLS,)), newline=""), strict=True))[1] == [CONTROLS]


def test_json_shows_control_characters_and_means_the_same() -> None:
    flag = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    text = made("json", (CONTROLS,), (CONTROLS + flag,), ({CONTROLS: [CONTROLS]},), ("قوات",))
    assert safe(text, keep="\n") == text
    assert len(text.splitlines()) == 5
    assert json.loads(text) == [{CONTROLS: CONTROLS + flag}, {CONTROLS: {CONTROLS: [CONTROLS]}}, {CONTROLS: "قوات"}]
    assert "قوات" in text


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
