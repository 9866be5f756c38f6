"""``history`` and ``rollback``: what was published when, what it changed, and how to go back."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from flows.cli.main import main
from flows.publish.snapshot.published import current_snapshot

pytestmark = pytest.mark.usefixtures("no_prefect")


class Shell:
    """The command, its --output given, and what it wrote."""

    def __init__(self, pages: Path, output: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.pages, self.output, self.capsys = pages, output, capsys
        self.err = ""

    def __call__(self, *words: str, code: int = 0) -> str:
        assert main([*words, "--output", str(self.output)]) == code
        told = self.capsys.readouterr()
        self.err = told.err
        return told.out

    def run(self, *words: str, code: int = 0) -> str:
        return Path(self("run", str(self.pages), "--workers", "1", *words, code=code).strip()).name

    def history(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self("history", "--json"))
        return content

    def told(self, name: str) -> dict[str, Any]:
        """Return what history tells of one snapshot; those of one second have no order."""
        return next(each for each in self.history()["snapshots"] if each["snapshot"] == name)

    @property
    def current(self) -> str:
        info = current_snapshot(self.output)
        assert info is not None
        return info.snapshot_id


@pytest.fixture
def shell(pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(pages, tmp_path / "out", capsys)


def test_history_says_what_changed(shell: Shell) -> None:
    first = shell.run()
    (shell.pages / "00.txt").unlink()
    (shell.pages / "01.txt").write_text("Homs was a city of Syria.\n", encoding="utf-8")
    (shell.pages / "new.txt").write_text("Hama is a city.\n", encoding="utf-8")
    (shell.pages / "newer.txt").write_text("Hama is a city, too.\n", encoding="utf-8")
    second = shell.run()
    third = shell.run("--full")
    newest, changed, oldest = map(shell.told, (third, second, first))
    assert [each["is_current"] for each in (newest, changed, oldest)] == [True, False, False]
    assert (oldest["before"], oldest["change"]) == (None, None)
    assert (changed["before"], newest["before"]) == (first, second)
    counted = {name: changed["change"][name] for name in ("added", "removed", "changed", "reasons")}
    assert counted == {"added": 2, "removed": 1, "changed": 1, "reasons": []}
    assert changed["change"]["rows"]["documents"] == 1
    assert newest["change"]["has_same_tables"] is True
    lines = {line[3:].split()[0]: line for line in shell("history").splitlines()}
    assert lines[third].startswith("*")
    assert lines[third].endswith("same tables")
    assert "inputs +2 -1 ~1; documents +1, edits +1, issues +1, sections +1" in lines[second]


@pytest.mark.slow
def test_history_shows_a_candidate_and_what_was_accepted(shell: Shell) -> None:
    published = shell.run()
    for number in range(6):
        (shell.pages / f"{number:02}.txt").unlink()
    shell.run(code=1)
    history = shell.history()
    assert [each["snapshot"] for each in history["snapshots"]] == [published]
    assert history["candidate"]["change"]["removed"] == 6
    line = shell("history").splitlines()[1]
    assert line.startswith("?  ")
    assert f"not published: infobox-etl check {history['candidate']['folder']}; inputs +0 -6 ~0" in line
    name = shell.run("--accept")
    assert shell.history()["candidate"] is None
    [accepted] = shell.told(name)["accepted"]
    assert accepted.startswith("documents: kept_rows is 0.5")
    assert f"accepted: {accepted}" in shell("history")


def test_rollback_goes_back_and_says_what_that_changes(shell: Shell) -> None:
    first = shell.run()
    (shell.pages / "new.txt").write_text("Hama is a city.\n", encoding="utf-8")
    second = shell.run()
    assert shell("rollback").strip().endswith(first)
    assert shell.current == first
    assert f"against {second}: inputs +0 -1 ~0; documents -1" in shell.err
    again = next(line for line in shell.err.splitlines() if "back again" in line)
    shell(*shlex.split(again.partition(": ")[2])[1:])
    assert shell.current == second
    shell("rollback", second)
    assert "is the current one already" in shell.err
    shell("rollback", "20010101T000000Z-00000000", code=2)
    assert "there is no snapshot" in shell.err


@pytest.mark.slow
def test_after_a_rollback_a_run_publishes_what_the_inputs_give(shell: Shell) -> None:
    shell.run()
    (shell.pages / "new.txt").write_text("Hama is a city.\n", encoding="utf-8")
    second = shell.run()
    shell("rollback")
    third = shell.run()
    assert shell.current == third != second
    assert shell.told(third)["change"]["added"] == 1, "against the snapshot that was current"
    shell("rollback", second)
    assert shell.run() == second, "what is current is what the inputs give"
    assert "nothing changed" in shell.err


def test_rollback_refuses_a_damaged_snapshot(shell: Shell) -> None:
    first = shell.run()
    second = shell.run("--full")
    path = shell.output / "snapshots" / first / "tags.parquet"
    content = bytearray(path.read_bytes())
    content[8] ^= 1
    path.write_bytes(content)
    shell("rollback", first, code=2)
    assert "was changed after it was published" in shell.err
    assert shell.current == second


def test_rollback_leaves_a_damaged_snapshot_behind(shell: Shell) -> None:
    first = shell.run()
    second = shell.run("--full")
    (shell.output / "snapshots" / second / "tags.parquet").unlink()
    shell("rollback")
    assert shell.current == first


@pytest.mark.slow
def test_keep_says_how_many_snapshots_stay(shell: Shell) -> None:
    names = [shell.run("--full", "--keep", "2") for _ in range(3)]
    assert {each["snapshot"] for each in shell.history()["snapshots"]} == set(names)
    assert shell.run("--keep", "2", "--keep-for", "0") == names[2], "nothing changed"
    assert {each["snapshot"] for each in shell.history()["snapshots"]} == set(names[1:])
