"""What a run leaves out of its sources, and says so: outputs, also its own, and hidden files."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from flows.cli.main import main
from tests.parts import first_and_rest

pytestmark = pytest.mark.usefixtures("no_prefect")


class Place:
    """A folder of pages, and the command run in the folder that holds it."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self.capsys = root, capsys
        self.put("in/a.txt", "in/b/c.txt")

    def put(self, *names: str, text: str = "Homs is a city of Syria, by {}.\n") -> None:
        for name in names:
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.format(name), encoding="utf-8")

    def run(self, *words: str) -> dict[str, Any]:
        """Return the summary of a run that went well."""
        assert main(["run", *words, "--workers", "1", "--json"]) == 0
        content: dict[str, Any] = json.loads(self.capsys.readouterr().out)
        return content

    def refused(self, *words: str) -> str:
        """Return why a run was refused. It wrote nothing."""
        before = self.everything()
        assert main(["run", *words, "--workers", "1"]) == 2
        assert self.everything() == before
        return self.capsys.readouterr().err

    def everything(self) -> dict[str, int]:
        return {str(path): path.lstat().st_mtime_ns for path in sorted(self.root.rglob("*"))}


@pytest.fixture
def place(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Place:
    root = tmp_path / "root"
    root.mkdir()
    monkeypatch.chdir(root)
    return Place(root, capsys)


def outcome(summary: dict[str, Any]) -> tuple[int, bool, list[str]]:
    return summary["documents"], summary["is_unchanged"], summary["left_out"]["outputs"]


@pytest.mark.parametrize(
    "output",
    first_and_rest(
        ["in/out", "in/link-to-real", "in/made", "./in/../in/b/out/", "in/.out", "link/out", "in/new/out"], quick=3
    ),
)
def test_the_output_of_a_run_is_never_its_input(place: Place, output: str) -> None:
    Path("link").symlink_to("in")
    Path("in/made").mkdir()
    Path("in/link-to-real").symlink_to(place.root / "in" / "real")
    runs = [outcome(place.run("in", "--output", output))[:2] for _ in range(3)]
    assert runs == [(2, False), (2, True), (2, True)]


def test_another_output_is_left_out_and_named(place: Place) -> None:
    place.run("in", "--output", "in/b/one")
    assert outcome(place.run("in", "--output", "two")) == (2, False, ["b/one/"])
    assert outcome(place.run("in", "--output", "two")) == (2, True, ["b/one/"])
    assert outcome(place.run("in", "--output", "three", "--only", "b/*")) == (1, False, ["b/one/"])
    # A copy of the tables, and an output whose mark and pointers were lost.
    shutil.copytree("in/b/one", "in/copy", symlinks=True)
    for path in [*Path("in/copy").glob(".*"), *Path("in/copy").glob("[LRcw]*")]:
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    shutil.copytree("two/current", "in/tables")
    place.run("in", "--output", "two")
    assert outcome(place.run(".", "--output", "four")) == (
        2,
        False,
        ["in/b/one/", "in/copy/", "in/tables/", "three/", "two/"],
    )


def test_a_source_in_an_output_is_refused(place: Place) -> None:
    place.run("in", "--output", "out")
    place.put("out/mine/page.txt")
    Path("link").symlink_to("out/current")
    sources = ["out", "out/current", "out/snapshots", "link", "out/current/issues.jsonl", "out/mine/page.txt"]
    for source in sources:
        for words in (["--output", "other"], ["--output", "out"], ["in", "--output", "other"], ["--only", "x"]):
            assert "is never read as input, its tables would become pages\n  name" in place.refused(source, *words)


def test_an_output_that_is_a_source_is_refused_before_anything_is_written(place: Place) -> None:
    Path("link").symlink_to("in")
    for words in (["in", "--output", "in"], ["in", "-o", "link"], ["link", "-o", "in"], ["in/b", "-o", "./in/b/../"]):
        assert "an output is never read as input" in place.refused(*words)
    assert "an output is never read as input" in place.refused("in/a.txt", "--output", "in")


def test_an_entry_that_names_a_file_of_an_output_is_an_issue(place: Place) -> None:
    entry = '[[source]]\nfile = "{}"\nlicense = "CC0-1.0"\n'
    inside = ["out", "out/LATEST.json", "out/current/issues.jsonl"]
    listed = [*inside, ".hidden/a.txt", ".listed.txt", "gone.txt", "a\\u0000b"]
    place.put("in/.hidden/a.txt", "in/.listed.txt")
    Path("in/sources.toml").write_text("".join(map(entry.format, listed)), encoding="utf-8")
    first = place.run("in", "--output", "in/out")
    assert outcome(first)[:2] == (3, False)
    assert first["issues"]["missing-file"] == 6
    rows = map(json.loads, Path("in/out/current/issues.jsonl").read_text(encoding="utf-8").splitlines())
    told = {row["source"]: row["text"] for row in rows if row["code"] == "missing-file"}
    assert told == {
        **dict.fromkeys(inside, "it is, or lies in, an output, which is never read as input"),
        ".hidden/a.txt": "it lies in a hidden folder, which is not read",
        **{"gone.txt": "", "a%00b~59b271ae": ""},
    }
    assert outcome(place.run("in", "--output", "in/out"))[:2] == (3, True)


def test_hidden_files_are_counted_and_listed(place: Place) -> None:
    place.put("in/.DS_Store", "in/b/.c.txt.swp", "in/.git/config", "in/.git/objects/1", "in/sources.toml.txt")
    place.put("in/sources.toml", "in/.two\nlines", text="")
    os.symlink("nowhere", "in/.link")
    hidden = [".DS_Store", ".git/", ".link", ".two%0Alines~a9401a1e", "b/.c.txt.swp"]
    for is_unchanged in (False, True):
        summary = place.run("in", "--output", "out")
        assert summary["left_out"] == {"hidden": hidden, "outputs": []}
        assert (summary["documents"], summary["is_unchanged"]) == (3, is_unchanged)
    assert place.run("in", "--output", "other", "--only", "a*")["left_out"]["hidden"] == hidden
    assert main(["run", "in", "--output", "out"]) == 0
    assert "left out: 5 hidden files and folders (--json lists them)" in place.capsys.readouterr().err
    place.run("in", "--output", "in/.tables")
    assert main(["run", "in", "--output", "in/.tables"]) == 0
    assert "left out: 5 hidden files and folders, 1 output (--json lists them)" in place.capsys.readouterr().err


def test_a_hidden_source_that_was_named_is_read(place: Place) -> None:
    place.put("in/.hidden/a.txt", "in/.b.txt")
    summary = place.run("in/.hidden", "in/.b.txt", "--output", "out")
    assert (summary["documents"], summary["left_out"]) == (2, {"hidden": [], "outputs": []})


def test_where_nothing_is_left_the_reason_is_said(place: Place) -> None:
    place.put("empty/.a.txt", "empty/.b/c.txt")
    assert "no input file found (left out: 2 hidden files and folders)" in place.refused("empty", "--output", "out")
