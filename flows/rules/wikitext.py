"""What wikitext's templates are: which are infoboxes, what each of the others prints, countries for flags.

The data is ``infobox_names.toml``, ``templates.toml`` and ``countries.toml`` beside this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from flows.rules.files import read_rules


class BoxNames(NamedTuple):
    """The names of templates that are infoboxes: exact, and the words that they begin or end with."""

    names: frozenset[str]
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    exceptions: frozenset[str]


class Treatment(NamedTuple):
    """What a template prints: ``prints`` is a pattern of its arguments, ``reads`` the name of code that reads them.

    In ``prints`` ``{1}`` and ``{name}`` stand for arguments, ``{2|1}`` for the first that is given; what stands in
    square brackets is printed only where all arguments in it are given.
    """

    prints: str
    reads: str


def _load(name: str) -> dict[str, Any]:
    return read_rules(name)


def fold_template(name: str) -> str:
    """Return the form under which a template's name is searched.

    >>> fold_template("Template:Infobox_military  Conflict")
    'infobox military conflict'
    """
    folded = " ".join(name.replace("_", " ").casefold().split())
    return folded.removeprefix("template:").lstrip() if folded.startswith("template:") else folded


@cache
def box_names() -> BoxNames:
    """Return the names of ``infobox_names.toml``."""
    entries = _load("infobox_names.toml")["box"]

    def of(key: str) -> frozenset[str]:
        return frozenset(word.casefold() for entry in entries for word in entry.get(key, ()))

    return BoxNames(of("names"), tuple(sorted(of("begins"))), tuple(sorted(of("ends"))), of("not"))


@lru_cache(maxsize=8_192)
def is_box(name: str) -> bool:
    """Return whether a template of this name is an infobox.

    >>> is_box("Infobox_military conflict"), is_box("Картка країни"), is_box("Campaignbox Syria")
    (True, True, False)
    """
    name, known = fold_template(name).removeprefix("#invoke:").lstrip(), box_names()
    if name in known.exceptions:
        return False
    if name in known.names:
        return True
    for words in known.begins:
        # Behind the words another word begins; scripts without blanks between words go on at once.
        if name.startswith(words) and (len(name) == len(words) or not (words[-1] + name[len(words)]).isalpha()):
            return True
    return name.endswith(known.ends)


@cache
def templates() -> Mapping[str, Treatment]:
    """Return the treatments of ``templates.toml`` by folded name; a name that ends with ``*`` begins so."""
    found: dict[str, Treatment] = {}
    for entry in _load("templates.toml")["template"]:
        treatment = Treatment(entry.get("prints", ""), entry.get("reads", ""))
        for name in entry["names"]:
            if found.setdefault(fold_template(name), treatment) != treatment:
                raise ValueError(f"templates.toml: {name!r} has two treatments; keep one of them")
    return MappingProxyType(found)


@cache
def _beginnings() -> tuple[tuple[str, Treatment], ...]:
    found = [(name[:-1], treatment) for name, treatment in templates().items() if name.endswith("*")]
    return tuple(sorted(found, key=lambda item: -len(item[0])))


@lru_cache(maxsize=8_192)
def treatment_of(name: str) -> Treatment | None:
    """Return what a template prints, None for one that is not known.

    >>> treatment_of("Small")
    Treatment(prints='{1}', reads='')
    """
    folded = fold_template(name)
    known = templates().get(folded)
    if known is not None:
        return known
    return next((treatment for start, treatment in _beginnings() if folded.startswith(start)), None)


@cache
def countries() -> Mapping[str, tuple[str, str]]:
    """Return country code and usual name by any name or code of ``countries.toml``, in lower case."""
    found: dict[str, tuple[str, str]] = {}
    for code, names in _load("countries.toml")["countries"].items():
        usual = names[0]
        for name in (code, *names):
            found.setdefault(name.casefold(), (code, usual))
    return MappingProxyType(found)


class WikitextWords(NamedTuple):
    """The words of ``wikitext.toml``: name spaces, units, what stands between two values, gauges."""

    files: frozenset[str]
    categories: frozenset[str]
    units: Mapping[str, str]
    pairs: frozenset[tuple[str, str]]
    between: Mapping[str, str]
    gauges: Mapping[str, str]


@cache
def wikitext_words() -> WikitextWords:
    """Return the words of ``wikitext.toml``."""
    table = _load("wikitext.toml")
    return WikitextWords(
        files=frozenset(table["files"]["names"]),
        categories=frozenset(table["files"]["categories"]),
        units=MappingProxyType(table["units"]),
        pairs=frozenset((pair.split()[0], pair.split()[1]) for pair in table["pairs"]["units"]),
        between=MappingProxyType(table["between"]),
        gauges=MappingProxyType(table["gauges"]),
    )


@cache
def adjectives() -> Mapping[str, str]:
    """Return what a country's forces are called after, by country code."""
    return MappingProxyType(_load("countries.toml")["adjectives"])
