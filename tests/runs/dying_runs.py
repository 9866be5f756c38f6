"""Runs that are killed: a program for ``test_kills``, which starts it as a process of its own.

``python -m tests.runs.dying_runs FOLDER KIND`` prints one line of JSON a kill: where it struck, and what was wrong
after it and after the run that followed (nothing, it is hoped). It imports everything once and forks for every run;
nothing with threads is used before that. No clock decides where a run is killed: the same kills strike on any
machine.
"""

from __future__ import annotations

import hashlib
import importlib
import itertools
import json
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb  # noqa: F401  # what a run imports late is imported before the first fork
import pyarrow.parquet  # noqa: F401

from flows.publish import warehouse  # noqa: F401
from flows.publish.snapshot import publishing  # noqa: F401
from flows.publish.snapshot.mark import MARK
from flows.publish.snapshot.published import current_snapshot, kept_candidate, snapshot_ids, verify
from flows.runs import batch, job
from flows.runs import output as publication  # noqa: F401
from flows.runs.corpus import assemble, read_cache, reuse  # noqa: F401
from flows.runs.corpus.read_cache import STATE, sweep_unsaved
from flows.runs.job import run
from flows.runs.options import RunConfig
from tests.runs.test_incremental import SITE, article, dump, page

STAGES = (
    ("flows.runs.job", "discover", 1),
    ("flows.runs.output", "output_lock", 1),
    ("flows.runs.output", "load", 1),
    ("flows.runs.corpus.read_cache", "ReadCache.look_up", 1),
    ("flows.runs.batch", "process_batch", 1),
    ("flows.runs.batch", "write_part", 5),
    ("flows.runs.batch", "process_batch", 2),
    ("flows.runs.corpus.read_cache", "ReadCache.save", 1),
    ("flows.runs.corpus.read_cache", "write_part", 1),
    ("flows.runs.corpus.read_cache", "write_durably", 1),
    ("flows.runs.corpus.read_cache", "sweep", 2),
    ("flows.runs.corpus.assemble", "site_lines", 1),
    ("flows.runs.corpus.second_pass", "sides", 1),
    ("flows.runs.corpus.assemble", "validate", 1),
    ("flows.publish.parquet", "TableWriter.write", 4),
    ("flows.runs.output", "_issues_text", 1),
    ("flows.runs.output", "judge_staged", 1),
    ("flows.publish.snapshot.publishing", "write_catalog", 1),
    ("flows.publish.snapshot.publishing", "manifest_text", 1),
    ("flows.publish.snapshot.publishing", "_move_in", 1),
    ("flows.publish.snapshot.pointers", "point", 1),
    ("flows.publish.snapshot.pointers", "replace_link", 1),
    ("flows.publish.snapshot.retention", "drop_candidates", 1),
    ("flows.publish.snapshot.retention", "retain", 1),
    ("flows.runs.corpus.read_cache", "ReadCache.record_published", 1),
)
HELD = (
    ("flows.publish.snapshot.publishing", "_move_in", 1),
    ("flows.publish.snapshot.publishing", "drop_candidates", 1),
)
AT_WORK = (
    ("flows.runs.runners", "as_completed", 1),
    *(("flows.runs.job", "Silent.advance", batch) for batch in (1, 2, 3, 5)),
)
"""While worker processes start, and while they are at work: a batch is done, others are not."""
OF_FILES = ("open", "os.", "shutil.")
"""How the audit events begin that Python raises before every operation on files."""
BELONGS = {MARK, ".lock", STATE, "snapshots", "current", "warehouse.duckdb", "LATEST.json"}


class Strike(NamedTuple):
    """Where a run is killed: before or after the nth call of a function, or before the nth operation on files."""

    module: str = ""
    name: str = ""
    nth: int = 0
    is_after: bool = False

    def __str__(self) -> str:
        if not self.module:
            return f"before operation {self.nth} on files"
        return f"{'after' if self.is_after else 'before'} call {self.nth} of {self.module}.{self.name}"

    def arm(self) -> None:
        """Let this process die there."""
        if not self.module:
            on_operations(lambda number: number == self.nth and os.kill(os.getpid(), signal.SIGKILL))
            return
        owner: Any = importlib.import_module(self.module)
        *path, name = self.name.split(".")
        for each in path:
            owner = getattr(owner, each)
        whole, calls = getattr(owner, name), 0

        def deadly(*arguments: Any, **options: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == self.nth and not self.is_after:
                os.kill(os.getpid(), signal.SIGKILL)
            result = whole(*arguments, **options)
            if calls == self.nth:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        setattr(owner, name, deadly)


def on_operations(tell: Callable[[int], object]) -> None:
    """Tell the number of every operation on files that this process begins from now on."""
    numbers = itertools.count(1)

    def hook(event: str, _arguments: object) -> None:
        if event.startswith(OF_FILES) and event != "os.kill":
            tell(next(numbers))

    sys.addaudithook(hook)


def write_pages(folder: Path, version: int) -> None:
    """Write twelve pages of four shapes, or change, add and take away some of them."""
    (folder / SITE).mkdir(parents=True, exist_ok=True)
    if version == 1:
        for number in range(4):
            (folder / SITE / f"{number}.txt").write_bytes(article(number, with_letter=True))
            (folder / f"dump{number}.md").write_bytes(dump(number, "Valley Army", "Hill League"))
            (folder / f"page{number}.txt").write_bytes(page(number, "Valley Army Hill League"))
        return
    (folder / SITE / "1.txt").write_bytes(article(7, with_letter=False))
    (folder / "dump2.md").write_bytes(dump(8, "Coast Guard", "River Men"))
    (folder / "page9.txt").write_bytes(page(9, "Hill League Coast Guard"))
    (folder / "page1.txt").unlink()


def digests(output: Path) -> dict[str, str]:
    """Return what the current snapshot holds, by file."""
    info = current_snapshot(output)
    if info is None:
        return {}
    files = sorted(path for path in info.path.iterdir() if path.suffix in {".parquet", ".jsonl"})
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def in_child(action: Callable[[], object]) -> tuple[int, int]:
    """Return how a child ended that does something (0, or minus the signal), and its process group."""
    child = os.fork()
    if child == 0:
        os.setsid()
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 1)
        try:
            action()
        except BaseException:
            traceback.print_exc()
            os._exit(2)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), child


def faults_after_kill(output: Path, allowed: tuple[dict[str, str], ...]) -> Iterator[str]:
    """Yield what is wrong while nobody has cleaned up yet: readers see an old state or a new one, whole."""
    info = current_snapshot(output) if output.exists() else None
    if info is not None and verify(info):
        yield "the current snapshot is damaged"
    if (digests(output) if output.exists() else {}) not in allowed:
        yield "the current snapshot is neither the old nor the new one"


def faults_after_rerun(output: Path, expected: dict[str, str], snapshots: int) -> Iterator[str]:
    """Yield what differs from an undisturbed run."""
    if digests(output) != expected:
        yield "other bytes than those of an undisturbed run"
    left = {path.name for path in output.iterdir()} - BELONGS
    if left:
        yield f"left behind: {sorted(left)}"
    if len(snapshot_ids(output)) != snapshots or len(list((output / "snapshots").iterdir())) != snapshots:
        yield f"{len(snapshot_ids(output))} snapshots instead of {snapshots}"
    if unnamed := unnamed_files(output):
        yield f"left in the state: {sorted(unnamed)}"


def unnamed_files(output: Path) -> set[str]:
    """Return the names of files in the state's folder that its index does not name; they are removed."""
    before = {path.name for path in (output / STATE).iterdir()}
    sweep_unsaved(output)
    return before - {path.name for path in (output / STATE).iterdir()}


def outlived(group: int) -> bool:
    """Return whether a process of a killed run still lives, two minutes after the next run was allowed to begin."""
    for _ in range(1200):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.1)
    os.killpg(group, signal.SIGKILL)
    return True


class Scene:
    """Pages, an output in which a snapshot of their first version is current, and what an undisturbed run publishes."""

    def __init__(self, folder: Path) -> None:
        self.pages, self.base, self.folder = folder / "pages", folder / "base", folder
        write_pages(self.pages, 1)
        self.do(self.base)
        self.old = digests(self.base)
        write_pages(self.pages, 2)
        self.do(folder / "new")
        self.new = digests(folder / "new")
        assert self.old
        assert self.new != self.old

    def config(self, output: Path, workers: int = 1, *, accept: bool = False) -> RunConfig:
        return RunConfig((str(self.pages),), output, workers=workers, accept=accept, wait=600)

    def do(self, output: Path, *, accept: bool = False) -> None:
        ended, _ = in_child(lambda: run(self.config(output, accept=accept)))
        assert ended == 0, "a run that nothing disturbs failed"

    def operations(self, *, is_first: bool) -> int:
        """Return how many operations on files an undisturbed run makes."""
        output, told = self.output("counted", is_first=is_first), self.folder / "operations"

        def count() -> None:
            numbers = [0]
            on_operations(numbers.append)
            run(self.config(output))
            told.write_text(str(numbers[-1]))

        assert in_child(count)[0] == 0
        shutil.rmtree(output)
        return int(told.read_text())

    def output(self, name: str, *, is_first: bool) -> Path:
        """Return an output folder: a new one, or one with the snapshot of the first pages."""
        output = self.folder / name
        if not is_first:
            shutil.copytree(self.base, output, symlinks=True)
        return output

    def strike(self, strike: Strike, number: int, workers: int = 1, *, is_first: bool = False) -> dict[str, Any]:
        output = self.output(f"out{number}", is_first=is_first)

        def die() -> None:
            strike.arm()
            run(self.config(output, workers))

        ended, group = in_child(die)
        faults = [*faults_after_kill(output, ({} if is_first else self.old, self.new))]
        self.do(output)
        faults += faults_after_rerun(output, self.new, 1 if is_first else 2)
        faults += ["a worker outlived its run"] if outlived(group) else []
        shutil.rmtree(output)
        return {"where": str(strike), "ended": ended, "faults": faults}

    def strike_held(self, strike: Strike, number: int) -> dict[str, Any]:
        """Kill a run that the gate stops while it keeps its candidate; then accept that one."""
        output = self.folder / f"held{number}"
        shutil.copytree(self.base, output, symlinks=True)

        def die() -> None:
            strike.arm()
            run(self.config(output))

        ended, _ = in_child(die)
        faults = [*faults_after_kill(output, (self.old,))]
        in_child(lambda: run(self.config(output)))
        if kept_candidate(output) is None or digests(output) != self.old:
            faults.append("no candidate, or it was published")
        self.do(output, accept=True)
        faults += faults_after_rerun(output, self.new, 2)
        shutil.rmtree(output)
        return {"where": f"held back, {strike}", "ended": ended, "faults": faults}


def strikes(scene: Scene, kind: str) -> Iterator[dict[str, Any]]:
    """Yield the outcome of every kill of a kind."""
    if kind == "one":
        yield scene.strike(Strike("flows.publish.snapshot.publishing", "_move_in", 1, is_after=True), 0)
    elif kind == "stages":
        for number, (stage, is_after) in enumerate((stage, is_after) for stage in STAGES for is_after in (False, True)):
            yield scene.strike(Strike(*stage, is_after), number)
    elif kind == "random":
        chance = random.Random(5)
        most = {is_first: scene.operations(is_first=is_first) for is_first in (False, True)}
        for number in range(10):
            is_first = bool(number % 2)
            yield scene.strike(Strike(nth=chance.randint(1, most[is_first])), number, is_first=is_first)
    elif kind == "workers":
        for number, stage in enumerate(AT_WORK):
            yield scene.strike(Strike(*stage, is_after=True), number, 2, is_first=True)
    else:
        for path in [*scene.pages.glob("dump*"), *scene.pages.glob("page*")][:7]:
            path.unlink()
        scene.do(scene.folder / "fewer")
        scene.new = digests(scene.folder / "fewer")
        for number, (stage, is_after) in enumerate((stage, is_after) for stage in HELD for is_after in (False, True)):
            yield scene.strike_held(Strike(*stage, is_after), number)


def main() -> None:
    """Print the outcomes."""
    folder, kind = Path(sys.argv[1]), sys.argv[2]
    batch.BATCH_DOCUMENTS = 2
    read_cache._SETTLED_NS = 1 << 62  # all files count as just written, however long the machine took to write them
    for outcome in strikes(Scene(folder), kind):
        print(json.dumps(outcome), flush=True)


if __name__ == "__main__":
    assert job.run is run
    main()
