"""The rows that were read from a document, as the page shows them beside its text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count, dropwhile
from typing import Final, NamedTuple

from flows.ask.report.sources import Row, RowKey
from flows.quoting import safe

_VALUES: Final = "infobox_values"
_FIELDS: Final = "infobox_fields"
# Shown otherwise: in the head of the document, as the words of the row, beside them, or in the text that is linked.
_ELSEWHERE: Final = frozenset({"document_id", "source_text", "unread", "label", "value", "items"})
_NAMES: Final = ("label", "source_text", "text", "name", "template")
"""The first column of these that a row has is what it is called by."""
_MOST_CHARACTERS: Final = 200


class ShownRow(NamedTuple):
    """A row: its number on the page, what it is called by, its columns that say something, the words nobody read.

    ``has_words`` is whether the row has words of its own: the text shows them, unless they could not be found.
    ``values`` are the typed values of a field.
    """

    no: int
    name: str
    cells: Sequence[tuple[str, str]]
    unread: str
    has_words: bool
    values: Sequence[ShownRow] = ()


class ShownTable(NamedTuple):
    """The rows of a table that are shown, and the number of those that are not."""

    name: str
    rows: Sequence[ShownRow]
    left_out: int


def shown_tables(tables: Mapping[str, Sequence[Row]]) -> tuple[list[ShownTable], Mapping[RowKey, int]]:
    """Return the tables in their order, and the numbers that their rows have on the page.

    Typed values stand below their field: they have no label of their own.
    """
    numbers = count(1)
    known: dict[RowKey, int] = {}
    has_boxes = len(tables.get("boxes", ())) > 1
    values: dict[tuple[object, object], list[int]] = {}
    for at, row in enumerate(tables.get(_VALUES, ())):
        values.setdefault((row["box_no"], row["field_no"]), []).append(at)

    def shown(table: str, at: int) -> ShownRow:
        row = tables[table][at]
        number = known[table, at] = next(numbers)
        own = values.get((row["box_no"], row["field_no"]), ()) if table == _FIELDS else ()
        below = [shown(_VALUES, value) for value in own]
        name = _name(row, table)
        box = [("box", str(row["box_no"]))] if has_boxes and table != _VALUES else []
        cells = box + list(_cells(row, name))
        if table == _FIELDS and not below and (printed := " ".join(str(row["value"]).split())):
            cells.append(("value", safe(printed, limit=_MOST_CHARACTERS)))
        return ShownRow(number, name, cells, _unread(row), _has_words(row), below)

    found = [
        ShownTable(table, [shown(table, at) for at in range(len(rows))], 0)
        for table, rows in tables.items()
        if table != _VALUES
    ]
    return found, known


def shortened(tables: Sequence[ShownTable], most: int) -> list[ShownTable]:
    """Return the tables with no more than so many rows each, and so many values of each field."""
    return [
        ShownTable(
            table.name,
            [row._replace(values=row.values[:most]) for row in table.rows[:most]],
            max(0, len(table.rows) - most) + sum(max(0, len(row.values) - most) for row in table.rows[:most]),
        )
        for table in tables
    ]


def _name(row: Row, table: str) -> str:
    words = next((str(row[name]) for name in _NAMES if row.get(name)), "")
    return safe(" ".join(words.split()), limit=_MOST_CHARACTERS) or table


def _has_words(row: Row) -> bool:
    return bool(str(row.get("source_text") or (row.get("text") if "item_no" in row else "")).strip())


def _unread(row: Row) -> str:
    return safe(str(row.get("unread") or ""), limit=_MOST_CHARACTERS)


def _cells(row: Row, known: str) -> Iterator[tuple[str, str]]:
    """Yield the columns behind the key that say more than is ``known``. 0 does: "None" is as much an answer."""
    for name, value in dropwhile(lambda cell: cell[0] == "document_id" or cell[0].endswith("_no"), row.items()):
        if name not in _ELSEWHERE and value is not None and value is not False and value not in ((), [], ""):
            shown = safe(_words(value), limit=_MOST_CHARACTERS)
            if shown != known:
                yield name.replace("_", " "), shown


def _words(value: object) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return f"{value:,.0f}"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10_000:
        return f"{value:,}"
    return "yes" if value is True else str(value)
