"""Recognition of shapes, and the promise of every format that nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from flows.formats.shapes import FORMATS, parse, recognise
from flows.model import Cleaned, RawDocument
from flows.text.edits import undo
from tests.parts import given

RAW = RawDocument("folder/page.txt", b"")
PIECES = [
    "\n",
    "\n\n",
    "\n\n\n",
    " ",
    "\u00a0",
    "\t",
    "# ",
    "## A",
    "### B",
    "=",
    "== A ==",
    "= T =",
    "Infobox\n- Conflict: A",
    "- Date: 1",
    "---\n",
    "title: x\n",
    "tags:\n  - a\n",
    "date: [1 May]\n",
    "Belligerents\n",
    "Date1 May",
    "Location\n",
    "Territorial\nchanges",
    "Part of X",
    "Strength\n",
    "Casualties and losses\n",
    "Skip to content\n",
    "Share\n",
    "© 2020 X",
    "By A B\n",
    "11/04/2017",
    "Filed Under: a, b\n",
    "The army came to the town on Friday, and all were glad of it.\n",
    "References\n",
    "```",
    "|",
    "•",
    "\r",
    "\u2028",
    "\ufeff",
    "&a",
    "*a",
    "日本語。",
    "a",
]


@given(30, 300, st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=25).map("".join))
def test_every_format_leads_back_to_its_input(text: str) -> None:
    assert recognise(text) in {entry.shape for entry in FORMATS}
    for entry in FORMATS:
        document = entry.parse(Cleaned(text), RAW)
        assert undo(document.text, document.edits) == text
        assert document.title
        kept = document.text.strip()  # a text of no known shape keeps the indent of its first line
        assert document.text == kept or (entry.shape == "plain_text" and document.text.lstrip() == kept)
        assert not document.text.startswith("\n")
        assert "\n\n\n" not in document.text or entry.shape == "plain_text" or "```" in document.text
        assert all(s.parent is None or s.parent < number for number, s in enumerate(document.sections, 1))


@pytest.mark.parametrize("text", ["", "\n", " \u00a0\n", "#", "=", "---", "---\n", "Infobox", "Belligerents", "© "])
def test_nearly_empty_texts_are_documents_too(text: str) -> None:
    for entry in FORMATS:
        document = entry.parse(Cleaned(text), RAW)
        assert undo(document.text, document.edits) == text


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("= Schlacht =\n\nInfobox\n- Konflikt: Schlacht\n\nText.", "wiki_dump"),
        ("= Just a title =\n\nProse.\n\n== Section ==\nText.", "wiki_dump"),
        ("---\ntitle: A\n---\n\nText.", "front_matter"),
        ("\n---\n# comment\n\"title\": A\n---\nText.", "front_matter"),
        ("---\n\nA text after a rule.\n\n---\n", "plain_text"),
        ("Home\nÜber uns\nImpressum\nDatenschutz\n\nDer Artikel.", "web_page"),
        ("Главная\nО нас\nВойти\n\nСтатья.", "web_page"),
        ("首页\n联系我们\n版权所有\n\n正文。", "web_page"),
        ("Units\n\nThe strength of the army was great.\n\nStrength\n\nIt was great.", "plain_text"),
        ("Bataille de X\n\nBataille de X\nDate5 mai 1945\nLieuX\nBelligérants\nA\nB\n\nProse.", "wiki_page"),
    ],
)  # fmt: skip
def test_recognise(text: str, shape: str) -> None:
    assert recognise(text) == shape


def test_unknown_shapes_are_published_whole_with_a_note() -> None:
    document = parse("plain_text", Cleaned("A first line\n\nand some text."), RAW)
    assert (document.shape, document.title) == ("plain_text", "A first line")
    assert document.text == "A first line\n\nand some text."
    assert [note.code for note in document.notes] == ["unknown-shape"]


def test_plain_text_keeps_indents_and_blank_lines() -> None:
    text = "  a\n\n\n\n    b\n"
    document = parse("plain_text", Cleaned(f"\n{text}"), RAW)
    assert document.text == text.rstrip()
    assert parse("plain_text", Cleaned("+++\n\nWords."), RAW).title == "Words."
    fenced = "---\ntitle: A\n---\nx\n\n\ny\n\n```\na\n\n\nb\n```\n\n\nz"
    assert parse("front_matter", Cleaned(fenced), RAW).text == "x\n\ny\n\n```\na\n\n\nb\n```\n\nz"
