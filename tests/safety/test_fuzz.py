"""Every parser over changed seeds: hundreds of inputs here, thousands in the slow part, more with ``--minutes``.

``tests/safety/fuzz.py`` has the targets and their promises, and is the command that makes one fault again.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.parts import few_and_all
from tests.safety.fuzz import TARGETS, fuzz
from tests.safety.mutations import WORDS, mutated, pages


@pytest.mark.parametrize("inputs", few_and_all(40, 250))
@pytest.mark.parametrize("target", TARGETS)
def test_no_input_makes_a_parser_break_its_promises(target: str, inputs: int, longer: Iterator[int]) -> None:
    assert faults(target, inputs, 1) == []
    for seed in longer:
        assert faults(target, 100, seed) == []


def faults(target: str, inputs: int, seed: int) -> list[str]:
    """Return what went wrong, and the words of the command that does it again."""
    found = fuzz(target, inputs, seed)
    return [f"input {each.number}: {each.what}; --only '{target}' --seed {seed} --inputs {inputs}" for each in found]


def test_the_inputs_are_the_same_on_every_machine() -> None:
    assert list(mutated(pages(), WORDS, 50, 7)) == list(mutated(pages(), WORDS, 50, 7))
    assert list(mutated(pages(), WORDS, 50, 7)) != list(mutated(pages(), WORDS, 50, 8))
