"""The label files as one vocabulary: printed label -> canonical key, and what kind of value a key has.

``labels.toml`` is written by hand and goes first. ``labels_printed.toml`` holds, by language, the labels that browsers
print in boxes that are not about conflicts. ``labels_dbpedia.toml`` is generated and only fills gaps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple, cast

from flows.errors import RuleError
from flows.rules.files import read_rules
from flows.rules.label_units import unit_ending, without_last_words
from flows.rules.name_file_types import FieldEntry, GeneratedLabelsFile, ItemRule, LabelsFile, SameLabelsFile
from flows.suggestions import nearest
from schemas.vocabulary import ValueKind

_MAX_LABEL: Final = 120
_SERIES: Final = re.compile(r"(?<=\D)[ ]?(\d{1,2}[a-e]?)\Z")
_FORM: Final = re.compile(r"[a-z][a-z0-9_]*")
_SPACE: Final = re.compile(r"[\s_\-\u00a0]++")
# The ends of the labels Population (2020), Population 2020, President 1958–1963 and Area (km2).
_QUALIFIED: Final = re.compile(r"[ ]?(?:\(([^()]*)\)|(?<=[ ])[12]\d{3}(?:[ ]?[–-]?[ ]?\d{2,4})?)\Z")
# What templates append to the name of a number: its year, its rank among others, its source.
_OF_NUMBERS: Final[tuple[tuple[str, ValueKind], ...]] = (
    ("year", "date"), ("as_of", "date"), ("rank", "text"), ("change", "text"), ("ref", "text"), ("note", "text"),
    ("notes", "text"), ("footnotes", "text"), ("magnitude", "text"), ("label", "text"), ("category", "text"),
    ("source", "text"), ("footnote", "text"),
)  # fmt: skip


class Label(NamedTuple):
    """What a printed label means. ``series`` is the "2" of ``combatant2`` and the "1a" of ``combatant1a``.

    ``unit`` is the unit that the label itself prints ("area_km2").
    """

    key: str
    series: str | None
    unit: str | None = None

    @property
    def side(self) -> int | None:
        """Return the number of the column, 1 to 5, that the series names; None without one.

        >>> Label("combatant", "1a").side
        1
        """
        number = int(self.series.rstrip("abcde")) if self.series else 0
        return number if 1 <= number <= 5 else None


class FieldKind(NamedTuple):
    """What the values of a field are and how a value is split into items; see the head of ``labels.toml``.

    ``unit`` is the unit of its numbers where a label prints none beside them: that of the key ("percent_water"), or of
    the label ("area_km2"). The predecessor of a person is a person, that of a company is not one:
    ``is_person_only_of_persons``.
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
    """The fields by key. A field beside a number ("population_rank") is made when it is looked up.

    >>> fields = Fields(population=FieldKind("population", "quantity", "whole"))
    >>> fields["population_as_of"].kind, len(fields)
    ('date', 1)
    """

    def __missing__(self, key: str) -> FieldKind:
        """Return the field that belongs to a number; KeyError when ``key`` does not."""
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

    ``browser`` are the printed labels of a military conflict, ``printed`` those of all other boxes. ``endings`` are the
    units by the words at a label's end, ``units`` those of whole names ("area km2").
    """

    keys: dict[str, str] = field(default_factory=dict)
    fields: Fields = field(default_factory=Fields)
    browser: set[str] = field(default_factory=set)
    printed: dict[str, str] = field(default_factory=dict)
    prefixes: set[str] = field(default_factory=set)
    endings: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    signs: set[str] = field(default_factory=set)

    def meaning(self, label: str) -> Label | None:
        """Return the key, series and unit of a label, None when no field has it; see ``labels.canonical``."""
        name = normalised(label)
        key = self._key(name)
        if key is not None:
            return Label(key, None, self.units.get(name))
        measured, is_unit = self._with_unit(name)
        if measured is not None:
            return measured
        # The 2 of "km2" belongs to the unit: it numbers nothing.
        found = None if is_unit else _SERIES.search(name)
        if found is not None:
            name_alone = name[: found.start()].rstrip()
            if (key := self._key(name_alone)) is not None:
                return Label(key, found[1], self.units.get(name_alone))
        # "Ship_launched" of a ship's box means what "launched" means.
        first, _, rest = name.partition(" ")
        return (self.meaning(rest) if first in self.prefixes and rest else None) or self._qualified(name)

    def _with_unit(self, name: str) -> tuple[Label | None, bool]:
        """Return what a name with a unit at its end means, and whether it has one: "population density urban km2"."""
        ending = unit_ending(name, self.endings)
        if ending is None:
            return None, False
        for bare in without_last_words(name, ending):
            key = self.keys.get(bare)
            if key is not None and self.fields[key].kind == "quantity" and not self.fields[key].is_conflict:
                return Label(key, None, self.endings[ending]), True
        return None, True

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
        inner = found.group(1)
        return (self.meaning(f"{bare} {inner}") if inner and not inner.isdigit() else None) or self.meaning(bare)


def load(*, is_generated: bool = True) -> Vocabulary:
    """Return the labels of all files; without the generated one when it is to be generated.

    Raises ``RuleError`` when a name means two keys, or when a list stands under a key that no field has.
    """
    data = read_rules(LabelsFile)
    out = Vocabulary(prefixes=set(data["prefixes"]["words"]), signs=set(data["persons"]["signs"]))
    for entry in data["field"]:
        _add_field(out, entry)
    _add_values(out, data)
    _add_aliases(out, data["aliases"])
    _add_printed(out)
    if is_generated:
        _add_generated(out)
    _add_units(out, data)
    _add_same(out)
    _add_items(out, data)
    if odd := [key for key in out.fields if _FORM.fullmatch(key) is None]:
        remedy = "write the name of a key (a-z, 0-9, _), or put it under [aliases]"
        raise RuleError("labels.toml", f"{odd[0]!r} is not the name of a key", remedy)
    return out


def _add_field(out: Vocabulary, entry: FieldEntry) -> None:
    key = entry["key"]
    if not entry["why"]:
        raise RuleError(f"labels.toml [[field]] {key!r}", "`why` is empty", "say in a sentence what the field holds")
    if key in out.fields:
        raise RuleError(f"labels.toml [[field]] {key!r}", "the key has two entries", "make one of the two")
    sided, conflict = entry.get("sides", False), entry.get("conflict", False)
    out.fields[key] = FieldKind(key, entry["kind"], entry["items"], sided, conflict)
    printed = [*entry.get("browser", ()), *(name for names in entry.get("other", {}).values() for name in names)]
    if key != "conflict":  # the name is the head line of a box, no browser prints a label for it
        out.browser.update(filter(_is_printed, (name.capitalize() if name.isupper() else name for name in printed)))
    for name in (key, *entry.get("parameters", ()), *printed):
        _claim(out.keys, normalised(name), key, f"labels.toml [[field]] {key!r}")


def _add_values(out: Vocabulary, data: LabelsFile) -> None:
    """Add the labels that are listed by the kind of their values, with what is known of single ones."""
    for kind, names in data["values"].items():
        for name in names:
            if normalised(name) in out.keys:
                what = f"{name!r} is a name of {out.keys[normalised(name)]!r} already"
                raise RuleError(f"labels.toml [values] {kind}", what, "take it out here")
            _add_value(out, kind, name)
    for key in data["persons"]["of_persons"]:
        _demand_field(out, key, "labels.toml [persons] of_persons")
        out.fields[key] = out.fields[key]._replace(is_person_only_of_persons=True)


def _add_value(out: Vocabulary, kind: str, name: str) -> None:
    key = normalised(name).replace(" ", "_")
    out.keys[normalised(name)] = key
    out.fields[key] = FieldKind(key, cast(ValueKind, kind), "people" if kind == "person" else "whole")


def _add_aliases(out: Vocabulary, aliases: dict[str, list[str]]) -> None:
    for key, names in aliases.items():
        _demand_field(out, key, "labels.toml [aliases]")
        for name in names:
            _claim(out.keys, normalised(name), key, f"labels.toml [aliases] {key}")


def _add_printed(out: Vocabulary) -> None:
    """Add what browsers print, language by language: a label may mean the same in several."""
    for language, labels in read_rules("labels_printed.toml").items():
        for key, names in labels.items():
            _demand_field(out, key, f"labels_printed.toml [{language}]")
            for name in names.split(" | "):
                _claim(out.keys, normalised(name), key, f"labels_printed.toml [{language}] {key}")
                out.printed[name] = key


def _add_generated(out: Vocabulary) -> None:
    """Add the generated labels that no field has yet."""
    data = read_rules(GeneratedLabelsFile)
    for kind, names in data["values"].items():
        for name in names.split("\n"):
            if name and name not in out.keys:
                _add_value(out, kind, name)
    for line in filter(None, data["aliases"]["names"].split("\n")):
        key, _, names = line.partition(": ")
        for name in names.split(" | "):
            if key in out.fields:
                out.keys.setdefault(name, key)


def _add_units(out: Vocabulary, data: LabelsFile) -> None:
    """Let a number have one key whatever unit its label prints: "area total km2" is "area total", in km2.

    Where only the name with its unit is known, the unit is that of the field. A share is not a unit of what it is a
    share of: "percent water" stays itself.
    """
    out.endings.update({end.replace("_", " "): unit for unit, ends in data["units"].items() for end in ends})
    bare: dict[str, str] = {}
    for key, one in list(out.fields.items()):
        name = key.replace("_", " ")
        ending = unit_ending(name, out.endings) if one.kind == "quantity" and not one.is_sided else None
        if ending is None:
            continue
        unit = out.endings[ending]
        shorter = [out.keys.get(words) for words in without_last_words(name, ending) if unit != "%"]
        known = [one for one in shorter if one and one != key and out.fields[one].kind == "quantity"]
        if known:
            bare[key] = known[0]
            out.units[key] = unit
        else:
            out.fields[key] = one._replace(unit=unit)
    units = {key: out.units.pop(key) for key in bare}
    out.units.update((name, units[key]) for name, key in out.keys.items() if key in units)
    _rename(out, bare)


def _add_same(out: Vocabulary) -> None:
    """Give the labels that mean the same one key, and hold those that do not apart."""
    data = read_rules(SameLabelsFile)
    renamed: dict[str, str] = {}
    for same in data["same"]:
        key = same["key"]
        if kind := same.get("kind"):
            _add_value(out, kind, key)
        _demand_field(out, key, "labels_same.toml [[same]]")
        others = ((name, out.keys.get(name)) for name in map(normalised, same["names"]))
        renamed.update((other, key) for name, other in others if other and other.replace("_", " ") == name)
    _rename(out, renamed)
    out.keys.update((normalised(name), same["key"]) for same in data["same"] for name in same["names"])
    for apart in data["apart"]:
        found = [out.keys[name] for name in map(normalised, apart["names"]) if name in out.keys]
        if len(set(found)) < len(found):
            raise RuleError("labels_same.toml [[apart]]", f"{apart['names']} have one key", "take them out of [[same]]")


def _add_items(out: Vocabulary, data: LabelsFile) -> None:
    """Say how the values of some fields fall into items."""
    for rule, keys in data["items"].items():
        for key in keys:
            _demand_field(out, key, f"labels.toml [items] {rule}")
            out.fields[key] = out.fields[key]._replace(items=cast(ItemRule, rule))


def _rename(out: Vocabulary, new: dict[str, str]) -> None:
    """Give the names of some keys to other keys: ``new`` is the other key by the old one."""
    out.keys.update([(name, new[key]) for name, key in out.keys.items() if key in new])
    out.printed.update([(label, new[key]) for label, key in out.printed.items() if key in new])
    for old, key in new.items():
        del out.fields[old]
        if old in out.signs:
            out.signs.remove(old)
            out.signs.add(key)


def _is_printed(name: str) -> bool:
    # Parameter names are lower case in every cased script; Arabic has no case and prints what it names.
    return not name[:1].islower()


def _claim(keys: dict[str, str], name: str, key: str, where: str) -> None:
    if keys.setdefault(name, key) != key:
        raise RuleError(where, f"{name!r} is a name of {keys[name]!r} already", "keep it under one of the two")


def _demand_field(out: Vocabulary, key: str, where: str) -> None:
    """Raise ``RuleError`` when no field has this key."""
    if key not in out.fields:
        near = nearest(key, out.fields)
        remedy = "write the key of a field of labels.toml" if near is None else f"did you mean {near!r}?"
        raise RuleError(where, f"{key!r} is not the key of a field", remedy)
