"""What all tests share: examples made without a clock, and the published tables of the five seeds, made once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import hypothesis
import polars as pl
import pytest

from flows.model import document_id
from flows.runs.job import run
from flows.runs.options import RunConfig

# A busy machine takes its time: that is no fault of what is tested.
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden from what the code says now")


class Published:
    """One published snapshot, read table by table."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._tables: dict[str, list[dict[str, Any]]] = {}

    def table(self, name: str) -> list[dict[str, Any]]:
        if name not in self._tables:
            self._tables[name] = pl.read_parquet(self.folder / f"{name}.parquet").to_dicts()
        return self._tables[name]

    def rows(self, name: str, source: str) -> list[dict[str, Any]]:
        key = document_id(source)
        return [row for row in self.table(name) if row["document_id"] == key]

    def source(self, prefix: str) -> str:
        return next(row["source"] for row in self.table("documents") if row["source"].startswith(prefix))

    def of(self, name: str, prefix: str) -> list[dict[str, Any]]:
        return self.rows(name, self.source(prefix))


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Published:
    output = tmp_path_factory.mktemp("seeds") / "output"
    report = run(RunConfig((str(SEEDS),), output, workers=1))
    return Published(report.snapshot_dir)
