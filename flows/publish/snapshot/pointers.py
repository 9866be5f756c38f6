"""The pointers to the current snapshot (``current``, the link to the catalogue, ``LATEST.json``), and going back.

Whatever needs space is written before the first pointer moves, so that a full disk cannot leave them contradicting each
other. A snapshot is announced before it is moved to its place. If the run dies before a pointer names it, it was never
published, and the next run removes it: it never appears in the history.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from flows.errors import PublishError, SnapshotError
from flows.publish.catalog import WAREHOUSE
from flows.publish.durable import fresh_of, replace_link, sync_file, sync_folder, write_durably, write_fresh
from flows.publish.snapshot.lock import OutputLock
from flows.publish.snapshot.manifest import SNAPSHOTS, SnapshotInfo, created_utc, is_snapshot_id, latest_text
from flows.publish.snapshot.published import (
    CURRENT,
    LATEST,
    current_id,
    read_manifest,
    read_snapshot,
    snapshot_ids,
    verify,
)
from flows.publish.snapshot.retention import remove
from flows.quoting import safe

ANNOUNCED: Final = ".announced"


def pointed_at(output: Path) -> str | None:
    """Return the name of the current snapshot, None where nothing is published or the pointer is broken."""
    try:
        return current_id(output)
    except SnapshotError:  # a damaged one must not prevent a good one from replacing it
        return None


def announce(output: Path, snapshot: str) -> None:
    """Write down that a snapshot is about to be moved to its place; ``withdraw`` deletes that note."""
    write_durably(output / ANNOUNCED, f"{snapshot}\n")


def withdraw(output: Path, snapshot: str) -> None:
    """Delete the announcement of a snapshot, and the snapshot too unless it has become the current one."""
    if snapshot != pointed_at(output) and (output / SNAPSHOTS / snapshot).exists():
        remove(output, output / SNAPSHOTS / snapshot)
    if _announced(output) == snapshot:
        (output / ANNOUNCED).unlink(missing_ok=True)


def settle(output: Path) -> None:
    """Finish what a dead run began: the snapshot that it announced is current in all pointers, or removed."""
    announced = _announced(output)
    if announced is not None:
        withdraw(output, announced)
    with suppress(SnapshotError):  # a broken pointer does no harm: this run will set a new one
        current = current_id(output)
        if current is not None:  # a run killed between the two left LATEST.json naming the snapshot before
            _write_latest(output, read_snapshot(output / SNAPSHOTS / current))


def _announced(output: Path) -> str | None:
    try:
        name = (output / ANNOUNCED).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return None
    return name if is_snapshot_id(name) else None


def point(lock: OutputLock, info: SnapshotInfo) -> None:
    """Make a snapshot the current one; raise ``PublishError`` where a folder has the name of the link."""
    lock.check()
    output = lock.output
    latest = write_fresh(output / LATEST, latest_text(info))
    try:
        # The link to the catalogue first: it leads through ``current``, so it never has to be replaced.
        if not (_link_catalogue(output) and replace_link(output / CURRENT, _target(info), is_folder=True)):
            _copy_catalogue(output, info)
        os.replace(latest, output / LATEST)
    except IsADirectoryError as error:
        raise PublishError(
            str(output / CURRENT), "is a folder, but the name belongs to infobox-etl", "move it away and run again"
        ) from error
    finally:
        latest.unlink(missing_ok=True)
    sync_folder(output)


def _target(info: SnapshotInfo) -> str:
    return f"{SNAPSHOTS}/{info.snapshot_id}"


def _link_catalogue(output: Path) -> bool:
    """Make the link to the catalogue of the current snapshot; return False where links cannot be made."""
    link, target = output / WAREHOUSE, f"{CURRENT}/{WAREHOUSE}"
    if link.is_symlink() and os.readlink(link) == target:
        return True
    return replace_link(link, target, is_folder=False)


def _copy_catalogue(output: Path, info: SnapshotInfo) -> None:
    """Copy the catalogue where links cannot be made: it holds an absolute path, so a copy works too."""
    fresh = fresh_of(output / WAREHOUSE)
    shutil.copyfile(info.path / WAREHOUSE, fresh)
    sync_file(fresh)
    os.replace(fresh, output / WAREHOUSE)


def _write_latest(output: Path, info: SnapshotInfo) -> None:
    text = latest_text(info)
    with suppress(OSError):
        if (output / LATEST).read_bytes() == text.encode():
            return
    write_durably(output / LATEST, text)


def make_current(lock: OutputLock, name: str | None = None) -> SnapshotInfo:
    """Return the snapshot that is current from now on: the one named, or the one before the current one.

    Raises ``SnapshotError`` when there is no such snapshot, or one of its files was changed since: a nightly run
    could not detect later that it compares itself with a damaged snapshot. Then nothing changes.
    """
    settle(lock.output)
    names = snapshot_ids(lock.output)
    if name is None:
        name = _before(lock.output, names)
    if name is None or name not in names:
        what = "there is no earlier snapshot" if name is None else f"there is no snapshot {safe(name)}"
        raise SnapshotError(str(lock.output), what, "see `infobox-etl history`")
    info = read_snapshot(lock.output / SNAPSHOTS / name)
    if damaged := verify(info):
        raise damaged[0]
    point(lock, info)
    return info


def _before(output: Path, names: Sequence[str]) -> str | None:
    """Return the snapshot that was current before the current one, else the newest that is older.

    Going back twice goes back two steps, and never returns to a snapshot that was rolled back.
    """
    current = pointed_at(output)
    if current is None:
        return None
    with suppress(SnapshotError):
        previous = read_manifest(output / SNAPSHOTS / current).previous
        if previous in names:
            return previous
    return next((name for name in names if created_utc(name) < created_utc(current)), None)
