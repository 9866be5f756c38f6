"""One value on the product's own path: a box in wikitext with one field, read to its published rows."""

from __future__ import annotations

from typing import Any, NamedTuple

from flows.formats.wikitext.boxes import find_boxes, read_box
from flows.infobox.reader import InfoboxRows, read
from flows.model import Document
from tests.quality.accounting import TYPED, Account

Row = dict[str, Any]
_THING = "{{{{Infobox thing\n| name = X\n| {label} = {value}\n}}}}\n"
_CONFLICT = (
    "{{{{Infobox military conflict\n| conflict = Battle of X\n| combatant1 = Redland\n| combatant2 = Blueland\n"
    "| {label} = {value}\n}}}}\n"
)


class ValuePage(NamedTuple):
    """What was published of a value, and the texts of the issues raised about it."""

    rows: InfoboxRows
    issues: str

    def account(self, label: str, words: str) -> Account:
        """Return the account of the value: its words as a reader of the page sees them, and its rows."""
        table = TYPED.get(label.rstrip("12"), "")
        typed: list[Row] = [row._asdict() for row in getattr(self.rows, table)] if table else []
        fields = {row.field_no for row in self.rows.infobox_fields if row.label.casefold() == label}
        values = [row._asdict() for row in self.rows.infobox_values if row.field_no in fields]
        if typed and table != "conflicts":
            return Account(table, "", label, words, typed, values, self.issues)
        return Account("infobox_values", "", label, words, values, typed, self.issues)


def read_value(label: str, value: str) -> ValuePage:
    """Return what is published of one value under one label; conflicts' labels stand in a conflict's box."""
    template = _CONFLICT if label.rstrip("12") in TYPED else _THING
    page = template.format(label=label, value=value)
    boxes = tuple(box for span in find_boxes(page) for box in read_box(span)[0])
    rows = read("d", Document("wikitext", "", (), "t", infoboxes=boxes))
    return ValuePage(rows, "\n".join(note.text for note in rows.notes if note.code != "unknown-label"))
