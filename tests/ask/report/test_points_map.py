"""The map: all places are on it, close ones as one with their number, and no name lies over another."""

from __future__ import annotations

import pytest

from flows.ask.report.points_map import MOST_NAMES, LocatedName, degrees, points_map


def place(latitude: float, longitude: float, name: str = "A place") -> LocatedName:
    return LocatedName("d", name, "conflict", latitude, longitude)


def share(text: str) -> float:
    return float(text.removesuffix("%"))


@pytest.mark.parametrize(
    "places",
    [
        [place(35.33, 40.15)],
        [place(90, 180), place(-90, -180)],
        [place(-90, 179.9), place(-89, 180)],
        [place(0, 0), place(0, 0.0001)],
    ],
)
def test_every_place_is_on_the_map(places: list[LocatedName]) -> None:
    drawn = points_map(places)
    assert drawn is not None
    assert sum(point.size for point in drawn.points) == len(places)
    assert all(0 <= share(at) <= 100 for point in drawn.points for at in (point.x, point.y))
    lines = (*drawn.meridians, *drawn.parallels)
    assert all(0 <= share(line.at) <= 100 for line in lines)
    assert 2 <= len(lines) <= 14


def test_north_is_above_and_east_is_right() -> None:
    drawn = points_map([place(10, 10, "south-west"), place(50, 90, "north-east")])
    assert drawn is not None
    at = {point.names: (share(point.x), share(point.y)) for point in drawn.points}
    assert at["south-west"][0] < at["north-east"][0]
    assert at["south-west"][1] > at["north-east"][1]
    assert drawn.says == "2 points between 10° N and 50° N, 10° E and 90° E"


def test_places_close_together_are_one_point_that_names_them() -> None:
    drawn = points_map([place(0, 0, f"place {number}") for number in range(7)] + [place(40, 80, "far")])
    assert drawn is not None
    crowd, far = drawn.points
    assert (crowd.size, crowd.label) == (7, None)
    assert crowd.names == "place 0, place 1, place 2, place 3, place 4 and 2 more"
    assert (far.size, far.label, far.is_left) == (1, "far", True)


def test_names_do_not_lie_over_each_other() -> None:
    grid = [(latitude, longitude) for latitude in range(-60, 61, 30) for longitude in range(-160, 161, 40)]
    drawn = points_map([place(*at, f"{at}") for at in grid])
    assert drawn is not None
    assert 1 <= sum(point.label is not None for point in drawn.points) <= MOST_NAMES


def test_no_places_no_map() -> None:
    assert points_map([]) is None
    assert degrees(-0.004, "EW") == "0°"
