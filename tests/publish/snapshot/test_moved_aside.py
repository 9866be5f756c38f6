"""What stands in an output in the place of a file or folder of ours never stops a run: it is moved aside, and named."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.publish.snapshot.lock import output_lock
from flows.publish.snapshot.mark import MARK, MARK_TEXT
from flows.publish.snapshot.pointers import make_current
from flows.publish.snapshot.published import current_snapshot, kept_candidate, list_snapshots
from flows.publish.snapshot.publishing import open_stage
from tests.publish.snapshot.test_mark import SNAPSHOT, begin
from tests.publish.snapshot.test_publishing import put

FOLDERS = ("snapshots", "candidates", ".state")
LINKED = ("current", "warehouse.duckdb")
FILES = ("LATEST.json", ".announced", ".lock", MARK, ".LATEST.json.new", ".current.new", ".warehouse.duckdb.new")
no_pipes = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes or sockets in folders")


def a_file(path: Path) -> None:
    path.write_text("mine")


def a_folder(path: Path) -> None:
    path.mkdir()


def a_full_folder(path: Path) -> None:
    (path / "mine").mkdir(parents=True)


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made, pytest.MonkeyPatch.context() as patch:
        patch.chdir(path.parent)  # the name of a socket may not be long
        made.bind(path.name)


def remove(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)


WRONG: list[tuple[str, Callable[[Path], None]]] = [
    *((name, make) for name in FOLDERS for make in (a_file, a_pipe, a_socket)),
    *((name, make) for name in (*LINKED, *FILES) for make in (a_folder, a_full_folder, a_pipe, a_socket)),
    ("current", a_file),
]


@no_pipes
@pytest.mark.parametrize(("name", "make"), WRONG)
@pytest.mark.parametrize("is_marked", [True, False])
def test_what_is_of_another_kind_is_moved_aside_and_the_run_publishes(
    name: str, make: Callable[[Path], None], is_marked: bool, tmp_path: Path
) -> None:
    put(tmp_path)
    if not is_marked and name != "snapshots":  # known by its manifest
        (tmp_path / MARK).unlink()
    if name == MARK and is_marked:
        remove(tmp_path / MARK)
    remove(tmp_path / name)
    make(tmp_path / name)
    was = os.lstat(tmp_path / name)
    (tmp_path / f"{name}.moved-1").write_text("moved before")
    with output_lock(tmp_path) as lock, open_stage(lock):
        ((where, what),) = lock.moved
    assert (where, "moved to" in what) == (str(tmp_path / name), True)
    assert f"{name}.moved-2" in what
    assert os.path.samestat(os.lstat(tmp_path / f"{name}.moved-2"), was)
    assert (tmp_path / f"{name}.moved-1").read_text() == "moved before"
    info = put(tmp_path, 2, minute=1)
    assert current_snapshot(tmp_path) == info
    assert (tmp_path / MARK).read_bytes() == MARK_TEXT
    with output_lock(tmp_path) as lock:
        assert lock.moved == (), "nothing is left to do"


@no_pipes
@pytest.mark.parametrize(("name", "make"), [each for each in WRONG if each[0] != "snapshots"])
def test_going_back_works_too(name: str, make: Callable[[Path], None], tmp_path: Path) -> None:
    first = put(tmp_path)
    put(tmp_path, 2, minute=1)
    remove(tmp_path / name)
    make(tmp_path / name)
    with output_lock(tmp_path) as lock:
        assert make_current(lock, first.snapshot_id) == first
    assert current_snapshot(tmp_path) == first


@no_pipes
@pytest.mark.parametrize(("name", "make"), WRONG)
def test_who_only_reads_is_not_held_up(name: str, make: Callable[[Path], None], tmp_path: Path) -> None:
    info = put(tmp_path)
    remove(tmp_path / name)
    make(tmp_path / name)
    assert list_snapshots(tmp_path) == (() if name == "snapshots" else (info,))
    assert kept_candidate(tmp_path) is None


def test_a_stage_finds_a_name_that_is_free(tmp_path: Path) -> None:
    """In a container each run has the same process number."""
    begin(tmp_path)
    (tmp_path / f".staging-{os.getpid()}").write_text("mine")
    with output_lock(tmp_path) as lock, open_stage(lock) as stage:
        assert stage.path.is_dir()
    assert not stage.path.exists()
    assert (tmp_path / f".staging-{os.getpid()}").read_text() == "mine"


@no_pipes
def test_links_and_plain_files_in_their_place_are_not_moved(tmp_path: Path) -> None:
    put(tmp_path)
    for name in FILES[:2]:
        remove(tmp_path / name)
        (tmp_path / name).symlink_to("elsewhere")
    begin(tmp_path)
    info = put(tmp_path, 2, minute=1)
    assert stat.S_ISREG(os.lstat(tmp_path / "LATEST.json").st_mode)
    assert not list(tmp_path.glob("*.moved-*"))
    assert current_snapshot(tmp_path) == info
    assert SNAPSHOT not in os.listdir(tmp_path / "snapshots")
