"""Saved HTML pages: the body that is kept, the metadata of the head, and that nothing is lost."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

import pytest

from flows.formats.html.render import render
from flows.formats.html.tokenizer import tokens
from flows.formats.shapes import recognise
from flows.ingest.encodings.decode import decode
from flows.model import Document, RawDocument
from flows.runs.batch import process_documents
from flows.text.edits import rewrite, undo
from tests.formats.html.html_pages import BLOG_DE, INFOBOX, NEWS, PAGES
from tests.growth import assert_linear
from tests.parts import few_and_all, first_and_rest

P = "<p>The army entered the old city on Friday, and the siege of three years was over.</p>"
START = "<!doctype html><html><head><title>T</title></head><body>"


def read(html: str) -> Document:
    [rows] = process_documents([RawDocument("page.html", html.encode("utf-8", "surrogatepass"))])
    assert "reader-failed" not in {note.code for note in rows.page.notes}
    return rows.page.document


def assert_undone(html: str) -> None:
    document = read(html)
    assert undo(document.text, document.edits) == decode(html.encode("utf-8", "surrogatepass")).text


def shown(html: str) -> str:
    return rewrite(html, render(html, tokens(html)).replacements)[0]


@pytest.mark.parametrize("name", PAGES)
def test_body_stays_and_furniture_goes(name: str) -> None:
    page = PAGES[name]
    document = read(page.html)
    assert document.shape == "html"
    assert [words for words in page.stays if words not in document.text] == []
    assert [words for words in page.goes if words in document.text] == []
    assert undo(document.text, document.edits) == page.html


@pytest.mark.parametrize("name", PAGES)
def test_reading_the_body_again_changes_nothing_but_the_shape(name: str) -> None:
    text = read(PAGES[name].html).text
    assert read(text).text == text


def test_head_fills_the_columns() -> None:
    document = read(NEWS.html)
    assert document.title == "Bridge over the Tarn reopens"
    assert document.publisher == "The Valley Courier"
    assert document.author == "Rosa Whitfield"
    assert document.published_date == dt.date(2019, 3, 4)
    assert document.language == "en-GB"
    assert document.source_url == "https://courier.example/tarn-bridge"
    assert document.tags == ("bridges", "rivers & floods")
    assert document.license is None
    assert [(section.level, section.heading) for section in document.sections] == [(0, None), (1, "What it cost")]


def test_jsonld_fills_what_meta_leaves_empty() -> None:
    document = read(BLOG_DE.html)
    assert document.title == "Über das Backen mit Roggen"
    assert (document.author, document.publisher) == ("Jörn Ähler", "Krume & Kruste")
    assert document.published_date == dt.date(2021, 11, 5)
    assert document.tags == ("Brot", "Roggen")


def test_infobox_is_read_and_its_lines_are_on_record() -> None:
    document = read(INFOBOX.html)
    assert document.license == "CC-BY-SA-4.0"
    assert [edit.before.strip() for edit in document.edits if edit.rule == "html-infobox"] == [
        "Skirmish at Alder Ford",
        "Date | 3 May 1764",
        "Result | Indecisive",
    ]
    (box,) = document.infoboxes
    assert [(field.label, field.plain) for field in box.fields] == [
        ("Name", "Skirmish at Alder Ford"),
        ("Date", "3 May 1764"),
        ("Result", "Indecisive"),
    ]
    assert document.notes == ()


def test_furniture_says_why() -> None:
    edits = [edit for edit in read(NEWS.html).edits if edit.rule == "html-furniture"]
    sport = next(edit for edit in edits if "Sport" in edit.before)
    assert sport.score is not None
    assert sport.score < 0.5
    assert sport.reasons is not None
    assert sport.reasons.startswith("inside of nav; 100% of it are links")
    assert sport.reasons.endswith("at nav > ul > li")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h2><div>Two</div> <div>parts</div></h2>text", "## Two parts\n\ntext"),
        ("<ul><li>One<li>Two<ul><li>Three</ul></ul>", "- One\n- Two\n\n- Three"),
        ("<h3></h3><li></li><p>words", "words"),
        ("a<br>b<br><br>c", "a\nb\n\nc"),
        ("in<b>li</b>ne <i>words</i>", "inline words"),
        ("<tr><td>a<td>b<tr><td><p>c</p><td>d", "a | b\n\nc\n\nd"),
        ("<table><tr><td>a<br>b<td>c</table>", "a\nb\nc"),
        ("<pre>\n# no heading\n  x &lt; y\n</pre>z", "```\n# no heading\n  x < y\n```\n\nz"),
        ("&amp;lt; &copy; &unknown; &#x27;q&#39; AT&T", "&lt; © &unknown; 'q' AT&T"),
        ("1 < 2 <stdio.h> <3 a<b", "1 < 2 <stdio.h> <3 a<b"),
        ("<p title='a > b'>x</p>", "x"),
        ("<!-- <p>no</p> -->x<![CDATA[y]]><?php z ?>", "x"),
        ("<script>1 < 2 </scripty> </SCRIPT >x", "x"),
        ("a\n   b\tc", "a b c"),
        ("<P>one<P>two", "one\n\ntwo"),
        ("<p>&nbsp;</p>x<p>\u00a0</p>y", "x\n\ny"),
        ("<noscript><p>shown</p></noscript>", "shown"),
        ("x<!-- never closed <p>y", "xy"),
    ],
)
def test_markup_becomes_lines(html: str, text: str) -> None:
    assert shown(html) == text


@pytest.mark.parametrize(
    "head",
    [
        "<!DOCTYPE html>\n<html><head>",
        "\ufeff\n<!-- saved from url=(0022)https://a.example/ -->\n<HTML><BODY>",
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x">\n<html>',
        "<style>a{}</style>\n<!doctype html><head><title>x</title>",
        "<head><title>x</title></head><body>",
        "<body><p>x",
        "<div class=a>\n" + "<p>One <a href=x>two</a></p>\n" * 12 + "</div>",
    ],
)
def test_html_is_recognised(head: str) -> None:
    assert recognise(f"{head}\n{P}</div>") == "html"


@pytest.mark.parametrize(
    "text",
    [
        "The tag <p> begins a paragraph, <html> the page.\n\n<body> holds what is shown.",
        "# A readme\n\n" + "<p align=center><img src=x></p>\n" * 12,
        "<p align=center><img src=x></p>\n\n## Install\n\n" + "<b>Run</b> <a href=x>this</a>\n" * 12 + "</p>",
        "<stdio.h> and <stdlib.h> are headers",
        "<html> is the root element of every page.",
        '<?xml version="1.0"?>\n<rss><channel>' + "<item><title>x</title></item>" * 12 + "</channel></rss>",
        "<svg><g><path d='M0 0'/></g></svg>",
        "<div>{{Infobox|a=b}}</div>\n" * 12,
        "```html\n<!doctype html>\n<html><body></body></html>\n```",
        "---\ntitle: x\n---\n<div><p>" + "<p>x</p>" * 12 + "</div>",
        "<alice> hello\n<bob> hi <alice>\n" * 12,
    ],
)
def test_text_with_tags_stays_what_it_is(text: str) -> None:
    assert recognise(text) != "html"


def test_page_without_sentences_loses_only_what_stands_in_furniture() -> None:
    html = f"{START}<nav><a href=/>Home</a></nav><ul><li>Anvil</li><li>Bellows</li></ul><footer>Imprint</footer>"
    document = read(html)
    assert "no-body" in {note.code for note in document.notes}
    assert document.text == "- Anvil\n- Bellows"


def test_form_around_a_whole_page_is_no_furniture() -> None:
    html = f"{START}<form class=menu id=aspnetForm><h1>Title</h1>{P * 3}</form></body></html>"
    assert read(html).text.count("siege") == 3


def test_mojibake_behind_entities_is_repaired() -> None:
    html = f"{START}{P}<p>The caf&Atilde;&copy; by the river was the only house in the street that still stood.</p>"
    document = read(html)
    assert "café" in document.text
    assert undo(document.text, document.edits) == html


MANY = 30_000
HOSTILE: dict[str, Callable[[int], str]] = {
    "comments": lambda many: "<!--" * many + P,
    "closed comments": lambda many: "<!-- x -->" * many + P,
    "quotes": lambda many: '<a href="' * many + P,
    "crossed quotes": lambda many: "<a href=\"x'>" * many + "<b c='" * many + P,
    "nesting": lambda many: "<div>" * many + P,
    "closed nesting": lambda many: "<div>" * many + P + "</div>" * many,
    "lists in lists": lambda many: "<ul><li>" * many + P,
    "tables in tables": lambda many: "<table><tr><td>" * many + P,
    "closing tags": lambda many: "</div></p></li>" * many + P,
    "open paragraphs": lambda many: "<p>" * many + P,
    "open headings": lambda many: "<h1>" * many + P,
    "open script": lambda many: P + "<script>" * many,
    "open svg": lambda many: "<svg>" * many + P,
    "open textarea": lambda many: "<textarea><select>" * many + P,
    "less than": lambda many: "<" * many * 5 + P,
    "ampersands": lambda many: "&" * many * 5 + P,
    "entities": lambda many: "&amp;" * many + P,
    "attributes": lambda many: "<a " + "b=c " * many + ">" + P,
    "picture in its tag": lambda many: '<img src="data:' + "A" * (many * 100) + '">' + P,
    "one line": lambda many: "<p>" + "word and " * many * 10,
    "spaces": lambda many: "<p>a" + " " * many * 34 + "b",
    "fences": lambda many: "<pre>x</pre>" * (many // 3) + P,
    "nested json": lambda many: '<script type="application/ld+json">' + "[" * many + "</script>" + P,
    "meta": lambda many: "<meta name=author content=x>" * many + P,
    "empty lines": lambda many: "<p>&nbsp;</p>" * many + P,
    "breaks": lambda many: "x<br>" * many,
}


@pytest.mark.parametrize("name", first_and_rest(HOSTILE))
def test_hostile_pages_take_linear_time_and_are_undone(name: str) -> None:
    assert_linear(lambda many: read(START + HOSTILE[name](many)), MANY, at_most=5)
    html = START + HOSTILE[name](MANY)
    document = read(html)
    assert document.shape == "html"
    assert undo(document.text, document.edits) == html


SNIPPETS = (
    *("<p>", "</p>", "<div class='nav'>", "</div>", "<h2>", "</h2>", "<li>", "<ul>", "</ul>", "<td>", "<tr>"),
    *("<table>", "</table>", "<table class=infobox>", "<pre>", "</pre>", "<script>", "</script>", "<!--", "-->"),
    *("<br>", "<svg>", "</svg>", "<a href=x>", "</a>", "<title>", "</title>", "<b", "</", "<html>", "<body>"),
    *("<![CDATA[", "]]>", "<?x", "&amp;", "&nbsp;", "&#x110000;", "&lt;p&gt;", "&#13;", "&", ";", "<", ">", '"', "'"),
    *("=", "{{x}}", "()", "```", " ", "\n", "\t", "\r\n", "\u00a0", "\u200b", "\0", "ü", "战", "â€™", "# no", "- item"),
    *("[object Object]", "The army entered the city on Friday, and the siege was over."),
)


@pytest.mark.parametrize("count", few_and_all(40, 400))
def test_undo_gives_back_any_mutated_page(count: int) -> None:
    dice = random.Random(20_171_104)
    for _ in range(count):
        base = dice.choice([page.html for page in PAGES.values()])[: dice.randrange(50, 3000)]
        at = sorted(dice.sample(range(len(base)), min(len(base), 12)))
        ends = zip([0, *at], [*at, len(base)], strict=True)
        pieces = [base[start:end] + dice.choice(SNIPPETS) for start, end in ends]
        assert_undone(dice.choice((START, "")) + "".join(pieces))


@pytest.mark.parametrize("count", few_and_all(60, 600))
def test_undo_gives_back_any_sequence_of_snippets(count: int) -> None:
    dice = random.Random(20_170_918)
    for _ in range(count):
        html = "<html>" + "".join(dice.choices(SNIPPETS, k=dice.randrange(1, 60)))
        text, edits = rewrite(html, render(html, tokens(html)).replacements)
        assert undo(text, edits) == html
        assert_undone(html)
