"""The pattern of the tokens of a statement: what is printed like a count, a number, a date, a word.

One pass of one pattern; every branch is possessive or bounded, so the time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from flows.infobox.values.numbers import NUMBER
from flows.rules.words import fold, quantity_words

_WORDS: Final = quantity_words()


class TokenPhrase(NamedTuple):
    """A phrase that is one token: ``rest`` holds its words after the first, folded."""

    rest: tuple[str, ...]
    kind: str
    value: str


def phrases() -> Mapping[str, tuple[TokenPhrase, ...]]:
    """Return the phrases by their first word, the longest first, so that "at least" is found before "at"."""
    by_first: dict[str, list[TokenPhrase]] = {}
    sections: list[tuple[str, Mapping[str, str]]] = [
        ("include", dict.fromkeys(_WORDS.including, "")),
        ("per", dict.fromkeys(_WORDS.per, "")),
        ("vague", _WORDS.vague),
        ("bound", _WORDS.bounds),
    ]
    for kind, words in sections:
        for words_of_phrase, value in words.items():
            first, *rest = map(fold, words_of_phrase.split(" "))
            by_first.setdefault(first, []).append(TokenPhrase(tuple(rest), kind, value))
    return {first: tuple(sorted(found, key=lambda one: -len(one.rest))) for first, found in by_first.items()}


# A number ends where its token ends, or it is no number: "1,2003", "12.5.1944" and "200/300" are not read.
_BEGIN: Final = r"(?<![\w.])(?<!\d[,/'’])"
_END: Final = r"(?!\w|[.,/'’]\d|-[A-Za-z]|[-–—‒−]\d|[ ]?×[ ]?10[⁰¹²³⁴-⁹^])"
HALVES: Final = {"½": 0.5, "¼": 0.25, "¾": 0.75, "1/2": 0.5, "1/4": 0.25, "3/4": 0.75}
TOKEN: Final = re.compile(
    rf"""
    (?P<space>[ ]++)
  | (?P<between>(?:between|entre|zwischen|tra|fra|между)[ ]
      (?P<ba>{NUMBER})[ ](?:and|et|und|y|e|и)[ ](?P<bb>{NUMBER}){_END})
  | (?P<word>(?-i:[A-Z])[A-Za-z]{{0,4}}\.\d[\w-]*+|[^\W\d_][\w'’&-]*+\.?+)
  | (?P<suffixed>{_BEGIN}\d{{1,3}}(?:,\d{{3}})*+[kwmc](?!\w)
      (?:(?=/)|(?<=/\d[kwmc])|(?<=/\d\d[kwmc])|(?<=/\d\d\d[kwmc])))
  | (?P<kilo>{_BEGIN}\d{{1,4}}(?:\.\d)?k(?=[ ]|\Z))
  | (?P<fraction>{_BEGIN}\d{{1,4}}(?:[ ][1-7]/[2348](?![\w/])|[ ]?[¼½¾⅐-⅞](?!\w)))
  | (?P<money>[$€£¥₹₽₩₺₴₪][ ]?{NUMBER}(?:[ ](?:million|billion|thousand|m|bn|k)(?!\w))?{_END})
  | (?P<share>{_BEGIN}{NUMBER}(?:[ ]?[-–—][ ]?{NUMBER})?[ ]?(?:%|per[ ]cent(?!\w)|percent(?!\w)))
  | (?P<chain>{_BEGIN}{NUMBER}(?:[ ]?[-–—‒−][ ]?{NUMBER}[ ](?:to|or|bis)[ ]|[ ]?[-–—‒−][ ]?{NUMBER}[-–—‒−]
      |[ ]?(?:±|\+/-)[ ]?){NUMBER})
  | (?P<count>{_BEGIN}(?P<a>{NUMBER})(?P<pa>(?:[ ]?\+(?![ ]?\d))?)
      (?:(?:(?P<dash>[ ]?[-–—‒−][ ]?)|[ ](?:to|or|bis|à|a|до)[ ])~?(?P<b>{NUMBER})(?P<pb>(?:[ ]?\+(?![ ]?\d))?))?
      (?P<more>[ ]or[ ](?:more|higher)(?!\w))?{_END})
  | (?P<power>{NUMBER}[ ]?×[ ]?10[⁰¹²³⁴-⁹^]+\d*)
  | (?P<glued>\d(?:[\w.'’/+-]|,(?=\d))*+)
  | (?P<quoted>"[^"]{{1,60}}")
  | (?P<bound>[~≈<>≤≥])
  | (?P<comma>,) | (?P<semi>;) | (?P<break>[\n*•·]) | (?P<slash>/) | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
