"""Points on the map: from one text, or from degrees, minutes and letters in several fields ("latd = 52", "longm = 24").

What is special about a page is decided here: its language, and exports that print every point as north and west.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from flows.infobox.context import Box
from flows.infobox.values.coordinates import Located, locate, read_coordinates
from flows.rules.compass import compass

_NUMBER: Final = re.compile(r"[-−]?\d{1,3}(?:\.\d{1,12})?")
# What an export prints for every point: see ``lost_sign`` in compass.toml.
_NORTH_WEST: Final = re.compile(r"-?\d{1,2}(?:\.\d{1,12})?°N,?[ ]-?\d{1,3}(?:\.\d{1,12})?°W")
_PARTS: Final = ("", "_minutes", "_seconds", "_side")
_SIDES: Final = {"N": 1, "S": -1, "E": 1, "W": -1, "": 1}


class MapPoint(NamedTuple):
    """A point in degrees, and the text of the fields it was read from."""

    latitude: float
    longitude: float
    text: str


def read_point(box: Box, text: str) -> Located | None:
    """Return the point of a text in degrees, None when it has no point or one that lost its directions.

    Exports of front matter print every point as north and west; that of Moscow would lie in the Atlantic. Such a point
    becomes an issue, not a value.
    """
    if box.shape in compass().lost_sign and _NORTH_WEST.search(text):
        if not box.has_note("coordinate-sign-lost"):
            box.note("coordinate-sign-lost", "coordinates", text[:300], "take the point from another copy of the page")
        return None
    return locate(text, box.language)


def point_of_parts(box: Box) -> MapPoint | None:
    """Return the point of the fields latitude and longitude of a box, None unless both were read completely."""
    if not (box.fields_of("latitude") and box.fields_of("longitude")):
        return None
    latitude = [_value(box, f"latitude{part}") for part in _PARTS]
    longitude = [_value(box, f"longitude{part}") for part in _PARTS]
    text = " ".join(filter(None, (*latitude, *longitude)))
    first, second = _degrees(latitude), _degrees(longitude)
    if first is None or second is None:
        # "30° 11′ N" and "84° 53′ W" are a point; "30° 11′ N to 35° N" is the extent of a country.
        whole = len(text) <= 60 and not re.search(r"[^\W\d_]{2,}", text)
        pair = read_coordinates(f"{latitude[0]}, {longitude[0]}") if whole else None
        return MapPoint(*pair, text) if pair and text.count("°") == 2 else None
    if abs(first) > 90 or abs(second) > 180:
        return None
    return MapPoint(round(first, 6), round(second, 6), text)


def _value(box: Box, key: str) -> str:
    fields = box.fields_of(key)
    return fields[0].raw.source_text.strip() if fields else ""


def _degrees(parts: list[str]) -> float | None:
    *numbers, side = parts
    sign = _SIDES.get(side.upper())
    if sign is None or not all(_NUMBER.fullmatch(number) for number in numbers if number) or not numbers[0]:
        return None
    if not (numbers[1] or side or "." in numbers[0]):
        return None  # "52" may have lost its minutes
    whole, minutes, seconds = (float(number.replace("−", "-")) if number else 0.0 for number in numbers)
    if minutes < 0 or minutes >= 60 or seconds < 0 or seconds >= 60:
        return None
    size = abs(whole) + minutes / 60 + seconds / 3600
    is_negative = numbers[0][:1] in "-−"
    if is_negative and side:
        return None  # "-33 S": south of the equator, or is it the north that is meant?
    return -size if is_negative or sign < 0 else size
