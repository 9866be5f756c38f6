"""The pointers to the current snapshot (``current``, the link to the catalogue, ``LATEST.json``), and going back.

Whatever needs space is written before the first pointer moves, so that a full disk cannot leave them contradicting each
other. A snapshot is announced before it is moved to its place. As long as it is announced and no pointer names it, it
is not published: no list shows it, and the next run removes it. So it never appears in the history, wherever a run dies
and whatever a full disk lets it remove.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from flows.errors import SnapshotError, note_current
from flows.publish.durable import (
    fresh_of,
    make_read_only,
    remove_file,
    remove_tree,
    replace_file,
    replace_link,
    sync_file,
    sync_folder,
    write_durably,
    write_fresh,
)
from flows.publish.snapshot.additions import log_of
from flows.publish.snapshot.lock import OutputLock
from flows.publish.snapshot.manifest import MANIFEST, SNAPSHOTS, SnapshotInfo, created_utc, latest_text
from flows.publish.snapshot.mark import is_folder
from flows.publish.snapshot.moved_aside import move_aside
from flows.publish.snapshot.published import (
    ANNOUNCED,
    CURRENT,
    LATEST,
    announced,
    current_id,
    is_of_killed_run,
    pointed_at,
    read_manifest,
    read_snapshot,
    snapshot_ids,
    verify,
)
from flows.publish.snapshot.retention import remove
from flows.publish.table_files import WAREHOUSE
from flows.quoting import safe
from flows.suggestions import nearest


def announce(output: Path, snapshot: str) -> None:
    """Write down that a snapshot is about to be moved to its place; ``withdraw`` deletes that note."""
    write_durably(output / ANNOUNCED, f"{snapshot}\n")


def withdraw(output: Path, snapshot: str) -> None:
    """Delete the announcement of a snapshot, and the snapshot too unless it has become the current one.

    Raises ``OSError`` where it cannot be removed. Its announcement stays then, so that no list shows it.
    """
    folder = output / SNAPSHOTS / snapshot
    if snapshot != pointed_at(output) and is_folder(folder):
        try:
            remove(output, folder)
        except OSError:  # a full disk may have no room for the other name; nobody reads this snapshot
            (folder / MANIFEST).unlink(missing_ok=True)
            remove_tree(folder)
            if is_folder(folder):
                raise
    if announced(output) == snapshot:
        (output / ANNOUNCED).unlink(missing_ok=True)


def settle(output: Path) -> None:
    """Finish what a dead run began: the snapshot that it announced is current in all pointers, or removed."""
    name_announced = announced(output)
    if name_announced is not None:
        withdraw(output, name_announced)
    with suppress(SnapshotError):  # a broken pointer does no harm: this run will set a new one
        current = current_id(output)
        if current is not None and is_of_killed_run(output, info := read_snapshot(output / SNAPSHOTS / current)):
            write_durably(output / LATEST, latest_text(info.path))


def point(lock: OutputLock, info: SnapshotInfo) -> None:
    """Make a snapshot the current one. An error after that, such as of the last sync, says so: ``current_despite``."""
    lock.check()
    output = lock.output
    latest = write_fresh(output / LATEST, latest_text(info.path))
    try:
        log = log_of(output / WAREHOUSE)
        if os.path.lexists(log):  # DuckDB 1.4 left it beside the link: it would read it with the next warehouse
            move_aside(log)
        # The link to the catalogue first: it leads through ``current``, so it never has to be replaced.
        if not (_link_catalogue(output) and replace_link(output / CURRENT, _target(info), is_folder=True)):
            _copy_catalogue(output, info)
        os.replace(latest, output / LATEST)
        sync_folder(output)
    except BaseException as error:
        if pointed_at(output) == info.snapshot_id:
            note_current(error, info.snapshot_id)
        raise
    finally:
        latest.unlink(missing_ok=True)


def _target(info: SnapshotInfo) -> str:
    return f"{SNAPSHOTS}/{info.snapshot_id}"


def _link_catalogue(output: Path) -> bool:
    """Make the link to the catalogue of the current snapshot; return False where links cannot be made."""
    link, target = output / WAREHOUSE, f"{CURRENT}/{WAREHOUSE}"
    if link.is_symlink() and os.readlink(link) == target:
        return True
    return replace_link(link, target, is_folder=False)


def _copy_catalogue(output: Path, info: SnapshotInfo) -> None:
    """Copy the catalogue where links cannot be made."""
    fresh = fresh_of(output / WAREHOUSE)
    remove_file(fresh)
    shutil.copyfile(info.path / WAREHOUSE, fresh)
    sync_file(fresh)
    make_read_only(fresh)
    replace_file(fresh, output / WAREHOUSE)


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
        raise _no_such_snapshot(lock.output, name, names)
    info = read_snapshot(lock.output / SNAPSHOTS / name)
    if damaged := verify(info):
        raise damaged[0]
    point(lock, info)
    return info


def _no_such_snapshot(output: Path, name: str | None, names: Sequence[str]) -> SnapshotError:
    if name is None:
        only = ": this is the only one" if len(names) == 1 else ""
        what, remedy = f"there is no earlier snapshot{only}", "every run that changes a table publishes one more"
    else:
        near = nearest(name, names)
        what, remedy = f"there is no snapshot {safe(name)}", "" if near is None else f"did you mean {near}?\n"
        remedy += "see `infobox-etl history`"
    return SnapshotError(str(output), what, remedy)


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
