"""Reading of the label files: printed label -> canonical key, and what kind of value a key has.

``labels.toml`` is written by hand and goes first; ``labels_printed.toml`` holds what browsers print in other boxes than
those of conflicts, by language; ``labels_dbpedia.toml`` is generated and only fills gaps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple, cast

from flows.rules.files import read_rules
from schemas import vocabulary

ValueKind = vocabulary.ValueKind
ItemRule = Literal["whole", "titles", "names", "people", "clauses", "statements", "tree"]

_MAX_LABEL: Final = 120
_SERIES: Final = re.compile(r"(?<=\D)[ ]?(\d{1,2}[a-e]?)\Z")
_FORM: Final = re.compile(r"[a-z][a-z0-9_]*")
_SPACE: Final = re.compile(r"[\s_\-\u00a0]++")
# The ends of the labels Population (2020), Population 2020 and Area (km2).
_QUALIFIED: Final = re.compile(r"[ ]?(?:\(([^()]*)\)|(?<=[ ])[12]\d{3})\Z")
# What templates put behind the name of a number: the year it is of, its place among others, where it is from.
_OF_NUMBERS: Final[tuple[tuple[str, ValueKind], ...]] = (
    ("year", "date"), ("as_of", "date"), ("rank", "text"), ("change", "text"), ("ref", "text"), ("note", "text"),
    ("notes", "text"), ("footnotes", "text"), ("magnitude", "text"), ("label", "text"), ("category", "text"),
    ("source", "text"), ("footnote", "text"),
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

    @property
    def is_number(self) -> bool:
        """Return whether templates put the year, the rank or a note of the value into fields of their own."""
        return self.kind in ("quantity", "money") and not self.is_conflict


class Fields(dict[str, FieldKind]):
    """The fields by key. One that stands beside a number ("population_rank") exists when it is asked for.

    >>> fields = Fields(population=FieldKind("population", "quantity", "whole"))
    >>> fields["population_as_of"].kind, len(fields)
    ('date', 1)
    """

    def __missing__(self, key: str) -> FieldKind:
        """Return the field that belongs to a number, KeyError when ``key`` is none."""
        for ending, kind in _OF_NUMBERS:
            number = self.get(key.removesuffix(f"_{ending}"))
            if number is not None and number.key != key and number.is_number:
                return FieldKind(key, kind, "whole")
        raise KeyError(key)


def normalised(label: str) -> str:
    r"""Return the label as labels are compared: lower case, one space for white space, ``_`` and ``-``, no final colon.

    >>> normalised("Territorial\nchanges :")
    'territorial changes'
    """
    return _SPACE.sub(" ", label[:_MAX_LABEL]).strip(" :").casefold()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All labels: ``keys`` by normalised name, ``fields`` by key, and the names as browsers print them.

    ``browser`` are the printed labels of a military conflict, ``printed`` those of all other boxes.
    """

    keys: dict[str, str] = field(default_factory=dict)
    fields: Fields = field(default_factory=Fields)
    browser: set[str] = field(default_factory=set)
    printed: dict[str, str] = field(default_factory=dict)
    prefixes: set[str] = field(default_factory=set)
    signs: set[str] = field(default_factory=set)

    def meaning(self, label: str) -> Label | None:
        """Return the key and series of a label, None when nobody claims it; see ``labels.canonical``."""
        name = normalised(label)
        key = self._key(name)
        if key is not None:
            return Label(key, None)
        found = _SERIES.search(name)
        key = self._key(name[: found.start()].rstrip()) if found else None
        if key is not None:
            return Label(key, found.group(1) if found else None)
        # "Ship_launched" of a ship's box means what "launched" means.
        first, _, rest = name.partition(" ")
        return (self.meaning(rest) if first in self.prefixes and rest else None) or self._qualified(name)

    def _key(self, name: str) -> str | None:
        """Return the key of a name, also of what stands beside a number: "population census year"."""
        known = self.keys.get(name)
        if known is not None:
            return known
        for ending, _ in _OF_NUMBERS:
            bare = name.removesuffix(f" {ending.replace('_', ' ')}")
            number = self.keys.get(bare) if bare != name else None
            if number is not None and self.fields[number].is_number:
                return f"{number}_{ending}"
        return None

    def _qualified(self, name: str) -> Label | None:
        """Return what a name with a final parenthesis or year means, with the words in it ("area (km2)") or without."""
        found = _QUALIFIED.search(name)
        if found is None or not found.start():
            return None
        bare = name[: found.start()]
        said = found.group(1)
        return (self.meaning(f"{bare} {said}") if said and not said.isdigit() else None) or self.meaning(bare)


def load(*, is_generated: bool = True) -> Vocabulary:
    """Return the labels of all files; without the generated one when it is to be generated."""
    # A TOML file is a free-form bag by nature; it is checked here and leaves as typed records.
    data: dict[str, Any] = _read("labels.toml")
    out = Vocabulary(prefixes=set(data["prefixes"]["words"]), signs=set(data["persons"]["signs"]))
    for entry in data["field"]:
        _add_field(out, entry)
    _add_values(out, data)
    _add_aliases(out, data["aliases"], "labels.toml")
    _add_printed(out)
    if is_generated:
        _add_generated(out)
    _add_units(out, data)
    if odd := [key for key in out.fields if _FORM.fullmatch(key) is None]:
        raise ValueError(f"labels.toml: {odd} are no keys: put the names under [aliases]")
    return out


def _read(name: str) -> dict[str, Any]:
    return read_rules(name)


def _add_field(out: Vocabulary, entry: dict[str, Any]) -> None:
    key = entry["key"]
    if not entry.get("why") or key in out.fields:
        raise ValueError(f"labels.toml: field {key!r} is defined twice or has no `why`")
    sided, conflict = bool(entry.get("sides")), bool(entry.get("conflict"))
    out.fields[key] = FieldKind(key, entry["kind"], entry["items"], sided, conflict)
    printed = [*entry.get("browser", ()), *(name for names in entry.get("other", {}).values() for name in names)]
    if key != "conflict":  # the name is the head line of a box, no browser prints a label for it
        out.browser.update(filter(_is_printed, (name.capitalize() if name.isupper() else name for name in printed)))
    for name in (key, *entry.get("parameters", ()), *printed):
        _claim(out.keys, normalised(name), key)


def _add_values(out: Vocabulary, data: dict[str, Any]) -> None:
    """Add the labels that are listed by the kind of their values, with what is known of single ones."""
    for kind, names in data["values"].items():
        for name in names:
            if normalised(name) in out.keys:
                raise ValueError(f"labels.toml: {name!r} under [values] is {out.keys[normalised(name)]!r} already")
            _add_value(out, kind, name)
    for key in data["persons"]["of_persons"]:
        out.fields[key] = out.fields[key]._replace(is_person_only_of_persons=True)


def _add_value(out: Vocabulary, kind: str, name: str) -> None:
    key = normalised(name).replace(" ", "_")
    out.keys[normalised(name)] = key
    out.fields[key] = FieldKind(key, cast(ValueKind, kind), "people" if kind == "person" else "whole")


def _add_aliases(out: Vocabulary, aliases: dict[str, list[str]], file: str) -> None:
    for key, names in aliases.items():
        if key not in out.fields:
            raise ValueError(f"{file}: {names} under [aliases] mean {key!r}, which is no key")
        for name in names:
            _claim(out.keys, normalised(name), key)


def _add_printed(out: Vocabulary) -> None:
    """Add what browsers print, language by language: a label may mean the same in several."""
    for language, labels in _read("labels_printed.toml").items():
        for key, names in labels.items():
            if key not in out.fields:
                raise ValueError(f"labels_printed.toml: [{language}] names {key!r}, which is no key")
            for name in names.split(" | "):
                _claim(out.keys, normalised(name), key)
                out.printed[name] = key


def _add_generated(out: Vocabulary) -> None:
    """Add the generated labels that nobody claims yet."""
    data = _read("labels_dbpedia.toml")
    for kind, names in data["values"].items():
        for name in names.split("\n"):
            if name and name not in out.keys:
                _add_value(out, kind, name)
    for line in filter(None, data["aliases"]["names"].split("\n")):
        key, _, names = line.partition(": ")
        for name in names.split(" | "):
            if key in out.fields:
                out.keys.setdefault(name, key)


def _add_units(out: Vocabulary, data: dict[str, Any]) -> None:
    """Give the numbers the unit that their label ends with: "area_total_km2"."""
    endings = {f"_{ending}": unit for unit, ends in data["units"].items() for ending in ends}
    for key, one in out.fields.items():
        if one.kind == "quantity" and not one.is_sided:
            name = f"_{key}"
            tails = (name[at:] for at in range(len(name)) if name[at] == "_")  # the longest first
            unit = next((endings[tail] for tail in tails if tail in endings), None)
            out.fields[key] = one._replace(unit=unit)


def _is_printed(name: str) -> bool:
    # Parameter names are lower case in every cased script; Arabic has no case and prints what it names.
    return not name[:1].islower()


def _claim(keys: dict[str, str], name: str, key: str) -> None:
    if keys.setdefault(name, key) != key:
        raise ValueError(f"labels.toml: {name!r} is claimed by {keys[name]!r} and by {key!r}")
