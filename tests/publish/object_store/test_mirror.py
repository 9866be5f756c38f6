"""Publishing into an object store, against a real S3 server on this machine: the same promises as for a folder."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.publish.locations import ObjectUrl
from flows.publish.object_store.mirror import open_mirror, remove, roll_back
from flows.publish.object_store.store import connect, list_remote, local_view
from flows.publish.snapshot.published import current_snapshot
from flows.runs import job
from flows.runs.options import RunConfig
from flows.validate.gate.check import check
from tests.publish.object_store.made_snapshots import NOON, SECRET, SEEDS, current, put, standing


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.parquet"))}


def test_a_run_into_a_store_publishes_the_bytes_of_a_local_run(output: ObjectUrl, seeds: Any) -> None:
    config = RunConfig((str(SEEDS),), output, workers=1)
    first = job.run(config)
    assert str(first.snapshot_dir) == f"{output}/snapshots/{first.snapshot_id}"
    with local_view(output) as folder:
        info = current_snapshot(folder)
        assert info is not None
        assert digests(info.path) == digests(seeds.folder)
        suffixes = {".json", ".sql", ".duckdb"}
        stored = b"".join(path.read_bytes() for path in info.path.iterdir() if path.suffix in suffixes)
        assert not any(word in stored for word in (b"endpoint", SECRET.encode(), b"/tmp/", b"infobox-etl-"))
        with duckdb.connect(str(info.path / "warehouse.duckdb"), read_only=True) as door:
            assert door.execute("SELECT count(*) FROM conflicts").fetchone() == (first.rows["conflicts"],)

    again = job.run(config)
    assert (again.is_unchanged, again.snapshot_id, again.snapshot_dir) == (True, first.snapshot_id, first.snapshot_dir)
    assert (again.rows, again.edits, again.issues) == (first.rows, first.edits, first.issues)
    stopped = job.run(replace(config, only="002*"))
    assert (stopped.is_published, current(output)) == (False, first.snapshot_id)
    assert str(stopped.snapshot_dir) == f"{output}/candidates/{stopped.snapshot_id}"
    kept = list_remote(output)[2]
    assert kept is not None
    assert kept.snapshot_id == stopped.snapshot_id
    with local_view(replace(output, prefix=f"{output.prefix}/candidates/{kept.snapshot_id}")) as folder:
        assert not check(folder).is_ok
    assert job.run(replace(config, only="002*", accept=True)).is_published
    infos, now, candidate = list_remote(output)
    assert candidate is None
    assert [info.previous for info in infos] == [first.snapshot_id, None]
    assert now == infos[0].snapshot_id == current(output)
    assert roll_back(output, None).snapshot_id == current(output) == first.snapshot_id


@pytest.mark.slow
@pytest.mark.usefixtures("plain")
def test_two_runs_of_one_second_and_content_have_two_names(output: ObjectUrl) -> None:
    assert len({put(output) for _ in range(3)}) == 3


@pytest.mark.slow
@pytest.mark.usefixtures("plain")
def test_old_snapshots_go_and_the_current_one_stays(output: ObjectUrl) -> None:
    names = [put(output, minute=minute, keep=2) for minute in range(4)]
    assert [info.snapshot_id for info in list_remote(output)[0]] == names[:1:-1]
    latest = put(output, minute=-60, keep=1)  # a clock that went back: the oldest by name
    assert standing(output) == {latest}
    assert current(output) == latest
    assert json.loads(connect(output).read("LATEST.json") or b"")["path"] == f"snapshots/{latest}"


@pytest.mark.slow
@pytest.mark.usefixtures("plain")
def test_a_snapshot_that_a_reader_may_have_open_stays(output: ObjectUrl) -> None:
    day = dt.timedelta(days=1)

    def unchanged(minute: int) -> None:
        with open_mirror(output) as mirror:
            mirror.retain(current(output), NOON + dt.timedelta(minutes=minute), 1, day)

    names = [put(output, value, minute=60 * value, keep=1, keep_for=day) for value in (0, 1, 2)]
    assert standing(output) == set(names)
    roll_back(output, names[0])
    names.append(put(output, 100, minute=6000, keep=1, keep_for=day))
    assert standing(output) == {names[0], names[2], names[3]}, "1 was replaced long ago, the others just now"
    unchanged(6000 + 1439)
    assert standing(output) == {names[0], names[2], names[3]}
    unchanged(6000 + 1440)
    assert standing(output) == {names[3]}


@pytest.mark.slow
@pytest.mark.usefixtures("plain")
def test_a_snapshot_is_removed_and_nothing_beside_it(output: ObjectUrl) -> None:
    names = [put(output) for _ in range(2)]
    store = connect(output)
    with store.files.open_output_stream(store.key("snapshots", f"{names[0]}9", "x")) as stream:
        stream.write(b"x")
    remove(store, names[0])
    remove(store, names[0])
    assert standing(output) == {names[1], f"{names[0]}9"}
