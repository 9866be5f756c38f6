"""How much of a document fits into a number of bytes: its rows get half of them, or what its text leaves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from markupsafe import escape

from flows.ask.report.shown_rows import ShownRow, ShownTable, shortened
from flows.ask.report.shown_text import DETAILS, Passage, Shortener, left_out

# About what the tags around a changed passage, a row and a cell of it take.
_TAG_BYTES: Final = 90
_ROW_BYTES: Final = 90
_CELL_BYTES: Final = 12
_ROWS: Final = (1, 3, 6, 16, 40, 100, 400, 1_000_000)
"""How many rows of each table are shown. The least first, here and in ``DETAILS``: trying costs what is shown."""


def fitting(
    text: Sequence[Passage], tables: Sequence[ShownTable], room: int, said: float
) -> tuple[list[Passage], Sequence[ShownTable]]:
    """Return as much of a text and of the rows read from it as takes about ``room`` bytes.

    ``said`` is how many characters are said of a change, where it stands.
    """
    weigh = _Weight(text, said)
    needed = sum(map(weigh, text))
    shown: Sequence[ShownTable] = shortened(tables, 0)
    for most in _ROWS:
        more = shortened(tables, most)
        if _table_bytes(more) > max(room // 2, room - needed):
            break
        shown = more
    return _fitting_text(text, room - _table_bytes(shown), weigh), shown


def rows_of(tables: Iterable[ShownTable]) -> Iterator[ShownRow]:
    """Yield all rows of tables, each field before its values."""
    for table in tables:
        for row in table.rows:
            yield row
            yield from row.values


def _fitting_text(text: Sequence[Passage], room: float, weigh: _Weight) -> list[Passage]:
    shortener = Shortener(text)
    found = _beginning(list(shortener.text(DETAILS[-1])), room, weigh)
    for detail in reversed(DETAILS[:-1]):
        fuller = _up_to(shortener.text(detail), room, weigh)
        if fuller is None:
            break
        found = fuller
    return found


def _up_to(text: Iterable[Passage], room: float, weigh: _Weight) -> list[Passage] | None:
    """Return the passages as a list, None where they take more than the room."""
    found: list[Passage] = []
    for passage in text:
        room -= weigh(passage)
        if room < 0:
            return None
        found.append(passage)
    return found


def _beginning(text: Sequence[Passage], room: float, weigh: _Weight) -> list[Passage]:
    """Return as many passages from the first on as fit, and how much was left out."""
    for at, passage in enumerate(text):
        room -= weigh(passage)
        if room < 0:
            return [*text[:at], left_out(text[at:])]
    return list(text)


class _Weight:
    """Says how many bytes a passage takes in a page, by the average character: "<" takes four, "é" two."""

    def __init__(self, text: Sequence[Passage], said: float) -> None:
        characters = "".join(passage.text for passage in text)
        self._character = len(escape(characters).encode("utf-8", "replace")) / max(1, len(characters))
        self._change = _TAG_BYTES + said * self._character

    def __call__(self, passage: Passage) -> float:
        text, inserted, removed, _, row, hidden = passage
        changes = (inserted is not None) + (removed is not None)
        tags = (row > 0) + (hidden != "")
        return len(text) * self._character + changes * self._change + tags * _TAG_BYTES


def _table_bytes(tables: Sequence[ShownTable]) -> int:
    cells = ((row, sum(_CELL_BYTES + len(name) + len(value) for name, value in row.cells)) for row in rows_of(tables))
    return 60 * len(tables) + sum(_ROW_BYTES + len(row.name) + len(row.unread) + size for row, size in cells)
