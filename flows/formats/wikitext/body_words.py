"""What names mean in wikitext, from ``flows/rules/data/wikitext_body.toml``: namespaces, languages, tags, templates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from flows.formats.wikitext.forms import Form, read_form
from flows.rules.files import read_rules
from flows.rules.wikitext import treatment_of

_DROP_RULES: Final = {
    "references": "wikitext-reference",
    "hatnotes": "wikitext-hatnote",
    "navigation": "wikitext-navigation",
    "upkeep": "wikitext-upkeep",
    "pictures": "wikitext-file",
}


_FIELD: Final = re.compile("\\{([^{}]*+)\\}")
_SPECIAL: Final = re.compile("_|[0-9]x")
"""Fields of a pattern that are no parts: the template's name, words, the last part but one of a kind."""


class Meaning(NamedTuple):
    """What a template is for the body: dropped by a rule, a sign, or the forms of its text; all None when unknown."""

    drop: str | None = None
    sign: str | None = None
    forms: tuple[Form, ...] = ()

    @property
    def is_known(self) -> bool:
        """Return whether the template stands in the data."""
        return self.drop is not None or self.sign is not None or bool(self.forms)


@dataclass(frozen=True, slots=True)
class BodyWords:
    """The words of the rule file, ready for look-ups: all names are folded."""

    languages: frozenset[str]
    template_prefixes: frozenset[str]
    redirect: re.Pattern[str]
    block_tags: frozenset[str]
    inline_tags: frozenset[str]
    exact: Mapping[str, Meaning]
    beginnings: Mapping[str, Meaning]
    endings: tuple[tuple[str, Meaning], ...]


@cache
def body_words() -> BodyWords:
    """Return the words of the rule file; a name under two headings is an error of the data."""
    data = read_rules("wikitext_body.toml")
    names: dict[str, Meaning] = {}
    for group, entries in data["drop"].items():
        _enter(names, entries, Meaning(drop=_DROP_RULES[group]))
    for entry in data["text"].values():
        _enter(names, entry["names"], Meaning(forms=tuple(map(read_form, entry["forms"]))))
    for sign, entries in data["signs"].items():
        _enter(names, entries, Meaning(sign=sign))
    words = "|".join(sorted(map(re.escape, data["redirect"]["words"]), key=lambda word: (-len(word), word)))
    return BodyWords(
        languages=frozenset(data["namespaces"]["languages"]),
        template_prefixes=frozenset(data["namespaces"]["template"]),
        redirect=re.compile(f"\\s{{0,20}}+#(?i:{words})[ ]?:?[ \t\n]{{0,5}}+(?=\\[\\[)"),
        block_tags=frozenset(data["tags"]["blocks"]),
        inline_tags=frozenset(data["tags"]["inline"]),
        exact=MappingProxyType({name: meaning for name, meaning in names.items() if "*" not in name}),
        beginnings=MappingProxyType({name[:-1]: meaning for name, meaning in names.items() if name.endswith("*")}),
        endings=tuple((name[1:], meaning) for name, meaning in names.items() if name.startswith("*")),
    )


def _enter(names: dict[str, Meaning], entries: list[str], meaning: Meaning) -> None:
    for name in entries:
        if name in names:
            msg = f"wikitext_body.toml: the template {name!r} stands there twice: keep one of them"
            raise ValueError(msg)
        names[name.casefold()] = meaning


@lru_cache(maxsize=4096)
def meaning_of(name: str) -> Meaning:
    """Return what a template's name means: the whole name, then its longest known beginning, then an ending.

    >>> meaning_of("Reflist").drop, meaning_of("Navbox musical artist").drop, meaning_of("No such template").is_known
    ('wikitext-reference', 'wikitext-navigation', False)
    """
    words = body_words()
    folded = name.casefold()
    prefix, colon, rest = folded.partition(":")
    if colon and prefix in words.template_prefixes:
        folded = rest.strip()
    found = words.exact.get(folded)
    if found is not None:
        return found
    for size in range(len(folded), 1, -1):
        found = words.beginnings.get(folded[:size])
        if found is not None:
            return found
    ended = next((meaning for ending, meaning in words.endings if folded.endswith(ending)), None)
    return ended or _as_in_a_box(name)


def _as_in_a_box(name: str) -> Meaning:
    """Return what ``templates.toml`` says of a template where that is a pattern of its parts, else nothing."""
    treatment = treatment_of(name)
    if treatment is None or treatment.reads:
        return Meaning()
    fields = _FIELD.findall(treatment.prints)
    if not fields:
        return Meaning(sign=treatment.prints) if treatment.prints else Meaning(drop="wikitext-template")
    if any(_SPECIAL.search(field) for field in fields):
        return Meaning()
    pattern = _FIELD.sub(lambda field: field[0].replace("|", "/"), treatment.prints)
    return Meaning(forms=(read_form(pattern),))
