"""Whether a printed amount says a published one again in another unit: "6 m (20 ft)". A small table of its own.

What is said again, within the rounding of both, needs no place in a column. An amount that does not agree is another
statement and must be named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from tests.quality.printed import PrintedNumber

_FACTORS: Final = {
    "length": "m metre metres meter meters=1 km kilometres kilometers=1000 cm=.01 mm=.001 ft feet foot '=.3048 in inch"
    ' inches "=.0254 mi mile miles=1609.344 yd yards=.9144 nmi=1852',
    "area": "m2 sqm=1 km2 sqkm=1e6 ha hectares=1e4 acre acres ac=4046.86 sqmi mi2=2589988 sqft=.092903",
    "mass": "kg kilograms=1 g=.001 t tonnes tonne=1000 lb lbs pounds=.453592 oz=.0283495 st=6.35029"
    " longtons longton=1016.05 shorttons shortton tons=907.185",
    "speed": "km/h kmh kph kilometresperhour kilometersperhour=1 mph milesperhour=1.609344 kn knots=1.852 m/s=3.6",
    "volume": "l litres liters=1 m3=1000 usgal gal usgallons=3.78541 impgal=4.54609 cuft=28.3168 cc=.001 cuin=.0163871",
    "power": "kw=1 mw=1000 hp bhp ihp shp=.7457 ps=.7355",
    "density": "/km2 perkm2=1 /sqmi persqmi /mi2=.3861 /ha=100",
    "energy": "kj=1 kcal cal=4.184",
    "flow": "m3/s=1 cuft/s=.0283168",
    "pressure": "kpa=1 psi=6.89476 bar=100 mmhg=.133322",
}
_UNITS: Final = {
    unit: (dimension, float(group.rpartition("=")[2]))
    for dimension, groups in _FACTORS.items()
    for group in re.findall(r"[^=]+=\S+", groups)
    for unit in group.rpartition("=")[0].split()
}
_KELVIN: Final = {"°c": (1.0, 273.15), "°f": (5 / 9, 255.372), "k": (1.0, 0.0)}
_UNIT: Final = re.compile(
    r"[\s\u00a0-]?(?:(?:per|/) ?)?(?:(?:sq|cu|long|short|US|imp)\.? )?(?:°[CF]|m3/s|km/h|m/s|[A-Za-z]+[23²³]?|['′\"″])"
    r"(?: per [a-z]+|/sq mi|/km2)?"
)


def _unit_after(number: PrintedNumber, text: str) -> str:
    match = _UNIT.match(text, number.start + len(number.text))
    words = match[0] if match else ""
    return re.sub(r"[\s\u00a0.-]", "", words.casefold().translate(str.maketrans("²³′″", "23'\"")))


class _PrintedAmount(NamedTuple):
    readings: frozenset[float]
    unit: str
    rounding: float
    places: tuple[int, ...]


_SMALLER: Final = {("ft", "in"): 12, ("feet", "inches"): 12, ("'", '"'): 12, ("st", "lb"): 14, ("lb", "oz"): 16}


def _amounts(text: str, numbers: Sequence[PrintedNumber]) -> list[_PrintedAmount]:
    """Return the numbers with their units; a compound ("6 ft 1 in") is one, a range has one unit."""
    found: list[_PrintedAmount] = []
    for number in reversed(numbers):
        unit = _unit_after(number, text)
        after = found[-1] if found else None
        if after and not unit:
            unit = after.unit
        amount = _PrintedAmount(number.readings, unit, _rounding(number.text), (number.start,))
        parts = _SMALLER.get((unit, after.unit)) if after else None
        if after and parts:
            readings = frozenset(big + small / parts for big in amount.readings for small in after.readings)
            found[-1] = _PrintedAmount(readings, unit, after.rounding / parts, (number.start, *after.places))
        else:
            found.append(amount)
    return found[::-1]


def restated(text: str, numbers: Sequence[PrintedNumber]) -> set[int]:
    """Return the places of the numbers that say in their unit what a number before them says in its own.

    >>> from tests.quality.printed import numbers_in
    >>> text = "6 m (20 ft), 5,300/km2 (14,000/sq mi), 90 K (−183 °C), 70 m (99 ft), 1.85 m (6 ft 1 in)"
    >>> [text[place:].split()[0] for place in sorted(restated(text, numbers_in(text)))]
    ['20', '14,000/sq', '183', '6', '1']
    """
    amounts = _amounts(text, numbers)
    return {
        place
        for at, amount in enumerate(amounts)
        if any(amount.unit != before.unit and _agree(amount, before) for before in amounts[max(at - 3, 0) : at])
        for place in amount.places
    }


def _agree(one: _PrintedAmount, other: _PrintedAmount) -> bool:
    if one.unit in _KELVIN and other.unit in _KELVIN:
        here, there = (
            [value * _KELVIN[of.unit][0] + _KELVIN[of.unit][1] for value in of.readings] for of in (one, other)
        )
        return any(abs(value - before) < 1 for value in here for before in there)
    if one.unit not in _UNITS or other.unit not in _UNITS or _UNITS[one.unit][0] != _UNITS[other.unit][0]:
        return False
    factor, other_factor = _UNITS[one.unit][1], _UNITS[other.unit][1]
    rounding = one.rounding * factor + other.rounding * other_factor
    return any(
        abs(value * factor - before * other_factor) <= max(0.02 * abs(value * factor), rounding)
        for value in one.readings
        for before in other.readings
    )


def _rounding(printed: str) -> float:
    """Return half of the last digit that is not a rounded zero: 5,300 is 50, 0.7 is 0.05."""
    digits = printed.replace(",", "")
    if "." in digits:
        return 0.5 / 10 ** len(digits.rsplit(".", 1)[1])
    zeros = len(digits) - len(digits.rstrip("0"))
    return 0.5 * 10.0 ** min(zeros, max(len(digits) - 1, 0))
