"""Columns of a row: gaps of a page printed node by node, a number printed twice, and what stays unknown."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from flows.infobox.reader import InfoboxRows, read
from flows.infobox.records import StrengthRow
from flows.model import Document, Infobox, InfoboxField, Layout
from flows.runs.job import run
from flows.runs.options import RunConfig


def page(layout: Layout, *fields: tuple[str, str]) -> InfoboxRows:
    box = Infobox("Infobox military conflict", tuple(InfoboxField(*field, layout) for field in fields))
    return read("page", Document("wiki_page", "", (), "t", infoboxes=(box,)))


def strengths(text: str) -> list[int | None]:
    last = ("Casualties and losses", "1 killed\n\n2 killed")
    rows: tuple[StrengthRow, ...] = page("gaps", ("Belligerents", "A\n\nB"), ("Strength", text), last).strengths
    return [row.side for row in rows]


def test_exactly_one_gap_is_between_the_cells() -> None:
    assert strengths("100 men\n \n5 tanks\n\n200 men") == [1, 1, 2]  # " " is a blank between two words
    assert strengths("100 men\n\n5 tanks\n\n200 men") == [None, None, None]


def test_a_gap_beside_an_empty_cell_may_be_one_of_a_list() -> None:
    assert strengths("100 men\n\n5 tanks\n\n") == [None, None]
    assert strengths("\n\n100 men\n\n5 tanks") == [None, None]
    # The last row has the article behind it: both parts have to count the same.
    found = page("gaps", ("Belligerents", "A\n\nB"), ("Casualties and losses", "10 killed\n\n5 captured"))
    assert [row.side for row in found.casualties] == [None, None]


def test_units_of_one_side_have_gaps_too() -> None:
    found = page("gaps", ("Belligerents", "A\n\nB"), ("Units involved", "1st Foot\n\n2nd Foot"), ("Strength", "1\n\n2"))
    assert {row.side for row in found.units} == {None}


def test_a_number_printed_twice_says_no_side_the_second_time() -> None:
    found = page(
        "commas",
        *((f"Combatant{side}", name) for side, name in enumerate(("Kent", "Anjou", "Maine"), 1)),
        ("Casualties3", "10 killed"),
        ("Casualties3", "540+ civilians killed"),
    )
    assert [(row.side, row.side_basis) for row in found.casualties] == [(3, "key"), (None, "none")]


def test_each_field_of_unknown_sides_has_one_issue(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.txt").write_text(
        "Battle of Dorn\n\nBattle of Dorn\nPart of the Dorn War\nDate3 May 1702\nResult Victory\nBelligerents\nAton\n"
        "Beton\nCeton\nCommanders and leaders\nAnn Lee\nBo Ray\nCy Fox\nUnits involved\n1st Foot\n2nd Foot\nStrength\n"
        "10 men\n20 tanks\nCasualties and losses\n10 killed\n20 wounded\n30 civilians killed\n\n"
        "It was a battle that was long.\n",
        encoding="utf-8",
    )
    found = run(RunConfig((str(pages),), tmp_path / "out", workers=1))
    issues = pl.read_parquet(found.snapshot_dir / "issues.parquet").filter(code="side-unknown")
    assert sorted(issues["text"]) == [
        "10 killed … 20 wounded (2 lines)",
        "10 men … 20 tanks (2 lines)",
        "1st Foot … 2nd Foot (2 units)",
        "Ann Lee … Cy Fox (3 commanders)",
        "Beton … Ceton (2 belligerents)",
    ]


def test_one_gap_of_three_cells_proves_nothing() -> None:
    names = ("Belligerents", "Aton\n\n\nBeton\n\n\nCeton")
    last = ("Casualties and losses", "1 killed")
    for gap, expected in (("\n\n\n\n\n", {None}), ("\n\n\n", {1, 2})):  # the larger one is around an empty cell
        rows = page("gaps", names, ("Commanders and leaders", f"Ann Lee{gap}Cy Fox"), last).commanders
        assert {row.side for row in rows} == expected
    assert {row.side for row in page("gaps", names, ("Strength", "\n\n8 men\n\n\n9 men"), last).strengths} == {None}


def test_unknown_below_commanders_is_a_cell_by_itself() -> None:
    # Where the run shows three sides it is undone: test_sides.py.
    found = page("cells", ("Belligerents", "Aton\nBeton"), ("Commanders and leaders", "Ann Lee\nBo Ray\nUnknown"))
    assert [row.side for row in found.commanders] == [1, 1, 2]


def test_what_stands_below_the_last_column_has_no_side() -> None:
    for below in ("33 killed overall", "20 killed on both sides", "9 refugees killed\n8 houses burnt"):
        fields = (("Belligerents", "A\tB"), ("Casualties", f"10 killed\t25 missing\n{below}"), ("Strength", "1\t2"))
        found = page("cells", *fields)
        assert {row.side for row in found.casualties[2:]} == {None}, below
        assert [row.side for row in found.casualties[:2]] == [1, 2]


def test_cells_side_by_side_in_each_line_have_no_sides() -> None:
    rows = ("Kent           Anjou", "Ann Lee        Cy Fox\nBo Ray         ", "10 | 20\n5 | ")
    labels = ("Belligerents", "Commanders and leaders", "Strength")
    found = page("cells", *zip(labels, rows, strict=True))
    assert {row.side for row in (*found.belligerents[1:], *found.commanders, *found.strengths)} == {None}
