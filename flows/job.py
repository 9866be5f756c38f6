"""The whole job, composed once: the same steps run direct, on a process pool, or as Prefect tasks.

A ``Runner`` decides how a step runs; what runs is decided here and nowhere else, so a recorded run and a direct one
publish the same bytes.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from flows.batch import BATCH_BYTES, BATCH_DOCUMENTS, BatchJob, fingerprint, process_batch
from flows.ingest import Discovery, InputError, SourceRef, discover, read
from flows.model import Issue, document_id
from flows.publish.frames import Schema
from flows.publish.manifest import InputFile

if TYPE_CHECKING:
    from flows.publish.store import Published

POLARS_THREADS = "POLARS_MAX_THREADS"

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class RunConfig:
    """What a run is asked to do. ``only`` is a glob on source names; ``workers`` 0 means one a core when it pays."""

    sources: tuple[str, ...]
    output: Path
    only: str | None = None
    full: bool = False
    workers: int = 0
    strict: bool = False
    facts_only: bool = False
    strict_repair: bool = False


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did. ``failures`` are reasons, in words, why the data breaks the contract; empty means exit code 0."""

    snapshot_id: str
    snapshot_dir: Path
    is_unchanged: bool
    documents: int
    rows: Mapping[str, int]
    issues: Mapping[str, int]
    violations: int
    edits: Mapping[str, int]
    seconds: float
    failures: tuple[str, ...] = ()
    warnings: tuple[str, ...] = field(default=())


class Progress(Protocol):
    """What is told how far a step is; a terminal draws a bar from it."""

    def start(self, step: str, total: int) -> None:
        """Take note that a step begins that has ``total`` parts."""

    def advance(self, count: int) -> None:
        """Take note that ``count`` more parts of the step are done."""


class Silent:
    """The progress of a run that nobody watches."""

    def start(self, step: str, total: int) -> None:
        """Do nothing."""

    def advance(self, count: int) -> None:
        """Do nothing."""


class Runner(Protocol):
    """How steps run: direct, in processes, as recorded tasks."""

    def map(
        self, step: str, function: Callable[[Item], Result], items: Sequence[Item], advance: Callable[[int], None]
    ) -> list[Result]:
        """Return ``function`` of each item, in the items' order; ``advance`` is called as items finish."""
        ...

    def call(self, step: str, function: Callable[..., Result], *arguments: object) -> Result:
        """Return ``function(*arguments)``, run as one step."""
        ...


class WorkerDiedError(RuntimeError):
    """A worker process was killed or crashed; it took the other workers' unfinished batches with it."""

    def __init__(self, step: str) -> None:
        self.where = step
        self.what = "a worker process died (killed, out of memory); nothing was published, the snapshot before stays"
        self.remedy = "run again; if it dies again, watch its memory, and narrow the input down with --only"
        super().__init__(f"{self.where}: {self.what}\n  {self.remedy}")


class DirectRunner:
    """Steps as plain calls; batches on a pool of processes when there are enough of them to pay for its start."""

    def __init__(self, workers: int) -> None:
        self.workers = workers or min(os.cpu_count() or 1, 8)

    def map(
        self, step: str, function: Callable[[Item], Result], items: Sequence[Item], advance: Callable[[int], None]
    ) -> list[Result]:
        """Return ``function`` of each item in order, from this process or from workers.

        Raises ``WorkerDiedError`` when a worker ends without an answer.
        """
        workers = min(self.workers, len(items))
        if workers <= 1:
            results = []
            for item in items:
                results.append(function(item))
                advance(1)
            return results
        with worker_pool(workers, step) as pool:
            futures = [pool.submit(function, item) for item in items]
            for future in as_completed(futures):
                future.result()
                advance(1)
            return [future.result() for future in futures]

    def call(self, step: str, function: Callable[..., Result], *arguments: object) -> Result:
        """Return ``function(*arguments)``."""
        return function(*arguments)


@contextmanager
def worker_pool(workers: int, step: str) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of processes for one step, polars kept to one thread in each: they are as many as the cores already.

    polars looks for its number of threads while it is imported, which a worker does before anything of ours can run in
    it; so the number stands in the environment that the workers inherit. Raises ``WorkerDiedError`` when one of them
    ends without an answer.
    """
    before = os.environ.get(POLARS_THREADS)
    os.environ[POLARS_THREADS] = "1"
    try:
        # spawn: the parent holds threads of polars, which a forked child must not inherit.
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            yield pool
    except BrokenProcessPool as error:
        raise WorkerDiedError(step) from error
    finally:
        if before is None:
            del os.environ[POLARS_THREADS]
        else:
            os.environ[POLARS_THREADS] = before


def run(config: RunConfig, runner: Runner | None = None, progress: Progress | None = None) -> RunReport:
    """Return the report of one run: discover, process in batches, validate, publish one snapshot.

    Raises ``InputError`` when there is nothing to run on, and lets a broken run (disk full, another run publishing)
    raise: the snapshot published before stays current in every case.
    """
    # pandera and duckdb: seconds of import that --help must not pay.
    from flows.publish import store  # noqa: PLC0415
    from flows.publish.site_lines import strip_site_lines  # noqa: PLC0415

    began = time.monotonic()
    runner, progress = runner or DirectRunner(config.workers), progress or Silent()
    discovery = discover(config.sources, config.only)
    if not discovery.refs and not discovery.issues:
        raise InputError(f"{', '.join(config.sources)}: no input file found; name a folder of texts, or drop --only")
    with store.open_place(config.output) as place:
        asked = {"facts_only": config.facts_only, "strict_repair": config.strict_repair}
        if not config.full:
            same = place.unchanged(discovery, asked, lambda: map(_fingerprint, discovery.refs))
            if same is not None:
                return _report(same, config, began, is_unchanged=True)
        jobs = batches(discovery, place.parts, store.part_schemas(), config.facts_only, config.strict_repair)
        progress.start("batches of documents", len(jobs))
        results = runner.map("process-batch", process_batch, jobs, progress.advance)
        if not any(result.documents for result in results):
            raise _none_read(discovery)
        parts = tuple(result.files for result in results)
        parts = tuple(runner.call("site-lines", strip_site_lines, parts))
        progress.start("batches into tables", len(jobs))
        order = store.Order(
            parts=parts,
            inputs=tuple(item for result in results for item in result.inputs),
            discovery=discovery,
            asked=asked,
            created=dt.datetime.now(dt.UTC),
        )
        published = runner.call("publish", place.publish, order, progress.advance)
        return _report(published, config, began, is_unchanged=False)


def _none_read(discovery: Discovery) -> InputError:
    """Return why nothing is published: an empty snapshot must not take the place of a good one."""
    found = (*discovery.issues, *map(read, discovery.refs[:3]))
    told = "; ".join(f"{item.source}: {item.code}" for item in found[:3] if isinstance(item, Issue))
    total = len(discovery.refs) + len(discovery.issues)
    return InputError(f"none of the {total} inputs could be read ({told}); mend them, or name another folder")


def _fingerprint(ref: SourceRef) -> InputFile:
    return fingerprint(ref, read(ref))


def batches(
    discovery: Discovery, folder: Path, schemas: Mapping[str, Schema], facts_only: bool, strict_repair: bool = False
) -> list[BatchJob]:
    """Return the inputs in ``document_id`` order, cut into batches of at most 1,000 documents and about 16 MB.

    In key order the parts of the batches follow each other as the published tables do, and the same inputs always make
    the same batches.
    """
    groups: list[list[SourceRef]] = []
    size = BATCH_BYTES
    for ref in sorted(discovery.refs, key=lambda ref: document_id(ref.source)):
        if size + ref.size > BATCH_BYTES or len(groups[-1]) >= BATCH_DOCUMENTS:
            groups.append([])
            size = 0
        groups[-1].append(ref)
        size += ref.size
    return [
        BatchJob(number, tuple(refs), folder, schemas, facts_only, strict_repair)
        for number, refs in enumerate(groups, 1)
    ]


def _report(published: Published, config: RunConfig, began: float, *, is_unchanged: bool) -> RunReport:
    snapshot = published.snapshot
    violations = sum(snapshot.violations.values())
    strict = (f"violations: {violations} rows broke the contract, --strict allows none",)
    return RunReport(
        snapshot_id=snapshot.snapshot_id,
        snapshot_dir=snapshot.path,
        is_unchanged=is_unchanged,
        documents=snapshot.rows["documents"],
        rows=snapshot.rows,
        issues=snapshot.issues,
        violations=violations,
        edits=published.edits,
        seconds=time.monotonic() - began,
        failures=published.failures + (strict if config.strict and violations else ()),
        warnings=published.warnings,
    )


__all__ = [
    "DirectRunner",
    "Progress",
    "RunConfig",
    "RunReport",
    "Runner",
    "Silent",
    "WorkerDiedError",
    "run",
    "worker_pool",
]
