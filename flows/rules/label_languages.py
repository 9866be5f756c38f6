"""Which language a label is of: "longueur" is French, so a box that prints it may print decimal commas."""

from __future__ import annotations

from functools import cache, lru_cache

from flows.rules.files import read_rules
from flows.rules.label_files import normalised
from flows.rules.name_file_types import LabelsFile


@cache
def _languages() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    data = read_rules(LabelsFile)
    for entry in data["field"]:
        for name in (*entry.get("browser", ()), *entry.get("parameters", ())):
            found.setdefault(normalised(name), set()).add("en")
        for language, names in entry.get("other", {}).items():
            for name in names:
                found.setdefault(normalised(name), set()).add(language)
    for language, labels in read_rules("labels_printed.toml").items():
        for names in labels.values():
            for name in names.split(" | "):
                found.setdefault(normalised(name), set()).add(language)
    return {name: frozenset(languages) for name, languages in found.items()}


@lru_cache(maxsize=4_096)
def language_of(label: str) -> str | None:
    """Return the one language that prints a label, None for an unknown label and for one of several languages.

    >>> language_of("Longueur"), language_of("Fläche"), language_of("area_total_km2")
    ('fr', 'de', None)
    """
    languages = _languages().get(normalised(label), frozenset())
    return next(iter(languages)) if len(languages) == 1 else None
