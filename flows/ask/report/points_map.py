"""A map of points, drawn without any map data: a grid of degrees, the points on it, and the names of some.

Points that lie close together are drawn as one, with their number; the list beside the map names them all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from flows.ask.report.pictures import percent

MOST_NAMES: Final = 14
"""The most names on the map: more would lie over each other."""

_NAME: Final = 26
"""The most characters of a name on the map; the list has all of it."""
_TOLD: Final = 5
"""The most names that a point shows where it is pointed at."""

_STEPS: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60)
_COLUMNS, _ROWS = 28, 14
"""How many fields the map has for putting points together: each is about as large as a drawn point."""


class LocatedName(NamedTuple):
    """A point of the earth and what is there; ``source`` says in which box and field it stands."""

    document_id: str
    name: str
    source: str
    latitude: float
    longitude: float


class MapLine(NamedTuple):
    """A line of the grid: where it is, and the degrees it stands for."""

    at: str
    words: str


class DrawnPoint(NamedTuple):
    """One or more points: where, how large, how many, all their names, and the one beside it if there is room."""

    x: str
    y: str
    radius: float
    size: int
    names: str
    label: str | None
    is_left: bool


class PointsMap(NamedTuple):
    """The map, twice as wide as high: what it shows in words, its grid, and its points."""

    says: str
    meridians: tuple[MapLine, ...]
    parallels: tuple[MapLine, ...]
    points: tuple[DrawnPoint, ...]


class _Group(NamedTuple):
    """Places that are drawn as one: where, with which names, how many."""

    x: float
    y: float
    names: tuple[str, ...]
    size: int


class _Frame(NamedTuple):
    """The part of the earth that is drawn, in degrees."""

    west: float
    south: float
    width: float
    height: float

    def place(self, place: LocatedName) -> tuple[float, float]:
        """Return where a place is, as shares of the width from the left and of the height from above."""
        return (place.longitude - self.west) / self.width, 1 - (place.latitude - self.south) / self.height


def points_map(places: Sequence[LocatedName]) -> PointsMap | None:
    """Return a map that holds all the places, None where there is none.

    A degree is as long to the east as to the north (equirectangular): far from the equator the map is too wide.
    """
    if not places:
        return None
    frame = _frame(places)
    west, south, width, height = frame
    says = (
        f"{len(places):,} points between {degrees(min(p.latitude for p in places), 'NS')} and "
        f"{degrees(max(p.latitude for p in places), 'NS')}, {degrees(min(p.longitude for p in places), 'EW')} and "
        f"{degrees(max(p.longitude for p in places), 'EW')}"
    )
    return PointsMap(
        says,
        tuple(MapLine(percent(at - west, width), degrees(at, "EW")) for at in _lines(west, width, 6)),
        tuple(MapLine(percent(south + height - at, height), degrees(at, "NS")) for at in _lines(south, height, 4)),
        tuple(_named(_together(places, frame))),
    )


def degrees(value: float, letters: str) -> str:
    """Return a latitude ("NS") or longitude ("EW") as maps print it.

    >>> degrees(35.330, "NS"), degrees(-0.5, "EW"), degrees(0, "NS")
    ('35.33° N', '0.5° W', '0°')
    """
    number = f"{abs(value):.2f}".rstrip("0").rstrip(".")
    return "0°" if number == "0" else f"{number}° {letters[value < 0]}"


def _frame(places: Sequence[LocatedName]) -> _Frame:
    """Return the smallest frame with room around the places: twice as wide as high, within the earth."""
    latitudes, longitudes = [p.latitude for p in places], [p.longitude for p in places]
    height = max(max(latitudes) - min(latitudes), (max(longitudes) - min(longitudes)) / 2, 1) * 1.3
    height = min(height, 180)
    middle = (min(longitudes) + max(longitudes)) / 2, (min(latitudes) + max(latitudes)) / 2
    west = min(max(middle[0] - height, -180), 180 - 2 * height)
    south = min(max(middle[1] - height / 2, -90), 90 - height)
    return _Frame(west, south, 2 * height, height)


def _lines(first: float, length: float, most: int) -> list[float]:
    step = next(step for step in _STEPS if length / step <= most)
    return [number * step for number in range(math.ceil(first / step), math.floor((first + length) / step) + 1)]


def _together(places: Iterable[LocatedName], frame: _Frame) -> list[_Group]:
    """Return the places field by field, the fullest field first."""
    fields: dict[tuple[int, int], list[tuple[float, float, str]]] = {}
    for place in places:
        x, y = frame.place(place)
        fields.setdefault((int(x * _COLUMNS), int(y * _ROWS)), []).append((x, y, place.name))
    groups = []
    for inside in fields.values():
        x, y = sum(x for x, _, _ in inside) / len(inside), sum(y for _, y, _ in inside) / len(inside)
        groups.append(_Group(x, y, tuple(dict.fromkeys(name for _, _, name in inside)), len(inside)))
    return sorted(groups, key=lambda group: (-group.size, group.x, group.y))


def _named(groups: Sequence[_Group]) -> Iterable[DrawnPoint]:
    """Yield the points, with a name beside each that has one name and room for it."""
    taken = [(group.x - 0.015, group.x + 0.015, group.y) for group in groups]
    named = 0
    for group in groups:
        name = group.names[0] if len(group.names) == 1 else ""
        name = name if len(name) <= _NAME else name[: _NAME - 1] + "…"
        is_left, length = group.x > 0.6, 0.011 * len(name)
        first = group.x - 0.02 - length if is_left else group.x + 0.02
        room = (first, first + length, group.y)
        label = None
        if name and named < MOST_NAMES and not any(_overlap(room, other) for other in taken):
            label, named = name, named + 1
            taken.append(room)
        radius = min(5 + 2.5 * math.sqrt(group.size - 1), 18)
        names = ", ".join(group.names[:_TOLD]) + (
            f" and {more:,} more" if (more := len(group.names) - _TOLD) > 0 else ""
        )
        yield DrawnPoint(percent(group.x, 1), percent(group.y, 1), radius, group.size, names, label, is_left)


def _overlap(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    """Return whether two stretches of words or points lie over each other: left, right, height."""
    return one[0] < other[1] and other[0] < one[1] and abs(one[2] - other[2]) < 0.05
