"""The output as a run uses it: one lock, one stage, one publication.

What a run publishes is decided by its inputs, rules and versions. If these are those of the current snapshot, the run
is unchanged, which is known before any work is done.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from flows.ask.report.facts import ReportFacts, Told, Verdict
from flows.ask.report.page import report_page
from flows.errors import DamagedError, PublishError, SnapshotError, note_current
from flows.ingest.input_bytes import SourceRef
from flows.ingest.sources import Discovery
from flows.model import InputFile, Issue
from flows.publish.durable import write_durably
from flows.publish.locations import Location
from flows.publish.object_store.mirror import Mirror, open_mirror
from flows.publish.snapshot.additions import KEPT_APART, added
from flows.publish.snapshot.candidate import bring_back
from flows.publish.snapshot.history import SnapshotChange, change_since, earlier
from flows.publish.snapshot.lock import output_lock
from flows.publish.snapshot.manifest import SNAPSHOTS, Option, RunFacts, SnapshotInfo
from flows.publish.snapshot.published import (
    current_snapshot,
    kept_candidate,
    pointed_at,
    read_inputs,
    read_manifest,
    verify,
    verify_pointers,
)
from flows.publish.snapshot.publishing import Stage, open_stage, publish, set_aside
from flows.publish.snapshot.retention import clean_up
from flows.publish.table_files import ISSUES, REPORT, WAREHOUSE, WrittenFile, files_of
from flows.publish.versions import code_version, library_versions, reading_version, rules_sha256
from flows.runs.corpus.read_cache import CacheLookup, ReadCache, load, sweep_unsaved
from flows.runs.progress import Steps
from flows.validate.arrow import polars_schema
from flows.validate.gate.findings import Finding
from flows.validate.gate.judge import GateVerdict, Terms, judge_published, judge_staged
from schemas.tables import TABLES

if TYPE_CHECKING:
    from flows.runs.corpus.reuse import DocumentChange

_READ_AGAIN: Final = "it is not used, and every input is read again: nothing is to be done"
_MOVED: Final = "the run goes on without it: delete it, or keep it elsewhere if it is yours"
_FAULT_OF_PAGE: Final = "the tables are whole; please report it, it is a fault of infobox-etl"
_PUBLISHED_ANEW: Final = "this run publishes everything anew: nothing is to be done"


@dataclass(frozen=True, slots=True)
class ReadyToPublish:
    """What a run publishes: the documents read so far, and the run's own facts.

    ``unread`` are the inputs that became no document, as the manifest lists them, and ``issues`` are the reasons.
    ``options`` are those that decide what stands in the tables. ``change`` is what the run changes in a snapshot.
    """

    state: ReadCache
    unread: tuple[InputFile, ...]
    issues: tuple[Issue, ...]
    discovery: Discovery
    options: Mapping[str, Option]
    created: dt.datetime
    change: DocumentChange | None = None


@dataclass(frozen=True, slots=True)
class PublishedRun:
    """A snapshot and what its run counted: edits by step, and the reasons and warnings of the gate.

    Where the gate stopped the run, ``is_published`` is false and ``snapshot`` is the candidate that was kept.
    ``change`` is the difference to what was current before; None without one, or where it is damaged.
    """

    snapshot: SnapshotInfo
    edits: Mapping[str, int]
    failures: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    is_published: bool = True
    is_unchanged: bool = False
    change: SnapshotChange | None = None

    @property
    def candidate(self) -> Path | None:
        """Return the folder of the candidate that was kept instead of being published, None where the run published."""
        return None if self.is_published else self.snapshot.path


@dataclass(frozen=True, slots=True)
class OpenOutput:
    """An output that this run has locked: where it stages its files, and on what terms it publishes.

    ``mirror`` is the object store that the folder is a copy of, None where the output is a folder. ``noticed`` are
    warnings of the run itself: what it found damaged and heals, and what it could not clean up. ``steps`` hear which
    step of publishing begins.
    """

    stage: Stage
    terms: Terms
    steps: Steps
    mirror: Mirror | None = None
    noticed: list[Finding] = field(default_factory=list)

    def read_cache(self, options: Mapping[str, Option], *, is_full: bool) -> ReadCache:
        """Return the documents that earlier runs read; none of them where everything is to be read again."""
        made_for = _made_for(options)
        state = load(self.stage.lock.output, made_for)
        self.noticed.extend(Finding("warning", where, what, (), _READ_AGAIN) for where, what in state.damage)
        return replace(state, entries={}, segments={}) if is_full else state

    def unchanged(
        self,
        discovery: Discovery,
        options: Mapping[str, Option],
        lookup: CacheLookup,
        read: Callable[[SourceRef], InputFile],
    ) -> PublishedRun | None:
        """Return the current snapshot if this run would publish the same again, else None.

        A candidate that this run would make again is judged again, on the terms of this run, and nothing is processed.
        Names, sizes and versions are compared first; only when they agree are inputs read that nothing is known of.
        Then every byte of the snapshot is read (``_whole``): a damaged one is named, and published anew.
        """
        output, recorded = self.stage.lock.output, _options(discovery, options)
        current = self._whole(lambda made: _is_same(made, recorded, discovery, lookup, read))
        if current is not None:
            kept = (current.snapshot_id, dt.datetime.now(dt.UTC), self.terms.keep, self.terms.keep_for)
            try:
                if self.mirror is None:
                    clean_up(output, *kept)
                else:
                    self.mirror.retain(*kept)
            except (OSError, PublishError) as error:
                self.noticed.append(_untidy(error, current))
            return self._published(current, judge_published(current, self.terms), is_unchanged=True)
        candidate, is_same = kept_candidate(output), False
        with suppress(DamagedError):  # a damaged candidate is made again
            is_same = candidate is not None and _is_same(candidate, recorded, discovery, lookup, read)
        back = bring_back(candidate, self.stage.path) if candidate is not None and is_same else None
        return None if back is None else self._admit(*back, dt.datetime.now(dt.UTC))

    def _whole(self, is_same: Callable[[SnapshotInfo], bool]) -> SnapshotInfo | None:
        """Return the current snapshot if it is the same, and whole to the last byte, with all pointers to it.

        What is damaged becomes a warning. What it costs to compare all hashes is said in ``verify``; that would be too
        dear in an object store: there the manifest, the pointer and the sizes are compared, and `check` reads all.
        """
        output = self.stage.lock.output
        try:
            current = current_snapshot(output) if self.mirror is None else self.mirror.current()
            if current is None or not is_same(current):
                return None
            found: Sequence[SnapshotError] = (
                () if self.mirror else (*verify(current), *verify_pointers(output, current))
            )
        except SnapshotError as error:
            current, found = None, (error,)
        self.noticed.extend(Finding("warning", each.where, each.what, (), _PUBLISHED_ANEW) for each in found)
        if found or current is None:
            return None
        if self.mirror is None and (ours := added(current)):
            where, what = str(current.path / WAREHOUSE), f"has more than was published: {', '.join(ours)}"
            self.noticed.append(Finding("warning", where, what, (), KEPT_APART))
        return current

    def publish(self, ready: ReadyToPublish) -> PublishedRun:
        """Return the snapshot that the documents have become, now the current one, or the candidate kept of them."""
        # The second look at a run needs the readers of infoboxes: an unchanged run does without.
        from flows.runs.corpus.assemble import assemble  # noqa: PLC0415
        from flows.runs.corpus.reuse import carry_over  # noqa: PLC0415

        folder = self.stage.path
        issues = (*ready.discovery.issues, *ready.issues)
        parts = ready.state.parts()
        carry = partial(carry_over, ready.change, parts, self.stage.lock.output, folder)
        with ready.state.unchanged():
            written = assemble(parts, folder, issues, self.steps, carry)
        write_durably(folder / ISSUES, _issues_text(folder))
        facts = RunFacts(
            code_version=code_version(),
            rules_sha256=rules_sha256(),
            inputs=(*ready.state.inputs(), *ready.unread),
            issues=written.issues,
            violations=written.violations,
            edits=written.edits,
            options=_options(ready.discovery, ready.options),
        )
        published = self._admit(written.files, facts, ready.created)
        if published.is_published:
            ready.state.record_published(published.snapshot.snapshot_id)
        return published

    def _admit(self, tables: Sequence[WrittenFile], facts: RunFacts, created: dt.datetime) -> PublishedRun:
        """Return what has become of the staged files: published where the gate lets them pass, else a candidate."""
        self.steps.start("checking the tables against the contract")
        verdict = judge_staged(self.stage.path, facts, self.stage.lock.output, self.terms)
        stage = replace(self.stage, write_pages=partial(self._write_pages, facts, verdict))
        before = earlier(self.stage.lock.output)
        self.steps.start("writing the warehouse")
        if verdict.errors:
            candidate = set_aside(stage, tables, facts, created=created)
            if self.mirror is not None:
                self.mirror.set_aside(candidate)
            return self._published(candidate, verdict, change=change_since(before, candidate, facts.inputs))
        facts = replace(facts, accepted=verdict.accepted)
        left: list[Exception] = []
        keep, keep_for = self.terms.keep, self.terms.keep_for
        snapshot = publish(stage, tables, facts, created=created, keep=keep, keep_for=keep_for, untidy=left.append)
        if self.mirror is not None:
            left.clear()  # the copy on this disk goes as a whole
            self.mirror.publish(snapshot, keep, keep_for, left.append)
        self.noticed.extend(_untidy(error, snapshot) for error in left)
        return self._published(snapshot, verdict, change=change_since(before, snapshot, facts.inputs))

    def _write_pages(self, facts: RunFacts, verdict: GateVerdict, info: SnapshotInfo) -> None:
        """Write the quality page of what the stage becomes."""
        self.steps.start("writing the quality page")
        told = Verdict(*(tuple(_told(each) for each in found) for found in (verdict.errors, verdict.warnings)))
        before = None
        if info.previous is not None:
            with suppress(SnapshotError):  # a damaged one: there is nothing to compare with
                before = read_manifest(self.stage.lock.output / SNAPSHOTS / info.previous)
        page = report_page(ReportFacts(info, self.stage.path, facts.inputs, told, before), self._lacks_a_section)
        write_durably(self.stage.path / REPORT, page)
        self.steps.start("keeping it as a candidate" if verdict.errors else "publishing")

    def _lacks_a_section(self, heading: str, error: Exception) -> None:
        """Make a warning of a section of the quality page that could not be made: no reason to publish nothing."""
        what = f"the section “{heading}” could not be made ({type(error).__name__}: {error!s:.200})"
        self.noticed.append(Finding("warning", REPORT, what, (), _FAULT_OF_PAGE))

    def _published(
        self,
        snapshot: SnapshotInfo,
        verdict: GateVerdict,
        *,
        is_unchanged: bool = False,
        change: SnapshotChange | None = None,
    ) -> PublishedRun:
        is_published = is_unchanged or not verdict.errors
        warnings = (*self.noticed, *verdict.warnings)
        return PublishedRun(snapshot, snapshot.edits, verdict.errors, warnings, is_published, is_unchanged, change)


@contextmanager
def open_output(output: Location, terms: Terms, steps: Steps, wait: float = 0) -> Iterator[OpenOutput]:
    """Yield the output, locked for one run; raise ``LockHeldError`` if another run has it after ``wait`` seconds.

    An object store has no lock: there another run is found when this one publishes, see
    ``flows.publish.object_store.mirror``.
    """
    if isinstance(output, Path):
        with output_lock(output, wait) as lock, open_stage(lock) as stage:
            before = pointed_at(lock.output)
            try:
                yield OpenOutput(
                    stage, terms, steps, noticed=[Finding("warning", *each, (), _MOVED) for each in lock.moved]
                )
            except BaseException as error:
                now = pointed_at(lock.output)
                if now is not None and now != before:
                    note_current(error, now)
                sweep_unsaved(lock.output)
                raise
        return
    with open_mirror(output) as mirror, output_lock(mirror.folder) as lock:
        with suppress(SnapshotError):  # the gate compares with what is current, which is placed here
            mirror.current()
        with open_stage(lock, mirror.store.url) as stage:
            yield OpenOutput(stage, terms, steps, mirror)


def _made_for(options: Mapping[str, Option]) -> str:
    """Return what decides a document's rows beside its bytes and origin: options, code, rules, libraries, columns."""
    told = (sorted(options.items()), reading_version(), sorted(library_versions().items()), repr(part_schemas()))
    return hashlib.sha256(repr(told).encode()).hexdigest()


def part_schemas() -> dict[str, dict[str, pl.DataType]]:
    """Return the column types of every table, for workers that do not import the contract."""
    return {name: polars_schema(name) for name in TABLES}


def _options(discovery: Discovery, options: Mapping[str, Option]) -> dict[str, Option]:
    """Return what decides the tables beside the bytes of the inputs: the options of the run and the origins."""
    origins = hashlib.sha256()
    for ref in sorted(discovery.refs, key=lambda ref: ref.source):
        origins.update(repr((ref.source, ref.origin)).encode("utf-8", "surrogatepass"))
    origins.update(repr(sorted(discovery.issues, key=repr)).encode("utf-8", "surrogatepass"))
    return {**options, "origins_sha256": origins.hexdigest()}


def _same_facts(current: SnapshotInfo, options: Mapping[str, Option]) -> bool:
    return (
        current.code_version == code_version()
        and current.rules_sha256 == rules_sha256()
        and dict(current.versions) == library_versions()
        and dict(current.options) == dict(options)
    )


def _is_same(
    made: SnapshotInfo,
    options: Mapping[str, Option],
    discovery: Discovery,
    lookup: CacheLookup,
    read: Callable[[SourceRef], InputFile],
) -> bool:
    if not _same_facts(made, options):
        return False
    before = sorted(read_inputs(made))
    now = sorted((ref.source, ref.size) for ref in discovery.refs)
    if [(item.source, item.bytes) for item in before] != now:
        return False
    carried = {entry.source: InputFile(entry.source, entry.sha256, entry.bytes) for entry in lookup.carried.values()}
    if any(carried.get(item.source, item) != item for item in before):
        return False
    return sorted([*carried.values(), *map(read, lookup.fresh)]) == before


def _told(finding: Finding) -> Told:
    return Told(finding.headline, finding.details, finding.remedy)


def _untidy(error: Exception, snapshot: SnapshotInfo) -> Finding:
    where = getattr(error, "where", None) or getattr(error, "filename", None) or snapshot.path.parent.parent
    what = getattr(error, "what", None) or getattr(error, "strerror", None) or type(error).__name__
    details = (f"snapshot {snapshot.snapshot_id} is current; what failed is the cleaning up after it",)
    return Finding("warning", str(where), str(what).lower(), details, "nothing to do: the next run tries again")


def _issues_text(folder: Path) -> str:
    """Return one JSON object a line for every row of the published table ``issues``, in its order."""
    rows = pl.read_parquet(list(files_of(folder, "issues")), glob=False).iter_rows(named=True)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
