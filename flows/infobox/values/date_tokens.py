"""The atoms of a date text: numbers, months, connectors, marks, each with its place in the text.

One pass of one pattern; every branch is possessive or of fixed length, so the pass is linear. Spaces and dashes of all
kinds are first mapped one to one, so that places count characters of the text as given.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from flows.rules.words import alternatives, date_words, fold

MAX_TEXT: Final = 4_000
"""A date field longer than this is no date; only its beginning is read."""

_DASHES: Final = "‐‑‒–—―−﹘﹣－~〜～"
_SPACES: Final = (
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\u200b\u2060\ufeff"
)
_ONE_TO_ONE: Final = str.maketrans(_DASHES.replace("~", "") + _SPACES, "-" * (len(_DASHES) - 1) + " " * len(_SPACES))


class Atom(NamedTuple):
    """One atom. ``number`` is a value where the kind has one; ``depth`` counts the open brackets around it.

    Kinds: num (1 or 2 digits), year (3 or 4 digits), iso, numeric, cjk, era, calendar, century, decade, duration,
    comma, sep, dash, slash, mark, other, and the kinds of ``DateWord``.
    """

    kind: str
    number: int
    text: str
    start: int
    end: int
    depth: int


def _pattern() -> re.Pattern[str]:
    words = date_words()
    eras = alternatives(words.eras)
    calendars = alternatives(words.calendars)
    return re.compile(
        rf"""
        (?P<space>[ ]++)
      | (?P<iso>(?<![\w.])\d{{4}}-\d\d-\d\d(?!\w))
      | (?P<numeric>(?<![\w.])\d{{1,2}}(?:\.\d{{1,2}}\.|/\d{{1,2}}/|-\d{{1,2}}-)\d{{4}}(?!\w))
      | (?P<cjk>(?:(?:紀元前|前)?\d{{1,4}}年)?+\d{{1,2}}月(?:\d{{1,2}}日)?+|(?:紀元前|前)?\d{{1,4}}年)
      | (?P<time>(?<!\w)\d{{1,2}}:\d\d(?::\d\d)?+(?!\w))
      | (?P<century>(?<!\w)\d{{1,2}}(?:st|nd|rd|th)[ -]century)
      | (?P<decade>(?<!\w)\d{{2,3}}0'?s(?!\w))
      | (?P<era>(?<![^\W\d_])(?:{eras})(?![^\W\d_]))
      | (?P<calendar>(?<![^\W\d_])(?:{calendars})(?![^\W\d_]))
      | (?P<digits>(?<![\w.])\d{{1,4}}(?:st|nd|rd|th|er|re|ste|de|[ºªη])?+(?!\w))
      | (?P<word>[^\W\d_]++(?:['’][^\W\d_]++)?+\.?+)
      | (?P<comma>,)
      | (?P<sep>[;\n•*·])
      | (?P<dash>-++)
      | (?P<slash>/)
      | (?P<open>[(\[])
      | (?P<close>[)\]])
      | (?P<mark>[~≈?])
      | (?P<glued>\w++)
      | (?P<sign>.)
        """,
        re.VERBOSE | re.DOTALL,
    )


_TOKEN: Final = _pattern()
_WORDS: Final = date_words()
_SILENT: Final = frozenset({"space", "time", "sign"})
_PLAIN: Final = frozenset({"iso", "numeric", "cjk", "century", "decade", "comma", "sep", "dash", "slash", "mark"})


def _digits(text: str) -> tuple[str, int]:
    """Return the kind and value of a number: one with an ordinal ending is a day, one of 3 or 4 digits a year."""
    number = text.rstrip("stndrheºªη")
    return ("num" if len(number) <= 2 else "year"), int(number)


def _word(text: str) -> tuple[str, int]:
    found = _WORDS.find(text)
    return (found.kind, found.value) if found else ("other", 0)


def _ends_duration(before: Atom, word: str) -> bool:
    """Return whether a word is the unit of the number before it; "1945 года" is a year, not 1,945 years."""
    return before.kind in {"num", "year"} and before.number < 1000 and fold(word) in _WORDS.durations


def atoms(text: str) -> list[Atom]:
    """Return the atoms of a date text in order, white space and times of day left out."""
    out: list[Atom] = []
    depth = 0
    for match in _TOKEN.finditer(text[:MAX_TEXT].translate(_ONE_TO_ONE)):
        name = match.lastgroup or "sign"
        if name in _SILENT:
            continue
        value = match[0]
        kind, number = name, 0
        if name == "open":
            depth += 1
            continue
        if name == "close":
            depth = max(0, depth - 1)
            continue
        if name == "digits":
            kind, number = _digits(value)
        elif name == "word":
            kind, number = _word(value)
            if kind in {"other", "joint"} and out and _ends_duration(out[-1], value):
                kind = "duration"
        elif name == "glued":
            kind = "other"
        elif name == "era":
            kind = "era_" + _WORDS.eras.get(value, "after")
        elif name == "calendar":
            kind = "calendar_" + _WORDS.calendars.get(value, "new")
        out.append(Atom(kind, number, value, match.start(), match.end(), depth))
    return out
