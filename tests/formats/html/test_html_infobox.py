"""Infoboxes of saved pages: fields, sides, typed rows, elements that are not boxes, and hostile markup."""

from __future__ import annotations

import pytest

from flows.formats import wiki_dump
from flows.formats.html import page as html
from flows.infobox.reader import InfoboxRows, read
from flows.model import Cleaned, Document, RawDocument
from tests.growth import assert_linear
from tests.parts import first_and_rest

BODY = "<p>The army crossed the river in the night, and the town fell on the next day after a short fight.</p>" * 3


def parsed(box: str) -> Document:
    page = f"<!DOCTYPE html><html><head><title>T</title></head><body><h1>T</h1>{box}{BODY}</body></html>"
    return html.parse(Cleaned(page), RawDocument("page.html", page.encode()))


def rows(box: str) -> InfoboxRows:
    return read("0" * 16, parsed(box))


def fields(box: str, number: int = 0) -> list[tuple[str, str, int | None]]:
    return [(field.label, field.plain, field.side) for field in parsed(box).infoboxes[number].fields]


BATTLE = """<table class="infobox vevent"><tbody>
<tr><th class="summary" colspan="2">Battle of Harrow Bridge</th></tr>
<tr><td colspan="2">Part of <a href="/wiki/X">the Alder War</a></td></tr>
<tr><td colspan="2"><a class="mw-file"><img src="map.png" alt=""></a><br>The bridge in 1901</td></tr>
<tr><td colspan="2"><table><tbody>
<tr><th>Date</th><td>3–5 May 1931<span style="display:none">(<span class="dtstart">1931-05-03</span>)</span></td></tr>
<tr><th>Location</th><td><div class="location">Harrow, Latvia<br><span class="geo-default"><span
class="geo-dms"><span class="latitude">56°30′N</span> <span class="longitude">24°15′E</span></span></span><span
class="geo-multi-punct"> / </span><span class="geo-nondefault"><span
class="geo-dec">56.5°N 24.25°E</span></span></div></td></tr>
<tr><th>Result</th><td class="status">Latvian victory<sup class="reference">[1]</sup></td></tr>
<tr><th>Territorial<br>changes</th><td>None</td></tr></tbody></table></td></tr>
<tr><th colspan="2">Belligerents</th></tr>
<tr><td><span class="flagicon"><img alt=""
src="//x/thumb/a/Flag_of_Latvia.svg/23px-Flag_of_Latvia.svg.png"></span> <a>Latvia</a><br>
<b>Supported by:</b><div class="plainlist"><ul><li>Harrow Guard</li></ul></div></td>
<td><span class="flagicon"><img alt="" src="/x/Flag_of_the_Grey_League.svg"></span> Grey League</td></tr>
<tr><th colspan="2">Commanders and leaders</th></tr>
<tr><td>Gen. Ada Brandt<br>Col. Ivo Kalns <a title="Killed in action"><img alt=""></a></td>
<td>Juris Ozols (<abbr title="Prisoner of war">POW</abbr>)</td></tr>
<tr><th colspan="2">Strength</th></tr>
<tr><td>1,200</td><td>800–900</td></tr>
<tr><th colspan="2">Casualties and losses</th></tr>
<tr><td>40 killed<br>12 wounded</td><td>100 captured</td></tr>
<tr><td colspan="2">25 civilians killed</td></tr></tbody></table>"""


def test_sides_are_the_columns_of_a_battle() -> None:
    assert fields(BATTLE) == [
        ("Conflict", "Battle of Harrow Bridge", None),
        ("Part of", "the Alder War", None),
        ("Caption", "The bridge in 1901", None),
        ("Date", "3–5 May 1931", None),
        ("Location", "Harrow, Latvia\n56°30′N 24°15′E", None),
        ("Result", "Latvian victory", None),
        ("Territorial changes", "None", None),
        ("Belligerents", "🇱🇻 Latvia\nSupported by:\n* Harrow Guard", 1),
        ("Belligerents", "\u00a0Grey League", 2),
        ("Commanders and leaders", "Gen. Ada Brandt\nCol. Ivo Kalns †", 1),
        ("Commanders and leaders", "Juris Ozols (POW)", 2),
        ("Strength", "1,200", 1),
        ("Strength", "800–900", 2),
        ("Casualties and losses", "40 killed\n12 wounded", 1),
        ("Casualties and losses", "100 captured", 2),
        ("Casualties and losses", "25 civilians killed", None),
    ]


def test_a_battle_becomes_typed_rows() -> None:
    found = rows(BATTLE)
    assert [(row.name, row.side, row.side_basis) for row in found.belligerents] == [
        ("Latvia", 1, "layout"),
        ("Harrow Guard", 1, "layout"),
        ("Grey League", 2, "layout"),
    ]
    assert [(row.name, row.side, row.fate) for row in found.commanders] == [
        ("Ada Brandt", 1, "none"),
        ("Ivo Kalns", 1, "killed"),
        ("Juris Ozols", 2, "captured"),
    ]
    assert [(row.kind, row.count_min, row.side) for row in found.casualties] == [
        ("killed", 40, 1),
        ("wounded", 12, 1),
        ("captured", 100, 2),
        ("killed", 25, None),
    ]
    (conflict,) = found.conflicts
    assert (str(conflict.start_date), str(conflict.end_date)) == ("1931-05-03", "1931-05-05")
    assert (conflict.place, conflict.latitude, conflict.longitude) == ("Harrow, Latvia", 56.5, 24.25)


DUMP = """= Battle of Harrow Bridge =

Infobox military conflict
- Conflict: Battle of Harrow Bridge
- Partof: the Alder War
- Caption: The bridge in 1901
- Date: 3–5 May 1931
- Place: Harrow, Latvia
- Result: Latvian victory
- Territory: None
- Combatant1: 🇱🇻 Latvia, Supported by:, * Harrow Guard
- Combatant2: Grey League
- Commander1: Gen. Ada Brandt, Col. Ivo KalnsKIA
- Commander2: Juris Ozols (POW)
- Strength1: 1,200
- Strength2: 800–900
- Casualties1: 40 killed, 12 wounded
- Casualties2: 100 captured
- Casualties3: 25 civilians killed

It was fought at a bridge over the river, and it was over in three days."""


def test_a_page_gives_the_rows_of_its_dump() -> None:
    of_page = rows(BATTLE)
    of_dump = read("0" * 16, wiki_dump.parse(Cleaned(DUMP), RawDocument("dump.txt", DUMP.encode())))
    for table in ("belligerents", "commanders", "strengths", "casualties"):
        ours, theirs = getattr(of_page, table), getattr(of_dump, table)
        bare = [[row._replace(side_basis="", source_text="") for row in found] for found in (ours, theirs)]
        assert bare[0] == bare[1]
    ours, theirs = of_page.conflicts[0], of_dump.conflicts[0]
    assert ours._replace(latitude=None, longitude=None) == theirs


def test_three_sides_letter_rows_and_a_row_of_all() -> None:
    box = """<table class=infobox><tr><th colspan=3>War of the Fens<tr><th colspan=3>Belligerents
    <tr><td>A<td>B<td>C<tr><td>A1<td colspan=2>BC
    <tr><th colspan=3>Strength<tr><td>10<td>20<td>30<tr><td colspan=3>60</table>"""
    assert fields(box)[1:] == [
        ("Belligerents", "A", 1),
        ("Belligerents", "B", 2),
        ("Belligerents", "C", 3),
        ("Belligerents", "A1", 1),
        ("Belligerents", "BC", None),
        ("Strength", "10", 1),
        ("Strength", "20", 2),
        ("Strength", "30", 3),
        ("Strength", "60", None),
    ]


BOXES = {
    "settlement": (
        """<table class="infobox ib-settlement vcard"><tr><th class="infobox-above" colspan=2>
        <div class="fn org">Lund</div>
        <tr><th colspan=2>Area<tr><th>&nbsp;•&nbsp;Total<td>34&nbsp;km<sup>2</sup><tr><th>Website<td><a rel=nofollow
        class=external href="https://lund.example/">Official website</a></table>""",
        [("Name", "Lund"), ("Total", "34 km2"), ("Website", "https://lund.example/")],
    ),
    "person": (
        """<table class="infobox biography vcard"><tr><th colspan=2>Ada Brandt<tr><th>Born<td><span
        style="display:none">        (<span class=bday>1881-02-03</span>)</span>3 February 1881<br>Riga
        <tr><td colspan=2><b>In office</b><br>1920 – 1922</table>""",
        [("Name", "Ada Brandt"), ("Born", "3 February 1881\nRiga"), ("In office", "1920 – 1922")],
    ),
    "de": (
        """<table class="float-right toptextcells" id="Vorlage_Infobox_Fluss"><tr><th colspan=2>Erle
        <tr><td>Länge<td>31&nbsp;km
        <tr><td>Mündung<td>Elbe</table>""",
        [("Name", "Erle"), ("Länge", "31 km"), ("Mündung", "Elbe")],
    ),
    "fr": (
        """<div class="infobox_v3 large"><div class="entete">Le Pont</div><table><caption>Fiche technique</caption>
        <tr><th>Durée<td>90 minutes<tr><th>Sortie<td>1931</table></div>""",
        [("Name", "Le Pont"), ("Durée", "90 minutes"), ("Sortie", "1931")],
    ),
    "it": (
        """<table class=sinottico><tr class=sinottico_testata><th colspan=2>Banda<tr><th>Genere<td>Rock</table>""",
        [("Name", "Banda"), ("Genere", "Rock")],
    ),
    "species": (
        """<table class="infobox biota"><tr><th colspan=2>Marsh wren<tr><td>Kingdom:<td>Animalia
        <tr><th colspan=2>Binomial name<tr><td colspan=2><b>Troglodytes palustris</b></table>""",
        [("Name", "Marsh wren"), ("Kingdom:", "Animalia"), ("Binomial name", "Troglodytes palustris")],
    ),
    "fandom": (
        """<aside class="portable-infobox pi-background" type="Character"><h2 class="pi-item pi-title">Orla</h2>
        <section class="pi-item pi-group"><h2 class="pi-item pi-header">Life</h2><div class="pi-item pi-data"><h3
        class="pi-data-label">Born</h3><div class="pi-data-value">1131</div></div><div class="pi-item pi-data"><h3
        class="pi-data-label">Died</h3><div class="pi-data-value">1170<br>Fen</div></div></section></aside>""",
        [("Name", "Orla"), ("Born", "1131"), ("Died", "1170\nFen")],
    ),
    "definitions": (
        "<div class=infobox><h3>Tool</h3><dl><dt>Version</dt><dd>1.2</dd><dt>Licence</dt><dd>MIT</dd></dl></div>",
        [("Name", "Tool"), ("Version", "1.2"), ("Licence", "MIT")],
    ),
    "columns": (
        """<table class=infobox><tr><th colspan=3>Jan Berg<tr><th>Years<th>Team<th>Goals<tr><th>1990<td>Riga<td>3
        <tr><th>1991<td>Lund<td>4</table>""",
        [("Name", "Jan Berg"), ("Years", "1990"), ("Team", "Riga"), ("Goals", "3"),
         ("Years", "1991"), ("Team", "Lund"), ("Goals", "4")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BOXES)
def test_fields_of_boxes(name: str) -> None:
    box, expected = BOXES[name]
    assert [(label, text) for label, text, _ in fields(box)] == expected


def test_template_of_id_or_type() -> None:
    assert parsed(BOXES["de"][0]).infoboxes[0].template == "Infobox Fluss"
    assert parsed(BOXES["fandom"][0]).infoboxes[0].template == "Character"
    assert parsed(BATTLE).infoboxes[0].template is None


@pytest.mark.parametrize(
    "block",
    [
        '<div class="infobox"><p>Tip: keep the tool dry.</p></div>',
        '<div class="infobox"><h3>Community</h3><p>It is free.</p><p>Download it now.</p></div>',
        '<div class="wp-block-kadence-infobox"><h3>Help</h3><p>Call us.</p></div>',
        '<table class="navbox"><tr><th>Battles<td>Harrow</table>',
        '<table class="sidebar vcard"><tr><th>Series<td>Wars</table>',
        '<table class="metadata infobox"><tr><th>Stub<td>Expand it</table>',
        '<span class="vcard author">Ada</span>',
    ],
)
def test_what_is_no_infobox(block: str) -> None:
    document = parsed(block)
    assert document.infoboxes == ()
    assert not [edit for edit in document.edits if edit.rule == "html-infobox"]


def test_a_box_without_rows_is_reported() -> None:
    assert [note.code for note in parsed("<table class=infobox><tr><td>Words</table>").notes] == ["html-infobox-unread"]


def test_mojibake_behind_entities_is_repaired() -> None:
    assert fields("<table class=infobox><tr><th>Place<td>CafÃ&copy; Noir</table>") == [("Place", "Café Noir", None)]


def test_boxes_in_boxes_and_several() -> None:
    inner = "<table class=infobox><tr><th>Width<td>2 m</table>"
    outer = f"<table class=infobox><tr><th>Length<td>5 m<tr><td colspan=2>{inner}</table>{inner}"
    assert [[field.label for field in box.fields] for box in parsed(outer).infoboxes] == [
        ["Length"],
        ["Width"],
        ["Width"],
    ]


@pytest.mark.parametrize(
    "unit",
    first_and_rest(
        [
            "<table class=infobox>",
            "<table class=infobox><tr><td>",
            "<table class=infobox><tr><td colspan=99999999 rowspan=99999999>x",
            "<table class=infobox><tr><th>a<td>b<ul><li>",
            "<div class=infobox><dl><dt>a<dd>b",
            "<table class=infobox></table>",
            "<table class=infobox><tr><th>a<td>b</table>",
            "<table class=infobox><tr><td colspan=2><table>",
        ]
    ),
)
def test_hostile_boxes_take_linear_time(unit: str) -> None:
    assert_linear(lambda count: parsed(unit * count), 2_000)


@pytest.mark.parametrize("where", ["nav", "footer", 'div role="navigation"'])
def test_a_table_of_a_menu_is_no_infobox(where: str) -> None:
    box = "<table class=infobox><tr><th>Area<td>5 km2<tr><th>Born<td>1900</table>"
    name = where.split(" ", maxsplit=1)[0]
    assert parsed(f"<{where}>{box}</{name}><p>A page about a thing and what it is made of.</p>").infoboxes == ()
    assert len(parsed(f"<{where}>x</{name}>{box}<p>A page about a thing and what it is made of.</p>").infoboxes) == 1


def test_lists_in_a_row_and_abbreviations() -> None:
    box = (
        "<table class=infobox><tr><th>Country<td><div class=hlist><ul><li>Vend</li><li>Ostra</li></ul></div>"
        "<tr><th>Population (<abbr title='as of'>2020</abbr>)<td>12,345<sup class=reference>[1]</sup></table>"
    )
    assert fields(box) == [("Country", "* Vend\n* Ostra", None), ("Population (2020)", "12,345", None)]


def heads(box: str) -> list[tuple[str, str, tuple[str, ...], bool]]:
    return [(field.label, field.plain, field.heads, field.is_child) for field in parsed(box).infoboxes[0].fields[1:]]


def test_heads_are_kept_with_their_rows_and_end_at_a_row_without_a_bullet() -> None:
    box = """<table class=infobox><tr><th colspan=2>Harrow<tr><td colspan=2>Town
    <tr><th colspan=2>Population (2010)<tr><th>&nbsp;•&nbsp;Total<td>12,345<tr><th>&nbsp;•&nbsp;Density<td>36/km2
    <tr><th>Time zone<td>CET<tr><th>&nbsp;•&nbsp;Summer (DST)<td>CEST</table>"""
    assert heads(box) == [
        ("Subheader", "Town", (), False),
        ("Total", "12,345", ("Population (2010)",), True),
        ("Density", "36/km2", ("Population (2010)",), True),
        ("Time zone", "CET", (), False),
        ("Summer (DST)", "CEST", ("Time zone",), True),
    ]
    found = [(row.label, row.field, row.section) for row in rows(box).infobox_fields[2:]]
    assert found == [
        ("Total", "population_total", "Population (2010)"),
        ("Density", "population_density", "Population (2010)"),
        ("Time zone", "time_zone", None),
        ("Summer (DST)", "time_zone_dst", "Time zone"),
    ]


def test_a_row_that_fills_the_box_and_heads_nothing_is_a_row() -> None:
    box = """<table class=infobox><tr><th colspan=2>Fen<tr><th colspan=2>Studio album by <a>Ada Hox</a>
    <tr><th colspan=2>Singles<tr><th>Label<td>Lormath<tr><th>Recorded<td>1931
    <tr><th>Nizam<td>&nbsp;<tr><th>&nbsp;•&nbsp;1720–48<td>Ivo<tr><th colspan=2>The end</table>"""
    assert heads(box) == [
        ("Subheader", "Studio album by Ada Hox", (), False),
        ("Label", "Lormath", ("Singles",), False),
        ("Recorded", "1931", ("Singles",), False),
        ("Nizam", "", ("Singles",), False),
        ("1720–48", "Ivo", ("Singles", "Nizam"), True),
        ("Subheader", "The end", (), False),
    ]


def test_the_line_above_a_list_is_its_label_and_what_floats_stands_beside_its_line() -> None:
    box = """<table class=infobox><tr><th colspan=2>Fen<tr><th>Speed:<td>12 kn
    <tr><td colspan=2><div>Influences</div><ul><li>Ada Hox<li>Ivo Kalns</ul>
    <tr><th>Iron<td><div style="float: right;">36%</div> 4.7 mg</table>"""
    assert fields(box)[1:] == [
        ("Speed:", "12 kn", None),
        ("Influences", "* Ada Hox\n* Ivo Kalns", None),
        ("Iron", "36% 4.7 mg", None),
    ]


def test_a_bullet_without_a_head_stands_alone() -> None:
    box = """<table class=infobox><tr><th colspan=2>Fen
    <tr><th>• Land<td>5 km2<tr><th>• Urban<td>9<tr><th>Mayor<td>Ivo</table>"""
    found = [(row.label, row.field, row.section) for row in rows(box).infobox_fields[1:]]
    assert found == [("Land", None, None), ("Urban", None, None), ("Mayor", "mayor", None)]
