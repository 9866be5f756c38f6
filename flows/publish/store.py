"""The output folder as a run uses it: one lock, one stage, one publication.

What a run publishes is decided by its inputs, rules and versions; a run whose inputs, rules and versions are those of
the current snapshot is told so before any work is done.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.ingest import Discovery
from flows.publish.arrow import polars_schema
from flows.publish.assemble import Assembled, assemble
from flows.publish.check import expectation_failures
from flows.publish.durable import write_durably
from flows.publish.errors import SnapshotError
from flows.publish.issues import issues_text
from flows.publish.lock import output_lock
from flows.publish.manifest import InputFile, Option, RunFacts, SnapshotInfo
from flows.publish.published import current_snapshot, read_inputs
from flows.publish.second_pass import Parts
from flows.publish.snapshot import Stage, library_versions, open_stage, publish
from flows.publish.versions import code_version, rules_sha256
from schemas.tables import TABLES


@dataclass(frozen=True, slots=True)
class Order:
    """What a run hands over for publication: part files in key order, what was read, and the run's own facts.

    ``asked`` are the options of the run that decide what stands in the tables.
    """

    parts: Parts
    inputs: tuple[InputFile, ...]
    discovery: Discovery
    asked: Mapping[str, Option]
    created: dt.datetime


@dataclass(frozen=True, slots=True)
class Published:
    """A snapshot and what its run counted: edits by step, and the reasons and warnings of the gate."""

    snapshot: SnapshotInfo
    edits: Mapping[str, int]
    failures: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where one run works: its stage and the folder of its part files, as long as the lock is held."""

    stage: Stage
    parts: Path

    def unchanged(
        self, discovery: Discovery, asked: Mapping[str, Option], read: Callable[[], Iterator[InputFile]]
    ) -> Published | None:
        """Return the current snapshot if this run would publish the same again, else None.

        Names, sizes and versions are compared first; only when they agree are the inputs themselves read.
        """
        try:
            current = current_snapshot(self.stage.lock.output)
        except SnapshotError:
            return None
        if current is None or not _same_facts(current, _options(discovery, asked)):
            return None
        before = sorted(read_inputs(current))
        now = sorted((ref.source, ref.size) for ref in discovery.refs)
        if [(item.source, item.bytes) for item in before] != now or sorted(read()) != before:
            return None
        edits = pl.scan_parquet(current.path / "edits.parquet").group_by("step").len().collect()
        return _published(current, dict(edits.iter_rows()))

    def publish(self, order: Order, advance: Callable[[int], None]) -> Published:
        """Return the snapshot that the parts have become; it is the current one from now on."""
        folder = self.stage.path
        written: Assembled = assemble(order.parts, folder, order.discovery.issues, advance)
        write_durably(folder / "issues.jsonl", issues_text(folder / "issues.parquet"))
        facts = RunFacts(
            code_version=code_version(),
            rules_sha256=rules_sha256(),
            inputs=order.inputs,
            issues=written.issues,
            violations=written.violations,
            options=_options(order.discovery, order.asked),
        )
        snapshot = publish(self.stage, written.files, facts, created=order.created)
        return _published(snapshot, written.edits)


@contextmanager
def open_place(output: Path) -> Iterator[Place]:
    """Give the place of one run in an output folder; raise ``LockHeldError`` while another run publishes there."""
    with output_lock(output) as lock, open_stage(lock) as stage:
        # Beside the stage, since a stage holds nothing but what will be published. The sweep knows its name.
        parts = stage.path.with_name(stage.path.name + "-parts")
        parts.mkdir()
        try:
            yield Place(stage, parts)
        finally:
            shutil.rmtree(parts, ignore_errors=True)


def part_schemas() -> dict[str, dict[str, pl.DataType]]:
    """Return the column types of every table, for workers that do not import the contract."""
    return {name: polars_schema(name) for name in TABLES}


def _options(discovery: Discovery, asked: Mapping[str, Option]) -> dict[str, Option]:
    """Return what beside the inputs' bytes decides the tables: what was asked for, the origins, what was not read."""
    origins = hashlib.sha256()
    for ref in sorted(discovery.refs, key=lambda ref: ref.source):
        origins.update(repr((ref.source, ref.origin)).encode("utf-8", "surrogatepass"))
    origins.update(repr(sorted(discovery.issues, key=repr)).encode("utf-8", "surrogatepass"))
    return {**asked, "origins_sha256": origins.hexdigest()}


def _same_facts(current: SnapshotInfo, options: Mapping[str, Option]) -> bool:
    return (
        current.code_version == code_version()
        and current.rules_sha256 == rules_sha256()
        and dict(current.versions) == library_versions()
        and dict(current.options) == dict(options)
    )


def _published(snapshot: SnapshotInfo, edits: Mapping[str, int]) -> Published:
    failures, warnings = expectation_failures(snapshot.rows, snapshot.violations)
    return Published(snapshot, edits, failures, warnings)
