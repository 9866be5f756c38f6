"""Only what this program makes is swept: names by their whole pattern, never through a link."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.publish.snapshot.test_mark import begin, tree
from tests.publish.snapshot.test_publishing import put

SNAPSHOT = "20261122T120000Z-ffffffff"
no_links = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")


@pytest.mark.parametrize("name", [".staging-123", f".trash-{SNAPSHOT}", f".trash-{SNAPSHOT}-12"])
def test_the_folders_of_dead_runs_are_swept(name: str, tmp_path: Path) -> None:
    put(tmp_path)
    before = tree(tmp_path)
    (tmp_path / name / "folder").mkdir(parents=True)
    (tmp_path / name / "folder" / "x.parquet").write_text("x")
    begin(tmp_path)
    assert tree(tmp_path) == before


@pytest.mark.parametrize("name", ["LATEST.json", "current", "warehouse.duckdb", ".announced"])
def test_files_that_dead_runs_had_not_put_in_their_place_are_swept(name: str, tmp_path: Path) -> None:
    put(tmp_path)
    before = tree(tmp_path)
    (tmp_path / f".{name}.new").write_text("x")
    begin(tmp_path)
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    "name",
    [
        ".staging-",
        ".staging-x",
        ".staging-123-parts",
        ".staging-12\n",
        ".staging-١٢",
        "staging-123",
        ".trash-",
        ".trash-1",
        f".trash-{SNAPSHOT}-mine",
        f".trash-{SNAPSHOT}\n",
        ".notes.new",
        ".new",
        "x.new",
        ".LATEST.json.new.new",
        "mine",
    ],
)
@pytest.mark.parametrize("is_folder", [True, False])
def test_what_only_looks_like_a_leftover_stays(name: str, is_folder: bool, tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / name / "folder").mkdir(parents=True) if is_folder else (tmp_path / name).write_text("mine")
    before = tree(tmp_path)
    begin(tmp_path)
    assert tree(tmp_path) == before


@pytest.mark.parametrize("name", [".staging-123", f".trash-{SNAPSHOT}"])
def test_a_file_with_the_name_of_such_a_folder_stays(name: str, tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / name).write_text("mine")
    begin(tmp_path)
    assert (tmp_path / name).read_text() == "mine"


@no_links
@pytest.mark.parametrize(
    "name", [".staging-123", f".trash-{SNAPSHOT}", ".LATEST.json.new", ".current.new", f"snapshots/{SNAPSHOT}"]
)
def test_nothing_is_swept_or_written_through_a_link(name: str, tmp_path: Path) -> None:
    output, victim = tmp_path / "out", tmp_path / "victim"
    put(output)
    victim.mkdir()
    (victim / "notes.txt").write_text("mine")
    target = victim / "notes.txt" if name.endswith(".json.new") else victim
    (output / name).symlink_to(target)
    put(output, 2, minute=1, keep=1)
    put(output, 3, minute=2, keep=1)
    assert tree(victim) == {"notes.txt": b"mine"}


@no_links
def test_a_link_in_a_leftover_goes_and_its_target_stays(tmp_path: Path) -> None:
    output, victim = tmp_path / "out", tmp_path / "victim"
    put(output)
    victim.mkdir()
    (victim / "notes.txt").write_text("mine")
    (output / ".staging-1").mkdir()
    (output / ".staging-1" / "there").symlink_to(victim)
    begin(output)
    assert not (output / ".staging-1").exists()
    assert tree(victim) == {"notes.txt": b"mine"}


@no_links
@pytest.mark.parametrize("name", [".LATEST.json.new", ".warehouse.duckdb.new", "..announced.new"])
def test_a_hard_link_to_a_file_of_somebodys_is_not_written_through(name: str, tmp_path: Path) -> None:
    output, victim = tmp_path / "out", tmp_path / "victim.txt"
    put(output)
    victim.write_text("mine")
    os.link(victim, output / name)
    put(output, 2, minute=1)
    assert victim.read_text() == "mine"
