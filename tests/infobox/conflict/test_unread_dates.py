"""Dates of conflicts: words that no column has are published, and an issue names those that may be dates."""

from __future__ import annotations

import pytest

from flows.infobox.reader import InfoboxRows, read
from flows.infobox.values.dates.lists import read_dates
from flows.infobox.values.dates.spans import read_span
from flows.infobox.values.dates.tokens import MAX_TEXT
from flows.model import Document, Infobox, InfoboxField

SIDES = (InfoboxField("Combatant1", "Redland", "lines"), InfoboxField("Combatant2", "Blueland", "lines"))


def rows(date: str) -> InfoboxRows:
    box = Infobox("Infobox military conflict", (InfoboxField("Date", date, "lines"), *SIDES))
    return read("d", Document("wiki_dump", "", (), "t", infoboxes=(box,)))


@pytest.mark.parametrize(
    ("date", "unread", "code"),
    [
        ("3–5 May 1862", None, None),
        ("Main phase: 3–5 May 1862", "Main phase", None),
        ("3–5 May 1862\nSecond phase: 6–9 May 1862", "5 May 1862\nSecond phase: 6", "partly-read"),
        ("3 and 5 May 1862", None, "unread-value"),
        ("155 May 1862", "155 May 1862", "contradictory-date"),
    ],
)
def test_what_is_left_of_a_conflicts_date(date: str, unread: str | None, code: str | None) -> None:
    found = rows(date)
    assert [row.unread for row in found.conflicts] == [unread]
    assert [note.code for note in found.notes if note.where == "date"] == ([code] if code else [])


def test_a_page_in_the_place_of_a_date_is_no_date() -> None:
    text = "3 May 1862 " + "and so on " * (MAX_TEXT // 10)
    assert (read_span(text), read_dates(text)) == (None, ())
    (conflict,) = rows(text).conflicts
    assert (conflict.date_text, conflict.start_date) == (None, None)
    assert [len(note.text) for note in rows(text).notes if note.where == "date"] == [300]
