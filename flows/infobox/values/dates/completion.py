"""Dates completed: months and years from their neighbours, and dates that one atom holds whole."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from flows.infobox.values.dates.points import DatePoint
from flows.infobox.values.dates.tokens import Atom
from flows.rules.words import date_words

_NUMBERS: Final = re.compile(r"\d+")
_CJK: Final = re.compile(r"(前|기원전)?[^\d元]*(\d+|元)[ ]?([年년月월日일.])")
_REIGN: Final = re.compile("|".join(date_words().reigns))
_LUNAR_UNTIL: Final = 1872
"""The last year in which Japan counted months by the moon."""


def iso_parts(text: str) -> tuple[int, int, int]:
    """Return year, month and day of ``2017-09-14``, ``2017/9/14`` or ``2017-09-14T05:30Z``."""
    year, month, day = _NUMBERS.findall(text)[:3]
    return int(year), int(month), int(day)


def fill_numeric(point: DatePoint, text: str) -> None:
    """Fill ``31.12.2018`` (day first); of ``03/04/2018`` only the year is sure."""
    first, second, *years = map(int, _NUMBERS.findall(text))
    point.year = years[0] if years else None
    if "/" not in text or first > 12:
        point.day, point.month = first, second
    elif second > 12 or first == second:
        point.month, point.day = first, second
    else:
        point.is_ambiguous = True


def fill_cjk(point: DatePoint, text: str) -> None:
    """Fill ``2013年7月21日``, ``2013년 7월 21일``; 前 puts the year before Christ, 昭和20年 is 1945.

    A year that is printed twice, ``1945年（昭和20年）8月15日``, is taken from the form outside the brackets.
    """
    reign = _REIGN.search(text)
    bare = re.sub(r"[(（][^()（）]*[)）]", "", text)
    for before, number, unit in _CJK.findall(bare):
        value = 1 if number == "元" else int(number)
        if unit in "年년" or (unit == "." and point.year is None):
            is_counted = reign is not None and reign.group() in bare
            point.year = value + (date_words().reigns[reign.group()] if reign and is_counted else 0)
            point.is_before = point.is_before or bool(before)
        elif unit in "月월" or (unit == "." and point.month is None):
            point.month = value
        else:
            point.day = value
    if reign and reign.group() == "明治" and point.year is not None and point.year <= _LUNAR_UNTIL:
        point.month = point.day = None


def settle(points: list[DatePoint], rest: list[Atom]) -> list[DatePoint]:
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


def _fill_years(points: list[DatePoint]) -> None:
    following: DatePoint | None = None
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
        if point.link == "range" and point.is_before and _counts_down(before, point):
            before.is_before = True


def _counts_down(before: DatePoint, point: DatePoint) -> bool:
    pairs = ((before.year, point.year), (before.century, point.century), (before.millennium, point.millennium))
    return any(first and last and first >= last for first, last in pairs)
