"""Answers as text: a table for people, CSV and JSON for programs, Markdown for reports.

Control characters that a page may hide in a name are shown as escapes wherever people look: in a table, in Markdown and
in CSV on a terminal. JSON always has its own escapes for them, which mean the same text. CSV in a file holds the data
unchanged, but for one mark: a text that a spreadsheet would run as a formula begins with an apostrophe.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate
from types import NoneType
from typing import Final, Literal, Protocol

from flows.quoting import markdown, safe, safe_json

Format = Literal["table", "csv", "json", "markdown"]

CELL: Final = 60
"""The width of a cell of a table at most, in columns of the terminal; longer values are cut and end in "…"."""

_NUMBERS: Final = {int, float, Decimal}
_FORMULA: Final = ("=", "+", "-", "@")


class Answer(Protocol):
    """What can be rendered: ``flows.ask.query.QueryResult`` or anything with columns and rows."""

    @property
    def columns(self) -> Sequence[str]: ...  # noqa: D102

    @property
    def rows(self) -> Iterable[Sequence[object]]: ...  # noqa: D102 - from the first row, each time


def render(answer: Answer, form: Format = "table", *, for_terminal: bool = False, raw: bool = False) -> Iterator[str]:
    """Yield the answer as pieces of text to be written one after the other, line ends included.

    ``for_terminal`` is for CSV, as is ``raw``: no text is marked, even if a spreadsheet would run it.
    """
    if form == "csv":
        return _csv(answer, safe if for_terminal else str, str if raw else _no_formula)
    return _FORMS[form](answer)


def _table(answer: Answer) -> Iterator[str]:
    """Yield aligned lines. The rows are gone through twice, for the widths and for the lines, and never all held."""
    head = [_cut(name) for name in answer.columns]
    widths = [display_width(cell) for cell in head]
    kinds: list[set[type]] = [set() for _ in head]
    for row in answer.rows:
        for at, value in enumerate(row):
            widths[at] = max(widths[at], display_width(_shown(value)))
            kinds[at].add(type(value))
    is_right = [bool(found - {NoneType}) and found - {NoneType} <= _NUMBERS for found in kinds]
    yield _line(head, widths, is_right)
    yield "  ".join("─" * width for width in widths) + "\n"
    for row in answer.rows:
        yield _line([_shown(value) for value in row], widths, is_right)


def _line(cells: Sequence[str], widths: Sequence[int], is_right: Sequence[bool]) -> str:
    padded = []
    for cell, width, right in zip(cells, widths, is_right, strict=True):
        gap = " " * (width - display_width(cell))
        padded.append(gap + cell if right else cell + gap)
    return "  ".join(padded).rstrip() + "\n"


def _shown(value: object) -> str:
    if value is None:
        return "NULL"
    text = value if isinstance(value, str) else _text(value)
    return _cut(text)


def _cut(text: str) -> str:
    shown = safe(text[: CELL * 4])  # the rest is not looked at: it may be a hundred megabytes
    if len(text) <= CELL * 4 and display_width(shown) <= CELL:
        return shown
    widths = accumulate(map(display_width, shown))
    end = next((at for at, width in enumerate(widths) if width >= CELL), len(shown))  # "…" needs a column, too
    return shown[:end] + "…"


def display_width(text: str) -> int:
    r"""Return how many columns a terminal needs: two for an East Asian wide character, none for a combining mark.

    >>> display_width("Deir"), display_width("日本"), display_width("e\u0301")
    (4, 4, 1)
    """
    if text.isascii():
        return len(text)
    marks = sum(unicodedata.category(letter) in {"Mn", "Me", "Cf"} for letter in text)
    return len(text) + sum(unicodedata.east_asian_width(letter) in "WF" for letter in text) - marks


def _text(value: object) -> str:
    """Return one value as text: ISO dates, SQL's true and false, lists and structs as JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple | dict):
        return json.dumps(_plain(value), ensure_ascii=False, allow_nan=False)
    return str(_plain(value)) if not isinstance(value, float) else repr(value)


def _plain(value: object) -> object:
    """Return what JSON can hold: dates as ISO text, bytes as hex, exact decimals as text unless they are whole."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None  # JSON knows no NaN
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in value]
    return str(value)


def _csv(answer: Answer, shown: Callable[[str], str], marked: Callable[[str], str]) -> Iterator[str]:
    """Yield RFC 4180: CRLF, quotes where needed. A null is an empty cell, an empty text is ``""``."""

    def cell(value: object) -> str:
        if value is None:
            return ""
        return _csv_cell(shown(marked(value) if isinstance(value, str) else _text(value)))

    yield ",".join(map(cell, answer.columns)) + "\r\n"
    for row in answer.rows:
        yield ",".join(map(cell, row)) + "\r\n"


def _no_formula(text: str) -> str:
    return f"'{text}" if runs_as_formula(text) else text


def runs_as_formula(text: str) -> bool:
    """Return whether a spreadsheet would run the text once it is typed in, blanks and wide signs before it included."""
    if text[:1].isalnum():
        return False
    begin = next((letter for letter in text if unicodedata.category(letter)[0] not in "ZC"), "")
    return unicodedata.normalize("NFKC", begin)[:1] in _FORMULA


def _csv_cell(text: str) -> str:
    if text and text == text.strip() and not any(letter in text for letter in ',"\r\n'):
        return text
    return '"' + text.replace('"', '""') + '"'


def _json(answer: Answer) -> Iterator[str]:
    """Yield a JSON array of one object a row. Of columns of the same name all but the first get a number."""
    names: dict[str, None] = {}
    numbers: dict[str, int] = {}  # the next for each name: a thousand columns of one name are not counted anew for each
    for name in answer.columns:
        free = name
        while free in names:
            numbers[name] = number = numbers.get(name, 1) + 1
            free = f"{name}_{number}"
        names[free] = None
    before = "[\n "
    for row in answer.rows:
        cells = {name: _plain(value) for name, value in zip(names, row, strict=True)}
        yield before + safe_json(json.dumps(cells, ensure_ascii=False, allow_nan=False))
        before = ",\n "
    yield "[]\n" if before.startswith("[") else "\n]\n"


def _markdown(answer: Answer) -> Iterator[str]:
    yield _markdown_line(map(markdown, answer.columns))
    yield _markdown_line("---" for _ in answer.columns)
    for row in answer.rows:
        yield _markdown_line("" if value is None else markdown(_text(value)) for value in row)


def _markdown_line(cells: Iterator[str]) -> str:
    return "| " + " | ".join(cells) + " |\n"


_FORMS: Final[Mapping[str, Callable[[Answer], Iterator[str]]]] = {
    "table": _table,
    "json": _json,
    "markdown": _markdown,
}
