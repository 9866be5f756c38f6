"""The analyst's door: one file that holds the tables, described, and answers wherever it is."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from flows.errors import DamagedError
from flows.publish import durable
from flows.publish.catalog import TableMacro, identifier, ready_made
from flows.publish.snapshot.additions import added
from flows.publish.snapshot.manifest import SnapshotInfo
from flows.publish.snapshot.published import current_snapshot, verify
from flows.publish.table_files import WAREHOUSE
from flows.publish.warehouse import additions
from schemas.tables import TABLES
from tests.publish.conflict_tables import KEY, ROWS, ask, put


def test_every_table_is_in_it(door: duckdb.DuckDBPyConnection) -> None:
    assert {name for (name,) in ask(door, "SELECT table_name FROM duckdb_tables()")} == set(TABLES)
    for name in TABLES:
        assert ask(door, f"SELECT count(*) FROM {identifier(name)}") == [(len(ROWS.get(name, [])),)]


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the warehouse alone, of an output that was moved and then removed."""
    folder = tmp_path_factory.mktemp("places")
    put(folder / "original")
    (folder / "original").rename(folder / "elsewhere")
    shutil.copytree(folder / "elsewhere" / "current", folder / "copied")
    (folder / "sent").mkdir()
    sent = shutil.copy(folder / "copied" / WAREHOUSE, folder / "sent" / "mine.duckdb")
    for gone in ("elsewhere", "copied"):
        shutil.rmtree(folder / gone)
    return Path(sent)


@pytest.mark.parametrize("place", [".", "..", "/"])
def test_it_answers_wherever_it_is(moved: Path, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(moved.parent / place)
    with duckdb.connect(os.path.relpath(moved), read_only=True) as connection:
        assert ask(connection, "SELECT document_id FROM documents") == [(KEY,)]
        assert ask(connection, "SELECT count(*) FROM lineage") == [(7,)]
        assert ask(connection, "SELECT document_id FROM conflicts_active_on('2017-09-20')") == [(KEY,)]


def test_it_answers_beside_another_database(moved: Path) -> None:
    with duckdb.connect() as mine:
        mine.execute("CREATE TABLE documents AS SELECT 'mine' AS document_id")
        mine.execute(f"ATTACH '{moved}' AS w (READ_ONLY)")
        assert ask(mine, "SELECT count(*), min(document_id) FROM w.lineage") == [(7, KEY)]
        mine.execute("USE w")
        assert ask(mine, "SELECT document_id FROM conflicts_active_on('2017-09-20')") == [(KEY,)]


def test_it_holds_no_path(output: Path, moved: Path) -> None:
    for path in (output / "current" / WAREHOUSE, moved):
        assert str(output).encode() not in path.read_bytes()
        assert b"places" not in path.read_bytes()


def test_it_opens_in_releases_since_1_2(output: Path) -> None:
    # Bytes 12 to 20 of a DuckDB file are its storage version; 65 is what 1.2 wrote. .ci/run opens it with 1.4 and 1.5.
    content = (output / "current" / WAREHOUSE).read_bytes()
    assert content[8:12] == b"DUCK"
    assert int.from_bytes(content[12:20], "little") == 65


def test_comments_are_the_contract(door: duckdb.DuckDBPyConnection) -> None:
    listed = "SELECT table_name, comment FROM duckdb_tables() UNION SELECT view_name, comment FROM duckdb_views()"
    tables = dict(ask(door, f"{listed} WHERE NOT internal"))
    columns = {
        (t, c): text for t, c, text in ask(door, "SELECT table_name, column_name, comment FROM duckdb_columns()")
    }
    for name, spec in TABLES.items():
        assert tables[name].startswith(spec.description)
        for column, made in spec.model.to_schema().columns.items():
            assert columns[name, column] == made.description
    assert all(tables.values())


def test_macros_are_commented(door: duckdb.DuckDBPyConnection) -> None:
    listed = ask(door, "SELECT function_name, comment FROM duckdb_functions() WHERE NOT internal")
    assert dict(listed) == {each.name: each.comment for each in ready_made(TABLES) if isinstance(each, TableMacro)}


def test_nullability_is_the_contract(door: duckdb.DuckDBPyConnection) -> None:
    found = ask(
        door, "SELECT table_name, column_name, is_nullable FROM duckdb_columns() WHERE database_name <> 'system'"
    )
    nullable = {(table, column): is_nullable for table, column, is_nullable in found}
    for name, spec in TABLES.items():
        for column, made in spec.model.to_schema().columns.items():
            assert nullable[name, column] == made.nullable, (name, column)


def test_keys_are_the_contract(door: duckdb.DuckDBPyConnection) -> None:
    keys = ask(door, 'SELECT "table", "columns", points_to, referenced FROM keys')
    primary = {table: tuple(columns) for table, columns, points_to, _ in keys if points_to is None}
    assert primary == {name: spec.key for name, spec in TABLES.items() if spec.key}
    assert ("casualties", ["document_id"], "documents", ["document_id"]) in keys
    [(comment,)] = ask(door, "SELECT comment FROM duckdb_tables() WHERE table_name = 'casualties'")
    assert "Key: document_id, box_no, casualty_no. Points to documents (document_id): document_id." in comment


def test_rows_come_in_the_order_of_the_files(output: Path, door: duckdb.DuckDBPyConnection) -> None:
    for name in TABLES:
        found = door.sql(f"FROM {identifier(name)}").to_arrow_table()
        written = pq.read_table(output / "current" / f"{name}.parquet")
        assert found.to_pylist() == written.to_pylist(), name


def test_it_can_only_be_read(output: Path) -> None:
    warehouse = output / "current" / WAREHOUSE
    assert stat.S_IMODE(warehouse.stat().st_mode) == 0o444
    with duckdb.connect(str(warehouse), read_only=True) as connection, pytest.raises(duckdb.Error, match="read-only"):
        connection.execute("CREATE TABLE mine AS SELECT 1")


@pytest.fixture
def info(output: Path, tmp_path: Path) -> SnapshotInfo:
    """Return a snapshot of its own for a test that changes it."""
    shutil.copytree(output, tmp_path / "own", symlinks=True)
    found = current_snapshot(tmp_path / "own")
    assert found is not None
    return found


def write_to(warehouse: Path, *statements: str) -> None:
    """Do what only the administrator of a machine can do by accident."""
    warehouse.chmod(0o644)
    with duckdb.connect(str(warehouse)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_what_somebody_adds_is_no_damage(info: SnapshotInfo) -> None:
    assert added(info) == ()
    write_to(info.path / WAREHOUSE, "CREATE TABLE mine AS FROM documents", "CREATE VIEW my_view AS FROM mine")
    assert added(info) == ("table mine", "view my_view")
    assert verify(info) == ()
    write_to(info.path / WAREHOUSE, "CREATE SCHEMA s", "CREATE TABLE s.documents AS SELECT 1 AS one")
    assert added(info) == ("schema s", "table mine", "table s.documents", "view my_view")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE casualties SET count_min = count_min + 1 WHERE casualty_no = 4",
        "DELETE FROM documents",
        "INSERT INTO belligerents FROM belligerents LIMIT 1",
        "ALTER TABLE commanders DROP COLUMN rank",
        "ALTER TABLE commanders ALTER COLUMN name SET NOT NULL",
        "DROP TABLE violations",
        "CREATE OR REPLACE VIEW sides AS SELECT 1 AS side",
        "DROP MACRO TABLE conflicts_active_on",
        "CREATE OR REPLACE MACRO conflicts_active_on(day) AS TABLE SELECT day",
        "COMMENT ON VIEW sides IS 'mine'",
    ],
)
def test_what_somebody_changes_is_one(info: SnapshotInfo, change: str) -> None:
    changes = ["UPDATE commanders SET name = 'x'"] if "SET NOT NULL" in change else []
    write_to(info.path / WAREHOUSE, "CREATE TABLE mine AS SELECT 1 AS one", *changes, change)
    assert added(info) == ()
    assert [Path(each.where).name for each in verify(info)] == [WAREHOUSE]


def test_a_file_that_changed_without_an_addition_is_damaged(info: SnapshotInfo) -> None:
    write_to(info.path / WAREHOUSE, "CREATE TABLE mine AS SELECT 1 AS one", "DROP TABLE mine", "CHECKPOINT")
    assert additions(info.path, info.path / WAREHOUSE) == ()
    assert [Path(each.where).name for each in verify(info)] == [WAREHOUSE]


def killed_session(warehouse: Path, statement: str) -> None:
    """Leave beside a warehouse the log of a session that was killed."""
    warehouse.chmod(0o644)
    script = "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]); c.execute(sys.argv[2]); os._exit(1)"
    subprocess.run([sys.executable, "-c", script, str(warehouse), statement], check=False)
    assert warehouse.with_name(f"{WAREHOUSE}.wal").exists()


def test_the_log_of_a_killed_session_is_read_with_it(info: SnapshotInfo) -> None:
    killed_session(info.path / WAREHOUSE, "CREATE TABLE mine AS SELECT 1 AS one")
    assert added(info) == ("table mine",)
    assert verify(info) == ()
    killed_session(info.path / WAREHOUSE, "DELETE FROM documents")
    assert added(info) == ()
    assert [Path(each.where).name for each in verify(info)] == [f"{WAREHOUSE}.wal"]


def test_a_log_beside_the_link_is_not_read_with_the_next_warehouse(tmp_path: Path) -> None:
    put(tmp_path)
    log = tmp_path / f"{WAREHOUSE}.wal"  # as DuckDB 1.4 leaves it
    log.write_bytes(b"of the first")
    put(tmp_path)
    assert not log.exists()
    assert (tmp_path / f"{WAREHOUSE}.wal.moved-1").read_bytes() == b"of the first"


def zeroed_end(content: bytes) -> bytes:
    return content[: len(content) // 2] + bytes(len(content) - len(content) // 2)


@pytest.mark.parametrize(
    "damage", [zeroed_end, lambda _: b"", lambda _: b"no database", lambda content: content[:9000]]
)
def test_what_cannot_be_read_is_damaged(info: SnapshotInfo, damage: Callable[[bytes], bytes]) -> None:
    (info.path / WAREHOUSE).chmod(0o644)
    (info.path / WAREHOUSE).write_bytes(damage((info.path / WAREHOUSE).read_bytes()))
    assert added(info) == ()
    assert [Path(each.where).name for each in verify(info)] == [WAREHOUSE]


def test_sql_of_a_damaged_file_is_not_run(info: SnapshotInfo, tmp_path: Path) -> None:
    write_to(info.path / WAREHOUSE, "CREATE TABLE mine AS SELECT 1 AS one")
    with (info.path / "views.sql").open("a") as file:
        file.write(f"COPY (SELECT 42) TO '{tmp_path}/pwned.csv';")
    assert {Path(each.where).name for each in verify(info)} == {WAREHOUSE, "views.sql"}
    assert not (tmp_path / "pwned.csv").exists()


def test_a_table_of_ours_that_is_missing_is_named(info: SnapshotInfo) -> None:
    write_to(info.path / WAREHOUSE, "DROP VIEW sides")
    with pytest.raises(DamagedError, match="sides is not as it was published"):
        additions(info.path, info.path / WAREHOUSE)


def test_read_only_files_go_with_their_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows removes and replaces no file that is read-only; here that is played."""
    unlink, replace = os.unlink, os.replace

    def refuse(path: str | Path, options: dict[str, int]) -> None:
        place = os.stat(path, follow_symlinks=False, **options)
        if not place.st_mode & stat.S_IWUSR:
            raise PermissionError(13, "Access is denied", str(path))

    def refusing_unlink(path: str | Path, **options: int) -> None:
        refuse(path, options)
        unlink(path, **options)

    def refusing_replace(source: str | Path, target: str | Path) -> None:
        if os.path.lexists(target):
            refuse(target, {})
        replace(source, target)

    def no_links(*_: object, **__: object) -> None:
        raise OSError(95, "no links on this file system")

    monkeypatch.setattr(durable, "_READ_ONLY_STAYS", True)
    monkeypatch.setattr(os, "unlink", refusing_unlink)
    monkeypatch.setattr(os, "replace", refusing_replace)
    monkeypatch.setattr(os, "symlink", no_links)
    for minute in range(3):
        info = put(tmp_path, minute=minute, keep=1)
    assert current_snapshot(tmp_path) == info
    assert [folder.name for folder in (tmp_path / "snapshots").iterdir()] == [info.snapshot_id]
    assert not list(tmp_path.glob(".trash*"))
    assert stat.S_IMODE((tmp_path / WAREHOUSE).stat().st_mode) == 0o444
