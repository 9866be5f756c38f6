"""What did not become the current snapshot is in no list, whatever the disk refuses; what did become it stays."""

from __future__ import annotations

import datetime as dt
import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.errors import current_despite
from flows.publish.snapshot.lock import output_lock
from flows.publish.snapshot.manifest import SnapshotInfo
from flows.publish.snapshot.pointers import make_current
from flows.publish.snapshot.published import current_snapshot, list_snapshots, snapshot_ids
from flows.publish.snapshot.publishing import open_stage, publish
from tests.publish.snapshot.test_publishing import FACTS, NOON, put

Refuse = Callable[[str, Callable[..., bool]], None]


@pytest.fixture
def refuse(monkeypatch: pytest.MonkeyPatch) -> Refuse:
    """Return a function that makes an operation of the system fail as on a full disk, where its arguments are so."""

    def refuse(name: str, is_so: Callable[..., bool]) -> None:
        operation = getattr(os, name)

        def call(*arguments: Any, **options: Any) -> Any:
            if is_so(*map(str, arguments)):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), arguments[0])
            return operation(*arguments, **options)

        monkeypatch.setattr(os, name, call)

    return refuse


def listed(output: Path) -> list[str]:
    assert [info.snapshot_id for info in list_snapshots(output)] == list(snapshot_ids(output))
    return [*snapshot_ids(output)]


def publish_into(output: Path, untidy: list[OSError], keep: int = 1) -> SnapshotInfo:
    with output_lock(output) as lock, open_stage(lock) as stage:
        return publish(stage, [], FACTS, created=NOON + dt.timedelta(hours=1), keep=keep, untidy=untidy.append)


@pytest.mark.parametrize("more", [(), ("unlink",), ("rmdir",), ("unlink", "rmdir")])
def test_a_snapshot_that_cannot_be_removed_when_it_is_withdrawn_is_in_no_list(
    more: tuple[str, ...], tmp_path: Path, refuse: Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk has no room for another name in a folder; some file systems have none to delete a file either."""
    first = put(tmp_path)
    with monkeypatch.context():
        refuse("replace", lambda _, to: to.endswith("current"))
        refuse("rename", lambda *words: any(".trash-" in word for word in words))
        for name in more:
            refuse(name, lambda path, *_: "snapshots" in path or path == "snapshot.json" or path.startswith("2026"))
        with pytest.raises(OSError, match="No space"):
            put(tmp_path, 2, minute=1)
    assert current_snapshot(tmp_path) == first
    assert listed(tmp_path) == [first.snapshot_id]
    monkeypatch.undo()
    put(tmp_path, 3, minute=2)
    assert len(listed(tmp_path)) == len(os.listdir(tmp_path / "snapshots")) == 2
    with output_lock(tmp_path) as lock:
        assert make_current(lock) == first


def test_a_snapshot_that_is_being_published_is_not_listed_before_it_is_current(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So nor is that of a run that was killed in this moment."""
    first, seen = put(tmp_path), []
    replace = os.replace

    def look(path: Path, to: Path) -> None:
        if to.name == "current":
            seen.append(listed(tmp_path))
        replace(path, to)
        if to.name == "current":
            seen.append(listed(tmp_path))

    monkeypatch.setattr(os, "replace", look)
    second = put(tmp_path, 2, minute=1)
    assert seen == [[first.snapshot_id], [second.snapshot_id, first.snapshot_id]]


def test_what_cannot_be_removed_after_publishing_is_told_and_the_snapshot_is_current(
    tmp_path: Path, refuse: Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = [put(tmp_path, minute=minute) for minute in range(3)]
    untidy: list[OSError] = []
    with monkeypatch.context():
        refuse("rename", lambda path, _: path.endswith(old[1].snapshot_id))
        info = publish_into(tmp_path, untidy)
    assert [error.errno for error in untidy] == [errno.ENOSPC]
    assert current_snapshot(tmp_path) == info
    assert listed(tmp_path) == [info.snapshot_id, old[1].snapshot_id], "the others went all the same"
    monkeypatch.undo()
    put(tmp_path, 2, minute=90, keep=1)
    assert len(listed(tmp_path)) == 1


def test_a_disk_that_confirms_nothing_after_the_pointer_has_moved_does_not_undo_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was current before stays: after a power cut it may be the current one again."""
    first = put(tmp_path)
    untidy: list[OSError] = []
    fsync = os.fsync

    def sync(descriptor: int) -> None:
        if os.path.samestat(os.fstat(descriptor), tmp_path.stat()) and current_snapshot(tmp_path) != first:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        fsync(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", sync)
        info = publish_into(tmp_path, untidy)
    assert [(error.errno, current_despite(error)) for error in untidy] == [(errno.EIO, info.snapshot_id)]
    assert current_snapshot(tmp_path) == info
    assert listed(tmp_path) == [info.snapshot_id, first.snapshot_id]


@pytest.mark.parametrize("at", ["current", "LATEST.json"])
def test_an_error_says_whether_the_pointer_had_moved(
    at: str, tmp_path: Path, refuse: Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = put(tmp_path), put(tmp_path, 2, minute=1)
    with output_lock(tmp_path) as lock:
        refuse("replace", lambda _, to: to.endswith(at))
        with pytest.raises(OSError, match="No space") as told:
            make_current(lock)
        has_moved = at == "LATEST.json"
        assert current_despite(told.value) == (first.snapshot_id if has_moved else None)
        assert current_snapshot(tmp_path) == (first if has_moved else second)
        monkeypatch.undo()
        make_current(lock, first.snapshot_id)
    assert f'"{first.snapshot_id}"' in (tmp_path / "LATEST.json").read_text()


def test_a_readers_lists_hide_nothing_that_was_published(tmp_path: Path) -> None:
    """A note of a run that was killed right after the pointer moved names the current snapshot."""
    info = put(tmp_path)
    (tmp_path / ".announced").write_text(f"{info.snapshot_id}\n")
    assert listed(tmp_path) == [info.snapshot_id]
    second = put(tmp_path, 2, minute=1)
    assert listed(tmp_path) == [second.snapshot_id, info.snapshot_id]
    assert not (tmp_path / ".announced").exists()
