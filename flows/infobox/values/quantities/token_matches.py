"""One token, and the matches of a text from which the tokens are made, with a look at the words ahead."""

from __future__ import annotations

from typing import Final, NamedTuple

from flows.infobox.values.quantities.token_pattern import TOKEN
from flows.rules.words import fold, quantity_words

_WORDS: Final = quantity_words()
_SILENT: Final = frozenset({"space", "sign", "slash"})


class QuantityToken(NamedTuple):
    """One token. Kinds: count, number, vague, bound, per, word, date, comma, semi, break, include, measure.

    ``low`` and ``high`` are the limits of a count as printed, None where open. ``value`` is the folded word; for a
    bound or a vague word the section it stands in; for a count the kind of loss that its suffix names ("23k").
    ``may_be_year``: a count with four digits like a year. A "number" is printed like one and is not understood
    ("1,2003", "200/300"); a "stray" is a number glued behind a word ("killed3").
    """

    kind: str
    text: str
    start: int
    end: int
    value: str = ""
    low: int | None = None
    high: int | None = None
    may_be_year: bool = False


class TokenMatches:
    """The matches of a text that say something, the place ``at`` which one is read, and the tokens read so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.matches = [match for match in TOKEN.finditer(text) if match.lastgroup not in _SILENT]
        self.out: list[QuantityToken] = []
        self.at = 0

    def word_ahead(self, offset: int = 1) -> str:
        """Return the word ``offset`` matches ahead, empty after the last one."""
        at = self.at + offset
        return self.matches[at][0] if at < len(self.matches) else ""

    def counts_something(self, size: int = 1) -> bool:
        """Return whether one of the three words after the next ``size`` ones is a noun, a loss or a factor."""
        return any(
            fold(self.word_ahead(size - 1 + offset)) in words
            for offset in (1, 2, 3)
            for words in (_WORDS.things, _WORDS.losses, _WORDS.scales)
        )

    def counts_thing(self) -> bool:
        """Return whether a known thing is among the next words, before any number or sign."""
        for offset in (1, 2, 3):
            word = self.word_ahead(offset)
            if fold(word) in _WORDS.things:
                return True
            if not word.isalpha():
                return False
        return False
