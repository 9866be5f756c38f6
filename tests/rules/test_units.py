"""The factors of ``units.toml`` agree with pint, and its writings are found as pages print them."""

from __future__ import annotations

import functools
import math
from typing import Any

import pytest

from flows.rules.units import Unit, find_unit, unit_words

UNITS = [unit for unit in unit_words().named.values() if unit.pint]


@functools.cache
def pint_registry() -> Any:
    pint = pytest.importorskip("pint", reason="part of the extra test")
    return pint.UnitRegistry(autoconvert_offset_to_baseunit=True)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_pint_agrees(unit: Unit) -> None:
    registry = pint_registry()
    assert unit.si is not None
    si = registry.parse_units("1/m**2" if unit.si == "1/m2" else SI.get(unit.si, unit.si))
    for number in (0.0, 1.0, -40.0, 1234.5):
        expected = registry.Quantity(number, unit.pint).to(si).magnitude
        found = unit.in_si(number)
        assert found is not None
        assert math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-12)


SI = {"m2": "m**2", "m3": "m**3", "m3/s": "m**3/s", "kg/m3": "kg/m**3", "N m": "N*m"}


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("km² land", "km2"),
        ("Km²", "km2"),
        ("sq. mi.", "sq mi"),
        ("м", "m"),
        ("кв. км", "km2"),
        ("US gal", "US gal"),
        ("m waterline", "m"),
        ("in", "in"),
        ("in total", None),
        ("G", None),
        ("M", None),
        ("Assistant", None),
        ("mm", "mm"),
        ("MM", "mm"),
        ("MW", "MW"),
        ("mw", None),
        ("", None),
    ],
)
def test_writings(printed: str, name: str | None) -> None:
    found = find_unit(printed)
    assert (found.name if found else None) == name
