"""Footnote marks (``[1]``, ``[note 2]``, ``[a]``) whose footnotes are no longer on the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from flows.text.edits import Replacement

RULE: Final = "reference-mark"
NEEDLES: Final = ("[1]", "[2]")
_NUMBER: Final = re.compile(r"(?<=[\w.,;:!?\"”’)\]%*])\[(\d{1,3})\]")
_NOTE: Final = re.compile(r"(?<=[\w.,;:!?\"”’)\]%*])\[(?:note|nb|n|lower-alpha)[ ](\d{1,3})\]")
_LETTER: Final = re.compile(r"(?<=[.,;:!?\"”’)\]%*])\[([a-z])\]")
_LISTED: Final = re.compile(r"^[ \t]*+(?:[-*•][ ])?\[\d{1,3}\][ ]", re.MULTILINE)
_PUNCTUATION: Final = frozenset('.,;:!?"”’)]%*')
_MIN_MARKS: Final = 3


def find_reference_marks(text: str, is_code: Callable[[int, int], bool]) -> list[Replacement]:
    """Return the removals of footnote marks, none unless they form a sequence.

    In order of first appearance the numbers must count up (1, 2, 3, …, with few gaps), and the footnotes must not be on
    the page. So ``data[0]`` and the entries of a numbered bibliography stay.
    """
    numbers = [hit for hit in _NUMBER.finditer(text) if not is_code(*hit.span())]
    if not _counts_up([int(hit[1]) for hit in numbers], _MIN_MARKS) or _LISTED.search(text):
        return []
    # A footnote mark follows a sentence or a clause, an index follows a name.
    if sum(text[hit.start() - 1] in _PUNCTUATION for hit in numbers) * 2 < len(numbers):
        return []
    notes = [hit for hit in _NOTE.finditer(text) if not is_code(*hit.span())]
    if not _counts_up([int(hit[1]) for hit in notes], 1):
        notes = []
    letters = [hit for hit in _LETTER.finditer(text) if not is_code(*hit.span())]
    if not _counts_up([ord(hit[1]) - ord("a") + 1 for hit in letters], 1):
        letters = []
    hits = sorted((*numbers, *notes, *letters), key=lambda hit: hit.start())
    return [Replacement(hit.start(), hit.end(), "", "debris", RULE) for hit in hits]


def _counts_up(numbers: Sequence[int], least: int) -> bool:
    """Return whether the numbers, in order of first appearance, count up from one: at least ``least``, with few gaps.

    Some footnotes are lost with infoboxes and tables, so one step in five may be a gap.
    """
    first = list(dict.fromkeys(numbers))
    if len(first) < least or 0 in first:
        return False
    steps = sum(1 for before, after in pairwise([0, *first]) if after == before + 1)
    return all(before < after for before, after in pairwise(first)) and steps >= 0.8 * len(first)
