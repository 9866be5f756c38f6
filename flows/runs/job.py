"""The whole job, composed once: the same steps run direct, on a process pool, or as Prefect tasks.

A ``Runner`` decides how a step runs; what runs is decided here and nowhere else, so a recorded run and a direct one
publish the same bytes.
"""

from __future__ import annotations

import datetime as dt
import functools
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from flows.errors import InputError
from flows.ingest.folder_walk import LeftOut
from flows.ingest.input_bytes import SourceRef, fingerprint, read
from flows.ingest.sources import discover
from flows.model import InputFile, Issue
from flows.publish.locations import Location
from flows.publish.snapshot.published import snapshot_place
from flows.publish.table_files import REPORT
from flows.quoting import safe
from flows.runs.options import RunConfig
from flows.runs.output_folders import output_folders
from flows.runs.progress import Progress, Silent, Steps
from flows.runs.runners import DirectRunner, Runner

if TYPE_CHECKING:
    from flows.publish.snapshot.history import SnapshotChange
    from flows.runs.corpus.killed_pages import KilledPage
    from flows.runs.corpus.read_cache import CacheLookup, ReadCache
    from flows.runs.corpus.reuse import DocumentChange
    from flows.runs.matters import Matter
    from flows.runs.output import PublishedRun
    from flows.validate.gate.findings import Finding


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did. ``failures`` are the reasons why the data breaks the contract.

    Where ``is_published`` is false, the snapshot is the candidate that was kept instead. ``left_out`` is what was found
    in the sources and not looked at: hidden files and outputs. ``change`` is the difference to what was current before:
    None for the first run, for one that is unchanged, and where that was damaged.
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
    left_out: LeftOut = field(default_factory=LeftOut)
    change: SnapshotChange | None = None

    @property
    def quality_page(self) -> Location:
        """Return where the quality page of the snapshot or candidate is."""
        return self.snapshot_dir / REPORT

    @property
    def matters(self) -> tuple[Matter, ...]:
        """Return what needs a person, the most urgent first: rows that broke the contract, then kinds of issues."""
        from flows.runs.matters import matters  # noqa: PLC0415

        return matters(self.violations, self.issues)


def run(config: RunConfig, runner: Runner | None = None, progress: Progress | None = None) -> Report:
    """Return the report of one run: discover, process in batches, validate, judge, publish one snapshot.

    Raises ``InputError`` when there is nothing to run on, and lets a broken run (disk full, another run publishing)
    raise: the snapshot published before stays current in every case.
    """
    # pandera and duckdb: seconds of import that --help must not pay.
    from flows.runs import output  # noqa: PLC0415
    from flows.runs.corpus.killed_pages import known_killers  # noqa: PLC0415
    from flows.validate.gate.judge import Terms  # noqa: PLC0415

    began = time.monotonic()
    runner, steps = runner or DirectRunner(config.workers), Steps(progress or Silent())
    steps.start("looking for new and changed documents")
    discovery = discover(config.sources, config.only, output_folders(config.output))
    if not discovery.refs and not discovery.issues:
        raise _none_found(config, discovery.left_out)
    fingerprint_of = functools.cache(_fingerprint)  # the cache and the snapshot may both ask for it: read once
    terms = Terms(config.strict, config.accept, config.keep, dt.timedelta(hours=config.keep_for))
    with output.open_output(config.output, terms, steps, config.wait) as opened:
        options = config.table_options
        cache = opened.read_cache(options, is_full=config.full)
        lookup = cache.look_up(discovery.refs, lambda ref: fingerprint_of(ref).sha256)
        if not config.full:
            same = opened.unchanged(discovery, options, lookup, fingerprint_of)
            if same is not None:
                return _report(same, config, discovery.left_out, began)
        known = {} if config.full else known_killers(cache.folder, cache.made_for, lookup.fresh, fingerprint_of)
        read, state = _read(config, _Reader(runner, steps), cache, lookup, known)
        if not state.entries:
            raise _none_read(config, (*discovery.issues, *read.issues))
        ready = output.ReadyToPublish(
            state=state,
            unread=read.unread,
            issues=read.issues,
            discovery=discovery,
            options=options,
            created=dt.datetime.now(dt.UTC),
            change=read.change,
        )
        published = runner.call("publish", opened.publish, ready)
        return _report(published, config, discovery.left_out, began)


class _Reader(NamedTuple):
    runner: Runner
    steps: Steps


class Read(NamedTuple):
    """The inputs of a run that became no document, as the manifest lists them, and why; what the others change."""

    unread: tuple[InputFile, ...]
    issues: tuple[Issue, ...]
    change: DocumentChange | None


def _read(
    config: RunConfig, reader: _Reader, cache: ReadCache, lookup: CacheLookup, known: Mapping[str, KilledPage]
) -> tuple[Read, ReadCache]:
    """Return the cache of all documents once the fresh ones are read; it is kept for the next run.

    It is kept whatever becomes of this run: a document's rows depend on nothing else of it. ``known`` are inputs that
    are not tried, because they killed a worker before.
    """
    # The parsers of all shapes: a run that finds nothing new does not need them.
    from flows.runs.batch import BatchJob, batches  # noqa: PLC0415
    from flows.runs.corpus.killed_pages import remember  # noqa: PLC0415
    from flows.runs.corpus.reuse import change_between  # noqa: PLC0415
    from flows.runs.halving import pays, process_all  # noqa: PLC0415
    from flows.runs.output import part_schemas  # noqa: PLC0415

    schemas = part_schemas()
    tried = [ref for ref in lookup.fresh if ref.source not in known]
    jobs = [
        BatchJob(number, refs, cache.folder, schemas, config.facts_only, config.strict_repair, cache.seed)
        for number, refs in enumerate(batches(tried), cache.next_segment)
    ]
    reader.steps.start("reading documents", len(tried))
    done = process_all(reader.runner, jobs, reader.steps.advance, in_workers=pays(config.workers, jobs))
    issues = tuple(issue for each in done for issue in each.result.issues)
    failed = {issue.source for issue in issues}
    read_documents, unread = [], []
    for job, result, _ in done:
        for ref, found in zip(job.refs, result.inputs, strict=True):
            if ref.source in failed:
                unread.append(found)
            else:
                read_documents.append((ref, found, job.number))
    segments = {result.number: result.files for _, result, _ in done if result.documents}
    state = cache.with_batches(lookup, segments, read_documents)
    change = change_between(cache, state, lookup)
    if state.is_fragmented():
        state = state.compacted()
        change = None
    state.save()
    remember(cache.folder, cache.made_for, [*known.values(), *(each.killer for each in done if each.killer)])
    left_out = tuple(
        InputFile(ref.source, known[ref.source].sha256, ref.size) for ref in lookup.fresh if ref.source in known
    )
    return Read((*unread, *left_out), (*issues, *(page.issue for page in known.values())), change), state


def _none_found(config: RunConfig, left_out: LeftOut) -> InputError:
    what = f"no input file found{f' (left out: {left_out})' if str(left_out) else ''}"
    remedy = "name a folder of texts"
    if str(left_out):
        remedy = "name a folder of texts; hidden files and outputs are never read"
    if config.only is not None:
        there = [ref.source for ref in discover(config.sources, None, output_folders(config.output)).refs]
        what = f"{what} whose name matches --only {config.only!r}"
        more = f" and {len(there) - 2:,} more" if len(there) > 2 else ""
        remedy = f"the files here are {', '.join(map(safe, there[:2]))}{more}" if there else remedy
    return InputError(", ".join(config.sources), what, remedy)


def _none_read(config: RunConfig, issues: Sequence[Issue]) -> InputError:
    """Return why nothing is published: an empty snapshot must not take the place of a good one."""
    found = sorted((issue.source, issue.code) for issue in issues)
    reasons = "; ".join(f"{safe(source)}: {code}" for source, code in found[:3])
    what = f"none of the {len(found)} inputs could be read ({reasons})"
    return InputError(", ".join(config.sources), what, "mend them, or name another folder")


def _fingerprint(ref: SourceRef) -> InputFile:
    return fingerprint(ref, read(ref))


def _report(published: PublishedRun, config: RunConfig, left_out: LeftOut, began: float) -> Report:
    snapshot = published.snapshot
    return Report(
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
        left_out=left_out,
        change=published.change,
    )
