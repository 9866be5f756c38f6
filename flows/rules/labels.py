"""What infoboxes call their fields: printed label -> canonical key, for many templates and eleven languages.

The names are data (``labels.toml``); a new spelling is one word there. For a label that no field has the answer is
None, and the caller raises the issue ``unknown-label``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

from flows.rules.label_files import FieldKind, Label, load, normalised
from flows.rules.label_sections import load_sections
from flows.rules.name_file_types import ItemRule
from schemas.vocabulary import ValueKind

__all__ = [
    "FIELDS",
    "PERSON_SIGNS",
    "TITLES",
    "FieldKind",
    "ItemRule",
    "Label",
    "ValueKind",
    "browser_labels",
    "canonical",
    "normalised",
    "placed",
    "printed_labels",
    "topic_labels",
]

_LABELS: Final = load()
_SECTIONS: Final = load_sections(_LABELS)

FIELDS: Final[Mapping[str, FieldKind]] = MappingProxyType(_LABELS.fields)
"""Every canonical key with the kind of its values."""

TITLES: Final[Mapping[str, str]] = MappingProxyType(_SECTIONS.titles)
"""The key of a field -> the key of the field of the same number whose value is its label ("Country")."""

PERSON_SIGNS: Final = frozenset(_LABELS.signs)
"""The keys that only a person's box has."""


@lru_cache(maxsize=4096)
def canonical(label: str) -> Label | None:
    """Return the canonical key and the series of a printed label, None when no field has it.

    Dumps print parameter names ("Combatant1"), browsers print headings ("Commanders and leaders"), in many languages.

    >>> canonical("Combatant1")
    Label(key='combatant', series='1', unit=None)
    >>> canonical("Territorial changes")
    Label(key='territory', series=None, unit=None)
    >>> canonical("Casualties1a")
    Label(key='casualties', series='1a', unit=None)
    >>> canonical("Befehlshaber2")
    Label(key='commander', series='2', unit=None)
    >>> canonical("area_km2")
    Label(key='area_total', series=None, unit='km2')
    >>> canonical("Ship_launched")
    Label(key='launched', series=None, unit=None)
    >>> canonical("Population (2020)")
    Label(key='population_total', series=None, unit=None)
    >>> canonical("weather on the day") is None
    True
    """
    return _LABELS.meaning(label)


@lru_cache(maxsize=4096)
def placed(label: str, heads: Sequence[str] = (), *, is_child: bool = False) -> Label | None:
    """Return what a label means below the heads of its box, the outermost first; None when no field has it.

    ``is_child``: the label is a bullet below the last head, so it belongs to it; without a head its head was lost.

    >>> placed("Total", ("Population (2010)",), is_child=True)
    Label(key='population_total', series=None, unit=None)
    >>> placed("Mayor", ("Government",), is_child=True), placed("Metro")
    (Label(key='leader', series=None, unit=None), None)
    """
    if heads or is_child:
        return _SECTIONS.meaning(_LABELS, label, heads, is_child=is_child)
    return _LABELS.meaning(label)


@cache
def browser_labels() -> tuple[str, ...]:
    """Return the labels that a browser prints in a military conflict's infobox, longest first, as printed.

    Browser text glues a label to its value ("Date14 September") or breaks it over lines ("Territorial", "changes"), so
    a reader of such pages has to know them. English labels and those of ten other languages.
    """
    return tuple(sorted(_LABELS.browser, key=lambda label: (-len(label), label)))


def printed_labels(key: str) -> tuple[str, ...]:
    """Return the labels that browsers print for one field, longest first."""
    return tuple(label for label in browser_labels() if _LABELS.keys[normalised(label)] == key)


def topic_labels() -> Mapping[str, str]:
    """Return the labels that browsers print in infoboxes of persons, places, works and the like, with their keys."""
    return _LABELS.printed
