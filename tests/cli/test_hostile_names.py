"""A name of a file or folder begins no line of its own and controls no terminal, in any format of any command."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.cli.main import main
from flows.publish.snapshot.published import current_snapshot
from flows.quoting import safe, shell_command, shell_word

NAME = "a\n::error::ZZ\rZZ\x1b]0;ZZ\x07\u2028ZZ\u202eZZ\x85ZZ\x9b31m,file=x:%0A`'\"\\"
LINES = ("::", "ZZ")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a folder with pages `in…`, of which some raise issues, and what was published of them, `out…`."""
    folder = tmp_path_factory.mktemp("names")
    pages = folder / f"in{NAME}"
    pages.mkdir()
    for number in range(4):
        (pages / f"{number}{NAME}.txt").write_text(f"Homs is a city of Syria; page {number}.\n")
    (pages / f"box{NAME}.txt").write_text(
        "= Battle of Homs =\nInfobox military conflict\n- Conflict: Battle of Homs\n- Date: 1 May 2012\n"
        "- Casualties1: 7 eaten (SOHR claim)\n- Weird: x\n\nText.\n"
    )
    (pages / f"same{NAME}.txt").write_text("Homs is a city of Syria; page 0.\n")
    (pages / f"binary{NAME}.txt").write_bytes(b"\x00\x01\xff" * 100)
    (pages / f"empty{NAME}.txt").write_text("")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("PREFECT_API_URL", "PREFECT_PROFILE", "PREFECT_PROFILES_PATH"):
            patch.delenv(name, raising=False)
        patch.setenv("PREFECT_HOME", str(folder / "prefect"))
        assert main(["run", str(pages), "--output", str(folder / f"out{NAME}"), "--workers", "1"]) == 0
        yield folder


def is_harmless(text: str) -> bool:
    own = text.replace("\r\n", "\n")  # CSV's line ends
    return safe(own, keep="\n") == own and not any(line.lstrip().startswith(LINES) for line in own.splitlines())


@pytest.mark.parametrize(
    "command",
    [
        "run IN --output OUT --workers 1",
        "run IN --output OUT --workers 1 --json",
        "run IN --output OUT --workers 1 --full",
        "run NOWHERE --output OUT",
        "run IN IN --output OUT",
        "run IN --output OUT --workers NOWHERE",
        "run IN --output OUT --NOWHERE",
        "NOWHERE",
        "check OUT",
        "check OUT --format json",
        "check OUT --format github",
        "check OUT --format junit",
        "check NOWHERE",
        "check --format NOWHERE",
        "history --output OUT",
        "history --output OUT --json",
        "history --output NOWHERE",
        "rollback NOWHERE --output OUT",
        "rollback --output OUT",
        "rollback --output NOWHERE",
        "query 'FROM documents' --output OUT",
        "query 'FROM documents' --output OUT --format json",
        "query 'FROM documents' --output OUT --format markdown",
        "query 'FROM issues' --output OUT",
        "query 'FROM issues' --output OUT --format json",
        "query 'FROM issues' --output OUT --format markdown",
        "query 'FROM issues' --output NOWHERE",
        "query 'SELECT source::INTEGER FROM documents' --output OUT",
        "query 'SELECT error(source) FROM documents' --output OUT",
        "query NOWHERE --output OUT",
        "explain box --output OUT",
        "explain box --output OUT --json",
        "explain b --output OUT",
        "explain BOX --output OUT",
        "explain BOX --output OUT --json",
        "explain IN --output OUT",
        "explain NOWHERE --output OUT",
        "explain NOWHERE --output NOWHERE",
        "clean BOX --explain",
        "clean IN",
        "clean NOWHERE",
        "describe NOWHERE",
        "rules --output OUT",
        "rules --output NOWHERE",
        "rules NOWHERE --output OUT",
        "contract diff NOWHERE",
        "serve --cron NOWHERE --output OUT IN",
    ],
)
def test_a_name_begins_no_line(
    place: Path, command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(place / "prefect"))
    names = {"IN": place / f"in{NAME}", "OUT": place / f"out{NAME}", "NOWHERE": NAME, "--NOWHERE": f"--{NAME}"}
    names["BOX"] = names["IN"] / f"box{NAME}.txt"  # type: ignore[operator]
    words = [str(names.get(word, word)) for word in shlex.split(command)]
    monkeypatch.setattr("sys.argv", ["infobox-etl", *words])
    assert main(words) in (0, 1, 2)
    told = capsys.readouterr()
    assert is_harmless(told.out), told.out
    assert is_harmless(told.err), told.err
    assert told.out + told.err


def test_the_path_of_a_run_is_one_line_that_a_shell_reads_back(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = place / f"out{NAME}"
    assert main(["run", str(place / f"in{NAME}"), "--output", str(output), "--workers", "1"]) == 0
    [line] = capsys.readouterr().out.splitlines()
    snapshot = current_snapshot(output)
    assert snapshot is not None
    printed = subprocess.run(["bash", "-c", f"printf %s {line}"], capture_output=True, check=True).stdout
    assert Path(os.fsdecode(printed)) == snapshot.path
    assert main(["history", "--output", str(output), "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["snapshots"]
    assert str(snapshot.path) in [each["folder"] for each in listed if each["is_current"]]


@pytest.mark.parametrize(
    "word", ["out", "my out", "it's", NAME, "\udcff\udc80", "\\n\n", "'\n'", "\x01a", "\x85b", "\U000e0041f"]
)
def test_a_word_is_read_back_by_a_shell(word: str) -> None:
    environment = {"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}
    program = f"printf '%s;' {shell_command([word, word])}"
    printed = subprocess.run(["bash", "-c", program], capture_output=True, check=True, env=environment).stdout
    assert os.fsdecode(printed) == f"{word};{word};"
    assert safe(shell_word(word)) == shell_word(word)


def test_a_name_is_no_pattern(tmp_path: Path) -> None:
    (tmp_path / "in[31m*?").mkdir()
    (tmp_path / "in[31m*?" / "a.txt").write_text("Homs is a city of Syria.\n")
    output = str(tmp_path / "out[31m*?")
    for number in range(2):
        assert main(["run", str(tmp_path / "in[31m*?"), "--output", output, "--workers", "1"]) == 0
        (tmp_path / "in[31m*?" / f"{number}.txt").write_text(f"Aleppo is a city of Syria; page {number}.\n")
    assert main(["check", output]) == 0
    assert main(["query", "SELECT source FROM documents", "--output", output]) == 0
