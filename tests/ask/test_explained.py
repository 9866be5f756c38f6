"""A document is named by its id, its source, or by how one of them begins: as a person types it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flows.ask.explained import TABLES, from_snapshot
from flows.errors import CommandError
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
    explained = from_snapshot(snapshot, "000")
    assert undo(explained.text, explained.edits).startswith("Deir ez-Zor offensive (September")
