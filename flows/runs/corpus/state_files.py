"""The folder ``.state``: the names that belong to it, what is read of it only as it was written, and leftovers."""

from __future__ import annotations

import errno
import re
import stat
from collections.abc import Container, Mapping
from pathlib import Path
from typing import Any, Final

from flows.publish.sealed_json import Unsealed, read_sealed
from flows.publish.snapshot.manifest import file_sha256
from flows.publish.snapshot.moved_aside import move_aside
from flows.runs.corpus.row_segments import INTERNAL
from schemas.tables import TABLES

INDEX, PUBLISHED, ENTRIES = "state.json", "published.json", "entries-{}.arrow"
KILLED: Final = "killed.json"
"""The pages that killed their worker, see ``flows.runs.corpus.killed_pages``."""
READING: Final = "reading"
"""A note that exists while the run's own process reads pages."""
KEPT: Final = frozenset({INDEX, PUBLISHED, KILLED, READING})
"""The files that no sweep of leftovers removes."""
_OURS: Final = re.compile(
    r"(?:state|published|killed)\.json|\.(?:state|published|killed)\.json\.new|reading|entries-[0-9]+\.arrow|"
    rf"(?:{'|'.join(sorted(TABLES.keys() | INTERNAL.keys()))})-[0-9]{{6,}}\.arrow"
)
"""The names that this program makes in the folder: only these are ever removed."""
_UNSEALED: Final = ({"format", "made_for", "seed", "entries", "segments"}, {"index", "snapshot"})
"""What the files of earlier versions have, which carried no seal."""


def make_folder(folder: Path) -> tuple[tuple[str, str], ...]:
    """Make the folder. One where something else stands in the place of a file is moved aside, and that is reported.

    So nothing is written or removed through a link, and nobody's folder is removed.
    """
    if not folder.is_dir():
        folder.mkdir()
        return ()
    try:
        odd = [path for path in folder.iterdir() if _OURS.fullmatch(path.name) and not _is_file(path)]
    except OSError:  # it may not be read
        odd = [folder]
    if not odd:
        return ()
    aside = move_aside(folder)
    folder.mkdir()
    return ((str(odd[0]), f"is no file of infobox-etl, so the folder was moved to {aside.name}"),)


def _is_file(path: Path) -> bool:
    return stat.S_ISREG(path.lstat().st_mode)


def read_index(path: Path) -> Mapping[str, Any]:
    """Return the content of a sealed file, nothing where it is missing or an earlier version wrote it unsealed.

    Raises ``OSError`` where it is damaged.
    """
    try:
        content = read_sealed(path.read_bytes())
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise damaged(path, str(error)) from error
    if isinstance(content, Unsealed):
        if content.keys() not in _UNSEALED:
            raise damaged(path, "its seal is missing")
        return {}
    return content


def named(index: Mapping[str, Any]) -> set[str]:
    """Return the names of the files that the index lists."""
    listed = [index["entries"], *(file for each in index["segments"].values() for file in each["files"].values())]
    return {name for name, _ in listed}


def damaged(path: Path, why: str = "its SHA-256 is not that of the index") -> OSError:
    """Return the error that a file's bytes are not those that were written."""
    return OSError(errno.EIO, why, str(path))


def checked(path: Path, sha256: str) -> Path:
    """Return the path of a file; raise ``OSError`` when its bytes are not those of the hash."""
    if file_sha256(path) != sha256:
        raise damaged(path)
    return path


def sweep(folder: Path, kept: Container[str]) -> None:
    """Remove the files of ours that are not ``kept``: those of a killed run, and those that a newer cache replaced."""
    for path in folder.iterdir():
        if path.name not in kept and _OURS.fullmatch(path.name) and _is_file(path):
            path.unlink(missing_ok=True)
