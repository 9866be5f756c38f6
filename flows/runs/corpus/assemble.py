"""The rows of all documents into one validated Parquet file for each table.

Rows come in chunks of whole documents in ``document_id`` order, so each chunk is validated on its own and appended. No
table is ever sorted or held as a whole, and the files do not depend on how the documents were cut into batches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import polars as pl

from flows.infobox.records import BY_NAMES
from flows.model import Issue
from flows.publish.parquet import TableWriter
from flows.publish.table_files import WrittenFile, table_of
from flows.runs.corpus import second_pass
from flows.runs.corpus.reuse import SIDE_OF, Carried, drop_tables
from flows.runs.corpus.row_segments import RowSegments
from flows.runs.corpus.second_pass import apply_patch
from flows.runs.corpus.site_lines import WithoutSiteLines, site_lines, without_site_lines
from flows.runs.garbage_collector import collector_paused
from flows.runs.progress import Steps
from flows.validate.arrow import arrow_schema, frame
from flows.validate.rows import validate
from schemas.tables import TABLES

SIDE_UNKNOWN = "the page does not prove where one side ends; add a page that names the sides, or ignore"
COUNTED = {"issues": "code", "edits": "step", "violations": "table"}


Carry = Callable[[], Carried | None]
"""A function that copies still correct tables of an earlier snapshot into the stage; it returns None without any."""


def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Assembled:
    """The files, and the counts that a summary shows: issues by code, edits by step, violations by table."""

    files: tuple[WrittenFile, ...]
    issues: Mapping[str, int]
    edits: Mapping[str, int]
    violations: Mapping[str, int]


def assemble(
    parts: RowSegments, folder: Path, unread: Sequence[Issue], steps: Steps, carry: Carry = _nothing
) -> Assembled:
    """Write the Parquet files of all tables to ``folder``, with what only the whole run knows, and return them.

    ``unread`` are the issues of inputs that did not become documents. ``steps`` hear how many
    documents are done. ``carry`` may copy tables that need not be made anew into the folder.
    """
    steps.start("comparing the documents with each other")
    cleaned = site_lines(parts)
    carried = None if cleaned else carry()
    if carried is not None:
        made = _assemble(
            parts, folder, unread, steps, RunFindings({}, {"documents": second_pass.duplicates(parts)}, carried)
        )
        if not made.violations:
            return made
        # A rejected row rejects the rows that belong to it, and these may be in a table that was carried over.
        drop_tables(folder)
    with collector_paused():
        patches = dict(second_pass.sides(parts))
    patches["documents"] = second_pass.duplicates(parts)
    return _assemble(parts, folder, unread, steps, RunFindings(cleaned, patches))


class RunFindings(NamedTuple):
    """What only the whole run knows: pages without repeated lines, patches of rows, tables that need not be made."""

    cleaned: Mapping[str, WithoutSiteLines]
    patches: Mapping[str, pl.DataFrame]
    carried: Carried | None = None


def _assemble(parts: RowSegments, folder: Path, unread: Sequence[Issue], steps: Steps, found: RunFindings) -> Assembled:
    counts: dict[str, Counter[str]] = {name: Counter() for name in COUNTED}
    carried = found.carried.tables if found.carried else frozenset()
    steps.start("writing tables", len(parts.documents))
    with ExitStack() as stack:
        writers = {
            name: stack.enter_context(TableWriter(folder / f"{name}.parquet", arrow_schema(name)))
            for name in TABLES
            if name not in carried
        }
        if unread:
            in_order: list[Issue] = sorted(unread, key=_by_place)
            _write(writers, {"issues": frame("issues", in_order)}, counts)
        for chunk in parts.chunks():
            tables = without_site_lines({name: parts.read(chunk, name) for name in _needed(writers)}, found.cleaned)
            tables = {
                name: apply_patch(rows, found.patches.get(name), TABLES[name].key) for name, rows in tables.items()
            }
            tables = _count_issues(tables, found.carried.sides_of(chunk) if found.carried else {})
            sources = dict(tables["documents"].select("document_id", "source").iter_rows())
            checked = validate(tables, sources)
            # By document: the order of the rows must not depend on where a chunk ends.
            violations = checked.violations.sort("document_id", maintain_order=True)
            _write(writers, {**checked.frames, "violations": violations}, counts)
            steps.advance(chunk.documents)
    files = tuple(file for writer in writers.values() for file in writer.files)
    files += found.carried.files if found.carried else ()
    order = list(TABLES)
    files = tuple(sorted(files, key=lambda file: (order.index(table_of(file.name) or ""), file.name)))
    sums = {name: dict(sorted(counts[name].items())) for name in COUNTED}
    return Assembled(files, **sums)


def _needed(written: Container[str]) -> list[str]:
    """Return the tables to read: the tables to be written, and those that they refer to."""
    parents = {key.table for name, spec in TABLES.items() if name in written for key in spec.foreign_keys}
    return [name for name in TABLES if name in written or name in parents]


def _by_place(issue: Issue) -> tuple[str, str, str]:
    return issue.source, issue.code, issue.where


def _count_issues(tables: Mapping[str, pl.DataFrame], carried: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Return the tables with an issue for each field of names whose sides stayed unknown, and the ``issue_count``.

    ``carried`` are the rows of the earlier snapshot where their tables are carried over. Counts of unknown side have
    their issue from the page itself: only names can be found by other pages.
    """
    documents, issues = tables["documents"], tables["issues"]
    unknown = [_unknown_sides(name, carried.get(name, tables.get(name)), documents) for name in BY_NAMES]
    issues = pl.concat([issues, *(rows.select(issues.columns) for rows in unknown)])
    issues = issues.sort("document_id", maintain_order=True)
    count = issues.group_by("document_id").agg(pl.len().cast(documents.schema["issue_count"]).alias("found"))
    found = documents.select("document_id").join(count, on="document_id", how="left", maintain_order="left")["found"]
    documents = documents.with_columns(found.fill_null(0).alias("issue_count"))
    return {**tables, "documents": documents, "issues": issues}


def _unknown_sides(table: str, rows: pl.DataFrame | None, documents: pl.DataFrame) -> pl.DataFrame:
    """Return one issue for each box that has rows of unknown side in a table."""
    rows = pl.DataFrame(schema=dict.fromkeys(SIDE_OF, pl.String)) if rows is None else rows
    return (
        rows.filter(pl.col("side_basis") == "none")
        .group_by("document_id", "box_no", maintain_order=True)
        .agg(
            pl.col("name").first().fill_null("Unknown").alias("first"),
            pl.col("name").last().fill_null("Unknown").alias("last"),
            pl.len(),
        )
        .join(documents.select("document_id", "source"), on="document_id", maintain_order="left")
        .select(
            "document_id",
            "source",
            pl.lit("side-unknown").alias("code"),
            pl.format("box {}", "box_no").alias("where"),
            pl.format(f"{{}} … {{}} ({{}} {table})", "first", "last", "len").alias("text"),
            pl.lit(SIDE_UNKNOWN).alias("remedy"),
        )
    )


def _write(
    writers: Mapping[str, TableWriter], frames: Mapping[str, pl.DataFrame], counts: Mapping[str, Counter[str]]
) -> None:
    for name, table in frames.items():
        if name in writers:
            writers[name].write(table.to_arrow())
    for name, column in COUNTED.items():
        if name in frames:
            counts[name].update(dict(frames[name][column].value_counts().iter_rows()))
