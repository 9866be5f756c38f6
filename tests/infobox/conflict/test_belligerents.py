"""What stands among belligerents and is none: references, sentences, heads with a remark, a head without a colon."""

from __future__ import annotations

import pytest

from flows.infobox.reader import InfoboxRows, read
from flows.model import Document, Infobox, InfoboxField, Layout


def rows(first: str, layout: Layout = "lines") -> InfoboxRows:
    values = {"Conflict": "Battle of Aton", "Combatant1": first, "Combatant2": "Morland"}
    fields = tuple(InfoboxField(label, value, layout) for label, value in values.items())
    return read("d", Document("wikitext", "", (), "Battle of Aton", infoboxes=(Infobox(None, fields),)))


@pytest.mark.parametrize(
    "printed",
    [
        "Ostland\nFor details, see Ostland arms suppliers",
        "Ostland\nsee also: Ostland arms suppliers",
        "Ostland\nSupplied by:\nSee below",
        "Ostland\n(see full list)",
        "Ostland\nSiehe unten",
        "Ostland\nFor a full list see the section below",
        "Ostland\nSeveral tribes of the north fought on both sides at one time or another.",
    ],
)
def test_a_reference_or_a_sentence_is_no_belligerent(printed: str) -> None:
    found = rows(printed)
    assert [row.name for row in found.belligerents if row.side == 1] == ["Ostland"]
    if "\n(" not in printed:
        assert "unread-value" in {note.code for note in found.notes}


def test_a_reference_in_two_parts_of_a_dump() -> None:
    found = rows("Ostland, Supplied by:, For details, see Ostland arms suppliers", "commas")
    assert [row.name for row in found.belligerents if row.side == 1] == ["Ostland"]


@pytest.mark.parametrize("name", ["SE Asia Command", "Seeland", "Vera Cruz", "Free Army of the North"])
def test_a_name_that_begins_like_a_reference_stays(name: str) -> None:
    assert [row.name for row in rows(name).belligerents if row.side == 1] == [name]


@pytest.mark.parametrize(
    ("printed", "label", "relation"),
    [
        ("In Kestria: (completed)\nOstland", "In Kestria (completed)", "principal"),
        ("In Kestria: (2001–2014)\nOstland", "In Kestria (2001–2014)", "principal"),
        ("Supported by: (until 1957)\nOstland", "Supported by (until 1957)", "supported_by"),
        ("Supported by: (until May)\nOstland", "Supported by (until May)", "supported_by"),
        ("Supported by\nOstland", "Supported by", "supported_by"),
        ("Apoyado por\nOstland", "Apoyado por", "supported_by"),
    ],
)
def test_heads_with_a_remark_or_without_a_colon(printed: str, label: str, relation: str) -> None:
    found = [row for row in rows(printed).belligerents if row.side == 1]
    assert [(row.name, row.group_label, row.relation) for row in found] == [("Ostland", label, relation)]


def test_a_head_without_names_is_no_belligerent() -> None:
    assert [row.name for row in rows("Ostland\nSupported by:").belligerents if row.side == 1] == ["Ostland"]
    assert [row.name for row in rows("Ostland\nSupported by").belligerents if row.side == 1] == ["Ostland"]


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("Kestria; Allies:; Ostland; Esk", ["Kestria", "Ostland", "Esk"]),
        ("Kestria[1], Ostland [a] [b]", ["Kestria", "Ostland"]),
        ("Kestria, Main article: Allies of Kestria, List of allies", ["Kestria"]),
        ("None", []),
        ("Kestria*, vs., Ostland**, Refer to the list of allies", ["Kestria", "Ostland"]),
    ],
)
def test_what_a_dump_prints_between_belligerents(printed: str, names: list[str]) -> None:
    assert [row.name for row in rows(printed, "commas").belligerents if row.side == 1] == names


def test_a_colon_in_a_name_is_named() -> None:
    found = rows("Kestria, Total: 12 states", "commas")
    assert [note.text for note in found.notes if note.code == "partly-read"] == [" Total: 12 states"]
