"""Whole web pages as text: masthead and body."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.formats.web_page import page as web_page
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
        ("© 2017 X", None, ["ambiguous-date"]),
    ],
)
def test_the_page_decides_the_order_of_day_and_month(foot: str, expected: dt.date | None, notes: list[str]) -> None:
    _, document = page("Home\nLogin\n\nThe siege of the old town is over\n\nBy Jane Doe 04/11/2017", foot)
    assert document.published_date == expected
    assert [note.code for note in document.notes] == notes
    assert document.author == "Jane Doe"


def test_a_page_without_any_sentence_is_published_whole() -> None:
    text = "Home\nAbout\nContact\nLogin"
    document = web_page.parse(Cleaned(text), RawDocument("a/b.txt", b""))
    assert document.text == text
    assert "no-body" in [note.code for note in document.notes]


HEAD = "Home\nLogin\n\nThe siege of the old town is over\n\n"


@pytest.mark.parametrize(
    ("byline", "author", "published"),
    [
        ("Jane Doe on Dec. 13, 2025", "Jane Doe", dt.date(2025, 12, 13)),
        ("0 · by Jane Doe · Published 8 January 2026", "Jane Doe", dt.date(2026, 1, 8)),
        ("contributors 11/14/2017", "contributors", dt.date(2017, 11, 14)),
        ("Written by: Jane Doe Jane Doe | 5 min read\nJune 1, 2020", "Jane Doe", dt.date(2020, 6, 1)),
        ("Joined: 4. Jul 2012, 16:09", None, None),
        ("Registered: 2024-01-27", None, None),
        ("Last update on: August 25, 2025 Mon, 25 Aug 2025 08:00", None, None),
        ("Sunday, February 8, 2026", None, dt.date(2026, 2, 8)),
        ("John Warren Reviewed 06/18/2024", None, None),
        ("The town fell on 1 May 1945", None, None),
        ("TRAVEL: Through Dec 31, 2026", None, None),
        ("Jane Doe • Start date Oct 8, 2024", "Jane Doe", dt.date(2024, 10, 8)),
        ("By clicking you accept the terms", None, None),
        ("4 Nov, 2017, 10:00 IST", None, dt.date(2017, 11, 4)),
        ("04.11.2017, 10:00 Uhr", None, dt.date(2017, 11, 4)),
        ("Published 10:00 am, Saturday, November 4, 2017", None, dt.date(2017, 11, 4)),
        ("By Jane Doe, Staff Writer | November 4, 2017", "Jane Doe", dt.date(2017, 11, 4)),
        ("By Jane Doe | Updated Nov 4, 2017 at 10:32 a.m.", "Jane Doe", None),
        ("Published: Oct 17, 2022 by Jane Doe · This post may contain links", "Jane Doe", dt.date(2022, 10, 17)),
        ("Publié le 4 novembre 2017 à 09h12, mis à jour le 5 novembre 2017 à 11h40", None, dt.date(2017, 11, 4)),
        ("2017年11月04日 10:00 来源：江城晚报 作者：李文静", "李文静", dt.date(2017, 11, 4)),
        ("Le Corbusier | 4 Nov 2017", "Le Corbusier", dt.date(2017, 11, 4)),
        ("Boston | June 9, 2016", None, dt.date(2016, 6, 9)),
        ("Publié le 04/11/2017", None, dt.date(2017, 11, 4)),
        ("Jane Doe\n4 Nov 2017", "Jane Doe", dt.date(2017, 11, 4)),
        ("M&A Updates\n4 Nov 2017", None, dt.date(2017, 11, 4)),
        ("Old Town\n4 Nov 2017", None, dt.date(2017, 11, 4)),
    ],
)
def test_bylines_that_are_and_are_not(byline: str, author: str | None, published: dt.date | None) -> None:
    _, document = page(HEAD + byline)
    assert (document.author, document.published_date) == (author, published)


@pytest.mark.parametrize(
    ("foot", "publisher"),
    [
        ("Copyright © 1995-2026 The Times. All Rights Reserved.", "The Times"),
        ("© 2026 · Melissa K. Norris Pioneering Today LLC", "Melissa K. Norris Pioneering Today LLC"),
        ("Site design / logo © 2026 Stack Exchange Inc; user contributions licensed", "Stack Exchange Inc"),
        ("© 2025 CO— by U.S. Chamber of Commerce", "CO— by U.S. Chamber of Commerce"),
        ("The Gazette © 2025 All Rights Reserved", "The Gazette"),
        ("© 2024 Copyright By The Rector. | Website by X", "The Rector"),
        ("* Copyright, Trademark and Patent Information", None),
        ("Forum software by XenForo® © 2010-2019 XenForo Ltd.", None),
        ("© Template", None),
        ("© 2017 «Вестник». Все права защищены", "Вестник"),
        ("© Diario de la Ría, S.L. Todos los derechos reservados", "Diario de la Ría, S.L."),
        ("© 2022 Terrace Talk or its affiliated companies", "Terrace Talk"),
        ("© 2017 Lindauer Bote GmbH & Co. KG", "Lindauer Bote GmbH & Co. KG"),
        ("© 2025 | All rights reserved", None),
        ("Portions of this content are © 1998–2026 by individual contributors", None),
    ],
)
def test_publishers_that_are_and_are_not(foot: str, publisher: str | None) -> None:
    assert page(HEAD + "By Jane Doe 04/21/2017", foot)[1].publisher == publisher


def test_a_headline_is_found_among_menus_and_a_doubtful_one_is_noted() -> None:
    _, document = page(
        "Home\nLogin\nFree shipping\n\nBelagerung\n\nOld town siege is over by noon\n\nBy Jane Doe 04/21/2017"
    )
    assert document.title == "Old town siege is over by noon"
    assert not document.notes
    _, document = page("Home\nLogin\n\nFree Shipping\n\nThe end of it all\n\nBy Jane Doe 04/21/2017")
    assert document.title == "The end of it all"
    assert [note.code for note in document.notes] == ["no-title"]
    assert document.text == BODY
    _, document = page("Home\nLogin\nPolitics\nWorld")
    assert [note.code for note in document.notes] == ["no-title"]
    assert document.text == BODY


def test_the_first_paragraph_behind_a_share_bar_stays() -> None:
    first = "Zofia later wrote that no one on the wall believed that the fleet would ever come back."
    _, document = page(
        HEAD + "Jane Doe 04/21/2017\n\nFacebook\nTwitter\nWhatsApp\nCopy link", body=f"{first}\n\n{BODY}"
    )
    assert document.text.startswith(first)


@pytest.mark.parametrize("marker", ["ADVERTISEMENT", "Related", "Lire aussi", "Photo: © AP", "Comments"])
def test_a_marker_inside_an_article_ends_nothing(marker: str) -> None:
    half = BODY.split("\n\n")
    body = "\n\n".join([*half[:3], marker, *half[3:]])
    _, document = page(HEAD + "By Jane Doe 04/21/2017", "Impressum\nLogin", body)
    assert all(paragraph in document.text for paragraph in half)


def test_a_marker_behind_the_article_ends_it() -> None:
    links = "Related\nThe town hall\nA new bridge\nThe mayor\nLogin\nShare"
    _, document = page(HEAD + "By Jane Doe 04/21/2017", links)
    assert document.text == BODY


def test_the_name_of_a_site_is_its_first_line_when_the_footer_holds_it() -> None:
    _, document = page("Menu\nVertical Quarterly\n" + HEAD, "© 2017 Vertical Quarterly Media GmbH")
    assert document.publisher == "Vertical Quarterly"
    _, document = page("Menu\nHorizontal Weekly\n" + HEAD, "© 2017 Vertical Quarterly Media GmbH")
    assert document.publisher == "Vertical Quarterly Media GmbH"


def test_tags_before_sections_and_marks_of_east_asia() -> None:
    _, document = page(HEAD, "Kategorien: Touren\nSchlagwörter: Rad, Fluss\nLogin")
    assert document.tags == ("Rad", "Fluss")
    _, document = page(HEAD, "标签：美食，老城区\nLogin")
    assert document.tags == ("美食", "老城区")
    _, document = page(HEAD, "Kategorien: Touren\nLogin")
    assert document.tags == ("Touren",)


def test_a_sentence_of_the_body_is_no_title() -> None:
    first = "Faut-il croire que la vieille ville est tombée vendredi matin avec son armée ?"
    _, document = page("Accueil\nRecherche\nPolitique", "Mentions légales", f"{first}\n\n{BODY}")
    assert first in document.text
    assert document.title != first


def test_consent_is_no_body() -> None:
    wall = "We use cookies to improve your experience. By continuing you agree to our use of cookies."
    _, document = page(f"Menu\n{wall}\nAccept all cookies\n\nOld town siege is over by noon\nBy Jane Doe\n4 Nov 2017")
    assert document.text == BODY
    assert document.author == "Jane Doe"


@pytest.mark.parametrize(
    "text",
    [
        f"{PROSE}\n\nmenu\n\nShare\n\nHome\n\n{PROSE}",
        f"1. Search\n2. Contact us\n3. Install\n4. Register\n\n{PROSE}",
        f"import re\n\n# Share\n# Related posts\n# Contact us\nprint('©', 'undefined')\n\n{PROSE}",
    ],
)
def test_poems_lists_and_code_are_no_web_pages(text: str) -> None:
    assert web_page.recognise(text) == 0.0


def test_a_page_whose_cuts_leave_no_sentence_is_published_whole() -> None:
    text = "Skip to content\nHome\nLogin\nBoots\nHats\nGloves\nShare\n© 2020 X"
    document = web_page.parse(Cleaned(text), RawDocument("a/b.txt", b""))
    assert document.text == text
