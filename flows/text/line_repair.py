"""A text repaired line by line, as ``ftfy.fix_text`` does it, with every change recorded under its own rule.

What comes out is ftfy's text character for character, with entities, ligatures, widths and quotes left alone. Three
things differ on purpose, and ``tests/text/test_lines.py`` names them where it compares:

- a tower of more than thirty marks on one letter is cut down before it is composed, which takes quadratic time;
- a line of more than ``MAX_LINE`` characters is judged in pieces, and work ends at the ``Mender``'s bound: both keep a
  page that was made for the purpose from holding up a run;
- with ``is_strict`` a doubtful repair is told and not made.

Line ends are made line feeds before any line is looked at (``flows.text.repair``), form feeds and vertical tabs among
them, where ftfy only sees line feeds.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from flows.model import Edit
from flows.text.edits import MAX_EDITS, Replacement, new_tuple, rewrite
from flows.text.fast_ftfy import REACH, fix_encoding
from flows.text.mojibake_evidence import RULE, changes_between, doubt_about, next_suspect
from flows.text.odd_characters import find_decomposed, find_mark_towers, next_odd_character, without_odd_characters

MAX_LINE: Final = 20_000
"""Characters that are judged at once."""
BUDGET: Final = 1_500_000
"""What the lines of one document may cost, in about a microsecond each."""
_COST_OF_PLACE: Final = 8
_COST_OF_LINE: Final = 25
_SHORT: Final = 500  # characters of a line that is remembered over documents


class Doubt(NamedTuple):
    """A repair that rests on little evidence: where, and the words before and after; whether it was made."""

    start: int
    before: str
    after: str
    is_withheld: bool = False


class TextLine(NamedTuple):
    """A line after its repair: the edits and doubts count from the beginning of the line.

    Of a text of many lines, ``touched`` are those that were changed, as they are now.
    """

    text: str
    edits: tuple[Edit, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    touched: str = ""


class Mender:
    """Repairs the lines of one document: it remembers those that come again, and stops when they have cost too much.

    ``is_exhausted`` tells that lines were left alone because of it. The bound counts lines and characters, not time,
    so that the same document always gives the same text. With ``is_strict`` doubtful repairs are not made.
    """

    __slots__ = ("_known", "_left", "is_exhausted", "is_strict")

    def __init__(self, budget: int = BUDGET, is_strict: bool = False) -> None:
        self._known: dict[str, TextLine] = {}
        self._left = budget
        self.is_exhausted = False
        self.is_strict = is_strict

    def mended(self, line: str) -> TextLine:
        """Return a line after its repair; the line itself once the budget is spent."""
        if self._left <= 0:
            self.is_exhausted = True
            return TextLine(line)
        self._left -= _COST_OF_PLACE
        after = self._known.get(line)
        if after is None:
            self._left -= _COST_OF_LINE + len(line) // 4
            mend = _mended_again if len(line) <= _SHORT else _mended
            after = self._known[line] = mend(line, self.is_strict)
        return after


def mend_lines(text: str, mender: Mender | None = None, is_odd: bool = True, suspect: int = -1) -> TextLine:
    r"""Return the text with every line repaired as ftfy does it; the edits that led there, and the doubtful repairs.

    ``mender`` bounds the work over several rounds on one document; ``is_odd`` False promises that there is no odd
    character in the text, and ``suspect`` is the first place of ``next_suspect`` where that is known.

    >>> mend_lines("Januaryâ€“February\nHoms").edits
    (Edit(step='repair', rule='mojibake', start=7, before='â€“', after='–', score=None, reasons=None),)
    """
    mender = mender or Mender()
    spans: list[tuple[int, int]] = []
    lines: list[TextLine] = []
    cursor = _LineCursor(text, is_odd, suspect)
    while not mender.is_exhausted and (at := cursor.next()) >= 0:
        start, end = cursor.line(at)
        before = text[start:end]
        line = mender.mended(before)
        if line.text != before or line.doubts:
            spans.append((start, end))
            lines.append(line)
    return _assembled(text, spans, lines)


class _LineCursor:
    """The lines of a text that repair may change, from top to bottom."""

    __slots__ = ("_decomposed", "_done", "_odd", "_suspect", "_text")

    def __init__(self, text: str, is_odd: bool, suspect: int) -> None:
        self._text = text
        self._done = 0
        self._suspect = suspect if not text.isascii() else len(text)
        self._odd = -1 if is_odd else len(text)
        self._decomposed = -1 if not unicodedata.is_normalized("NFC", text) else len(text)

    def next(self) -> int:
        """Return a position on the next line, -1 behind the last one."""
        text, done, end = self._text, self._done, len(self._text)
        if self._suspect < done:
            self._suspect = found if (found := next_suspect(text, done)) >= 0 else end
        if self._odd < done:
            self._odd = found if (found := next_odd_character(text, done)) >= 0 else end
        if self._decomposed < done:
            self._decomposed = _next_decomposed(text, done)
        at = min(self._suspect, self._odd, self._decomposed)
        return at if at < end else -1

    def line(self, at: int) -> tuple[int, int]:
        """Return the line that holds a position, or its part between spaces when it is enormous; go on behind it."""
        text = self._text
        start = max(text.rfind("\n", self._done, at) + 1, self._done)
        end = text.find("\n", at) + 1 or len(text)
        if end - start > MAX_LINE:
            start = max(start, text.rfind(" ", start, max(at - REACH, start)) + 1, at - MAX_LINE // 2)
            limit = min(end, start + MAX_LINE)
            space = text.rfind(" ", at + REACH, limit)
            end = space if space > 0 and limit < end else limit
        self._done = end
        return start, end


def _next_decomposed(text: str, start: int) -> int:
    """Return where the next line begins that is not composed, the end of the text when there is none."""
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        if not unicodedata.is_normalized("NFC", text[start:end]):
            return start
        start = end
    return len(text)


@lru_cache(maxsize=2048)
def _mended_again(line: str, is_strict: bool) -> TextLine:
    """Return the same as ``_mended``: the same short lines come again on many pages."""
    return _mended(line, is_strict)


def _mended(line: str, is_strict: bool) -> TextLine:
    """Return a line after ftfy's steps in ftfy's order, repeated until nothing changes."""
    edits: list[Edit] = []
    doubts: list[Doubt] = []
    while True:
        before = line
        fixed = fix_encoding(line)
        if fixed != line:
            changes = changes_between(line, fixed)
            score, reasons = doubt_about(line, changes) or (None, None)
            if score is not None:
                doubts.append(Doubt(0, line, fixed, is_strict))
            if score is None or not is_strict:
                line = fixed
                edits += [new_tuple(Edit, ("repair", RULE, *change, score, reasons)) for change in changes]
        line, made = without_odd_characters(line)
        edits.extend(made)
        if not line.isascii() and not unicodedata.is_normalized("NFC", line):
            for find in (find_mark_towers, find_decomposed):
                line, made = rewrite(line, find(line))
                edits.extend(made)
        if line == before:
            return TextLine(line, tuple(edits), tuple(doubts))


def _assembled(text: str, spans: Sequence[tuple[int, int]], lines: Sequence[TextLine]) -> TextLine:
    """Return the text with the lines in place of their spans; very many edits become one a line, or fewer."""
    touched = "\n".join([line.text for line in lines])
    if sum(len(line.edits) for line in lines) > MAX_EDITS:
        changes = [
            Replacement(start, end, line.text, "repair", line.edits[0].rule)
            for (start, end), line in zip(spans, lines, strict=True)
            if line.edits
        ]
        text, made = rewrite(text, changes)
        return TextLine(text, made, tuple(doubt for line in lines for doubt in line.doubts), touched)
    pieces: list[str] = []
    edits: list[Edit] = []
    doubts: list[Doubt] = []
    done = shift = 0
    for (start, end), line in zip(spans, lines, strict=True):
        pieces += (text[done:start], line.text)
        place = start + shift
        for step, rule, at, before, after, score, reasons in line.edits:
            edits.append(new_tuple(Edit, (step, rule, place + at, before, after, score, reasons)))
        doubts.extend(doubt._replace(start=place) for doubt in line.doubts)
        shift += len(line.text) - (end - start)
        done = end
    pieces.append(text[done:])
    return TextLine("".join(pieces), tuple(edits), tuple(doubts), touched)
