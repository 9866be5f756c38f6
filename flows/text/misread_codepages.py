"""Lines of another script whose bytes were read as Latin-1 ("Áåñïå÷íûé Ãîñòü" for "Беспечный Гость").

The proof has two sides. No Western word is made of accented letters alone, let alone a whole line of such words. And in
one code page the same bytes are words: letters of one script, capitals only where words have them, and most of them the
script's frequent letters. Where two code pages give different words of about equal likelihood, none is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

import ftfy.bad_codecs  # noqa: F401  (registers sloppy-windows-1252)

from flows.rules.files import read_rules
from flows.rules.name_file_types import EncodingsFile
from flows.text.edits import Replacement
from flows.text.line_repair import Doubt, Mender
from flows.text.misread_documents import misread_as

RULE: Final = "misread-codepage"
PROBE: Final = "[\u00a1-\u00ff]{4}"
"""Finds every line that may be one, also in the column scan."""
_SUSPECT: Final = re.compile(PROBE)
_CODE_PAGES: Final = (
    *("cp1251", "koi8-r", "koi8-u", "iso-8859-5"),
    *("cp1253", "iso-8859-7", "cp1255", "iso-8859-8", "cp1256", "iso-8859-6"),
)
_LETTER: Final = re.compile("[Ѐ-ѿҐґΆ-ώא-תء-ي]")
_WORD: Final = re.compile(r"[^\W\d_]+")
# A sign beside a letter, but for quotation marks, dashes and the like.
_SIGN_IN_WORD: Final = re.compile("[^\\W\\d_][^\\w\\s\x00-\x7f«»“”„‘’–—…·№°]|[^\\w\\s\x00-\x7f«»“”„‘’–—…·№°][^\\W\\d_]")
# Letters of a Mac's or a DOS code page: their bytes are controls or rare letters in the others.
_OTHER_PAGE: Final = re.compile("[\x80-\x9fŠŒŽšœžŸƒ]")
_RUN: Final = re.compile("[\x80-\U0010ffff]+")
_BESIDE: Final = re.compile("[A-Za-z][\u00a1-\u00ff]|[\u00a1-\u00ff][A-Za-z]")
_SURE_MEAN: Final = 12.0
_POSSIBLE_MEAN: Final = 16.0
"""The highest mean rank of a text's letters by their frequency: 7 to 12 is usual, chance gives 16 and more."""
_MARGIN: Final = 60
"""The sum of ranks by which the likeliest reading must be ahead: a thousand to one, as a rank is 11 % of a letter."""
_UNKNOWN_RANK: Final = 50
_LEAST: Final = 10
"""The least letters of a line that proves a code page."""
_MAX_LINE: Final = 5_000
_COST_OF_LINE: Final = 60  # of the budget of ``flows.text.line_repair``, for trying all code pages


class MisreadLines(NamedTuple):
    """The repairs of a text's lines, and those that are not made because two code pages are possible."""

    changes: list[Replacement]
    doubts: list[Doubt]


class _Reading(NamedTuple):
    """A line in one code page, and the sum of its letters' ranks in the order of their frequency."""

    encoding: str
    text: str
    ranks: int
    is_sure: bool


def has_misread_line(text: str) -> bool:
    """Return whether a line of the text may be one: False is certain."""
    return _SUSPECT.search(text) is not None


def find_misread_lines(text: str, mender: Mender | None = None) -> MisreadLines:
    """Return the repairs of lines in another code page; once one line proves it, the short ones follow.

    >>> find_misread_lines("ÑÅÊÐÅÒ - Áåñïå÷íûé Ãîñòü").changes[0].after
    'СЕКРЕТ'
    """
    mender = mender or Mender()
    found = MisreadLines([], [])
    proven: str | None = None
    for start, line in _suspect_lines(text):
        if not mender.affords(_COST_OF_LINE + len(line) // 4):
            return found
        readings = _readings(line)
        if len(readings) == 1 and readings[0].is_sure:
            proven = readings[0].encoding
            break
        if readings:
            found.doubts.append(Doubt(start, line, " / ".join(one.text for one in readings), True))
    if proven is not None:
        found.doubts.clear()
        for start, line in _lines(text):
            after = None if _is_western(line) else _read(line, proven)
            if after is not None and _letters(after) is not None:
                found.changes.extend(_replacements(start, line, after))
    return found


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        if not line.isascii() and len(line) <= _MAX_LINE:
            yield start, line
        start += len(line) + 1


def _suspect_lines(text: str) -> Iterator[tuple[int, str]]:
    done = 0
    while (hit := _SUSPECT.search(text, done)) is not None:
        start = text.rfind("\n", 0, hit.start()) + 1
        end = text.find("\n", hit.end())
        done = len(text) if end < 0 else end
        if done - start <= _MAX_LINE:
            yield start, text[start:done]


def _readings(line: str) -> list[_Reading]:
    """Return the likeliest reading of a line, several where none is clearly the likeliest, or none."""
    if _is_western(line) or misread_as(line) is not None:
        return []
    found: dict[str, _Reading] = {}
    for name in _CODE_PAGES:
        after = _read(line, name)
        letters = None if after is None else _letters(after)
        if after is not None and letters is not None:
            ranks = sum(_ranks().get(letter, _UNKNOWN_RANK) for letter in letters)
            if ranks <= _POSSIBLE_MEAN * len(letters):
                is_sure = len(letters) >= _LEAST and ranks <= _SURE_MEAN * len(letters)
                found.setdefault(after, _Reading(name, after, ranks, is_sure))
    least = min((one.ranks for one in found.values()), default=0)
    return [one for one in found.values() if one.ranks < least + _MARGIN]


@cache
def _ranks() -> dict[str, int]:
    """Return the rank of each letter in its script, the most frequent one first."""
    letters = read_rules(EncodingsFile)["letters"]
    scripts = (letters["cyrillic"], letters["greek"], letters["hebrew"], letters["arabic"])
    return {letter: rank for script in scripts for rank, letter in enumerate(script)}


def _is_western(line: str) -> bool:
    """Return whether accented letters stand beside plain ones, as in every Western language, or in a list of them."""
    if _BESIDE.search(line):
        return True
    runs = [run for run in _RUN.findall(line) if len(run) > 3]
    return bool(runs) and all(list(run) == sorted(run) for run in runs)


def _read(line: str, encoding: str) -> str | None:
    """Return a line that was read as Latin-1 or Windows-1252 in another code page, None where it was not."""
    if _OTHER_PAGE.search(line):
        return None
    for name in ("latin-1", "sloppy-windows-1252"):
        try:
            return line.encode(name).decode(encoding)
        except UnicodeError:
            continue
    return None


def _letters(after: str) -> str | None:
    """Return the letters of a reading in lower case, None where it is no text: signs in words, odd capitals."""
    words = [word for word in _WORD.findall(after) if not word.isascii()]
    if not words or _SIGN_IN_WORD.search(after) or not all(map(_is_word, words)):
        return None
    return "".join(words).lower()


def _is_word(word: str) -> bool:
    """Return whether all letters are of the scripts, with capitals and final letters as a word has them."""
    if "ς" in word[:-1]:
        return False
    has_case = word.lower() != word.upper()
    return all(map(_LETTER.match, word)) and (not has_case or word.islower() or word.isupper() or word.istitle())


def _replacements(start: int, line: str, after: str) -> Iterator[Replacement]:
    """Yield one change for each run of characters beyond ASCII."""
    for run in _RUN.finditer(line):
        yield Replacement(start + run.start(), start + run.end(), after[run.start() : run.end()], "repair", RULE)
