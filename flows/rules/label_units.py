"""The unit that a label ends with: "area total km2", "population density sq mi"."""

from __future__ import annotations

from collections.abc import Container, Iterator


def unit_ending(name: str, endings: Container[str]) -> str | None:
    """Return the longest words at the end of a name that are a unit's, None without one.

    >>> unit_ending("population density km2", {"km2": "km2", "density km2": "per km2"})
    'density km2'
    """
    starts = [0, *(at + 1 for at, sign in enumerate(name) if sign == " ")]
    return next((name[at:] for at in starts if name[at:] in endings), None)


def without_last_words(name: str, ending: str) -> Iterator[str]:
    """Yield a name without its last word, its last two, up to the whole ending.

    >>> list(without_last_words("area sq mi", "sq mi"))
    ['area sq', 'area']
    """
    for count in range(1, ending.count(" ") + 2):
        bare = name.rsplit(" ", count)
        if len(bare) > count:
            yield bare[0]
