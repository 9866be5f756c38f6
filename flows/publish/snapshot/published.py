"""Finds and reads snapshots: the current one, all of them, and whether their files are still complete.

Standard library only, so that reading a manifest is cheap.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from flows.errors import SnapshotError
from flows.model import InputFile
from flows.publish.locations import Location, ObjectUrl
from flows.publish.snapshot.manifest import (
    CANDIDATES,
    INPUTS,
    MANIFEST,
    SNAPSHOTS,
    SnapshotInfo,
    file_sha256,
    is_snapshot_id,
    parse_manifest,
    sort_key,
)

CURRENT: Final = "current"
LATEST: Final = "LATEST.json"

NOTHING: Final = "nothing is published here"
RUN_FIRST: Final = "`infobox-etl run` first, or name its --output"
RUN_FULL: Final = "publish again with `infobox-etl run --full`"
CHANGED: Final = "was changed after it was published: its SHA-256 is not the manifest's"
_RUN_AGAIN = "publish again with `infobox-etl run`, or make an earlier one current: `infobox-etl history`, `rollback`"


def current_id(output: Path) -> str | None:
    """Return the name of the current snapshot, None where nothing is published. It may have been deleted by hand.

    The link decides; ``LATEST.json`` decides where there is no link (Windows, a copy from an object store).
    """
    link, latest = output / CURRENT, output / LATEST
    try:
        if link.is_symlink():
            name = Path(os.readlink(link)).name
        elif latest.is_file():
            name = str(json.loads(latest.read_bytes())["snapshot"])
        else:
            return None
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise SnapshotError(str(latest), f"cannot be read ({error})", _RUN_AGAIN) from error
    if not is_snapshot_id(name):
        raise SnapshotError(str(link), f"names {name!r}, which is no snapshot", _RUN_AGAIN)
    return name


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
    """Return the names of all snapshots (or ``CANDIDATES``) in the folder, the newest first."""
    try:
        names = os.listdir(output / kind)
    except FileNotFoundError:
        return ()
    return tuple(sorted(filter(is_snapshot_id, names), key=sort_key, reverse=True))


def kept_candidate(output: Path) -> SnapshotInfo | None:
    """Return the candidate that the gate stopped in the last run, None without one or if it is incomplete."""
    for name in snapshot_ids(output, CANDIDATES):
        try:
            return read_snapshot(output.resolve() / CANDIDATES / name)
        except SnapshotError:  # damaged by hand: the next run makes another
            continue
    return None


def list_snapshots(output: Path) -> tuple[SnapshotInfo, ...]:
    """Return all snapshots, the newest first. Incomplete folders are left out."""
    found = []
    for name in snapshot_ids(output):
        try:
            found.append(read_snapshot(output.resolve() / SNAPSHOTS / name))
        except SnapshotError:  # damaged by hand: `check` reports it, and it must not hide the others
            continue
    return tuple(found)


def read_snapshot(folder: Path) -> SnapshotInfo:
    """Return the snapshot in this folder; raise ``SnapshotError`` unless all its files are there in full length."""
    info = read_manifest(folder)
    for file in info.files:
        path = folder / file.name
        try:
            size = path.stat().st_size
        except OSError as error:
            raise SnapshotError(str(path), "is missing", _RUN_AGAIN) from error
        # The catalogue is a database: opening it for writing changes its size, but no table.
        if size != file.bytes and file.name.endswith(".parquet"):
            raise SnapshotError(str(path), f"has {size:,} bytes instead of {file.bytes:,}", _RUN_AGAIN)
    return info


def read_manifest(folder: Path) -> SnapshotInfo:
    """Return the manifest of a snapshot, without checking its files; raise ``SnapshotError`` where it is missing."""
    try:
        return parse_manifest(folder, json.loads((folder / MANIFEST).read_bytes()))
    except FileNotFoundError as error:
        raise SnapshotError(str(folder), "no snapshot here", _RUN_AGAIN) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SnapshotError(str(folder / MANIFEST), f"cannot be read ({error!r})", _RUN_AGAIN) from error


def read_inputs(info: SnapshotInfo) -> Iterator[InputFile]:
    """Yield the inputs a snapshot was made of, by name."""
    listed = json.loads((info.path / MANIFEST).read_bytes())["inputs"]
    if isinstance(listed, list):
        yield from (InputFile(**item) for item in listed)
        return
    with (info.path / INPUTS).open(encoding="utf-8") as lines:
        yield from (InputFile(**json.loads(line)) for line in lines)


def verify(info: SnapshotInfo) -> tuple[SnapshotError, ...]:
    """Return what has changed since the snapshot was published: every file's SHA-256 against the manifest."""
    problems = []
    for file in info.files:
        path = info.path / file.name
        try:
            if file_sha256(path) != file.sha256:
                problems.append(SnapshotError(str(path), CHANGED, _RUN_AGAIN))
        except OSError as error:
            problems.append(SnapshotError(str(path), f"cannot be read ({error.strerror})", _RUN_AGAIN))
    return tuple(problems)


def snapshot_place(output: Location, info: SnapshotInfo) -> Location:
    """Return where a snapshot of this output is: for a store its address, not the copy on this disk."""
    return output / info.path.parent.name / info.snapshot_id if isinstance(output, ObjectUrl) else info.path
