"""What the tests of commands share: no Prefect of the machine's own in their way, and a folder of pages."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def no_prefect(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PREFECT_API_URL", "PREFECT_PROFILE", "PREFECT_PROFILES_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Return a folder of twelve pages that keep the contract."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number:02}.txt").write_text(f"Homs is a city of Syria; page {number}.\n", encoding="utf-8")
    return folder
