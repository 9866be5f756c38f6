"""Small snapshots in an object store, and what stands there afterwards."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa

from flows.publish.locations import ObjectUrl, location
from flows.publish.object_store.mirror import Mirror, open_mirror
from flows.publish.object_store.store import connect, local_view
from flows.publish.parquet import write_table
from flows.publish.snapshot.lock import output_lock
from flows.publish.snapshot.manifest import RunFacts, SnapshotInfo
from flows.publish.snapshot.published import current_snapshot, verify
from flows.publish.snapshot.publishing import open_stage, publish

SEEDS = Path(__file__).resolve().parents[3] / "seeds"
NOON = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
SECRET = "wJalrXUtnFEMI-not-to-be-shown"


def address(text: str) -> ObjectUrl:
    place = location(text)
    assert isinstance(place, ObjectUrl)
    return place


def staged(mirror: Mirror, value: int = 1, minute: int = 0, tables: str = "n") -> SnapshotInfo:
    """Return a snapshot of small tables, published in the folder of this disk and not yet in the store."""
    with output_lock(mirror.folder) as lock, open_stage(lock, mirror.store.url) as stage:
        table = pa.table({"n": [value]})
        written = [write_table(stage.path / f"{name}.parquet", table.schema, [table]) for name in tables]
        return publish(stage, written, RunFacts("1", "2"), created=NOON + dt.timedelta(minutes=minute))


def put(
    output: ObjectUrl,
    value: int = 1,
    minute: int = 0,
    keep: int = 10,
    tables: str = "n",
    keep_for: dt.timedelta = dt.timedelta(0),
) -> str:
    with open_mirror(output) as mirror:
        info = staged(mirror, value, minute, tables)
        mirror.publish(info, keep, keep_for)
        return info.snapshot_id


def current(output: ObjectUrl) -> str:
    """Return the name of the current snapshot, after every byte of it was held against its manifest."""
    with local_view(output) as folder:
        info = current_snapshot(folder)
        assert info is not None
        assert verify(info) == ()
        return info.snapshot_id


def standing(output: ObjectUrl) -> set[str]:
    """Return the names of what stands beside LATEST.json, whatever it is."""
    found = connect(output).files.get_file_info(pa.fs.FileSelector(output.key, recursive=True))
    names = {entry.path.removeprefix(f"{output.key}/") for entry in found}
    assert "LATEST.json" in names
    return {
        name.split("/")[1] if name.startswith("snapshots/") else name for name in names - {"snapshots", "LATEST.json"}
    }
