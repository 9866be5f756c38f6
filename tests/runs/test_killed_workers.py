"""A worker that dies takes its page with it and nothing else."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.errors import WorkerDiedError
from flows.ingest.input_bytes import SourceRef
from flows.model import InputFile
from flows.publish.snapshot.published import current_snapshot, read_inputs
from flows.runs import batch, halving, workers
from flows.runs.batch import BatchJob
from flows.runs.job import Report, run
from flows.runs.limits import Limits
from flows.runs.options import RunConfig
from flows.runs.runners import DirectRunner
from flows.runs.workers import Died
from tests.runs.dying_runs import digests
from tests.runs.obedient import ObedientRunner
from tests.runs.test_incremental import article

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")

ROOT = Path(__file__).resolve().parents[2]
LIMITS = Limits(4, 2_500)


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of four pages; a batch has two."""
    monkeypatch.setattr(batch, "BATCH_DOCUMENTS", 2)
    monkeypatch.setattr(halving, "limits_of", lambda _size: LIMITS)
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.txt").write_bytes(article(number, with_letter=True))
    return folder


class Counted:
    """Progress that is written down: of each step that counts documents its total, and what it advanced by."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, int, list[int]]] = []

    def start(self, step: str, total: int | None) -> None:
        self.steps += [] if total is None else [(step, total, [])]

    def advance(self, count: int) -> None:
        self.steps[-1][2].append(count)


def order(pages: Path, source: str, wish: str) -> None:
    with (pages / source).open("a") as page:
        page.write(f"\nplease {wish}\n")


def missing(report: Report) -> dict[str, str]:
    issues = pl.read_parquet(report.snapshot_dir / "issues.parquet").filter(pl.col("code") == "killed-worker")
    assert issues["document_id"].null_count() == issues.height
    return dict(issues.select("source", "text").iter_rows())


def documents(report: Report) -> set[str]:
    return set(pl.read_parquet(report.snapshot_dir / "documents.parquet")["source"])


def test_a_worker_that_is_killed_once_changes_nothing(pages: Path, tmp_path: Path) -> None:
    undisturbed = run(RunConfig((str(pages),), tmp_path / "one", workers=1))
    runner = ObedientRunner(2, tmp_path / "marks", {"3.txt": ("write_part", 2, True)})
    killed = run(RunConfig((str(pages),), tmp_path / "two"), runner)
    assert runner.killed == {"3.txt"}
    assert missing(killed) == {}
    assert digests(tmp_path / "two") == digests(tmp_path / "one")
    assert killed.issues == undisturbed.issues


def test_a_page_that_kills_its_worker_is_named_and_remembered(pages: Path, tmp_path: Path) -> None:
    order(pages, "3.txt", "die")
    runner, config = ObedientRunner(2, tmp_path / "marks"), RunConfig((str(pages),), tmp_path / "out")
    progress = Counted()
    first = run(config, runner, progress)
    assert [(step, total, sum(counts)) for step, total, counts in progress.steps] == [
        ("reading documents", 4, 4),
        ("writing tables", 3, 3),
    ]
    assert documents(first) == {f"{number}.txt" for number in range(4)} - {"3.txt"}
    assert list(missing(first)) == ["3.txt"]
    assert "signal 9 (SIGKILL)" in missing(first)["3.txt"]
    snapshot = current_snapshot(tmp_path / "out")
    assert snapshot is not None
    content = (pages / "3.txt").read_bytes()
    assert InputFile("3.txt", hashlib.sha256(content).hexdigest(), len(content)) in list(read_inputs(snapshot))
    assert run(config, runner).is_unchanged
    tries = runner.tries("3.txt")

    (pages / "2.txt").write_bytes(article(40, with_letter=False))
    again = run(config, runner)
    assert not again.is_unchanged
    assert missing(again) == missing(first)
    assert runner.tries("3.txt") == tries

    (pages / "3.txt").write_bytes(article(3, with_letter=True))
    mended = run(config, runner)
    assert missing(mended) == {}
    assert "3.txt" in documents(mended)


@pytest.mark.slow
def test_a_full_run_tries_it_again(pages: Path, tmp_path: Path) -> None:
    order(pages, "3.txt", "die")
    runner, config = ObedientRunner(2, tmp_path / "marks"), RunConfig((str(pages),), tmp_path / "out")
    first = run(config, runner)
    tries = runner.tries("3.txt")
    again = run(RunConfig((str(pages),), tmp_path / "out", full=True), runner)
    assert runner.tries("3.txt") > tries
    assert missing(again) == missing(first)


@pytest.mark.parametrize(
    ("wish", "how"),
    [
        pytest.param("allocate", LIMITS.too_much, marks=pytest.mark.skipif(sys.platform != "linux", reason="macOS")),
        *(
            pytest.param(wish, how, marks=pytest.mark.slow)
            for wish, how in (
                ("spin", LIMITS.too_long),
                ("count", LIMITS.too_long),
                ("crash", "signal 11 (SIGSEGV)"),
                ("leave", "exit code 3"),
            )
        ),
    ],
)
def test_whatever_ends_its_worker_is_said(pages: Path, tmp_path: Path, wish: str, how: str) -> None:
    order(pages, "1.txt", wish)
    report = run(RunConfig((str(pages),), tmp_path / "out"), ObedientRunner(2, tmp_path / "marks"))
    assert len(documents(report)) == 3
    assert list(missing(report)) == ["1.txt"]
    assert missing(report)["1.txt"].endswith(how)


@pytest.mark.parametrize(
    ("wish", "how"),
    [
        pytest.param("allocate", LIMITS.too_much, marks=pytest.mark.skipif(sys.platform != "linux", reason="macOS")),
        pytest.param("spin", LIMITS.too_long, marks=pytest.mark.slow),
    ],
)
def test_one_batch_in_the_process_of_the_run_does_not_end_it(pages: Path, tmp_path: Path, wish: str, how: str) -> None:
    for path in sorted(pages.iterdir())[2:]:
        path.unlink()
    order(pages, "1.txt", wish)
    before = signal.getsignal(signal.SIGPROF)
    report = run(RunConfig((str(pages),), tmp_path / "out"), ObedientRunner(2, tmp_path / "marks"))
    assert documents(report) == {"0.txt"}
    assert missing(report)["1.txt"].endswith(how)
    assert signal.getsignal(signal.SIGPROF) == before
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


@pytest.mark.parametrize(
    ("workers", "size", "in_worker"), [(0, 100, False), (0, 5_000_000, True), (1, 5_000_000, False), (2, 100, True)]
)
def test_a_single_batch_is_read_in_a_worker_where_that_pays(
    tmp_path: Path, workers: int, size: int, in_worker: bool
) -> None:
    ref = SourceRef("a.txt", str(tmp_path / "a.txt"), size, 0)
    assert halving.pays(workers, [BatchJob(1, (ref,), tmp_path, {})]) == in_worker


def test_who_asks_for_processes_gets_one_for_a_single_batch(pages: Path, tmp_path: Path) -> None:
    for path in sorted(pages.iterdir())[2:]:
        path.unlink()
    order(pages, "1.txt", "die")
    report = run(RunConfig((str(pages),), tmp_path / "out", workers=2), ObedientRunner(2, tmp_path / "marks"))
    assert documents(report) == {"0.txt"}
    assert list(missing(report)) == ["1.txt"]


def test_where_everything_is_killed_the_run_ends(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tried: list[int] = []

    class Killing(DirectRunner):
        def map(self, _step: str, _function: Any, items: Sequence[Any], *_rest: Any, **_options: Any) -> list[Any]:
            tried.append(len(items))
            return [Died("signal 9 (SIGKILL)") for _ in items]

    monkeypatch.setattr(halving, "MOST_KILLERS", 10)
    refs = tuple(SourceRef(f"{number}.txt", str(tmp_path / f"{number}.txt"), 1, 0) for number in range(1000))
    for ref in refs:
        Path(ref.path).write_text("x")
    with pytest.raises(WorkerDiedError, match=r"11 pages.*signal 9.*the snapshot before stays"):
        halving.process_all(Killing(2), [BatchJob(1, refs, tmp_path, {})], lambda _count: None)
    assert len(tried) < 40


def test_a_worker_that_cannot_start_is_no_fault_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_serve", os._exit)  # found by name in the worker, where it is called with a channel
    monkeypatch.setattr(workers, "_STARTS", 2)
    with pytest.raises(WorkerDiedError, match="no worker process lives long enough"):
        DirectRunner(2).map("process-batch", abs, [7, 7], lambda _item, _count: None, lambda _item: LIMITS)


@pytest.mark.slow
@pytest.mark.parametrize(("wish", "ended"), [("die", signal.SIGKILL), ("count", signal.SIGXCPU)])
def test_what_ends_a_run_that_has_no_workers_does_not_end_the_next_one(
    pages: Path, tmp_path: Path, wish: str, ended: int
) -> None:
    for path in sorted(pages.iterdir())[2:]:
        path.unlink()
    order(pages, "1.txt", wish)
    words = [sys.executable, "-m", "tests.runs.killed_workers", str(tmp_path), "one"]
    first, second = (subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False) for _ in range(2))
    assert first.returncode == -ended, first.stderr
    assert json.loads(second.stdout) == {"documents": 1, "missing": ["1.txt"]}


@pytest.mark.slow
def test_thirty_killed_workers_leave_the_same_bytes(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "tests.runs.killed_workers", str(tmp_path), "thirty"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    outcomes = [json.loads(line) for line in done.stdout.splitlines()]
    assert sum(outcome["killed"] for outcome in outcomes) == 30
    assert [outcome for outcome in outcomes if outcome["missing"] or outcome["faults"]] == []


def test_nothing_to_read_needs_no_worker() -> None:
    assert (
        DirectRunner(2).map("process-batch", len, [], lambda _item, _count: None, lambda _item: LIMITS, in_workers=True)
        == []
    )
