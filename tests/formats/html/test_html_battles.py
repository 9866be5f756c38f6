"""Battles of many languages and wikis: all give the same sides and days."""

from __future__ import annotations

import pytest

from flows.formats.html import page as html
from flows.infobox.reader import read
from flows.model import Cleaned, Document, RawDocument
from tests.formats.html.html_battles import BATTLES

BODY = "<p>The army crossed the river in the night, and the town fell on the next day after a short fight.</p>" * 3
# A name without spaces is one word; the English text above does not have it.
TITLES = {"ja": "Xの戦い", "zh": "X战役"}


def parsed(box: str, title: str = "T") -> Document:
    page = f"<!DOCTYPE html><html><body><h1>{title}</h1>{box}{BODY}</body></html>"
    return html.parse(Cleaned(page), RawDocument("page.html", page.encode()))


@pytest.mark.parametrize("name", BATTLES)
def test_typed_rows(name: str) -> None:
    rows = read("0" * 16, parsed(BATTLES[name], TITLES.get(name, "T")))
    names = [(row.name.translate({0x410: "A", 0x411: "B"}), row.side) for row in rows.belligerents]
    assert names == [("A", 1), ("B", 2), ("C", 3)][: len(names)]
    assert len(names) >= 2
    assert {row.side for row in rows.commanders} == {side for _, side in names}
    assert [row.count_min for row in rows.casualties] in ([10, 20], [])
    assert [str(row.start_date) for row in rows.conflicts] == ["1931-05-03"]
    assert rows.notes == ()


def test_columns_below_an_unknown_heading() -> None:
    """Estonian labels are not in labels.toml: the columns are found, but not their meaning."""
    page = BATTLES["zh"]
    for known, unknown in (("参战方", "Osalised"), ("指挥官与领导者", "Väejuhid"), ("伤亡与损失", "Kaotused")):
        page = page.replace(known, unknown)
    (box,) = parsed(page).infoboxes
    sided = [(field.plain, field.side) for field in box.fields if field.side]
    assert sided == [("A", 1), ("B", 2), ("C", 1), ("D", 2), ("10", 1), ("20", 2)]
