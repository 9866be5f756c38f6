"""The closing summary: what changed since the last run, and what needs a person, the gravest first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.cli.main import main
from flows.cli.summary import WIDTH
from tests.cli.test_gate import contradict
from tests.runs.test_incremental import article

BROKEN = (
    "= Battle {0} =\n\nInfobox\n- Conflict: Battle {0}\n- Casualties1: [object Object] killed\n\nIt was a battle.\n"
)


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of four pages, in the current folder."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.txt").write_bytes(article(number, with_letter=True))
    return folder


def summary(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    assert main(["run", "pages", "--workers", "1", *words]) == 0
    return capsys.readouterr().err.splitlines()


def test_the_first_run_compares_with_nothing(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = summary(capsys)
    assert lines[0].startswith("4 documents in ")
    assert not [line for line in lines if "since the snapshot before" in line]
    assert max(map(len, lines)) <= WIDTH
    assert "  infobox-etl report --open" in lines
    assert [line for line in lines if line.startswith("  none: belligerents, ")]
    assert lines[-1].startswith("  not recorded in Prefect")


def test_what_changed_since_the_last_run_is_said(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    summary(capsys)
    (pages / "0.txt").unlink()
    (pages / "1.txt").write_bytes(article(9, with_letter=True))
    for number in (7, 8):
        (pages / f"{number}.txt").write_text(BROKEN.format(number))
    lines = summary(capsys)
    assert "since the snapshot before: inputs 2 new, 1 changed, 1 gone, 2 unchanged" in lines
    [cells] = [line.split() for line in lines if " documents " in line and line.startswith("  ")]
    assert cells[cells.index("documents") :][:3] == ["documents", "5", "+1"]
    [lost] = [line for line in lines if "lost-items" in line]
    assert lost.split()[:3] == ["2", "new", "lost-items"]
    assert summary(capsys)[0].startswith("nothing changed since snapshot ")


def test_one_snapshot_that_is_kept_is_enough_to_compare(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    summary(capsys, "--keep", "1", "--keep-for", "0")
    (pages / "5.txt").write_bytes(article(5, with_letter=True))
    lines = summary(capsys, "--keep", "1", "--keep-for", "0")
    assert "since the snapshot before: inputs 1 new, 4 unchanged" in lines


def test_inputs_that_gave_nothing_come_before_doubts_about_a_value(
    pages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in (7, 8):
        (pages / f"{number}.txt").write_text(BROKEN.format(number))
    (pages / "empty.txt").write_bytes(b"")
    lines = summary(capsys)
    start = next(at for at, line in enumerate(lines) if line.startswith("needs a person"))
    kinds = [line.split()[1] for line in lines[start + 1 : lines.index("next")]]
    assert kinds[0] == "empty-file"
    assert "lost-items" in kinds


def test_the_same_stands_in_json(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    summary(capsys)
    (pages / "5.txt").write_text(BROKEN.format(5))
    assert main(["run", "pages", "--workers", "1", "--json"]) == 0
    content = json.loads(capsys.readouterr().out)
    change = content["change"]
    assert (change["added"], change["changed"], change["removed"], change["unchanged"]) == (1, 0, 0, 4)
    assert change["rows"]["documents"] == 1
    assert change["issues"]["lost-items"] == 1
    lost = next(each for each in content["needs_a_person"] if each["kind"] == "lost-items")
    assert lost["question"] == "FROM issues WHERE code = 'lost-items'"
    assert Path(content["quality_page"]).is_file()
    assert main(["query", lost["question"], "--format", "json"]) == 0
    assert [row["source"] for row in json.loads(capsys.readouterr().out)] == ["5.txt"]


def test_a_candidate_says_first_why_and_where_its_page_is(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    contradict(pages, 1)
    assert main(["run", "pages", "--workers", "1", "--strict"]) == 1
    shown = capsys.readouterr()
    lines = shown.err.splitlines()
    assert shown.out == ""
    assert lines[0].startswith("not published, what is current stays: 5 documents in ")
    assert lines[1] == "failed: the data breaks the contract"
    [page] = [line for line in lines if line.startswith("its quality page: ")]
    assert lines.index(page) < lines.index("rows")
    assert Path(page.removeprefix("its quality page: ")).is_file()
