"""How far a run is: it moves within a batch, counts each page once, and never says more than there is."""

from __future__ import annotations

import logging
import signal
import sys
from pathlib import Path

import pytest

from flows.runs import batch
from flows.runs.job import run
from flows.runs.limits import Limits
from flows.runs.options import RunConfig
from flows.runs.progress import PageCount, heard_by, reached
from flows.runs.runners import DirectRunner
from flows.runs.workers import Died
from tests.runs.obedient import ObedientRunner
from tests.runs.test_incremental import article
from tests.runs.test_killed_workers import Counted, order

UNLIMITED = Limits(1_000, 100_000)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Return a folder of six pages, which are one batch."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.txt").write_bytes(article(number, with_letter=True))
    return folder


def test_the_documents_of_one_batch_are_counted_while_it_is_read(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "SLICE_BYTES", 1)
    progress = Counted()
    run(RunConfig((str(pages),), tmp_path / "out", workers=1), progress=progress)
    assert progress.steps == [("reading documents", 6, [1] * 6), ("writing tables", 6, [6])]


def test_slices_of_a_batch_give_the_same_bytes(pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = run(RunConfig((str(pages),), tmp_path / "whole", workers=1))
    monkeypatch.setattr(batch, "SLICE_BYTES", 1)
    sliced = run(RunConfig((str(pages),), tmp_path / "sliced", workers=1))
    assert sliced.snapshot_dir.name.partition("-")[2] == whole.snapshot_dir.name.partition("-")[2]


def test_a_worker_says_how_far_it_is(pages: Path) -> None:
    heard: list[tuple[str, int]] = []
    outcomes = DirectRunner(2).map(
        "process-batch", _three, ["a", "b"], lambda item, count: heard.append((item, count)), lambda _item: UNLIMITED
    )
    assert outcomes == ["a", "b"]
    assert sorted(heard) == [(item, count) for item in "ab" for count in (1, 2, 3)]


def _three(item: str) -> str:
    for count in (1, 2, 3):
        reached(count)
    return item


def test_an_error_of_who_listens_is_no_death_of_the_worker() -> None:
    def closed(_item: str, _count: int) -> None:
        raise OSError("the terminal is gone")

    with pytest.raises(OSError, match="the terminal is gone"):
        DirectRunner(2).map("process-batch", _three, ["a", "b"], closed, lambda _item: UNLIMITED)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_page_whose_worker_dies_is_counted_once(pages: Path, tmp_path: Path) -> None:
    order(pages, "3.txt", "die")
    progress = Counted()
    report = run(RunConfig((str(pages),), tmp_path / "out", workers=2), ObedientRunner(2, tmp_path / "marks"), progress)
    assert report.documents == 5
    (_, total, counts), (_, published, _) = progress.steps
    assert (total, sum(counts), published) == (6, 6, 5)
    assert min(counts) > 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_what_a_dead_worker_had_said_stays_said() -> None:
    heard: list[int] = []
    outcomes = DirectRunner(2).map(
        "process-batch", _dies_after_two, ["a"], lambda _item, count: heard.append(count), lambda _item: UNLIMITED,
        in_workers=True,
    )  # fmt: skip
    assert outcomes == [Died("signal 9 (SIGKILL)")]
    assert heard == [1, 2]


def _dies_after_two(_item: str) -> None:
    reached(1)
    reached(2)
    signal.raise_signal(signal.SIGKILL)


@pytest.mark.parametrize("tries", [[[1, 2, 3], [1, 2, 3, 4]], [[2], [1], [4]], [[4], [4]]])
def test_trying_again_moves_nothing_back_and_counts_nothing_twice(tries: list[list[int]]) -> None:
    moved: list[int] = []
    pages = PageCount(moved.append)
    for each in tries:
        for count in each:
            pages.reached(count)
    assert sum(moved) == 4
    assert min(moved) > 0


def test_nobody_needs_to_listen() -> None:
    reached(1)
    heard: list[int] = []
    with heard_by(heard.append):
        reached(2)
    reached(3)
    assert heard == [2]


def test_each_step_is_logged_in_plain_words(pages: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="flows"):
        run(RunConfig((str(pages),), tmp_path / "out", workers=1))
    assert [record.getMessage() for record in caplog.records if record.name == "flows.runs.progress"] == [
        "looking for new and changed documents",
        "reading documents: 6",
        "comparing the documents with each other",
        "writing tables: 6",
        "checking the tables against the contract",
        "writing the warehouse",
        "writing the quality page",
        "publishing",
    ]
