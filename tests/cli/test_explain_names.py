"""A document is named by its id, its source, or by how one of them begins: as a person types it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flows.cli.explaining import from_snapshot
from flows.errors import CommandError


@pytest.fixture
def output(seeds: Any) -> Path:
    folder: Path = seeds.folder.parent.parent
    return folder


def test_the_beginning_of_a_source_is_enough_when_it_is_the_only_one(output: Path) -> None:
    assert from_snapshot(output, "004").source.startswith("004_")
    assert from_snapshot(output, "efcc13").source.startswith("000_")


@pytest.mark.parametrize(("name", "what"), [("00", "5 documents begin so"), ("zz", "neither a file"), ("", "neither")])
def test_anything_else_is_refused_with_what_there_is(output: Path, name: str, what: str) -> None:
    with pytest.raises(CommandError, match=what):
        from_snapshot(output, name)
