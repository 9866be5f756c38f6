"""Names that a page proves to be one name: its article prints them, or they are countries.

A browser's text may join the last line of one cell and the first of the next by a blank: "Kestria Morland" is two
names, "Northern Morland" may be one or two. An article never prints the end of one cell and the start of the next side
by side, so a line that it prints as a whole is one name; and a line of which it prints two parts, but not the whole, is
two.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from flows.infobox.conflict.outcome import name_key
from flows.infobox.values.people import may_be_two, read_person
from flows.rules.conflict_words import lead_words, outcome_words
from flows.rules.wikitext import countries

MAX_TEXT: Final = 30_000
"""Characters of the article that are searched: who fought is named early on."""
LEAST_OF_PERSON: Final = 2
"""The words of a person's name by which it is known: "Ibrahim" alone is part of many."""
MAX_SEARCHES: Final = 2_000
"""A page with more names to look for does not have the others: it proves less, and takes no longer."""
_MAX_PLACES: Final = 20
_MAX_WORDS: Final = 12
_SURE_WORDS: Final = 3
"""A name of more words may be two names of two words each."""
_CODE: Final = 3
"""Codes of countries and small words have so many letters."""
_LONGEST_WORD: Final = 40
_BLANKS: Final = re.compile(r"[ \t\u00a0\u2007\u202f]++")
_BLANK: Final = re.compile(r"(?<=\S)[ ](?=\S)")
_NOTE: Final = re.compile(r"[ ]?\([^()]{0,400}\)\Z")
_BRACKET_INSIDE: Final = re.compile(r"[)\]][ ]?[\w\"“]")


class PageNames:
    """The names of one page's article."""

    __slots__ = ("_left", "_text")

    def __init__(self, text: str) -> None:
        """Take the article; only its beginning is searched, and only ``MAX_SEARCHES`` times."""
        self._text = text[:MAX_TEXT].replace("\u00a0", " ")
        self._left = MAX_SEARCHES

    def has(self, name: str) -> bool:
        """Return whether the words are a country, or the article prints them one after the other.

        >>> PageNames("It was fought by the Irish alliance.").has("Irish alliance English Army")
        False
        """
        return is_country(name) or self._prints(name)

    def is_one(self, line: str) -> bool:
        """Return whether a line is proven to be one name: a single word, or one that the page has as a whole.

        >>> PageNames("").is_one("Kestria"), PageNames("").is_one("Northern Morland")
        (True, False)
        """
        name = without_note(line)
        return bool(name) and (" " not in name or self.has(name))

    def second_name(self, line: str, least: int = 1) -> int | None:
        """Return where in a line the second of two names begins, None if it is not two names at exactly one place.

        Each has ``least`` words: a word of a person's name may be the name of somebody else, or of a country.

        >>> PageNames("a war between Kestria and North Morland").second_name("Kestria North Morland")
        8
        """
        if self.is_one(line) or line.count(" ") >= _MAX_WORDS:
            return None
        cuts = [
            at
            for found in _BLANK.finditer(line)
            if self._are_two(line[: (at := found.start())], line[at + 1 :])
            and min(without_note(line[:at]).count(" "), without_note(line[at + 1 :]).count(" ")) >= least - 1
        ]
        return cuts[0] + 1 if len(cuts) == 1 else None

    def second_person(self, name: str) -> int | None:
        """Return where in a name the name of a second person begins, None if it is not two at exactly one place."""
        return self.second_name(name, LEAST_OF_PERSON)

    def may_be_two_people(self, name: str) -> bool:
        """Return whether a name without its rank may be the names of two persons: of two words each, at least.

        >>> names = PageNames("")
        >>> names.may_be_two_people("Emil Renn Karl Stoss"), names.may_be_two_people("Jan van der Mey Jr.")
        (True, False)
        """
        return may_be_two(name) and not self.is_one(name)

    def _are_two(self, first: str, second: str) -> bool:
        """Return whether two parts of a line are two names; a note in brackets ends a name even of one word."""
        if first.endswith(")"):
            return self.is_one(first) and self.is_one(second)
        return self._is_name(first) and self._is_name(second)

    def may_be_two(self, line: str) -> bool:
        """Return whether a line may hold the end of one cell and the start of the next.

        It may if words follow a bracket, if the article has both parts of it as names, or if it is long and not known.

        >>> PageNames("").may_be_two("Otto Vahl"), PageNames("").may_be_two("Emil Renn Karl Stoss")
        (False, True)
        """
        if self.is_one(line):
            return False
        name = without_note(line)
        if _BRACKET_INSIDE.search(name) or name.count(" ") >= _SURE_WORDS:
            return True
        places = [0, *(found.end() for found in _BLANK.finditer(name)), len(name) + 1]
        return any(self._is_name(name[: at - 1]) and self._is_name(name[at:]) for _, at in pairwise(places[:-1]))

    def _is_name(self, part: str) -> bool:
        """Return whether a part of a line is a name: a country, or one that the article prints by itself.

        "Empire" is not, on a page that has it only in "Ottoman Empire".
        """
        name = without_note(part)
        last = name[name.rfind(" ") + 1 :]
        goes_on = last.islower() and len(last) <= _CODE  # "Kingdom of"
        if len(name) < 2 or name[0].islower() or goes_on or not _says_who(name):
            return False
        return is_country(name) or self._prints(name, by_itself=True)

    def _prints(self, name: str, *, by_itself: bool = False) -> bool:
        """Return whether the article has these words as whole words, in this case.

        ``by_itself``: no capitalised word follows, and none stands before a single word.
        """
        self._left -= 1
        at = self._text.find(name) if self._left >= 0 else -1
        for _ in range(_MAX_PLACES):
            if at < 0:
                break
            end = at + len(name)
            is_whole = not self._text[at - 1 : at].isalnum() and not self._text[end : end + 1].isalnum()
            if is_whole and not (by_itself and self._is_part(at, end)):
                return True
            at = self._text.find(name, end)
        return False

    def _is_part(self, start: int, end: int) -> bool:
        """Return whether a longer name goes on behind the words, or begins before a single word."""
        if self._text[end : end + 1] == " " and self._text[end + 1 : end + 2].isupper():
            return True
        if " " in self._text[start:end] or self._text[start - 1 : start] != " ":
            return False
        before = self._text[max(0, start - _LONGEST_WORD) : start - 1]
        word = before[before.rfind(" ") + 1 :]
        return word[:1].isupper() and word.casefold() not in lead_words().empty


NO_NAMES: Final = PageNames("")
"""The names of a page whose text is not needed."""


@lru_cache(maxsize=4_096)
def _says_who(name: str) -> bool:
    """Return whether words are more than a rank ("Vice Admiral") or a word for institutions ("Empire")."""
    if all(word in outcome_words().institutions for word in name.casefold().split()):
        return False
    return read_person(name).name is not None


@cache
def _country_keys() -> frozenset[str]:
    return frozenset(map(name_key, countries()))


@lru_cache(maxsize=4_096)
def is_country(name: str) -> bool:
    """Return whether a name is a country, or a country and a word for its state: "Kingdom of Hungary".

    >>> is_country("Kingdom of Hungary"), is_country("Kingdom of Hungary Russia"), is_country("Kingdom of")
    (True, False, False)
    """
    if len(name) <= _CODE and not name.isupper():
        return False  # "Al" is no Albania
    if name.casefold() in countries():
        return True
    words = name.casefold().split()
    return (
        words[-1:] != ["of"]
        and any(w not in outcome_words().institutions for w in words)
        and (name_key(name) in _country_keys())
    )


@lru_cache(maxsize=4_096)
def without_note(line: str) -> str:
    """Return a printed name without flags, list marks and the notes in brackets behind it.

    >>> without_note("United States (Union)")
    'United States'
    """
    name = _BLANKS.sub(" ", line).strip(" *•†,;–-")
    while (found := _NOTE.search(name)) is not None and found.start():
        name = name[: found.start()].rstrip(" †")
    return name
