"""Damage of snapshots and of the pointers to them is an error that names the file; what is whole is none."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.errors import DamagedError, SnapshotError
from flows.model import InputFile
from flows.publish.sealed_json import SEAL, read_sealed, sealed_text
from flows.publish.snapshot.lock import output_lock
from flows.publish.snapshot.manifest import (
    MANIFEST,
    RunFacts,
    SnapshotInfo,
    is_snapshot_id,
    latest_text,
    parse_latest,
)
from flows.publish.snapshot.pointers import make_current, settle
from flows.publish.snapshot.published import (
    CURRENT,
    LATEST,
    current_id,
    current_snapshot,
    read_inputs,
    read_manifest,
    read_snapshots,
    verify,
    verify_pointers,
)
from flows.publish.snapshot.publishing import open_stage, publish
from flows.publish.table_files import WAREHOUSE
from tests.publish.snapshot.test_publishing import NOON, put

DEEP = b"[" * 100_000


def damaged_files(output: Path, info: SnapshotInfo) -> set[str]:
    return {Path(each.where).name for each in (*verify(info), *verify_pointers(output, info))}


def unsealed(output: Path, info: SnapshotInfo) -> Path:
    """Make a snapshot one of an earlier version, whose manifest had no seal; return the manifest."""
    manifest = info.path / MANIFEST
    content = read_sealed(manifest.read_bytes())
    manifest.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n")
    (output / LATEST).write_text(latest_text(info.path))
    return manifest


def test_what_is_whole_has_no_fault(tmp_path: Path) -> None:
    assert damaged_files(tmp_path, put(tmp_path)) == set()


def test_a_manifest_of_an_earlier_version_is_read_and_covered_by_the_pointer(tmp_path: Path) -> None:
    info = put(tmp_path)
    manifest = unsealed(tmp_path, info)
    assert SEAL not in json.loads(manifest.read_text())
    assert current_snapshot(tmp_path) == info
    assert damaged_files(tmp_path, info) == set()
    manifest.write_text(manifest.read_text().replace('"x": 2', '"x": 3'))
    assert damaged_files(tmp_path, read_manifest(info.path)) == {LATEST}
    settle(tmp_path)
    assert damaged_files(tmp_path, read_manifest(info.path)) == {LATEST}, "a damaged manifest is not covered anew"
    manifest.write_text(manifest.read_text().replace('"edits"', '"edit\\u0073s"'))
    with pytest.raises(DamagedError, match="its seal is missing"):
        read_manifest(info.path)


def test_a_whole_manifest_of_another_version_is_no_damage(tmp_path: Path) -> None:
    info = put(tmp_path)
    content = read_sealed((info.path / MANIFEST).read_bytes())
    (info.path / MANIFEST).write_text(sealed_text({**content, "format": 2}))
    with pytest.raises(SnapshotError, match="another version of infobox-etl") as raised:
        read_manifest(info.path)
    assert not isinstance(raised.value, DamagedError)


@pytest.mark.parametrize(
    "content", [b"null", b"{}", DEEP, b"\xff", b'{"snapshot": 1e999}', b'{"format": ' + b"9" * 5000]
)
def test_whatever_stands_in_a_manifest_or_pointer_is_damage(content: bytes, tmp_path: Path) -> None:
    info = put(tmp_path)
    (tmp_path / LATEST).write_bytes(content)
    assert damaged_files(tmp_path, info) == {LATEST}
    (tmp_path / CURRENT).unlink()
    with pytest.raises(DamagedError, match=LATEST):
        current_id(tmp_path)
    (info.path / MANIFEST).write_bytes(content)
    with pytest.raises(DamagedError, match=MANIFEST):
        read_manifest(info.path)
    found, problems = read_snapshots(tmp_path)
    assert (found, [Path(each.where).name for each in problems]) == ((), [MANIFEST])


@pytest.mark.parametrize("target", ["snapshots/20261122T120000Z-3f9a1c2", "elsewhere/20261122T120000Z-3f9a1c2e", "x"])
def test_a_link_that_leads_to_no_snapshot_is_damage(target: str, tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / CURRENT).unlink()
    (tmp_path / CURRENT).symlink_to(target)
    with pytest.raises(DamagedError, match="which is no snapshot"):
        current_id(tmp_path)


def test_what_a_run_leaves_that_is_killed_between_two_pointers_is_no_damage(tmp_path: Path) -> None:
    put(tmp_path)
    older = (tmp_path / LATEST).read_bytes()
    info = put(tmp_path, 2, minute=1)
    (tmp_path / LATEST).write_bytes(older)
    assert damaged_files(tmp_path, info) == set()
    (tmp_path / LATEST).write_bytes(older.replace(b"  ", b"\t", 1))
    assert damaged_files(tmp_path, info) == {LATEST}
    (tmp_path / LATEST).write_bytes(older)
    settle(tmp_path)
    assert (tmp_path / LATEST).read_text() == latest_text(info.path)


def test_without_links_each_changed_byte_of_the_pointer_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links on this file system")

    monkeypatch.setattr(os, "symlink", refuse)
    put(tmp_path)
    info = put(tmp_path, minute=1)
    latest = tmp_path / LATEST
    whole = latest.read_bytes()
    assert damaged_files(tmp_path, info) == set()
    other = whole.replace(b"T120100Z", b"T120000Z")
    assert is_snapshot_id(parse_latest(other).snapshot), "one digit leads to the snapshot before"
    latest.write_bytes(other)
    with pytest.raises(DamagedError, match="another SHA-256"):
        current_id(tmp_path)
    for at in range(len(whole)):
        latest.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        try:
            found = current_snapshot(tmp_path)
        except SnapshotError:
            continue
        assert found == info
        assert LATEST in damaged_files(tmp_path, info), at
    latest.write_bytes(whole)
    (tmp_path / WAREHOUSE).write_bytes(b"other")
    assert damaged_files(tmp_path, info) == {WAREHOUSE}


@pytest.mark.parametrize(
    ("spoil", "where"),
    [
        (lambda path: (path / "numbers-00001.parquet").write_bytes(b"more"), "numbers-00001.parquet"),
        (lambda path: (path / "issues.jsonl").unlink(), "issues.jsonl"),
        (lambda path: ((path / "issues.jsonl").unlink(), (path / "issues.jsonl").mkdir()), "issues.jsonl"),
        (lambda path: ((path / "issues.jsonl").unlink(), os.mkfifo(path / "issues.jsonl")), "issues.jsonl"),
        (lambda path: (path / "numbers.parquet").write_bytes(b""), "numbers.parquet"),
    ],
    ids=["one more", "missing", "a folder", "a pipe", "empty"],
)
def test_what_is_wrong_with_a_file_is_found(spoil: Callable[[Path], object], where: str, tmp_path: Path) -> None:
    info = put(tmp_path)
    spoil(info.path)
    assert damaged_files(tmp_path, info) == {where}


def test_a_catalogue_that_is_not_the_current_one_is_found(tmp_path: Path) -> None:
    info = put(tmp_path)
    (tmp_path / WAREHOUSE).unlink()
    assert damaged_files(tmp_path, info) == {WAREHOUSE}
    (tmp_path / WAREHOUSE).symlink_to(info.path / WAREHOUSE)
    assert damaged_files(tmp_path, info) == {WAREHOUSE}, "it would not follow the next snapshot"


def test_a_list_of_inputs_is_read_only_as_it_was_written(tmp_path: Path) -> None:
    inputs = tuple(InputFile(f"{number}.txt", "0" * 64, number) for number in range(1001))
    with output_lock(tmp_path) as lock, open_stage(lock) as stage:
        info = publish(stage, [], RunFacts("1", "2", inputs), created=NOON)
    path = info.path / "inputs.jsonl"
    path.write_text(path.read_text().replace('"7.txt"', '"8.txt"'))
    with pytest.raises(DamagedError, match="changed after it was published"):
        list(read_inputs(info))


def test_nobody_goes_back_to_a_snapshot_with_a_changed_manifest(tmp_path: Path) -> None:
    first, second = put(tmp_path), put(tmp_path, 2, minute=1)
    manifest = first.path / MANIFEST
    manifest.write_text(manifest.read_text().replace('"x": 2', '"x": 3'))
    with output_lock(tmp_path) as lock, pytest.raises(DamagedError, match="its seal"):
        make_current(lock)
    assert current_snapshot(tmp_path) == second
