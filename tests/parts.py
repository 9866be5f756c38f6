"""The two parts of the suite: ``pytest`` runs the quick one, ``pytest -m slow`` the other. Together they are all of it.

The quick part has every test that is quick and, of each kind that is not, as much as shows that it works at all: a few
of many thousand texts, one of many hostile pages, one killed run. The same checks run over the rest in the slow part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import hypothesis
import pytest


def few_and_all(few: int, every: int) -> list[Any]:
    """Return how many made texts a test is to look at: a few in the quick part, all in the slow one."""
    return [few, pytest.param(every, marks=pytest.mark.slow)]


def first_and_rest(cases: Iterable[Any], quick: int = 1) -> list[Any]:
    """Return the cases of one kind, the first for the quick part and the others for the slow one."""
    return [case if number < quick else pytest.param(case, marks=pytest.mark.slow) for number, case in enumerate(cases)]


def given(few: int, every: int, *strategies: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator like hypothesis' ``given``: a few examples in the quick part, all in the slow one."""

    def decorate(check: Callable[..., None]) -> Callable[..., None]:
        @pytest.mark.parametrize("examples", few_and_all(few, every))
        def test(examples: int) -> None:
            hypothesis.settings(max_examples=examples)(hypothesis.given(*strategies)(check))()

        return test

    return decorate
