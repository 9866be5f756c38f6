"""The analyst's door: it opens from anywhere, survives a move, and says what its columns mean."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

from flows.infobox import records
from flows.publish.catalog import TableMacro, TableView, identifier, literal, ready_made, write_catalog
from flows.publish.parquet import write_table
from flows.publish.snapshot.lock import output_lock
from flows.publish.snapshot.manifest import RunFacts, SnapshotInfo
from flows.publish.snapshot.publishing import open_stage, publish
from flows.publish.table_files import tables_in
from flows.validate.arrow import arrow_schema, frame
from schemas.tables import TABLES

KEY = "efcc13ed975c27b8"


def example(table: str, **values: object) -> tuple[object, ...]:
    """Return a row of a table: its columns' examples, or what is given."""
    columns = TABLES[table].model.to_schema().columns
    row = {name: (column.metadata or {}).get("example") for name, column in columns.items()}
    return tuple({**row, "document_id": KEY, **values}[name] for name in columns)


ROWS: dict[str, list[tuple[object, ...]]] = {
    "documents": [example("documents")],
    "infobox_fields": [example("infobox_fields", box_no=1, field_no=1, label="Height", field="height")],
    "infobox_values": [
        example("infobox_values", box_no=1, field_no=1, item_no=1, unread="(open)"),
        example("infobox_values", box_no=1, field_no=1, item_no=2, unread=None),
        example("infobox_values", box_no=1, field_no=1, item_no=3, kind="text", unread=None),
    ],
    "conflicts": [
        example("conflicts", box_no=1, start_date=dt.date(2017, 9, 14), end_date=dt.date(2017, 11, 3), unread=None)
    ],
    "belligerents": [
        example("belligerents", belligerent_no=1, side=1, name="Syria", relation="principal", parent_no=None, depth=0),
        example("belligerents", belligerent_no=2, side=1, name="Fatemiyoun", relation="allied"),
    ],
    "commanders": [example("commanders", commander_no=1, side=2, name=None, is_unknown=True)],
    "casualties": [
        example("casualties", casualty_no=1, side=2, count_min=300, count_max=None, claimant="SAA", parent_no=None),
        example("casualties", casualty_no=2, side=2, count_min=101, count_max=101, claimant="SAA", parent_no=None),
        example("casualties", casualty_no=3, side=2, count_min=40, count_max=40, claimant="SAA", parent_no=1),
        example("casualties", casualty_no=4, side=2, count_min=7, count_max=9, claimant="SOHR", parent_no=None),
    ],
}


def put(output: Path) -> SnapshotInfo:
    with output_lock(output) as lock, open_stage(lock) as stage:
        written = [
            write_table(
                stage.path / f"{name}.parquet", arrow_schema(name), [frame(name, ROWS.get(name, [])).to_arrow()]
            )
            for name in TABLES
        ]
        return publish(stage, written, RunFacts("1", "2"), created=dt.datetime(2026, 11, 22, tzinfo=dt.UTC))


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "it's [1] a*b? „Ordner“ 中"
    put(folder)
    return folder


@pytest.fixture
def door(output: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(output / "warehouse.duckdb"), read_only=True) as connection:
        yield connection


def ask(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


def test_every_table_is_a_view(door: duckdb.DuckDBPyConnection) -> None:
    for name in TABLES:
        assert ask(door, f"SELECT count(*) FROM {identifier(name)}") == [(len(ROWS.get(name, [])),)]


def test_the_door_opens_from_anywhere(output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    put(Path("relative out"))
    elsewhere = tmp_path / "deep" / "er"
    elsewhere.mkdir(parents=True)
    monkeypatch.chdir(elsewhere)
    with duckdb.connect("../../relative out/warehouse.duckdb", read_only=True) as connection:
        assert ask(connection, "SELECT document_id FROM documents") == [(KEY,)]


def test_a_moved_snapshot_needs_one_variable(output: Path, tmp_path: Path) -> None:
    moved = tmp_path / "it's moved"
    shutil.copytree(output / "current", moved)
    with duckdb.connect(str(moved / "warehouse.duckdb"), read_only=True) as connection:
        connection.execute(f"SET VARIABLE snapshot_dir = {literal(str(moved))}")
        (moved / "documents.parquet").write_bytes((moved / "tags.parquet").read_bytes())
        with pytest.raises(duckdb.Error, match="title"):
            ask(connection, "SELECT title FROM documents")  # it reads the moved files, not the old ones


def test_views_sql_works_in_its_own_folder(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(output / "current")
    text = Path("views.sql").read_text()
    assert str(output) not in text
    with duckdb.connect() as connection:
        connection.execute(text)
        assert ask(connection, "SELECT count(*) FROM casualties") == [(4,)]


def test_comments_are_the_contract(door: duckdb.DuckDBPyConnection) -> None:
    tables = dict(ask(door, "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal"))
    columns = {
        (t, c): text for t, c, text in ask(door, "SELECT table_name, column_name, comment FROM duckdb_columns()")
    }
    for name, spec in TABLES.items():
        assert tables[name] == spec.description
        for column, made in spec.model.to_schema().columns.items():
            assert columns[name, column] == made.description
    assert all(tables.values())


def test_the_catalogue_opens_in_older_releases(output: Path) -> None:
    # Bytes 12 to 20 of a DuckDB file are its storage version; 64 is what 1.0 wrote.
    content = (output / "current" / "warehouse.duckdb").read_bytes()
    assert content[8:12] == b"DUCK"
    assert int.from_bytes(content[12:20], "little") == 64


def test_casualties_by_side_adds_up_one_claimant_only(door: duckdb.DuckDBPyConnection) -> None:
    sql = "SELECT claimant, statements, count_min, count_max FROM casualties_by_side ORDER BY claimant"
    # 40 is a part of the 300; 300+ is open, and so is its sum.
    assert ask(door, sql) == [("SAA", 2, 401, None), ("SOHR", 1, 7, 9)]


def test_what_is_left_unread_is_counted_by_field(door: duckdb.DuckDBPyConnection) -> None:
    sql = 'SELECT "table", field, readings, with_words_left, words_only, examples FROM unread_by_field'
    assert ask(door, sql) == [("infobox_values", "height", 3, 1, 1, ["(open)"])]


def test_sides_and_lineage(door: duckdb.DuckDBPyConnection) -> None:
    assert ask(door, "SELECT side, belligerents, allies, commanders FROM sides") == [
        (1, ["Syria"], ["Fatemiyoun"], None),
        (2, None, None, None),
    ]
    sql = 'SELECT "table", row_no, source FROM lineage ORDER BY ALL LIMIT 2'
    source = ROWS["documents"][0][1]
    assert ask(door, sql) == [("belligerents", 1, source), ("belligerents", 2, source)]


def test_ready_made_views_need_their_tables(tmp_path: Path) -> None:
    write_table(tmp_path / "edits.parquet", arrow_schema("edits"), [])
    assert [each.name for each in ready_made(tables_in(tmp_path))] == ["edits_by_rule"]


def test_a_macro_is_a_view_with_parameters(door: duckdb.DuckDBPyConnection) -> None:
    assert ask(door, "SELECT document_id FROM conflicts_on('2017-09-20')") == [(KEY,)]
    assert ask(door, "SELECT document_id FROM conflicts_on('1066-10-14')") == []


def test_macros_are_commented(door: duckdb.DuckDBPyConnection) -> None:
    listed = ask(door, "SELECT function_name, comment FROM duckdb_functions() WHERE NOT internal")
    assert dict(listed) == {each.name: each.comment for each in ready_made(TABLES) if isinstance(each, TableMacro)}


def test_ready_made_views_say_what_their_columns_are(output: Path) -> None:
    described = {column for spec in TABLES.values() for column in spec.model.to_schema().columns}
    with duckdb.connect(str(output / "warehouse.duckdb"), read_only=True) as connection:
        for view in (each for each in ready_made(TABLES) if isinstance(each, TableView)):
            columns = {row[0] for row in ask(connection, f"DESCRIBE {view.name}")}
            assert set(view.columns) <= columns
            assert columns <= described | set(view.columns), view.name


def test_a_name_with_quotes_is_only_a_name(tmp_path: Path) -> None:
    folder = tmp_path / "x'; COPY (SELECT 42) TO 'pwned.csv'; --"
    folder.mkdir()
    odd = "y\"'; DROP"
    write_table(folder / f"{odd}.parquet", arrow_schema("tags"), [])
    write_catalog(folder, folder)
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
        assert ask(connection, f"FROM {identifier(odd)}") == []
    assert not list(tmp_path.rglob("pwned*"))


def test_other_readers_agree(output: Path) -> None:
    path = output / "current" / "casualties.parquet"
    assert pl.read_parquet(path, glob=False).height == pq.read_table(path).num_rows == 4
    assert set(records.CasualtyRow._fields) == set(pq.read_schema(path).names)
