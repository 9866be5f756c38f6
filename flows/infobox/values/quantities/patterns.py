"""The words and signs that make the tokens of a statement: one pattern, and the phrases of several words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from flows.infobox.values.numbers import NUMBER
from flows.rules.words import quantity_words

_WORDS: Final = quantity_words()


class Phrase(NamedTuple):
    """A phrase of one or more words that is one token."""

    rest: tuple[str, ...]
    kind: str
    value: str


def _phrases() -> Mapping[str, tuple[Phrase, ...]]:
    """Return the phrases by their first word, the longest first."""
    by_first: dict[str, list[Phrase]] = {}
    sections: list[tuple[str, Mapping[str, str]]] = [
        ("include", dict.fromkeys(_WORDS.including, "")),
        ("per", dict.fromkeys(_WORDS.per, "")),
        ("vague", _WORDS.vague),
        ("bound", _WORDS.bounds),
    ]
    for kind, words in sections:
        for words_of_phrase, value in words.items():
            first, *rest = words_of_phrase.split(" ")
            by_first.setdefault(first, []).append(Phrase(tuple(rest), kind, value))
    return {first: tuple(sorted(found, key=lambda one: -len(one.rest))) for first, found in by_first.items()}


TOKEN: Final = re.compile(
    rf"""
    (?P<space>[ ]++)
  | (?P<suffixed>(?<![\w.,])\d{{1,3}}(?:,\d{{3}})*+[kwmc](?!\w)
      (?:(?=/)|(?<=/\d[kwmc])|(?<=/\d\d[kwmc])|(?<=/\d\d\d[kwmc])))
  | (?P<kilo>(?<![\w.,])\d{{1,4}}(?:\.\d)?k(?=[ ]|\Z))
  | (?P<between>(?:between|entre|zwischen|tra|fra|между)[ ]
      (?P<ba>{NUMBER})[ ](?:and|et|und|y|e|и)[ ](?P<bb>{NUMBER})(?![\w]))
  | (?P<fraction>(?<![\w.,])\d{{1,4}}[ ][1-7]/[2348](?![\w/]))
  | (?P<count>(?<![\w.,])(?P<a>{NUMBER})(?P<pa>\+?)
      (?:(?:[ ]?[-–—‒−][ ]?|[ ](?:to|or|bis|à|a|до)[ ])~?(?P<b>{NUMBER})(?P<pb>\+?))?
      (?P<more>[ ]or[ ](?:more|higher)(?!\w))?(?!\w|-[A-Za-z]))
  | (?P<glued>\d[\w.'’/-]*+)
  | (?P<quoted>"[^"]{{1,60}}")
  | (?P<word>[^\W\d_][\w'’&-]*+\.?+)
  | (?P<bound>[~≈<>≤≥])
  | (?P<comma>,) | (?P<semi>;) | (?P<break>[\n*•·]) | (?P<slash>/) | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
PHRASES: Final = _phrases()
SUFFIXES: Final = {"k": "killed", "w": "wounded", "m": "missing", "c": "captured"}
SILENT: Final = frozenset({"space", "sign", "slash"})
