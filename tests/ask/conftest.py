"""What the tests of questions share: one published table, in a folder whose name is a pattern, a quote and a space."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ask.published import put


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("it's out") / "a[1]b?"
    put(folder)
    return folder
