"""SQLite and DuckDB: the same rows, with keys that hold."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.ask.export.duckdb_file import write_duckdb
from flows.ask.export.sqlite import write_sqlite
from flows.ask.export.tables import SnapshotExport, snapshot_export
from flows.errors import CommandError
from flows.publish.snapshot.manifest import SnapshotInfo

Rows = dict[str, list[dict[str, Any]]]


def in_sqlite(value: object) -> object:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if isinstance(value, dt.date) else value


def test_sqlite_gives_every_value_back(export: SnapshotExport, published: Rows, tmp_path: Path) -> None:
    path = tmp_path / "all.sqlite"
    assert write_sqlite(export, path) == ()
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        for table, rows in published.items():
            found = [dict(row) for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid')]
            assert found == [{name: in_sqlite(value) for name, value in row.items()} for row in rows]
        meaning = "SELECT meaning FROM columns WHERE \"table\" = 'tags' AND \"column\" = 'tag'"
        assert connection.execute(meaning).fetchone()[0] == "The tag, as printed."


def test_sqlite_has_the_keys_and_they_hold(export: SnapshotExport, tmp_path: Path) -> None:
    write_sqlite(export, tmp_path / "all.sqlite")
    with closing(sqlite3.connect(tmp_path / "all.sqlite")) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        columns = {row[1]: row for row in connection.execute("PRAGMA table_info(casualties)")}
        assert [name for name, row in columns.items() if row[5]] == ["document_id", "box_no", "casualty_no"]
        assert (columns["kind"][3], columns["note"][3]) == (1, 0)
        assert {row[2] for row in connection.execute("PRAGMA foreign_key_list(tags)")} == {"documents"}
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("INSERT INTO tags VALUES ('no such document', 1, 'x')")


def test_sqlite_refers_to_no_table_that_was_not_exported(info: SnapshotInfo, tmp_path: Path) -> None:
    write_sqlite(snapshot_export(info, ["tags"]), tmp_path / "tags.sqlite")
    with closing(sqlite3.connect(tmp_path / "tags.sqlite")) as connection:
        assert connection.execute("PRAGMA foreign_key_list(tags)").fetchall() == []
        pages = connection.execute("SELECT title, license, license_url, source FROM attribution").fetchall()
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert [page[2] for page in pages] == [
        "https://creativecommons.org/licenses/by-sa/4.0/"
    ] * 2  # also without the table that has them
    assert names == {"tags", "columns", "attribution", "about"}


def test_the_same_snapshot_gives_the_same_sqlite(export: SnapshotExport, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_sqlite(export, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_duckdb_is_a_copy_that_may_be_written_to(
    export: SnapshotExport, published: Rows, tmp_path: Path, info: SnapshotInfo
) -> None:
    before = (info.path / "warehouse.duckdb").read_bytes()
    path = tmp_path / "all.duckdb"
    assert write_duckdb(export, path) == ()
    assert os.access(path, os.W_OK)
    with duckdb.connect(str(path)) as connection:
        for table, rows in published.items():
            assert connection.sql(f'SELECT count(*) FROM "{table}"').fetchall() == [(len(rows),)]
        connection.execute("CREATE TABLE mine AS SELECT tag FROM tags")
    assert (info.path / "warehouse.duckdb").read_bytes() == before


def test_duckdb_is_whole_or_refused(info: SnapshotInfo, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="as a whole"):
        write_duckdb(snapshot_export(info, ["tags"]), tmp_path / "tags.duckdb")
