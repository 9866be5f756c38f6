"""An object store that fails at some call, changes what is sent, or is damaged: a whole snapshot stays current."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from flows.errors import PointerUnknownError, PublishError, SnapshotError
from flows.publish.locations import ObjectUrl
from flows.publish.object_store import mirror
from flows.publish.object_store.store import Store, connect, is_whole, list_remote, local_view
from tests.publish.object_store.made_snapshots import current, put, standing


class Faulty:
    """A filesystem, or a stream of it, that fails at one call, before or after it was made; dead, at all later ones."""

    def __init__(self, inner: Any, fault: Fault) -> None:
        self._inner, self._fault = inner, fault

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *arguments: self._fault.call(getattr(self._inner, name), *arguments)

    def __enter__(self) -> Faulty:
        return self

    def __exit__(self, *_ignored: object) -> None:
        self.close()


class Fault:
    def __init__(self, at: int, is_dead: bool, is_after: bool) -> None:
        self.left, self.is_dead, self.is_after = at, is_dead, is_after

    def call(self, function: Callable[..., Any], *arguments: object) -> Any:
        self.left -= 1
        if self.left == 0 and self.is_after:
            function(*arguments)
        if self.left == 0 or (self.left < 0 and self.is_dead):
            raise OSError("AWS Error INTERNAL_FAILURE during Operation: we are sorry (Request ID: 1)")
        result = function(*arguments)
        return Faulty(result, self) if isinstance(result, pa.NativeFile) else result


@pytest.mark.slow
@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize(("is_dead", "is_after"), [(True, False), (False, True)])
def test_whatever_call_fails_a_whole_snapshot_is_current_and_the_next_run_cleans_up(
    output: ObjectUrl, monkeypatch: pytest.MonkeyPatch, is_dead: bool, is_after: bool
) -> None:
    put(output, keep=2, tables="")
    before, moved, failed = put(output, minute=1, keep=2, tables=""), 0, 0
    for at in range(1, 100):
        fault = Fault(at, is_dead, is_after)
        monkeypatch.setattr(mirror, "connect", lambda url, fault=fault: Store(url, Faulty(connect(url).files, fault)))
        try:
            put(output, minute=1 + at, keep=2, tables="")
        except PublishError:
            failed += 1
        store = connect(output)
        now = str(store.current_id())
        assert is_whole(store.manifest(now, Path()), store.snapshots()[now])
        if now != before:
            assert current(output) == now
            before, moved = now, moved + 1
        if fault.left > 0:
            break
    assert failed > 20
    assert moved > 1  # the calls from the copy of the pointer on: what follows it is no failure of the run
    monkeypatch.setattr(mirror, "connect", connect)
    last = put(output, minute=500, keep=2)
    found = connect(output).snapshots()
    assert current(output) == last
    assert len(found) == 2
    assert all("snapshot.json" in files for files in found.values())
    assert standing(output) == set(found)


class Deaf:
    """A filesystem that copies the pointer and loses the answer, or does not copy it; then it may answer nothing."""

    def __init__(self, inner: Any, *, copies: bool, is_dead: bool) -> None:
        self._inner, self._copies, self._is_dead, self._is_silent = inner, copies, is_dead, False

    def __getattr__(self, name: str) -> Any:
        if self._is_silent:
            raise OSError("AWS Error NETWORK_CONNECTION during Operation")
        return getattr(self._inner, name)

    def copy_file(self, source: str, target: str) -> None:
        if self._copies:
            self._inner.copy_file(source, target)
        self._is_silent = self._is_dead
        raise OSError("AWS Error NETWORK_CONNECTION during CopyObject operation")


@pytest.mark.slow
@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize("copies", [True, False])
@pytest.mark.parametrize("is_dead", [True, False])
def test_when_the_answer_to_the_last_request_is_lost_no_more_is_said_than_is_known(
    output: ObjectUrl, monkeypatch: pytest.MonkeyPatch, copies: bool, is_dead: bool
) -> None:
    first = put(output)
    with monkeypatch.context() as patch:
        patch.setattr(
            mirror, "connect", lambda url: Store(url, Deaf(connect(url).files, copies=copies, is_dead=is_dead))
        )
        error: PublishError | None = None
        try:
            put(output, 2, minute=1)
        except PublishError as raised:
            error = raised
    snapshots, now, _ = list_remote(output)
    assert now == current(output)
    assert (now != first) == copies
    if is_dead:
        assert isinstance(error, PointerUnknownError)
        assert "may be or not" in str(error)
        assert "stays" not in str(error)
        assert len(snapshots) == 2, "it may be the current one"
    else:
        assert (error is None) == copies
        assert len(snapshots) == 1 + copies, "what was withdrawn is in no list"


@pytest.mark.slow
@pytest.mark.usefixtures("plain")
def test_what_is_changed_on_its_way_is_not_published(output: ObjectUrl, monkeypatch: pytest.MonkeyPatch) -> None:
    first = put(output)
    chunks = Store.chunks
    monkeypatch.setattr(Store, "chunks", lambda store, *names: (chunk[:-1] for chunk in chunks(store, *names)))
    with pytest.raises(PublishError, match="not in the store what was sent"):
        put(output, 2)
    monkeypatch.undo()
    assert current(output) == first
    assert len(connect(output).snapshots()) == 1


@pytest.mark.slow
@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("LATEST.json", "["),
        ("LATEST.json", '{"snapshot": "../elsewhere"}'),
        ("LATEST.json", '{"snapshot": "20261122T120000Z-ffffffff"}'),
        ("snapshots/ID/snapshot.json", "{"),
        ("snapshots/ID/snapshot.json", '{"format": 1, "snapshot": "ID", "files": {"..": {}}}'),
    ],
)
def test_a_damaged_store_is_told_and_published_into(output: ObjectUrl, name: str, content: str) -> None:
    store, first = connect(output), put(output)
    with store.files.open_output_stream(store.key(name.replace("ID", first))) as stream:
        stream.write(content.replace("ID", first).encode())
    with pytest.raises(SnapshotError, match="infobox-etl run --full"), local_view(output):
        pass
    second = put(output, 2, minute=1)
    assert current(output) == second
