"""Publishing: the order of things, what readers see, retention, the lock, and what a failure leaves behind."""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
from pathlib import Path

import pyarrow as pa
import pytest

from flows.errors import LockHeldError, PublishError, SnapshotError
from flows.model import InputFile
from flows.publish.parquet import write_table
from flows.publish.sealed_json import read_sealed, sealed_text
from flows.publish.snapshot.lock import output_lock
from flows.publish.snapshot.manifest import RunFacts, SnapshotInfo, content_digest, is_snapshot_id, sort_key
from flows.publish.snapshot.mark import MARK
from flows.publish.snapshot.published import (
    current_id,
    current_snapshot,
    list_snapshots,
    read_inputs,
    read_snapshot,
    snapshot_ids,
    verify,
)
from flows.publish.snapshot.publishing import open_stage, publish
from flows.publish.table_files import WrittenFile
from schemas.contract import CONTRACT_FILE, contract_text, todays_contract

NOON = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
FACTS = RunFacts("0.1.0", "ab" * 32, (InputFile("b.txt", "0" * 64, 5), InputFile("a.txt", "1" * 64, 7)), {"x": 2})


def put(output: Path, value: int = 1, minute: int = 0, **options: object) -> SnapshotInfo:
    with output_lock(output) as lock, open_stage(lock) as stage:
        table = pa.table({"n": [value]})
        written = write_table(stage.path / "numbers.parquet", table.schema, [table])
        (stage.path / "issues.jsonl").write_text("{}\n")
        return publish(stage, [written], FACTS, created=NOON + dt.timedelta(minutes=minute), **options)  # type: ignore[arg-type]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_folder_is_laid_out_as_the_contract_says(tmp_path: Path) -> None:
    info = put(tmp_path)
    assert info.snapshot_id.startswith("20261122T120000Z-")
    assert names(tmp_path) == [MARK, ".lock", "LATEST.json", "current", "snapshots", "warehouse.duckdb"]
    assert os.readlink(tmp_path / "current") == f"snapshots/{info.snapshot_id}"
    assert os.readlink(tmp_path / "warehouse.duckdb") == "current/warehouse.duckdb"
    latest = json.loads((tmp_path / "LATEST.json").read_text())
    assert (latest["snapshot"], latest["path"]) == (info.snapshot_id, f"snapshots/{info.snapshot_id}")
    assert names(info.path) == [
        "ATTRIBUTION.md",
        "contract.json",
        "contract.odcs.yaml",
        "croissant.json",
        "datapackage.json",
        "issues.jsonl",
        "numbers.parquet",
        "snapshot.json",
        "views.sql",
        "warehouse.duckdb",
    ]


def test_the_manifest_says_what_was_published(tmp_path: Path) -> None:
    first = put(tmp_path)
    second = put(tmp_path, 2, minute=1)
    assert current_snapshot(tmp_path) == second == read_snapshot(second.path)
    assert (first.previous, second.previous) == (None, first.snapshot_id)
    assert second.rows == {"numbers": 1}
    assert second.created_utc == NOON + dt.timedelta(minutes=1)
    assert [item.source for item in read_inputs(second)] == ["a.txt", "b.txt"]
    assert (second.input_count, second.issues, second.code_version) == (2, {"x": 2}, "0.1.0")
    assert {"python", "duckdb", "polars", "pyarrow", "pandera", "ftfy"} <= set(second.versions)
    assert verify(second) == ()


def test_a_snapshot_carries_the_contract_it_was_written_under(tmp_path: Path) -> None:
    info = put(tmp_path)
    assert (info.path / CONTRACT_FILE).read_text(encoding="utf-8") == contract_text(todays_contract())
    assert CONTRACT_FILE in {file.name for file in info.files}


def test_many_inputs_get_their_own_file(tmp_path: Path) -> None:
    inputs = tuple(InputFile(f"{number}.txt", "0" * 64, number) for number in range(10_001))
    with output_lock(tmp_path) as lock, open_stage(lock) as stage:
        info = publish(stage, [], RunFacts("1", "2", inputs), created=NOON)
    assert json.loads((info.path / "snapshot.json").read_text())["inputs"] == "inputs.jsonl"
    assert tuple(read_inputs(info)) == tuple(sorted(inputs))


def test_a_file_name_that_is_no_utf8_stays_readable(tmp_path: Path) -> None:
    odd = InputFile("caf\udce9.txt", "0" * 64, 1)
    with output_lock(tmp_path) as lock, open_stage(lock) as stage:
        info = publish(stage, [], RunFacts("1", "2", (odd,)), created=NOON)
    assert list(read_inputs(info)) == [odd]


def test_the_same_data_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = put(tmp_path / "a"), put(tmp_path / "elsewhere/b", minute=5)
    described = ("contract.json", "datapackage.json", "contract.odcs.yaml", "ATTRIBUTION.md")
    for name in ("numbers.parquet", "views.sql", "issues.jsonl", *described):
        assert (one.path / name).read_bytes() == (two.path / name).read_bytes()
    assert one.content_digest == two.content_digest != put(tmp_path / "a", 2).content_digest


def test_the_digest_knows_names_and_not_order() -> None:
    a, b = WrittenFile("a", 1, 1, "0"), WrittenFile("b", 1, 1, "1")
    assert content_digest([a, b]) == content_digest([b, a])
    assert content_digest([a, b]) != content_digest([a._replace(name="b"), b._replace(name="a")])


def test_two_snapshots_of_one_second_have_two_names(tmp_path: Path) -> None:
    ids = [put(tmp_path).snapshot_id for _ in range(3)]
    assert ids[1:] == [f"{ids[0]}-2", f"{ids[0]}-3"]
    assert snapshot_ids(tmp_path) == tuple(reversed(ids))


def test_snapshots_of_one_second_are_listed_in_the_order_of_publishing(tmp_path: Path) -> None:
    ids = [put(tmp_path, value, keep=20).snapshot_id for value in (*range(9), 3, 1)]
    assert snapshot_ids(tmp_path) == tuple(reversed(ids))


def test_names_sort_by_age() -> None:
    older, newer = "20261122T120000Z-ffffffff-2", "20261122T120000Z-ffffffff-10"
    assert sort_key(older) < sort_key(newer) < sort_key("20261122T120001Z-00000000")
    assert not any(map(is_snapshot_id, ["", "..", "20261122T120000Z-ffffffff/..", "20261122T120000Z-ffffffff\n"]))


def test_old_snapshots_go_and_the_current_one_stays(tmp_path: Path) -> None:
    infos = [put(tmp_path, minute=minute, keep=3) for minute in range(5)]
    assert snapshot_ids(tmp_path) == tuple(info.snapshot_id for info in reversed(infos[2:]))
    # A clock that went back: the snapshot is the oldest by name, and still the current one.
    info = put(tmp_path, minute=-60, keep=1)
    assert snapshot_ids(tmp_path) == (info.snapshot_id,)
    assert current_snapshot(tmp_path) == info


def test_what_dead_runs_left_is_swept(tmp_path: Path) -> None:
    put(tmp_path)
    for left in (".staging-123", ".trash-20261122T120000Z-ffffffff"):
        (tmp_path / left).mkdir()
        (tmp_path / left / "x.parquet").write_text("x")
    (tmp_path / "mine").mkdir()
    with output_lock(tmp_path) as lock, open_stage(lock) as stage:
        assert names(stage.path) == []
        assert [name for name in names(tmp_path) if name.startswith((".st", ".tr"))] == [stage.path.name]
    assert names(tmp_path) == [MARK, ".lock", "LATEST.json", "current", "mine", "snapshots", "warehouse.duckdb"]


def test_an_unpublished_stage_leaves_no_trace(tmp_path: Path) -> None:
    def break_off() -> None:
        with output_lock(tmp_path) as lock, open_stage(lock) as stage:
            (stage.path / "x").write_text("x")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert names(tmp_path) == [MARK, ".lock"]
    assert current_snapshot(tmp_path) is None
    assert list_snapshots(tmp_path / "nowhere") == ()


def test_a_deleted_lock_file_stops_the_pointer(tmp_path: Path) -> None:
    first = put(tmp_path)
    with output_lock(tmp_path) as lock, open_stage(lock) as stage:
        (tmp_path / ".lock").unlink()
        with output_lock(tmp_path), pytest.raises(LockHeldError, match="deleted or replaced"):
            publish(stage, [], FACTS, created=NOON)
    assert current_snapshot(tmp_path) == first


def test_without_links_latest_json_speaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links on this file system")

    monkeypatch.setattr(os, "symlink", refuse)
    put(tmp_path)
    info = put(tmp_path, 2, minute=1)
    assert current_snapshot(tmp_path) == info
    assert (tmp_path / "warehouse.duckdb").read_bytes() == (info.path / "warehouse.duckdb").read_bytes()
    assert names(tmp_path) == [MARK, ".lock", "LATEST.json", "snapshots", "warehouse.duckdb"]


def test_a_full_disk_is_no_missing_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = put(tmp_path)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    with monkeypatch.context() as patch:
        patch.setattr(os, "symlink", refuse)
        with pytest.raises(OSError, match="no space"):
            put(tmp_path, 2, minute=1)
    assert current_snapshot(tmp_path) == first


def test_a_folder_in_place_of_the_link_is_moved_as_it_is(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "current").unlink()
    (tmp_path / "current").mkdir()
    (tmp_path / "current" / "notes.txt").write_text("mine")
    info = put(tmp_path, 2, minute=1)
    assert (tmp_path / "current").resolve() == info.path
    assert (tmp_path / "current.moved-1" / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("damage", ["manifest", "missing", "shorter", "folder", "other name", "other format", "list"])
def test_a_damaged_snapshot_is_told_and_replaced(tmp_path: Path, damage: str) -> None:
    info = put(tmp_path)
    manifest = info.path / "snapshot.json"
    if damage == "manifest":
        manifest.write_text("{")
    elif damage == "missing":
        (info.path / "numbers.parquet").unlink()
    elif damage == "shorter":
        (info.path / "numbers.parquet").write_bytes(b"PAR1")
    elif damage == "folder":
        info.path.rename(tmp_path / "gone")
    elif damage == "list":
        manifest.write_text("[]")
    else:
        old, new = (info.snapshot_id, "another") if damage == "other name" else ('"format": 1', '"format": 2')
        manifest.write_text(manifest.read_text().replace(old, new))
    with pytest.raises(SnapshotError, match="infobox-etl run"):
        current_snapshot(tmp_path)
    assert list_snapshots(tmp_path) == ()
    newer = put(tmp_path, 2, minute=1)
    assert current_snapshot(tmp_path) == newer


def test_verify_finds_what_sizes_do_not_tell(tmp_path: Path) -> None:
    info = put(tmp_path)
    path = info.path / "numbers.parquet"
    content = bytearray(path.read_bytes())
    content[10] ^= 1
    path.write_bytes(content)
    assert current_snapshot(tmp_path) == info
    assert [problem.where for problem in verify(info)] == [str(path)]


def test_a_manifest_cannot_name_files_elsewhere(tmp_path: Path) -> None:
    info = put(tmp_path)
    manifest = info.path / "snapshot.json"
    content = read_sealed(manifest.read_bytes())
    content["files"] = {"../numbers.parquet": {"rows": 1, "bytes": 1, "sha256": "0" * 64}}
    manifest.write_text(sealed_text(content))
    with pytest.raises(SnapshotError, match="outside"):
        read_snapshot(info.path)


def test_only_what_was_written_is_published(tmp_path: Path) -> None:
    with output_lock(tmp_path) as lock, open_stage(lock) as stage:
        table = pa.table({"n": [1]})
        written = write_table(stage.path / "numbers.parquet", table.schema, [table])
        with pytest.raises(PublishError, match="not among the tables"):
            publish(stage, [], FACTS, created=NOON)
        with pytest.raises(PublishError, match="bytes"):
            publish(stage, [written._replace(bytes=1)], FACTS, created=NOON)
        (stage.path / "link.txt").symlink_to("/etc/hostname")
        with pytest.raises(PublishError, match="no plain file"):
            publish(stage, [written], FACTS, created=NOON)
        with pytest.raises(ValueError, match="time zone"):
            publish(stage, [written], FACTS, created=NOON.replace(tzinfo=None))
    assert current_id(tmp_path) is None


def test_errors_come_back_from_workers() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(LockHeldError("out", "held", "wait")))
    assert (type(error), error.where, error.what, error.remedy) == (LockHeldError, "out", "held", "wait")
