"""The text of a document as the page shows it: changes, the words that rows were read from, and what is left out.

A long document is shown in part: of what was kept, of what was taken out and of neighbouring changes by one rule the
beginning and the end. How much was left out is said where it was.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby, pairwise
from operator import attrgetter
from typing import Final, NamedTuple

from flows.ask.report.changes import Piece
from flows.ask.report.sources import TextPlace, has_words
from flows.model import Edit
from flows.quoting import safe

_SEEN: Final = str.maketrans({"\n": "↵", "\r": "␍", "\t": "⇥", " ": "␣", "\xa0": "⍽"})
"""White space that was changed and has no words beside it would not be seen."""


_WORTH_IT: Final = 60
"""To say that characters are left out takes as many."""


class Detail(NamedTuple):
    """How much is shown: characters of what was kept and of what was changed, passages in a row."""

    kept: int
    changed: int
    in_a_row: int


DETAILS: Final = (
    Detail(1_000_000, 1_200, 1_000_000),
    Detail(2_000, 800, 400),
    Detail(600, 400, 80),
    Detail(240, 160, 24),
    Detail(100, 80, 8),
    Detail(48, 48, 4),
)
"""From everything (but of long blocks that were taken out) to the least; the first that fits a document's room is
taken."""


class Passage(NamedTuple):
    """Words of the page under one treatment: the edits (from 1) that put them in and took them out, as in ``Piece``.

    ``words`` is the number of a passage that rows were read from, and ``row`` the number of the row that it leads to;
    both are 0 for all others. ``left_out`` says how much stands here and is not shown; ``text`` is empty then.
    """

    text: str
    inserted_by: int | None = None
    removed_by: int | None = None
    words: int = 0
    row: int = 0
    left_out: str = ""

    @property
    def is_changed(self) -> bool:
        """Return whether an edit touched the words."""
        return self.inserted_by is not None or self.removed_by is not None


def reading_point(edits: Sequence[Edit]) -> int:
    """Return how many edits had been made when the boxes were read: after what repairs words and removes debris."""
    return next((at for at, edit in enumerate(edits) if edit.step not in {"repair", "debris"}), len(edits))


def passages(
    pieces: Iterable[Piece], after: int, places: Mapping[int, TextPlace]
) -> tuple[list[Passage], dict[int, int]]:
    """Return the pieces cut where the words of rows begin and end, and the first passage of each row by its number.

    ``places`` are passages of the text after the first ``after`` edits, by the number of their row. Words that several
    rows were read from lead to the row that comes last. Markup and commas between the words lead nowhere.
    """
    cut: list[Passage] = []
    read: list[TextPlace] = []
    at = 0
    coming = _owners(places)
    start, end, row = next(coming, _NOWHERE)
    for piece in pieces:
        if not piece.stands_after(after):
            cut.append(Passage(*piece))
            continue
        done = 0
        while done < len(piece.text):
            while end <= at + done:
                start, end, row = next(coming, _NOWHERE)
            is_read = start <= at + done
            stop = min(len(piece.text), (end if is_read else start) - at)
            text = piece.text[done:stop]
            if is_read and has_words(text):
                read.append(TextPlace(at + done, at + stop))
                cut.append(Passage(text, *piece[1:], len(read), row))
            else:
                cut.append(Passage(text, *piece[1:]))
            done = stop
        at += done
    first = {row: bisect_right(read, place.start, key=_END) for row, place in places.items()}
    return cut, {row: at + 1 for row, at in first.items() if at < len(read) and read[at].start < places[row].end}


_END: Final = attrgetter("end")
_NOWHERE: Final = (1 << 62, 1 << 62, 0)


def _owners(places: Mapping[int, TextPlace]) -> Iterator[tuple[int, int, int]]:
    """Yield the passages of a text in which the last place that covers them is the same, each with its row."""
    edges = sorted({edge for place in places.values() for edge in place})
    index = {edge: number for number, edge in enumerate(edges)}
    rows = [0] * len(edges)
    for row, place in places.items():
        first, stop = index[place.start], index[place.end]
        rows[first:stop] = [row] * (stop - first)
    for row, group in groupby(range(len(edges)), key=rows.__getitem__):
        if row:
            run = list(group)
            yield edges[run[0]], edges[run[-1] + 1], row


class Shortener:
    """Shows as much of the passages of a document as wanted; what a short version costs does not grow with the rest.

    Of many passages in a row that no row of a table was read from, the first and the last are shown.
    """

    def __init__(self, whole: Iterable[Passage]) -> None:
        self._runs = [(bool(row), list(run)) for row, run in groupby(whole, key=_ROW)]
        self._sums = [None if is_read else _Sums(run) for is_read, run in self._runs]

    def text(self, detail: Detail) -> Iterator[Passage]:
        """Yield what is shown at a detail, with what was left out in its place."""
        head, tail = detail.in_a_row - detail.in_a_row // 4, detail.in_a_row // 4
        for (_, run), sums in zip(self._runs, self._sums, strict=True):
            if sums is None or len(run) <= detail.in_a_row + 1:
                yield from _short(run, detail)
                continue
            yield from _short(run[:head], detail)
            yield sums.left_out(head, len(run) - tail)
            yield from _short(run[len(run) - tail :], detail)


_ROW: Final = attrgetter("row")


class _Sums:
    """How many characters and changes the passages of a run have from its beginning on."""

    def __init__(self, run: Sequence[Passage]) -> None:
        edits = [passage.removed_by or passage.inserted_by for passage in run]
        is_new = (edit is not None and edit != before for before, edit in pairwise([None, *edits]))
        self._characters = [0, *accumulate(len(passage.text) for passage in run)]
        self._changes = [0, *accumulate(is_new)]

    def left_out(self, start: int, end: int) -> Passage:
        """Return what stands in the place of passages that are not shown."""
        changes = self._changes[end] - self._changes[start]
        told = f"{self._characters[end] - self._characters[start]:,} more characters"
        return Passage("", left_out=f"{told} with {changes:,} change{'s' if changes > 1 else ''}" if changes else told)


def left_out(hidden: Sequence[Passage]) -> Passage:
    """Return what stands in the place of passages that are not shown."""
    return _Sums(hidden).left_out(0, len(hidden))


def _short(run: Iterable[Passage], detail: Detail) -> Iterator[Passage]:
    for passage in run:
        size = len(passage.text)
        if size <= _WORTH_IT:
            yield passage
            continue
        limit = detail.changed if passage.is_changed else detail.kept
        if passage.is_changed and not has_words(passage.text):  # markup
            limit //= 8
        if size <= limit + _WORTH_IT:
            yield passage
            continue
        head, tail = limit - limit // 3, size - limit // 3
        yield passage._replace(text=passage.text[:head])
        yield passage._replace(text="", words=0, row=0, left_out=f"{tail - head:,} more characters")
        yield passage._replace(text=passage.text[tail:], words=0)


def visible(passage: Passage) -> str:
    """Return the words of a passage as they are shown: control characters as escapes, changed white space as signs."""
    if passage.is_changed and not passage.text.strip():
        return safe(passage.text.translate(_SEEN)) + ("\n" if "\n" in passage.text else "")
    return safe(passage.text, keep="\n\t")
