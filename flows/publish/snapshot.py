"""Publishing: a folder of finished files becomes the snapshot that readers see, whole or not at all.

The order was tried with a kill at every system call: stage, sync the files, manifest, sync the folder, rename, sync,
move the link at one stroke, sync, and only then remove old snapshots. Whatever dies in between, the folder shows the
old snapshot or the new one, and the next run sweeps up what is left lying about.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from flows.publish import datapackage
from flows.publish.catalog import WAREHOUSE, write_catalog
from flows.publish.durable import replace_link, sync_file, sync_folder, write_durably
from flows.publish.errors import PublishError, SnapshotError
from flows.publish.lock import OutputLock
from flows.publish.manifest import (
    INLINE_INPUTS,
    INPUTS,
    MANIFEST,
    SNAPSHOTS,
    RunFacts,
    SnapshotFile,
    SnapshotInfo,
    WrittenFile,
    content_digest,
    created_utc,
    file_sha256,
    inputs_digest,
    inputs_text,
    latest_text,
    manifest_text,
    snapshot_id,
    sort_key,
)
from flows.publish.published import CURRENT, LATEST, current_id, read_snapshot, snapshot_ids

KEEP: Final = 10
"""How many snapshots stay, the current one among them."""

_STAGING, _TRASH = ".staging-", ".trash-"
_LIBRARIES = ("chardet", "duckdb", "ftfy", "pandera", "polars", "pyarrow", "PyYAML")


@dataclass(frozen=True, slots=True)
class Stage:
    """The folder where the files of the next snapshot are written, on the same file system as ``output``."""

    path: Path
    lock: OutputLock


@contextmanager
def open_stage(lock: OutputLock) -> Iterator[Stage]:
    """Give an empty stage; what dead runs left behind is swept first, and the stage itself at the end.

    Everything found is stale, since only the holder of the lock has a stage.
    """
    _sweep(lock.output)
    stage = lock.output / f"{_STAGING}{os.getpid()}"
    stage.mkdir()
    try:
        yield Stage(stage, lock)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _sweep(output: Path) -> None:
    for left in output.iterdir():
        if left.name.startswith((_STAGING, _TRASH)) and left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
    with suppress(SnapshotError):  # a pointer to nowhere is no hindrance: this run will set a new one
        name = current_id(output)
        if name is not None:  # a run killed between the link and LATEST.json left the latter behind
            _tell_latest(output, read_snapshot(output / SNAPSHOTS / name))


def publish(
    stage: Stage,
    tables: Sequence[WrittenFile],
    facts: RunFacts,
    *,
    created: dt.datetime,
    keep: int = KEEP,
    keep_for: dt.timedelta = dt.timedelta(0),
) -> SnapshotInfo:
    """Return the snapshot that the staged files have become; it is the current one from now on.

    ``tables`` are the Parquet files in the stage; other files there (issues.jsonl, report.html) are published as they
    are. ``created`` (with time zone) is the caller's clock and stands in the name and the manifest only. ``keep``
    snapshots stay, and those younger than ``keep_for``: readers of a removed one fail.
    Raises ``PublishError``; whatever is raised, the snapshot before stays current.
    """
    if created.tzinfo is None:
        raise ValueError("created has no time zone: use datetime.now(UTC)")
    output = stage.lock.output
    digest = content_digest(tables)
    name = _free_name(output, created, digest)
    final = output / SNAPSHOTS / name
    write_catalog(stage.path, final)
    write_durably(stage.path / datapackage.DATAPACKAGE, datapackage.datapackage_text(stage.path, tables))
    if len(facts.inputs) > INLINE_INPUTS:
        write_durably(stage.path / INPUTS, inputs_text(facts.inputs))
    info = SnapshotInfo(
        snapshot_id=name,
        path=final,
        created_utc=created.astimezone(dt.UTC).replace(microsecond=0),
        content_digest=digest,
        previous=_previous(output),
        files=_sync_files(stage.path, tables),
        versions=library_versions(),
        code_version=facts.code_version,
        rules_sha256=facts.rules_sha256,
        input_count=len(facts.inputs),
        inputs_sha256=inputs_digest(facts.inputs),
        issues=facts.issues,
        violations=facts.violations,
        options=facts.options,
    )
    write_durably(stage.path / MANIFEST, manifest_text(info, facts.inputs))
    _move_in(stage, final)
    _point(stage.lock, info)
    _retain(output, name, created, keep, keep_for)
    return info


def _free_name(output: Path, created: dt.datetime, digest: str) -> str:
    number = 1
    while (output / SNAPSHOTS / (name := snapshot_id(created, digest, number))).exists():
        number += 1
    return name


def _previous(output: Path) -> str | None:
    try:
        return current_id(output)
    except SnapshotError:  # a broken pointer must not keep a good snapshot from taking its place
        return None


def library_versions() -> dict[str, str]:
    """Return the versions that can change a table or its bytes: Python's and those of the libraries that make them."""
    found = {"python": platform.python_version()}
    for library in _LIBRARIES:
        with suppress(PackageNotFoundError):
            found[library] = version(library)
    return found


def _sync_files(stage: Path, tables: Sequence[WrittenFile]) -> tuple[SnapshotFile, ...]:
    """Force all staged files to the disk and return them as the manifest lists them."""
    known = {table.name: table for table in tables}
    files = []
    for path in sorted(stage.iterdir()):
        if not path.is_file() or path.is_symlink():
            raise PublishError(str(path), "is no plain file", "keep folders and links out of the stage")
        sync_file(path)
        size = path.stat().st_size
        table = known.pop(path.name, None)
        if table is None and path.suffix == ".parquet":
            raise PublishError(str(path), "is in the stage but not among the tables", "pass what TableWriter returned")
        if table is not None and table.bytes != size:
            raise PublishError(str(path), f"has {size:,} bytes, {table.bytes:,} were written", "check the disk")
        files.append(SnapshotFile(*table) if table else SnapshotFile(path.name, None, size, file_sha256(path)))
    if known:
        raise PublishError(str(stage), f"tables are missing: {', '.join(sorted(known))}", "write them into the stage")
    return tuple(files)


def _move_in(stage: Stage, final: Path) -> None:
    sync_folder(stage.path)
    if not final.parent.is_dir():
        final.parent.mkdir()
        sync_folder(final.parent.parent)
    stage.lock.check()
    stage.path.rename(final)
    sync_folder(final.parent)
    sync_folder(stage.path.parent)


def _point(lock: OutputLock, info: SnapshotInfo) -> None:
    """Make a snapshot the current one: link, the analyst's door, then ``LATEST.json`` as the last."""
    lock.check()
    output = lock.output
    try:
        if replace_link(output / CURRENT, f"{SNAPSHOTS}/{info.snapshot_id}", is_folder=True):
            _open_door(output)
        else:
            _copy_door(output, info)
    except IsADirectoryError as error:
        raise PublishError(
            str(output / CURRENT), "is a folder, but the name belongs to infobox-etl", "move it away and run again"
        ) from error
    _tell_latest(output, info)


def _open_door(output: Path) -> None:
    door, target = output / WAREHOUSE, f"{CURRENT}/{WAREHOUSE}"
    if not door.is_symlink() or os.readlink(door) != target:
        replace_link(door, target, is_folder=False)


def _copy_door(output: Path, info: SnapshotInfo) -> None:
    """Stand in for the door where links cannot be made: the catalogue holds an absolute path and may be copied."""
    fresh = output / f".{WAREHOUSE}.new"
    shutil.copyfile(info.path / WAREHOUSE, fresh)
    sync_file(fresh)
    os.replace(fresh, output / WAREHOUSE)


def _tell_latest(output: Path, info: SnapshotInfo) -> None:
    text = latest_text(info)
    with suppress(OSError):
        if (output / LATEST).read_bytes() == text.encode():
            return
    write_durably(output / LATEST, text)


def make_current(lock: OutputLock, name: str | None = None) -> SnapshotInfo:
    """Return the snapshot that is current from now on: the one named, or the one before the current one.

    Raises ``SnapshotError`` when there is no such snapshot or it is incomplete; then nothing changes.
    """
    names = snapshot_ids(lock.output)
    if name is None:
        name = _before(lock.output, names)
    if name is None or name not in names:
        what = "there is no earlier snapshot" if name is None else f"there is no snapshot {name}"
        raise SnapshotError(str(lock.output), what, "see `infobox-etl history`")
    info = read_snapshot(lock.output / SNAPSHOTS / name)
    _point(lock, info)
    return info


def _before(output: Path, names: Sequence[str]) -> str | None:
    """Return the newest snapshot older than the current one. Going back twice goes back two steps, not to and fro."""
    current = _previous(output)
    return next((name for name in names if current and sort_key(name) < sort_key(current)), None)


def _retain(output: Path, current: str, now: dt.datetime, keep: int, keep_for: dt.timedelta) -> None:
    """Remove old snapshots. Renamed first: a reader finds a whole snapshot or none, never a half one."""
    newest_first = [current, *(name for name in snapshot_ids(output) if name != current)]
    for name in newest_first[max(keep, 1) :]:
        if max(now - created_utc(name), dt.timedelta(0)) >= keep_for:
            trash = output / f"{_TRASH}{name}"
            with suppress(OSError):  # a file held open on Windows: the next run tries again
                (output / SNAPSHOTS / name).rename(trash)
            shutil.rmtree(trash, ignore_errors=True)
    sync_folder(output / SNAPSHOTS)
