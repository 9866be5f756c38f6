"""Conflict boxes in other languages and wordings, read from the field to the rows."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.formats.shapes import parse, recognise
from flows.infobox.reader import InfoboxRows, read
from flows.model import Cleaned, RawDocument


def rows(text: str) -> InfoboxRows:
    return read("d", parse(recognise(text), Cleaned(text), RawDocument("a", b"")))


@pytest.mark.parametrize(
    ("printed", "start"),
    [
        ("[[永禄]]3年[[5月19日]]（[[1560年]][[6月12日]]）", dt.date(1560, 6, 12)),
        ("永禄3年5月19日", None),
        ("昭和20年8月15日", dt.date(1945, 8, 15)),
        ("1904年2月8日", dt.date(1904, 2, 8)),
        ("79年8月24日", dt.date(79, 8, 24)),
        ("西暦79年8月24日", dt.date(79, 8, 24)),
    ],
)
def test_years_of_a_reign_that_nobody_knows_are_no_years(printed: str, start: dt.date | None) -> None:
    found = rows(
        f"{{{{Battlebox\n|battle_name = 青田の戦い\n|date = {printed}\n|combatant1 = 織田軍\n"
        "|combatant2 = 今川軍\n}}\n"
    )
    assert found.conflicts[0].start_date == start


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        ("織田軍の勝利", "side_1"),
        ("今川の決定的な勝利", "side_2"),
        ("勝利", "unknown"),
        ("講和", "other"),
        ("朝鮮의 승리", "unknown"),
    ],
)
def test_winners_in_scripts_without_blanks(result: str, outcome: str) -> None:
    box = f"|battle_name = 青田\n|combatant1 = 織田軍\n|combatant2 = 今川軍\n|result = {result}\n"
    assert rows(f"{{{{Battlebox\n{box}}}}}\n").conflicts[0].outcome == outcome


def test_losses_and_dates_of_templates() -> None:
    found = rows(
        "{{Infobox Conflit militaire\n| conflit = A\n| date = {{date|12|août|1759|en France}}\n"
        "| combattants1 = B\n| combattants2 = C\n| commandant2 = Karl von Dohna {{Mort au combat}}\n"
        "| pertes2 = 2 800 tués ou blessés\n}}\n"
    )
    assert found.conflicts[0].start_date == dt.date(1759, 8, 12)
    assert [(row.name, row.fate) for row in found.commanders] == [("Karl von Dohna", "killed")]
    assert [(row.kind, row.count_min, row.note) for row in found.casualties] == [("killed_or_wounded", 2800, None)]


def test_front_matter_lists_with_semicolons() -> None:
    found = rows(
        "---\ntitle: Raid\nresult: A\ncombatant1: England; Dutch Republic\n"
        "combatant2: France (to 1703; 1705)\n---\n\nText.\n"
    )
    assert [(row.side, row.name) for row in found.belligerents] == [
        (1, "England"),
        (1, "Dutch Republic"),
        (2, "France"),
    ]


def test_feet_in_the_label() -> None:
    found = rows("= A =\n\nInfobox\n- Name: A\n- Iata: AAA\n- Elevation-f: 1,204\n\nA is an airport.\n")
    assert [(row.number_min, row.unit) for row in found.infobox_values if row.kind == "quantity"] == [(1204.0, "ft")]


@pytest.mark.parametrize(
    ("result", "outcome"),
    [("Roman victory, see Aftermath", "side_1"), ("See Aftermath", "other"), ("Roman victory (see below)", "side_1")],
)
def test_a_pointer_behind_a_result(result: str, outcome: str) -> None:
    box = f"- Conflict: A\n- Result: {result}\n- Combatant1: Roman Republic\n- Combatant2: Carthage\n"
    found = rows(f"= A =\n\nInfobox\n{box}- Strength1: over 200 advisers\n\nA was a battle.\n")
    assert found.conflicts[0].outcome == outcome
    assert [row.kind for row in found.strengths] == ["personnel"]
