"""Which snapshots stay, and the removal of the others and of candidates from an output folder.

A snapshot stays because it is among the newest, or because a reader may still have it open: for some time from when
another one took its place.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from flows.errors import SnapshotError
from flows.publish.durable import remove_tree, sync_folder
from flows.publish.snapshot.manifest import CANDIDATES, SNAPSHOTS, created_utc, sort_key
from flows.publish.snapshot.mark import is_folder
from flows.publish.snapshot.published import read_manifest, snapshot_ids

TRASH: Final = ".trash-"


def retain(output: Path, current: str, now: dt.datetime, keep: int, keep_for: dt.timedelta) -> None:
    """Remove the snapshots that ``outdated`` names."""

    def previous_of(name: str) -> str | None:
        with suppress(SnapshotError):  # damaged: what follows it by name still counts
            return read_manifest(output / SNAPSHOTS / name).previous
        return None

    found = outdated(snapshot_ids(output), current, now, keep, keep_for, previous_of)
    _remove_all(output, (output / SNAPSHOTS / name for name in found))
    sync_folder(output / SNAPSHOTS)


def outdated(
    names: Iterable[str],
    current: str,
    now: dt.datetime,
    keep: int,
    keep_for: dt.timedelta,
    previous_of: Callable[[str], str | None],
) -> list[str]:
    """Return the snapshots that no longer stay: neither among the ``keep`` newest nor replaced within ``keep_for``.

    The current one always stays, and counts among the newest. When a snapshot was replaced, those made later tell: the
    next one by name, or one whose manifest names it as the one before (``previous_of``), because it was gone back to.
    One that nothing followed was gone back from at an unknown time: it stays until another is published. A snapshot
    with a time to come, made before the clock was put back, counts as made just now. No manifest shows that somebody
    went back and forth between two runs: the time of the snapshot then counts from when it was replaced first.
    """
    newest_first = sorted({*names, current}, key=sort_key, reverse=True)
    others = [name for name in newest_first if name != current][max(keep, 1) - 1 :]
    if not keep_for:
        return others
    follower = dict(zip(newest_first[1:], newest_first, strict=False))
    is_young = {name: now - created_utc(name) < keep_for for name in newest_first}
    old = [name for name in others if name in follower and not is_young[follower[name]]]
    replaced = {previous_of(name) for name in newest_first if is_young[name]} if old else set()
    return [name for name in old if name not in replaced]


def drop_candidates(output: Path, besides: str | None = None) -> None:
    """Remove the candidates of earlier runs, except the one named: the last run published, or made that one."""
    _remove_all(output, (output / CANDIDATES / name for name in snapshot_ids(output, CANDIDATES) if name != besides))
    with suppress(OSError):  # none was ever kept, or one still is
        (output / CANDIDATES).rmdir()


def clean_up(output: Path, current: str, now: dt.datetime, keep: int, keep_for: dt.timedelta) -> None:
    """Remove what a snapshot that has become the current one makes superfluous; raise the first error at the end."""
    try:
        drop_candidates(output)
    finally:
        retain(output, current, now, keep, keep_for)


def remove(output: Path, folder: Path) -> None:
    """Remove a snapshot. Renamed first: a reader finds a whole snapshot or none, never a half one.

    A link in its place stays as it is. Where it cannot be renamed (``OSError``: on Windows, a file of it is held open),
    it stays whole.
    """
    if is_folder(folder):
        trash = output / f"{TRASH}{folder.name}"
        os.rename(folder, trash)
        remove_tree(trash)


def _remove_all(output: Path, folders: Iterable[Path]) -> None:
    """Remove snapshots, each as if it were the only one; only then raise the first error: the next run tries again."""
    errors = []
    for folder in folders:
        try:
            remove(output, folder)
        except OSError as error:
            errors.append(error)
    if errors:
        raise errors[0]
