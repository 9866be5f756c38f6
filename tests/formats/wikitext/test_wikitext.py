"""Pages in wikitext: recognition, the limits of boxes, the values of fields, and that nothing is lost."""

from __future__ import annotations

import pytest

from flows.formats.shapes import parse, recognise
from flows.formats.wikitext.box_values import plain
from flows.formats.wikitext.boxes import find_boxes, read_box
from flows.model import Cleaned, Document, RawDocument
from flows.text.edits import undo
from flows.text.strip import clean
from tests.growth import assert_linear
from tests.parts import few_and_all, first_and_rest

PAGE = """{{Use dmy dates}}
{{Infobox military conflict <!-- see its page -->
| conflict    = Siege of Orrin
| partof      = the [[Orrin War]]
| date        = {{start date|1931|5|2|df=y}} – {{end date|1931|6|9|df=y}}
| combatant1  = {{flag|Syria}}<br />{{flagicon|Soviet Union}} [[Red Guard]]
| combatant2  = {{plainlist|
* [[Free Army (1931)|Free Army]]
** 1st Division<ref>{{cite web|url=http://x.org|title=A | B}}</ref>
}}
| commander1  = Ada Lorn{{KIA}}
| casualties1 = 120+ killed{{efn|Claimed.}}<!-- ?? -->
| image       = [[File:Orrin.jpg|250px|The town]]
| coordinates = {{coord|33|27|S|70|40|W|display=title}}
| strength1   =
| module      = Seen from above {{Infobox mountain | elevation = {{convert|1200|m|ft}} }}
}}
The '''Siege of Orrin''' was long.

== Aftermath ==
{{Reflist}}
"""


def document(page: str) -> Document:
    cleaned, shape = clean(page, recognise)
    assert shape == "wikitext"
    read = parse(shape, cleaned, RawDocument("a.wiki", b""))
    assert undo(read.text, read.edits) == page
    return read


def test_fields_of_a_page() -> None:
    box, inner = document(PAGE).infoboxes
    assert box.template == "Infobox military conflict"
    assert [(field.label, field.plain) for field in box.fields] == [
        ("conflict", "Siege of Orrin"),
        ("partof", "the Orrin War"),
        ("date", "2 May 1931 – 9 June 1931"),
        ("combatant1", "🇸🇾 Syria\n\u00a0Red Guard"),
        ("combatant2", "* Free Army\n** 1st Division"),
        ("commander1", "Ada Lorn †"),
        ("casualties1", "120+ killed"),
        ("image", "Orrin.jpg"),
        ("coordinates", "33°27′S 70°40′W"),
        ("module", "Seen from above"),
    ]
    assert {field.layout for field in box.fields} == {"lines"}
    assert (inner.template, inner.fields[0].plain) == ("Infobox mountain", "1200 m")


def test_box_is_cut_and_nothing_else() -> None:
    read = document(PAGE)
    assert "Orrin War" not in read.text
    assert "Siege of Orrin" in read.text
    assert read.title == "Siege of Orrin"


@pytest.mark.parametrize(
    "text",
    [
        "{{Infobox person|name=Ada}}",
        "'''Ada''' was a [[person|human]].<ref>x</ref>\n\n== Life ==\n",
        "= Ada =\n\n{{Ficha de persona\n| nombre = Ada\n}}\n\n== Vida ==\n",
        '{| class="infobox"\n! Born\n| 1900\n|}\nAda was.',
        "{{#invoke:Infobox person|main\n| name = Ada\n}}",
        "{{Картка:Битва\n| назва = Ада\n}}",
    ],
)
def test_wikitext_is_recognised(text: str) -> None:
    assert recognise(text) == "wikitext"


@pytest.mark.parametrize(
    "text",
    [
        "Hello {{ user.name }}, {{#if admin}}you{{/if}} may [edit](x).\n\n# Head\n\n**bold**",
        "{% if x %}{{ infobox(name='a') }}{% endif %} and some words.",
        "---\ntitle: A\n---\n\n[[A note|b]] in a vault.\n\n## Head\n",
        "= Battle of X =\n\nInfobox\n- Conflict: Battle of X\n\nIt was a battle.\n\n== A ==\nx",
        "A note with [[a link]] and ==a mark== in it.",
        "int a[2] = {{1, 2}, {3, 4}};\nx = y || z;\n",
    ],
)
def test_other_texts_are_not(text: str) -> None:
    assert recognise(text) != "wikitext"


def fields(page: str) -> list[tuple[str | None, list[tuple[str, str]]]]:
    return [
        (infobox.template, [(field.label, field.plain) for field in infobox.fields])
        for box in find_boxes(page)
        for infobox in read_box(box)[0]
    ]


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (
            "{{Infobox|title=A|label1=Born|data1=[[B]]|header2=H|data3=c}}",
            [(None, [("title", "A"), ("Born", "B"), ("H", "c")])],
        ),
        ("{{Geobox|River|name=Tay}}", [("Geobox", [("1", "River"), ("name", "Tay")])]),
        ("{{#invoke:Infobox person|main|name=A}}", [("Infobox person", [("name", "A")])]),
        ("{{Infobox x|a=1}} t {{Infobox y|b=2}}", [("Infobox x", [("a", "1")]), ("Infobox y", [("b", "2")])]),
        ("<!-- {{Infobox x|a=1}} --><nowiki>{{Infobox x|a=1}}</nowiki>", []),
        ("{{Infobox x|a=1|a=|b=<!-- c -->}}", [("Infobox x", [("a", "1")])]),
        ("{{Infobox x|a=[http://x.org?b=c|d]}}", [("Infobox x", [("a", "[http://x.org?b=c"), ("1", "d]")])]),
        (
            '{| class="infobox"\n|+ Title\n! colspan=2 | Battle\n|-\n! Date\n| [[1 May]] 1900\n'
            "|-\n! colspan=2 | Strength\n|-\n| 10 || 20 || 30\n|}",
            [(None, [("Date", "1 May 1900"), ("Strength", "10"), ("Strength", "20"), ("Strength", "30")])],
        ),
    ],
)
def test_boxes_of_every_kind(page: str, found: list[tuple[str | None, list[tuple[str, str]]]]) -> None:
    assert fields(page) == found


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("[[A|]] [[:Category:B|c]] [[Category:D]]", "A c"),
        ("[[Datei:A.png|20px]] b", "b"),
        ("[[File:Flag of France.svg|20px]] A", "🇫🇷 A"),
        ("[[Datei:A.png|20px]]", "A.png"),
        ("{{flagicon|Nowhere}}<br>A", "A"),
        ("a<span style='display: none'>x<span>y</span></span>b", "ab"),
        ("a<span style='display:none'>b", "ab"),
        ("a <foo> b < c", "a <foo> b < c"),
        ("&lt;br&gt; &amp;amp; <nowiki>'''a''' [[b]]</nowiki>", "<br> &amp; '''a''' [[b]]"),
        ("l''''un''' d'''''e''''' ''f''", "l'un de f"),
        ("* a\n*b\n#c\n;d\n:e\n** f", "* a\n* b\n* c\n; d\ne\n** f"),
        ("a\n----\nb<hr/>c", "a\nb\nc"),
        ("<ul><li>a</li><li>b</li></ul>", "* a\n* b"),
        ("\n{| class=x\n| a || b\n|-\n| c\n|}", "a b\nc"),
        ("{{#if: {{small|x}} | yes | no}} {{#switch: a | b = 1 | 2}}", "yes 2"),
        ("{{#if:|yes|no}}{{lc:A}}{{#tag:ref|x}}", "noa"),
        ("{{Nobody knows|a {{small|b}}|c=d|e}}", "a b e"),
        ("{{UKR}}, [[Kiev]]", "🇺🇦 Ukraine, Kiev"),
        ("{{{1|a}}} {{{b}}}", "a"),
        ("{{small|a", "{{small|a"),
        ("{{plainlist|\n* [http://x.org?a=b c]\n}}", "* c"),
    ],
)
def test_markup_becomes_words(markup: str, words: str) -> None:
    assert plain(markup) == words


def test_unknown_templates_are_told_once_a_box() -> None:
    notes = document("{{Infobox x|a={{Zork|1}}{{Zork|2}}|b={{Bork}}}}").notes
    assert [(note.code, note.text) for note in notes if note.code == "unknown-template"] == [
        ("unknown-template", "Zork, Bork")
    ]


def test_box_that_never_closes_is_told() -> None:
    read = document("{{Infobox x\n| a = b\n| c = {{small|d}\n\n'''A''' is a [[thing|b]].\n\n== E ==\nf\n")
    assert [note.code for note in read.notes if note.code == "unclosed-box"] == ["unclosed-box"]
    assert read.infoboxes[0].fields[0].plain == "b"
    assert "is a" in read.text


@pytest.mark.parametrize(
    "piece",
    first_and_rest(
        [
            "{{Infobox x|a=",
            "{{Infobox x|a=b}}",
            "<!--",
            "<nowiki>",
            "{{a|",
            "{| class=infobox\n",
            "<span style='display:none'>",
            "[http://a ",
            "'''",
            "{{a|b=",
            "* ",
            "&amp;",
            "<b",
            "\n|-\n|a||",
            "{{flag|",
            "[[File:",
        ]
    ),
)
def test_time_grows_with_the_length(piece: str) -> None:
    def read(size: int) -> None:
        text = piece * (size // len(piece))
        recognise(text)
        for box in find_boxes(text):
            read_box(box)
        plain(text)

    assert_linear(read, 40_000)


@pytest.mark.parametrize("links", few_and_all(17_000, 1_700_000))
def test_line_of_ten_megabytes(links: int) -> None:
    text = "{{Infobox x|a=" + "[[b]] " * links + "}}"
    cleaned = Cleaned(text)
    assert parse("wikitext", cleaned, RawDocument("a.wiki", b"")).infoboxes[0].template == "Infobox x"


def test_values_that_become_no_field_are_told() -> None:
    page = (
        "{{Infobox person\n| name = Ada\n| born = 1815\n| born = 1816\n| died = <ref>A</ref>\n| size = <!-- x -->\n}}\n"
    )
    read = document(page)
    assert [(field.label, field.plain) for field in read.infoboxes[0].fields] == [("name", "Ada"), ("born", "1816")]
    assert [(note.code, note.where, note.text) for note in read.notes] == [
        ("repeated-parameter", "born", "1815"),
        ("silent-parameter", "1 parameters", "died"),
    ]


def test_heads_of_a_general_box_stand_above_its_rows() -> None:
    box = (
        "{{Infobox|above=Harrow|header1=Government|label2=• Mayor|data2=Ada|header3=Area|label4=• Total|data4=5 km2"
        "|header5=The end}}\n\nHarrow is a town."
    )
    (found,) = parse("wikitext", Cleaned(box), RawDocument("a.wiki", box.encode())).infoboxes
    assert [(field.label, field.plain, field.heads, field.is_child) for field in found.fields[1:]] == [
        ("Mayor", "Ada", ("Government",), True),
        ("Total", "5 km2", ("Area",), True),
        ("Subheader", "The end", (), False),
    ]
