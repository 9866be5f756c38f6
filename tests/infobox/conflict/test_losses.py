"""Losses of two sides in one text, and lists of losses whose line breaks a dump printed as commas."""

from __future__ import annotations

from flows.infobox.items import split
from flows.infobox.reader import read
from flows.model import Document, Infobox, InfoboxField


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
