"""A workbook for spreadsheets: a sheet for each table, others for what its columns mean and whose the pages are.

Rows are written one after the other, so the memory it takes does not grow with the tables. No text is run as a formula
or made a link. What a workbook cannot hold is counted, reported, and written on its first sheet.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any, Final

from xlsxwriter.exceptions import FileSizeError
from xlsxwriter.workbook import Workbook

from flows.ask.export.tables import Cell, ExportTable, Omission, SnapshotExport
from flows.ask.render import runs_as_formula
from flows.errors import CommandError

MAX_ROWS: Final = 1_048_576
"""Rows of a sheet, the head among them."""
MAX_CHARACTERS: Final = 32_767
"""Characters of a cell, as Excel counts them: one outside of the basic plane, such as a flag, is two."""
_MAX_DIGITS: Final = 10**15  # a larger whole number would lose its last digits
_FIRST_DAY: Final = dt.date(1900, 1, 1)  # dates of a workbook begin here
_WIDTHS: Final = range(8, 61)  # of a column, in characters
_MEASURED: Final = 200  # rows that are looked at for the widths
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_CUT: Final = f"cut to {MAX_CHARACTERS:,} characters, the most that a cell holds"


def write_xlsx(export: SnapshotExport, path: Path) -> tuple[Omission, ...]:
    """Write a workbook where nothing is yet, and return what it cannot hold."""
    book = Workbook(str(path), {**_OPTIONS, "tmpdir": str(path.parent)})
    book.set_properties({"title": export.info.snapshot_id, "created": export.info.created_utc.replace(tzinfo=None)})
    sheets = _Sheets(book)
    about = book.add_worksheet("about")  # the first that is seen, and written last
    left = [each for table in (*export.companions, *export.tables) for each in sheets.add(table)]
    facts = {**export.facts, **{f"left out {number}": str(each) for number, each in enumerate(left, 1)}}
    sheets.fill(about, export._replace(facts=facts).about)
    about.activate()
    try:
        book.close()
    except FileSizeError as error:
        what = "the tables are too large for a workbook, which holds 4 GB"
        raise CommandError("export --format xlsx", what, "name tables with --table, or use csv or sqlite") from error
    return tuple(left)


class _Sheets:
    """The sheets of one workbook, and the looks they share."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._head = book.add_format({"bold": True, "bottom": 1})
        self._date = book.add_format({"num_format": "yyyy-mm-dd"})
        self._text = book.add_format({"quote_prefix": True})  # stays a text, also when the cell is edited

    def add(self, table: ExportTable) -> list[Omission]:
        """Add a sheet with this table, and return what it cannot hold."""
        return self.fill(self._book.add_worksheet(table.name), table)

    def fill(self, sheet: Any, table: ExportTable) -> list[Omission]:
        """Write a table into a sheet, and return what it cannot hold."""
        for at, column in enumerate(table.columns):
            sheet.write_string(0, at, column.name, self._head)
            if column.description:
                sheet.write_comment(0, at, column.description, {"x_scale": 2})
        sheet.freeze_panes(1, 0)
        widths = [len(column.name) + 3 for column in table.columns]
        cut: Counter[int] = Counter()
        number = 0
        for number, row in enumerate(islice(table.rows(), MAX_ROWS - 1), 1):
            for at, value in enumerate(row):
                if value is None:
                    continue
                cut[at] += self._write(sheet, number, at, value)
                if number <= _MEASURED:
                    widths[at] = max(widths[at], len(str(value)))
        for at, width in enumerate(widths):
            sheet.set_column(at, at, min(max(width + 1, _WIDTHS.start), _WIDTHS.stop))
        sheet.autofilter(0, 0, number, len(table.columns) - 1)
        left = [Omission(table.name, table.columns[at].name, count, _CUT) for at, count in sorted(cut.items()) if count]
        if table.row_count > number:
            why = f"a sheet has at most {MAX_ROWS:,} rows"
            left.append(Omission(table.name, None, table.row_count - number, why))
        return left

    def _write(self, sheet: Any, row: int, at: int, value: Cell) -> bool:
        """Write a cell, and return whether it was cut."""
        if isinstance(value, bool):
            sheet.write_boolean(row, at, value)
        elif isinstance(value, dt.date) and value >= _FIRST_DAY:
            sheet.write_datetime(row, at, dt.datetime(value.year, value.month, value.day), self._date)
        elif isinstance(value, int | float) and abs(value) < _MAX_DIGITS:
            sheet.write_number(row, at, value)
        else:  # a text, an earlier date, a number that would lose digits, or one that is not finite
            text = str(value)
            fitting = _fitting(text)
            sheet.write_string(row, at, fitting, self._text if runs_as_formula(text) else None)
            return len(fitting) < len(text)
        return False


def _fitting(text: str) -> str:
    """Return as much of a text as a cell holds."""
    if len(text) * 2 <= MAX_CHARACTERS or len(units := text.encode("utf-16-le")) <= MAX_CHARACTERS * 2:
        return text
    return units[: MAX_CHARACTERS * 2].decode("utf-16-le", "ignore")  # half a character is dropped
