"""What is shown of a value: its field, the heads it stands under, and the words that no column has."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.cli.main import main

PAGE = """\
<html><body><table class="infobox"><tr><th colspan="2">Velm</th></tr>
<tr><th colspan="2">Area</th></tr><tr><th>Total</th><td>1,200 km<sup>2</sup> (900 sq mi)</td></tr>
<tr><th>Length</th><td>12 km</td></tr></table><p>Velm is a long and quiet island of the northern sea.</p></body></html>
"""


@pytest.fixture
def shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    (tmp_path / "velm.html").write_text(PAGE)
    assert main(["explain", str(tmp_path / "velm.html")]) == 0
    return capsys.readouterr().out.splitlines()


def test_a_field_is_shown_with_its_head_its_values_and_what_is_left(shown: list[str]) -> None:
    at = next(number for number, line in enumerate(shown) if "label Total" in line)
    assert "section Area" in shown[at]
    value = next(number for number, line in enumerate(shown) if "kind quantity" in line)
    assert at < value < next(number for number, line in enumerate(shown) if "label Length" in line)
    assert "number_min 1200.0" in shown[value]
    assert "field_no" not in shown[value]  # it stands below its field
    assert shown[value + 1].strip() == "unread “(900 sq mi)”"


def test_the_box_says_what_it_is_about(shown: list[str]) -> None:
    assert any(line.startswith("boxes, 1 row") for line in shown)
    assert any("name Velm" in line and "basis" in line for line in shown)


def test_none_is_a_number_that_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "battle.txt").write_text(
        "{{Infobox military conflict\n| conflict = Battle of Velm\n| combatant1 = Velm\n| combatant2 = Karsk\n"
        "| casualties1 = None\n| casualties2 = 7 killed\n}}\nThe '''Battle of Velm''' was fought long ago.\n"
    )
    assert main(["explain", str(tmp_path / "battle.txt")]) == 0
    assert "count_min 0 · count_max 0" in capsys.readouterr().out


def test_a_run_says_where_the_words_left_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "velm.html").write_text(PAGE)
    assert main(["run", str(tmp_path / "pages"), "--output", str(tmp_path / "out")]) == 0
    assert "infobox-etl query 'FROM unread_by_field'" in capsys.readouterr().err
    assert main(["query", "FROM unread_by_field", "--output", str(tmp_path / "out"), "--format", "csv"]) == 0
    assert "area_total,1,1,0" in capsys.readouterr().out
