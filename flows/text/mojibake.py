"""UTF-8 that was read as another encoding ("Januaryâ€“February"), put right.

ftfy decides what is mojibake; this module decides what ftfy gets to see. Its test can only fire on about 210
characters, so a text without them is done at once, and of any other only the lines with a hit are touched. A document
that was misread as a whole is the business of ``flows.text.misread``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

import ftfy.bad_codecs  # noqa: F401  (registers sloppy-windows-1252)
from ftfy import TextFixerConfig, fix_encoding_and_explain
from ftfy.badness import BADNESS_RE, MOJIBAKE_CATEGORIES

from flows.text.edits import Replacement

RULE: Final = "mojibake"
_BADNESS_OF_FTFY_6_3: Final = "9dcc0f2ac90d9ae3c85eb7b9b2c0b8a8e8126153847c2b30c91a0bb263f3b8c4"
# Each alternative of ftfy's expression needs one character of these categories, or one of the three below.
_ANCHOR_CATEGORIES: Final = (
    "c1",
    "bad",
    "law",
    "currency",
    "start_punctuation",
    "end_punctuation",
    "numeric",
    "upper_accented",
    "box",
)


_NON_ASCII_RANGE: Final = "\x80-\U0010ffff"


def _anchors() -> str:
    """Return the inside of a class of characters of which mojibake holds one: all non-ASCII for an unknown ftfy."""
    if hashlib.sha256(BADNESS_RE.pattern.encode()).hexdigest() != _BADNESS_OF_FTFY_6_3:
        return _NON_ASCII_RANGE
    return "".join(MOJIBAKE_CATEGORIES[name] for name in _ANCHOR_CATEGORIES) + "œ°Ђ"


def probe() -> str:
    """Return ftfy's expression for the column scan: on one line, and with Python's idea of white space and words.

    It finds at least what ``is_suspicious`` finds. The verbose notation differs between the engines: the other one
    ignores blanks inside of a character class, too.
    """
    if ANCHORS == _NON_ASCII_RANGE:
        return f"[{ANCHORS}]"
    bare = re.sub(r"#[^\n]*", "", BADNESS_RE.pattern)
    pieces = re.split(r"(\[[^\]]*\])", bare)
    pieces[::2] = [re.sub(r"\s", "", piece).replace(r"\s", r"[\s\x1c-\x1f]") for piece in pieces[::2]]
    pieces[::2] = [piece.replace(r"\w", r"[\w\p{N}]").replace("^", "(?m:^)") for piece in pieces[::2]]
    return "".join(pieces)


ANCHORS: Final = _anchors()
_ANCHOR: Final = re.compile(f"[{ANCHORS}]")
_REACH: Final = 6  # the longest alternative of ftfy's expression, in characters
_NON_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
_SPLIT: Final = re.compile(r"([^\x00-\x7f]+)")
_MAX_PIECE: Final = 20_000  # ftfy sees at most so many characters at once
_CLUSTER: Final = 256  # neighbours that are searched at once
BUDGET: Final = 1_500_000
"""What the lines of one document may cost, in about a microsecond each."""
_COST_OF_PLACE: Final = 8
_COST_OF_LINE: Final = 25
# Only the encoding: entities, quotes, ligatures, widths and line ends are other rules' business or nobody's.
_CONFIG: Final = TextFixerConfig(
    unescape_html=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    normalization=None,
    explain=False,
)


class Doubt(NamedTuple):
    """A repair that rests on little evidence: where, and the words before and after."""

    start: int
    before: str
    after: str


def is_suspicious(text: str) -> bool:
    """Return whether ftfy could find mojibake in the text: False is certain, True wants a look.

    >>> is_suspicious("Deir ez-Zor’s “café” – 5 °C"), is_suspicious("Januaryâ€“February")
    (False, True)
    """
    return not text.isascii() and next(_suspects(text, 0), None) is not None


def find_mojibake(text: str, mender: Mender | None = None) -> tuple[list[Replacement], list[Doubt]]:
    """Return the replacements that ftfy makes on the lines where its test fires, and the repairs that are doubtful.

    ``mender`` bounds the work over several rounds on one document.

    >>> find_mojibake("Januaryâ€“February")[0]
    [Replacement(start=7, end=10, after='–', step='repair', rule='mojibake', score=None, reasons=None)]
    """
    found: list[Replacement] = []
    doubts: list[Doubt] = []
    if text.isascii():
        return found, doubts
    mender = mender or Mender()
    done = 0
    while not mender.is_exhausted and (at := next(_suspects(text, done), None)) is not None:
        start, end = _piece(text, at, done)
        before = text[start:end]
        after = mender.mended(before)
        if before != after:
            changes = list(_changes(before, after))
            score = _confidence(before, changes)
            for offset, old, new in changes:
                found.append(Replacement(start + offset, start + offset + len(old), new, "repair", RULE, score))
            if score is not None:
                doubts.append(Doubt(start, before, after))
        done = end
    return found, doubts


class Mender:
    """ftfy for one document: it remembers the lines that come again, and it stops when they have cost too much.

    ``is_exhausted`` tells that lines were left alone because of it. The bound counts lines and characters, not time,
    so that the same document always gives the same text.
    """

    __slots__ = ("_known", "_left", "is_exhausted")

    def __init__(self, budget: int = BUDGET) -> None:
        self._known: dict[str, str] = {}
        self._left = budget
        self.is_exhausted = False

    def mended(self, line: str) -> str:
        """Return what ftfy makes of a line; the line itself once the budget is spent."""
        if self._left <= 0:
            self.is_exhausted = True
            return line
        self._left -= _COST_OF_PLACE
        after = self._known.get(line)
        if after is None:
            self._left -= _COST_OF_LINE + len(line) // 4
            after = self._known[line] = _fixed(line)
        return after


def _suspects(text: str, start: int) -> Iterator[int]:
    """Yield a position in every cluster of characters in which ftfy's expression matches."""
    first = last = -1
    for hit in _ANCHOR.finditer(text, start):
        at = hit.start()
        if last < 0:
            first = at
        elif at - last > 2 * _REACH or at - first > _CLUSTER or (at - last > 1 and text.find("\n", last, at) >= 0):
            if (place := _suspect(text, first, last)) is not None:
                yield place
            first = at
        last = at
    if last >= 0 and (place := _suspect(text, first, last)) is not None:
        yield place


def _suspect(text: str, first: int, last: int) -> int | None:
    """Return where ftfy's expression matches around neighbours on one line, the first and last of them given."""
    start = max(first - _REACH, 0)
    end = last + _REACH + 1
    line = text.rfind("\n", start, first) + 1
    # Some alternatives are bound to the beginning of a line, which is the beginning of what is searched.
    if line or not start:
        hit = BADNESS_RE.search(text[line:end])
        return None if hit is None else min(max(line + hit.start(), first), last)
    hit = BADNESS_RE.search(text, start, end)
    return None if hit is None else min(max(hit.start(), first), last)


@lru_cache(maxsize=1024)
def _fixed(line: str) -> str:
    """Return what ftfy makes of a line; the same short lines come again on many pages."""
    fixed: str = fix_encoding_and_explain(line, _CONFIG).text
    return fixed


def _piece(text: str, at: int, done: int) -> tuple[int, int]:
    """Return the line that holds position ``at``, or its part between spaces when the line is enormous."""
    start = max(text.rfind("\n", done, at) + 1, done)
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    if end - start > _MAX_PIECE:
        start = max(start, text.rfind(" ", start, max(at - _REACH, start)) + 1, at - _MAX_PIECE // 2)
        limit = min(end, start + _MAX_PIECE)
        space = text.rfind(" ", at + _REACH, limit)
        end = space if space > 0 and limit < end else limit
    return start, end


def _changes(before: str, after: str) -> Iterator[tuple[int, str, str]]:
    """Yield the small changes (offset, old, new) that lead from one line to the other."""
    old, new = _SPLIT.split(before), _SPLIT.split(after)
    if len(old) == len(new) and old[::2] == new[::2]:
        offset = 0
        for number, (one, other) in enumerate(zip(old, new, strict=True)):
            if number % 2 and one != other:
                yield offset, one, other
            offset += len(one)
        return
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    tail = 0
    while tail < min(len(before), len(after)) - start and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    yield start, before[start : len(before) - tail], after[start : len(after) - tail]


def _confidence(line: str, changes: list[tuple[int, str, str]]) -> float | None:
    """Return None for a strong repair, otherwise the share of the line's non-ASCII characters that it explains.

    Strong is half of them or a run of three: 98 % of the repairs of real pages, at most 4 % of false ones.
    """
    runs = [run for _, old, _ in changes for run in _NON_ASCII.findall(old)]
    explained = sum(map(len, runs))
    total = sum(map(len, _NON_ASCII.findall(line)))
    if max(map(len, runs), default=0) >= 3 or explained * 2 >= total:
        return None
    return round(explained / total, 3)
