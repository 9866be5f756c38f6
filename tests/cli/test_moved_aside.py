"""A damaged pointer, lock or state of an output never makes the command fail for ever: it is named, and moved aside."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.cli.main import main
from flows.publish.snapshot.mark import MARK
from tests.parts import few_and_all
from tests.publish.snapshot.test_moved_aside import WRONG, a_folder, a_pipe, remove
from tests.runs.dying_runs import digests

pytestmark = [
    pytest.mark.usefixtures("no_prefect"),
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes or sockets in folders"),
]
SHOWN = ("current", "warehouse.duckdb", "LATEST.json")
Maker = Callable[[Path], None]


@pytest.mark.parametrize("count", few_and_all(5, len(WRONG)))
def test_a_run_names_what_it_moves_aside_and_ends_well(
    count: int, pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base, output = tmp_path / "base", tmp_path / "out"
    words = ["run", str(pages), "--workers", "1", "--json", "--output", str(output)]
    assert main([*words[:-1], str(base)]) == 0
    for name, make in WRONG[:: len(WRONG) // count]:
        shutil.rmtree(output, ignore_errors=True)
        shutil.copytree(base, output, symlinks=True)
        remove(output / name)
        make(output / name)
        capsys.readouterr()
        code = main(["check", str(output), "--format", "json"])
        found = [each["where"] for each in json.loads(capsys.readouterr().out)["findings"]]
        if name != "snapshots":
            assert (code, name in found) == ((1, True) if name in SHOWN else (0, False)), (name, make, found)
        assert main(words) == 0, (name, make)
        told = capsys.readouterr()
        assert any(f"{name}.moved-1" in each for each in json.loads(told.out)["warnings"]), (name, make, told.out)
        assert f"{name}.moved-1" in told.err
        assert os.path.lexists(output / f"{name}.moved-1")
        assert digests(output) == digests(base)
        assert main(["check", str(output), "--strict"]) == 0, (name, make)
        capsys.readouterr()
        assert main(words) == 0
        assert json.loads(capsys.readouterr().out)["warnings"] == []


@pytest.mark.parametrize(("name", "make"), [("LATEST.json", a_folder), (".lock", a_pipe)])
def test_a_rollback_says_it_too(
    name: str, make: Maker, pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out"
    for text in ("Aleppo is a city of Syria.\n", "Homs is a city of Syria.\n"):
        (pages / "00.txt").write_text(text)
        assert main(["run", str(pages), "--workers", "1", "--output", str(output)]) == 0
    remove(output / name)
    make(output / name)
    capsys.readouterr()
    assert main(["rollback", "--output", str(output)]) == 0
    assert f"{name}.moved-1" in capsys.readouterr().err


def test_an_empty_mark_gives_no_run_a_folder_of_files(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = [tmp_path / "em" / name for name in (".staging-12/u.txt", "LATEST.json", ".state/entries-7.arrow")]
    for path in mine:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine")
    (tmp_path / "em" / MARK).touch()
    assert main(["run", str(pages), "--workers", "1", "--output", str(tmp_path / "em")]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert [path.read_text() for path in mine] == ["mine"] * 3
    assert (tmp_path / "em" / MARK).read_bytes() == b""


def test_a_source_in_an_output_that_is_none_yet_is_told_so(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(pages), "--output", str(pages.parent)]) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert f"lies in '{pages.parent.name}', the output of this run or of another: " in told
