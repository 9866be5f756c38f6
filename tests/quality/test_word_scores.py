"""The measure itself, on texts whose agreement can be counted by hand."""

from __future__ import annotations

import pytest

from tests.quality.word_scores import word_scores


@pytest.mark.parametrize(
    ("kept", "main", "scores"),
    [
        ("a b c d", "a b c d", (1, 1, 1)),
        ("a b", "a b c d", (1, 0.5, 2 / 3)),
        ("a b c d", "a b", (0.5, 1, 2 / 3)),
        ("a a a a", "a b", (0.25, 0.5, 1 / 3)),  # a word counts as often as it stands
        ("", "a b", (0, 0, 0)),
        ("x", "a b", (0, 0, 0)),
        ("", "", (1, 1, 1)),
        ("x", "", (0, 1, 0)),
        ("THE Straße", "the STRASSE", (1, 1, 1)),
        ("围城战", "围城", (2 / 3, 1, 0.8)),  # by character
        ("ソウル戦 2017", "ソウル 2017年", (0.8, 0.8, 0.8)),
    ],
)
def test_scores_can_be_counted_by_hand(kept: str, main: str, scores: tuple[float, float, float]) -> None:
    assert word_scores(kept, main) == pytest.approx(scores)
