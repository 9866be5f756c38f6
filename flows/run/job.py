"""The whole job, composed once: the same steps run direct, on a process pool, or as Prefect tasks.

A ``Runner`` decides how a step runs; what runs is decided here and nowhere else, so a recorded run and a direct one
publish the same bytes.
"""

from __future__ import annotations

import datetime as dt
import functools
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from flows.errors import InputError
from flows.ingest.input_bytes import SourceRef, fingerprint, read
from flows.ingest.sources import Discovery, discover
from flows.model import InputFile, Issue
from flows.publish.locations import Location
from flows.publish.snapshot.published import snapshot_place
from flows.quoting import safe
from flows.run.options import RunConfig
from flows.run.runners import DirectRunner, Runner

if TYPE_CHECKING:
    from flows.run.corpus.read_cache import CacheLookup, ReadCache
    from flows.run.corpus.reuse import DocumentChange
    from flows.run.output import PublishedRun
    from flows.validate.gate.findings import Finding


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did. ``failures`` are the reasons why the data breaks the contract.

    Where ``is_published`` is false, the snapshot is the candidate that was kept instead.
    """

    snapshot_id: str
    snapshot_dir: Location
    is_unchanged: bool
    documents: int
    rows: Mapping[str, int]
    issues: Mapping[str, int]
    violations: int
    edits: Mapping[str, int]
    seconds: float
    failures: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    is_published: bool = True


class Progress(Protocol):
    """Receives the progress of each step; a terminal draws a bar from it."""

    def start(self, step: str, total: int) -> None:
        """Note that a step begins, which has ``total`` parts."""

    def advance(self, count: int) -> None:
        """Note that ``count`` more parts of the step are done."""


class Silent:
    """Ignores the progress: for a run without a terminal."""

    def start(self, step: str, total: int) -> None:
        """Do nothing."""

    def advance(self, count: int) -> None:
        """Do nothing."""


def run(config: RunConfig, runner: Runner | None = None, progress: Progress | None = None) -> RunReport:
    """Return the report of one run: discover, process in batches, validate, judge, publish one snapshot.

    Raises ``InputError`` when there is nothing to run on, and lets a broken run (disk full, another run publishing)
    raise: the snapshot published before stays current in every case.
    """
    # pandera and duckdb: seconds of import that --help must not pay.
    from flows.run import output  # noqa: PLC0415
    from flows.validate.gate.judge import Terms  # noqa: PLC0415

    began = time.monotonic()
    runner, progress = runner or DirectRunner(config.workers), progress or Silent()
    discovery = discover(config.sources, config.only)
    if not discovery.refs and not discovery.issues:
        raise InputError(", ".join(config.sources), "no input file found", "name a folder of texts, or drop --only")
    fingerprint_of = functools.cache(_fingerprint)  # the cache and the snapshot may both ask for it: read once
    terms = Terms(config.strict, config.accept, config.keep)
    with output.open_output(config.output, terms, config.wait) as opened:
        options = config.table_options
        cache = opened.read_cache(options, is_full=config.full)
        lookup = cache.look_up(discovery.refs, lambda ref: fingerprint_of(ref).sha256)
        if not config.full:
            same = opened.unchanged(discovery, options, lookup, fingerprint_of)
            if same is not None:
                return _report(same, config, began)
        read, state = _read(config, runner, progress, cache, lookup)
        if not state.entries:
            raise _none_read(config, discovery)
        ready = output.ReadyToPublish(
            state=state,
            unread=read.unread,
            issues=read.issues,
            discovery=discovery,
            options=options,
            created=dt.datetime.now(dt.UTC),
            change=read.change,
        )
        progress.start("documents into tables", len(state.entries))
        published = runner.call("publish", opened.publish, ready, progress.advance)
        return _report(published, config, began)


class Read(NamedTuple):
    """The inputs of a run that became no document, as the manifest lists them, and why; what the others change."""

    unread: tuple[InputFile, ...]
    issues: tuple[Issue, ...]
    change: DocumentChange | None


def _read(
    config: RunConfig, runner: Runner, progress: Progress, cache: ReadCache, lookup: CacheLookup
) -> tuple[Read, ReadCache]:
    """Return the cache of all documents once the fresh ones are read; it is kept for the next run.

    It is kept whatever becomes of this run: a document's rows depend on nothing else of it.
    """
    # The parsers of all shapes: a run that finds nothing new does not need them.
    from flows.run.batch import BatchJob, batches, process_batch  # noqa: PLC0415
    from flows.run.corpus.reuse import change_between  # noqa: PLC0415
    from flows.run.output import part_schemas  # noqa: PLC0415

    schemas = part_schemas()
    jobs = [
        BatchJob(number, refs, cache.folder, schemas, config.facts_only, config.strict_repair, cache.seed)
        for number, refs in enumerate(batches(lookup.fresh), cache.next_segment)
    ]
    progress.start("batches of documents", len(jobs))
    results = runner.map("process-batch", process_batch, jobs, progress.advance)
    issues = tuple(issue for result in results for issue in result.issues)
    failed = {issue.source for issue in issues}
    read_documents, unread = [], []
    for work, result in zip(jobs, results, strict=True):
        for ref, found in zip(work.refs, result.inputs, strict=True):
            if ref.source in failed:
                unread.append(found)
            else:
                read_documents.append((ref, found, work.number))
    segments = {result.number: result.files for result in results if result.documents}
    state = cache.with_batches(lookup, segments, read_documents)
    change = change_between(cache, state, lookup)
    if state.is_fragmented():
        state = state.compacted()
        change = None
    state.save()
    return Read(tuple(unread), issues, change), state


def _none_read(config: RunConfig, discovery: Discovery) -> InputError:
    """Return why nothing is published: an empty snapshot must not take the place of a good one."""
    found = (*discovery.issues, *map(read, discovery.refs[:3]))
    reasons = "; ".join(f"{safe(item.source)}: {item.code}" for item in found[:3] if isinstance(item, Issue))
    total = len(discovery.refs) + len(discovery.issues)
    what = f"none of the {total} inputs could be read ({reasons})"
    return InputError(", ".join(config.sources), what, "mend them, or name another folder")


def _fingerprint(ref: SourceRef) -> InputFile:
    return fingerprint(ref, read(ref))


def _report(published: PublishedRun, config: RunConfig, began: float) -> RunReport:
    snapshot = published.snapshot
    return RunReport(
        snapshot_id=snapshot.snapshot_id,
        snapshot_dir=snapshot_place(config.output, snapshot),
        is_unchanged=published.is_unchanged,
        documents=snapshot.rows["documents"],
        rows=snapshot.rows,
        issues=snapshot.issues,
        violations=sum(snapshot.violations.values()),
        edits=published.edits,
        seconds=time.monotonic() - began,
        failures=published.failures,
        warnings=published.warnings,
        is_published=published.is_published,
    )
