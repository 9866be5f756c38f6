"""What stands in an output in the place of a file or folder of ours, and is of another kind, is moved aside.

So it never stops a run, and nothing of somebody's is lost: it gets another name in the same folder, and is reported.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from flows.publish.durable import fresh_of
from flows.publish.snapshot.manifest import CANDIDATES, SNAPSHOTS
from flows.publish.snapshot.mark import MARK, STATE
from flows.publish.snapshot.published import ANNOUNCED, CURRENT, LATEST
from flows.publish.table_files import WAREHOUSE

FRESH: Final = frozenset(fresh_of(Path(name)).name for name in (LATEST, CURRENT, WAREHOUSE, ANNOUNCED))
"""The names under which a run writes the files of an output before it puts them in their place."""
OURS: Final = (MARK, SNAPSHOTS, CANDIDATES, STATE, ANNOUNCED, CURRENT, WAREHOUSE, LATEST, *sorted(FRESH))
"""The names of an output that only the holder of its lock uses."""
_KINDS: Final = {**dict.fromkeys((SNAPSHOTS, CANDIDATES, STATE), "folder"), CURRENT: "link"}
"""What has such a name; a file has any other."""


def move_misplaced(paths: Iterable[Path]) -> tuple[tuple[str, str], ...]:
    """Move aside what is of another kind than its name says; return where each stood, and where it is now.

    A link stays: who would write through one refuses it, see ``claim``, and the others replace it.
    """
    moved = []
    for path in filter(_is_misplaced, paths):
        try:
            aside = move_aside(path)
        except OSError:
            if _is_misplaced(path):
                raise
            continue  # a run that began at the same moment has moved it
        kind = _KINDS.get(path.name, "file")
        moved.append((str(path), f"is no {kind} of infobox-etl, so it was moved to {aside.name}"))
    return tuple(moved)


def move_aside(path: Path) -> Path:
    """Give a file or folder another name beside its own, one that is free, and return it."""
    number = 1
    while os.path.lexists(aside := path.with_name(f"{path.name}.moved-{number}")):
        number += 1
    return path.rename(aside)


def _is_misplaced(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return False
    is_ours = {"folder": stat.S_ISDIR, "file": stat.S_ISREG, "link": stat.S_ISLNK}[_KINDS.get(path.name, "file")]
    return not (stat.S_ISLNK(mode) or is_ours(mode))
