"""A run works only in a folder that is an output of ours; in any other it touches nothing, and never follows a link."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from flows.errors import LockHeldError, PublishError
from flows.publish.snapshot.lock import output_lock
from flows.publish.snapshot.mark import MARK, MARK_TEXT, SIGNATURE, is_output
from flows.publish.snapshot.published import current_snapshot, list_snapshots
from flows.publish.snapshot.publishing import open_stage, publish
from tests.publish.snapshot.test_publishing import FACTS, NOON, put

SNAPSHOT = "20261122T120000Z-ffffffff"
no_links = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")


def tree(folder: Path) -> dict[str, bytes | str | None]:
    """Return everything in a folder: the content of files, the target of links, None for a folder."""
    found: dict[str, bytes | str | None] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        found[name] = os.readlink(path) if path.is_symlink() else None if path.is_dir() else path.read_bytes()
    return found


def begin(output: Path) -> None:
    """Begin a run, which sweeps, and break it off."""
    with output_lock(output) as lock, open_stage(lock):
        pass


@pytest.mark.parametrize(
    "name",
    [
        ".state/notes.txt",
        ".staging-x/notes.txt",
        ".staging-123/notes.txt",
        f".trash-{SNAPSHOT}/notes.txt",
        ".draft.new",
        ".LATEST.json.new",
        "warehouse.duckdb",
        "LATEST.json",
        "current/notes.txt",
        "current",
        ".lock",
        ".announced",
        MARK,
        f"{MARK}/notes.txt",
        "snapshots/mine/notes.txt",
        f"snapshots/{SNAPSHOT}/notes.txt",
        f"snapshots/{SNAPSHOT}/snapshot.json",
        "notes.txt",
    ],
)
def test_a_folder_of_somebody_elses_is_refused_and_left_as_it_is(name: str, tmp_path: Path) -> None:
    output = tmp_path / "out"
    (output / name).parent.mkdir(parents=True)
    (output / name).write_text('{"mine": 1}')
    before = tree(tmp_path)
    with pytest.raises(PublishError, match=r"not empty.*\n.*--output.*or move") as told:
        begin(output)
    assert told.value.where == str(output)
    assert tree(tmp_path) == before
    assert not is_output(output)


def test_an_empty_folder_of_somebody_elses_is_refused_too(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    with pytest.raises(PublishError, match="not empty"):
        begin(tmp_path)
    assert tree(tmp_path) == {"photos": None}


@pytest.mark.parametrize("is_made", [True, False])
def test_a_new_folder_gets_the_mark_before_anything_else(is_made: bool, tmp_path: Path) -> None:
    output = tmp_path / "new" / "out"
    if is_made:
        output.mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.publish.snapshot.lock._take", lambda *_: 1 / 0)
        patch.setattr("flows.publish.snapshot.lock._open_lock", lambda *_: 1 / 0, raising=False)
        with pytest.raises(ZeroDivisionError):
            begin(output)
    assert tree(output) == {MARK: MARK_TEXT}
    begin(output)
    assert is_output(output)


def test_the_mark_of_another_version_counts_and_stays(tmp_path: Path) -> None:
    other = SIGNATURE + b"# other words\n"
    (tmp_path / MARK).write_bytes(other)
    begin(tmp_path)
    assert (tmp_path / MARK).read_bytes() == other


@pytest.mark.parametrize("kind", ["snapshots", "candidates"])
def test_an_output_of_an_earlier_version_is_known_by_its_manifest_and_marked(kind: str, tmp_path: Path) -> None:
    info = put(tmp_path)
    (tmp_path / MARK).unlink()
    (tmp_path / "mine").mkdir()
    if kind == "candidates":
        (tmp_path / "snapshots").rename(tmp_path / "candidates")
    assert is_output(tmp_path)
    begin(tmp_path)
    assert (tmp_path / MARK).read_bytes() == MARK_TEXT
    assert (tmp_path / kind / info.snapshot_id / "snapshot.json").exists()
    assert (tmp_path / "mine").is_dir()


def test_a_damaged_mark_is_written_again_where_a_manifest_tells_whose_folder_it_is(tmp_path: Path) -> None:
    put(tmp_path)
    for at in (0, len(SIGNATURE) + 3, len(MARK_TEXT) - 1):
        damaged = bytearray(MARK_TEXT)
        damaged[at] ^= 1
        (tmp_path / MARK).write_bytes(damaged)
        begin(tmp_path)
        assert (tmp_path / MARK).read_bytes() == MARK_TEXT
    (tmp_path / MARK).write_text("mine")
    begin(tmp_path)
    assert (tmp_path / MARK).read_text() == "mine", "a file of somebody's that only has the name"


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"null", b"[]", b'{"format": 1}', b"[" * 100_000, b'{"format": "1", "snapshot": "%s"}', b"\xff\xfe{"],
)
def test_a_manifest_that_is_none_of_ours_shows_nothing(content: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "snapshots" / SNAPSHOT
    folder.mkdir(parents=True)
    (folder / "snapshot.json").write_bytes(content.replace(b"%s", SNAPSHOT.encode()))
    assert not is_output(tmp_path)
    (folder / "snapshot.json").write_text(json.dumps({"format": 1, "snapshot": SNAPSHOT}))
    assert is_output(tmp_path)


@no_links
@pytest.mark.parametrize("linked", [MARK, "snapshots", f"snapshots/{SNAPSHOT}", f"snapshots/{SNAPSHOT}/snapshot.json"])
def test_neither_mark_nor_manifest_counts_through_a_link(linked: str, tmp_path: Path) -> None:
    folder = tmp_path / "out" / "snapshots" / SNAPSHOT
    folder.mkdir(parents=True)
    (folder / "snapshot.json").write_text(json.dumps({"format": 1, "snapshot": SNAPSHOT}))
    if linked == MARK:
        shutil.rmtree(tmp_path / "out" / "snapshots")
        (tmp_path / "out" / MARK).write_bytes(MARK_TEXT)
    (tmp_path / "out" / linked).rename(tmp_path / "elsewhere")
    (tmp_path / "out" / linked).symlink_to(tmp_path / "elsewhere")
    before = tree(tmp_path)
    with pytest.raises(PublishError, match="not empty"):
        begin(tmp_path / "out")
    assert tree(tmp_path) == before


@no_links
def test_a_mark_that_is_a_hard_link_is_never_written_to(tmp_path: Path) -> None:
    (tmp_path / "victim").write_bytes(b"")
    (tmp_path / "out").mkdir()
    os.link(tmp_path / "victim", tmp_path / "out" / MARK)
    with pytest.raises(PublishError, match="not empty"):
        begin(tmp_path / "out")
    assert (tmp_path / "victim").read_bytes() == b""


@no_links
def test_pipes_and_odd_names_are_no_marks_and_hold_nobody_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / MARK)
    assert not is_output(tmp_path)
    assert not is_output(tmp_path / MARK)
    assert not is_output(str(tmp_path / "no\0name"))
    assert not is_output(str(tmp_path / "missing"))


def test_an_output_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(PublishError, match="is a file"):
        begin(tmp_path / "out")
    assert tree(tmp_path) == {"out": b"mine"}


@no_links
def test_a_link_to_an_empty_folder_is_that_folder(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "out").symlink_to("disk")
    info = put(tmp_path / "out")
    assert current_snapshot(tmp_path / "disk") == info
    assert is_output(tmp_path / "out")


@no_links
@pytest.mark.parametrize("name", [".state", "snapshots", "candidates"])
@pytest.mark.parametrize("is_marked", [True, False])
def test_a_folder_of_ours_that_is_a_link_is_refused(name: str, is_marked: bool, tmp_path: Path) -> None:
    put(tmp_path / "out")
    shutil.rmtree(tmp_path / "out" / name, ignore_errors=True)
    if not is_marked:
        (tmp_path / "out" / MARK).unlink()
    (tmp_path / "victim").mkdir()
    (tmp_path / "victim" / "notes.txt").write_text("mine")
    (tmp_path / "out" / name).symlink_to("../victim")
    before = tree(tmp_path)
    with pytest.raises(PublishError, match=r"link|not empty"):
        put(tmp_path / "out", 2, minute=1)
    assert tree(tmp_path) == before


@no_links
@pytest.mark.parametrize("kind", ["symbolic", "hard", "dangling"])
def test_a_lock_file_that_is_none_of_ours_is_refused(kind: str, tmp_path: Path) -> None:
    victim, lock = tmp_path / "victim.txt", tmp_path / "out" / ".lock"
    begin(tmp_path / "out")
    lock.unlink()
    if kind == "symbolic":
        victim.write_text("a long text of somebody's")
        lock.symlink_to("../victim.txt")
    elif kind == "hard":
        victim.write_text("a long text of somebody's")
        os.link(victim, lock)
    else:
        lock.symlink_to("../victim.txt")
    text = victim.read_bytes() if victim.exists() else None
    with pytest.raises(PublishError, match="lock") as told:
        begin(tmp_path / "out")
    assert not isinstance(told.value, LockHeldError)
    assert told.value.where == str(lock)
    assert (victim.read_bytes() if victim.exists() else None) == text


def test_two_runs_that_begin_at_once_in_a_new_folder_are_both_right(tmp_path: Path) -> None:
    """Each has the lock, or is told that the other has it; none is told that the folder is somebody else's."""
    told: list[str] = []

    def run(output: Path, start: threading.Barrier) -> None:
        start.wait()
        try:
            with output_lock(output) as lock, open_stage(lock) as stage:
                publish(stage, [], FACTS, created=NOON)
                told.append("published")
        except LockHeldError:
            told.append("held")
        except Exception as error:
            told.append(repr(error))

    for number in range(12):
        start = threading.Barrier(2)
        runs = [threading.Thread(target=run, args=(tmp_path / str(number) / "out", start)) for _ in range(2)]
        for each in runs:
            each.start()
        for each in runs:
            each.join()
        assert (tmp_path / str(number) / "out" / MARK).read_bytes() == MARK_TEXT
        assert list_snapshots(tmp_path / str(number) / "out")
    assert set(told) <= {"published", "held"}


# In a process of its own without threads, so that it may fork: each child begins in a new folder and dies there.
DYING = """
import os, pathlib, signal, sys
from flows.publish.snapshot.lock import output_lock
from flows.publish.snapshot.mark import MARK, MARK_TEXT

def begin(output):
    with output_lock(output):
        pass

def dying(output, at):
    count = 0
    def hook(event, _):
        nonlocal count
        if event.startswith(("open", "os.")) and event != "os.kill":
            count += 1
            if count == at:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)
    write = os.fsync
    os.fsync = lambda descriptor: os.kill(os.getpid(), signal.SIGKILL) if at == 0 else write(descriptor)
    begin(output)
    os._exit(0)

for at in range(100):
    output = pathlib.Path(sys.argv[1], str(at), "out")
    child = os.fork()
    if child == 0:
        dying(output, at)
    status = os.waitpid(child, 0)[1]
    begin(output)
    assert (output / MARK).read_bytes() == MARK_TEXT
    assert sorted(os.listdir(output)) == [MARK, ".lock"]
    if status == 0:
        break
print(at)
"""


@no_links
def test_a_run_that_is_killed_as_it_begins_leaves_a_folder_that_the_next_one_takes(tmp_path: Path) -> None:
    words = [sys.executable, "-c", DYING, str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 5
