"""``diff``: how snapshots are named, what is printed, and which exit code tells that they differ."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.cli.main import main
from tests.ask.test_snapshot_diff import BOX, put

NEW = [
    ("a", 1, "Part of", "a \x1b[31mwar"),
    ("a", 2, *BOX[0][2:]),
    ("a", 3, "Place", "Hama"),
    ("b", 1, "Date", "2 May"),
]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    put(tmp_path / "out", BOX)
    put(tmp_path / "out", NEW, minute=1)
    return tmp_path / "out"


def ids(output: Path) -> list[str]:
    return sorted(each.name for each in (output / "snapshots").iterdir())


def compared(output: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[str, str]:
    assert main(["diff", "--output", str(output), "--json", *words]) == 0
    found = json.loads(capsys.readouterr().out)
    return found["old"], found["new"]


def test_snapshots_are_named_by_words_ids_and_folders(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = ids(output)
    assert compared(output, capsys) == (old, new)
    assert compared(output, capsys, "previous", "current") == (old, new)
    assert compared(output, capsys, old) == (old, new)
    assert compared(output, capsys, new, old) == (new, old)
    assert compared(output, capsys, str(output / "snapshots" / old), str(output)) == (old, new)
    assert compared(output / "nowhere", capsys, str(output), str(output)) == (new, new)


@pytest.mark.parametrize(
    ("words", "what", "remedy"),
    [
        (["candidate"], "there is no candidate in {}", "the gate has let the last run pass"),
        (["curent"], "curent is no snapshot of {}, and no folder", "did you mean current?"),
        (["current", "--table", "issue"], "neither has a table issue", "did you mean issues?"),
    ],
)
def test_what_is_no_snapshot_or_table_is_refused(
    output: Path, words: list[str], what: str, remedy: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", "--output", str(output), *words]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines()[:3] == ["error: diff", f"  {what.format(output)}", f"  {remedy}"]


def test_without_an_earlier_snapshot_there_is_nothing_to_compare(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path / "out", BOX)
    assert main(["diff", "--output", str(tmp_path / "out")]) == 2
    assert "there is no snapshot before the current one" in capsys.readouterr().err
    assert main(["diff", "--output", str(tmp_path)]) == 2
    assert f"name it: {tmp_path}/out" in capsys.readouterr().err


def test_the_exit_code_tells_a_difference_only_when_asked(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "--output", str(output)]) == 0
    assert main(["diff", "--output", str(output), "--exit-code"]) == 1
    assert main(["diff", "current", "current", "--output", str(output), "--exit-code"]) == 0
    assert "no difference: documents" in capsys.readouterr().out


def test_people_read_counts_then_rows_with_their_words(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "--output", str(output), "--table", "infobox_fields"]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    lines = told.out.splitlines()
    assert lines[0] == " -> ".join(ids(output))
    assert lines[2].split() == ["TABLE", "OLD", "NEW", "ADDED", "GONE", "CHANGED", "MOVED", "DOCUMENTS"]
    assert lines[3].split() == ["infobox_fields", "3", "4", "2", "1", "1", "1", "2"]
    text = told.out.partition("\n\n")[2]
    assert "  ~ a.txt  box_no 1, field_no 3\n      value  “Homs” -> “Hama”\n      from “ Homs” -> “ Hama”\n" in text
    assert "  - a.txt  box_no 1, field_no 3\n      label “Result” · value “Victory”\n" in text
    assert "  + a.txt  box_no 1, field_no 1\n      label “Part of” · value “a \\x1b[31mwar”\n" in text
    assert text.endswith("  … and 1 added with whole documents\n"), "of the new document b.txt"
    assert "\x1b" not in told.out


def test_what_is_not_shown_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for minute in (0, 1):
        put(tmp_path / "out", [("a", number, f"L{number}", f"{minute}") for number in range(9)], minute=minute)
    assert main(["diff", "--output", str(tmp_path / "out"), "--limit", "2"]) == 0
    assert "  … and 7 changed more: --table infobox_fields --limit N\n" in capsys.readouterr().out


def test_json_has_every_table_and_both_sides_of_a_value(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "--output", str(output), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    tables = {table["table"]: table for table in found["tables"]}
    assert set(tables) == {"documents", "infobox_fields", "infobox_values", "issues"}
    fields = tables["infobox_fields"]
    assert (fields["added"], fields["gone"], fields["changed"], fields["moved"]) == (2, 1, 1, 1)
    assert fields["examples"][0]["values"] == {"value": {"old": "Homs", "new": "Hama"}}
    assert fields["examples"][0]["source_text"] == {"old": " Homs", "new": " Hama"}


def test_history_names_the_command(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "--output", str(output)]) == 0
    told = capsys.readouterr()
    assert told.err == f"which rows differ: infobox-etl diff --output {output}\n"
    assert main(["history", "--output", str(output), "-q"]) == 0
    assert capsys.readouterr().err == ""
