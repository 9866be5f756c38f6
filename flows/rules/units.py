"""The physical units and currencies that pages write: one name for each, and its value in SI units."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from flows.errors import RuleError
from flows.rules.files import read_rules
from flows.rules.name_file_types import UnitsFile

_SPACES: Final = re.compile(r"\s+")
_MAX_WORDS: Final = 4


class Unit(NamedTuple):
    """One unit. A number of it is ``number * factor + offset`` of ``si``; "%" has no ``si``."""

    name: str
    si: str | None
    factor: float
    offset: float
    pint: str | None

    def in_si(self, number: float | None) -> float | None:
        """Return a number of this unit in SI units, to twelve digits so that no binary fraction shows.

        >>> find_unit("ft").in_si(6), find_unit("°C").in_si(-40)
        (1.8288, 233.15)
        """
        return None if number is None or self.si is None else float(f"{number * self.factor + self.offset:.12g}")


class UnitWords(NamedTuple):
    """Units by writing and by name, currency codes by sign, and the words around the year a number is of."""

    units: MappingProxyType[str, Unit]
    named: MappingProxyType[str, Unit]
    currencies: MappingProxyType[str, str]
    alone: frozenset[str]
    before_year: tuple[str, ...]
    after_year: tuple[str, ...]


@cache
def unit_words() -> UnitWords:
    """Return the words of ``units.toml``; a writing of two units raises ``RuleError``."""
    table = read_rules(UnitsFile)
    units: dict[str, Unit] = {}
    named: dict[str, Unit] = {}
    folded: dict[str, list[Unit]] = {}
    for row in table["unit"]:
        unit = Unit(row.name, row.si, row.factor, row.offset, row.pint)
        named[unit.name] = unit
        for word in dict.fromkeys((unit.name, *row.words)):
            if units.setdefault(word, unit) != unit:
                what = f"{word!r} stands under {units[word].name!r}, too"
                raise RuleError(f"units.toml [[unit]] {unit.name!r}", what, "keep it under one of the two")
            folded.setdefault(word.casefold(), []).append(unit)
    for word, claims in folded.items():
        # "Km" and "KM" are kilometres. But "mw" is not a megawatt, and a single letter changes its meaning with its
        # case ("3 m", "3 M").
        if len(set(claims)) == 1 and len(word) > 1 and word in units:
            units.setdefault(word, claims[0])
    currencies = {sign: code for code, signs in table["currencies"].items() for sign in signs}
    as_of = table["as_of"]
    return UnitWords(
        MappingProxyType(units),
        MappingProxyType(named),
        MappingProxyType(currencies),
        frozenset(table["alone"]["words"]),
        tuple(as_of["before"]),
        tuple(as_of["after"]),
    )


@lru_cache(maxsize=4_096)
def _found(words: str) -> Unit | None:
    known = unit_words().units
    return known.get(words) or known.get(words.rstrip(".")) or (known.get(words.casefold()) if len(words) > 1 else None)


def find_unit(printed: str | None) -> Unit | None:
    """Return the unit that the words beside a number begin with, the longest writing first; None for none.

    >>> find_unit("m waterline").name, find_unit("sq. mi. of land").name, find_unit("Assistant")
    ('m', 'sq mi', None)
    """
    if not printed:
        return None
    words = _SPACES.sub(" ", printed.strip()[:80]).split(" ")[:_MAX_WORDS]
    for size in range(len(words), 0, -1):
        writing = " ".join(words[:size]).rstrip(",;")
        unit = _found(writing)
        if unit is not None:
            return None if size < len(words) and writing in unit_words().alone else unit
    return None
