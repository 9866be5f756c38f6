"""The pieces of a text: every character of the input and of the final text is in them once, in its order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from flows.ask.explained import from_snapshot
from flows.ask.report.changes import Piece, pieces
from flows.model import Edit
from flows.text.edits import undo
from tests.growth import assert_linear


def _edited(draw: Any, text: str, most: int) -> tuple[str, list[Edit]]:
    """Return a text after edits at any places, one upon the other, and these edits."""
    edits = []
    for _ in range(draw(st.integers(0, most))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 5)))
        after = draw(st.text("xyz", max_size=4))
        edits.append(Edit("debris", "rule", start, text[start:end], after))
        text = text[:start] + after + text[end:]
    return text, edits


edited = st.composite(lambda draw: _edited(draw, draw(st.text("abc", max_size=20)), 12))()


def _input(found: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in found if piece.inserted_by is None)


def _final(found: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in found if piece.removed_by is None)


@given(edited)
def test_kept_and_removed_are_the_input_kept_and_inserted_the_text(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    found = pieces(text, edits)
    assert _input(found) == undo(text, edits)
    assert _final(found) == text
    for count in range(len(edits) + 1):
        then = "".join(piece.text for piece in found if piece.stands_after(count))
        assert then == undo(text, edits[count:])
    assert all(piece.text for piece in found)


def test_words_that_stood_only_between_two_edits_are_told() -> None:
    """A box is repaired, and then taken out of the text: its words are read as repaired."""
    edits = [Edit("repair", "mojibake", 3, "Ã©", "é"), Edit("normalise", "infobox-block", 0, "café. ", "")]
    assert pieces("Text", edits) == (
        Piece("caf", None, 2),
        Piece("Ã©", None, 1),
        Piece("é", 1, 2),
        Piece(". ", None, 2),
        Piece("Text"),
    )


def test_the_pieces_of_the_seeds_are_their_bytes_and_their_texts(seeds: Any) -> None:
    for source in ("000", "001", "002", "003", "004"):
        page = from_snapshot(seeds.folder, source)
        found = pieces(page.text, page.edits)
        assert _input(found) == undo(page.text, page.edits)
        assert _final(found) == page.text


def test_thousands_of_edits_cost_no_more_than_their_number() -> None:
    def from_right_to_left(count: int) -> object:
        edits = [Edit("debris", "rule", 2 * at, "x", "") for at in reversed(range(count))]
        return pieces("ab" * count, edits)

    def from_left_to_right(count: int) -> object:
        return pieces("ab" * count, [Edit("debris", "rule", at, "x", "") for at in range(count)])

    assert_linear(from_right_to_left, 16_000)
    assert_linear(from_left_to_right, 32_000)
