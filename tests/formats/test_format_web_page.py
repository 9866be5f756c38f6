"""Whole web pages: masthead and body."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.formats import web_page
from flows.model import Cleaned, Document, RawDocument
from flows.text.edits import undo

PROSE = "The army entered the old town on Friday morning, and by noon the siege of three years was over. "
BODY = "\n\n".join(f"{PROSE}{PROSE}Paragraph {number} of the report ends here." for number in range(1, 7))


def page(head: str, foot: str = "", body: str = BODY) -> tuple[str, Document]:
    text = f"{head}\n\n{body}\n\n{foot}"
    return text, web_page.parse(Cleaned(text), RawDocument("a/b.txt", b""))


def test_a_german_page() -> None:
    head = "Zum Inhalt springen\nStartseite\nPolitik\nÜber uns\n\nArmee zieht in die alte Stadt ein\n\n"
    byline = "Von Anna Muster\n4. November 2017\n\nTeilen"
    foot = (
        "Schlagwörter: Armee, Stadt\n\nDas könnte Sie auch interessieren\n\nWetter am Montag\nKommentare\nImpressum\n"
    )
    sentence = "Die Armee zog am Freitag in die alte Stadt ein, und am Mittag war die Belagerung vorbei."
    body = "\n\n".join(f"{sentence} Das sagte der Sprecher Nummer {number}." for number in range(6))
    text, document = page(head + byline, foot + "© 2017 Der Bote. Alle Rechte vorbehalten", body)
    assert document.title == "Armee zieht in die alte Stadt ein"
    assert (document.author, document.published_date) == ("Anna Muster", dt.date(2017, 11, 4))
    assert (document.publisher, document.tags) == ("Der Bote", ("Armee", "Stadt"))
    assert document.text.count("Die Armee zog") == 6
    assert "Wetter" not in document.text
    assert undo(document.text, document.edits) == text


def test_every_removed_line_carries_its_score() -> None:
    _, document = page("Skip to content\nHome\nSubscribe", "Related posts\nShare\n© 2020 The Times")
    furniture = [edit for edit in document.edits if edit.step == "boilerplate"]
    assert len(furniture) >= 5
    assert all(edit.rule == "furniture" and edit.score is not None and 0 <= edit.score <= 1 for edit in furniture)
    assert document.text == BODY


@pytest.mark.parametrize(
    ("foot", "expected", "notes"),
    [
        ("Ann Arbor, MI 48104-2548", dt.date(2017, 4, 11), []),
        ("Posted 25/12/2016", dt.date(2017, 11, 4), []),
        ("© 2017 X, www.x.co.uk", dt.date(2017, 11, 4), []),
        ("© 2017 X", dt.date(2017, 4, 11), ["ambiguous-date"]),
    ],
)
def test_the_page_decides_the_order_of_day_and_month(foot: str, expected: dt.date, notes: list[str]) -> None:
    _, document = page("Home\nLogin\n\nThe siege of the old town is over\n\nBy Jane Doe 04/11/2017", foot)
    assert document.published_date == expected
    assert [note.code for note in document.notes] == notes
    assert document.author == "Jane Doe"


def test_a_page_without_any_sentence_is_published_whole() -> None:
    text = "Home\nAbout\nContact\nLogin"
    document = web_page.parse(Cleaned(text), RawDocument("a/b.txt", b""))
    assert document.text == text
    assert "no-body" in [note.code for note in document.notes]
