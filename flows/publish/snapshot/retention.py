"""Removes old snapshots and candidates from an output folder."""

from __future__ import annotations

import datetime as dt
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

from flows.publish.durable import sync_folder
from flows.publish.snapshot.manifest import CANDIDATES, SNAPSHOTS, created_utc
from flows.publish.snapshot.published import snapshot_ids

TRASH: Final = ".trash-"


def retain(output: Path, current: str, now: dt.datetime, keep: int, keep_for: dt.timedelta) -> None:
    """Remove old snapshots: all but ``keep``, never the current one, and none that is younger than ``keep_for``."""
    newest_first = [current, *(name for name in snapshot_ids(output) if name != current)]
    for name in newest_first[max(keep, 1) :]:
        if max(now - created_utc(name), dt.timedelta(0)) >= keep_for:
            remove(output, output / SNAPSHOTS / name)
    sync_folder(output / SNAPSHOTS)


def drop_candidates(output: Path, besides: str | None = None) -> None:
    """Remove the candidates of earlier runs, except the one named: the last run published, or made that one."""
    for name in snapshot_ids(output, CANDIDATES):
        if name != besides:
            remove(output, output / CANDIDATES / name)
    with suppress(OSError):  # none was ever kept, or one still is
        (output / CANDIDATES).rmdir()


def remove(output: Path, folder: Path) -> None:
    """Remove a snapshot. Renamed first: a reader finds a whole snapshot or none, never a half one."""
    trash = output / f"{TRASH}{folder.name}"
    with suppress(OSError):  # a file held open on Windows: the next run tries again
        folder.rename(trash)
    shutil.rmtree(trash, ignore_errors=True)
