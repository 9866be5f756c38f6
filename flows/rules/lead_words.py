"""The words with which a page's lead says who fought whom, from ``leads.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LeadWords:
    """The words of ``leads.toml``, folded; ``one_side`` are phrases, the others single words."""

    between: frozenset[str]
    fights: frozenset[str]
    peace: frozenset[str]
    joins: frozenset[str]
    against: frozenset[str]
    one_side: tuple[str, ...]
    actors: frozenset[str]
    stops: frozenset[str]
    empty: frozenset[str]


@cache
def lead_words() -> LeadWords:
    """Return the words of ``leads.toml``."""
    table = tomllib.loads(Path(__file__).with_name("leads.toml").read_text(encoding="utf-8"))

    def words(section: str, key: str = "words") -> frozenset[str]:
        return frozenset(word.casefold() for word in table[section][key])

    return LeadWords(
        between=words("between"),
        fights=words("between", "fights"),
        peace=words("between", "peace"),
        joins=words("and"),
        against=words("against"),
        one_side=tuple(sorted(words("against", "sides"))),
        actors=words("against", "actors"),
        # "en" is Dutch for "and" and Spanish for "in": it joins.
        stops=words("stop") - words("and"),
        empty=words("empty"),
    )
