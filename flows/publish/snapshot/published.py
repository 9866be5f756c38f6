"""Finds and reads snapshots: the current one, all of them, and whether they are still as they were published.

Standard library only, so that reading a manifest is cheap. Bytes of an output that changed since are ``DamagedError``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path, PurePath
from typing import Final

from flows.errors import DamagedError, SnapshotError
from flows.model import InputFile
from flows.publish.locations import Location, ObjectUrl
from flows.publish.sealed_json import read_strictly
from flows.publish.snapshot.additions import added, log_of, more_than_published
from flows.publish.snapshot.manifest import (
    CANDIDATES,
    INPUTS,
    MANIFEST,
    SNAPSHOTS,
    Latest,
    SnapshotInfo,
    file_sha256,
    is_snapshot_id,
    latest_text,
    parse_input,
    parse_latest,
    parse_manifest,
    sort_key,
)
from flows.publish.table_files import WAREHOUSE, table_of

CURRENT: Final = "current"
PREVIOUS: Final = "previous"
"""The word with which a user names the snapshot before the current one."""
LATEST: Final = "LATEST.json"
ANNOUNCED: Final = ".announced"
"""The file that names a snapshot which is being published, or which was withdrawn and could not be removed."""

NOTHING: Final = "nothing is published here"
RUN_FIRST: Final = "`infobox-etl run` first, or name its --output"
RUN_FULL: Final = "publish again with `infobox-etl run --full`"
CHANGED: Final = "was changed after it was published: its SHA-256 is not the manifest's"
_RUN_AGAIN = "publish again with `infobox-etl run`, or make an earlier one current: `infobox-etl history`, `rollback`"


def current_id(output: Path) -> str | None:
    """Return the name of the current snapshot, None where nothing is published. It may have been deleted by hand.

    The link decides; ``LATEST.json`` decides where there is no link (Windows, a copy from an object store). Raises
    ``DamagedError`` where the one that decides is damaged.
    """
    link, latest = output / CURRENT, output / LATEST
    if link.is_symlink():
        target = PurePath(os.readlink(link))
        if target.parent != PurePath(SNAPSHOTS) or not is_snapshot_id(target.name):
            raise DamagedError(str(link), f"leads to {str(target)!r:.80}, which is no snapshot", _RUN_AGAIN)
        return target.name
    if not os.path.lexists(latest):
        return None
    named = read_latest(output)
    with suppress(FileNotFoundError):  # who reads the snapshot says that it is missing
        if file_sha256(output / SNAPSHOTS / named.snapshot / MANIFEST) != named.manifest_sha256:
            what = f"names {named.snapshot} with another SHA-256 than its manifest has"
            raise DamagedError(str(latest), what, _RUN_AGAIN)
    return named.snapshot


def read_latest(output: Path) -> Latest:
    """Return what ``LATEST.json`` says; raise ``DamagedError`` where it cannot be read."""
    path = output / LATEST
    try:
        return parse_latest(_content(path))
    except (OSError, ValueError) as error:
        raise DamagedError(str(path), f"cannot be read ({_reason(error)})", _RUN_AGAIN) from error


def _content(path: Path) -> bytes:
    """Return the bytes of a small file; raise ``OSError`` for anything but a file."""
    if not path.is_file():  # a pipe would be waited for
        path.stat()  # a missing one says so
        raise OSError("is no file")
    return path.read_bytes()


def pointed_at(output: Path) -> str | None:
    """Return the name of the current snapshot, None where nothing is published or the pointer is broken."""
    try:
        return current_id(output)
    except SnapshotError:  # a damaged one must not prevent a good one from replacing it
        return None


def announced(output: Path) -> str | None:
    """Return the name of the snapshot that is announced, None without one. Until it is current, it is not published."""
    try:
        name = _content(output / ANNOUNCED).decode().strip()
    except (OSError, ValueError):
        return None
    return name if is_snapshot_id(name) else None


def current_snapshot(output: Path) -> SnapshotInfo | None:
    """Return the current snapshot, None where nothing is published yet.

    The pointer is read once; go on with ``path`` only. Raises ``SnapshotError`` when the snapshot is incomplete.
    """
    name = current_id(output)
    return None if name is None else read_snapshot(output.resolve() / SNAPSHOTS / name)


def snapshot_at(folder: Path) -> SnapshotInfo | None:
    """Return the snapshot or candidate of this very folder, else what is current in it as an output folder."""
    folder = folder.resolve()
    return read_snapshot(folder) if (folder / MANIFEST).is_file() else current_snapshot(folder)


def snapshot_ids(output: Path, kind: str = SNAPSHOTS) -> tuple[str, ...]:
    """Return the names of all snapshots (or ``CANDIDATES``) in the folder, the newest first.

    One that is announced and has not become the current one was never published, so it is not among them.
    """
    try:
        names = set(filter(is_snapshot_id, os.listdir(output / kind)))
    except (FileNotFoundError, NotADirectoryError):
        return ()
    if kind == SNAPSHOTS and (name := announced(output)) in names and name != pointed_at(output):
        names.remove(name)
    return tuple(sorted(names, key=sort_key, reverse=True))


def kept_candidate(output: Path) -> SnapshotInfo | None:
    """Return the candidate that the gate stopped in the last run, None without one or if it is incomplete."""
    for name in snapshot_ids(output, CANDIDATES):
        try:
            return read_snapshot(output.resolve() / CANDIDATES / name)
        except SnapshotError:  # damaged by hand: the next run makes another
            continue
    return None


def list_snapshots(output: Path) -> tuple[SnapshotInfo, ...]:
    """Return all snapshots, the newest first. Damaged ones are left out: see ``read_snapshots``."""
    return read_snapshots(output)[0]


def read_snapshots(output: Path) -> tuple[tuple[SnapshotInfo, ...], tuple[SnapshotError, ...]]:
    """Return all snapshots, the newest first, and what is wrong with those that cannot be read.

    Only the manifests and the sizes of the files are looked at, see ``verify``.
    """
    found, problems = [], []
    for name in snapshot_ids(output):
        try:
            found.append(read_snapshot(output.resolve() / SNAPSHOTS / name))
        except SnapshotError as error:  # it must not hide the others
            problems.append(error)
    return tuple(found), tuple(problems)


def read_snapshot(folder: Path) -> SnapshotInfo:
    """Return the snapshot in this folder; raise ``DamagedError`` unless all its files are there in full length."""
    info = read_manifest(folder)
    for file in info.files:
        path = folder / file.name
        try:
            size = path.stat().st_size
        except OSError as error:
            raise DamagedError(str(path), "is missing", _RUN_AGAIN) from error
        # The catalogue is a database: opening it for writing changes its size, but no table.
        if size != file.bytes and file.name.endswith(".parquet"):
            raise DamagedError(str(path), f"has {size:,} bytes instead of {file.bytes:,}", _RUN_AGAIN)
    return info


def read_manifest(folder: Path) -> SnapshotInfo:
    """Return the manifest of a snapshot, without checking its files; raise ``SnapshotError`` where there is none."""
    try:
        return parse_manifest(folder, _content(folder / MANIFEST))
    except FileNotFoundError as error:
        if is_snapshot_id(folder.name):
            raise DamagedError(str(folder), "no snapshot here", _RUN_AGAIN) from error
        raise SnapshotError(str(folder), NOTHING, RUN_FIRST) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedError(str(folder / MANIFEST), f"cannot be read ({_reason(error)})", _RUN_AGAIN) from error


def read_inputs(info: SnapshotInfo) -> Iterator[InputFile]:
    """Yield the inputs a snapshot was made of, by name; raise ``DamagedError`` unless they are as they were listed."""
    path = info.path / MANIFEST
    try:
        listed = read_strictly(_content(path))["inputs"]
        if isinstance(listed, list):
            yield from map(parse_input, listed)
            return
        path = info.path / INPUTS
        if {file.sha256 for file in info.files if file.name == INPUTS} != {file_sha256(path)}:
            raise ValueError(CHANGED)
        with path.open(encoding="utf-8") as lines:
            yield from (parse_input(json.loads(line)) for line in lines)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedError(str(path), f"cannot be read ({_reason(error)})", _RUN_AGAIN) from error


def _reason(error: Exception) -> str:
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"no {words:.200}" if isinstance(error, KeyError) else f"{words:.200}"


def verify(info: SnapshotInfo, table: str | None = None) -> tuple[DamagedError, ...]:
    """Return what has changed since the snapshot was published: every file's SHA-256 against the manifest.

    With ``table`` only the files of that table are compared. A warehouse to which somebody only added is no damage, see
    ``flows.publish.snapshot.additions``.

    All bytes are read. That costs 0.8 CPU seconds a GB beside what the disk takes: 2 ms for the five seeds (1 MB).
    """
    listed, problems = {file.name for file in info.files}, []
    for file in info.files:
        path = info.path / file.name
        if table not in (None, table_of(file.name)):
            continue
        try:
            if file_sha256(path) != file.sha256:
                problems.append(DamagedError(str(path), CHANGED, _RUN_AGAIN))
        except OSError as error:
            problems.append(DamagedError(str(path), f"cannot be read ({_reason(error)})", _RUN_AGAIN))
    there = sorted(os.listdir(info.path)) if info.path.is_dir() else []
    # Who reads a table reads all files with its name.
    of_tables = {name: table_of(name) for name in there if name not in listed}
    added = [name for name, found in of_tables.items() if found is not None and table in (None, found)]
    problems += [DamagedError(str(info.path / name), "was added after the others", _RUN_AGAIN) for name in added]
    return tuple(problems) if table is not None else _without_additions(info, problems)


def _without_additions(info: SnapshotInfo, problems: Sequence[DamagedError]) -> tuple[DamagedError, ...]:
    """Return the problems without the one that the warehouse is another file, if that only has more than was published.

    The log of changes that DuckDB leaves beside a warehouse when a session is killed is read with it.
    """
    warehouse = info.path / WAREHOUSE
    if [problem.where for problem in problems] == [str(warehouse)]:
        return () if added(info) else tuple(problems)
    if not problems and os.path.lexists(log := log_of(warehouse)) and more_than_published(info, warehouse) is None:
        return (DamagedError(str(log), "changes what is read from the warehouse beside it", _RUN_AGAIN),)
    return tuple(problems)


def verify_pointers(output: Path, info: SnapshotInfo) -> tuple[DamagedError, ...]:
    """Return which pointers to the current snapshot are not as they were written, beside the one that was followed.

    These are ``LATEST.json``, which also covers the manifest, and the catalogue: a link as ``current`` is one, a copy
    where links cannot be made, and missing in a copy from an object store.
    """
    problems = []
    latest, warehouse, current = output / LATEST, output / WAREHOUSE, output / CURRENT
    if os.path.lexists(current) and not current.is_symlink():
        problems.append(DamagedError(str(current), "is no link to the current snapshot", _RUN_AGAIN))
    try:
        if _content(latest) != latest_text(info.path).encode() and not is_of_killed_run(output, info):
            what = f"does not fit {SNAPSHOTS}/{info.snapshot_id}/{MANIFEST}: one of the two was changed"
            problems.append(DamagedError(str(latest), what, _RUN_AGAIN))
    except OSError as error:
        problems.append(DamagedError(str(latest), f"cannot be read ({_reason(error)})", _RUN_AGAIN))
    copies = {file.sha256 for file in info.files if file.name == WAREHOUSE}
    try:
        if current.is_symlink():
            is_right = PurePath(os.readlink(warehouse)) == PurePath(CURRENT, WAREHOUSE)
        else:
            is_right = not os.path.lexists(warehouse) or {file_sha256(warehouse)} == copies
            is_right = is_right or bool(added(info, warehouse))
    except OSError:
        is_right = False
    if copies and not is_right:
        what = "is neither the link to the current catalogue nor a copy of it"
        problems.append(DamagedError(str(warehouse), what, _RUN_AGAIN))
    return tuple(problems)


def is_of_killed_run(output: Path, info: SnapshotInfo) -> bool:
    """Return whether ``LATEST.json`` is as a run leaves it that is killed between two pointers: of another snapshot.

    Where it is not, it was damaged, or the manifest of the current snapshot was: only a run that publishes may replace
    it, since it would seal a damaged manifest.
    """
    latest = output / LATEST
    if not os.path.lexists(latest):  # the first run was killed
        return True
    try:
        other = output / SNAPSHOTS / read_latest(output).snapshot
        return other.name != info.snapshot_id and _content(latest) == latest_text(other).encode()
    except (DamagedError, OSError):
        return False


def demand_whole(folder: Path, table: str) -> None:
    """Raise ``DamagedError`` where a file of a table is not as it was published: a reader could miss rows in silence.

    Pages have checksums of their own, but not the footer, whose statistics decide which pages are read at all. It costs
    a second a GB of the table.
    """
    for problem in verify(read_manifest(folder), table):
        raise problem


def snapshot_place(output: Location, info: SnapshotInfo) -> Location:
    """Return where a snapshot of this output is: for a store its address, not the copy on this disk."""
    return output / info.path.parent.name / info.snapshot_id if isinstance(output, ObjectUrl) else info.path
