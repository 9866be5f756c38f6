"""CSV: a folder with one file a table, as ``query --format csv`` writes an answer: UTF-8, RFC 4180.

A null is an empty cell, an empty text is ``""``. A text that a spreadsheet would run as a formula begins with an
apostrophe, unless the export is raw.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from flows.ask.export.tables import ExportTable, Omission, SnapshotExport
from flows.ask.render import render
from flows.publish.table_files import ATTRIBUTION


class _TableAnswer(NamedTuple):
    """A table as ``render`` takes it."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[object, ...]]


def write_csv(export: SnapshotExport, folder: Path) -> tuple[Omission, ...]:
    """Write the files into a folder that exists. Nothing is left out."""
    for table in (*export.tables, *export.companions, export.about):
        with (folder / f"{table.name}.csv").open("x", encoding="utf-8", newline="") as file:
            file.writelines(render(_answer(table), "csv", raw=export.is_raw))
    if (words := export.info.path / ATTRIBUTION).is_file():
        shutil.copyfile(words, folder / ATTRIBUTION)
    return ()


def _answer(table: ExportTable) -> _TableAnswer:
    return _TableAnswer(tuple(column.name for column in table.columns), table.rows())
