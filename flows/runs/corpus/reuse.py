"""Tables in which a run changes no row are copied from the snapshot before, not made again.

Most corrections of a page change its text and not its infobox. Where no row of a conflict table differs, the second
pass (``flows.runs.corpus.second_pass``) would find what it found before, so the files of these tables are still correct
to the byte: they are copied and checked against the manifest. Tables of texts are always written anew, and rows that
were read anew are always validated. In any unusual case (violations, lines that a site repeats, other code) all tables
are made anew.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import polars as pl

from flows.errors import SnapshotError
from flows.infobox.records import BY_NAMES, CONFLICT_ROWS
from flows.publish.snapshot.manifest import SNAPSHOTS, SnapshotInfo, file_sha256
from flows.publish.snapshot.published import read_snapshot
from flows.publish.table_files import WrittenFile, files_of, table_of, tables_in
from flows.publish.versions import code_version, library_versions, rules_sha256
from flows.runs.corpus.row_segments import Chunk, RowSegments, Segment
from flows.runs.row_digests import ALWAYS_WRITTEN
from flows.runs.row_digests import TABLE as DIGESTS
from flows.validate.frames import read_part
from flows.validate.rows import validate
from schemas.tables import TABLES

if TYPE_CHECKING:
    from flows.runs.corpus.read_cache import CacheLookup, ReadCache


_LOG: Final = logging.getLogger(__name__)
SIDE_OF: Final = ("document_id", "box_no", "side_basis", "name")
"""The columns that show which named rows have no side."""


class DocumentChange(NamedTuple):
    """What differs between the documents of a snapshot and those of this run.

    ``tables`` are those with a changed row; ``segments`` hold the rows that were read anew.
    """

    snapshot: str
    tables: frozenset[str]
    segments: frozenset[int]


@dataclass(frozen=True, slots=True)
class Carried:
    """The files of the tables that were copied into the stage, and whose side their named rows have (``SIDE_OF``)."""

    files: tuple[WrittenFile, ...]
    sides: Mapping[str, pl.DataFrame]

    @property
    def tables(self) -> frozenset[str]:
        """Return the names of the copied tables."""
        return frozenset(table for file in self.files if (table := table_of(file.name)) is not None)

    def sides_of(self, chunk: Chunk) -> dict[str, pl.DataFrame]:
        """Return the sides in a chunk's documents."""
        is_of_chunk = pl.col("document_id").is_between(pl.lit(chunk.first), pl.lit(chunk.last))
        return {table: rows.filter(is_of_chunk) for table, rows in self.sides.items()}


def change_between(before: ReadCache, now: ReadCache, lookup: CacheLookup) -> DocumentChange | None:
    """Return what a run changes in the snapshot that was made of ``before``; None where no such snapshot is known."""
    if before.published is None:
        return None
    try:
        lost, fresh = (_digests(state.segments, state.keys_except(lookup.carried)) for state in (before, now))
    except (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return None  # a segment was changed since it was looked at: all tables are made, of the segments that are left
    new = now.segments.keys() - before.segments.keys()
    return DocumentChange(before.published, frozenset(table for _, table, _ in lost ^ fresh), frozenset(new))


def _digests(segments: Mapping[int, Segment], keys: Mapping[int, set[str]]) -> set[tuple[str, str, int]]:
    found: set[tuple[str, str, int]] = set()
    for number, wanted in keys.items():
        if DIGESTS in segments[number].files:
            rows = read_part(segments[number].files[DIGESTS]).filter(pl.col("document_id").is_in(list(wanted)))
            found.update(rows.iter_rows())
    return found


def carry_over(change: DocumentChange | None, parts: RowSegments, output: Path, stage: Path) -> Carried | None:
    """Copy the tables that a run does not change into the stage; return them, or None where all have to be made."""
    if change is None or change.tables & CONFLICT_ROWS.keys():
        return None
    with suppress(SnapshotError, OSError):
        before = read_snapshot(output / SNAPSHOTS / change.snapshot)
        if _made_as_now(before) and not before.violations and _keeps_the_contract(parts, change.segments):
            carried = _copied(before, stage, TABLES.keys() - ALWAYS_WRITTEN - change.tables)
            if carried is not None:
                _LOG.info(
                    "tables without a changed row are copied from %s: %s",
                    before.snapshot_id,
                    ", ".join(sorted(carried.tables)),
                )
                return carried
    drop_tables(stage)
    return None


def drop_tables(stage: Path) -> None:
    """Remove the tables that were copied or written into the stage."""
    for files in tables_in(stage).values():
        for path in files:
            path.unlink()


def _made_as_now(before: SnapshotInfo) -> bool:
    made = (before.code_version, before.rules_sha256, dict(before.versions))
    return made == (code_version(), rules_sha256(), library_versions())


def _keeps_the_contract(parts: RowSegments, segments: frozenset[int]) -> bool:
    """Return whether all rows that were read anew keep the contract."""
    scanned = {name: parts.scan(name, segments) for name in TABLES}
    rows = {
        name: found.collect().sort("document_id", maintain_order=True)
        for name, found in scanned.items()
        if found is not None
    }
    return validate(rows, {}).violations.is_empty()


def _copied(before: SnapshotInfo, stage: Path, tables: frozenset[str] | set[str]) -> Carried | None:
    files = []
    for file in before.files:
        if table_of(file.name) in tables and file.rows is not None:
            shutil.copyfile(before.path / file.name, stage / file.name)
            if file_sha256(stage / file.name) != file.sha256:
                return None
            files.append(WrittenFile(file.name, file.rows, file.bytes, file.sha256))
    sides = {
        table: pl.read_parquet(list(files_of(stage, table)), columns=list(SIDE_OF), glob=False) for table in BY_NAMES
    }
    return Carried(tuple(files), sides)
