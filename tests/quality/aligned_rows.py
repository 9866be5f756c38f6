"""Published rows beside the lines of the answer that they were read from, one by one and in order.

A page says the same words on two sides ("Unknown"), so words alone do not tell where a row belongs. A row takes the
next line, in the order of the answer, that holds its words and has not been used up by rows before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from tests.quality.corpus_pages import Page
from tests.quality.verdicts import norm

Row = dict[str, Any]
TYPED: Final = {
    "combatant": ("belligerents", "belligerent_no"),
    "commander": ("commanders", "commander_no"),
    "units": ("units", "unit_no"),
    "strength": ("strengths", "strength_no"),
    "casualties": ("casualties", "casualty_no"),
}
"""Per field of a conflict: the table of its rows, and the column that counts them."""
_SHORT: Final = 3


class AnswerLine(NamedTuple):
    """One line of the answer: its key, its side (0: a cell that spans the sides), as printed, its words."""

    key: str
    side: int
    text: str
    words: str


class AlignedRow(NamedTuple):
    """A published row, and the number of its line; ``side`` is known too where only one side has its words."""

    row: Row
    line: int | None
    side: int | None


def lines_of(base: str, answers: Mapping[str, Sequence[str]]) -> list[AnswerLine]:
    """Return the lines of a field, side after side."""
    found = []
    for key, texts in sorted(answers.items()):
        match = re.fullmatch(base + r"(\d|X)([a-e]?)", key)
        if match:
            side = 0 if match[1] == "X" else int(match[1])
            found += [AnswerLine(key, side, norm(text), words) for text in texts if (words := plain(text))]
    return found


def plain(text: str) -> str:
    """Return the words of a line or of a row, without marks of lists and commas, in one case.

    >>> plain("*  Hezbollah,")
    'hezbollah'
    """
    return re.sub(r"(?<=\() | (?=\))", "", re.sub(r"[\s*•,;]+", " ", norm(text))).strip().casefold()


def rows_of(base: str, page: Page) -> list[Row]:
    """Return the rows of a field in the order of the page; none where they come from a section, "See Units"."""
    table, number = TYPED[base]
    rows = [row for row in page.tables.rows(table, page.source) if plain(row["source_text"])]
    if any(row.get("is_cross_reference") for row in rows):
        return []
    return sorted(rows, key=lambda row: (row["box_no"], row[number]))


def align(rows: Sequence[Row], lines: Sequence[AnswerLine]) -> list[AlignedRow]:
    """Return each row with its line; None where no line has its words."""
    texts = [line.words for line in lines]
    outside = [re.sub(r"\([^()]*\)", " ", text) for text in texts]  # "(per Ukraine)" is not where Ukraine stands
    used: Counter[tuple[int, str]] = Counter()
    aligned, at = [], 0
    for row in rows:
        words = plain(row["source_text"])
        places = [*range(at, len(lines)), *range(at)]
        line = next((i for i in places if outside[i].count(words) > used[i, words]), None)
        if line is None:
            line = next((i for i in places if texts[i].count(words) > used[i, words]), None)
        if line is None:  # a row of several lines
            line = next((i for i in places if len(texts[i]) > _SHORT and texts[i] in words), None)
        if line is not None:
            used[line, words] += 1
            at = max(at, line)
        aligned.append(AlignedRow(row, line, lines[line].side if line is not None else _only_side(words, lines)))
    return aligned


def _only_side(words: str, lines: Sequence[AnswerLine]) -> int | None:
    """Return the side whose lines together hold the words, None when several do."""
    joined: dict[int, str] = {}
    for line in lines:
        joined[line.side] = f"{joined.get(line.side, '')} {line.words}".strip()
    found = [side for side, text in joined.items() if words in text]
    return found[0] if len(found) == 1 else None


def is_of_no_side(base: str, side: int, answers: Mapping[str, Sequence[str]]) -> bool:
    """Return whether a cell belongs to no side: it spans all, or it is one more than there are sides, for civilians."""
    sides = sum(1 for key, texts in answers.items() if re.fullmatch(r"combatant\d", key) and texts)
    return side == 0 or (base == "casualties" and side > max(sides, 2))
