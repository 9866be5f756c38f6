"""Places that fail a run: a full disk, a read-only folder, inputs that vanish. What was published stays."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from flows.cli.main import main
from flows.ingest.sources import discover
from flows.publish.snapshot.published import current_id, current_snapshot, verify
from flows.runs import job
from flows.runs.job import run
from flows.runs.options import RunConfig
from tests.parts import first_and_rest
from tests.runs.dying_runs import BELONGS, digests, unnamed_files, write_pages

KILOBYTES_FREE = (0, 8, 40, 100, 160, 250, 400, 600, 800, 1000, 1300, 1700, 2200)
"""Steps at which the disk fills up, so that every file of a run is once the one that does not fit."""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a file system of its own of 24 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
    if sys.platform != "linux" or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("mounting a tmpfs needs Linux and root; errors at every file operation are tested without it")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def pages_and_first_run(tmp_path: Path, output: Path) -> tuple[Path, dict[str, str], dict[str, str]]:
    """Return a folder of changed pages, what is published of the earlier ones, and what a run will publish of these."""
    pages = tmp_path / "pages"
    write_pages(pages, 1)
    run(RunConfig((str(pages),), output, workers=1))
    old = digests(output)
    write_pages(pages, 2)
    run(RunConfig((str(pages),), tmp_path / "undisturbed", workers=1))
    return pages, old, digests(tmp_path / "undisturbed")


def fill(disk: Path, free: int) -> None:
    """Write a file that leaves ``free`` bytes on the disk."""
    with (disk / "filler").open("wb") as file, suppress(OSError):
        left = os.statvfs(disk)
        file.write(bytes(max(left.f_bavail * left.f_frsize - free, 0)))


@pytest.mark.slow
def test_a_full_disk_ends_the_run_and_nothing_else(
    small_disk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = small_disk / "out"
    pages, old, new = pages_and_first_run(tmp_path, output)
    failed = 0
    for kilobytes in KILOBYTES_FREE:
        fill(small_disk, kilobytes * 1024)
        capsys.readouterr()
        code = main(["run", str(pages), "--output", str(output), "--workers", "1"])
        told = capsys.readouterr().err
        (small_disk / "filler").unlink()
        if code == 0:
            break
        failed += 1
        assert code == 2, told
        assert "no space left" in told.lower(), f"{kilobytes} kB: {told}"
        assert "Traceback" not in told
        assert "free" in told, "the remedy"
        assert digests(output) == old
        assert {path.name for path in output.iterdir()} == BELONGS
        assert len(list((output / "snapshots").iterdir())) == 1
        assert unnamed_files(output) == set()
    assert failed > 4
    assert code == 0 or main(["run", str(pages), "--output", str(output)]) == 0
    assert digests(output) == new


@pytest.mark.slow
def test_a_read_only_folder_is_told(small_disk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = small_disk / "out"
    pages, old, _ = pages_and_first_run(tmp_path, output)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert main(["run", str(pages), "--output", str(output)]) == 2
    told = capsys.readouterr().err
    assert "read-only file system" in told
    assert str(output) in told
    assert "write there" in told
    assert digests(output) == old
    assert main(["check", str(output)]) == 0


def test_a_target_that_is_no_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_pages(tmp_path / "pages", 1)
    (tmp_path / "out").write_text("a file")
    assert main(["run", str(tmp_path / "pages"), "--output", str(tmp_path / "out")]) == 2
    assert str(tmp_path / "out") in capsys.readouterr().err
    assert (tmp_path / "out").read_text() == "a file"


@pytest.mark.parametrize("workers", first_and_rest([1, 2]))
def test_an_input_that_vanishes_is_an_issue(workers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is there when the folder is listed, and gone when it is read."""
    write_pages(tmp_path / "pages", 1)

    def vanishing(*arguments: str) -> object:
        found = discover(*arguments)  # type: ignore[arg-type]
        (tmp_path / "pages" / "dump3.md").unlink()
        return found

    monkeypatch.setattr(job, "discover", vanishing)
    config = RunConfig((str(tmp_path / "pages"),), tmp_path / "out", workers=workers)
    report = run(config)
    assert report.documents == 11
    assert report.issues["unreadable-file"] == 1
    info = current_snapshot(tmp_path / "out")
    assert info is not None
    assert verify(info) == ()
    told = (info.path / "issues.jsonl").read_text()
    assert "dump3.md" in told
    assert "run again" in told
    monkeypatch.setattr(job, "discover", discover)
    assert run(config).issues.get("unreadable-file") is None


def test_inputs_that_vanish_altogether_end_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unmounted share looks like an empty folder: a snapshot of nothing must not take the place of a good one."""
    write_pages(tmp_path / "pages", 1)
    words = ["run", str(tmp_path / "pages"), "--output", str(tmp_path / "out")]
    assert main(words) == 0
    before = current_id(tmp_path / "out")
    shutil.rmtree(tmp_path / "pages")
    assert main(words) == 2
    (tmp_path / "pages").mkdir()
    assert main(words) == 2
    assert str(tmp_path / "pages") in capsys.readouterr().err
    assert current_id(tmp_path / "out") == before
