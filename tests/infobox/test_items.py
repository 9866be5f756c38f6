"""Items: which commas separate, what white space shows; hostile values take linear time and lose nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.infobox.items import MAX_ITEMS, clean, split
from flows.infobox.reader import read
from flows.model import Document, Infobox, InfoboxField, Layout
from flows.rules.labels import ItemRule
from tests.parts import first_and_rest

NBSP = "\u00a0"


def texts(value: str, rule: ItemRule, layout: Layout = "commas") -> list[str]:
    return [item.text for item in split(value, rule, layout)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Tom Roe (deposed\nNortham mayor)\nMax Doe", ["Tom Roe (deposed Northam mayor)", "Max Doe"]),
        (
            "Artaphernes (son of\n Artaphernes) [see\nbelow]\nDatis",
            ["Artaphernes (son of Artaphernes) [see below]", "Datis"],
        ),
        ("A (never closed\nB (closed)\nC", ["A (never closed", "B (closed)", "C"]),
        ("A (heads:\n* B\n* C)\nD", ["A (heads:", "B", "C)", "D"]),
        ("A) B\n(C", ["A) B", "(C"]),
    ],
)
def test_a_break_inside_brackets_splits_nothing(value: str, expected: list[str]) -> None:
    for rule in ("names", "people", "statements", "clauses", "whole"):
        assert texts(value, rule, "lines") == expected


def test_a_bracket_that_never_closes_hides_no_other_bracket() -> None:
    assert texts("A (b, C (d, e), F", "names") == ["A (b", "C (d, e)", "F"]


@pytest.mark.parametrize(
    ("rule", "value", "expected"),
    [
        ("whole", "Lyman, Donetsk Oblast, Ukraine", ["Lyman, Donetsk Oblast, Ukraine"]),
        ("names", "A (until 1990, then B), C", ["A (until 1990, then B)", "C"]),
        ("names", "A (unclosed, C", ["A (unclosed", "C"]),
        ("names", "A [x, y], C", ["A [x, y]", "C"]),
        ("names", "A, (), B,, C,", ["A", "B", "C"]),
        ("people", "Gen. X, (1st Army), Y Jr., Z", ["Gen. X", "(1st Army)", "Y Jr.", "Z"]),
        ("statements", "9,000 soldiers, 150+ tanks", ["9,000 soldiers", "150+ tanks"]),
        (
            "statements",
            "500 men, of which 20 officers, dozens of tanks",
            ["500 men, of which 20 officers", "dozens of tanks"],
        ),
        ("statements", "Unknown, presumed heavy", ["Unknown, presumed heavy"]),
        ("statements", "15 D-1, D-20, and D-30 howitzers, 4 men", ["15 D-1, D-20, and D-30 howitzers", "4 men"]),
        ("statements", "Elements from A, B and C groups, 3 guns", ["Elements from A, B and C groups", "3 guns"]),
        ("statements", "HMS A, HMS B and HMS C", ["HMS A", "HMS B and HMS C"]),
        ("statements", "Unknown number of T-1 X, Aton Z", ["Unknown number of T-1 X", "Aton Z"]),
        ("statements", "14 ships sunk, 15 captured", ["14 ships sunk, 15 captured"]),
        ("statements", "3 ships sunk, 40 killed", ["3 ships sunk", "40 killed"]),
        ("statements", "210 killed,, 250 wounded", ["210 killed", "250 wounded"]),
        ("statements", "9–12 killed, wounded or captured, 3 ships", ["9–12 killed, wounded or captured", "3 ships"]),
        ("statements", "9 killed, wounded unknown", ["9 killed", "wounded unknown"]),
        ("people", "Ann Lee, 1st Baron Lee, Bo Ray", ["Ann Lee, 1st Baron Lee", "Bo Ray"]),
        (
            "people",
            "Ann Lee, Jr., Acme, S.A. de C.V., Bo Ray, III",
            ["Ann Lee, Jr.", "Acme, S.A. de C.V.", "Bo Ray, III"],
        ),
        ("people", "Ann Lee, II Corps", ["Ann Lee", "II Corps"]),
        ("names", "Washington, D.C., Ohio", ["Washington, D.C.", "Ohio"]),
        ("people", "George, Prince Regent, Duke of York", ["George, Prince Regent", "Duke of York"]),
        ("people", "Edward, the Bold, Prince Rupert", ["Edward, the Bold", "Prince Rupert"]),
        ("names", "الروم، الغساسنة", ["الروم", "الغساسنة"]),
        (
            "tree",
            "Local forces, including the guards, 2nd Brigade",
            ["Local forces, including the guards", "2nd Brigade"],
        ),
        ("clauses", "Northern victory, later withdrawal", ["Northern victory, later withdrawal"]),
        (
            "clauses",
            "Northern victory, * North takes Aton, Beton and Ceton, * South retreats",
            ["Northern victory", "North takes Aton, Beton and Ceton", "South retreats"],
        ),
        (
            "clauses",
            "Rebels take Aton, Beton, the Ceton valley and Deton, Rebels besiege Eton, By May 1950, rebels held it",
            [
                "Rebels take Aton, Beton, the Ceton valley and Deton",
                "Rebels besiege Eton",
                "By May 1950, rebels held it",
            ],
        ),
        ("clauses", "Decisive A Army, B and C Army victory", ["Decisive A Army, B and C Army victory"]),
        ("clauses", "On 10 May 1950, North retreated from Aton", ["On 10 May 1950, North retreated from Aton"]),
        (
            "clauses",
            "Ongoing, * A holds B, C and D, Second phase: 1950 – present, * E",
            ["Ongoing", "A holds B, C and D", "Second phase: 1950 – present", "E"],
        ),
        ("names", "style=margin-bottom:0.5em", []),
        ("names", "", []),
        ("tree", "*, ** 1st Army, *", ["1st Army"]),
    ],
)
def test_comma_lists(rule: ItemRule, value: str, expected: list[str]) -> None:
    assert texts(value, rule) == expected


def test_markers_become_depth() -> None:
    items = split("Army, * 1st Corps, **  Guards, *** 7th Brigade", "tree", "commas")
    assert [(item.text, item.depth) for item in items] == [
        ("Army", 0),
        ("1st Corps", 1),
        ("Guards", 2),
        ("7th Brigade", 3),
    ]
    assert [item.is_flagged for item in items] == [False, False, True, False]
    lines = split("  • On 17 October, A fell\n  • On 3 November, B fell", "clauses", "lines")
    assert [(item.text, item.depth) for item in lines] == [("On 17 October, A fell", 1), ("On 3 November, B fell", 1)]


def test_no_break_spaces_are_flags_and_marks() -> None:
    items = split(f"North\n{NBSP} East\n\nGen. X{NBSP}\n🇷🇺 Russia\nFlag of West.svg West", "names", "cells")
    assert [(item.text, item.is_flagged, item.is_marked, item.after_blank) for item in items] == [
        ("North", False, False, False),
        ("East", True, False, False),
        ("Gen. X", False, True, True),
        ("🇷🇺 Russia", True, False, False),
        ("West", True, False, False),
    ]


def test_footnotes_of_browsers_are_left_out() -> None:
    assert texts("Sardinia[a]\nKent [sic]", "names", "cells") == ["Sardinia", "Kent [sic]"]
    assert texts("North gains the valley.[12]", "clauses", "lines") == ["North gains the valley."]
    assert texts("North [1]", "names", "commas") == ["North [1]"]  # wikitext has none


def test_titles_are_one_item_whatever_the_line_breaks() -> None:
    assert texts("the Battle of Aton and the\nNorthern campaign", "titles", "lines") == [
        "the Battle of Aton and the Northern campaign"
    ]


@given(st.text(max_size=300), st.sampled_from(["names", "people", "tree", "whole"]))
def test_no_letter_is_lost(value: str, rule: ItemRule) -> None:
    kept = "".join(item.source_text for item in split(value, rule, "commas"))
    dropped = [c for c in value if c.isalnum()]
    if "=" not in value:
        assert [c for c in kept if c.isalnum()] == dropped


@pytest.mark.parametrize(
    "trap", first_and_rest(["(", "[", ", ", "* ", NBSP, " ", "(a, ", "), ", "A, a ", ".svg ", ":"])
)
def test_hostile_values_end(trap: str) -> None:
    rules: tuple[ItemRule, ...] = ("names", "clauses", "statements", "titles")
    for rule in rules:
        assert len(split(trap * 30_000, rule, "commas")) <= 1_000
        assert len(split((trap + "\n") * 30_000, rule, "cells")) <= 1_000


def test_clean() -> None:
    assert clean(f"{NBSP} a{NBSP}{NBSP}b , ") == "a b"


@pytest.mark.parametrize("count", [MAX_ITEMS, MAX_ITEMS + 1])
def test_items_above_the_limit_leave_a_note(count: int) -> None:
    value = ", ".join(f"Unit {number}" for number in range(count))
    box = Infobox("Infobox military conflict", (InfoboxField("Units1", value, "commas"),))
    rows = read("0" * 16, Document("wiki_dump", "", (), "Battle of X", infoboxes=(box,)))
    assert len(rows.infobox_fields[0].items) == MAX_ITEMS
    assert [note.where for note in rows.notes if note.code == "too-many-items"] == ["Units1"] * (count > MAX_ITEMS)
