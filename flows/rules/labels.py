"""What infoboxes call their fields: printed label -> canonical key, for many templates and eleven languages.

The names are data (``labels.toml``); a new spelling is one word there. A label that nobody claims gives None, and the
caller raises the issue ``unknown-label``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
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
    """What the values of a field are and how a value falls apart into items; see the head of ``labels.toml``."""

    key: str
    kind: ValueKind
    items: ItemRule
    is_sided: bool = False
    is_conflict: bool = False


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
        return canonical(rest) if first in _PREFIXES and rest else None
    return Label(key, found.group(1) if found else None)


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


def _load() -> tuple[dict[str, str], dict[str, FieldKind], set[str], frozenset[str]]:
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
    for kind, names in data["values"].items():
        for name in names:
            key = normalised(name).replace(" ", "_")
            if normalised(name) in keys:
                raise ValueError(
                    f"labels.toml: {name!r} under [values] is claimed by {keys[normalised(name)]!r} already"
                )
            keys[normalised(name)] = key
            fields[key] = FieldKind(key, cast(ValueKind, kind), "people" if kind == "person" else "whole")
    for key, names in data["aliases"].items():
        for name in names:
            if key not in fields:
                raise ValueError(f"labels.toml: {name!r} under [aliases] means {key!r}, which is no key")
            _claim(keys, normalised(name), key)
    if odd := [key for key in fields if _FORM.fullmatch(key) is None]:
        raise ValueError(f"labels.toml: {odd} are no keys: put the names under [aliases]")
    return keys, fields, browser, frozenset(data["prefixes"]["words"])


def _is_printed(name: str) -> bool:
    # Parameter names are lower case in every cased script; Arabic has no case and prints what it names.
    return not name[:1].islower()


def _claim(keys: dict[str, str], name: str, key: str) -> None:
    if keys.setdefault(name, key) != key:
        raise ValueError(f"labels.toml: {name!r} is claimed by {keys[name]!r} and by {key!r}")


_KEYS, _fields, _BROWSER, _PREFIXES = _load()

FIELDS: Final[Mapping[str, FieldKind]] = MappingProxyType(_fields)
"""Every canonical key with the kind of its values."""


def sided_fields() -> Iterator[str]:
    """Yield the keys of the fields that have one column per side."""
    return (key for key, field in FIELDS.items() if field.is_sided)
