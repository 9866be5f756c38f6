"""The tokens of a statement of strength or losses: counts, bounds, vague words, dates, words.

Of "at least 300 rebels killed" they are a bound, a count and two words. Numbers that are not counts are sorted out
here: model names ("T-72", "Leopard 2"), ordinals ("5th Corps"), measures ("120 km"), dates ("12 June", "in 2014").
"""

from __future__ import annotations

import re
from typing import Final

from flows.infobox.values.numbers import limits_of, number
from flows.infobox.values.quantities.doubtful_numbers import COUNTED, is_broken_number, is_improbable, may_be_year
from flows.infobox.values.quantities.number_words import factor_of, number_of
from flows.infobox.values.quantities.token_matches import QuantityToken, TokenMatches
from flows.infobox.values.quantities.token_pattern import HALVES, phrases
from flows.rules.words import date_words, fold, quantity_words

_WORDS: Final = quantity_words()
_DATES: Final = date_words()
_HUNDREDS: Final = re.compile(r"1[0,]{2,7}s")


_PHRASES: Final = phrases()
_SUFFIXES: Final = {"k": "killed", "w": "wounded", "m": "missing", "c": "captured"}
_MARKS: Final = {"power": "number", "chain": "number", "money": "measure"}
_STRAY: Final = re.compile(r"(?<=[^\W\d_])\d{1,9}\Z")
_AHEAD: Final = 9
_PLACES: Final = frozenset({"from", "by", "of"})
_COMMAS: Final = re.compile(r"\d,\d{3}(?!\d)")
_DAY: Final = re.compile(r"(?<!\d)\d{1,2}\Z")
_OR: Final = frozenset({"or", "to"})


class _Lexer(TokenMatches):
    """Turns the matches of the pattern into tokens; looks a few words ahead for dates, scales and measures."""

    def run(self) -> list[QuantityToken]:
        """Return the tokens of the text."""
        while self.at < len(self.matches):
            match = self.matches[self.at]
            name = match.lastgroup or "sign"
            read = _READERS.get(name)
            if read is not None:
                read(self, match)
            elif name != "word":
                self._mark(_MARKS.get(name, name), match)
            elif not self._phrase(match):
                self._word(match)
            self.at += 1
        return self.out

    def _suffixed(self, match: re.Match[str]) -> None:
        value = round(number(match[0][:-1]))
        self._add("count", match.start(), match.end(), _SUFFIXES[match[0][-1].lower()], value, value)

    def _kilo(self, match: re.Match[str]) -> None:
        """Add "25k" as a count; "1K" behind a name belongs to the name ("9 Orbiter 1K drones")."""
        last = self.out[-1] if self.out else None
        is_behind = last is not None and last.end == match.start() - 1
        if last is not None and is_behind and last.kind == "word" and last.text[:1].isupper():
            self._add("word", match.start(), match.end(), fold(match[0]))
        elif last is not None and is_behind and last.kind == "count":
            self._add("number", match.start(), match.end())
        elif factor_of(match[0][-1], self.word_ahead()) > 1:
            value = round(number(match[0][:-1]) * 1_000)
            self._add("count", match.start(), match.end(), "", value, value)
        else:
            self._add("number", match.start(), match.end())

    def _glued(self, match: re.Match[str]) -> None:
        """Add a token that begins with a digit and is no number: "5th", "2S1", or a number that is not understood."""
        text = match[0]
        folded = fold(text)
        if _HUNDREDS.fullmatch(folded):
            self._add("vague", match.start(), match.end())
            return
        self._add("number" if is_broken_number(text) else "word", match.start(), match.end(), folded)

    def _quoted(self, match: re.Match[str]) -> None:
        inner = fold(match[0].strip('"'))
        is_vague = inner in _WORDS.vague  # a quoted "heavy"
        self._add("vague" if is_vague else "word", match.start(), match.end(), "" if is_vague else inner)

    def _fraction(self, match: re.Match[str]) -> None:
        """Add "2½ million" as a count; "3 1/2 miles" is a measure, because counts are whole."""
        whole, _, half = match[0].partition(" ") if " " in match[0] else (match[0][:-1], "", match[0][-1])
        factor = factor_of(self.word_ahead(), self.word_ahead(2))
        if half in HALVES and factor >= 100:
            self.at += 1
            value = round((int(whole) + HALVES[half]) * factor)
            self._add("count", match.start(), self.matches[self.at].end(), "", value, value)
        else:
            is_measure = fold(self.word_ahead()) in _WORDS.measures
            self._add("measure" if is_measure else "number", match.start(), match.end(), fold(match[0]))

    def _share(self, match: re.Match[str]) -> None:
        """Add "20%" as words that stand for a count: of how many they are a share is not said."""
        self._add("vague", match.start(), match.end(), "amount")

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
        if not is_initials and self._number_words(match):
            return
        if stray := _STRAY.search(word):
            # "killed3": a note mark that lost its raise, or a number that lost its blank. Never a part of the word.
            bare = fold(word[: stray.start()])
            if len(bare) > 1 and any(bare in words for words in COUNTED):  # "M777" is a model
                self._add("word", match.start(), match.start() + stray.start(), bare)
                self._add("stray", match.start() + stray.start(), match.end())
                return
        self._add("word", match.start(), match.end(), folded)

    def _number_words(self, match: re.Match[str]) -> bool:
        """Add the number words that begin here ("two hundred and fifty"); return whether they count something."""
        first = fold(match[0]).partition("-")[0]
        if first not in _WORDS.numbers:
            return False
        value, size = number_of([self.word_ahead(offset) for offset in range(_AHEAD)])
        if not size or not self.counts_something(size):
            return False
        high, more = value, 0
        if fold(self.word_ahead(size)) in _OR:
            high, more = number_of([self.word_ahead(size + 1 + offset) for offset in range(_AHEAD)])
        self.at += size - 1
        following = fold(self.word_ahead(more + 1 if more else 1))
        # "two or three hundred": whether the first is 2 or 200 is not said.
        is_whole = (following not in _WORDS.scales or len(following) == 1) and (not more or value < high < 100)
        self.at += more + 1 if more else 0
        end = self.matches[self.at].end()
        self._add("count" if is_whole else "number", match.start(), end, "", value, high if more else value)
        return True

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
        if " " in low_text + (high_text or "") and _COMMAS.search(self.text):
            self._add("number", match.start(), match.end())  # two numbers: this text groups with commas
            return
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
            if self.out and self.out[-1].kind == "comma":
                self.out.pop()  # "December 16, 1944"
            self._date(match.start(), match.end())
            return
        if self._is_model(text) or self._is_regiment(match):
            self._add("word", match.start(), match.end(), fold(text))
            return
        self._plain_count(match, low_text, high_text)

    def _plain_count(self, match: re.Match[str], low_text: str, high_text: str | None) -> None:
        end = match.end()
        following = self.word_ahead()
        scale = factor_of(following, self.word_ahead(2))
        if scale > 1 and len(fold(following)) == 1 and following.isascii():
            self._add("number", match.start(), end)  # "11 k, 3 m": thousands, killed, millions, missing
            return
        if scale > 1:
            end, scale = self._factors(scale)
        elif fold(following) in _WORDS.measures:
            self._add("measure", match.start(), end)
            return
        limits = limits_of(low_text, high_text, scale)
        if not all((number(text) * scale).is_integer() for text in (low_text, high_text) if text) or (
            limits is not None and is_improbable(low_text, high_text, limits, following if scale > 1 else "")
        ):
            self._add("number", match.start(), end)
            return
        if limits is None:
            self._not_a_range(match, end)
            return
        is_open = bool(match["pa"] and not match["b"]) or bool(match["pb"]) or bool(match["more"])
        if scale > 1 and self.text[end : end + 1] == "+":
            is_open = True
            end += 1
        self._add("count", match.start(), end, "", limits[0], None if is_open else limits[1])
        if scale == 1 and may_be_year(low_text, high_text):
            self.out[-1] = self.out[-1]._replace(may_be_year=True)

    def _factors(self, scale: int) -> tuple[int, int]:
        """Return where the factors behind a number end and what they make together ("3 lakh crore")."""
        self.at += 1
        end = self.matches[self.at].end()
        while (more := factor_of(self.word_ahead(), self.word_ahead(2))) > 1 and len(self.word_ahead()) > 1:
            scale *= more
            self.at += 1
            end = self.matches[self.at].end()
        return end, scale

    def _not_a_range(self, match: re.Match[str], end: int) -> None:
        """Add two numbers that make no range: two counts around a spaced dash ("15,000 - 3 legions"), else no count."""
        dash = match["dash"] if match["a"] else None
        if not dash or dash.strip() == dash or end != match.end() or match["pa"]:
            self._add("number", match.start(), end)
            return
        for name in ("a", "b"):
            value = number(match[name])
            if not value.is_integer():
                self._add("number", match.start(name), match.end(name))
                continue
            is_open = name == "b" and bool(match["pb"] or match["more"])
            end = match.end() if name == "b" else match.end(name)
            self._add("count", match.start(name), end, "", round(value), None if is_open else round(value))

    def _is_year(self, low_text: str, high_text: str | None) -> bool:
        """Return whether a four-digit number is a year: after a date or a word like "in", or in "1914–15"."""
        if not (len(low_text) == 4 and low_text.isdigit() and 1000 <= int(low_text) <= 2100):
            return False
        if high_text and len(high_text) == 2 and int(high_text) < int(low_text[2:]) + 20:
            return True
        last = self.out[-1] if self.out else None
        if last is not None and last.value in _PLACES and self.counts_thing():
            return False  # "300 killed of 2000 US troops"
        if last is not None and last.kind == "comma" and len(self.out) > 1 and not high_text:
            return self.out[-2].kind == "date" and _DAY.search(self.out[-2].text) is not None
        return last is not None and (last.kind == "date" or fold(last.text) in _WORDS.before_years)

    def _is_regiment(self, match: re.Match[str]) -> bool:
        """Return whether a small number begins a name behind a preposition ("casualties from 3 PARA")."""
        last, following = self.out[-1] if self.out else None, self.word_ahead()
        known = fold(following) in _WORDS.things or fold(following) in _WORDS.losses
        is_name = following.isalpha() and following.isupper() and len(following) > 1 and not known
        return match[0].isdigit() and len(match[0]) < 4 and is_name and last is not None and last.value in _PLACES

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


_READERS: Final = {
    "count": _Lexer._count,
    "between": _Lexer._count,
    "suffixed": _Lexer._suffixed,
    "kilo": _Lexer._kilo,
    "glued": _Lexer._glued,
    "quoted": _Lexer._quoted,
    "fraction": _Lexer._fraction,
    "share": _Lexer._share,
}
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
