"""Centuries, millennia and decades named by a word beside a number: "siglo V", "XIX век", "années 1940"."""

from __future__ import annotations

import re
from typing import Final

from flows.infobox.values.dates.tokens import DateToken

_ROMAN: Final = re.compile(r"(X{0,2}(?:IX|IV|V?I{0,3}))(?:e|er|ème|º|th)?+\.?+")
_VALUES: Final = {"I": 1, "V": 5, "X": 10}
_CONNECTORS: Final = frozenset({"dash", "to", "and", "or", "slash", "comma", "till"})
_BETWEEN: Final = frozenset({"joint", "to", "dash", "and"})
_KINDS: Final = frozenset({"age", "tens"})


def roman(text: str) -> int:
    """Return the value of a Roman numeral up to 29, 0 for any other word.

    >>> roman("XIXe"), roman("IV."), roman("Vienna")
    (19, 4, 0)
    """
    found = _ROMAN.fullmatch(text)
    letters = [_VALUES[letter] for letter in found[1]] if found else []
    following = [*letters[1:], 0]
    return sum(-one if one < after else one for one, after in zip(letters, following, strict=False))


def join_centuries(tokens: list[DateToken]) -> list[DateToken]:
    """Return the tokens with each century, millennium and decade as one token; a range keeps one token per end.

    The number is the one right before the word ("5. Jahrhundert"), else the one after it ("siglo V").
    """
    if not any(token.kind in _KINDS for token in tokens):
        return tokens
    out: list[DateToken] = []
    ahead: DateToken | None = None  # a word such as "siglo" whose number comes after it
    for at, token in enumerate(tokens):
        before = out[-1] if out else None
        if token.kind == "age" and before and _ordinal(before):
            out[-1] = _span(before, token)
            _spread(out, token)
        elif token.kind in _KINDS:
            ahead = token
            following = [one for one in tokens[at + 1 : at + 4] if one.kind not in _BETWEEN][:1]
            if not following or not _fits(following[0], token):
                ahead = None
                out.append(token._replace(kind="other"))
        elif ahead and _fits(token, ahead):
            out.append(_span(token, ahead))
            is_listed = at + 1 < len(tokens) and tokens[at + 1].kind in _CONNECTORS
            ahead = ahead if is_listed else None
        elif ahead and token.kind in _BETWEEN and not (out and out[-1].kind in {"century", "millennium", "decade"}):
            continue
        else:
            ahead = ahead if token.kind in _CONNECTORS else None
            out.append(token)
    return out


def _ordinal(token: DateToken) -> int:
    """Return the value of an ordinal up to 30 in Western or Roman digits, 0 for any other token."""
    number = token.number if token.kind == "num" else roman(token.text)
    return number if number <= 30 else 0


def _fits(token: DateToken, word: DateToken) -> bool:
    if word.kind == "tens":
        return token.kind == "decade" or (token.kind == "year" and token.number % 10 == 0)
    return _ordinal(token) > 0


def _span(number: DateToken, word: DateToken) -> DateToken:
    start, end = min(number.start, word.start), max(number.end, word.end)
    if word.kind == "tens":
        return DateToken("decade", number.number, number.text, start, end, number.depth)
    kind = "century" if word.number == 100 else "millennium"
    return DateToken(kind, _ordinal(number), number.text, start, end, number.depth)


def _spread(out: list[DateToken], word: DateToken) -> None:
    """Turn the numbers before the last one into centuries too, where they share the word: "5th to 7th centuries"."""
    at = len(out) - 3
    while at >= 0 and out[at + 1].kind in _CONNECTORS and _ordinal(out[at]):
        out[at] = _span(out[at], word._replace(start=out[at].start, end=out[at].end))
        at -= 2
