"""A row is linked to the words that it was read from, or to none: never to equal words elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from flows.ask.explained import from_snapshot
from flows.ask.report.changes import pieces
from flows.ask.report.sources import READ_FROM, find_places
from flows.text.edits import undo
from tests.growth import assert_linear

Rows = Mapping[str, Sequence[Mapping[str, object]]]


def _fields(*fields: tuple[str, str, str]) -> list[dict[str, object]]:
    return [
        {"box_no": 1, "field_no": number, "label": label, "field": name, "source_text": text}
        for number, (label, name, text) in enumerate(fields, 1)
    ]


def _rows(*texts: str) -> list[dict[str, object]]:
    return [{"box_no": 1, "source_text": text} for text in texts]


def _words(text: str, tables: Rows) -> dict[tuple[str, int], tuple[int, str]]:
    found = find_places(text, tables)
    return {key: (place.start, text[place.start : place.end]) for key, place in found.items()}


def test_equal_words_of_two_fields_are_told_apart_by_their_labels() -> None:
    text = "Infobox\n- Strength1: Unknown\n- Strength2: Unknown\n\nUnknown men came."
    tables = {
        "infobox_fields": _fields(("Strength1", "strength", "Unknown"), ("Strength2", "strength", "Unknown")),
        "strengths": _rows("Unknown", "Unknown"),
    }
    first, second = text.index("Unknown"), text.index("Unknown", 30)
    found = _words(text, tables)
    assert [found["infobox_fields", at][0] for at in (0, 1)] == [first, second]
    assert [found["strengths", at][0] for at in (0, 1)] == [first, second]


def test_words_are_found_through_markup_and_not_in_its_attributes() -> None:
    text = '<tr><th>Strength</th><td title="900 men"><b>900</b>&nbsp;<a href="/men">men</a></td></tr>'
    source = '<b>900</b>&nbsp;<a href="/men">men</a>'
    found = _words(text, {"infobox_fields": _fields(("Strength", "strength", source)), "strengths": _rows("900 men")})
    assert found["strengths", 0] == (text.index("900</b>"), '900</b>&nbsp;<a href="/men">men')


def test_links_of_wikitext_show_the_words_behind_the_bar() -> None:
    text = "{{Infobox battle\n| commander1 = [[Issam Zahreddine (general)|Issam Zahreddine]]{{KIA}}\n}}"
    source = "[[Issam Zahreddine (general)|Issam Zahreddine]]{{KIA}}"
    tables = {"infobox_fields": _fields(("commander1", "commander", source)), "commanders": _rows("Issam Zahreddine")}
    assert _words(text, tables)["commanders", 0] == (text.index("|Issam") + 1, "Issam Zahreddine")


def test_lines_of_a_tag_are_found_though_the_page_breaks_them_otherwise() -> None:
    text = "---\nsubject: X\ntags:\n  - the Battle of Deir ez-Zor and the\n    Russian intervention\n---\n"
    tables = {
        "infobox_fields": _fields(("partof", "part_of", "the Battle of Deir ez-Zor and the\nRussian intervention"))
    }
    assert _words(text, tables)["infobox_fields", 0][0] == text.index("the Battle")


def test_the_head_of_a_box_is_not_the_title_of_the_page() -> None:
    text = "Battle of Selby\n\nBattle of Selby\nPart of the Civil War\nDate11 April 1644"
    tables = {
        "infobox_fields": _fields(
            ("Conflict", "conflict", "Battle of Selby"), ("Part of", "part_of", "Part of the Civil War")
        )
    }
    assert _words(text, tables)["infobox_fields", 0][0] == text.rindex("Battle of Selby")


@pytest.mark.parametrize("text", ["Kent and Kent", "Essex", ""])
def test_words_in_no_place_or_in_two_have_none(text: str) -> None:
    assert _words(text, {"infobox_fields": _fields(("Part of", "part_of", "Kent"))}) == {}


def test_the_bracket_behind_the_last_word_belongs_to_it() -> None:
    """Also where the row joined two items that the page has a comma between."""
    text = "- Commander1: Issam Zahreddine, (Brigade 104), Y"
    fields = _fields(("Commander1", "commander", text[14:]))
    found = _words(text, {"infobox_fields": fields, "commanders": _rows("Issam Zahreddine\n(Brigade 104)", "Y")})
    assert found["commanders", 0][1] == "Issam Zahreddine, (Brigade 104)"


def test_a_name_is_not_found_inside_a_longer_one() -> None:
    text = "- Units1: RUSSIA, US"
    found = _words(text, {"infobox_fields": _fields(("Units1", "units", "RUSSIA, US")), "units": _rows("US")})
    assert found["units", 0][0] == text.rindex("US")


@pytest.mark.parametrize("source", ["000", "001", "003", "004"])
def test_every_row_of_the_seeds_stands_where_its_field_does(seeds: Any, source: str) -> None:
    page = from_snapshot(seeds.folder, source)
    count = next(at for at, edit in enumerate(page.edits) if edit.step == "normalise")
    text = undo(page.text, page.edits[count:])
    assert text == "".join(piece.text for piece in pieces(page.text, page.edits) if piece.stands_after(count))
    found = find_places(text, page.tables)
    fields = page.tables["infobox_fields"]
    for table, name in READ_FROM.items():
        for at, row in enumerate(page.tables.get(table, ())):
            place = found[table, at]
            if row["side_basis"] == "key":
                [field] = (
                    number
                    for number, field in enumerate(fields)
                    if field["field"] == name and str(field["series"]) == str(row["side"])
                )
                assert found["infobox_fields", field].start <= place.start
                assert place.end <= found["infobox_fields", field].end
    for at, field in enumerate(fields):
        assert ("infobox_fields", at) in found or not str(field["source_text"]).strip()


def test_a_hostile_page_costs_no_more_than_its_length() -> None:
    def many_labels(size: int) -> object:
        return find_places("a: a " * size, {"infobox_fields": _fields(*[("a", "units", "b")] * 200), "units": _rows()})

    def many_rows(size: int) -> object:
        text = "- Units1: " + "a b, " * size
        fields = _fields(("Units1", "units", text[10:]))
        return find_places(text, {"infobox_fields": fields, "units": _rows(*["b a"] * size)})

    assert_linear(many_labels, 2_000)
    assert_linear(many_rows, 8_000)
