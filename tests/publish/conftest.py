"""What tests of publishing share: a published snapshot, in a folder whose name is a pattern, a quote and a space."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.publish.conflict_tables import put


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "it's [1] a*b? „Ordner“ 中"
    put(folder)
    return folder


@pytest.fixture
def door(output: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(output / "warehouse.duckdb"), read_only=True) as connection:
        yield connection
