"""Markdown pages with front matter, and the guarded YAML reader."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.formats.front_matter import page as front_matter
from flows.formats.front_matter.tag_infobox import conflict_fields
from flows.formats.front_matter.yaml_block import YamlEntry, YamlError, read_yaml
from flows.formats.printed_dates import read_date
from flows.model import Cleaned, Document, RawDocument
from flows.text.edits import undo


def parse(text: str) -> Document:
    return front_matter.parse(Cleaned(text), RawDocument("a/b.md", b""))


def test_columns_tags_and_the_keys_nobody_claims() -> None:
    document = parse(
        "---\ntitle: A\nauthor: [Ann, Bob]\ndate: 2020-05-06T10:00\ntags: [x,\n  y z]\nimg: a.svg\n"
        "seo:\n  noindex: no\n---\n# A\n\nText."
    )
    assert (document.title, document.author, document.published_date) == ("A", "Ann, Bob", dt.date(2020, 5, 6))
    assert document.tags == ("x", "y z")
    fields = [(field.label, field.source_text) for field in document.infoboxes[0].fields]
    assert fields == [("date", "2020-05-06T10:00"), ("img", "a.svg"), ("seo.noindex", "no")]
    assert document.text == "Text."


@pytest.mark.parametrize(
    "block", ["a: [", "- just\n- a list", "a: *b", "a: &b 1", "<<: {a: 1}", "a: b\n---\nc: d: e", "x" * 300_000]
)
def test_broken_front_matter_loses_nothing(block: str) -> None:
    document = parse(f"---\ntitle: A\n{block}\n---\n\nText.")
    assert "Text." in document.text
    if block != "a: &b 1" and not block.startswith("a: b\n---"):
        assert [note.code for note in document.notes] == ["broken-front-matter"]
        assert document.title == "A"
        assert "title: A" in document.text


def test_an_unclosed_block_is_text() -> None:
    document = parse("---\ntitle: A\n\nText that never closes the block.")
    assert [note.code for note in document.notes] == ["broken-front-matter"]
    assert document.text.startswith("---\ntitle: A")


@pytest.mark.parametrize("opening", ["---", "{"])
def test_mojibake_in_escapes_is_repaired_in_every_value(opening: str) -> None:
    """UTF-8 read byte by byte, then escaped: the mojibake is only visible after YAML or JSON is parsed."""
    dash, cafe, flag = (
        r"\u00e2\u0080\u0093",
        r"caf\u00c3\u00a9",
        r"\u00f0\u009f\u0087\u00b7\u00f0\u009f\u0087\u00ba Russia",
    )
    if opening == "---":
        head = f'---\ntitle: "May{dash}June"\ntags: ["{cafe}", "{flag}"]\nseat: "{cafe}"\n---\nText.'
    else:
        head = f'{{\n"title": "May{dash}June",\n"tags": ["{cafe}", "{flag}"],\n"seat": "{cafe}"\n}}\n\nText.'
    document = parse(head)
    assert document.title == "May–June"
    assert document.tags == ("café", "🇷🇺 Russia")
    assert [(field.label, field.source_text) for field in document.infoboxes[-1].fields] == [("seat", "café")]
    assert undo(document.text, document.edits) == head


def test_a_doubtful_repair_of_a_value_is_told_and_not_made() -> None:
    words = "é à ü ö ä ñ ç è ê ë "
    document = parse(f'---\ntitle: "{words}\\u00c3\\u00a9"\n---\nText.')
    assert document.title == words + "Ã©"
    assert [(note.code, note.where) for note in document.notes] == [("withheld-repair", "front matter: title")]


def test_mojibake_in_yaml_escapes_is_repaired_by_value() -> None:
    document = parse('---\ntitle: "January\\u00e2\\u20ac\\u201cFebruary"\n---\nText.')
    assert document.title == "January–February"


def test_characters_that_yaml_forbids_survive() -> None:
    assert read_yaml("a: x\u0085y\u2028z\n") == (YamlEntry("a", ("x\u0085y\u2028z",), False),)


def test_a_key_that_occurs_twice_is_kept_twice() -> None:
    assert [entry.values for entry in read_yaml("a: 1\na: 2\n")] == [("1",), ("2",)]


@pytest.mark.parametrize(
    "hostile",
    [
        "a: " + "[" * 100_000,
        "a: &a [x]\nb: [*a, *a]\n",
        "? [a]\n: b\n",
        "a: b\n...\n---\nc: d\n",
        'a: "\\ud800"\n',
        "a: 'x\n",
    ],
)
def test_hostile_yaml_is_refused(hostile: str) -> None:
    with pytest.raises(YamlError):
        read_yaml(hostile)


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        entries = read_yaml(text)
    except YamlError:
        return
    assert all(isinstance(value, str) for entry in entries for value in entry.values)


def labels(subject: str, *tags: str) -> list[str]:
    return [field.label for field in conflict_fields(subject, tags, ("1 May 1945",), ("X",))][:-2]


def test_leading_tags_show_what_they_are() -> None:
    siege = labels("Siege of X", "Siege of X", "the Y war", "A", "B", "Sieges of 1945")
    assert siege == ["conflict", "partof", "combatant1", "combatant2"]
    no_part_of = labels("World War II", "World War II", "Allies", "Axis", "World War II")
    assert no_part_of == ["conflict", "combatant1", "combatant2"]
    no_name = labels("Raid on X", "the Y war", "A\nB", "C\nD", "E\nF", "Raids")
    assert no_name == ["partof", "combatant1", "combatant2", "combatant3"]
    no_sides = labels("Spillover of the Y war", "Spillover of the Y war", "the Y war", "Spillover of the Y war")
    assert no_sides == ["conflict", "partof"]
    assert labels("A general", "Generals", "1966 births") == []


def test_part_of_is_told_by_its_place_not_by_its_noun() -> None:
    quartet = ["conflict", "partof", "combatant1", "combatant2"]
    assert labels("Siege of X", "Siege of X", "the Aqşar succession", "A", "B", "1453 in X") == quartet
    assert labels("Siege of X", "Siege of X", "Aqşar succession", "A", "B", "Sieges of 1453") == quartet
    assert labels("Siege of X", "Siege of X", "Aqşar succession", "A\nB", "C", "X", "Sieges") == quartet
    assert labels("Siege of X", "Siege of X", "A\nB", "C", "D", "Sieges") == ["conflict", "combatant1", "combatant2"]
    assert labels("Siege of X", "Belagerung", "the Aqşar succession", "A", "B", "Sieges of 1453") == quartet


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-10-03 11:10", dt.date(2023, 10, 3)),
        ("3. Oktober 2023", dt.date(2023, 10, 3)),
        ("Oct. 3rd, 2023", dt.date(2023, 10, 3)),
        ("2017年11月4日", dt.date(2017, 11, 4)),
        ("4 ноября 2017", dt.date(2017, 11, 4)),
        ("25/12/2017", dt.date(2017, 12, 25)),
        ("04.11.2017", dt.date(2017, 11, 4)),
        ("31/02/2020", None),
        ("4/Nov/2017", dt.date(2017, 11, 4)),
        ("04NOV2017", dt.date(2017, 11, 4)),
        ("Nov-04-2017", dt.date(2017, 11, 4)),
        ("2017. 11. 4.", dt.date(2017, 11, 4)),
        ("4 tháng 11, 2017", dt.date(2017, 11, 4)),
        ("4 نوفمبر/تشرين الثاني 2017", dt.date(2017, 11, 4)),
        ("12 units 2017", None),
        ("no date", None),
        ("version 1.2.3", None),
        ("12345678", None),
    ],
)
def test_read_date(text: str, expected: dt.date | None) -> None:
    read = read_date(text)
    assert (read.date if read else None) == expected


@pytest.mark.parametrize(
    ("lines", "expected", "notes"),
    [
        ("date: 03/04/2021", None, ["ambiguous-date"]),
        ("date: 03/04/2021\nlang: fr", dt.date(2021, 4, 3), []),
        ("published: true\ndate: 14. März 2021", dt.date(2021, 3, 14), []),
        ("created: 2020-01-01\ndate: 2021-01-01", dt.date(2021, 1, 1), []),
        ("date:\n  created: 2021-01-01\n  updated: 2022-01-01", dt.date(2021, 1, 1), []),
        ("date: 20210314", dt.date(2021, 3, 14), []),
        ("fecha: 2021-03-14", dt.date(2021, 3, 14), []),
        ("published: false", None, []),
        ("date: someday", None, ["unread-date"]),
    ],
)
def test_the_first_key_that_reads_as_a_day(lines: str, expected: dt.date | None, notes: list[str]) -> None:
    document = parse(f"---\ntitle: A\n{lines}\n---\nText.")
    assert (document.published_date, [note.code for note in document.notes]) == (expected, notes)


def test_authors_below_a_list_and_tags_in_one_value() -> None:
    document = parse("---\ntitle: A\nauthors:\n  - name: Ann\n    url: u\n  - name: Bob\ntags: rivers, sea\n---\nText.")
    assert (document.author, document.tags) == ("Ann, Bob", ("rivers", "sea"))


@pytest.mark.parametrize(
    "block",
    [
        '+++\ntitle = "A"\ndate = 2021-03-14T09:30:00+01:00\ntags = ["x", "y"]\n[cover]\nimage = "i"\n+++\n',
        '{\n  "title": "A",\n  "date": "2021-03-14",\n  "draft": false,\n  "tags": ["x", "y"]\n}\n',
        ';;;\n{"title": "A", "date": "2021-03-14", "tags": ["x", "y"]}\n;;;\n',
    ],
)
def test_toml_and_json(block: str) -> None:
    assert front_matter.recognise(f"{block}\nText.") > 0.9
    document = parse(f"{block}\nText.")
    assert (document.title, document.published_date, document.tags) == ("A", dt.date(2021, 3, 14), ("x", "y"))
    assert document.text == "Text."
    assert [field.label for field in document.infoboxes[0].fields] == ["date"]


@pytest.mark.parametrize("text", ['{\n  "title": "A"\n}\n', "+++\nText\n+++\n", '{\n "a": 1\n}\nText.', "+++\na = 1\n"])
def test_data_and_rules_are_no_front_matter(text: str) -> None:
    assert front_matter.recognise(text) == 0.0


@pytest.mark.parametrize(
    "block", ["+++\na = " + "[" * 9000 + "\n+++\n", '{"title": ' + "[" * 9000 + "\n}\n", "+++\na = \n+++\n"]
)
def test_hostile_toml_and_json_stay_in_the_text(block: str) -> None:
    document = parse(f"{block}Text.")
    assert [note.code for note in document.notes][:1] == ["broken-front-matter"]
    assert "Text." in document.text


def test_plain_lines_of_broken_yaml_are_read() -> None:
    document = parse("---\ntitle: A: b\nauthor: Ann\ndate: 2021-03-14\ntags: [x]\nslug: {{ slug }}\n---\nText.")
    assert (document.title, document.author, document.published_date) == ("A: b", "Ann", dt.date(2021, 3, 14))
    assert (document.tags, document.infoboxes) == (("x",), ())
    assert document.text.startswith("---")


@pytest.mark.parametrize("word", ["null", "None", "NaN", "~", "undefined", "'<p>null</p>'", "'[object Object]'"])
def test_a_placeholder_is_no_title(word: str) -> None:
    document = parse(f"---\ntitle: {word}\nauthor: ~\n---\nHoms fell.")
    assert (document.title, document.author) == ("Homs fell.", None)
    assert "no-title" in {note.code for note in document.notes}
    assert parse(f"---\ntitle: {word}\nname: Homs\n---\nIt fell.").title == "Homs"


def test_a_placeholder_that_is_meant_is_a_title() -> None:
    assert parse("---\ntitle: NaN\n---\nIn computing, NaN is not a number.").title == "NaN"
    assert parse("---\ntitle: '~'\n---\nA sign.").title == "~"
