"""Losses of two sides in one text, and lists of losses whose line breaks a dump printed as commas."""

from __future__ import annotations

from flows.infobox.items import split
from flows.infobox.reader import InfoboxRows, read
from flows.model import Document, Infobox, InfoboxField, Layout


def test_a_text_of_both_sides_names_them() -> None:
    fields = (
        InfoboxField("Combatant1", "Northland (NL)", "lines"),
        InfoboxField("Combatant2", "Republic of South (RS)", "lines"),
        InfoboxField("Casualties", "1,822 total (NL 322; RS 1,500)", "lines"),
    )
    rows = read("d", Document("wiki_dump", "", (), "Battle of Aton", infoboxes=(Infobox(None, fields),))).casualties
    told = [(row.side, row.side_basis, row.count_min, row.count_max, row.parent_no) for row in rows]
    assert told == [(None, "none", 1822, 1822, None), (1, "text", 322, 322, 1), (2, "text", 1500, 1500, 1)]


def test_losses_that_lean_on_each_other_stay_one_item() -> None:
    def items(text: str) -> list[str]:
        return [item.text for item in split(text, "statements", "commas")]

    assert items("46 villagers killed, 30 wounded, 10 missing") == ["46 villagers killed, 30 wounded, 10 missing"]
    assert items("The army lost 17 soldiers in Aton, 5 in Beton, 3 tanks destroyed")[-1] == "3 tanks destroyed"
    assert items("9,000–11,000 killed, 20,000 wounded") == ["9,000–11,000 killed", "20,000 wounded"]
    assert items("132 soldiers killed, 200 soldiers captured") == ["132 soldiers killed", "200 soldiers captured"]


def box(values: dict[str, str], layout: Layout = "lines") -> InfoboxRows:
    sides = {"Combatant1": "Northland (NL)\nEastland", "Combatant2": "Republic of South (RS)"}
    fields = tuple(InfoboxField(label, value, layout) for label, value in {**sides, **values}.items())
    return read("d", Document("wiki_dump", "", (), "Battle of Aton", infoboxes=(Infobox(None, fields),)))


def test_counts_before_the_party_name_their_side_too() -> None:
    found = box({"Casualties": "4,279 NL; 1,600 RS", "Strength": "75,000 NL\n50,000 RS"})
    assert [(row.side, row.side_basis, row.count_min) for row in found.casualties] == [
        (1, "text", 4279),
        (2, "text", 1600),
    ]
    assert [(row.side, row.kind, row.count_min) for row in found.strengths] == [
        (1, "personnel", 75000),
        (2, "personnel", 50000),
    ]


def test_heads_without_a_colon_say_when_and_whose() -> None:
    dates = box({"Strength1": "May 3\n21,000 men\nMay 5\n54,000 men"}).strengths
    assert [(row.count_min, row.note) for row in dates] == [(21000, "May 3"), (54000, "May 5")]
    years = box({"Strength1": "1955\n21,000 men\n1957\n54,000 men"}).strengths
    assert [(row.count_min, row.note) for row in years] == [(21000, "1955"), (54000, "1957")]
    parties = box({"Casualties1": "Northland\n40 killed\nEastland\n7 killed"}).casualties
    assert [(row.count_min, row.note) for row in parties] == [(40, "Northland"), (7, "Eastland")]


def test_a_single_year_may_be_a_count_and_a_line_behind_a_count_a_remark() -> None:
    assert [row.count_min for row in box({"Strength1": "1500\n200 cavalry"}).strengths] == [1500, 200]
    found = box({"Strength1": "21,000 men\nMay 3\n54,000 men"})
    assert [(row.count_min, row.note) for row in found.strengths] == [(21000, None), (54000, None)]
    assert [(note.code, note.text) for note in found.notes] == [("unread-value", "May 3")]


def test_a_claim_behind_the_list_of_a_dump_is_of_all_of_it() -> None:
    text = "1,140 killed, 1,080 wounded, 900 captured (army claim)"
    assert {row.claimant for row in box({"Casualties1": text}, "commas").casualties} == {"army"}
    lines = box({"Casualties1": text.replace(", ", "\n")}).casualties
    assert [row.claimant for row in lines] == [None, None, "army"]
    other = box({"Casualties1": "1,140 killed (rebel claim), 1,080 wounded, 2,900 killed (army claim)"}, "commas")
    assert [row.claimant for row in other.casualties] == ["rebel", "army", "army"]


def test_words_left_over_are_a_column_and_grave_ones_an_issue() -> None:
    found = box({"Casualties1": "346 killed3", "Strength2": "2,000 initially"})
    assert [(row.count_min, row.unread) for row in found.casualties] == [(346, "3")]
    assert [(row.count_min, row.unread) for row in found.strengths] == [(2000, "initially")]
    assert [(note.code, note.where) for note in found.notes] == [("partly-read", "Casualties1")]


def test_none_is_a_count_of_nothing() -> None:
    found = box({"Casualties1": "None", "Casualties2": "None reported", "Strength1": "No tanks"})
    assert [(row.count_min, row.count_max, row.qualitative) for row in found.casualties] == [
        (0, 0, None),
        (None, None, "None"),
    ]
    assert [(row.kind, row.count_max) for row in found.strengths] == [("tanks", 0)]
