"""Publishing into an object store: the files first, then their manifest, and the pointer last, atomically.

A run works in a folder of this disk as always; what it has published there is uploaded, read back, and made current by
replacing ``LATEST.json``. A store has no lock that ends with its holder, so a run detects another one by the pointer:
it remembers the pointer when it begins and reads it again right before it replaces it. pyarrow has no conditional
writes; two runs that pass that last check within the same moment (one round trip) both publish, one after the other,
and the later one stays current. Both snapshots are complete even then. All this needs a store that shows a write at
once, as S3 and compatible stores do since 2020.

A snapshot that could still become current is never removed, and no clock is needed for that. A run removes what it saw
incomplete (without ``snapshot.json``) when it began, only after its own pointer has moved, and checks again before it
does: a run that was uploading then finds the pointer moved and gives up, or has written its ``snapshot.json`` before
its last check.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flows.errors import LockHeldError, PointerUnknownError, PublishError, SnapshotError, noting_current
from flows.publish.locations import ObjectUrl
from flows.publish.object_store.store import CHUNK, Store, connect, explained, is_whole, list_remote
from flows.publish.snapshot.manifest import (
    CANDIDATES,
    INPUTS,
    KEEP,
    MANIFEST,
    SNAPSHOTS,
    SnapshotInfo,
    file_sha256,
)
from flows.publish.snapshot.mark import claim
from flows.publish.snapshot.published import CHANGED, LATEST
from flows.publish.snapshot.retention import outdated
from flows.quoting import safe

_RUN_AGAIN: Final = "run again: nothing was published, a snapshot published before stays current"


def _ignore(_: PublishError) -> None:
    """Do nothing about what could not be removed after a snapshot had become the current one."""


@dataclass(frozen=True, slots=True)
class Mirror:
    """A folder of this disk that a run publishes into instead of the store, and the content of the store when it began.

    ``pointer`` is the content of ``LATEST.json``, ``found`` the sizes of all files by snapshot.
    """

    store: Store
    folder: Path
    pointer: bytes | None
    found: Mapping[str, Mapping[str, int]]

    def current(self) -> SnapshotInfo | None:
        """Return the current snapshot of the store, None where nothing is published.

        Its list of inputs is on this disk, its tables are not. Raises ``SnapshotError`` when it is incomplete.
        """
        name = self.store.named(self.pointer)
        if name is None:
            return None
        info = self.store.manifest(name, self.folder)
        if not is_whole(info, self.found.get(name, {})):
            raise SnapshotError(str(self.store.url / SNAPSHOTS / name), "is incomplete", _RUN_AGAIN)
        for file in (MANIFEST, INPUTS):
            self.store.fetch(name, file, self.folder)
        return info

    def publish(
        self,
        info: SnapshotInfo,
        keep: int = KEEP,
        keep_for: dt.timedelta = dt.timedelta(0),
        untidy: Callable[[PublishError], None] = _ignore,
    ) -> None:
        """Make a snapshot that was published in the folder the current one of the store, and remove what is outdated.

        Raises ``LockHeldError`` when another run published there meanwhile, ``PublishError`` for all that the store
        refuses. After any error the pointer names a complete snapshot, and what was uploaded is removed if possible.
        What the store refuses to remove once the pointer has moved goes to ``untidy``: the next run tries again.
        """
        name = info.snapshot_id
        try:
            self._demand_unmoved()
            self._upload(info)
            self._demand_unmoved()
            point(self.store, name)
        except PointerUnknownError:  # the snapshot stays: it may be the current one
            raise
        except BaseException:
            with suppress(PublishError):
                remove(self.store, name)
            raise
        with noting_current(name):
            try:
                self._sweep()
                self._retain(name, info.created_utc, keep, keep_for)
                self._drop_candidates()
            except PublishError as error:
                untidy(error)

    def retain(self, current: str, now: dt.datetime, keep: int, keep_for: dt.timedelta) -> None:
        """Remove what is outdated where a run published nothing, unless another run published meanwhile."""
        if self.store.read(LATEST) == self.pointer:
            self._retain(current, now, keep, keep_for)

    def set_aside(self, info: SnapshotInfo) -> None:
        """Keep in the store the candidate that the gate stopped in the folder, in place of one that was kept before."""
        for file in info.files:
            self._put(info, info.path / file.name, file.sha256, CANDIDATES)
        self._put(info, info.path / MANIFEST, file_sha256(info.path / MANIFEST), CANDIDATES)
        with suppress(PublishError):
            self._drop_candidates(besides=info.snapshot_id)

    def _drop_candidates(self, besides: str | None = None) -> None:
        for name in self.store.snapshots(CANDIDATES):
            if name != besides:
                remove(self.store, name, CANDIDATES)

    def _demand_unmoved(self) -> None:
        if self.store.read(LATEST) != self.pointer:
            raise LockHeldError(
                str(self.store.url),
                "another run published here meanwhile",
                "run again to publish on top of it; give two schedules two outputs",
            )

    def _upload(self, info: SnapshotInfo) -> None:
        """Upload a snapshot's files and read them back; ``snapshot.json`` comes last: it shows that all are there."""
        for file in info.files:
            self._put(info, info.path / file.name, file.sha256)
        # Each snapshot holds the LATEST.json that makes it the current one.
        for path in (self.folder / LATEST, info.path / MANIFEST):
            self._put(info, path, file_sha256(path))

    def _put(self, info: SnapshotInfo, path: Path, sha256: str, kind: str = SNAPSHOTS) -> None:
        names = (kind, info.snapshot_id, path.name)
        key = self.store.key(*names)
        with path.open("rb") as content, explained(self.store.url), self.store.files.open_output_stream(key) as stream:
            while chunk := content.read(CHUNK):
                stream.write(chunk)
        arrived = hashlib.sha256()
        try:
            for chunk in self.store.chunks(*names):
                arrived.update(chunk)
        except FileNotFoundError:
            self._demand_unmoved()  # the likely reason: a run that published meanwhile has cleaned up
        if arrived.hexdigest() != sha256:
            what = "is not in the store what was sent there: its SHA-256 is not the manifest's"
            raise PublishError(str(self.store.url / "/".join(names)), what, _RUN_AGAIN)

    def _sweep(self) -> None:
        """Remove what dead runs left; the docstring of this module explains why it can hit nothing else."""
        dead = [name for name, files in self.found.items() if MANIFEST not in files]
        if dead:
            now = self.store.snapshots()
            for name in dead:
                if name in now and MANIFEST not in now[name]:
                    remove(self.store, name)

    def _retain(self, current: str, now: dt.datetime, keep: int, keep_for: dt.timedelta) -> None:
        """Remove old snapshots among those that were there when the run began, so never one that came meanwhile."""

        def previous_of(name: str) -> str | None:
            with suppress(SnapshotError):
                return self.store.manifest(name, self.folder).previous
            return None

        names = [name for name, files in self.found.items() if MANIFEST in files]
        for name in outdated(names, current, now, keep, keep_for, previous_of):
            remove(self.store, name)


@contextmanager
def open_mirror(url: ObjectUrl) -> Iterator[Mirror]:
    """Yield the folder in which a run into an object store works, with the store's pointer in it.

    Raises ``PublishError`` where the store cannot be reached. The folder is gone at the end.
    """
    store = connect(url)
    with tempfile.TemporaryDirectory(prefix="infobox-etl-") as folder:
        claim(Path(folder))
        pointer = store.read(LATEST)  # before the list: what is listed is then never older than the pointer
        if pointer is not None:
            Path(folder, LATEST).write_bytes(pointer)
        yield Mirror(store, Path(folder).resolve(), pointer, store.snapshots())


def point(store: Store, name: str) -> None:
    """Make a snapshot in the store the current one.

    It is copied within the store by one request: of an upload that breaks off, a part would be published. The store may
    do that and its answer be lost, so after an error it is asked what is current now: ``PublishError`` when it is
    another snapshot, ``PointerUnknownError`` when it does not answer that either.
    """
    try:
        with explained(store.url):
            store.files.copy_file(store.key(SNAPSHOTS, name, LATEST), store.key(LATEST))
    except PublishError as error:
        try:
            now = store.current_id()
        except PublishError:
            what = f"the store did not answer when {name} was to become the current snapshot: it may be or not"
            remedy = f"infobox-etl history --output {store.url} shows which one is; then run again"
            raise PointerUnknownError(str(store.url), what, remedy) from error
        if now != name:
            raise


def roll_back(url: ObjectUrl, name: str | None) -> SnapshotInfo:
    """Return the snapshot in a store that is current from now on: the one named, or what was current before.

    Every object of it is read and held against its manifest first; raises ``SnapshotError`` when one is not right, and
    when there is no such snapshot. Then nothing changes.
    """
    snapshots, now, _ = list_remote(url)
    by_name = {info.snapshot_id: info for info in snapshots}
    if name is None and now in by_name:
        name = by_name[now].previous
    if name is None or name not in by_name:
        what = "there is no earlier snapshot" if name is None else f"there is no snapshot {safe(name)}"
        raise SnapshotError(str(url), what, "see `infobox-etl history`")
    store = connect(url)
    for file in by_name[name].files:
        digest = hashlib.sha256()
        for chunk in store.chunks(SNAPSHOTS, name, file.name):
            digest.update(chunk)
        if digest.hexdigest() != file.sha256:
            what = CHANGED
            raise SnapshotError(str(url / SNAPSHOTS / name / file.name), what, "go back to another one")
    point(store, name)
    return by_name[name]


def remove(store: Store, name: str, kind: str = SNAPSHOTS) -> None:
    """Remove a snapshot, its manifest first: one that is half removed then never looks complete."""
    with explained(store.url):
        with suppress(FileNotFoundError):
            store.files.delete_file(store.key(kind, name, MANIFEST))
        with suppress(FileNotFoundError):
            store.files.delete_dir(store.key(kind, name))
