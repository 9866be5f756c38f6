"""What the command says when the gate stops a run, and how the violations are named, limited and found again."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from flows.cli.main import main

pytestmark = pytest.mark.usefixtures("no_prefect")

CONTRADICTION = """= Battle of X =

Infobox
- Conflict: Battle of X
- Date: 1 January 2017 – 5 January 2017 (3 months)
- Combatant1: A
- Combatant2: B

The Battle of X was a battle between A and B.
"""


def contradict(pages: Path, count: int) -> None:
    for number in range(count):
        (pages / f"x{number:02}.txt").write_text(CONTRADICTION, encoding="utf-8")


def test_a_violation_is_shown_with_a_query_that_lists_it(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    contradict(pages, 1)
    out = str(tmp_path / "out")
    assert main(["run", str(pages), "--output", out]) == 0  # expectations allow a few
    told = capsys.readouterr().err
    assert "violations: 1" in told
    question = next(line for line in told.splitlines() if "FROM violations" in line)
    assert main([*shlex.split(question)[1:], "--format", "csv"]) == 0
    assert "duration_days_stated,90" in capsys.readouterr().out
    assert main(["check", out]) == 0
    assert main(["check", out, "--strict"]) == 1


@pytest.mark.slow
def test_strict_allows_no_violation(pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    contradict(pages, 1)
    arguments = ["run", str(pages), "--output", str(tmp_path / "out"), "--strict"]
    for _first_and_again in range(2):
        assert main(arguments) == 1
        told = capsys.readouterr()
        assert told.out == "", "nothing was published"
        assert "the data breaks the contract" in told.err
        assert "violation: conflicts.duration_days_stated: 1 of 1 row breaks the contract\n  '90' " in told.err
        assert "\n  from x00.txt" in told.err
    assert not (tmp_path / "out" / "current").exists()


def test_a_stopped_run_says_where_the_candidate_is_and_what_to_do(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "out")
    contradict(pages, 14)
    assert main(["run", str(pages), "--output", out]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "not published" in told.err
    assert told.err.count("\n  '90' ") == 10, "the first ten are named"
    assert "all 14 violations are in " in told.err
    commands = [line.strip() for line in told.err.splitlines() if line.strip().startswith("infobox-etl ")]
    codes = [main(shlex.split(command)[1:]) for command in commands]
    assert codes == [0, 1, 0], commands  # the violations, the check, the documents
    capsys.readouterr()
    accept = next(line for line in told.err.splitlines() if "--accept" in line and "infobox-etl run" in line)
    assert main(shlex.split(accept.partition(": ")[2])[1:]) == 0
    accepted = capsys.readouterr()
    assert "warning" in accepted.err
    assert "accepted when it was published: --accept" in accepted.err
    assert Path(accepted.out.strip()).parent.name == "snapshots"


@pytest.mark.slow
def test_failures_of_one_reason_are_told_together(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(12, 120):
        words = CONTRADICTION.replace("3 months", "5 days").replace("Battle of X", f"Battle of X{number}")
        (pages / f"{number:03}.txt").write_text(words, encoding="utf-8")
    arguments = ["run", str(pages), "--output", str(tmp_path / "out"), "--workers", "1"]
    assert main(arguments) == 0
    for number in range(12, 120):
        (pages / f"{number:03}.txt").unlink()
    capsys.readouterr()
    assert main(arguments) == 1
    told = capsys.readouterr().err
    assert "documents: kept_rows is 0.1, at least 0.8 is expected (12 rows, 120 before)\n" in told
    assert told.count("failed: ") == 2
    assert "sections: kept_rows" not in told, "no more than goes with the documents"
    assert "conflicts: kept_rows is 0, at least 0.8 is expected (0 rows, 108 before)" in told
    assert main([*arguments, "--json"]) == 1
    summary = json.loads(capsys.readouterr().out)
    assert summary["is_published"] is False
    assert Path(summary["folder"]).parent.name == "candidates"


def test_a_candidate_is_checked_where_the_last_run_left_one(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "out")
    assert main(["run", str(pages), "--output", out]) == 0
    published = Path(capsys.readouterr().out.strip()).name
    assert main(["check", out, "--candidate"]) == 0
    *_, outcome, page = capsys.readouterr().out.splitlines()
    assert outcome.startswith(f"{published} keeps the contract")
    assert page == f"quality page: {tmp_path.resolve() / 'out' / 'snapshots' / published / 'report.html'}"
    for number in range(6):
        (pages / f"{number:02}.txt").unlink()
    assert main(["run", str(pages), "--output", out]) == 1
    assert main(["check", out]) == 0
    capsys.readouterr()
    assert main(["check", out, "--candidate", "--format", "github"]) == 1
    told = capsys.readouterr().out
    assert told.startswith("::error title=documents%3A kept_rows is 0.5")
    assert published not in told
    assert main(["check", out, "--candidate"]) == 1
    page = Path(capsys.readouterr().out.splitlines()[-1].removeprefix("quality page: "))
    assert page.parent.parent.name == "candidates"
    assert "documents: kept_rows is 0.5" in page.read_text("utf-8")
