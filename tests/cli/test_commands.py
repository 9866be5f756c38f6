"""Each command in this process: what it prints where, and the exit code."""

from __future__ import annotations

import io
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from flows.cli.main import main
from flows.rules.registry import rules

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
SEED_000 = "000_4142235f9dc32b56.txt"
ID_000 = "efcc13ed975c27b8"


@pytest.fixture(autouse=True)
def _no_prefect_configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PREFECT_API_URL", "PREFECT_PROFILE", "PREFECT_PROFILES_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))


@pytest.fixture(scope="session")
def output(seeds: Any) -> str:
    return str(seeds.folder.parent.parent)


def _stdin(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))


def test_run_publishes_and_says_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["run", str(SEEDS), "--only", "000*", "--workers", "1", "--output", str(tmp_path / "out")]
    assert main(arguments) == 0
    first = capsys.readouterr()
    folder = Path(first.out.strip())
    assert (folder / "documents.parquet").is_file()
    assert "1 document in" in first.err
    assert "not recorded in Prefect: use --record" in first.err
    assert "warehouse.duckdb" in first.err
    assert "infobox-etl query" in first.err

    assert main(arguments) == 0
    second = capsys.readouterr()
    assert second.out == first.out
    assert f"nothing changed since snapshot {folder.name}" in second.err

    assert main([*arguments, "--full", "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert summary["documents"] == summary["rows"]["documents"] == 1
    assert summary["is_unchanged"] is False
    assert summary["is_recorded"] is False


def test_run_without_input_could_not_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(tmp_path / "nowhere"), "--output", str(tmp_path / "out")]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("error: source ")
    assert "\n  name an existing file or folder" in told.err


def test_clean_reads_stdin(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _stdin(monkeypatch, "SeptemberÃ¢â‚¬â€œNovember\n".encode())
    assert main(["clean", "-", "--explain"]) == 0
    told = capsys.readouterr()
    assert told.out == "September–November\n"
    assert "repair/mojibake" in told.err
    assert "+ “–”" in told.err


def test_clean_tells_a_doubtful_repair_and_withholds_it_when_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "é à ü ö ä ñ ç è ê ë Ã©\n"
    _stdin(monkeypatch, text.encode())
    assert main(["clean", "-", "--explain"]) == 0
    told = capsys.readouterr()
    assert told.out == "é à ü ö ä ñ ç è ê ë é\n"
    assert "score 0.17" in told.err
    assert "doubtful-repair in character 1" in told.err
    _stdin(monkeypatch, text.encode())
    assert main(["clean", "-", "--explain", "--strict-repair"]) == 0
    told = capsys.readouterr()
    assert told.out == text
    assert "0 edits" in told.err
    assert "withheld-repair in character 1" in told.err


def test_clean_reads_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clean", str(SEEDS / "001_e8a361f7f028ea89.txt")]) == 0
    told = capsys.readouterr()
    assert "[object Object]" not in told.out
    assert told.err == ""


def test_clean_refuses_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clean", str(SEEDS)]) == 2
    assert "is a folder" in capsys.readouterr().err


def test_explain_a_file_and_the_same_document_as_published(output: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(SEEDS / SEED_000), "--json"]) == 0
    live = json.loads(capsys.readouterr().out)
    for name in (ID_000, SEED_000):
        assert main(["explain", name, "--output", output, "--json"]) == 0
        published = json.loads(capsys.readouterr().out)
        assert published["document_id"] == ID_000
        assert published["edits"] == live["edits"]
        assert published["title"] == live["title"] == "Deir ez-Zor offensive (September–November 2017)"
        assert published["tables"]["conflicts"][0]["name"] == "Deir ez-Zor offensive"


def test_explain_for_people(output: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", ID_000, "--output", output]) == 0
    shown = capsys.readouterr().out
    assert "Suheil al-Hassan" in shown
    assert "normalise/title-line" in shown
    assert next(rule.why for rule in rules() if rule.id == "title-line") in shown


def test_explain_an_unknown_document(output: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "nobody", "--output", output]) == 2
    assert "neither a file nor a document" in capsys.readouterr().err


def test_query_in_every_form(output: str, capsys: pytest.CaptureFixture[str]) -> None:
    sql = "SELECT name, start_date FROM conflicts ORDER BY start_date, name LIMIT 1"
    answers = {}
    for form in ("table", "csv", "json", "markdown"):
        assert main(["query", sql, "--format", form, "--output", output]) == 0
        answers[form] = capsys.readouterr().out
    assert json.loads(answers["json"])[0]["start_date"] == "2011-11-26"
    assert answers["csv"].startswith("name,start_date\r\n")
    assert answers["markdown"].startswith("| name | start\\_date |")
    assert "2011-11-26" in answers["table"]


def test_query_reads_stdin(output: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _stdin(monkeypatch, b"SELECT count(*) AS n FROM documents")
    assert main(["query", "-", "--format", "csv", "--output", output]) == 0
    assert capsys.readouterr().out == "n\r\n5\r\n"


@pytest.mark.parametrize("sql", ["SELECT nothing FROM nowhere", "COPY documents TO 'x.csv'", "", "SELECT 1; SELECT 2"])
def test_query_refuses(output: str, sql: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", sql, "--output", output]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("error: sql")


@pytest.mark.parametrize(
    "command",
    [["query", "FROM documents"], ["history"], ["rollback"], ["explain", "x"], ["rules", "--dead"], ["check"]],
)
def test_nothing_published(command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = [str(tmp_path)] if command == ["check"] else ["--output", str(tmp_path)]
    assert main([*command, *where]) == 2
    told = capsys.readouterr().err
    assert str(tmp_path) in told
    assert "infobox-etl run" in told


def test_check_passes_on_the_seeds(output: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", output]) == 0
    capsys.readouterr()
    assert main(["check", output, "--format", "json"]) == 0
    json.loads(capsys.readouterr().out)


def test_check_fails_on_a_damaged_file(output: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(output, tmp_path / "copy", symlinks=True)
    table = next((tmp_path / "copy" / "snapshots").glob("*/tags.parquet"))
    content = bytearray(table.read_bytes())
    content[len(content) // 2] ^= 1
    table.write_bytes(content)
    assert main(["check", str(tmp_path / "copy")]) == 1
    assert "tags.parquet" in capsys.readouterr().out


def test_describe(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["describe"]) == 0
    tables = capsys.readouterr().out
    assert "conflicts" in tables
    assert main(["describe", "casualties"]) == 0
    columns = capsys.readouterr().out
    assert "period_start" in columns
    assert "captured_or_missing" in columns
    assert main(["describe", "casualtys"]) == 2
    assert "did you mean casualties?" in capsys.readouterr().err


def test_rules_with_hits(output: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--output", output, "--json"]) == 0
    listed = {item["id"]: item for item in json.loads(capsys.readouterr().out)["rules"]}
    assert listed.keys() == {rule.id for rule in rules()}
    assert listed["title-line"]["documents"] >= 1
    assert main(["rules", "--dead", "--output", output, "--json"]) == 0
    dead = {item["id"] for item in json.loads(capsys.readouterr().out)["rules"]}
    assert dead == {name for name, item in listed.items() if not item["edits"]}


def test_one_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rule = next(rule for rule in rules() if rule.fixes and rule.keeps)
    assert main(["rules", rule.id, "--output", str(tmp_path)]) == 0
    told = capsys.readouterr()
    assert rule.why in told.out
    assert "fixes" in told.out
    assert "without hits" in told.err
    assert main(["rules", "title-lime"]) == 2
    assert "did you mean title-line" in capsys.readouterr().err


def test_serve_needs_an_api(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--cron", "30 1 * * *"]) == 2
    assert "prefect server start" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["runn"],
        ["run", "--worker", "2"],
        ["run", "--workers", "0"],
        ["run", "--keep", "0"],
        ["run", "--wait", "-1"],
        ["serve", "--cron", "30 1 * * *", "--accept"],
        ["check", "--format", "xml"],
        ["serve"],
    ],
)
def test_usage_errors(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "--help" in told.err


@pytest.mark.parametrize(
    "command", ["run", "serve", "clean", "explain", "rules", "check", "query", "describe", "history", "rollback"]
)
def test_help_has_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert "examples:" in capsys.readouterr().out


def test_a_fault_of_the_program_does_not_blame_the_data(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_arguments: object) -> int:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("flows.cli.texts.clean", broken)
    assert main(["clean", "-"]) == 2
    assert "a fault of the program" in capsys.readouterr().err


@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt(), 130), (BrokenPipeError(), 141)])
def test_signals(error: BaseException, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_arguments: object) -> int:
        raise error

    monkeypatch.setattr("flows.cli.texts.clean", stopped)
    assert main(["clean", "-"]) == code
