"""What a word was probably meant to be: the nearest of those that are known, or the path that is there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

_MOST_NAMES = 20_000  # of one folder that are compared: a suggestion must not take seconds


def nearest(word: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """Return the known word that is most like this one, else the only one that begins with it; None without one.

    ``likeness`` is the least share of letters, in their order, that both must have.

    >>> nearest("hisotry", ["run", "history"]), nearest("conf", ["conflicts", "units"]), nearest("x", ["run"])
    ('history', 'conflicts', None)
    """
    from difflib import get_close_matches  # noqa: PLC0415  (only errors need it)

    by_lower = {each.lower(): each for each in known}
    if near := get_close_matches(word.lower(), by_lower, n=1, cutoff=likeness):
        return by_lower[near[0]]
    begun = [each for lower, each in by_lower.items() if len(word) > 1 and lower.startswith(word.lower())]
    return begun[0] if len(begun) == 1 else None


def meant(word: str, known: Sequence[str], kind: str) -> str:
    """Return as a remedy which of the known words this one was probably meant to be, and all of them.

    >>> meant("unit", ["conflicts", "units"], "tables").splitlines()
    ['did you mean units?', 'the tables: conflicts, units']
    """
    near = nearest(word, known)
    listed = f"the {kind}: {', '.join(known)}"
    return listed if near is None else f"did you mean {near}?\n{listed}"


def nearest_path(path: str) -> str | None:
    """Return the path that is there and most like one that is not, None without one.

    Every part of the path may be misspelt. Hidden files are meant only by names that begin with a dot.
    """
    if os.path.lexists(path):
        return path
    above, name = os.path.split(path.rstrip(os.sep))
    if not name:
        return None
    folder = above and nearest_path(above)
    if folder is None:
        return None
    try:
        names = os.listdir(folder or os.curdir)[:_MOST_NAMES]
    except (OSError, ValueError):
        return None
    near = nearest(name, (each for each in sorted(names) if each.startswith(".") == name.startswith(".")))
    return None if near is None else os.path.join(folder, near)
