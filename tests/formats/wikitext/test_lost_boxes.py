"""Boxes that were lost: behind a comment, in escaped wikitext, made of several templates, in other languages."""

from __future__ import annotations

import pytest

from flows.formats.shapes import parse, recognise
from flows.formats.wikitext.box_openings import has_box, openings
from flows.formats.wikitext.escaped import is_escaped
from flows.model import Cleaned, Document, RawDocument
from flows.text.edits import undo
from flows.text.strip import clean
from tests.growth import assert_linear

BOX = """{{Infobox military conflict
| conflict = Battle of Aton
| date = 5 May 1385<ref name="a">{{cite book|title=A & B}}</ref>
| result = Victory<!-- do not change -->
| combatant1 = [[Redland]]<br />[[Greenland X|Greenland]]
}}
The '''Battle of Aton''' was fought.<ref>Roe, p.&nbsp;4.</ref> It was {{nowrap|long}}.
"""


def document(page: str) -> Document:
    cleaned, shape = clean(page, recognise)
    read = parse(shape, cleaned, RawDocument("a.wiki", b""))
    assert undo(read.text, read.edits) == page
    return read


def escaped(page: str) -> str:
    """Return a page as an XML dump writes it."""
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        page = page.replace(sign, entity)
    return page


def test_wikitext_escaped_as_in_a_dump_reads_like_the_same_page() -> None:
    plain, from_dump = document(BOX), document(escaped(BOX))
    assert from_dump.text == plain.text == "The Battle of Aton was fought. It was long."
    assert [field.plain for field in from_dump.infoboxes[0].fields] == [
        field.plain for field in plain.infoboxes[0].fields
    ]


def test_escaped_breaks_alone_are_proof_within_a_box() -> None:
    page = "{{Infobox conflict\n|combatant1=[[A]]&lt;br&gt;''Supported by:''&lt;br&gt;[[B]]\n}}\n'''X''' was.\n"
    assert [field.plain for field in document(page).infoboxes[0].fields] == ["A\nSupported by:\nB"]


@pytest.mark.parametrize("mark", ["<ref name=a />", "<small>b</small>", "<!-- c -->", "<ref>d</ref>", "<sup>e</sup>"])
def test_one_mark_that_does_what_marks_do_is_proof(mark: str) -> None:
    page = "{{Infobox town\n| name = Aton" + mark + "\n}}\n'''Aton''' was.\n"
    assert [field.plain for field in document(escaped(page)).infoboxes[0].fields] == [
        field.plain for field in document(page).infoboxes[0].fields
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "A line is broken by <code>&lt;br&gt;</code> and &lt;ref&gt;x&lt;/ref&gt; is a note.",
        "A line is broken by &lt;br&gt; in HTML, a comment is &lt;!-- x --&gt;.",
        "<nowiki>&lt;!-- x --&gt;</nowiki> is a comment.",
        "Where x &lt; y and z &gt; y.",
    ],
)
def test_code_that_a_page_shows_stays(sentence: str) -> None:
    read = document("{{Infobox language\n| name = Mark\n| year = 1990\n}}\n'''Mark''' was. " + sentence + "\n")
    assert not any(edit.rule == "wikitext-escaped" for edit in read.edits)
    assert "wikitext" in read.shape


@pytest.mark.parametrize(
    "opening",
    [
        "{{Infobox settlement\n<!-- See the template's page -->\n| name = Aton",
        "{{Infobox settlement <!-- a > b --> <!-- c -->| name = Aton",
        "{{<!-- the box -->Infobox settlement\n| name = Aton",
        "{{Infobox settlement\n\n<!--\nLines\nof notes\n-->\n\n| name = Aton",
    ],
)
def test_a_comment_beside_the_name_hides_no_box(opening: str) -> None:
    read = document(opening + "\n| area_total_km2 = 891.85\n}}\n'''Aton''' is a place.\n")
    assert [(box.template, len(box.fields)) for box in read.infoboxes] == [("Infobox settlement", 2)]


def test_a_box_of_several_templates_is_one() -> None:
    read = document(
        "{{Infobox ship begin}}\n{{Infobox ship image\n| Ship image = x.jpg\n}}\n{{Infobox ship career\n"
        "| Ship name = Aton\n| Ship launched = 3 May 1911\n}}\n<!-- more -->{{Infobox ship characteristics\n"
        "| Ship length = 50 m\n}}\n|}\n'''SS Aton''' was a ship.\n"
    )
    assert [(box.template, [field.label for field in box.fields]) for box in read.infoboxes] == [
        ("Infobox ship begin", ["Ship image", "Ship name", "Ship launched", "Ship length"])
    ]
    assert read.text == "SS Aton was a ship."


def test_two_boxes_of_their_own_stay_two() -> None:
    read = document("{{Infobox ship\n| name = A\n}}\n{{Infobox person\n| name = B\n}}\n'''A''' was.\n")
    assert [box.template for box in read.infoboxes] == ["Infobox ship", "Infobox person"]


@pytest.mark.parametrize(
    "name",
    [
        "Πλαίσιο προσώπου", "Πληροφορίες μάχης", "Κουτί πληροφοριών πόλης",
        "Militārā konflikta infokaste", "Cilvēka infokaste", "Infokaste/Valsts",
        "Infocaixa batalla", "Ficha de conflito", "Cadro persoa", "Infobox batalla",
        "Infobox veldslag", "Zijbalk land",
        "Bitwa infobox", "Infobox/Bitwa",
        "Faktaboks slag", "Inligtingskas", "Ynfoboks slach", "Տեղեկաքարտ Ճակատամարտ",
        "ინფოდაფა ბრძოლა", "Boestkelaouiñ Emgann", "Bosca Sonraí Cath", "Infochascha", "Kishtey fys",
    ],
)  # fmt: skip
def test_boxes_of_other_languages(name: str) -> None:
    assert recognise("{{" + name + "\n| a = b\n}}\nc") == "wikitext"


@pytest.mark.parametrize("between", ["", "{{Campaignbox Aton}}\n", "<!-- a -->\n\n"])
def test_an_unlisted_template_before_the_first_sentence_is_a_box(between: str) -> None:
    """A language that no list knows: where it stands and its parameters show that it is one."""
    read = document(
        "{{Slag\n| naam = Aton\n| datum = [[3 mei]] 1911\n| plaats = Beton\n| uitslag = Winst\n}}\n"
        + between
        + "'''De slag bij Aton''' duurde lang.\n"
    )
    assert [(box.template, len(box.fields)) for box in read.infoboxes] == [("Slag", 4)]
    assert read.text.strip() == "De slag bij Aton duurde lang."


@pytest.mark.parametrize(
    "page",
    [
        "{{Cite book\n| title = A\n| author = B\n| date = 1990\n| publisher = C\n}}\n'''X''' was.\n",
        "'''X''' was.\n\n{{Batalla\n| nombre = Aton\n| fecha = 1911\n| lugar = Beton\n| resultado = Victoria\n}}\n",
        "{{Mark|a=1|b=2|c=3|d=4}}\n'''X''' was.\n",
        "{{Mark\n| a = 1\n| b = 2\n| c = 3\n| d = 4\n}}\nWords of a sentence.\n'''X''' was.\n",
    ],
)
def test_other_templates_are_no_boxes(page: str) -> None:
    cleaned = Cleaned(page)
    assert parse("wikitext", cleaned, RawDocument("a.wiki", b"")).infoboxes == ()


@pytest.mark.parametrize(
    "piece", ["{{<!--", "{{A\n", "{{Zz\n|a=1\n}}\n", "{|", "{{a|b=1}}", "&lt;ref ", "|&lt;br", "* a&lt;br ", "&lt;!--"]
)
def test_looking_for_a_box_takes_linear_time(piece: str) -> None:
    def look(size: int) -> None:
        text = f"{piece * (size // len(piece))}\n'''A''' was."
        has_box(text)
        is_escaped(text)
        list(openings(text))

    assert_linear(look, 80_000, piece, at_most=2)
