"""Lists of made persons with ranks, titles, letters, years, brackets and marks give exactly these persons."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import strategies as st

from flows.formats.shapes import parse, recognise
from flows.infobox.reader import InfoboxRows, read
from flows.model import Cleaned, RawDocument
from tests.parts import given

GIVEN = ("Otto", "Emil", "Karl", "Ada", "Jean-Luc", "Håkon", "Ivan", "Leon")
FAMILY = ("Vahl", "Renn", "Stoss", "Hox", "Le Brun", "van Dorn", "O’Hara", "al-Zahid")
LANDS = ("Esk", "Xland", "the Isles", "Upper Zland")
TITLES = ("Duke of", "Count of", "King of", "Grand Duke of", "Prince-Bishop of", "Governor of", "Margrave of")


class Made(NamedTuple):
    """One person as printed, and what it is: rank, name, role and fate. ``broken`` has a line break in its brackets."""

    printed: str
    broken: str
    parts: tuple[str | None, str, str | None, str]


@st.composite
def persons(draw: st.DrawFn) -> Made:
    rank = draw(st.sampled_from([None, None, "Maj. Gen.", "Brig.", "Admiral"]))
    land = f"{draw(st.sampled_from(TITLES))} {draw(st.sampled_from(LANDS))}"
    if draw(st.booleans()):  # a king: the title is part of the name
        name = f"{draw(st.sampled_from(GIVEN))} {draw(st.sampled_from(['II', 'III', 'XIV']))}, {land}"
        said: list[str] = []
    else:
        name = f"{draw(st.sampled_from(GIVEN))} {draw(st.sampled_from(FAMILY))}"
        said = draw(st.sampled_from([[], [], [land], [f"3rd {land}"]]))
    printed = ", ".join([f"{rank} {name}" if rank else name, *said])
    for letters in draw(st.sampled_from([[], ["KCB"], ["DSO & Bar"], ["VC", "CB", "M.C."], ["XQZ"]])):
        printed += f", {letters}"
    for years in draw(st.sampled_from([[], ["1485–1487"], ["r. 1461–70"], ["from May 1911 until June 1912"]])):
        printed, said = f"{printed}, {years}", [*said, years]
    bracket = draw(st.sampled_from([None, "deposed mayor, Northam", "the Bold"]))
    fate = draw(st.sampled_from(["", "†", " (KIA)"]))
    role = [bracket, *said] if bracket else said
    whole = f"{printed} ({bracket}){fate}" if bracket else printed + fate
    broken = whole.replace("(deposed ", "(deposed\n")
    return Made(whole, broken, (rank, name, "; ".join(role) or None, "killed" if fate else "none"))


def commanders(text: str) -> list[tuple[str | None, str | None, str | None, str]]:
    found: InfoboxRows = read("d", parse(recognise(text), Cleaned(text), RawDocument("a", b"")))
    return [(row.rank, row.name, row.role, row.fate) for row in found.commanders if row.side == 1]


DUMP = "= Battle of Aton =\n\nInfobox\n- Combatant1: Kestria\n- Combatant2: Morland\n- Commander1: {}\n\nThe battle.\n"
WIKITEXT = (
    "{{{{Infobox military conflict\n| combatant1 = Kestria\n| combatant2 = Morland\n| commander1 = {}\n}}}}\nIt was.\n"
)
HTML = (
    "<html><head><title>Battle of Aton - Wikipedia</title></head><body><h1>Battle of Aton</h1>"
    '<table class="infobox vevent"><tr><th colspan="2">Battle of Aton</th></tr>'
    '<tr><th colspan="2">Belligerents</th></tr><tr><td>Kestria</td><td>Morland</td></tr>'
    '<tr><th colspan="2">Commanders and leaders</th></tr><tr><td>{}</td><td>Unknown</td></tr></table>'
    "<p>The battle was fought.</p></body></html>"
)


@given(40, 2_000, st.lists(persons(), min_size=1, max_size=5))
def test_a_list_of_persons_gives_these_persons(made: list[Made]) -> None:
    expected = [person.parts for person in made]
    assert commanders(DUMP.format(", ".join(person.printed for person in made))) == expected
    lines = "<br />".join(person.broken for person in made).replace("\n", "<br>")
    assert commanders(WIKITEXT.format(lines)) == expected
    assert commanders(HTML.format(lines)) == expected


@pytest.mark.parametrize("title", ["Earl of Salisbury", "Lord Raglan", "Baron von Steuben"])
def test_a_title_behind_a_title_is_another_person(title: str) -> None:
    assert [name for _, name, _, _ in commanders(DUMP.format(f"Duke of Somerset, {title}"))] == [
        "Duke of Somerset",
        title,
    ]


def test_letters_and_a_title_that_may_be_another_person_are_named() -> None:
    text = DUMP.format("Otto Vahl, KCB, Emil Renn, Duke of Esk")
    found = read("d", parse(recognise(text), Cleaned(text), RawDocument("a", b"")))
    assert [(note.code, note.text) for note in found.notes if note.where == "Commander1"] == [
        ("partly-read", "KCB | Otto Vahl, KCB"),
        ("partly-read", " Emil Renn, Duke of Esk"),
    ]


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("Otto Vahl (POW) Emil Renn †", [("Otto Vahl", "captured"), ("Emil Renn", "killed")]),
        ("Otto Vahl † Emil Renn", [("Otto Vahl", "killed"), ("Emil Renn", "none")]),
        ("Gen. Otto Vahl killed, Emil Renn died of wounds", [("Otto Vahl", "killed"), ("Emil Renn", "died_of_wounds")]),
        ("Otto Vahl; Emil Renn; Bo Lin", [("Otto Vahl", "none"), ("Emil Renn", "none"), ("Bo Lin", "none")]),
        ("Otto Vahl and Emil Renn", [("Otto Vahl", "none"), ("Emil Renn", "none")]),
        ("Otto Vahl & Emil Renn †", [("Otto Vahl", "none"), ("Emil Renn", "killed")]),
        ("Otto Vahl (3rd and 4th Corps)", [("Otto Vahl", "none")]),
        ("Otto Vahl of Esk and Dorn", [("Otto Vahl of Esk and Dorn", "none")]),
        ('Abu Omar al-Esk, "the Wolf", Emil Renn', [("Abu Omar al-Esk", "none"), ("Emil Renn", "none")]),
        (
            "Otto I, Count Palatine of Esk, Emil Renn",
            [("Otto I, Count Palatine of Esk", "none"), ("Emil Renn", "none")],
        ),
        ("3 colonels, Emil Renn", [("Emil Renn", "none")]),
        ("Otto Vahl, comte de Esk, 4.º Duque de Dorn, Bo Lin", [("Otto Vahl", "none"), ("Bo Lin", "none")]),
        ("Otto Vahl, brother of Emil, Bo Lin", [("Otto Vahl", "none"), ("Bo Lin", "none")]),
        ("See text, Multiple", [(None, "none")]),
        ("Gen.⁴ Otto Vahl¹, Emil Renn*", [("Otto Vahl", "none"), ("Emil Renn", "none")]),
    ],
)
def test_who_stands_in_a_line(printed: str, names: list[tuple[str, str]]) -> None:
    assert [(name, fate) for _, name, _, fate in commanders(DUMP.format(printed))] == names


BROWSER = (
    "Battle of Aton\nFrom Wikipedia, the free encyclopedia\n\nBattle of Aton\n"
    "Part of the Lake War\n\nDate3–5 May 1957\n"
    "LocationAton\nResultKestrian victory\nBelligerents\nKestria\nMorland\nOstland\nCommanders and leaders\n{}\n\n"
    "The Battle of Aton was a battle of the Lake War. It was fought in spring.\n"
)


def browser_people(lines: str) -> tuple[list[tuple[str | None, str | None, str]], set[str]]:
    text = BROWSER.format(lines)
    found = read("d", parse(recognise(text), Cleaned(text), RawDocument("a", b"")))
    return [(row.name, row.role, row.fate) for row in found.commanders], {note.code for note in found.notes}


def test_a_fate_above_persons_of_unknown_columns_is_named() -> None:
    people, codes = browser_people("Ada Hox\nKIA:\nOtto Vahl\nEmil Renn\nBo Lin (YPJ commander) KIA:\nMax Roe")
    assert people == [
        ("Ada Hox", None, "none"),
        ("Otto Vahl", None, "none"),
        ("Emil Renn", None, "none"),
        ("Bo Lin", "YPJ commander", "none"),
        ("Max Roe", None, "none"),
    ]
    assert "partly-read" in codes


def test_a_bracket_before_a_name_belongs_to_the_person_above() -> None:
    people, _ = browser_people("Otto Vahl\n(1st Corps commander) Emil Renn\n(4th Division)\nBo Lin")
    assert people[:2] == [("Otto Vahl", "1st Corps commander", "none"), ("Emil Renn", "4th Division", "none")]


def test_a_line_of_an_office_is_a_role() -> None:
    people, _ = browser_people("Abdul Razaq\nNour al-Din Movement commander, until 28 January\nBo Lin")
    assert people == [
        ("Abdul Razaq", "Nour al-Din Movement commander, until 28 January", "none"),
        ("Bo Lin", None, "none"),
    ]


@pytest.mark.parametrize(
    ("printed", "name", "role"),
    [
        ("Otto Vahl – 1st Corps", "Otto Vahl", "1st Corps"),
        ("1st Corps: Otto Vahl", "Otto Vahl", "1st Corps"),
        ("Otto Vahl: 1st Corps", "Otto Vahl", "1st Corps"),
        ("Commander: Gen. Otto Vahl †", "Otto Vahl", "Commander"),
        ("Otto Vahl (1st Corps: north)", "Otto Vahl", "1st Corps: north"),
        ("Saxe-Coburg – Emil Renn", "Saxe-Coburg – Emil Renn", None),
    ],
)
def test_a_post_before_or_behind_a_name_is_its_role(printed: str, name: str, role: str | None) -> None:
    assert [(found, what) for _, found, what, _ in commanders(DUMP.format(printed))] == [(name, role)]


def test_a_second_fate_is_named() -> None:
    text = DUMP.format("Otto Vahl † (POW)")
    found = read("d", parse(recognise(text), Cleaned(text), RawDocument("a", b"")))
    assert [row.fate for row in found.commanders] == ["killed"]
    assert "partly-read" in {note.code for note in found.notes}


def test_struck_words_are_no_values() -> None:
    assert commanders(WIKITEXT.format("<s>Otto Vahl</s> Emil Renn")) == [(None, "Emil Renn", None, "none")]
    assert commanders(HTML.format("<del>Otto Vahl</del> Emil Renn")) == [(None, "Emil Renn", None, "none")]
