"""Which snapshots stay: the newest, the current one, and those that a reader may have opened not long ago."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pyarrow as pa
import pytest

from flows.publish.parquet import write_table
from flows.publish.snapshot.lock import output_lock
from flows.publish.snapshot.manifest import MANIFEST, SNAPSHOTS, RunFacts
from flows.publish.snapshot.pointers import make_current
from flows.publish.snapshot.published import current_id, snapshot_ids
from flows.publish.snapshot.publishing import open_stage, publish
from flows.publish.snapshot.retention import retain

NOON = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


class Output:
    """An output into which runs publish at given hours; ``names`` are the snapshots by the hour of their run."""

    def __init__(self, folder: Path, keep: int = 1, keep_for: dt.timedelta = DAY) -> None:
        self.folder, self.keep, self.keep_for = folder, keep, keep_for
        self.names: dict[float, str] = {}

    def run(self, *hours: float) -> None:
        for hour in hours:
            with output_lock(self.folder) as lock, open_stage(lock) as stage:
                table = pa.table({"n": [hour]})
                files = [write_table(stage.path / "numbers.parquet", table.schema, [table])]
                terms = {"created": at(hour), "keep": self.keep, "keep_for": self.keep_for}
                self.names[hour] = publish(stage, files, RunFacts("1", "2"), **terms).snapshot_id  # type: ignore[arg-type]

    def retain(self, hour: float) -> None:
        """Do what an unchanged run does."""
        current = current_id(self.folder)
        assert current is not None
        retain(self.folder, current, at(hour), self.keep, self.keep_for)

    def roll_back(self, hour: float) -> None:
        with output_lock(self.folder) as lock:
            make_current(lock, self.names[hour])

    @property
    def hours(self) -> list[float]:
        """Return the hours of the snapshots that are there."""
        there = snapshot_ids(self.folder)
        return [hour for hour, name in self.names.items() if name in there]


def at(hour: float) -> dt.datetime:
    return NOON + dt.timedelta(hours=hour)


@pytest.fixture
def output(tmp_path: Path) -> Output:
    return Output(tmp_path)


def test_the_time_counts_from_when_a_snapshot_was_replaced_not_from_when_it_was_made(output: Output) -> None:
    output.run(0, 240)  # the first one was current for ten days: a reader may have opened it a moment ago
    assert output.hours == [0, 240]
    output.retain(263.9)
    assert output.hours == [0, 240]
    output.retain(264)
    assert output.hours == [240]


def test_it_stays_for_either_reason(output: Output) -> None:
    output.keep = 3
    output.run(0, 1, 2, 3, 4)
    assert output.hours == [0, 1, 2, 3, 4]
    output.retain(25)
    assert output.hours == [1, 2, 3, 4]
    output.retain(1000)
    assert output.hours == [2, 3, 4]


def test_without_a_time_the_newest_stay(output: Output) -> None:
    output.keep_for = dt.timedelta(0)
    output.run(0, 1, 2)
    assert output.hours == [2]


def test_a_run_every_day_leaves_the_one_before_to_its_readers(output: Output) -> None:
    for day in range(4):
        output.run(24 * day)
    assert output.hours == [48, 72]


def test_what_was_rolled_back_to_stays_from_when_it_was_replaced_again(output: Output) -> None:
    output.run(0, 1)
    output.roll_back(0)
    output.run(100)
    assert output.hours == [0, 1, 100], "both ended at an hour that nothing tells: at the next run at the latest"
    output.retain(123)
    assert output.hours == [0, 1, 100]
    output.retain(124)
    assert output.hours == [100]


def test_what_was_rolled_back_from_stays_until_another_is_published(output: Output) -> None:
    output.run(0, 1)
    output.roll_back(0)
    output.retain(1000)
    assert output.hours == [0, 1]
    output.keep_for = dt.timedelta(0)
    output.retain(1000)
    assert output.hours == [0]


def test_an_older_snapshot_that_was_current_again_counts_by_who_replaced_it(output: Output) -> None:
    output.keep = 3
    output.run(0, 1, 2)
    output.roll_back(0)
    output.run(100)
    output.keep = 1
    output.retain(110)
    assert output.hours == [0, 2, 100], "1 was replaced by 2, 0 by 100"


@pytest.mark.parametrize("damage", ["", "null", "[" * 100_000, '{"previous": 7}', None])
def test_where_a_manifest_cannot_be_read_the_next_name_counts(output: Output, damage: str | None) -> None:
    output.run(0, 1, 2)
    path = output.folder / SNAPSHOTS / output.names[1] / MANIFEST
    if damage is None:
        path.unlink()
    else:
        path.write_text(damage)
    output.retain(24.5)
    assert output.hours == [0, 1, 2]
    output.retain(25)
    assert output.hours == [1, 2]


def test_a_clock_that_goes_backwards_removes_nothing_earlier(output: Output) -> None:
    output.run(0, 1)
    output.retain(-5000)
    assert output.hours == [0, 1]
    output.run(-1000)  # the oldest by its name, and current
    assert output.hours == [0, 1, -1000]
    assert current_id(output.folder) == output.names[-1000]
    output.retain(2)
    assert output.hours == [0, 1, -1000]
    output.run(50)
    output.retain(60)
    assert output.hours == [1, -1000, 50], "1 was followed by 50, and so was the one with the wrong time"
    output.retain(74)
    assert output.hours == [50]


def test_the_current_snapshot_never_goes(output: Output) -> None:
    output.run(0, 1, 2)
    output.roll_back(0)
    output.keep_for = dt.timedelta(0)
    output.retain(1000)
    assert output.hours == [0]


def test_names_of_others_are_left_alone(output: Output) -> None:
    output.run(0, 1)
    foreign = output.folder / SNAPSHOTS / "20200101T000000Z-notours"
    foreign.mkdir()
    (foreign / MANIFEST).write_text(json.dumps({"previous": None}))
    output.retain(1000)
    assert foreign.is_dir()
