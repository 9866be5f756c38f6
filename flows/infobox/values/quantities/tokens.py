"""The tokens of a statement of strength or losses: counts, bounds, vague words, dates, words.

Of "at least 300 rebels killed" they are a bound, a count and two words. Numbers that are not counts are sorted out
here: model names ("T-72", "Leopard 2"), ordinals ("5th Corps"), measures ("120 km"), dates ("12 June", "in 2014").
One pass of one pattern; every branch is possessive or bounded, so the time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from flows.infobox.values.numbers import NUMBER, limits_of, number
from flows.rules.words import date_words, fold, quantity_words

_WORDS: Final = quantity_words()
_DATES: Final = date_words()
_HUNDREDS: Final = re.compile(r"1[0,]{2,7}s")


class _Phrase(NamedTuple):
    """A phrase that is one token: ``rest`` holds its words after the first, folded."""

    rest: tuple[str, ...]
    kind: str
    value: str


def _phrases() -> Mapping[str, tuple[_Phrase, ...]]:
    """Return the phrases by their first word, the longest first, so that "at least" is found before "at"."""
    by_first: dict[str, list[_Phrase]] = {}
    sections: list[tuple[str, Mapping[str, str]]] = [
        ("include", dict.fromkeys(_WORDS.including, "")),
        ("per", dict.fromkeys(_WORDS.per, "")),
        ("vague", _WORDS.vague),
        ("bound", _WORDS.bounds),
    ]
    for kind, words in sections:
        for words_of_phrase, value in words.items():
            first, *rest = words_of_phrase.split(" ")
            by_first.setdefault(first, []).append(_Phrase(tuple(rest), kind, value))
    return {first: tuple(sorted(found, key=lambda one: -len(one.rest))) for first, found in by_first.items()}


_TOKEN: Final = re.compile(
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
_PHRASES: Final = _phrases()
_SUFFIXES: Final = {"k": "killed", "w": "wounded", "m": "missing", "c": "captured"}
_SILENT: Final = frozenset({"space", "sign", "slash"})


class QuantityToken(NamedTuple):
    """One token. Kinds: count, vague, bound, per, word, date, model, comma, semi, break, include, measure.

    ``low`` and ``high`` are the limits of a count as printed, None where open. ``value`` is the folded word; for a
    bound or a vague word the section it stands in; for a count the kind of loss that its suffix names ("23k").
    """

    kind: str
    text: str
    start: int
    end: int
    value: str = ""
    low: int | None = None
    high: int | None = None
    is_about: bool = False


class _Lexer:
    """Turns the matches of the pattern into tokens; looks a few words ahead for dates, scales and measures."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.matches = [match for match in _TOKEN.finditer(text) if match.lastgroup not in _SILENT]
        self.out: list[QuantityToken] = []
        self.at = 0

    def word_ahead(self, offset: int = 1) -> str:
        """Return the word ``offset`` matches ahead, empty after the last one."""
        at = self.at + offset
        return self.matches[at][0] if at < len(self.matches) else ""

    def run(self) -> list[QuantityToken]:
        """Return the tokens of the text."""
        while self.at < len(self.matches):
            match = self.matches[self.at]
            name = match.lastgroup or "sign"
            if name in {"count", "between"}:
                self._count(match)
            elif name == "suffixed":
                value = round(number(match[0][:-1]))
                kind = _SUFFIXES[match[0][-1].lower()]
                self._add("count", match.start(), match.end(), kind, value, value)
            elif name == "word":
                if not self._phrase(match):
                    self._word(match)
            elif name == "kilo":
                value = round(number(match[0][:-1]) * 1_000)
                self._add("count", match.start(), match.end(), "", value, value)
            elif name in {"quoted", "glued"}:
                # "100s killed" and a quoted "heavy" stand for a count.
                inner = fold(match[0].strip('"'))
                is_vague = inner in _WORDS.vague or _HUNDREDS.fullmatch(inner) is not None
                self._add("vague" if is_vague else "word", match.start(), match.end(), "" if is_vague else inner)
            else:
                # "3 1/2 miles" is a measure: counts are whole.
                self._mark("measure" if name == "fraction" else name, match)
            self.at += 1
        return self.out

    def _add(
        self, kind: str, start: int, end: int, value: str = "", low: int | None = None, high: int | None = None
    ) -> None:
        self.out.append(QuantityToken(kind, self.text[start:end], start, end, value, low, high))

    def _mark(self, name: str, match: re.Match[str]) -> None:
        value = _WORDS.bounds.get(match[0], "about") if name == "bound" else match[0]
        self._add(name, match.start(), match.end(), value)

    def _phrase(self, match: re.Match[str]) -> bool:
        """Add the phrase that starts at this word ("at least", "according to"); return whether there was one."""
        for phrase in _PHRASES.get(fold(match[0]), ()):
            size = len(phrase.rest)
            if any(fold(self.word_ahead(index + 1)) != word for index, word in enumerate(phrase.rest)):
                continue
            if phrase.kind == "bound":
                # "c", "some" and "over" are bounds only before a number.
                following = self.word_ahead(size + 1)
                folded = fold(following)
                if not (following[:1].isdigit() or folded in _WORDS.numbers or folded in _WORDS.vague):
                    continue
            self.at += size
            self._add(phrase.kind, match.start(), self.matches[self.at].end(), phrase.value)
            return True
        return False

    def _word(self, match: re.Match[str]) -> None:
        word = match[0]
        date = _DATES.find(word)
        if date and date.kind == "month":
            self._month(match)
            return
        folded = fold(word)
        is_initials = len(word) > 1 and word.isupper()  # "UN" is not the French "un"
        if folded in _WORDS.numbers and not is_initials and self._counts_something():
            value = _WORDS.numbers[folded]
            end = match.end()
            # "two dozen", "five hundred"; "dozen" by itself is not multiplied by itself.
            scale = _WORDS.scales.get(fold(self.word_ahead()))
            if scale and len(self.word_ahead()) > 1 and value < scale:
                value, self.at, end = value * scale, self.at + 1, self.matches[self.at + 1].end()
            self._add("count", match.start(), end, "", value, value)
            return
        self._add("word", match.start(), match.end(), folded)

    def _counts_something(self) -> bool:
        """Return whether one of the three words after a number word is a noun, a word of loss or a scale."""
        return any(
            fold(self.word_ahead(offset)) in words
            for offset in (1, 2, 3)
            for words in (_WORDS.things, _WORDS.losses, _WORDS.scales)
        )

    def _month(self, match: re.Match[str]) -> None:
        """Add one date token: the month, the day or year after it, and the date words before it."""
        end = match.end()
        if self.word_ahead()[:1].isdigit() and len(self.word_ahead()) <= 5 and "," not in self.word_ahead():
            self.at += 1
            end = self.matches[self.at].end()
        self._date(match.start(), end)

    def _date(self, start: int, end: int) -> None:
        """Add a date, joined with a preposition or date right before it ("as of 2 March", "4-5 March")."""
        while self.out:
            last = self.out[-1]
            joins = last.kind == "date" or (last.kind == "word" and _is_date_joint(last.text))
            if not joins:
                break
            start = self.out.pop().start
        self._add("date", start, end)

    def _count(self, match: re.Match[str]) -> None:
        text, following = match[0], self.word_ahead()
        low_text, high_text = (match["a"], match["b"]) if match["a"] else (match["ba"], match["bb"])
        month = _DATES.find(following)
        if month and month.kind == "month" and "," not in text:
            self.at += 1
            end = self.matches[self.at].end()
            if len(self.word_ahead()) == 4 and self.word_ahead().isdigit():
                self.at += 1
                end = self.matches[self.at].end()
            self._date(match.start(), end)
            return
        if self._is_year(low_text, high_text):
            self._date(match.start(), match.end())
            return
        if self._is_model(text):
            self._add("word", match.start(), match.end(), fold(text))
            return
        self._plain_count(match, low_text, high_text)

    def _plain_count(self, match: re.Match[str], low_text: str, high_text: str | None) -> None:
        end = match.end()
        following = self.word_ahead()
        scale = _WORDS.scales.get(fold(following), 1)
        if scale > 1:
            self.at += 1
            end = self.matches[self.at].end()
        elif fold(following) in _WORDS.measures or self.text[end : end + 1] == "%":
            self._add("measure", match.start(), end)
            return
        if scale == 1 and not all(number(text).is_integer() for text in (low_text, high_text) if text):
            self._add("measure", match.start(), end)
            return
        limits = limits_of(low_text, high_text, scale)
        if limits is None:
            self._add("measure", match.start(), end)
            return
        is_open = bool(match["pa"] and not match["b"]) or bool(match["pb"]) or bool(match["more"])
        if scale > 1 and self.text[end : end + 1] == "+":
            is_open = True
        self.out.append(
            QuantityToken(
                "count",
                self.text[match.start() : end],
                match.start(),
                end,
                "",
                limits[0],
                None if is_open else limits[1],
            )
        )

    def _is_year(self, low_text: str, high_text: str | None) -> bool:
        """Return whether a four-digit number is a year: after a date or a word like "in", or in "1914–15"."""
        if not (len(low_text) == 4 and low_text.isdigit() and 1000 <= int(low_text) <= 2100):
            return False
        if high_text and len(high_text) == 2 and int(high_text) < int(low_text[2:]) + 20:
            return True
        last = self.out[-1] if self.out else None
        return bool(last) and last is not None and (last.kind == "date" or fold(last.text) in _WORDS.before_years)

    def _is_model(self, text: str) -> bool:
        """Return whether a small number belongs to the model's name before it ("Leopard 2")."""
        last = self.out[-1] if self.out else None
        return (
            last is not None
            and last.kind == "word"
            and last.value in _WORDS.models
            and text.isdigit()
            and len(text) <= 3
        )


_DATE_JOINTS: Final = frozenset({"from", "since", "until", "by", "on", "as", "between"})


def _is_date_joint(text: str) -> bool:
    """Return whether a word before a date belongs to the date: a preposition, "early", a connector."""
    found = _DATES.find(text)
    return fold(text) in _DATE_JOINTS or (
        found is not None and found.kind in {"part", "from", "since", "until", "joint", "to"}
    )


def quantity_tokens(text: str) -> list[QuantityToken]:
    """Return the tokens of a text that ``tidy`` has cleaned, in printed order.

    >>> [(token.kind, token.text) for token in quantity_tokens("at least 300 killed")]
    [('bound', 'at least'), ('count', '300'), ('word', 'killed')]
    """
    return _Lexer(text).run()
