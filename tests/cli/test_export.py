"""``export`` as a user meets it: where it writes, what it prints, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.cli.main import main
from tests.conftest import Published


@pytest.fixture
def output(seeds: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the address of a snapshot; the test runs in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return str(seeds.folder)


def test_the_path_is_the_output(output: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--output", output]) == 0
    out, err = capsys.readouterr()
    assert out == "infobox-etl.xlsx\n"
    assert err.startswith("15 tables, ")
    assert [path.name for path in tmp_path.iterdir()] == ["infobox-etl.xlsx"]


def test_the_name_of_the_file_says_the_format(output: str, tmp_path: Path) -> None:
    assert main(["export", "--output", output, "--to", "new/losses.sqlite", "--table", "casualties"]) == 0
    assert (tmp_path / "new" / "losses.sqlite").read_bytes().startswith(b"SQLite format 3")


def test_the_summary_as_json(output: str, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--format", "csv", "--to", "tables", "--table", "tags", "--table", "documents", "--json"]
    assert main(["export", "--output", output, *options]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["format"], found["path"], found["left_out"]) == ("csv", "tables", [])
    assert found["tables"]["documents"] == 5
    assert set(found["tables"]) == {"documents", "tags"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--to", "tables"], "does not say which format"),
        (["--to", "tables.csv"], "is a folder with one file for each table"),
        (["--table", "casualtys"], "did you mean casualties?"),
        (["--format", "duckdb", "--table", "tags"], "the warehouse is copied as a whole"),
        (["--to", "there.xlsx"], "exists already"),
    ],
)
def test_what_is_refused_says_what_to_do(
    output: str, tmp_path: Path, options: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "there.xlsx").write_text("mine")
    assert main(["export", "--output", output, *options]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert [path.name for path in tmp_path.iterdir()] == ["there.xlsx"]
    assert (tmp_path / "there.xlsx").read_text() == "mine"


def test_what_a_workbook_cannot_hold_is_told(
    output: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.ask.export.xlsx.MAX_ROWS", 3)
    assert main(["export", "--output", output, "--table", "documents"]) == 0
    err = capsys.readouterr().err
    assert "documents: 3 rows are left out: a sheet has at most 3 rows" in err
    assert "--format sqlite, csv and duckdb hold everything" in err
