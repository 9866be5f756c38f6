"""The mark of an output folder: a small file that says whose folder it is, written before anything else in it.

A run replaces and removes files of its output, so it works only in a folder that is known to be one, and follows no
link there. An output of an earlier version has no mark; the manifest of one of its snapshots shows what it is. Standard
library only: a walk through the sources asks this of every folder.
"""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path
from typing import Final

from flows.errors import PublishError
from flows.publish.durable import sync_folder
from flows.publish.snapshot.manifest import CANDIDATES, FORMAT, MANIFEST, SNAPSHOTS, is_snapshot_id

MARK: Final = ".infobox-etl"
SIGNATURE: Final = b"Signature: infobox-etl output folder\n"
MARK_TEXT: Final = SIGNATURE + (
    b"# This folder is an output of infobox-etl: `infobox-etl run` replaces and removes files here.\n"
    b"# Keep no files of your own in it, and leave this one: without it, a run may refuse the folder.\n"
)
STATE: Final = ".state"
"""The folder of what earlier runs read; ``flows.runs`` fills it."""
LOCK_FILE: Final = ".lock"
_LONGEST_MANIFEST: Final = 1 << 24
_LOCK_TEXT: Final = re.compile(rb"(?:[0-9]{1,20}\n)?")
_FOUND: Final = "lost+found"
"""The folder that a freshly formatted disk has."""

PLAIN: Final = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))
"""How a file of the output is opened: never through a link, and without waiting where it is a pipe."""


def is_output(folder: str | Path) -> bool:
    """Return whether this folder is an output of ours, by its mark or by the manifest of a snapshot in it.

    Nothing is raised: what cannot be read does not count, and no link does, as the mark or on the way to a manifest.
    """
    return _is_marked(folder) or _has_snapshot(folder)


def claim(output: Path) -> None:
    """Make a folder an output of ours, marked; it is made if it is missing.

    Raises ``PublishError``, and then touches nothing, where it holds somebody else's files, or where one of the folders
    that belong to us is a link: it would lead the run to files outside of the output.
    """
    try:
        output.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise PublishError(str(output), "is a file, not a folder", "name another --output, or move it away") from error
    # Listed first: a run that begins at the same moment marks the folder before it puts anything else into it.
    if not _is_empty(output) and not is_output(output):
        what = "is not empty and no output of infobox-etl, so nothing in it is touched"
        raise PublishError(str(output), what, "name an empty or a new folder as --output, or move the files away")
    for name in (SNAPSHOTS, CANDIDATES, STATE):
        path = output / name
        if path.is_symlink():
            what = "is a link, but the name belongs to infobox-etl"
            raise PublishError(str(path), what, "move it away and run again, or name another --output")
    _write_mark(output)


def _is_marked(folder: str | Path) -> bool:
    """Return whether the folder has the mark; one that is half written counts only where nothing else is there yet.

    The mark is written and synced before anything else. So only a run that was killed as it began leaves half of it,
    and anybody else's empty file of that name says nothing about the files beside it.
    """
    if _mark_of(folder) is None:
        return False
    is_new = _is_empty(folder, MARK, LOCK_FILE)  # asked first: meanwhile another run may go on from there
    content = _mark_of(folder) or b""
    return is_new if _is_part(content) else content.startswith(SIGNATURE)


def _is_empty(folder: str | Path, *besides: str) -> bool:
    """Return whether nothing is in the folder: the names besides do not count, nor does what a formatted disk has."""
    try:
        names = set(os.listdir(folder))
    except (OSError, ValueError):
        return False
    if LOCK_FILE in names.intersection(besides):
        lock = _read(os.path.join(folder, LOCK_FILE), most=30)
        if lock is None or not _LOCK_TEXT.fullmatch(lock):
            return False
    names.difference_update(besides)
    return not names or (names == {_FOUND} and _has_nothing(Path(folder, _FOUND)))


def _has_nothing(folder: Path) -> bool:
    try:
        return is_folder(folder) and not os.listdir(folder)
    except PermissionError:  # such a folder is the administrator's, and no run looks into it
        return True


def is_folder(path: Path) -> bool:
    """Return whether this is a folder itself, and no link to one: only such are ever written into or removed."""
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except (OSError, ValueError):
        return False


def _write_mark(output: Path) -> None:
    """Write the mark, or complete one that a killed run or a full disk left half written.

    It is not replaced but written in place, so two runs that do so at once do no harm: both write the same bytes.
    """
    path = output / MARK
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | PLAIN, 0o644)
    except FileExistsError:
        content = _mark_of(output)
        # What is neither a part of the mark nor as long as it is no damaged mark: a file of somebody's.
        if content in (None, MARK_TEXT) or not (_is_part(content) or len(content) == len(MARK_TEXT)):
            return
        descriptor = os.open(path, os.O_WRONLY | PLAIN)
    with open(descriptor, "wb") as file:
        file.write(MARK_TEXT)
        file.flush()
        os.fsync(descriptor)
    sync_folder(output)


def _mark_of(folder: str | Path) -> bytes | None:
    """Return the content of the mark, cut where it is too long; None where there is none.

    A file with a second name (a hard link) does not count: to complete it could write into a file of somebody's.
    """
    return _read(os.path.join(folder, MARK), most=len(MARK_TEXT) + 1, most_names=1)


def _is_part(content: bytes) -> bool:
    return content != MARK_TEXT and MARK_TEXT.startswith(content)


def _has_snapshot(folder: str | Path) -> bool:
    for kind in (SNAPSHOTS, CANDIDATES):
        parent = Path(folder, kind)
        try:
            names = os.listdir(parent) if is_folder(parent) else []
        except OSError:
            continue
        if any(is_snapshot_id(name) and _is_snapshot(parent / name) for name in names):
            return True
    return False


def _is_snapshot(folder: Path) -> bool:
    return is_folder(folder) and named_in(folder) == folder.name


def named_in(folder: str | Path) -> str | None:
    """Return the snapshot that the folder's manifest names, None without a manifest of this format or an earlier one.

    A snapshot that was copied out of its output may lie in a folder of another name.
    """
    try:
        content = json.loads(_read(os.path.join(folder, MANIFEST), most=_LONGEST_MANIFEST) or b"null")
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or content.get("format") not in range(1, FORMAT + 1):
        return None
    name = str(content.get("snapshot"))
    return name if is_snapshot_id(name) else None


def _read(path: str, most: int = -1, most_names: int | None = None) -> bytes | None:
    """Return the content of a regular file, None for anything else: a pipe would block, a link leads elsewhere."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        with open(os.open(path, os.O_RDONLY | PLAIN), "rb") as file:
            facts = os.fstat(file.fileno())
            is_plain = stat.S_ISREG(facts.st_mode) and (most_names is None or facts.st_nlink <= most_names)
            return file.read(most) if is_plain else None
    except (OSError, ValueError):
        return None
