"""The mark of an output folder: a small file that says whose folder it is, written before anything else in it.

A run replaces and removes files of its output, so it works only in a folder that is known to be one. An output of an
earlier version has no mark; the manifest of one of its snapshots shows what it is. Standard library only: a walk
through the sources asks this of every folder.
"""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Final

from flows.publish.snapshot.manifest import CANDIDATES, FORMAT, MANIFEST, SNAPSHOTS, is_snapshot_id

MARK: Final = ".infobox-etl"
SIGNATURE: Final = b"Signature: infobox-etl output folder\n"
MARK_TEXT: Final = SIGNATURE + (
    b"# This folder is an output of infobox-etl: `infobox-etl run` replaces and removes files here.\n"
    b"# Keep no files of your own in it, and leave this one: without it, a run may refuse the folder.\n"
)

NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
"""How a file of the output is opened: never through a link, and without waiting where it is a pipe."""


def is_output(folder: str | Path) -> bool:
    """Return whether this folder is an output of ours, by its mark or by the manifest of a snapshot in it.

    Nothing is raised: what cannot be read is none. A link counts neither as the mark nor on the way to a manifest.
    """
    return is_mark(read_mark(folder)) or _has_snapshot(folder)


def is_mark(content: bytes | None) -> bool:
    """Return whether a file's first bytes are those of the mark. A run that was killed may have written only a part."""
    return content is not None and (content.startswith(SIGNATURE) or MARK_TEXT.startswith(content))


def read_mark(folder: str | Path) -> bytes | None:
    """Return the content of the file that has the mark's name, cut where it is longer; None where there is none."""
    return _read(os.path.join(folder, MARK), len(MARK_TEXT) + 1)


def _has_snapshot(folder: str | Path) -> bool:
    for kind in (SNAPSHOTS, CANDIDATES):
        parent = os.path.join(folder, kind)
        try:
            names = os.listdir(parent) if stat.S_ISDIR(os.lstat(parent).st_mode) else []
        except (OSError, ValueError):
            continue
        if any(is_snapshot_id(name) and _is_snapshot(os.path.join(parent, name), name) for name in names):
            return True
    return False


def _is_snapshot(folder: str, name: str) -> bool:
    """Return whether the folder's manifest is of this format or an earlier one, and names this snapshot."""
    try:
        if not stat.S_ISDIR(os.lstat(folder).st_mode):
            return False
        content = json.loads(_read(os.path.join(folder, MANIFEST)) or b"null")
    except (OSError, ValueError, RecursionError):
        return False
    return (
        isinstance(content, dict) and content.get("snapshot") == name and content.get("format") in range(1, FORMAT + 1)
    )


def _read(path: str, most: int = -1) -> bytes | None:
    """Return the content of a regular file, None for anything else: a pipe would block, a link leads elsewhere."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        with open(os.open(path, os.O_RDONLY | NO_LINK), "rb") as file:
            return file.read(most) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else None
    except (OSError, ValueError):
        return None
