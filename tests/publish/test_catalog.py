"""The ready-made questions, and what describes the tables to other programs."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

from flows.infobox import records
from flows.publish.catalog import TableMacro, TableView, identifier, literal, ready_made
from flows.publish.parquet import write_table
from flows.publish.table_files import tables_in
from flows.publish.warehouse import write_catalog
from flows.validate.arrow import arrow_schema
from schemas.tables import TABLES
from tests.publish.conflict_tables import KEY, ROWS, ask
from tests.publish.old_duckdb import EXAMPLE


def test_views_sql_works_in_its_own_folder(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(output / "current")
    text = Path("views.sql").read_text()
    assert str(output) not in text
    with duckdb.connect() as connection:
        connection.execute(text)
        assert ask(connection, "SELECT count(*) FROM casualties") == [(4,)]


def test_views_sql_works_elsewhere_with_one_variable(output: Path, tmp_path: Path) -> None:
    moved = tmp_path / "it's moved"
    shutil.copytree(output / "current", moved)
    with duckdb.connect() as connection:
        connection.execute(f"SET VARIABLE snapshot_dir = {literal(str(moved))}")
        connection.execute((moved / "views.sql").read_text())
        assert ask(connection, "SELECT count(*) FROM casualties") == [(4,)]
        assert ask(connection, "SELECT document_id FROM conflicts_active_on('2017-09-20')") == [(KEY,)]
        assert ask(connection, 'SELECT "columns" FROM keys WHERE "table" = \'documents\'') == [(["document_id"],)]


def test_no_view_casts_a_text_that_may_be_no_number() -> None:
    # DuckDB 1.5 casts also the rows that a CASE or WHERE leaves out: '' as the day of "1788" ended conflict_periods.
    definitions = [made.definition() for made in ready_made(TABLES)]
    assert not [each for each in definitions if "::INTEGER" in each]


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
    assert ask(door, "SELECT document_id FROM conflicts_active_on('2017-09-20')") == [(KEY,)]
    assert ask(door, "SELECT document_id FROM conflicts_active_on('1066-10-14')") == []


@pytest.mark.parametrize("macro", [each for each in ready_made(TABLES) if isinstance(each, TableMacro)])
def test_macros_show_how_they_are_asked(macro: TableMacro, door: duckdb.DuckDBPyConnection) -> None:
    example = EXAMPLE.search(macro.comment)
    assert example is not None
    assert example[1].startswith(f"{macro.name}(")
    assert ask(door, f"DESCRIBE FROM {example[1]}")


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
    write_catalog(folder)
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
        assert ask(connection, f"FROM {identifier(odd)}") == []
    assert not list(tmp_path.rglob("pwned*"))


def test_other_readers_agree(output: Path) -> None:
    path = output / "current" / "casualties.parquet"
    assert pl.read_parquet(path, glob=False).height == pq.read_table(path).num_rows == 4
    assert set(records.CasualtyRow._fields) == set(pq.read_schema(path).names)
