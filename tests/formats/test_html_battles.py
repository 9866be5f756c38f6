"""Battles of many languages and wikis: sides and days come out alike."""

from __future__ import annotations

import pytest

from flows.formats import html
from flows.infobox import read
from flows.model import Cleaned, Document, RawDocument
from tests.formats.html_battles import BATTLES

BODY = "<p>The army crossed the river in the night, and the town fell on the next day after a short fight.</p>" * 3
# Labels of these two are not in labels.toml: the columns are seen, but nobody knows what they hold.
UNKNOWN_LABELS = ("ja", "zh")


def parsed(name: str) -> Document:
    page = f"<!DOCTYPE html><html><body><h1>T</h1>{BATTLES[name]}{BODY}</body></html>"
    return html.parse(Cleaned(page), RawDocument("page.html", page.encode()))


@pytest.mark.parametrize("name", [name for name in BATTLES if name not in UNKNOWN_LABELS])
def test_typed_rows(name: str) -> None:
    rows = read("0" * 16, parsed(name))
    names = [(row.name.translate({0x410: "A", 0x411: "B"}), row.side) for row in rows.belligerents]
    assert names == [("A", 1), ("B", 2), ("C", 3)][: len(names)]
    assert len(names) >= 2
    assert {row.side for row in rows.commanders} == {side for _, side in names}
    assert [row.count_min for row in rows.casualties] in ([10, 20], [])
    assert [str(row.start_date) for row in rows.conflicts] == ["1931-05-03"]
    assert rows.notes == ()


@pytest.mark.parametrize("name", UNKNOWN_LABELS)
def test_columns_below_an_unknown_heading(name: str) -> None:
    (box,) = parsed(name).infoboxes
    sided = [(field.plain, field.side) for field in box.fields if field.side]
    assert sided == [("A", 1), ("B", 2), ("C", 1), ("D", 2), ("10", 1), ("20", 2)]
