"""What a text prints: its numbers, months and words, by a second, simple reading that shares no code with the product.

The harness holds published rows against what their own words print. It never decides what a number means: where its
signs can be read in two ways ("1,200" by decimal point or comma), both readings stand, and only a published number that
is none of them is another number than the text's.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

_MONTH_NAMES: Final = (
    "january jan janvier januar enero gennaio",
    "february feb février februar febrero febbraio",
    "march mar mars märz marzo",
    "april apr avril abril aprile",
    "may mai mayo maggio",
    "june jun juin juni junio giugno",
    "july jul juillet juli julio luglio",
    "august aug août agosto",
    "september sep sept septembre septiembre settembre",
    "october oct octobre oktober octubre ottobre",
    "november nov novembre noviembre",
    "december dec décembre dezember diciembre dicembre",
)
MONTHS: Final = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
"""The names of the months, with which the harness tells whether a date lost one."""

MULTIPLIERS: Final = {
    **dict.fromkeys(("thousand", "thousands", "k", "tausend", "mille", "mil", "тыс", "千"), 1e3),
    **dict.fromkeys(("万", "萬"), 1e4),
    **dict.fromkeys(("lakh", "lakhs", "lac"), 1e5),
    **dict.fromkeys(("million", "millions", "millionen", "m", "mn", "mio", "millón", "millones", "млн"), 1e6),
    **dict.fromkeys(("crore", "crores"), 1e7),
    **dict.fromkeys(("億", "亿"), 1e8),
    **dict.fromkeys(("billion", "billions", "bn", "b", "milliarden", "mrd", "milliard", "milliards", "млрд"), 1e9),
    **dict.fromkeys(("trillion", "trillions"), 1e12),
}
"""Words behind a number that multiply it."""

_COUNTED: Final = ("no none zero", "a an one single sole", "two couple pair both", "three", "four", "five", "six")
NUMBER_WORDS: Final = {word: float(number) for number, words in enumerate(_COUNTED) for word in words.split()} | {
    **{"seven": 7.0, "eight": 8.0, "nine": 9.0, "ten": 10.0, "eleven": 11.0, "twelve": 12.0, "dozen": 12.0},
    **{"twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "hundred": 100.0, "thousand": 1_000.0},
}
"""Numbers in words."""

_VULGAR: Final = {"½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3} | {
    sign: eighths / 8 for sign, eighths in {"⅛": 1, "⅜": 3, "⅝": 5, "⅞": 7}.items()
}
_BLANKS: Final = "\u00a0\u2009\u202f '’"
_FRACTION: Final = rf"(?:[{_BLANKS}]?[{''.join(_VULGAR)}]|[{_BLANKS}-]?(?<!\d)\d{{1,2}}[⁄/]\d{{1,2}}(?![\d/⁄]))"
_NUMBER: Final = re.compile(
    r"(?<![\d⁄])(?P<ratio>\d{1,2}⁄\d{1,2})(?![\d⁄])"
    rf"|(?P<whole>\d{{1,3}}(?:[{_BLANKS}]\d{{3}})+(?![\d°])(?:[.,]\d+)?"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d)|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"
    # A second sign makes it a date or the number of a section: each of its numbers stands alone.
    rf"|(?<!\d[.,])\d+[.,]\d+(?![.,]?\d)|\d+)(?P<part>{_FRACTION})?"
    rf"|[{''.join(_VULGAR)}]"
)
# Raised digits are notes or powers, and so is the digit of "km2"; "[1]" is a note. Those of a fraction are digits.
_OF_FRACTION: Final = re.compile(r"[⁰¹²³⁴-⁹]{1,2}(?=⁄)|(?<=⁄)[₀-₉]{1,2}")
_AS_DIGITS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
_RAISED: Final = re.compile(
    r"[⁰¹²³⁴-⁹₀-₉]+|\[(?:\d{1,3}|[a-z])\]|(?<=\bkm)[23]\b|(?<=\b[mcd]m)[23]\b|(?<=\bm)[23]\b|(?<=\b(?:mi|ft|in))[23]\b"
)
_WORD: Final = re.compile(r"[^\W\d_]+|%")
_FACTOR: Final = re.compile(r"\+?[ \u00a0-]?([^\W\d_]+(?:[ \u00a0][^\W\d_]+){0,2})")
_MINUS: Final = re.compile(r"(?:^|[^\w\s)\].,–—−-])\s*[−-]$|(?:^|[^\d\s–—−-])\s+[−-]$|^[−-]$")
_RANGE: Final = re.compile(r"\s*(?:[–—−-]|to|or|and|bis|à|~)\s*(?:[^\W\d]{0,3}[$€£₹¥]\s*)?$", re.IGNORECASE)
# What the parts of a compound quantity are to each other: inches of a foot, minutes of an hour, ounces of a pound …
_PARTS: Final = (12, 60, 16, 14, 100, 1_000, 3, 20, 24, 7, 80)


class PrintedNumber(NamedTuple):
    """One number as printed, where it stands, and every number that its signs and multipliers can stand for.

    A minus belongs to it: "−40 °C" is never 40. The dash of a range or of a name ("Mi-26") is no minus.
    """

    text: str
    start: int
    readings: frozenset[float]


def numbers_in(text: str) -> list[PrintedNumber]:
    """Return the numbers of a text in order; raised digits are none, a fraction belongs to the number before it.

    >>> [sorted(number.readings) for number in numbers_in("1,200 men, 10½ in, 3 lakh crore")]
    [[1.2, 1200.0], [10.5], [3.0, 300000.0, 3000000000000.0]]
    """
    text = _OF_FRACTION.sub(lambda match: match[0].translate(_AS_DIGITS), text)
    text = _RAISED.sub(lambda match: " " * len(match[0]), text)
    found: list[PrintedNumber] = []
    factors: set[float] = set()
    following: re.Match[str] | None = None
    for match in reversed(list(_NUMBER.finditer(text))):
        between = text[match.end() : following.start()] if following else None
        is_range = between is not None and _RANGE.fullmatch(between) is not None
        factors = _factors(text, match.end()) | (factors if is_range else {1.0})
        minus = -1 if _MINUS.search(text, max(0, match.start() - 4), match.start()) else 1
        plain = {minus * number for number in _readings(match)}
        if is_range and following is not None and len(match[0]) < 4 and following[0].endswith(",000"):
            # "10-11,000": the first end leaves out the thousands that both have.
            plain |= {1_000 * number for number in plain if 1_000 * number < max(found[-1].readings)}
        found.append(PrintedNumber(match[0], match.start(), frozenset(n * f for n in plain for f in factors)))
        following = match
    return found[::-1]


def _factors(text: str, end: int) -> set[float]:
    match = _FACTOR.match(text, end)
    words = match[1].split() if match else []
    found = {1.0}
    for word, following in itertools.zip_longest(words, words[1:], fillvalue=""):
        if word.casefold() not in MULTIPLIERS or (len(word) < 4 and following[:1].isupper()):
            break  # "1 Mil Mi-26": before a proper name a short word is the beginning of the name
        found.add(max(found) * MULTIPLIERS[word.casefold()])
    return found


def _readings(match: re.Match[str]) -> set[float]:
    if match["ratio"]:
        above, below = map(int, match["ratio"].split("⁄"))
        return {above / below} if below else {0.0}
    if match["whole"] is None:
        return {_VULGAR[match[0]]}
    digits = re.sub(f"[{_BLANKS}]", "", match["whole"])
    found = {float(re.sub("[.,]", "", digits))}
    sign = "," if digits.rfind(",") > digits.rfind(".") else "."
    head, has_sign, tail = digits.rpartition(sign)
    if has_sign and digits.count(sign) == 1:
        found.add(float(f"{re.sub('[.,]', '', head)}.{tail}"))
    part = (match["part"] or "").strip(_BLANKS + "-")
    if "." in digits or "," in digits:
        part = ""  # "71.1 ½" is no mixed number
    if part in _VULGAR:
        return {number + _VULGAR[part] for number in found}
    if part:
        above, below = re.split("[⁄/]", part)
        return {number + int(above) / int(below) for number in found} if int(below) else found
    return found


def is_told(number: PrintedNumber, told: Sequence[float]) -> bool:
    """Return whether one of the published numbers is a reading of a printed one."""
    return any(_same(abs(reading), abs(one)) for reading in number.readings for one in told)


def is_printed(published: float, numbers: Sequence[PrintedNumber]) -> bool:
    """Return whether a published number is printed, alone or as a compound of neighbours ("5 ft 10 in" as 70 inches).

    >>> is_printed(70.0, numbers_in("5 ft 10 in")), is_printed(7.0, numbers_in("5 ft 10 in"))
    (True, False)
    """
    if any(_same(reading, published) for number in numbers for reading in number.readings):
        return True
    return any(math.isclose(whole, abs(published), rel_tol=1e-7) for whole, _ in _compounds(numbers))


def told_by_compounds(published: Sequence[float], numbers: Sequence[PrintedNumber]) -> set[int]:
    """Return the places of the printed numbers that are parts of a published compound."""
    told: set[int] = set()
    for whole, parts in _compounds(numbers):
        if any(math.isclose(whole, abs(one), rel_tol=1e-7) for one in published):
            told |= {part.start for part in parts}
    return told


def told_by_degrees(published: Sequence[float], numbers: Sequence[PrintedNumber]) -> set[int]:
    """Return the places of the printed numbers that are degrees, minutes and seconds of a published point.

    >>> sorted(told_by_degrees([50.5], numbers_in("50°30′N, 7°")))
    [0, 3]
    """
    told: set[int] = set()
    for at in range(len(numbers)):
        whole = 0.0
        for place, number in enumerate(numbers[at : at + 3]):
            whole += abs(min(number.readings, key=abs)) / 60**place
            if any(math.isclose(whole, point, abs_tol=1e-3) for point in published):
                told |= {part.start for part in numbers[at : at + place + 1]}
    return told


def _compounds(numbers: Sequence[PrintedNumber]) -> Iterator[tuple[float, Sequence[PrintedNumber]]]:
    for first, second, *third in (numbers[at : at + 3] for at in range(len(numbers) - 1)):
        for a, b in itertools.product(first.readings, second.readings):
            for ratio in _PARTS:
                yield from (
                    (whole, (first, second)) for whole in (a * ratio + b, a + b / ratio, (a * ratio + b) * ratio)
                )
            for c in third[0].readings if third else ():
                for whole in (
                    a * 3_600 + b * 60 + c,
                    a + b / 60 + c / 3_600,
                    (a * 3 + b) * 12 + c,
                    a * 60 + b + c / 60,
                ):
                    yield whole, (first, second, third[0])


def _same(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-4, abs_tol=1e-9)


def words_in(text: str) -> list[str]:
    """Return the words of a text, folded, without its digits.

    >>> words_in("12 T-72s and 5% lost")
    ['t', 's', 'and', '%', 'lost']
    """
    return _WORD.findall(text.casefold())


def months_in(text: str) -> set[int]:
    """Return the months that a text names.

    >>> sorted(months_in("May 3 – June 4, 1944"))
    [5, 6]
    """
    return {MONTHS[word] for word in words_in(text) if word in MONTHS}


class DateParts(NamedTuple):
    """The numbers that a published date tells: as days, months and years can be printed."""

    numbers: frozenset[float]
    months: frozenset[int]


def date_parts(*dates: str | dt.date | None) -> DateParts:
    """Return what dates tell, given as days or in Extended Date/Time Format, ranges included.

    A year can be printed whole or by its last digits ("1914–18"), a century by its number; before Christ it is one up.

    >>> parts = date_parts("1914-07-28/1918")
    >>> sorted(parts.numbers), sorted(parts.months)
    ([4.0, 7.0, 8.0, 14.0, 18.0, 28.0, 1914.0, 1918.0], [7])
    """
    numbers: set[int] = set()
    months: set[int] = set()
    for date in dates:
        for year, month, day in _ends(date):
            if year != "XXXX":
                printed = abs(int(year.replace("X", "0"))) + (year[0] == "-")
                numbers |= {printed, printed % 100, printed % 10}
                if "X" in year:
                    numbers |= {printed // 100 + 1, printed // 1_000 + 1}
            if month:
                months.add(int(month))
            numbers |= {int(part) for part in (month, day) if part}
    return DateParts(frozenset(map(float, numbers)), frozenset(months))


def strange_parts(text: str, *dates: str | dt.date | None) -> list[str]:
    """Return the days, months and years of published dates that a text does not print; none where it has no plain date.

    A year of two digits belongs to the century of a whole year beside it, and to none without one.

    >>> strange_parts("3 May 1944 – June 45", "1944-05-03/1945-06"), strange_parts("6 June 07", "2007-06-06")
    ([], ['year 2007'])
    """
    if not _PLAIN_DATE.search(text):
        return []
    printed = {abs(int(reading)) for number in numbers_in(text) for reading in number.readings}
    wholes = {number for number in printed if number >= 100}
    months = months_in(text)
    strange = []
    for year, month, day in (parts for date in dates for parts in _ends(date)):
        short = {whole - whole % 10**places + number for whole in wholes for number in printed for places in (1, 2)}
        if "X" not in year and abs(int(year)) + (year[0] == "-") not in printed | short:
            strange.append(f"year {year}")
        if month and months and int(month) not in months | printed:
            strange.append(f"month {month}")
        if day and int(day) not in printed:
            strange.append(f"day {day}")
    return list(dict.fromkeys(strange))


_PLAIN_DATE: Final = re.compile(r"(?a:\d)")


def _ends(date: str | dt.date | None) -> Iterator[tuple[str, str, str]]:
    """Yield year, month and day of each end of a date, "" where it is not given."""
    for end in str(date or "").split("/"):
        match = re.match(r"(-?[\dX]{4,})(?:-(\d\d))?(?:-(\d\d))?", end)
        if match:
            is_season = match[2] is not None and int(match[2]) > 12
            yield match[1], "" if is_season else match[2] or "", match[3] or ""
