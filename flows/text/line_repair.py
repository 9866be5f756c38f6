"""The repair of a text line by line, as ``ftfy.fix_text`` does it, with every change recorded under its own rule.

The result is ftfy's text character for character, with entities, ligatures, widths and quotes unchanged. Three things
differ on purpose; ``tests/text/test_lines.py`` names them where it compares:

- a tower of more than thirty marks on one letter is cut before it is composed, because composing takes quadratic time;
- a line of more than ``MAX_LINE`` characters is judged in pieces, and work ends at the ``Mender``'s limit: so a page
  made for the purpose cannot hold up a run;
- with ``is_strict`` a doubtful repair is reported and not made; one that correct text can show too never is
  (``flows.text.repair_proof``).

``flows.text.repair`` turns all line ends into line feeds before any line is looked at, also form feeds and vertical
tabs; ftfy knows only line feeds.
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
from flows.text.repair_proof import proven
from flows.work_budget import spend

MAX_LINE: Final = 20_000
"""The most characters that are judged at once."""
BUDGET: Final = 750_000
"""The most that the lines of one document may cost, in units of about a microsecond."""
_COST_OF_PLACE: Final = 8
_COST_OF_LINE: Final = 25
_SHORT: Final = 500  # the most characters of a line that is remembered over documents


class Doubt(NamedTuple):
    """A repair with little evidence: its position, the words before and after it, and whether it was withheld."""

    start: int
    before: str
    after: str
    is_withheld: bool = False


class TextLine(NamedTuple):
    """A line after its repair; edits and doubts count from the beginning of the line.

    For a text of many lines, ``touched`` is the text of the changed lines after the repair.
    """

    text: str
    edits: tuple[Edit, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    touched: str = ""


class Mender:
    """Repairs the lines of one document. It remembers repeated lines, and stops when the lines have cost too much.

    ``is_exhausted`` is True when lines were left unrepaired because of that limit. The limit counts lines and
    characters, not time, so the same document always gives the same text. With ``is_strict`` doubtful repairs are not
    made.
    """

    __slots__ = ("_known", "_left", "is_exhausted", "is_strict")

    def __init__(self, budget: int = BUDGET, is_strict: bool = False) -> None:
        self._known: dict[str, TextLine] = {}
        self._left = budget
        self.is_exhausted = False
        self.is_strict = is_strict

    def affords(self, cost: int) -> bool:
        """Return whether anything of the budget is left, and take the cost of what is done next from it."""
        self.is_exhausted = self._left <= 0
        if not self.is_exhausted:
            self._left -= cost
            spend("repairs", cost)
        return not self.is_exhausted

    def mended(self, line: str) -> TextLine:
        """Return a line after its repair; the line itself once the budget is spent."""
        if not self.affords(_COST_OF_PLACE):
            return TextLine(line)
        after = self._known.get(line)
        if after is None:
            self._left -= (cost := _COST_OF_LINE + len(line) // 4)
            spend("repairs", cost)
            mend = _mended_again if len(line) <= _SHORT else _mended
            after = self._known[line] = mend(line, self.is_strict)
        return after


def mend_lines(text: str, mender: Mender | None = None, is_odd: bool = True, suspect: int = -1) -> TextLine:
    r"""Return the text with every line repaired as ftfy does it, with its edits and doubtful repairs.

    ``mender`` limits the work over several rounds on one document. ``is_odd`` False promises that the text has no odd
    character. ``suspect`` is the first position of ``next_suspect`` where it is known.

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
        """Return a position on the next such line, -1 after the last one."""
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
        """Return the line of a position, or a part of it between spaces if it is enormous, and move to its end."""
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
    """Return where the next line begins that is not composed (NFC), the end of the text if all are composed."""
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        if not unicodedata.is_normalized("NFC", text[start:end]):
            return start
        start = end
    return len(text)


@lru_cache(maxsize=2048)
def _mended_again(line: str, is_strict: bool) -> TextLine:
    """Return ``_mended``, cached over documents: the same short lines come on many pages."""
    return _mended(line, is_strict)


def _mended(line: str, is_strict: bool) -> TextLine:
    """Return a line after ftfy's steps in ftfy's order, repeated until nothing changes."""
    edits: list[Edit] = []
    doubts: list[Doubt] = []
    withheld: list[Doubt] = []
    while True:
        before = line
        fixed = fix_encoding(line)
        if fixed != line and (kept := proven(line, fixed)) != fixed:
            withheld, fixed = [Doubt(0, line, fixed, True)], kept
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
            return TextLine(line, tuple(edits), (*doubts, *withheld))


def _assembled(text: str, spans: Sequence[tuple[int, int]], lines: Sequence[TextLine]) -> TextLine:
    """Return the text with the repaired lines in their places; very many edits become one edit a line, or fewer."""
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
