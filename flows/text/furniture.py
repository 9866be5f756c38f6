"""What is known of sites' furniture (``flows/rules/furniture.toml``): words, lines, and the classifier's weights."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from math import log
from pathlib import Path
from typing import Any, Final, NamedTuple

EDGES: Final = " \t\u00a0.:…!?*»›>→←«‹|-–—_+[]()#"
"""What is cut from both ends of a line before it is looked up."""


class Weights(NamedTuple):
    """The classifier's weights, named after its features; see ``furniture.toml``."""

    constant: float
    size: float
    ends: float
    marked: float
    known: float
    hits: float
    lower: float
    prose: float
    cells: float
    near: float
    before: float
    after: float
    first: float
    tail: float
    again: float
    last_size: float
    next_size: float
    beside_furniture: float
    beside_prose: float
    middle: float
    page: float


class TitleWeights(NamedTuple):
    """The weights of a headline's features; see ``furniture.toml``."""

    shared: float
    number_shared: float
    size: float
    distance: float
    stop: float
    colon: float
    is_body: float
    score: float
    long: float
    short: float
    trail: float
    blank_before: float
    blank_after: float
    capitals: float
    marked: float
    byline: float
    twin: float
    none: float


class Model(NamedTuple):
    """The lexicon and the weights; ``parts`` and ``lasts``, ``nexts`` are what a line of so many words counts for."""

    lines: frozenset[str]
    words: frozenset[str]
    tails: dict[str, int]
    weights: Weights
    parts: tuple[float, ...]
    lasts: tuple[float, ...]
    nexts: tuple[float, ...]


@cache
def _data() -> dict[str, dict[str, Any]]:
    # A TOML file is a free-form bag by nature; it leaves this module as typed records.
    path = Path(__file__).parents[1] / "rules" / "furniture.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def model() -> Model:
    """Return lexicon and weights of ``furniture.toml``; ``TypeError`` when a weight is missing or unknown."""
    data = _data()
    weights = Weights(**data["weights"])
    logs = [log(1 + count) for count in range(64)]
    return Model(
        lines=frozenset(line.strip(EDGES).casefold() for lines in data["lines"].values() for line in lines),
        words=frozenset(data["words"]["any"]),
        tails={
            line.strip(EDGES).casefold(): strength
            for strength, name in ((1, "any"), (2, "ends"))
            for line in data["tails"][name]
        },
        weights=weights,
        parts=tuple(weights.constant + weights.size * size for size in logs),
        lasts=tuple(weights.last_size * size for size in logs),
        nexts=tuple(weights.next_size * size for size in logs),
    )


@cache
def smoothing() -> tuple[float, float]:
    """Return what a change between body and furniture costs, and what is added to each score in favour of the body."""
    smoothing = _data()["smoothing"]
    return smoothing["switch"], smoothing["bias"]


@cache
def interface_lines() -> dict[str, frozenset[str]]:
    """Return the interface lines of each language, as lines are compared."""
    return {name: frozenset(line.strip(EDGES).casefold() for line in lines) for name, lines in _data()["lines"].items()}


@cache
def title_weights() -> TitleWeights:
    """Return the weights of a headline; ``TypeError`` when one is missing or unknown."""
    return TitleWeights(**_data()["title"])


@cache
def word_list(table: str, name: str = "any") -> tuple[str, ...]:
    """Return one list of words of ``furniture.toml``, the longest first: "posted on" is tried before "posted"."""
    return tuple(sorted(_data()[table][name], key=lambda word: (-len(word), word)))


@cache
def word_set(table: str, name: str = "any") -> frozenset[str]:
    """Return one list of words of ``furniture.toml`` to look words up in."""
    return frozenset(_data()[table][name])


@cache
def alternation(table: str, name: str = "any") -> str:
    """Return a pattern that matches any of the words of a list, the longest first; compare it with folded text."""
    return "|".join(map(re.escape, word_list(table, name)))
