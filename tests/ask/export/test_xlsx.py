"""Workbooks: what comes out is what went in, nothing runs, and what does not fit is told."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from flows.ask.export import xlsx
from flows.ask.export.tables import Omission, SnapshotExport
from flows.ask.export.xlsx import MAX_CHARACTERS, write_xlsx
from tests.ask.export.conftest import HOSTILE

Rows = dict[str, list[dict[str, Any]]]


def in_workbook(value: object) -> object:
    """Return a value of a table as the workbook holds it."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day) if value.year >= 1900 else value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool) and value > 10**15:
        return str(value)
    return value[:MAX_CHARACTERS] if isinstance(value, str) else value


def read(path: Path) -> dict[str, list[dict[str, Any]]]:
    found = {}
    for sheet in openpyxl.load_workbook(path):
        head, *rows = ([unescape(cell) if isinstance(cell, str) else cell for cell in row] for row in sheet.values)
        found[sheet.title] = [dict(zip(head, row, strict=True)) for row in rows]
    return found


def test_every_value_comes_back(export: SnapshotExport, published: Rows, tmp_path: Path) -> None:
    write_xlsx(export, tmp_path / "all.xlsx")
    found = read(tmp_path / "all.xlsx")
    assert list(found) == ["about", "columns", "attribution", *sorted(published)]
    for table, rows in published.items():
        assert found[table] == [{name: in_workbook(value) for name, value in row.items()} for row in rows]
    assert [row["tag"] for row in found["tags"]] == HOSTILE
    assert [row["title"] for row in found["attribution"]] == [row["title"] for row in published["documents"]]
    assert {row["column"] for row in found["columns"] if row["table"] == "tags"} == set(published["tags"][0])


def test_no_text_is_a_formula_or_a_link(export: SnapshotExport, tmp_path: Path) -> None:
    write_xlsx(export, tmp_path / "all.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "all.xlsx")["tags"]
    cells = [row[2] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
    assert [cell.value for cell in cells if cell.quotePrefix] == [text for text in HOSTILE if text[0] in "=+-@"]


def test_a_sheet_has_a_head_that_stays_filters_and_explains(export: SnapshotExport, tmp_path: Path) -> None:
    write_xlsx(export, tmp_path / "all.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "all.xlsx")["tags"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:C{len(HOSTILE) + 1}"
    assert sheet["C1"].font.b
    assert "The tag, as printed." in sheet["C1"].comment.text


def test_what_a_cell_cannot_hold_is_cut_and_told(export: SnapshotExport, tmp_path: Path) -> None:
    left = write_xlsx(export, tmp_path / "all.xlsx")
    assert [(each.table, each.column, each.lost) for each in left] == [("documents", "text", 1)]
    found = read(tmp_path / "all.xlsx")
    assert len(found["documents"][1]["text"]) == MAX_CHARACTERS
    assert str(left[0]) in [row["value"] for row in found["about"]]


def test_characters_are_counted_as_excel_counts_them() -> None:
    flags = "\U0001f600" * 20_000
    assert len(xlsx._fitting(flags)) == MAX_CHARACTERS // 2
    assert xlsx._fitting(flags[:16_383]) == flags[:16_383]
    assert xlsx._fitting("x" * MAX_CHARACTERS) == "x" * MAX_CHARACTERS


def test_rows_beyond_the_last_of_a_sheet_are_told(
    export: SnapshotExport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 10)
    only = export._replace(tables=tuple(table for table in export.tables if table.name == "tags"))
    left = write_xlsx(only, tmp_path / "tags.xlsx")
    assert left[-1] == Omission("tags", None, len(HOSTILE) - 9, "a sheet has at most 10 rows")
    assert len(read(tmp_path / "tags.xlsx")["tags"]) == 9


def test_the_same_snapshot_gives_the_same_bytes(export: SnapshotExport, tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_xlsx(export, tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
