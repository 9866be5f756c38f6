"""A text is shown with its changes and the words of its rows; what is left out is counted where it was."""

from __future__ import annotations

import re

import pytest

from flows.ask.report.changes import Piece
from flows.ask.report.shown_text import DETAILS, Detail, Passage, Shortener, passages, reading_point, visible
from flows.ask.report.sources import TextPlace
from flows.model import Edit
from tests.growth import assert_linear


def test_the_words_of_rows_are_stretches_that_lead_to_the_row_of_the_last_place() -> None:
    found, links = passages([Piece("a: Lt. X, Y")], 0, {1: TextPlace(3, 11), 2: TextPlace(3, 8), 3: TextPlace(10, 11)})
    assert [(one.text, one.words, one.row) for one in found] == [
        ("a: ", 0, 0),
        ("Lt. X", 1, 2),
        (", ", 0, 0),
        ("Y", 2, 3),
    ]
    assert links == {1: 1, 2: 1, 3: 2}


def test_a_part_of_the_words_of_a_row_leads_to_the_same_words() -> None:
    """The value "X" of the commander "Lt. X": its words are one link, to the commander."""
    found, links = passages([Piece("Lt. X")], 0, {1: TextPlace(4, 5), 2: TextPlace(0, 5)})
    assert [(one.text, one.row) for one in found] == [("Lt. X", 2)]
    assert links == {1: 1, 2: 1}


def test_the_places_are_those_of_the_text_that_was_read() -> None:
    """The words were repaired before they were read, and taken out behind that."""
    pieces = [Piece("caf", None, 2), Piece("Ã©", None, 1), Piece("é", 1, 2), Piece(" here.")]
    found, links = passages(pieces, 1, {7: TextPlace(0, 4)})
    assert [(one.text, one.row) for one in found] == [("caf", 7), ("Ã©", 0), ("é", 7), (" here.", 0)]
    assert links == {7: 1}


def test_markup_between_words_leads_nowhere() -> None:
    found, links = passages([Piece("<td>"), Piece("900"), Piece("</td>")], 0, {1: TextPlace(0, 12)})
    assert [one.row for one in found] == [0, 1, 0]
    assert links == {1: 1}


def test_boxes_are_read_behind_the_last_repair() -> None:
    edits = [Edit("repair", "a", 0, "x", ""), Edit("debris", "b", 0, "x", ""), Edit("normalise", "c", 0, "x", "")]
    assert [reading_point(edits[:count]) for count in range(4)] == [0, 1, 2, 2]
    assert reading_point(edits[2:]) == 0


@pytest.mark.parametrize("detail", DETAILS)
def test_what_is_left_out_is_counted(detail: Detail) -> None:
    whole = [
        *(Passage(f"line {number} ", None, number) for number in range(1, 600)),
        Passage("a box " * 900, None, 600, words=1, row=1),
        *(Passage("kept " * number, None, None) for number in range(300)),
    ]
    shown = list(Shortener(whole).text(detail))
    hidden = [
        int(re.match(r"([\d,]+) more characters", one.left_out)[1].replace(",", "")) for one in shown if one.left_out
    ]  # type: ignore[index]
    assert sum(len(one.text) for one in shown) + sum(hidden) == sum(len(one.text) for one in whole)
    assert [one.text[:10] for one in shown if one.words] == ["a box a bo"]
    if detail == DETAILS[0]:
        assert len(hidden) == 1  # of the box, which is more than anyone reads


def test_a_long_removed_block_shows_its_beginning_and_its_end() -> None:
    detail = Detail(kept=1_000, changed=30, in_a_row=10)
    first, cut, last = Shortener([Passage("word " * 200, None, 1)]).text(detail)
    assert (len(first.text), cut.left_out, len(last.text)) == (20, "970 more characters", 10)
    assert cut.removed_by == last.removed_by == 1


def test_white_space_that_was_changed_is_seen() -> None:
    assert visible(Passage("\n\n", None, 1)) == "↵↵\n"
    assert visible(Passage("\xa0", None, 1)) == "⍽"
    assert visible(Passage("\n\n")) == "\n\n"


def test_characters_that_would_rule_the_page_are_shown_as_escapes() -> None:
    assert visible(Passage("a\u202eb\x00\x1b[31m\ud800")) == "a\\u202eb\\x00\\x1b[31m\\ud800"


def test_thousands_of_stretches_cost_no_more_than_their_number() -> None:
    def work(size: int) -> object:
        places = {number: TextPlace(3 * number, 3 * number + 2) for number in range(size)}
        found, _ = passages([Piece("ab " * size)], 0, places)
        return [list(Shortener(found).text(detail)) for detail in DETAILS]

    assert_linear(work, 16_000)
