"""A name printed in two scripts: the field keeps both, the conflict has the first, in every shape of page."""

from __future__ import annotations

import pytest

from flows.formats.shapes import parse, recognise
from flows.infobox.reader import read
from flows.model import Cleaned, RawDocument

PROSE = "The battle of X was fought for the bridge, and it was over before the evening of that day."
SHAPES = {
    "wiki_page": "Battle of X\n\nBattle of X\nمعركة\nPart of Y\n\nDate5 May\nResult V\nBelligerents\nA\nB\n\n",
    "wiki_dump": "= Battle of X =\n\nInfobox\n- Conflict: Battle of X, معركة\n"
    "- Partof: Y\n- Combatant1: A\n- Date: 1 May\n\n",
    "wikitext": "{{Infobox military conflict\n|conflict=Battle of X<br>معركة\n| partof = Y\n| date = 5 May 1931\n}}\n",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_both_names_are_the_value_and_the_first_is_the_name(shape: str) -> None:
    text = SHAPES[shape] + PROSE
    assert recognise(text) == shape
    rows = read("0" * 16, parse(recognise(text), Cleaned(text), RawDocument("a.txt", text.encode())))
    (field,) = (row for row in rows.infobox_fields if row.field == "conflict")
    assert field.value.replace("\n", ", ") == "Battle of X, معركة"
    assert [row.name for row in rows.conflicts] == ["Battle of X"]


@pytest.mark.parametrize("name", ["Battle of X, Y and Z", "Battle of X (معركة)", "X, 1916, Y", "معركة"])
def test_a_name_in_one_script_stays_whole(name: str) -> None:
    text = f"= Battle of X =\n\nInfobox\n- Conflict: {name}\n- Partof: Y\n- Combatant1: A\n\n{PROSE}"
    rows = read("0" * 16, parse("wiki_dump", Cleaned(text), RawDocument("a.txt", text.encode())))
    assert [row.name for row in rows.conflicts] == [name]


def test_bullets_of_a_dump_are_no_part_of_a_value() -> None:
    text = f"= Battle of X =\n\nInfobox\n- Conflict: X\n- Place: Syria, * Beit A, Gov\n- Combatant1: A\n\n{PROSE}"
    rows = read("0" * 16, parse("wiki_dump", Cleaned(text), RawDocument("a.txt", text.encode())))
    (field,) = (row for row in rows.infobox_fields if row.field == "place")
    assert (field.value, field.items) == ("Syria, Beit A, Gov", ("Syria", "Beit A, Gov"))
