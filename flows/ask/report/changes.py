"""A text and its edits as one row of pieces: what was kept, what was taken out, what was put in, and by which edit.

No diff algorithm: the edits say it. Each step from one text to the next is a row of pieces, and two rows that follow
each other become one by walking along both. They are joined in pairs, as in a merge sort, so that a page with tens of
thousands of edits costs little more than one with a few.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from flows.model import Edit


class Piece(NamedTuple):
    """Words with the numbers of the edits (from 1) that put them in and took them out, None where none did.

    Both are set on words that stood only between two edits, such as the repaired words of a box that was then taken
    out of the text.
    """

    text: str
    inserted_by: int | None = None
    removed_by: int | None = None

    @property
    def is_kept(self) -> bool:
        """Return whether the words stand in the input and in the final text."""
        return self.inserted_by is None and self.removed_by is None

    def stands_after(self, count: int) -> bool:
        """Return whether the words stand in the text as it was after the first ``count`` edits."""
        came = self.inserted_by is None or self.inserted_by <= count
        return came and (self.removed_by is None or self.removed_by > count)


class _Step(NamedTuple):
    """A piece whose words are known only where they were removed; the others are found in the final text."""

    length: int
    inserted_by: int | None
    removed_by: int | None
    removed: str


def pieces(text: str, edits: Sequence[Edit]) -> tuple[Piece, ...]:
    """Return the pieces of a final text and of everything that its edits took out or put in, in order.

    Those that no edit inserted are the decoded input, those that no edit removed are ``text``.

    >>> found = pieces("** Republican Guard", [Edit("debris", "image-size", 3, "17px ", "")])
    >>> [(piece.text, piece.removed_by) for piece in found]
    [('** ', None), ('17px ', 1), ('Republican Guard', None)]
    """
    rows = list(_passes(edits))
    while len(rows) > 1:
        rows = [_joined(*rows[at : at + 2]) if at + 1 < len(rows) else rows[at] for at in range(0, len(rows), 2)]
    return tuple(_with_words(text, rows[0] if rows else []))


def _passes(edits: Sequence[Edit]) -> Iterator[list[_Step]]:
    """Yield a row of steps for each run of edits that go from left to right without an overlap."""
    row: list[_Step] = []
    done = 0
    for number, (_, _, start, before, after, *_) in enumerate(edits, 1):
        if start < done:
            yield row
            row, done = [], 0
        if start > done:
            row.append(_Step(start - done, None, None, ""))
        if before:
            row.append(_Step(len(before), None, number, before))
        if after:
            row.append(_Step(len(after), number, None, ""))
        done = start + len(after)
    if row:
        yield row


def _joined(first: Sequence[_Step], then: Sequence[_Step]) -> list[_Step]:
    """Return two rows as one: the second begins with the text that the first ends with."""
    joined: list[_Step] = []
    rest = iter(first)
    at: _Step | None = next(rest, None)
    for step in then:
        if step.inserted_by is not None:
            joined.append(step)
            continue
        length, inserted, removed, words = step
        while length:
            if at is None:  # behind the last change of the first row everything is kept
                joined.append(_Step(length, inserted, removed, words))
                break
            if at.removed_by is not None:
                joined.append(at)
                at = next(rest, None)
                continue
            size = min(length, at.length)
            joined.append(_Step(size, at.inserted_by, removed, words[:size]))
            length, words = length - size, words[size:]
            at = at._replace(length=at.length - size) if size < at.length else next(rest, None)
    if at is not None:
        joined.append(at)
    joined.extend(rest)
    return joined


def _with_words(text: str, steps: Iterable[_Step]) -> Iterator[Piece]:
    """Yield the pieces of the steps, and what is kept behind the last; neighbours of the same edits are one."""
    done = 0
    words: list[str] = []
    edits: tuple[int | None, int | None] = (None, None)
    for length, inserted, removed, taken in chain(steps, [_Step(len(text), None, None, "")]):
        if removed is None:  # the final text has the words
            taken, done = text[done : done + length], done + length  # noqa: PLW2901
        if edits != (inserted, removed):
            if words:
                yield Piece("".join(words), *edits)
            words, edits = [], (inserted, removed)
        if taken:
            words.append(taken)
    if words:
        yield Piece("".join(words), *edits)
