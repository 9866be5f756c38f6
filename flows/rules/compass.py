"""The words for north, south, east and west beside degrees, and the shapes whose points have lost their sides."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from flows.errors import RuleError
from flows.rules.files import read_rules
from flows.rules.word_file_types import CompassFile
from flows.rules.words import alternatives


class Compass(NamedTuple):
    """``letters`` by folded word, the pattern that finds the words, and the words that show what the letter O means."""

    letters: MappingProxyType[str, str]
    word: re.Pattern[str]
    east_o: re.Pattern[str]
    west_o: re.Pattern[str]
    lost_sign: frozenset[str]


def _key(word: str) -> str:
    return word.casefold().replace(" ", "")


@cache
def compass() -> Compass:
    """Return the words of ``compass.toml``; a word of two directions raises ``RuleError``."""
    table = read_rules(CompassFile)
    letters: dict[str, str] = {}
    for letter, words in table["words"].items():
        for word in words:
            if letters.setdefault(_key(word), letter) != letter:
                what = f"{word!r} stands under both {letters[_key(word)]} and {letter}"
                raise RuleError("compass.toml [words]", what, "keep it under one of them")
    east, west = (_whole(table["letter_o"][side]) for side in ("east", "west"))
    # "北纬48°" has no blank; a word in letters must not be the end of another ("Marienort").
    found = _whole(word for words in table["words"].values() for word in words)
    return Compass(MappingProxyType(letters), found, east, west, frozenset(table["lost_sign"]["shapes"]))


def _whole(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_])(?:{alternatives(words)})(?![^\W\d_])", re.IGNORECASE)


def with_letters(text: str) -> str:
    """Return a text with its words of direction as the letters N, S, E and W.

    >>> with_letters("55°45′ с. ш. 37°37′ в. д."), with_letters("北纬48.5°")
    ('55°45′ N 37°37′ E', 'N48.5°')
    """
    known = compass()
    return known.word.sub(lambda found: known.letters[_key(found[0])], text)
