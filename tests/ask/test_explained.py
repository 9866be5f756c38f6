"""A document is named by its id, its source, or by how one of them begins: as a person types it."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree
from typing import Any

import polars as pl
import pytest

from flows.ask.explained import TABLES, from_snapshot
from flows.errors import CommandError, DamagedError
from flows.infobox.records import CONFLICT_ROWS
from flows.text.edits import undo


@pytest.fixture
def snapshot(seeds: Any) -> Path:
    folder: Path = seeds.folder
    return folder


def test_the_beginning_of_a_source_is_enough_when_it_is_the_only_one(snapshot: Path) -> None:
    assert from_snapshot(snapshot, "004").source.startswith("004_")
    assert from_snapshot(snapshot, "efcc13").source.startswith("000_")


@pytest.mark.parametrize(("name", "what"), [("00", "5 documents begin so"), ("zz", "neither a file"), ("", "neither")])
def test_anything_else_is_refused_with_what_there_is(snapshot: Path, name: str, what: str) -> None:
    with pytest.raises(CommandError, match=what):
        from_snapshot(snapshot, name)


def test_all_tables_of_conflicts_are_shown() -> None:
    assert ("boxes", "infobox_fields", "infobox_values", *CONFLICT_ROWS) == TABLES


def test_the_text_is_what_the_edits_led_to(snapshot: Path) -> None:
    page = from_snapshot(snapshot, "000")
    assert undo(page.text, page.edits).startswith("Deir ez-Zor offensive (September")


def test_a_folder_is_no_pattern_and_no_column(snapshot: Path, tmp_path: Path) -> None:
    other = tmp_path / "out[1]" / "shape=html" / snapshot.name
    copytree(snapshot, other)
    assert from_snapshot(other, "004") == from_snapshot(snapshot, "004")


@pytest.mark.parametrize("table", TABLES)
def test_the_rows_are_those_of_the_table_in_their_order(snapshot: Path, table: str) -> None:
    page = from_snapshot(snapshot, "004")
    whole = pl.read_parquet(snapshot / f"{table}.parquet")
    assert list(page.rows(table)) == whole.filter(pl.col("document_id") == page.document_id).rows(named=True)


@pytest.mark.parametrize("table", ["documents", "edits", "commanders"])
def test_a_table_that_was_changed_is_named(snapshot: Path, tmp_path: Path, table: str) -> None:
    other = tmp_path / snapshot.name
    copytree(snapshot, other)
    file = other / f"{table}.parquet"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.unlink()
    file.write_bytes(content)
    with pytest.raises(DamagedError, match=rf"{table}\.parquet: was changed after it was published"):
        from_snapshot(other, "004")
