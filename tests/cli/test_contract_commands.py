"""``contract diff`` and ``contract release``: what they print, what they write, and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.cli import contracts
from flows.cli.main import main
from schemas import contract as todays
from schemas.contract import CONTRACT_FILE, Contract, Version, contract_text
from schemas.contract_reading import contract_in
from tests.schemas.made_contract import BATTLES, DAYS, MADE, with_column, with_table

BREAKING = with_column("kind", is_nullable=True)
ADDITIVE = with_table(columns=(*BATTLES.columns, DAYS._replace(name="lost", description="Lost.")))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that stands in for ``schemas/``: the made contract is released there."""
    folder = tmp_path / "schemas"
    folder.mkdir()
    monkeypatch.setattr(contracts, "home", lambda: folder)
    (folder / CONTRACT_FILE).write_text(contract_text(MADE))
    changelog(folder, "## 1.2.3\n\n- The first.\n")
    return folder


def changelog(home: Path, text: str) -> None:
    (home / "CHANGELOG.md").write_text(f"# Changes\n\n{text}")


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> list[Contract]:
    """Return a list whose last item is today's contract."""
    found = [MADE]
    monkeypatch.setattr(todays, "todays_contract", lambda: found[-1])
    return found


def test_the_contract_of_this_version_is_released(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contract", "diff"]) == 0
    assert capsys.readouterr().err == ""


def test_nothing_differs(home: Path, today: list[Contract], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contract", "diff"]) == 0
    assert capsys.readouterr().out == "1.2.3 to 1.2.3: nothing differs\n"
    assert main(["contract", "release"]) == 0
    assert "1.2.3 is released already" in capsys.readouterr().out


def test_a_break_fails_until_version_and_changelog_tell_it(
    home: Path, today: list[Contract], capsys: pytest.CaptureFixture[str]
) -> None:
    before = (home / CONTRACT_FILE).read_bytes()
    today.append(BREAKING)
    assert main(["contract", "diff"]) == 1
    shown = capsys.readouterr()
    assert shown.out.splitlines() == [
        "breaking: battles.kind: it may be null now",
        "  rows without a value drop out of filters, joins and counts of it; breaks readers",
        "1.2.3 to 1.2.3: 1 change, 1 breaking",
    ]
    assert shown.err.splitlines() == [
        "error: CONTRACT_VERSION in schemas/tables.py",
        "  is 1.2.3; 1 breaking change since 1.2.3 needs 2.0.0",
        '  set it to "2.0.0", or take the change back',
    ]
    assert main(["contract", "release"]) == 1
    assert (home / CONTRACT_FILE).read_bytes() == before

    today.append(BREAKING._replace(version=Version(2, 0, 0)))
    assert main(["contract", "diff"]) == 1
    assert "has no section of version 2.0.0" in capsys.readouterr().err
    changelog(home, "## 2.0.0\n\n- Something is new.\n\n## 1.2.3\n\n- The first.\n")
    assert main(["contract", "release"]) == 1
    assert "does not say in 2.0.0 what becomes of `battles.kind`" in capsys.readouterr().err
    assert (home / CONTRACT_FILE).read_bytes() == before

    changelog(home, "## 2.0.0\n\n- `battles.kind` may be null: filter by it with care.\n\n## 1.2.3\n\n- The first.\n")
    assert main(["contract", "diff"]) == 0
    assert main(["contract", "release"]) == 0
    assert "2.0.0, it was 1.2.3" in capsys.readouterr().out
    assert (home / CONTRACT_FILE).read_text() == contract_text(today[-1])
    assert main(["contract", "release"]) == 0
    assert sorted(path.name for path in home.iterdir()) == ["CHANGELOG.md", CONTRACT_FILE]


def test_the_first_release(home: Path, today: list[Contract], capsys: pytest.CaptureFixture[str]) -> None:
    (home / CONTRACT_FILE).unlink()
    assert main(["contract", "diff"]) == 2
    assert "no contract is released yet\n  release it first: infobox-etl contract release" in capsys.readouterr().err
    assert main(["contract", "release"]) == 0
    assert contract_in(home / CONTRACT_FILE).version == MADE.version
    (home / CONTRACT_FILE).unlink()
    changelog(home, "")
    assert main(["contract", "release"]) == 1
    assert not (home / CONTRACT_FILE).exists()


def test_json_holds_everything(home: Path, today: list[Contract], capsys: pytest.CaptureFixture[str]) -> None:
    today.append(ADDITIVE)
    assert main(["contract", "diff", "--json"]) == 1
    content = json.loads(capsys.readouterr().out)
    assert {name: content[name] for name in ("old", "new", "needed_step", "is_covered")} == {
        "old": "1.2.3",
        "new": "1.2.3",
        "needed_step": "minor",
        "is_covered": False,
    }
    assert content["changes"] == [
        {
            "kind": "additive",
            "where": "battles.lost",
            "what": "the column is new",
            "effect": "whoever writes rows has to fill it",
            "breaks": "writers",
            "step": "minor",
        }
    ]
    assert [gap["what"] for gap in content["gaps"]] == ["is 1.2.3; 1 additive change since 1.2.3 needs 1.3.0"]


def test_two_files_or_snapshots_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "old.json", tmp_path / "snapshot"
    new.mkdir()
    old.write_text(contract_text(MADE))
    (new / CONTRACT_FILE).write_text(contract_text(ADDITIVE))
    assert main(["contract", "diff", str(old), str(new)]) == 1
    assert "needs 1.3.0" in capsys.readouterr().err
    (new / CONTRACT_FILE).write_text(contract_text(ADDITIVE._replace(version=Version(1, 3, 0))))
    assert main(["contract", "diff", str(old), str(new)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1.2.3 to 1.3.0: 1 change, 1 additive"
    assert main(["contract", "diff", str(old)]) == 1, "against today's"


@pytest.mark.parametrize("content", ["[]", '{"format": 1, "version": "1", "tables": {}}', None])
def test_what_is_no_contract_is_refused(
    content: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / CONTRACT_FILE).write_text(content)
    assert main(["contract", "diff", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith(f"error: {tmp_path / CONTRACT_FILE}\n")


def test_words_of_a_foreign_contract_are_quoted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, terms in (("old", MADE), ("new", MADE._replace(tables={**MADE.tables, "x\x1b[31m\n": BATTLES}))):
        (tmp_path / f"{name}.json").write_text(contract_text(terms))
    assert main(["contract", "diff", str(tmp_path / "old.json"), str(tmp_path / "new.json")]) == 1
    shown = capsys.readouterr()
    assert "\x1b" not in shown.out + shown.err
    assert "additive: x\\x1b[31m\\n: the table is new" in shown.out


def test_an_action_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contract"]) == 2
    assert "ACTION" in capsys.readouterr().err
    assert main(["contract", "--help"]) == 0
