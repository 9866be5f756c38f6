"""The numbers of a run, and what changed since the snapshot before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.ask.report.facts import ReportFacts
from flows.ask.report.found import found
from flows.ask.report.page import report_page
from flows.ask.report.since_before import SHOWN, ColumnMove, MadeBy, changes
from flows.publish.snapshot.published import read_manifest
from schemas.tables import TABLES
from tests.ask.report.made import EARLIER, facts_of, folder_of, info_of, many
from tests.conftest import Published

FULL = {"documents": many("documents", {"author": "A"}, {"author": "B"}), "tags": many("tags", {})}
HALF = {"documents": many("documents", {"author": "A"}, {"author": None}), "boxes": many("boxes", {})}


def compared(folder: Path, before: dict[str, pl.DataFrame], now: dict[str, pl.DataFrame]) -> ReportFacts:
    facts = facts_of(folder / "now", now, previous=EARLIER, issues={"no-title": 3})
    earlier = info_of(folder_of(folder / "before", before), EARLIER, rules_sha256="1", versions={"polars": "2.0.0"})
    return replace(facts, before=earlier)


def test_the_tiles_are_the_numbers_of_the_tables(seeds: Published) -> None:
    info = read_manifest(seeds.folder)
    view = found(ReportFacts(info, seeds.folder, ()), None, 0)  # type: ignore[arg-type]  # it asks no table
    numbers = {tile.label: tile.number for tile in view.tiles}
    for label, table in {"documents": "documents", "infoboxes": "boxes", "edits": "edits", "issues": "issues"}.items():
        assert numbers[label] == len(seeds.table(table))
    assert {table.table: table.now for table in view.tables} == info.rows
    assert view.changes is None
    assert {table.before for table in view.tables} == {None}


def test_rows_are_compared_with_those_before(tmp_path: Path) -> None:
    view = found(compared(tmp_path, FULL, HALF), None, 0)  # type: ignore[arg-type]
    assert {table.table: (table.before, table.now) for table in view.tables} == {
        "documents": (2, 2),
        "tags": (1, None),
        "boxes": (None, 1),
    }
    assert {tile.label: (tile.before, tile.number) for tile in view.tiles}["issues"] == (0, 3)


def test_columns_that_are_fuller_or_emptier_are_named(tmp_path: Path) -> None:
    view = changes(compared(tmp_path, FULL, HALF))
    assert view is not None
    assert view.moves == (ColumnMove("documents", "author", 1.0, 0.5),)
    assert view.schema == ("table boxes is new", "table tags is gone")
    assert view.made_by == (MadeBy("rules", "1", "2"), MadeBy("polars", "2.0.0", "2.1.0"))


def test_changed_columns_are_named(tmp_path: Path) -> None:
    facts = compared(tmp_path, FULL, FULL)
    path = tmp_path / "now" / "tags.parquet"
    tags = pq.read_table(path)
    changed = tags.rename_columns(["document_id", "tag_no", "word"])
    pq.write_table(changed.set_column(1, "tag_no", tags["tag_no"].cast("int64")), path)
    view = changes(facts)
    assert view is not None
    assert view.schema == (
        "column tags.tag is gone",
        "column tags.word is new",
        "column tags.tag_no was int32 and is int64",
    )


@pytest.mark.parametrize("is_damaged", [False, True])
def test_what_cannot_be_compared_is_said(tmp_path: Path, is_damaged: bool) -> None:
    facts = compared(tmp_path, FULL, HALF)
    for path in (tmp_path / "before").iterdir():
        if is_damaged:
            path.write_bytes(b"PAR1 not any more")
        else:
            path.unlink()
    view = changes(facts)
    assert view is not None
    assert view.moves == view.schema == ()
    assert "gone or cannot be read" in (view.missing or "")
    assert "gone or cannot be read" in report_page(facts)
    without = changes(replace(facts, before=None))
    assert without is not None
    assert "manifest cannot be read" in (without.missing or "")


def test_the_columns_that_moved_most_are_shown_and_the_others_counted(tmp_path: Path) -> None:
    full = {name: many(name, {}) for name in TABLES}
    # Whether a column may be null is nothing that the page relies on, so any may be emptied here.
    for name, frame in full.items():
        plain = frame.drop(column for column, kind in frame.schema.items() if isinstance(kind, pl.List)).to_arrow()
        for folder, table in (("before", plain), ("now", plain.slice(0, 0))):
            (tmp_path / folder).mkdir(exist_ok=True)
            nulls = pa.Table.from_pylist([{}], schema=pa.schema([(each.name, each.type) for each in plain.schema]))
            pq.write_table(nulls if folder == "now" else table, tmp_path / folder / f"{name}.parquet")
    before = info_of(tmp_path / "before", EARLIER)
    view = changes(ReportFacts(info_of(tmp_path / "now", previous=EARLIER), tmp_path / "now", (), before=before))
    assert view is not None
    moved = sum(
        plain[name][0] is not None for plain in full.values() for name in plain.columns if plain[name].dtype != pl.List
    )
    assert (len(view.moves), view.more_moves) == (SHOWN, moved - SHOWN)
