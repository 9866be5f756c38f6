"""``pytest tests/safety --minutes 30``: the proofs that try at random go on with new seeds for so long, each."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--minutes", type=float, default=0, help="let each proof of tests/safety go on for so long")


@pytest.fixture
def longer(request: pytest.FixtureRequest) -> Iterator[int]:
    """Return the seeds of further rounds, until the minutes that were asked for are over; none without the option."""
    # Where pytest is started without naming this folder, the option is not known to it.
    minutes = float(request.config.getoption("--minutes", default=0))
    end = time.monotonic() + 60 * minutes
    began = time.time_ns()

    def seeds() -> Iterator[int]:
        while time.monotonic() < end:
            yield time.time_ns() - began

    return seeds()
