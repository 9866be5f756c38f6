"""Dates completed: months and years from their neighbours, and dates that one atom holds whole."""

from __future__ import annotations

from itertools import pairwise

from flows.infobox.values.date_points import Point
from flows.infobox.values.date_tokens import Atom


def fill_numeric(point: Point, text: str) -> None:
    """Fill ``31.12.2018`` (day first); of ``03/04/2018`` only the year is sure."""
    separator = next(char for char in text if not char.isdigit())
    first, second, year = (int(part) for part in text.split(separator))
    point.year = year
    if separator != "/" or first > 12:
        point.day, point.month = first, second
    elif second > 12 or first == second:
        point.month, point.day = first, second


def fill_cjk(point: Point, text: str) -> None:
    """Fill ``2013年7月21日``; 前 puts the year before Christ."""
    number = ""
    point.is_before = "前" in text
    for char in text.lstrip("紀元前"):
        if char.isdigit():
            number += char
            continue
        value, number = int(number), ""
        if char == "年":
            point.year = value
        elif char == "月":
            point.month = value
        else:
            point.day = value


def settle(points: list[Point], rest: list[Atom]) -> list[Point]:
    """Fill months, then years; points that stay without a month or a hold on another date go to the rest."""
    for before, point in zip(points[-2::-1], points[:0:-1], strict=True):
        if before.day is not None and before.month is None and point.link in {"range", "list", "slash", "or"}:
            before.month = point.month
    for before, point in pairwise(points):
        if point.day is not None and point.month is None and point.link in {"range", "list", "slash", "or"}:
            point.month = before.month
    kept = []
    for point in points:
        if point.day is not None and point.month is None:
            rest.append(Atom("other", 0, str(point.day), point.start, point.end, point.depth))
        else:
            kept.append(point)
    _fill_years(kept)
    for before, point in pairwise(kept):
        # "1–2 August 1759 O.S." names the calendar of both days.
        if point.link == "range" and not (before.calendar and point.calendar):
            before.calendar = point.calendar = before.calendar or point.calendar
    return kept


def _fill_years(points: list[Point]) -> None:
    following: Point | None = None
    for point in reversed(points):
        if point.is_present:
            continue
        if point.year is not None:
            following = point
        elif following and not point.is_dated and (following.depth <= point.depth or point.depth == 0):
            point.year, point.is_before, point.is_filled = following.year, following.is_before, True
    for before, point in pairwise(points):
        if point.link == "range" and not point.is_dated and not point.is_present and before.year is not None:
            point.year, point.is_before, point.is_filled = before.year, before.is_before, True
    # An era behind the end holds for a start without one: "219–216 BC".
    for before, point in pairwise(points):
        if point.link == "range" and point.is_before and point.year and before.year and before.year >= point.year:
            before.is_before = True
