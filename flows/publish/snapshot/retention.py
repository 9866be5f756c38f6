"""Removes old snapshots and candidates from an output folder."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from flows.publish.durable import remove_tree, sync_folder
from flows.publish.snapshot.manifest import CANDIDATES, SNAPSHOTS, created_utc
from flows.publish.snapshot.mark import is_folder
from flows.publish.snapshot.published import snapshot_ids

TRASH: Final = ".trash-"


def retain(output: Path, current: str, now: dt.datetime, keep: int, keep_for: dt.timedelta) -> None:
    """Remove old snapshots: all but ``keep``, never the current one, and none that is younger than ``keep_for``."""
    newest_first = [current, *(name for name in snapshot_ids(output) if name != current)]
    _remove_all(
        output,
        (
            output / SNAPSHOTS / name
            for name in newest_first[max(keep, 1) :]
            if max(now - created_utc(name), dt.timedelta(0)) >= keep_for
        ),
    )
    sync_folder(output / SNAPSHOTS)


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
