"""Whole documents with known right text are repaired exactly, clean ones are not changed, nothing is lost."""

from __future__ import annotations

import random

import pytest

from flows.text.edits import undo
from flows.text.scan import repair_all
from tests.parts import first_and_rest
from tests.text.misread_documents import BY_WINDOWS, LANGUAGES, documents, misread

SEEDS = first_and_rest((1, 2))
FLOOR = 0.995


@pytest.mark.parametrize("seed", SEEDS)
def test_documents_misread_as_a_whole_come_back_exactly(seed: int) -> None:
    made = list(documents(seed, 1000))
    cleaned = repair_all([document.shown for document in made])
    exact = sum(found.text == document.truth for found, document in zip(cleaned, made, strict=True))
    assert exact >= FLOOR * len(made), f"{exact} of {len(made)}"
    assert all(undo(found.text, found.edits) == document.shown for found, document in zip(cleaned, made, strict=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_clean_documents_are_left_alone(seed: int) -> None:
    truths = [document.truth for document in documents(seed, 1000)]
    assert [found.text for found in repair_all(truths)] == truths


def test_broken_lines_in_a_clean_document_come_back() -> None:
    """The lines are those that ftfy's test detects one by one; the shortest of them are not evidence."""
    chance = random.Random(3)
    sentences = [sentence for group in LANGUAGES.values() for sentence in group if len(sentence) > 20]
    texts, truths = [], []
    for _ in range(300):
        lines = chance.sample(sentences, 8)
        shown = list(lines)
        for number in chance.sample(range(8), 3):
            shown[number] = misread(lines[number], (chance.choice(BY_WINDOWS),)) or lines[number]
        texts.append("\n".join(shown))
        truths.append("\n".join(lines))
    exact = sum(found.text == truth for found, truth in zip(repair_all(texts), truths, strict=True))
    assert exact >= 0.9 * len(texts), f"{exact} of {len(texts)}"
