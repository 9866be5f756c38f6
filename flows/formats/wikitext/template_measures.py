"""Measures, numbers and coordinates in template arguments, written out as a page prints them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from flows.rules.wikitext import wikitext_words

_NUMBER: Final = re.compile("[-−+]?[0-9.,/⁄+]++(?:e[-−+]?[0-9]++)?", re.IGNORECASE)
_DECIMAL: Final = re.compile("[-−+]?[0-9]{1,3}(?:\\.[0-9]{1,12})?")
_GROUPED: Final = re.compile("[0-9]{4,18}")
_COMPASS: Final = frozenset("NSEWO")
_GAUGE: Final = re.compile("([0-9.]{1,8}) ?mm")


def measure(arguments: Sequence[str]) -> str:
    """Return value and unit of a ``{{convert}}``, without the unit that it converts to.

    Ranges ("3 to 4 ft") and two units of one value ("6 ft 2 in") are kept; the words are those of ``wikitext.toml``.

    >>> measure(["5", "km", "mi"]), measure(["3", "to", "4", "ft", "m"]), measure(["6", "ft", "2", "in", "m"])
    ('5 km', '3 to 4 ft', '6 ft 2 in')
    """
    words = wikitext_words()
    pieces: list[str] = []
    at = 0
    for at, argument in enumerate(arguments):
        if _NUMBER.fullmatch(argument):
            pieces.append(argument)
        elif argument in words.between and at:
            pieces.append(words.between[argument])
        else:
            break
    else:
        return "".join(pieces)
    value = "".join(pieces)
    unit = arguments[at]
    shown = f"{value} {words.units.get(unit, unit)}" if value else unit
    following = arguments[at + 1 : at + 3]
    if len(following) == 2 and (unit, following[1]) in words.pairs and _NUMBER.fullmatch(following[0]):
        shown += f" {following[0]} {words.units.get(following[1], following[1])}"
    return shown


# The units of {{height}} and {{weight}}, by the systems that say the same twice: what is printed, then other names of
# the argument, as their documentation lists them.
_SYSTEMS: Final = (
    (("m", "meter", "meters", "metre", "metres"), ("cm", "centimetre", "centimetres", "centimeter", "centimeters")),
    (("kg", "kilogram", "kilograms"),),
    (("ft", "foot", "feet"), ("in", "inch", "inches")),
    (("st", "stone"), ("lb", "lbs", "pound", "pounds")),
)


def height(named: Mapping[str, str]) -> str:
    """Return the height or weight that arguments named after units state; "" if none is given.

    The same in a second system of units stands in brackets.

    >>> height({"ft": "5", "inch": "11"}), height({"meters": "1.80"}), height({"m": "1.80", "ft": "5", "in": "11"})
    ('5 ft 11 in', '1.80 m', '1.80 m (5 ft 11 in)')
    """
    given = {name.casefold().strip(): value.strip() for name, value in named.items()}
    shown = []
    for system in _SYSTEMS:
        parts = ((next((given[name] for name in names if given.get(name)), ""), names[0]) for names in system)
        if words := " ".join(f"{number} {unit}" for number, unit in parts if number):
            shown.append(words)
    return f"{shown[0]} ({'; '.join(shown[1:])})" if len(shown) > 1 else "".join(shown)


def number(text: str) -> str:
    """Return a number with its digits in groups of three; anything else unchanged.

    >>> number("1234567"), number("1234.5"), number("−12345"), number("1,5")
    ('1,234,567', '1,234.5', '−12,345', '1,5')
    """
    whole, point, decimals = text.partition(".")
    sign = whole[: len(whole) - len(whole.lstrip("-−+"))]
    digits = whole[len(sign) :]
    if not _GROUPED.fullmatch(digits):
        return text
    return f"{sign}{int(digits):,}{point}{decimals}"


def coordinates(arguments: Sequence[str]) -> str:
    """Return the coordinates among the arguments, with degree signs and compass letters; "" if there are none.

    Signed numbers get the letter of their sign; with a letter that is no direction ("X") there are none. Only the
    first 12 arguments are read: settings follow them.

    >>> coordinates(["33", "27", "S", "70", "40", "W", "type:city"]), coordinates(["33.45", "-70.5"])
    ('33°27′S 70°40′W', '33.45°N 70.5°W')
    >>> coordinates(["51", "30", "", "N", "0", "", "7", "W"]), coordinates(["33", "32", "X", "7", "35", "W"])
    ('51°30′N 0°0′7″W', '')
    """
    axes: list[str] = []
    numbers: list[str] = []
    empty = 0
    for argument in arguments[:12]:
        if argument.upper() in _COMPASS and 1 <= len(numbers) <= 3:
            axes.append(_axis(numbers, argument.upper()))
            numbers, empty = [], 0
        elif _DECIMAL.fullmatch(argument):
            numbers += [*("0" for _ in range(empty)), argument.replace("−", "-")]  # "51||10|N": no minutes
            empty = 0
        elif numbers and not argument:
            empty += 1
        elif numbers and len(argument) == 1 and argument.isalpha():
            return ""  # a direction that no compass has
        elif numbers:
            break
    if axes:
        return " ".join(axes[:2])
    if len(numbers) in {
        2,
        4,
        6,
    }:  # signed numbers without letters: degrees, minutes and seconds of latitude, then of longitude
        half = len(numbers) // 2
        return f"{_signed(numbers[:half], 'N', 'S')} {_signed(numbers[half:], 'E', 'W')}"
    return ""


def coordinates_of(named: Mapping[str, str]) -> str:
    """Return the coordinates that arguments named after the directions state, with slashes between their parts.

    German pages write them: ``{{Coordinate|NS=52/31/12/N|EW=13/24/18/E}}``. "" where one of the two is missing.

    >>> coordinates_of({"NS": "52/31/12/N", "EW": "-13.405"})
    '52°31′12″N 13.405°W'
    """
    named = {name.upper(): value for name, value in named.items()}
    axes = [_slashed(named.get(name, ""), *letters) for name, letters in (("NS", "NS"), ("EW", "EW"))]
    return " ".join(axes) if all(axes) else ""


def _slashed(text: str, positive: str, negative: str) -> str:
    *numbers, last = [part.strip() for part in text.split("/")]
    letter = {"O": "E"}.get(last.upper(), last.upper())  # German
    if letter not in (positive, negative):
        numbers, letter = [*numbers, last], ""
    while numbers and not numbers[-1]:
        numbers.pop()  # "51/30//N": no seconds
    if not 1 <= len(numbers) <= 3 or not all(map(_DECIMAL.fullmatch, numbers)):
        return ""
    numbers = [number.replace("−", "-") for number in numbers]
    return _axis(numbers, letter) if letter else _signed(numbers, positive, negative)


def _signed(numbers: list[str], positive: str, negative: str) -> str:
    is_negative = numbers[0].startswith("-")
    return _axis([numbers[0].lstrip("-+"), *numbers[1:]], negative if is_negative else positive)


def _axis(numbers: Sequence[str], letter: str) -> str:
    return "".join(f"{number}{mark}" for number, mark in zip(numbers, "°′″", strict=False)) + letter


def gauge(text: str) -> str:
    """Return the track gauge of a railway: by its name in ``wikitext.toml``, in millimetres, or unchanged.

    >>> gauge("1435mm"), gauge("ussr"), gauge("4ft8.5in")
    ('1435 mm', '1520 mm', '4ft8.5in')
    """
    named = wikitext_words().gauges.get(text.casefold())
    found = _GAUGE.fullmatch(text)
    return named or (f"{found[1]} mm" if found else text)
