"""A stdout that is full: the message names stdout, and speaks of publishing only where the command publishes."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli import published
from flows.cli.main import main
from tests.ask.published import put

COMMAND = [sys.executable, "-c", "from flows.cli.main import main; raise SystemExit(main())"]
FULL = Path("/dev/full")
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="only Linux has a device that is always full")


@pytest.mark.parametrize(
    "words",
    [
        ["query", "FROM things", "--output"],
        ["query", "SELECT range AS a FROM range(10000)", "--output"],
        ["history", "--output"],
        ["check"],
    ],
)
def test_a_full_stdout_is_named(tmp_path: Path, words: list[str]) -> None:
    put(tmp_path / "out")
    with FULL.open("w") as full:
        ended = subprocess.run(
            [*COMMAND, *words, str(tmp_path / "out")], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert ended.returncode == 2
    assert ended.stderr == "error: stdout\n  no space left on device\n  write it to another place, or to a pipe\n"


def test_a_run_whose_stdout_is_full_has_published(pages: Path, tmp_path: Path) -> None:
    words = ["run", str(pages), "--output", str(tmp_path / "out"), "--workers", "1", "--json"]
    with FULL.open("w") as full:
        ended = subprocess.run([*COMMAND, *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ended.returncode == 2
    assert "error: stdout\n  no space left on device\n" in ended.stderr
    assert "nothing was published" not in ended.stderr
    assert (tmp_path / "out" / "current").exists()


def test_a_full_disk_is_the_output_s_where_stdout_takes_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(published, "local_view", full)
    assert main(["query", "SELECT 1", "--output", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert told == f"error: {tmp_path}\n  no space left on device\n  free some space, or name another --output\n"
