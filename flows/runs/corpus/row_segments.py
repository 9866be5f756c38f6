"""The rows of documents as their readers gave them, without what only the whole run knows, in files of batches.

A segment is a batch: one Arrow file for each table, in ``document_id`` order. Later runs add segments for new and
changed documents; the older rows of these documents are gone, that is, ignored. ``RowSegments`` reads all segments as
one: only the live rows, in key order.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

import polars as pl

from flows.runs import page_lines, row_digests
from flows.validate.arrow import polars_schema
from flows.validate.frames import Schema, read_part, scan_part

INTERNAL: Final[Mapping[str, Schema]] = {
    page_lines.TABLE: page_lines.SCHEMA,
    row_digests.TABLE: row_digests.SCHEMA,
}
CHUNK_BYTES: Final = 24_000_000
"""Bytes of the inputs whose rows are held in memory at a time."""
CHUNK_DOCUMENTS: Final = 20_000


class Segment(NamedTuple):
    """The files of one batch by table. ``gone`` are the documents whose rows in these files are ignored.

    ``sha256`` are the hashes of the files by table.
    """

    files: Mapping[str, Path]
    gone: frozenset[str] = frozenset()
    sha256: Mapping[str, str] = MappingProxyType({})


class Live(NamedTuple):
    """A live document: its key, the segment that holds its rows, and the size of its input."""

    document_id: str
    segment: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive documents by key, from ``first`` to ``last``, whose rows are in ``segments``."""

    first: str
    last: str
    documents: int
    segments: frozenset[int]


class RowSegments:
    """All live rows of a run. ``documents`` are in key order and name their segment by its number in ``segments``."""

    def __init__(self, segments: Mapping[int, Segment], documents: Sequence[Live]) -> None:
        self.segments = segments
        self.documents = documents
        self._first = {live.segment: live.document_id for live in reversed(documents)}
        self._last = {live.segment: live.document_id for live in documents}
        self._open: dict[tuple[int, str], pl.DataFrame] = {}

    def scan(self, table: str, segments: Collection[int] | None = None) -> pl.LazyFrame | None:
        """Return a table's live rows as one lazy frame; None without a file of this table.

        Of all segments, or of the given ones. Across segments the rows have no order.
        """
        found = []
        for number, segment in self.segments.items():
            if table in segment.files and (segments is None or number in segments):
                rows = scan_part(segment.files[table])
                found.append(rows.filter(_is_live(segment)) if segment.gone else rows)
        return pl.concat(found) if found else None

    def chunks(self) -> Iterator[Chunk]:
        """Yield consecutive documents whose rows fit into memory together."""
        run: list[Live] = []
        size = 0
        for live in self.documents:
            run.append(live)
            size += live.bytes
            if size >= CHUNK_BYTES or len(run) >= CHUNK_DOCUMENTS:
                yield _chunk(run)
                run, size = [], 0
        if run:
            yield _chunk(run)

    def read(self, chunk: Chunk, table: str) -> pl.DataFrame:
        """Return the live rows of a chunk's documents in key order; those of one document in the order of reading.

        Chunks must be read in order: a segment that reaches beyond a chunk stays open for the next chunk.
        """
        found = [rows for number in sorted(chunk.segments) if (rows := self._rows(chunk, number, table)).height]
        if not found:
            return pl.DataFrame(schema=dict(part_schema(table)))
        together = pl.concat(found)
        ends = [(rows["document_id"][0], rows["document_id"][-1]) for rows in found]
        is_in_order = all(one[1] < other[0] for one, other in itertools.pairwise(ends))
        return together if is_in_order else together.sort("document_id", maintain_order=True)

    def _rows(self, chunk: Chunk, number: int, table: str) -> pl.DataFrame:
        """Return the live rows of one table that are in both a segment and a chunk."""
        rows = self._open.pop((number, table), None)
        if rows is None:
            segment = self.segments[number]
            if table not in segment.files:
                return pl.DataFrame(schema=dict(part_schema(table)))
            rows = read_part(segment.files[table])
            if segment.gone:
                rows = rows.filter(_is_live(segment))
        if self._last[number] > chunk.last:
            self._open[number, table] = rows
        elif self._first[number] >= chunk.first:
            return rows
        return rows.filter(pl.col("document_id").is_between(pl.lit(chunk.first), pl.lit(chunk.last)))


def _is_live(segment: Segment) -> pl.Expr:
    return ~pl.col("document_id").is_in(sorted(segment.gone))


def _chunk(run: Sequence[Live]) -> Chunk:
    return Chunk(run[0].document_id, run[-1].document_id, len(run), frozenset(live.segment for live in run))


def part_schema(table: str) -> Schema:
    """Return the column types of a part file."""
    return INTERNAL[table] if table in INTERNAL else polars_schema(table)
