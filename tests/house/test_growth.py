"""The judge of linear time lets linear work pass and nothing that is quadratic."""

from __future__ import annotations

import gc
import random

import pytest

from tests import growth


@pytest.fixture
def noisy_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work returns what it costs; two of three measurements are disturbed and take two or ten times as long."""
    chance = random.Random(1)
    monkeypatch.setattr(growth, "seconds", lambda work: work() * chance.choice((1.0, 2.0, 10.0)))


@pytest.mark.usefixtures("noisy_clock")
@pytest.mark.parametrize("size", [100, 1_000, 10_000])
def test_linear_work_passes(size: int) -> None:
    growth.assert_linear(lambda count: count * 0.01, size)


@pytest.mark.usefixtures("noisy_clock")
@pytest.mark.parametrize("size", [100, 1_000, 10_000])
def test_quadratic_work_fails(size: int) -> None:
    with pytest.raises(AssertionError, match="8 times the input took"):
        growth.assert_linear(lambda count: (count * 0.01) ** 2, size)


@pytest.mark.usefixtures("noisy_clock")
def test_linear_work_that_is_slow_fails() -> None:
    growth.assert_linear(lambda count: count * 0.01, 100, at_most=1.1)
    with pytest.raises(AssertionError, match=r"8 times the time, 1\.000 seconds of 0\.9"):
        growth.assert_linear(lambda count: count * 0.01, 100, at_most=0.9)


def test_the_clock_is_real_and_the_collector_comes_back() -> None:
    assert growth.seconds(lambda: sum(range(1_000_000))) > 0
    with pytest.raises(ZeroDivisionError):
        growth.seconds(lambda: 1 / 0)
    assert gc.isenabled()
