"""What infoboxes call their fields: printed label -> canonical key, for many templates and eleven languages.

The names are data (``labels.toml``); a new spelling is one word there. A label that nobody claims gives None, and the
caller raises the issue ``unknown-label``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple, cast

ValueKind = Literal["date", "quantity", "money", "coordinate", "person", "url", "text"]
ItemRule = Literal["whole", "titles", "names", "people", "clauses", "statements", "tree"]

_MAX_LABEL: Final = 120
_SERIES: Final = re.compile(r"(?<=\D)[ ]?(\d{1,2}[a-e]?)\Z")
_FORM: Final = re.compile(r"[a-z][a-z0-9_]*")
_SPACE: Final = re.compile(r"[\s_\-\u00a0]++")
# The ends of the labels Population (2020), Population 2020 and Area (km2).
_QUALIFIED: Final = re.compile(r"[ ]?(?:\(([^()]*)\)|(?<=[ ])[12]\d{3})\Z")
# What templates put behind the name of a number: the year it is of, its place among others, where it is from.
_OF_NUMBERS: Final[tuple[tuple[str, ValueKind], ...]] = (
    ("year", "date"), ("as of", "date"), ("rank", "text"), ("change", "text"), ("ref", "text"), ("note", "text"),
    ("notes", "text"), ("footnotes", "text"), ("magnitude", "text"), ("label", "text"), ("category", "text"),
)  # fmt: skip


class Label(NamedTuple):
    """What a printed label means. ``series`` is the "2" of ``combatant2`` and the "1a" of ``combatant1a``."""

    key: str
    series: str | None

    @property
    def side(self) -> int | None:
        """Return the number of the column, 1 to 5, that the series names; None without one.

        >>> Label("combatant", "1a").side
        1
        """
        number = int(self.series.rstrip("abcde")) if self.series else 0
        return number if 1 <= number <= 5 else None


class FieldKind(NamedTuple):
    """What the values of a field are and how a value falls apart into items; see the head of ``labels.toml``.

    ``unit`` is the unit that the label itself prints ("area_km2"). The predecessor of a person is a person, that of a
    company is none: ``is_person_only_of_persons``.
    """

    key: str
    kind: ValueKind
    items: ItemRule
    is_sided: bool = False
    is_conflict: bool = False
    unit: str | None = None
    is_person_only_of_persons: bool = False


@lru_cache(maxsize=4096)
def canonical(label: str) -> Label | None:
    """Return the canonical key and the series of a printed label, None when no field claims it.

    Dumps print parameter names ("Combatant1"), browsers print headings ("Commanders and leaders"), in many languages.

    >>> canonical("Combatant1")
    Label(key='combatant', series='1')
    >>> canonical("Territorial changes")
    Label(key='territory', series=None)
    >>> canonical("Casualties1a")
    Label(key='casualties', series='1a')
    >>> canonical("Befehlshaber2")
    Label(key='commander', series='2')
    >>> canonical("area_km2")
    Label(key='area_km2', series=None)
    >>> canonical("Ship_launched")
    Label(key='launched', series=None)
    >>> canonical("Population (2020)")
    Label(key='population', series=None)
    >>> canonical("weather on the day") is None
    True
    """
    name = normalised(label)
    key = _KEYS.get(name)
    if key is not None:
        return Label(key, None)
    found = _SERIES.search(name)
    key = _KEYS.get(name[: found.start()].rstrip()) if found else None
    if key is None:
        # "Ship_launched" of a ship's box means what "launched" means.
        first, _, rest = name.partition(" ")
        return (canonical(rest) if first in _PREFIXES and rest else None) or _qualified(name)
    return Label(key, found.group(1) if found else None)


def _qualified(name: str) -> Label | None:
    """Return what a name with a final parenthesis or year means: with the words in it ("area (km2)"), else without."""
    found = _QUALIFIED.search(name)
    if found is None or not found.start():
        return None
    bare = name[: found.start()]
    said = found.group(1)
    return (canonical(f"{bare} {said}") if said and not said.isdigit() else None) or canonical(bare)


def normalised(label: str) -> str:
    r"""Return the label as labels are compared: lower case, one space for white space, ``_`` and ``-``, no final colon.

    >>> normalised("Territorial\nchanges :")
    'territorial changes'
    """
    return _SPACE.sub(" ", label[:_MAX_LABEL]).strip(" :").casefold()


@cache
def browser_labels() -> tuple[str, ...]:
    """Return the labels that a browser prints in a military conflict's infobox, longest first, as printed.

    Browser text glues a label to its value ("Date14 September") or breaks it over lines ("Territorial", "changes"), so
    a reader of such pages has to know them. English labels and those of ten other languages.
    """
    return tuple(sorted(_BROWSER, key=lambda label: (-len(label), label)))


def printed_labels(key: str) -> tuple[str, ...]:
    """Return the labels that browsers print for one field, longest first."""
    return tuple(label for label in browser_labels() if _KEYS[normalised(label)] == key)


def _load() -> tuple[dict[str, str], dict[str, FieldKind], set[str], frozenset[str], frozenset[str]]:
    # A TOML file is a free-form bag by nature; it is checked here and leaves as typed records.
    data: dict[str, Any] = tomllib.loads(Path(__file__).with_name("labels.toml").read_text(encoding="utf-8"))
    keys: dict[str, str] = {}
    fields: dict[str, FieldKind] = {}
    browser: set[str] = set()
    for entry in data["field"]:
        key = entry["key"]
        if not entry.get("why") or key in fields:
            raise ValueError(f"labels.toml: field {key!r} is defined twice or has no `why`")
        sided, conflict = bool(entry.get("sides")), bool(entry.get("conflict"))
        fields[key] = FieldKind(key, entry["kind"], entry["items"], sided, conflict)
        printed = [*entry.get("browser", ()), *(name for names in entry.get("other", {}).values() for name in names)]
        if key != "conflict":  # the name is the head line of a box, no browser prints a label for it
            browser.update(filter(_is_printed, (name.capitalize() if name.isupper() else name for name in printed)))
        for name in (key, *entry.get("parameters", ()), *printed):
            _claim(keys, normalised(name), key)
    _add_values(data, keys, fields)
    for key, names in data["aliases"].items():
        for name in names:
            if key not in fields:
                raise ValueError(f"labels.toml: {name!r} under [aliases] means {key!r}, which is no key")
            _claim(keys, normalised(name), key)
    if odd := [key for key in fields if _FORM.fullmatch(key) is None]:
        raise ValueError(f"labels.toml: {odd} are no keys: put the names under [aliases]")
    return keys, fields, browser, frozenset(data["prefixes"]["words"]), frozenset(data["persons"]["signs"])


def _add_values(data: dict[str, Any], keys: dict[str, str], fields: dict[str, FieldKind]) -> None:
    """Add the labels that are listed by the kind of their values, with what is known of single ones."""
    for kind, names in data["values"].items():
        for name in names:
            key = normalised(name).replace(" ", "_")
            if normalised(name) in keys:
                raise ValueError(
                    f"labels.toml: {name!r} under [values] is claimed by {keys[normalised(name)]!r} already"
                )
            keys[normalised(name)] = key
            fields[key] = FieldKind(key, cast(ValueKind, kind), "people" if kind == "person" else "whole")
    _add_of_numbers(keys, fields)
    for unit, names in data["units"].items():
        for key in names:
            fields[key] = fields[key]._replace(unit=unit)
    for key in data["persons"]["of_persons"]:
        fields[key] = fields[key]._replace(is_person_only_of_persons=True)


def _add_of_numbers(keys: dict[str, str], fields: dict[str, FieldKind]) -> None:
    """Add what stands beside a number in a field of its own: "population_census_year", "gdp_nominal_rank"."""
    numbers = [field.key for field in fields.values() if field.kind in ("quantity", "money") and not field.is_conflict]
    for number in numbers:
        for ending, kind in _OF_NUMBERS:
            key = f"{number}_{ending}".replace(" ", "_")
            if keys.setdefault(normalised(key), key) == key:
                fields.setdefault(key, FieldKind(key, kind, "whole"))


def _is_printed(name: str) -> bool:
    # Parameter names are lower case in every cased script; Arabic has no case and prints what it names.
    return not name[:1].islower()


def _claim(keys: dict[str, str], name: str, key: str) -> None:
    if keys.setdefault(name, key) != key:
        raise ValueError(f"labels.toml: {name!r} is claimed by {keys[name]!r} and by {key!r}")


_KEYS, _fields, _BROWSER, _PREFIXES, PERSON_SIGNS = _load()

FIELDS: Final[Mapping[str, FieldKind]] = MappingProxyType(_fields)
"""Every canonical key with the kind of its values."""
