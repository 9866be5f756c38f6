"""The command as a shell sees it: exit codes, streams, pipes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.parts import first_and_rest

ROOT = Path(__file__).resolve().parents[2]


def command(*arguments: str, home: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environ |= {"PREFECT_HOME": str(home), "PYTHONPATH": str(ROOT), "LC_ALL": "C"}
    words = [sys.executable, "-m", "flows", *arguments]
    return subprocess.run(words, input=stdin, capture_output=True, env=environ, cwd=home, check=False)


def test_fine(tmp_path: Path) -> None:
    done = command("clean", "-", home=tmp_path, stdin="Deir ez-Zor – “x”\n".encode())
    assert (done.returncode, done.stdout, done.stderr) == (0, "Deir ez-Zor – “x”\n".encode(), b"")


@pytest.mark.parametrize(
    "arguments",
    first_and_rest(
        [
            ["run", "nowhere"],
            ["run", "--workers", "x"],
            ["query", "FROM x", "--output", "nowhere"],
            ["clean", "nowhere"],
        ]
    ),
)
def test_could_not_run(arguments: list[str], tmp_path: Path) -> None:
    done = command(*arguments, home=tmp_path)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.startswith(b"error: ")
    assert b"Traceback" not in done.stderr


def test_version_and_help(tmp_path: Path) -> None:
    assert command("--version", home=tmp_path).stdout.startswith(b"infobox-etl ")
    assert b"exit codes" in command("--help", home=tmp_path).stdout


@pytest.mark.skipif(sys.platform == "win32", reason="pipes close otherwise there")
def test_a_closed_pipe_is_no_traceback(tmp_path: Path) -> None:
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-m", "flows", "rules", "--json"]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(words, stdout=writer, stderr=subprocess.PIPE, env=environ, cwd=tmp_path, check=False)
    os.close(writer)
    assert done.returncode == 141
    assert b"Traceback" not in done.stderr
