r"""Characters that no author typed: foreign line ends, control characters, half surrogates, decomposed letters.

A byte order mark and ``\x00`` are removed, CRLF becomes a line feed, ``e`` + accent becomes
``é``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from operator import methodcaller
from typing import Final

from flows.model import Edit
from flows.text.edits import Replacement, new_tuple, rewrite

# All characters that end a line. ftfy keeps form feeds, removes the others as control characters, and takes a next-line
# character for an ellipsis even where the text has no other C1 character.
_LINE_END: Final = re.compile(
    r"[\x0b-\r\x1c-\x1e\x85\u2028\u2029](?:(?<=\r)\n?+|(?<![\r\x85])|(?<=\x85)(?<![\x80-\xff].)(?![\x80-\xff]))"
)
# ftfy's expressions, in ftfy's order, so a line with mojibake comes out exactly as from ftfy.
_DECODED_LINE_END: Final = re.compile(r"[\r\u2028\u2029](?:(?<=\r)\n)?+")
_SURROGATES: Final = re.compile("[\ud800-\udfff](?:(?<=[\ud800-\udbff])[\udc00-\udfff])?+")
_ESCAPE: Final = re.compile(r"\x1b\[[\d;]*+[A-Za-z]")
_BYTE_ORDER_MARK: Final = re.compile("\ufeff++")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\u206a-\u206f\ufff9-\ufffc]++")
_OTHER_C1: Final = re.compile(r"[\x80-\x84\x86-\x9f]")
# Insides of character classes, without half surrogates, which no column can hold. Of the C1 controls only the next-line
# character: the others are signs of mojibake.
ODD: Final = "\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\u206a-\u206f\ufeff\ufff9-\ufffc"
MARKED: Final = (
    "\u0300-\u1fff\u20d0-\u20ff\u2cef-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\uabff\ufb1e\ufe20-\ufe2f"
    "\U00010000-\U0001ffff"
)
_UNTIDY: Final = re.compile("[\x00-\x08\x0b\r-\x1f\x7f\u2028\u2029\u206a-\u206f\ufeff\ufff9-\ufffc\ud800-\udfff]")
_ANY: Final = re.compile(f"[{ODD}\ud800-\udfff]")
# Runs of scripts with marks. A second step looks for a tower of marks in such a run (marks are not word characters):
# testing the category of every character of every text would be the most expensive test of all.
_MARKED_RUN: Final = re.compile(
    f"[{MARKED}][{MARKED}]{{30,}}+"
)  # the first one apart: the engine can then skip ahead to it
_TOWER: Final = re.compile(r"[^\w\s]{31,}+")
_SPAN: Final = methodcaller("span")
_MAX_MARKS: Final = 30  # UAX 15's limit for stream-safe text; composing longer runs takes quadratic time
_SYLLABLE: Final = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]++")


def find_line_ends(text: str) -> list[Replacement]:
    r"""Return the replacements of foreign line ends by line feeds.

    >>> find_line_ends("one\r\ntwo")
    [Replacement(start=3, end=5, after='\n', step='repair', rule='line-ends', score=None, reasons=None)]
    """
    found = _replaced(_LINE_END, text, "\n", "line-ends")
    if "\x85" in text and _OTHER_C1.search(text):
        # In a text with other C1 characters it is the ellipsis of Windows-1252, not the next-line character.
        found = [change for change in found if text[change.start] != "\x85"]
    return found


def next_odd_character(text: str, start: int) -> int:
    """Return the position of the next character that ``without_odd_characters`` may change, -1 without one."""
    hit = _ANY.search(text, start)
    return -1 if hit is None else hit.start()


def without_odd_characters(text: str) -> tuple[str, tuple[Edit, ...]]:
    r"""Return the text without control characters, terminal escapes and half surrogates, and the edits.

    >>> without_odd_characters("\ufeffone\x00\ud800")[0]
    'one\ufffd'
    """
    edits: list[Edit] = []
    if _UNTIDY.search(text) is not None:
        for rule, pattern, after in _ODD_CHARACTER_RULES:
            changes = _joined_surrogates(text) if rule == "surrogate" else _replaced(pattern, text, after, rule)
            text, made = rewrite(text, changes)
            edits.extend(made)
    return text, tuple(edits)


_ODD_CHARACTER_RULES: Final = (
    ("line-ends", _DECODED_LINE_END, "\n"),
    ("surrogate", _SURROGATES, "\ufffd"),
    ("terminal-escape", _ESCAPE, ""),
    ("byte-order-mark", _BYTE_ORDER_MARK, ""),
    ("control-character", _CONTROL, ""),
)


def _replaced(pattern: re.Pattern[str], text: str, after: str, rule: str) -> list[Replacement]:
    """Return a replacement for each hit of a pattern."""
    spans = map(_SPAN, pattern.finditer(text))
    return [new_tuple(Replacement, (start, end, after, "repair", rule, None, None)) for start, end in spans]


def _joined_surrogates(text: str) -> list[Replacement]:
    """Return the replacements of surrogates: a pair by its character, a single half by U+FFFD."""
    return [
        change._replace(after=_character(text[change.start : change.end]))
        for change in _replaced(_SURROGATES, text, "", "surrogate")
    ]


def _character(found: str) -> str:
    """Return the character of a surrogate pair, U+FFFD for a single half."""
    return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if len(found) == 2 else "\ufffd"


def find_decomposed(text: str) -> Iterator[Replacement]:
    r"""Yield the replacements that compose letters and marks (NFC), each within one run of non-ASCII text.

    An ASCII character never composes with the text before it, so the runs can be normalised one by one.

    >>> [change.after for change in find_decomposed("Cafe\u0301")]
    ['é']
    """
    if unicodedata.is_normalized("NFC", text):
        return
    for hit in _SYLLABLE.finditer(text):
        before = hit.group()
        after = unicodedata.normalize("NFC", before)
        if after != before:
            same = 0  # skips what did not change: mostly an ASCII character without marks
            while before[same] == after[same]:
                same += 1
            yield Replacement(hit.start() + same, hit.end(), after[same:], "repair", "composition")


def find_mark_towers(text: str) -> Iterator[Replacement]:
    """Yield the replacements that cut more than 30 combining marks on one letter ("Zalgo") down to 30."""
    if text.isascii():
        return
    for run in _MARKED_RUN.finditer(text):
        for hit in _TOWER.finditer(text, run.start(), run.end()):
            yield from _cut_marks(text, hit.start(), hit.end())


def _cut_marks(text: str, start: int, limit: int) -> Iterator[Replacement]:
    """Yield the replacements for the marks after the thirtieth of each letter in a stretch."""
    end = start
    while start < limit:
        while end < limit and unicodedata.combining(text[end]):
            end += 1
        if end - start > _MAX_MARKS:
            yield Replacement(start + _MAX_MARKS, end, "", "repair", "combining-marks")
        start = end = end + 1
