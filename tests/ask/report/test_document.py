"""One document as HTML: everything of it is there, links lead somewhere, nothing of an input is markup."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest

from flows.ask.explained import Page, from_snapshot
from flows.ask.report.document import render_document
from flows.ask.report.document_page import document_page
from flows.ask.report.page import MAX_BYTES
from flows.ask.report.templates import environment
from flows.model import Edit, Issue
from flows.text.edits import undo

MUCH = 1_000_000
SOURCES = ("000", "001", "002", "003", "004")
EVIL = "</div></details><script>alert(1)</script>\u202e\x00"


class _Text(HTMLParser):
    """The text pane of a document: what was kept or taken out, and what was kept or put in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.input, self.final = "", ""
        self._open: list[str] = []
        self._depth = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if self._depth or ("class", "doc-text") in attrs:
            self._depth += tag == "div"
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._depth:
            self._depth -= tag == "div"
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.input += data * ("ins" not in self._open)
            self.final += data * ("del" not in self._open)


def _page(**changes: Any) -> Page:
    told: dict[str, Any] = {
        "source": "a.txt",
        "document_id": "0" * 16,
        "title": "A",
        "shape": "wiki_dump",
        "encoding": "utf-8",
        "encoding_basis": "valid_utf8",
        "encoding_confidence": 1.0,
        "origin": "",
        "text": "Text.",
        "edits": (),
        "tables": {},
        "issues": (),
    }
    return Page(**(told | changes))


def _html(page: Page, most: int = MUCH) -> str:
    return str(render_document(environment(), page, 3, most))


def _squeezed(text: str) -> str:
    """Return the text without white space: the page shows some of it as signs."""
    return re.sub(r"[\s↵␣⍽⇥\ufeff]|\\ufeff", "", text)


@pytest.mark.parametrize("source", SOURCES)
def test_the_page_of_a_seed_shows_its_input_and_its_text(seeds: Any, source: str) -> None:
    page = from_snapshot(seeds.folder, source)
    shown = _Text(_html(page))
    assert _squeezed(shown.input) == _squeezed(undo(page.text, page.edits))
    assert _squeezed(shown.final) == _squeezed(page.text)


@pytest.mark.parametrize("most", [3_000, 6_000, 20_000, MUCH])
@pytest.mark.parametrize("source", SOURCES)
def test_links_lead_to_what_is_shown_and_anchors_are_unique(seeds: Any, source: str, most: int) -> None:
    html = _html(from_snapshot(seeds.folder, source), most)
    assert 0 < len(html.encode()) <= most
    anchors = re.findall(r' id="([^"]+)"', html)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(anchors)
    assert ("Shown in part" in html) == ("more characters" in html or "… and" in html)


def test_rows_and_words_of_a_seed_lead_to_each_other(seeds: Any) -> None:
    html = _html(from_snapshot(seeds.folder, "004"))
    row, words = re.search(r'<li id="(d3-r\d+)"><a href="#(d3-w\d+)">Maj. Gen. Issam ZahreddineKIA</a>', html).groups()  # type: ignore[union-attr]
    assert f'<mark class="words" id="{words}"><a href="#{row}">Maj. Gen. Issam ZahreddineKIA</a></mark>' in html
    assert "<b>fate</b> killed" in html
    assert "not found" not in html


def test_furniture_is_told_with_its_rule_its_score_and_its_reasons(seeds: Any) -> None:
    html = _html(from_snapshot(seeds.folder, "002"))
    assert re.search(
        r'<del class="boilerplate" data-rule="furniture" data-score="0.34" title="furniture, score 0.34: [^"]+">', html
    )


def test_words_that_are_nowhere_have_no_link(seeds: Any) -> None:
    row = {"document_id": "", "box_no": 1, "commander_no": 1, "name": "X", "source_text": "Gen. X"}
    html = _html(_page(tables={"commanders": [row]}))
    assert '<li id="d3-r1">Gen. X <em class="muted">(its words were not found in the text)</em>: <b>name</b> X' in html


def test_whatever_an_input_says_is_text() -> None:
    field = {
        "document_id": "",
        "box_no": 1,
        "field_no": 1,
        "label": EVIL,
        "field": EVIL,
        "value": EVIL,
        "source_text": EVIL,
    }
    page = _page(
        source=EVIL,
        title=EVIL,
        text=f"{EVIL} kept",
        edits=(Edit("debris", EVIL, 0, EVIL, "", 0.5, f'"><b onclick="{EVIL}'),),
        tables={"infobox_fields": [field | {"unread": EVIL}]},
        issues=(Issue(EVIL, "", "", EVIL, EVIL, EVIL),),
        violations=({"check": EVIL, "table": "t", "column": EVIL, "value": EVIL, "remedy": EVIL},),
    )
    for html in (_html(page), document_page(page, EVIL)):
        assert "<script>alert" not in html
        assert "<b onclick" not in html
        assert not re.search("[\x00\u202e]", html)
    assert _html(page).count("</details>") == 1


def test_an_enormous_document_is_shown_in_part_and_says_so() -> None:
    text = "The army advanced towards the city. " * 60_000
    edits = tuple(Edit("debris", "lost-items", 36 * number, "[object Object] ", "") for number in range(20_000))
    html = document_page(_page(text=text, edits=edits), "my page.txt")
    assert len(html.encode()) <= MAX_BYTES
    assert "infobox-etl explain 'my page.txt' --json" in unescape(html)
    assert re.search(r"… [\d,]+ more characters with [\d,]+ changes …", html)


@pytest.mark.parametrize("most", [0, 500, 2_500, 4_000])
def test_many_issues_leave_room_for_the_text(most: int) -> None:
    issues = tuple(
        Issue("unread-value", "", "", f"Casualties{number}", "x" * 300, "see the page") for number in range(40)
    )
    html = _html(_page(issues=issues, text="word " * 5_000), most)
    assert len(html.encode()) <= most
    if most >= 2_500:
        assert "40 issues" in html
        assert "word word" in unescape(html)


def test_a_document_without_an_infobox_says_that() -> None:
    assert "No infobox: nothing but the text was read." in _html(_page())
