"""Standard streams that are closed or cannot be written to: the exit code still says what happened."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.usefixtures("no_prefect"),
    pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full and a shell"),
]


def shell(pages: Path, command: str) -> subprocess.CompletedProcess[str]:
    program = f"'{sys.executable}' -m flows"
    line = (
        command.replace("infobox-etl", program).replace("IN", f"'{pages}'").replace("OUT", f"'{pages.parent / 'out'}'")
    )
    return subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("redirection", "code"),
    [("2>/dev/full", 0), ("2>&-", 0), (">&-", 0), (">&- 2>&-", 0), (">&- 2>&- <&-", 0), ("--json 2>&-", 0)],
)
def test_a_run_that_cannot_speak_is_done_all_the_same(redirection: str, code: int, pages: Path) -> None:
    ended = shell(pages, f"infobox-etl run IN --output OUT --workers 1 {redirection}")
    assert ended.returncode == code
    assert "Traceback" not in ended.stdout + ended.stderr
    assert (pages.parent / "out" / "LATEST.json").is_file()


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("check OUT >&-", 0),
        ("check OUT >/dev/full", 2),
        ("query 'FROM documents' --output OUT >&-", 0),
        ("query 'FROM documents' --output OUT >/dev/full 2>&-", 2),
        ("history --output OUT >/dev/full 2>&-", 2),
        ("history --output nowhere 2>/dev/full", 2),
        ("nonsense 2>/dev/full", 2),
        ("explain 00.txt --output OUT >/dev/full", 2),
    ],
)
def test_data_that_cannot_be_written_is_a_failure(command: str, code: int, pages: Path) -> None:
    assert shell(pages, "infobox-etl run IN --output OUT --workers 1").returncode == 0
    ended = shell(pages, f"infobox-etl {command}")
    assert ended.returncode == code
    assert "Traceback" not in ended.stdout + ended.stderr
    assert "Exception ignored" not in ended.stderr


def test_a_folder_whose_name_is_not_utf_8_is_refused(pages: Path) -> None:
    ended = shell(pages, "infobox-etl run IN --output \"$(printf 'o\\377')\"")
    assert ended.returncode == 2
    assert "UTF-8" in ended.stderr
