"""The data of ``furniture.toml``: words and lines of sites' furniture, limits of the classifier."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal, NamedTuple

from flows.rules.files import read_rules
from flows.rules.word_file_types import Decision, FurnitureFile, TitleWeights

EDGES: Final = " \t\u00a0.:…!?*»›>→←«‹|-–—_+[]()#"
"""What is cut from both ends of a line before it is looked up."""

WordTable = Literal["words", "tails", "comments", "tags", "home", "rights", "consent", "by"]
"""The sections of ``furniture.toml`` that hold lists of words."""


class Lexicon(NamedTuple):
    """Words of interfaces: whole lines, single words, and the lines after which bodies end (1 usually, 2 always)."""

    lines: frozenset[str]
    words: frozenset[str]
    tails: dict[str, int]


class ReasonGroup(NamedTuple):
    """Features of the line classifier that mean one thing, and the words for it."""

    words: str
    features: tuple[str, ...]


@cache
def _data() -> FurnitureFile:
    return read_rules(FurnitureFile)


@cache
def lexicon() -> Lexicon:
    """Return the interface words of ``furniture.toml``, as lines are compared."""
    data = _data()
    return Lexicon(
        lines=frozenset(line.strip(EDGES).casefold() for lines in data["lines"].values() for line in lines),
        words=frozenset(data["words"]["any"]),
        tails={
            line.strip(EDGES).casefold(): strength
            for strength, name in ((1, "any"), (2, "ends"))
            for line in data["tails"][name]
        },
    )


@cache
def decision() -> Decision:
    """Return how the body is chosen from the scores."""
    return _data()["decision"]


@cache
def reason_groups() -> tuple[ReasonGroup, ...]:
    """Return the groups of features that an edit's reasons name."""
    return tuple(ReasonGroup(group["words"], tuple(group["features"])) for group in _data()["reasons"].values())


@cache
def interface_lines() -> dict[str, frozenset[str]]:
    """Return the interface lines of each language, as lines are compared."""
    return {name: frozenset(line.strip(EDGES).casefold() for line in lines) for name, lines in _data()["lines"].items()}


@cache
def title_weights() -> TitleWeights:
    """Return the weights of a headline's features."""
    return _data()["title"]


@cache
def word_list(table: WordTable, name: str = "any") -> tuple[str, ...]:
    """Return one list of words of ``furniture.toml``, the longest first: "posted on" is tried before "posted"."""
    return tuple(sorted(_data()[table][name], key=lambda word: (-len(word), word)))


@cache
def word_set(table: WordTable, name: str = "any") -> frozenset[str]:
    """Return one list of words of ``furniture.toml`` to look words up in."""
    return frozenset(_data()[table][name])


@cache
def alternation(table: WordTable, name: str = "any") -> str:
    """Return a pattern that matches any of the words of a list, the longest first; compare it with folded text."""
    return "|".join(map(re.escape, word_list(table, name)))
