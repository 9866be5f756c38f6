"""What the command says of a run that failed is true: whose folder it left alone, and which snapshot is current now."""

from __future__ import annotations

import copy
import errno
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from flows.cli import runs
from flows.cli.main import main
from flows.publish.snapshot import pointers, retention
from flows.publish.snapshot.published import current_id
from flows.runs.corpus.read_cache import ReadCache
from tests.publish.snapshot.test_mark import tree

pytestmark = pytest.mark.usefixtures("no_prefect")
FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def raising(error: BaseException) -> Any:
    def fail(*_arguments: object, **_options: object) -> None:
        raise copy.copy(error)  # what is noted in one must not be there the next time

    return fail


def run(pages: Path, output: Path, *words: str) -> int:
    return main(["run", str(pages), "--output", str(output), "--workers", "1", *words])


@pytest.fixture
def output(pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Return an output in which the next run publishes something else."""
    assert run(pages, tmp_path / "out") == 0
    (pages / "00.txt").write_text("Aleppo is a city of Syria.\n")
    capsys.readouterr()
    return tmp_path / "out"


@pytest.mark.parametrize("place", ["input", "home", "parent"])
def test_a_folder_of_somebody_elses_is_refused(
    place: str, pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    (home / ".state").mkdir(parents=True)
    (home / ".state" / "session").write_text("mine")
    folder = {"input": pages, "home": home, "parent": tmp_path}[place]
    before = tree(folder)
    assert run(pages, folder) == 2
    told = capsys.readouterr()
    assert told.out == ""
    reason = {"home": f"error: {folder}\n  is not empty"}  # the others hold the source, which is refused before
    assert told.err.startswith(reason.get(place, f"error: source '{pages}'\n"))
    assert "--output" in told.err
    assert {name: each for name, each in tree(folder).items() if not name.startswith("prefect")} == before


@pytest.mark.parametrize("command", ["run", "rollback"])
def test_nothing_is_written_through_a_link(
    command: str, output: Path, pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_text("mine, and longer than a process id")
    (output / ".lock").unlink()
    (output / ".lock").symlink_to("../victim.txt")
    words = [str(pages)] if command == "run" else []
    assert main([command, *words, "--output", str(output)]) == 2
    assert f"error: {output / '.lock'}\n" in capsys.readouterr().err
    assert victim.read_text() == "mine, and longer than a process id"


def test_a_disk_that_is_full_before_the_pointer_moves(
    output: Path, pages: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = current_id(output)
    monkeypatch.setattr(pointers, "replace_link", raising(FULL))
    (output / "warehouse.duckdb").unlink()
    assert run(pages, output) == 2
    told = capsys.readouterr().err
    assert "no space left on device" in told
    assert "nothing was published, a snapshot published before stays current" in told
    assert current_id(output) == before


@pytest.mark.parametrize("operation", ["drop_candidates", "retain"])
def test_what_cannot_be_cleaned_up_is_a_warning_of_a_run_that_published(
    operation: str, output: Path, pages: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = current_id(output)
    monkeypatch.setattr(retention, operation, raising(FULL))
    assert run(pages, output, "--json") == 0
    told = capsys.readouterr()
    now = current_id(output)
    assert now != before
    assert json.loads(told.out)["snapshot"] == now
    assert json.loads(told.out)["is_published"]
    assert any("no space left" in each for each in json.loads(told.out)["warnings"])
    assert f"snapshot {now} is current" in told.err
    assert "nothing was published" not in told.err
    assert run(pages, output) == 0, "and so is a run that finds nothing new"
    assert "no space left" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code"),
    [(KeyboardInterrupt(), 130), (FULL, 2), (PermissionError(errno.EACCES, "denied"), 2), (ZeroDivisionError(), 2)],
)
@pytest.mark.parametrize("late", [(ReadCache, "record_published"), (runs, "say_summary")])
def test_an_error_after_the_pointer_has_moved_says_what_is_current(
    error: BaseException,
    code: int,
    late: tuple[Any, str],
    output: Path,
    pages: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = current_id(output)
    monkeypatch.setattr(*late, raising(error))
    assert run(pages, output) == code
    now = current_id(output)
    told = capsys.readouterr().err
    assert now != before
    assert f"snapshot {now} is the current one" in told
    assert "snapshot before" not in told
    assert "nothing was published" not in told


@pytest.mark.parametrize("error", [KeyboardInterrupt(), FULL])
def test_an_error_of_a_run_that_did_not_publish_says_that(
    error: BaseException,
    output: Path,
    pages: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = current_id(output)
    monkeypatch.setattr(pointers, "announce", raising(error))
    assert run(pages, output) in {2, 130}
    assert current_id(output) == before
    assert "a snapshot published before stays current" in capsys.readouterr().err


def test_a_rollback_whose_last_step_fails_says_what_is_current(
    output: Path, pages: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first = current_id(output)
    assert run(pages, output) == 0
    sync = pointers.sync_folder
    monkeypatch.setattr(pointers, "sync_folder", lambda path: raising(FULL)() if path == output else sync(path))
    capsys.readouterr()
    assert main(["rollback", "--output", str(output)]) == 2
    assert current_id(output) == first
    told = capsys.readouterr().err
    assert f"snapshot {first} is the current one" in told
    assert "nothing was published" not in told


def test_an_output_of_an_earlier_version_goes_on(output: Path, pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It has no mark: its snapshots show what it is."""
    (output / ".infobox-etl").unlink()
    shutil.copyfile(pages / "01.txt", output / "notes.txt")
    assert run(pages, output) == 0
    assert (output / ".infobox-etl").is_file()
    assert (output / "notes.txt").is_file()
    assert "error" not in capsys.readouterr().err
