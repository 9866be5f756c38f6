"""The physical units and currencies that pages write: one name for each, and its value in SI units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from flows.errors import RuleError
from flows.rules.files import read_rules
from flows.rules.name_file_types import CompoundEntry, UnitEntry, UnitsFile

_SPACES: Final = re.compile(r"\s+")
_MAX_WORDS: Final = 4
_PREFIXES: Final = MappingProxyType(
    {
        "p": ("pico", 1e-12), "n": ("nano", 1e-9), "µ": ("micro", 1e-6), "m": ("milli", 1e-3), "c": ("centi", 1e-2),
        "d": ("deci", 0.1), "h": ("hecto", 1e2), "k": ("kilo", 1e3), "M": ("mega", 1e6), "G": ("giga", 1e9),
        "T": ("tera", 1e12),
    }
)  # fmt: skip
"""The SI prefixes that ``prefixes`` of a unit may name, with their names and factors."""
_POWERS: Final = {"2": "²", "3": "³"}
# A unit in a text: a mark behind the number, or words without numbers of their own.
_MARK: Final = re.compile(r"[ ]?(''|′′|’’|[\"″”]|['′’](?!\w))|[ ]?(['′’])(?=\d)")
_WORD: Final = re.compile(r"[ ]?[^\s()\[\]{},;:|'′’\"″”\d–—+−]+[\d²³]?(?:[−^][\d²³]++)?(?:/[^\W\d_]+\d?)?")
# What follows a unit that is a word of sentences too when it is no unit.
_GLUED: Final = re.compile(r"[\w²³¹⁰-⁹]")
_GOES_ON: Final = re.compile(r"[ ](?!(?:to|and|or|by|bis|und|x|à|a)[ ][\d.])[^\W\d]|[ ](?=[12]\d{3}(?!\d))")


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
    """Units by writing and by name, currency codes by sign, and the other words of ``units.toml``.

    ``compounds`` maps a unit's name to the entries it is the larger unit of; ``scale_languages`` maps a word of scale
    to the languages in which it is one.
    """

    units: MappingProxyType[str, Unit]
    named: MappingProxyType[str, Unit]
    currencies: MappingProxyType[str, str]
    alone: frozenset[str]
    before_year: tuple[str, ...]
    after_year: tuple[str, ...]
    between: MappingProxyType[str, tuple[str, ...]]
    bounds_behind: MappingProxyType[str, str]
    compounds: MappingProxyType[str, tuple[CompoundEntry, ...]]
    scale_languages: MappingProxyType[str, frozenset[str]]
    decimal_comma: frozenset[str]
    counted: frozenset[str]
    made: re.Pattern[str]


@cache
def unit_words() -> UnitWords:
    """Return the words of ``units.toml``; a writing of two units raises ``RuleError``."""
    table = read_rules(UnitsFile)
    units, named = _units(table["unit"])
    compounds: dict[str, tuple[CompoundEntry, ...]] = {}
    for entry in table["compound"]:
        compounds[entry.large] = (*compounds.get(entry.large, ()), entry)
    as_of = table["as_of"]
    powers = "|".join(
        rf"(?:{'|'.join(words)})(?P<p{power}>(?:\.[ ]?|[ ])\S.*)" for power, words in table["powers"].items()
    )
    per = "|".join(map(re.escape, table["per"]["words"]))
    return UnitWords(
        MappingProxyType(units),
        MappingProxyType(named),
        MappingProxyType({sign: code for code, signs in table["currencies"].items() for sign in signs}),
        frozenset(table["alone"]["words"]),
        tuple(as_of["before"]),
        tuple(as_of["after"]),
        MappingProxyType({use: tuple(words) for use, words in table["between"].items()}),
        MappingProxyType({word: bound for bound, words in table["bounds_behind"].items() for word in words}),
        MappingProxyType(compounds),
        MappingProxyType({word: frozenset(languages) for word, languages in table["scale"]}),
        frozenset(table["decimal_comma"]["languages"]),
        frozenset(table["counted"]["labels"]),
        re.compile(rf"(?:{powers}|(?P<counted>[^\W\d_]{{2,20}}\.?)?[ ]?(?:{per})[ ]?(?P<per>[^/]+))", re.IGNORECASE),
    )


def _units(entries: list[UnitEntry]) -> tuple[dict[str, Unit], dict[str, Unit]]:
    """Return the units by writing and by name."""
    units: dict[str, Unit] = {}
    named: dict[str, Unit] = {}
    folded: dict[str, list[Unit]] = {}
    prefixed = [made for row in entries for made in _prefixed(row)]
    for row in (*entries, *prefixed):
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
    return units, named


def _prefixed(row: UnitEntry) -> Iterator[UnitEntry]:
    """Yield the units that SI prefixes make of one: "mm2" of "m2", with the factor of the prefix squared."""
    power = int(row.name[-1]) if row.name[-1:] in _POWERS else 1
    for prefix in row.prefixes or ():
        name, factor = _PREFIXES[prefix]
        made = f"{prefix}{row.name}"
        words = [made] if power == 1 else [f"{made[:-1]}{_POWERS[made[-1]]}", f"{made[:-1]}^{made[-1]}"]
        size = float(f"{row.factor * factor**power:.12g}")
        yield UnitEntry(made, words, row.si, size, pint=f"{name}{row.pint}")


@lru_cache(maxsize=4_096)
def _found(words: str) -> Unit | None:
    known = unit_words().units
    plain = words.rstrip(".")
    exact = known.get(words) or known.get(plain)
    folded = known.get(words.casefold()) if len(words) > 1 else None
    if exact is None and folded is not None and words[0] == "M" and words[1].islower() and _is_milli(folded):
        return None  # "12 Mm", "12 Mg" are a billion times as much
    return exact or folded or _made(plain)


def _is_milli(unit: Unit) -> bool:
    whole = unit_words().named.get(unit.name[1:])
    return unit.name[0] == "m" and whole is not None and whole.si == unit.si and unit.factor < whole.factor


def _made(words: str) -> Unit | None:
    """Return the unit that several words make of a known one: "square kilometres", "people/km2"."""
    found = unit_words().made.fullmatch(words)
    if found is None:
        return None
    named = unit_words().named
    for power in _POWERS:
        if found[f"p{power}"]:
            length = _found(found[f"p{power}"].strip(" ."))
            return named.get(f"{length.name}{power}") or _area(length.name, power) if length else None
    area = _found(found["per"])
    counted = found["counted"]
    return named.get(f"per {area.name}") if area and not (counted and _found(counted)) else None


def _area(length: str, power: str) -> Unit | None:
    """Return the square or cube of a length whose name is not made of it: "sq mi", "cu ft"."""
    return unit_words().named.get(f"{'sq' if power == '2' else 'cu'} {length}")


def find_unit(printed: str | None) -> Unit | None:
    """Return the unit that the words beside a number begin with, the longest writing first; None for none.

    >>> find_unit("m waterline").name, find_unit("sq. mi. of land").name, find_unit("Assistant")
    ('m', 'sq mi', None)
    >>> find_unit("mm²").name, find_unit("square kilometres").name, find_unit("people/km²").name
    ('mm2', 'km2', 'per km2')
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


class Writing(NamedTuple):
    """A unit as it stands in a text, and where it ends."""

    unit: Unit
    end: int


def unit_at(text: str, at: int) -> Writing | None:
    """Return the unit that stands at a place of a text, behind at most one blank; None for none.

    The longest writing counts. A unit that is a word of sentences too ("in") stands before punctuation, a number, a
    word between two numbers or the end.

    >>> unit_at("5 km2 of land", 1), unit_at("5 in total", 1)
    (Writing(unit=Unit(name='km2', si='m2', factor=1000000.0, offset=0.0, pint='kilometer**2'), end=5), None)
    """
    mark = _MARK.match(text, at)
    if mark is not None:
        unit = _found(mark[1] or mark[2])
        return Writing(unit, mark.end()) if unit else None
    ends: list[int] = []
    end = at
    while len(ends) < 2 * _MAX_WORDS and (word := _WORD.match(text, end)) is not None:
        end = word.end()
        ends += [end - 1, end] if text[end - 1].isdecimal() else [end]
    for end in reversed(ends):
        writing = text[at:end].strip(" ")
        unit = _found(writing)
        is_glued = _GLUED.match(text, end) is not None
        # "1h50", "6ft2in": a number behind the larger of two units.
        if unit and (not is_glued or (text[end].isdecimal() and unit.name in unit_words().compounds)):
            is_word = writing in unit_words().alone and _GOES_ON.match(text, end) is not None
            return None if is_word else Writing(unit, end)
    return None
