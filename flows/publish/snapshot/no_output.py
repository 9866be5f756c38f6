"""Why nothing is published at a place that a user named, and what was probably meant: the one answer of all readers."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path
from typing import Final

from flows.errors import SnapshotError
from flows.publish.locations import Location, ObjectUrl
from flows.publish.snapshot.mark import is_output, named_in
from flows.publish.snapshot.published import NOTHING, RUN_FIRST, kept_candidate
from flows.quoting import shell_command, shell_word
from flows.suggestions import nearest_path

_MOST_INSIDE: Final = 200  # folders in which an output is looked for
_MOST_NAMED: Final = 3
_WHAT_IS_ONE: Final = "an output is the folder that `infobox-etl run` writes"


def nothing_at(place: Location) -> SnapshotError:
    """Return the error that nothing is published at this place; it says why, and what to do instead.

    Nothing is raised, and nothing but names is looked at: the place may be anything.
    """
    if isinstance(place, ObjectUrl):
        return SnapshotError(str(place), NOTHING, RUN_FIRST)
    what, remedy = _reason(place)
    return SnapshotError(str(place), f"{NOTHING}: {what}", remedy)


def _reason(place: Path) -> tuple[str, str]:
    if not os.path.lexists(place):
        near = nearest_path(str(place))
        if near is not None and _publishes(Path(near)):
            return "there is no such folder", f"did you mean {shell_word(near)}?"
        return "there is no such folder", RUN_FIRST
    above = _output_around(place)
    if above is not None:
        kind = "folder" if place.is_dir() else "file"
        return f"it is a {kind} inside of an output", f"name the output: {shell_word(str(above))}"
    if not place.is_dir():
        return f"it is no folder; {_WHAT_IS_ONE}", RUN_FIRST
    if is_output(place):
        if kept_candidate(place) is not None:
            check = shell_command(["infobox-etl", "check", str(place), "--candidate"])
            return "the gate has stopped every run so far", f"see why: {check}"
        return "no run into this output has ended yet", _run_into(place)
    if inner := _outputs_inside(place):
        return "it is no output, but has one inside", f"name it: {' or '.join(map(shell_word, inner))}"
    if not any(place.iterdir()):
        return "the folder is empty", _run_into(place)
    texts = shell_command(["infobox-etl", "run", str(place), "--output", "output"])
    return f"it is no output; {_WHAT_IS_ONE}", f"name an output; to publish what is in this folder: {texts}"


def _run_into(place: Path) -> str:
    return f"publish something: {shell_command(['infobox-etl', 'run', '--output', str(place)])}"


def _publishes(place: Path) -> bool:
    return is_output(place) or named_in(place) is not None


def _output_around(place: Path) -> Path | None:
    """Return the output, or the copy of a snapshot, that this file or folder lies in."""
    return next((above for above in list(place.parents)[:4] if _publishes(above)), None)


def _outputs_inside(place: Path) -> list[str]:
    try:
        with os.scandir(place) as entries:
            folders = [str(Path(each.path)) for each in islice(entries, _MOST_INSIDE) if each.is_dir()]
    except OSError:
        return []
    return sorted(filter(is_output, folders))[:_MOST_NAMED]
