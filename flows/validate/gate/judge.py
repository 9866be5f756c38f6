"""The gate before publication: a run's tables are judged as a whole while they are still staged.

What is wrong stops the publication, unless --accept says that it is meant. It costs little: the counts and the footers
of the files say nearly everything, and only what spans tables is asked of DuckDB, only of tables that are new.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from flows.errors import SnapshotError
from flows.publish.snapshot.manifest import KEEP, KEEP_FOR, SNAPSHOTS, RunFacts, SnapshotInfo
from flows.publish.snapshot.published import current_id, read_manifest, snapshot_ids
from flows.publish.table_files import tables_in
from flows.validate.gate.expectations import Facts, expectations, judge
from flows.validate.gate.findings import Finding, forgiven
from flows.validate.gate.footers import measured, previous, previous_of
from schemas.tables import TABLES

_LOG: Final = logging.getLogger(__name__)


class Terms(NamedTuple):
    """On what terms a run publishes: no violation at all, whatever the gate finds, and which snapshots stay."""

    strict: bool = False
    accept: bool = False
    keep: int = KEEP
    keep_for: dt.timedelta = KEEP_FOR


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """What the gate found. ``errors`` stop the publication; ``accepted`` are the headlines of those that do not."""

    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    accepted: tuple[str, ...] = ()


def judge_staged(folder: Path, facts: RunFacts, output: Path, terms: Terms) -> GateVerdict:
    """Return whether the tables in the stage may take the place of what is current in ``output``."""
    _LOG.info("all tables are written; the gate judges them")
    files = tables_in(folder)
    before = _current(output)
    whole = measured(files, facts.violations, None if before is None else previous(before, facts))
    found = (*of_expectations(whole), *_across(files), *_strict(facts.violations, terms))
    accepted = tuple(each.headline for each in found if each.level == "error") if terms.accept else ()
    return _verdict(found, accepted)


def judge_published(info: SnapshotInfo, terms: Terms) -> GateVerdict:
    """Return what the gate says of a snapshot that passed it before, what was accepted then being accepted still.

    Where its files are in an object store and not here, the counts of its manifest are judged.
    """
    files = tables_in(info.path)
    whole = measured(files, info.violations, previous_of(info)) if files else Facts(info.rows, info.violations)
    return _verdict((*of_expectations(whole), *_strict(info.violations, terms)), info.accepted)


def of_expectations(facts: Facts) -> Iterable[Finding]:
    """Yield what of the expectations is not met."""
    return (finding for each in expectations() if (finding := judge(each, facts)) is not None)


def _verdict(found: Iterable[Finding], accepted: tuple[str, ...]) -> GateVerdict:
    judged = [forgiven(finding, accepted) for finding in found]
    levels = [tuple(each for each in judged if each.level == level) for level in ("error", "warning")]
    return GateVerdict(levels[0], levels[1], accepted)


def _current(output: Path) -> SnapshotInfo | None:
    """Return what the current snapshot says of itself: where files of it are damaged, its counts still guard.

    Where its manifest or the pointer to it is damaged, the newest other one guards.
    """
    with suppress(SnapshotError):
        name = current_id(output)
        return None if name is None else read_manifest(output / SNAPSHOTS / name)
    for name in snapshot_ids(output):
        with suppress(SnapshotError):
            return read_manifest(output / SNAPSHOTS / name)
    return None


def _across(files: Mapping[str, Sequence[Path]]) -> Iterable[Finding]:
    from flows.validate.gate.foreign_keys import TablesInDuckDB  # noqa: PLC0415  # DuckDB: an unchanged run does without

    with TablesInDuckDB(files) as across:
        return [finding for spec in TABLES.values() for _, found in across.results(spec) for finding in found]


def _strict(violations: Mapping[str, int], terms: Terms) -> Iterable[Finding]:
    count = sum(violations.values())
    if terms.strict and count:
        remedy = "mend what violations.parquet names, or run without --strict"
        what = f"{count} rows broke the contract, --strict allows none"
        yield Finding("error", "violations", what, (), remedy)
