"""The tokens of a date text: of "c. 9–17 October 2019" a mark, a number, a dash, a number, a month and a year.

Each has its place in the text. One pass of one pattern; every branch is possessive or of fixed length, so the time is
linear in the text. Spaces and dashes of all kinds are first mapped one to one, so that places count characters of the
text as given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from flows.rules.words import alternatives, date_words, fold

MAX_TEXT: Final = 1_000
"""Characters of the longest date field that is read: a longer text is a page and no date. The longest seen has 153."""

_DASHES: Final = "‐‑‒–—―−﹘﹣－~〜～"
_SPACES: Final = (
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\u200b\u2060\ufeff"
)
# A dash that JSON escaped and nobody unescaped: "1962\\u20131980".
_ESCAPED_DASH: Final = r"\\u201[0-5]"
_ONE_TO_ONE: Final = str.maketrans(_DASHES.replace("~", "") + _SPACES, "-" * (len(_DASHES) - 1) + " " * len(_SPACES))


class DateToken(NamedTuple):
    """One token. ``number`` is its value where the kind has one, else 0; ``depth`` counts the brackets around it.

    Kinds: num (1 or 2 digits), year (3 or 4 digits), iso, numeric, cjk, era, calendar, century, millennium,
    decade, duration, comma, sep, dash, slash, mark, other, and the kinds of ``DateWord``.
    """

    kind: str
    number: int
    text: str
    start: int
    end: int
    depth: int


_WORDS: Final = date_words()
# A word of a script whose vowels or points are marks of their own (Devanagari, Hebrew, Arabic).
_POINTS: Final = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0962\u0963\u200c"
_BEFORE_CJK: Final = "公元前|西元前|紀元前|前|기원전[ ]?"


def _starts(words: Iterable[str]) -> str:
    """Return a look-ahead for the first letters of the words: most places fail at once, which is faster."""
    return "(?=[" + re.escape("".join(sorted({word[0] for word in words}))) + "])"


def _pattern() -> re.Pattern[str]:
    eras, calendars = alternatives(_WORDS.eras), alternatives(_WORDS.calendars)
    era = rf"(?:{_BEFORE_CJK}|公元|西元|西暦|서기[ ]?)?+"
    # A small number after a sign is the year of a reign ("永禄3年"); of an unknown reign it is not a year of ours.
    small = r"(?:(?<![\u4e00-\u9fff])|(?<=[前元暦約约于於自至到]))\d{1,2}"
    reign = rf"(?:{alternatives(_WORDS.reigns)})(?:\d{{1,2}}|元)"
    year = rf"(?:{era}(?:\d{{3,4}}|{small})|{reign})[年년](?!代|대|間|间)"
    # An era may be joined to its number, "500BC", "AD43", and so may few other words.
    names = [name for name in (*_WORDS.eras, *_WORDS.joined) if name[0].isalpha()]
    ahead = rf"(?=(?:{alternatives(names)})(?![^\W\d_]))"
    behind = "|".join(rf"(?<=(?<!\w){re.escape(name)})" for name in ("AD", "BC", "CE", "BCE"))
    beside = r"(?:[(（][^()（）\n]{1,12}[)）])?+"
    return re.compile(
        rf"""
        (?P<space>[ ]++)
      | (?P<iso>(?<![\w.])\d{{4}}(?P<by>[-/.])\d{{1,2}}(?P=by)\d{{1,2}}
            (?:T\d\d(?::?\d\d)*+(?:Z|[+-]\d\d:?\d\d)?)?+(?!\w|/(?!\d{{4}}-)|\.\d))
      | (?P<numeric>(?<![\w.])\d{{1,2}}(?:\.[ ]?\d{{1,2}}\.[ ]?|/\d{{1,2}}/|-\d{{1,2}}-)\d{{4}}(?![\w/]|\.\d)
            |\d{{1,2}}\.[ ]?\d{{1,2}}\.(?=[ ]?-[ ]?\d)
            |(?<![\w./-])(?:(?:0[1-9]|1[012])[.-]|(?:0?[1-9]|1[012])/)[12]\d{{3}}(?![\w/]|[.-]\d))
      | (?P<cjk>(?:{year}{beside}[ ]?)?+\d{{1,2}}[月월](?:[ ]?\d{{1,2}}[日일])?+|{year}{beside}
            |\d{{4}}\.[ ]\d{{1,2}}\.[ ]\d{{1,2}}\.)
      | (?P<time>(?<!\w)\d{{1,2}}(?::\d\d(?::\d\d)?+(?!\w)|(?::\d\d)?+[ ]?[ap]\.?m(?!\w)))
      | (?P<century>(?:(?:{_BEFORE_CJK})?+\d{{1,2}}(?:世紀|世纪|세기)|(?<!\w)\d{{1,2}}(?:st|nd|rd|th)[ -]century(?!\w)))
      | (?P<decade>(?<!\w)\d{{1,3}}0(?:['’]?s(?!\w)|(?<=\d\d0)er(?:[ ]Jahren?)?+(?!\w)
            |-(?:talet|luvulla|luku|es|е|х|те)(?!\w)|['’]?erne(?!\w)|-årene|年代|년대))
      | (?P<era>(?<![^\W\d_]){_starts(_WORDS.eras)}(?:{eras})(?![^\W\d_]))
      | (?P<calendar>(?<![^\W\d_]){_starts(_WORDS.calendars)}(?:{calendars})(?![^\W\d_]))
      | (?P<month>(?:tháng|Tháng)[ ]?(?:1[012]|0?[1-9])(?!\d))
      | (?P<quarter>(?<!\w)(?:Q[1-4]|[1-4]Q)(?!\w))
      | (?P<zone>(?<!\w)(?:UTC|GMT)[ ]?[+-]\d{{1,2}}(?::?\d\d)?(?:/[+-]?\d{{1,2}})?(?!\d))
      | (?P<number>[$€£¥₹₽₩#№][ ]?\d++|\+\d[\d ()-]{{5,30}})
      | (?P<digits>(?=\d)(?:(?<![\w.])(?<!\d[:,’'])|(?<=\d,)(?=[12]\d{{3}}(?!\d))|(?<={_ESCAPED_DASH})|{behind})
            \d{{1,4}}(?:(?i:st|nd|rd|th)|er|re|ste|de|e
            |-(?:й|го|ого|ый|е|м)|:e|[.]?[ºª]|η|ος|ου|lea|-lea)?+(?:(?!\w|[.,]\d)|{ahead}|(?=,[12]\d{{3}}(?![\d,.]))))
      | (?P<word>[^\W\d_]++(?:[{_POINTS}][^\W\d_]*+)*+(?:['’״"][^\W\d_]++)?+\.?+)
      | (?P<and>&)
      | (?P<comma>[,،、，])
      | (?P<sep>[;\n•*·])
      | (?P<dash>-++|{_ESCAPED_DASH})
      | (?P<slash>/)
      | (?P<open>[(\[（])
      | (?P<close>[)\]）])
      | (?P<mark>[~≈?])
      | (?P<glued>\w++)
      | (?P<sign>.)
        """,
        re.VERBOSE | re.DOTALL,
    )


_TOKEN: Final = _pattern()
_SILENT: Final = frozenset({"space", "time", "sign", "zone"})
_HEADS: Final = _WORDS.phrases | frozenset(map(str.capitalize, _WORDS.phrases))
_FIRST_NUMBER: Final = re.compile(r"\d+")


def _number(text: str) -> int:
    found = _FIRST_NUMBER.search(text)
    return int(found.group()) if found else 0


def _digits(text: str) -> tuple[str, int]:
    """Return the kind and value of a number: "year" for 3 or 4 digits, "num" for fewer."""
    number = text if text.isdecimal() else _FIRST_NUMBER.findall(text)[0]
    return ("num" if len(number) <= 2 else "year"), int(number)


@lru_cache(maxsize=4_096)
def _word(text: str) -> tuple[str, int]:
    found = _WORDS.find(text)
    return (found.kind, found.value) if found else ("other", 0)


def _ends_duration(before: DateToken, word: str) -> bool:
    """Return whether a word is the unit of a duration ("3 days"); "1945 года" is a year, not 1,945 years."""
    return before.kind in {"num", "year"} and before.number < 1000 and fold(word) in _WORDS.durations


def date_tokens(text: str) -> list[DateToken]:
    """Return the tokens of a date text in printed order, without white space and times of day.

    >>> [(token.kind, token.number) for token in date_tokens("3 May 1920")]
    [('num', 3), ('month', 5), ('year', 1920)]
    """
    out: list[DateToken] = []
    depth = skip_until = 0
    source = text[:MAX_TEXT]
    text = source.translate(_ONE_TO_ONE)
    for match in _TOKEN.finditer(text):
        name = match.lastgroup or "sign"
        start, end = match.span()
        if name in _SILENT or start < skip_until:
            continue
        if name == "open":
            depth += 1
            continue
        if name == "close":
            depth = max(0, depth - 1)
            continue
        value = match[0]
        kind, number = name, 0
        if name == "word":
            kind, number = _word(value)
            if value in _HEADS and (phrase := _WORDS.phrase.match(text, start)):
                value, end = phrase[0], phrase.end()
                kind, number = _word(value)
                skip_until = end
            elif kind in _UNITS and out and _ends_duration(out[-1], value):
                kind = "duration"
        elif name == "digits":
            kind, number = _digits(value)
        elif name in _VALUED:
            kind, number = _VALUED[name](value)
        elif name == "dash":
            value = source[start:end]
        elif name == "iso":
            end = start + len(value.partition("T")[0])  # no column says the time
        out.append(DateToken(kind, number, value, start, end, depth))
    return out


_UNITS: Final = frozenset({"other", "joint", "year_noun", "tens"})
_VALUED: Final[dict[str, Callable[[str], tuple[str, int]]]] = {
    "glued": lambda _: ("other", 0),
    "number": lambda _: ("other", 0),
    "month": lambda text: ("month", _number(text)),
    "quarter": lambda text: ("season", 32 + _number(text)),
    "century": lambda text: ("century", _number(text)),
    "decade": lambda text: ("decade", _number(text)),
    "era": lambda text: ("era_" + _WORDS.eras.get(text, "after"), 0),
    "calendar": lambda text: ("calendar_" + _WORDS.calendars.get(text, "new"), 0),
}
