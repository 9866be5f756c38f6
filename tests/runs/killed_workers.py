"""Runs whose workers are killed: a program for ``test_killed_workers``, which starts it as a process of its own.

``python -m tests.runs.killed_workers FOLDER thirty`` makes ten runs with two workers, in each of which three workers
are killed at work, and prints one line of JSON a run. ``... FOLDER one`` makes one run of one batch without workers
over FOLDER/pages, which do with it what they want.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
from pathlib import Path

import polars as pl

from flows.runs import batch, halving
from flows.runs.job import Report, run
from flows.runs.limits import Limits
from flows.runs.options import RunConfig
from tests.runs.dying_runs import BELONGS, digests, unnamed_files, write_pages
from tests.runs.obedient import ObedientRunner

RUNS, KILLS = 10, 3
AT_WORK = [
    (name, nth, is_after) for name in ("read", "parse", "write_part") for nth in (1, 2, 4) for is_after in (False, True)
]
"""Where a worker is killed: it reads and parses four pages and writes five files or more."""


def missing(report: Report) -> list[str]:
    """Return the pages that are said to have killed their worker."""
    issues = pl.read_parquet(report.snapshot_dir / "issues.parquet")
    return issues.filter(pl.col("code") == "killed-worker")["source"].to_list()


def thirty(folder: Path) -> None:
    """Print what became of ten runs."""
    batch.BATCH_DOCUMENTS = 4
    pages = folder / "pages"
    for part in range(3):
        write_pages(pages / str(part), 1)
    config = RunConfig((str(pages),), folder / "undisturbed", workers=1)
    run(config)
    expected = digests(folder / "undisturbed")
    sources = sorted(path.relative_to(pages).as_posix() for path in pages.rglob("*.*") if path.is_file())
    chance = random.Random(7)
    for number in range(RUNS):
        output, marks = folder / f"out{number}", folder / f"marks{number}"
        kills = {source: chance.choice(AT_WORK) for source in chance.sample(sources, KILLS)}
        runner = ObedientRunner(2, marks, kills)
        report = run(RunConfig((str(pages),), output), runner)
        faults = ["other bytes than those of an undisturbed run"] if digests(output) != expected else []
        faults += [f"left behind: {name}" for name in {path.name for path in output.iterdir()} - BELONGS]
        faults += [f"left in the state: {name}" for name in unnamed_files(output)]
        found = {"kills": kills, "killed": len(runner.killed), "missing": missing(report), "faults": faults}
        print(json.dumps(found), flush=True)
        shutil.rmtree(output)


def one(folder: Path) -> None:
    """Print what became of one run."""
    halving.limits_of = lambda _size: Limits(4, 2_500)
    report = run(RunConfig((str(folder / "pages"),), folder / "out"), ObedientRunner(1, folder / "marks"))
    print(json.dumps({"documents": report.documents, "missing": missing(report)}))


if __name__ == "__main__":
    {"thirty": thirty, "one": one}[sys.argv[2]](Path(sys.argv[1]))
