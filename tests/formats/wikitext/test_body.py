"""Whole pages of wikitext: title, tags and body as a reader should see them, and nothing is lost."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import pytest

from flows.formats.page_draft import PageDraft
from flows.formats.shapes import parse, recognise
from flows.formats.wikitext.body import change_body
from flows.model import Cleaned, Document, RawDocument
from flows.text.edits import undo
from flows.text.strip import clean
from tests.growth import assert_linear
from tests.parts import few_and_all, first_and_rest

PAGES = Path(__file__).parent / "wikitext_pages"
EXPECTED = tomllib.loads((PAGES / "pages.toml").read_text(encoding="utf-8"))
MARKS = ("[[", "]]", "{{", "}}", "'''", "<ref", "{|", "|}", "|-", "<!--", "&nbsp;", "__NOTOC__", "<br")
OPENINGS = (
    *("[[", "{{", "\n{|", "<ref>", "[[a|", "{{a|", "[http://x ", "\n|-", "<b ", "{{quote|author=a|", "\n==a==\n", "-{"),
)


def read(source: str) -> Document:
    """Return the document of a page, from its decoded text."""
    cleaned, shape = clean(source, recognise)
    assert shape == "wikitext"
    return parse(shape, cleaned, RawDocument("page.wiki", b""))


def body(source: str) -> str:
    """Return the body of a piece of wikitext, with its edits undone exactly."""
    draft = PageDraft("wikitext", Cleaned(source), RawDocument("page.wiki", b""))
    change_body(draft)
    assert undo(draft.text, draft.edits) == source
    return draft.text


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_page_reads_as_its_reader_sees_it(name: str) -> None:
    source = (PAGES / f"{name}.wikitext").read_text(encoding="utf-8")
    document = read(source)
    expected = EXPECTED[name]
    assert document.title == expected["title"]
    assert list(document.tags) == expected["tags"]
    assert [box.template for box in document.infoboxes] == expected["boxes"]
    assert document.text == (PAGES / f"{name}.md").read_text(encoding="utf-8").rstrip("\n")
    assert undo(document.text, document.edits) == source


def test_every_page_has_its_expectations() -> None:
    assert sorted(path.stem for path in PAGES.glob("*.wikitext")) == sorted(EXPECTED)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[[A|b]]s [[C (town)|]] [[:File:X.png]] [[#Part]]", "bs C File:X.png #Part"),
        ("[http://a.org the site] [http://a.org] [//b.org b]", "the site http://a.org b"),
        ("a<ref>b</ref><ref name=c /> d{{sfn|E|2000}}.", "a d."),
        ("5{{nbsp}}km{{snd}}x &lt;b&gt; &amp;amp;", "5 km – x <b> &amp;"),
        ("10<sup>6</sup> H<sub>2</sub>O 1<sup>st</sup>", "10⁶ H2O 1st"),
        ("''a'' '''b''' '''''c''''' rock ''''n''' roll", "a b c rock 'n roll"),
        ("#one\n#two\n##deep\n#three", "1. one\n2. two\n  1. deep\n3. three"),
        ("; Term : meaning\n: indent\n:: more", "Term : meaning\nindent\nmore"),
        ("{|\n! a !! b\n|-\n| c=1 | d || e\n* f\n* g\n|}", "\na | b\nd | e; f; g"),
        ("<nowiki>[[a]] ''b''</nowiki> <math>x_{{1}}</math>", "[[a]] ''b'' x_{{1}}"),
        ("a\n[[File:X.png|thumb|A [[picture]] of {{lang|de|X}}]]\nb", "a\nb"),
        ("x {{no such thing|left|right|size=5}} y", "x left right y"),
        ("{{convert|3|m and a wheel.\n\n== Next ==\nText}} end", "convert|3|m and a wheel.\n\n## Next\nText end"),
        ("-{zh-hans:软件;zh-hant:軟體}-产业", "软件产业"),
        ("a || b !! c | d\n| e", "a || b !! c | d\n| e"),
        ("=== Uneven ==\nx", "## Uneven\nx"),
    ],
)  # fmt: skip
def test_what_a_piece_of_markup_shows(source: str, expected: str) -> None:
    assert body(source) == expected


def test_an_unknown_template_is_reported_once_with_its_name() -> None:
    notes = read("'''X''' is {{foo|a}} {{foo|b}}.\n\n== A ==\n[[B|c]] d\n[[Category:E]]").notes
    assert [(note.code, note.text) for note in notes] == [("unknown-template", "foo (2)")]


def test_a_title_line_and_a_display_title_come_before_the_bold_words() -> None:
    page = "'''Bold''' lead.\n\n== A ==\n[[B|c]]\n"
    assert read(page).title == "Bold"
    assert read(f"{{{{DISPLAYTITLE:''Shown''}}}}\n{page}").title == "Shown"
    assert read(f"= Line =\n{page}").title == "Line"


INLINE = (
    "'''{}'''", "''{}''", "[[Target|{}]]", "{{{{nowrap|{}}}}}", "{{{{lang|de|{}}}}}", "{{{{no such|{}}}}}",
    "<small>{}</small>", "{}<ref>note</ref>", "{}<!-- hidden -->", "[http://example.org {}]",
    "{{{{quote|author=Ann|text={}}}}}", "<span>{}</span>", "{}&nbsp;", "{{{{{{the part|{}}}}}}}",
    "{}{{{{citation needed|date=May}}}}", "<b>{}</b>", "{{{{hlist|{}|more}}}}",
)  # fmt: skip
BLOCKS = (
    "{}", "{}", "\n* {}\n", "\n# {}\n", "\n{{|\n! head\n|-\n| {} || x\n|}}\n", "\n: {}\n", "\n<div>{}</div>\n",
)  # fmt: skip
BROKEN = (
    "[[{}",
    "{{{{broken|{}",
    "{}]]",
    "{}}}}}",
    "''{}",
    "<ref>{}",
    "{}</div>",
    "\n{{|\n{}",
    "[http://example.org {}",
)


def test_a_box_within_a_line_leaves_the_line_break_behind_it() -> None:
    source = "'''X''' a {{Infobox person|name=b}}\n== A ==\n[[a|b]]"
    assert read(source).text == "X a\n## A\nb"


def _page(chance: random.Random, wraps: tuple[str, ...]) -> tuple[str, int]:
    """Return a page of nested constructs, and the number of its visible words (word0, word1, …)."""
    pieces = []
    for number in range(chance.randint(1, 5)):
        piece = f"word{number}"
        for _ in range(chance.randint(0, 7)):
            piece = chance.choice(wraps).format(piece)
        pieces.append(chance.choice(BLOCKS).format(piece))
    return "Lead.\n" + chance.choice((" ", "\n", "\n\n")).join(pieces), len(pieces)


@pytest.mark.parametrize("count", few_and_all(40, 400))
def test_any_nesting_keeps_its_words_leaves_no_marks_and_is_stable(count: int) -> None:
    for seed in range(count):
        source, words = _page(random.Random(seed), INLINE)
        text = body(source)
        assert [mark for mark in MARKS if mark in text] == [], source
        assert [number for number in range(words) if f"word{number}" not in text] == [], source
        assert body(text) == text, source


@pytest.mark.parametrize("count", few_and_all(40, 400))
def test_what_is_broken_leaves_no_marks_either(count: int) -> None:
    for seed in range(count):
        source, _ = _page(random.Random(seed), (*INLINE, *BROKEN, *BROKEN))
        assert [mark for mark in ("[[", "{{", "'''", "<ref") if mark in body(source)] == [], source


@pytest.mark.parametrize("opening", first_and_rest(OPENINGS))
def test_what_never_closes_takes_linear_time(opening: str) -> None:
    assert_linear(lambda size: body(f"{opening * size}]>}}}}|}}"), 8_000)


@pytest.mark.parametrize("times", few_and_all(1_000, 50_000))
def test_deep_nesting_and_a_long_line(times: int) -> None:
    assert "x" in body("{{a|" * 500 + "x" + "}}" * 500)
    assert body("[[a|" * 500 + "x" + "]]" * 500).strip("[]a|") == "x"
    assert body("word '''b''' [[a|b]] " * times) == "word b b " * times
