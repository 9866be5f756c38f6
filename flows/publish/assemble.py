"""Parts of all batches to one checked Parquet file a table.

The batches follow each other in ``document_id`` order and hold all rows of their documents, so chunks of batches can be
validated on their own and appended: no table is ever sorted or held as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.model import Issue
from flows.publish import second_pass
from flows.publish.arrow import arrow_schema, frame, to_arrow
from flows.publish.manifest import WrittenFile
from flows.publish.parquet import TableWriter
from flows.publish.second_pass import Parts, apply_patch
from flows.publish.validate import validate
from schemas.tables import TABLES

CHUNK_BYTES = 16_000_000
CHUNK_PARTS = 20
SIDE_UNKNOWN = "the page does not show where one side ends; add a page that names the sides, or ignore"
COUNTED = {"issues": "code", "edits": "step", "violations": "table"}


@dataclass(frozen=True, slots=True)
class Assembled:
    """What was written, and the counts that a summary shows: issues by code, edits by step, violations by table."""

    files: tuple[WrittenFile, ...]
    issues: Mapping[str, int]
    edits: Mapping[str, int]
    violations: Mapping[str, int]


def assemble(parts: Parts, folder: Path, unread: Sequence[Issue], advance: Callable[[int], None]) -> Assembled:
    """Return the files written to ``folder``: second pass, validation, and one Parquet file for every table.

    ``unread`` are the issues of inputs that became no document; ``advance`` is told how many batches are done.
    """
    patches = dict(second_pass.sides(parts))
    patches["documents"] = second_pass.duplicates(parts)
    counts: dict[str, Counter[str]] = {name: Counter() for name in COUNTED}
    with ExitStack() as stack:
        writers = {
            name: stack.enter_context(TableWriter(folder / f"{name}.parquet", arrow_schema(name))) for name in TABLES
        }
        if unread:
            in_order: list[Issue] = sorted(unread, key=_by_place)
            _write(writers, {"issues": frame("issues", in_order)}, counts)
        for chunk in _chunks(parts):
            tables = {name: _read(chunk, name, patches.get(name)) for name in TABLES}
            tables = _count_issues(tables)
            sources = dict(tables["documents"].select("document_id", "source").iter_rows())
            checked = validate(tables, sources)
            _write(writers, {**checked.frames, "violations": checked.violations}, counts)
            advance(len(chunk))
    files = tuple(writer.written for writer in writers.values())
    issues, edits, violations = (dict(sorted(counts[name].items())) for name in ("issues", "edits", "violations"))
    return Assembled(files, issues, edits, violations)


def _by_place(issue: Issue) -> tuple[str, str, str]:
    return issue.source, issue.code, issue.where


def _chunks(parts: Parts) -> Iterator[Parts]:
    """Yield runs of batches: a validation has a fixed cost, so small batches are checked together."""
    chunk: list[Mapping[str, Path]] = []
    size = 0
    for part in parts:
        chunk.append(part)
        size += sum(path.stat().st_size for path in part.values())
        if size >= CHUNK_BYTES or len(chunk) >= CHUNK_PARTS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _read(chunk: Parts, table: str, patch: pl.DataFrame | None) -> pl.DataFrame:
    files = [part[table] for part in chunk if table in part]
    if not files:
        return frame(table, [])
    found = pl.concat([pl.read_ipc(file) for file in files])
    return apply_patch(found, patch, TABLES[table].key)


def _count_issues(tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Return the tables with an issue for each box whose sides stayed unknown, and the final count a document."""
    documents, issues = tables["documents"], tables["issues"]
    unknown = (
        tables["belligerents"]
        .filter(pl.col("side_basis") == "none")
        .group_by("document_id", "box_no", maintain_order=True)
        .agg(pl.col("name").first().alias("first"), pl.col("name").last().alias("last"), pl.len())
        .join(documents.select("document_id", "source"), on="document_id", maintain_order="left")
        .select(
            "document_id",
            "source",
            pl.lit("side-unknown").alias("code"),
            pl.format("box {}", "box_no").alias("where"),
            pl.format("{} … {} ({} belligerents)", "first", "last", "len").alias("text"),
            pl.lit(SIDE_UNKNOWN).alias("remedy"),
        )
    )
    issues = pl.concat([issues, unknown.select(issues.columns)]).sort("document_id", maintain_order=True)
    count = issues.group_by("document_id").agg(pl.len().cast(documents.schema["issue_count"]).alias("found"))
    documents = documents.join(count, on="document_id", how="left", maintain_order="left")
    documents = documents.with_columns(pl.col("found").fill_null(0).alias("issue_count")).drop("found")
    return {**tables, "documents": documents, "issues": issues}


def _write(
    writers: Mapping[str, TableWriter], frames: Mapping[str, pl.DataFrame], counts: Mapping[str, Counter[str]]
) -> None:
    for name, table in frames.items():
        writers[name].write(to_arrow(name, table))
    for name, column in COUNTED.items():
        if name in frames:
            counts[name].update(dict(frames[name][column].value_counts().iter_rows()))
