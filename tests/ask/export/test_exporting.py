"""Exports to a place: whole or not at all, and what stands there is kept unless it may be replaced."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows.ask.export import exporting
from flows.ask.export.exporting import FORMS, write_export
from flows.ask.export.tables import SnapshotExport, snapshot_export
from flows.errors import CommandError, DamagedError
from flows.publish.snapshot.manifest import SnapshotInfo
from tests.ask.export.conftest import HOSTILE

Rows = dict[str, list[dict[str, Any]]]


def in_csv(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_csv_gives_every_value_back(export: SnapshotExport, published: Rows, tmp_path: Path) -> None:
    write_export(export._replace(is_raw=True), "csv", tmp_path / "tables", may_replace=False)
    for table, rows in published.items():
        with (tmp_path / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file))
        assert found == [{name: in_csv(value) for name, value in row.items()} for row in rows]
    assert (tmp_path / "tables" / "ATTRIBUTION.md").read_text().startswith("# Attribution")
    edits = (tmp_path / "tables" / "edits.csv").read_bytes()
    assert b',a,"",' in edits  # an empty text; a null is nothing at all
    assert edits.endswith(b",,\r\n")


def test_csv_marks_what_a_spreadsheet_would_run(export: SnapshotExport, tmp_path: Path) -> None:
    write_export(export, "csv", tmp_path / "tables", may_replace=False)
    with (tmp_path / "tables" / "tags.csv").open(encoding="utf-8", newline="") as file:
        found = [row["tag"] for row in csv.DictReader(file)]
    assert found == [f"'{text}" if text[0] in "=+-@" else text for text in HOSTILE]


@pytest.mark.parametrize("form", FORMS)
def test_what_stands_there_is_kept_unless_it_may_be_replaced(export: SnapshotExport, tmp_path: Path, form: str) -> None:
    to = tmp_path / "there"
    mine = to / "mine.txt" if FORMS[form].is_folder else to
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("mine")
    with pytest.raises(CommandError, match="already"):
        write_export(export, form, to, may_replace=False)
    assert mine.read_text() == "mine"
    write_export(export, form, to, may_replace=True)
    write_export(export, form, to, may_replace=True)
    if FORMS[form].is_folder:
        assert mine.read_text() == "mine"
        assert (to / "tags.csv").is_file()
    else:
        assert to.read_bytes() != b"mine"
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


@pytest.mark.parametrize("form", FORMS)
def test_a_failure_leaves_what_stood_there_and_nothing_else(
    export: SnapshotExport, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: SnapshotExport, path: Path) -> tuple[()]:
        (path / "half" if path.is_dir() else path).write_text("half")
        raise OSError("no space left")

    monkeypatch.setattr(exporting, "FORMS", {form: FORMS[form]._replace(write=fail)})
    with pytest.raises(OSError, match="no space"):
        write_export(export, form, tmp_path / "there", may_replace=False)
    assert list(tmp_path.iterdir()) == []


def test_a_snapshot_is_never_written_into(export: SnapshotExport, info: SnapshotInfo) -> None:
    for place in (info.path / "x.xlsx", info.path):
        with pytest.raises(CommandError, match="lies in the snapshot"):
            write_export(export, "xlsx", place, may_replace=True)


def test_a_file_is_no_folder_and_a_folder_no_file(export: SnapshotExport, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="is no folder"):
        write_export(export, "csv", tmp_path / "file", may_replace=True)
    with pytest.raises(CommandError, match="is a folder"):
        write_export(export, "sqlite", tmp_path, may_replace=True)


def test_a_table_that_is_not_there_is_named(info: SnapshotInfo) -> None:
    with pytest.raises(CommandError, match="did you mean casualties"):
        snapshot_export(info, ["casualty"])


def test_rows_are_read_a_few_at_a_time(export: SnapshotExport) -> None:
    (tags,) = (table for table in export.tables if table.name == "tags")
    rows = tags.rows()
    assert next(rows)[2] == HOSTILE[0]
    assert next(iter(tags.rows()))[2] == HOSTILE[0]
    assert len(list(tags.rows())) == tags.row_count == len(HOSTILE)


def test_a_damaged_table_is_an_error_and_no_export(info: SnapshotInfo, tmp_path: Path) -> None:
    folder = tmp_path / "snapshot"
    folder.mkdir()
    for path in info.path.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    whole = bytearray((folder / "edits.parquet").read_bytes())
    whole[10:40] = bytes(30)
    (folder / "edits.parquet").write_bytes(whole)
    broken = snapshot_export(replace(info, path=folder))
    with pytest.raises(DamagedError, match=r"edits\.parquet"):
        write_export(broken, "sqlite", tmp_path / "x.sqlite", may_replace=False)
    assert not (tmp_path / "x.sqlite").exists()
