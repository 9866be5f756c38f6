"""Publishing: a folder of finished files becomes the snapshot that readers see, whole or not at all.

The order was tested with a kill at every system call: stage, sync the files, manifest, sync the folder, announce the
snapshot, rename, sync, move the pointers, sync, and only then remove old snapshots. Wherever a run dies, the folder
shows the old snapshot or the new one, and the next run removes what it left.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from flows.errors import PublishError
from flows.publish.durable import (
    make_read_only,
    read_back_sha256,
    remove_file,
    remove_tree,
    sync_file,
    sync_folder,
    write_durably,
)
from flows.publish.locations import ObjectUrl
from flows.publish.metadata.description import SnapshotFacts
from flows.publish.metadata.writing import write_metadata
from flows.publish.snapshot import pointers
from flows.publish.snapshot.lock import OutputLock
from flows.publish.snapshot.manifest import (
    CANDIDATES,
    INLINE_INPUTS,
    INPUTS,
    KEEP,
    MANIFEST,
    SNAPSHOTS,
    RunFacts,
    SnapshotFile,
    SnapshotInfo,
    content_digest,
    created_utc,
    inputs_digest,
    inputs_text,
    is_snapshot_id,
    manifest_text,
    snapshot_id,
    sort_key,
)
from flows.publish.snapshot.mark import is_folder
from flows.publish.snapshot.moved_aside import FRESH
from flows.publish.snapshot.published import pointed_at
from flows.publish.snapshot.retention import TRASH, clean_up, drop_candidates
from flows.publish.table_files import WAREHOUSE, WrittenFile
from flows.publish.versions import library_versions
from flows.publish.warehouse import write_catalog
from schemas.contract import CONTRACT_FILE, contract_text, todays_contract

_STAGING = ".staging-"
_STAGE = re.compile(rf"{re.escape(_STAGING)}[0-9]+")  # the number of the process that made it


def _no_pages(_: SnapshotInfo) -> None:
    """Write nothing."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The folder where the files of the next snapshot are written, on the same file system as ``output``.

    ``home`` is the address that the output will be read from, where the folder is a copy of an object store.
    ``write_pages`` writes files for people into the stage, once it is known what the snapshot will be called; of the
    files, only the tables are listed in what it is given.
    """

    path: Path
    lock: OutputLock
    home: ObjectUrl | None = None
    write_pages: Callable[[SnapshotInfo], None] = _no_pages


@contextmanager
def open_stage(lock: OutputLock, home: ObjectUrl | None = None) -> Iterator[Stage]:
    """Yield an empty stage. What dead runs left is removed first, the stage itself at the end.

    Every stage found is stale, since only the holder of the lock has one.
    """
    _sweep(lock.output)
    number = os.getpid()
    while os.path.lexists(stage := lock.output / f"{_STAGING}{number}"):  # somebody's file, or not to be removed
        number += 1
    stage.mkdir()
    try:
        yield Stage(stage, lock, home)
    finally:
        remove_tree(stage)


def _sweep(output: Path) -> None:
    """Remove what dead runs left. Only whole names that we make count, and no link is followed: it stays, or goes."""
    pointers.settle(output)
    for left in output.iterdir():
        if is_folder(left):
            is_trash = left.name.startswith(TRASH) and is_snapshot_id(left.name.removeprefix(TRASH))
            if is_trash or _STAGE.fullmatch(left.name):
                remove_tree(left)
        elif left.name in FRESH:
            remove_file(left)


def _ignore(_: OSError) -> None:
    """Do nothing about an error that came after a snapshot had become the current one."""


def publish(
    stage: Stage,
    tables: Sequence[WrittenFile],
    facts: RunFacts,
    *,
    created: dt.datetime,
    keep: int = KEEP,
    keep_for: dt.timedelta = dt.timedelta(0),
    untidy: Callable[[OSError], None] = _ignore,
) -> SnapshotInfo:
    """Return the snapshot that the staged files have become; it is the current one from now on.

    ``tables`` are the Parquet files in the stage; other files there (issues.jsonl, report.html) are published as they
    are. ``created`` (with time zone) is the caller's clock and appears in the name and the manifest only. ``keep``
    snapshots stay, and those replaced less than ``keep_for`` ago: readers of a removed one fail.
    Raises ``PublishError``; after that, or an ``OSError``, the snapshot before stays current. An ``OSError`` that comes
    once the pointer has moved undoes nothing: it goes to ``untidy``, and the next run tries again.
    """
    info = _seal(stage, tables, facts, created, SNAPSHOTS)
    output = stage.lock.output
    try:
        pointers.announce(output, info.snapshot_id)
        _move_in(stage, info.path)
        pointers.point(stage.lock, info)
        clean_up(output, info.snapshot_id, created, keep, keep_for)
    except OSError as error:
        if pointed_at(output) != info.snapshot_id:
            raise
        untidy(error)
    finally:  # what was moved in and did not become current is not a snapshot
        with suppress(OSError):  # its announcement stays, so no list shows it
            pointers.withdraw(output, info.snapshot_id)
    return info


def set_aside(stage: Stage, tables: Sequence[WrittenFile], facts: RunFacts, *, created: dt.datetime) -> SnapshotInfo:
    """Return the candidate that the staged files have become: whole, but not current, and the only one that is kept."""
    info = _seal(stage, tables, facts, created, CANDIDATES)
    _move_in(stage, info.path)
    drop_candidates(stage.lock.output, besides=info.snapshot_id)
    return info


def _seal(
    stage: Stage, tables: Sequence[WrittenFile], facts: RunFacts, created: dt.datetime, kind: str
) -> SnapshotInfo:
    """Return the snapshot that the stage will be once it is moved; write its catalogue and manifest for that place."""
    if created.tzinfo is None:
        raise ValueError("created has no time zone: use datetime.now(UTC)")
    output = stage.lock.output
    digest = content_digest(tables)
    # A store has no lock: two runs in one second with one content would take the same name, so it gets a random number.
    number = 100_000 + secrets.randbelow(900_000) if stage.home else _next_number(output / kind, created)
    name = snapshot_id(created, digest, number)
    final = output / kind / name
    write_catalog(stage.path)
    write_metadata(stage.path, tables, SnapshotFacts(name, created, facts.edits, bool(facts.options.get("facts_only"))))
    write_durably(stage.path / CONTRACT_FILE, contract_text(todays_contract()))
    if len(facts.inputs) > INLINE_INPUTS:
        write_durably(stage.path / INPUTS, inputs_text(facts.inputs))
    info = SnapshotInfo(
        snapshot_id=name,
        path=final,
        created_utc=created.astimezone(dt.UTC).replace(microsecond=0),
        content_digest=digest,
        previous=pointed_at(output),
        files=tuple(SnapshotFile(*table) for table in tables),
        versions=library_versions(),
        code_version=facts.code_version,
        rules_sha256=facts.rules_sha256,
        input_count=len(facts.inputs),
        inputs_sha256=inputs_digest(facts.inputs),
        issues=facts.issues,
        violations=facts.violations,
        options=facts.options,
        edits=facts.edits,
        accepted=facts.accepted,
    )
    stage.write_pages(info)
    info = replace(info, files=_sync_files(stage.path, tables))
    write_durably(stage.path / MANIFEST, manifest_text(info, facts.inputs))
    return info


def _next_number(folder: Path, created: dt.datetime) -> int:
    """Return the number after those of this second, whatever their content: names sort in the order of publishing."""
    second = created.astimezone(dt.UTC).replace(microsecond=0)
    names = filter(is_snapshot_id, os.listdir(folder) if folder.is_dir() else ())
    return max((sort_key(name)[1] for name in names if created_utc(name) == second), default=0) + 1


def _sync_files(stage: Path, tables: Sequence[WrittenFile]) -> tuple[SnapshotFile, ...]:
    """Force all staged files to the disk, read them back, and return them as the manifest lists them.

    The warehouse becomes read-only: a client that opens it as usual would write to it.
    """
    known = {table.name: table for table in tables}
    files = []
    for path in sorted(stage.iterdir()):
        if not path.is_file() or path.is_symlink():
            raise PublishError(str(path), "is no plain file", "keep folders and links out of the stage")
        sync_file(path)
        if path.name == WAREHOUSE:
            make_read_only(path)
        size = path.stat().st_size
        sha256 = read_back_sha256(path)
        table = known.pop(path.name, None)
        if table is None and path.suffix == ".parquet":
            raise PublishError(str(path), "is in the stage but not among the tables", "pass what TableWriter returned")
        if table is not None and (table.bytes, table.sha256) != (size, sha256):
            what = f"reads back otherwise than it was written ({size:,} bytes of {table.bytes:,})"
            raise PublishError(str(path), what, "check the disk and run again; nothing was published")
        files.append(SnapshotFile(*table) if table else SnapshotFile(path.name, None, size, sha256))
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
