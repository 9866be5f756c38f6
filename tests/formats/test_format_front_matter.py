"""Markdown with front matter, and the guarded YAML reader."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.formats import front_matter
from flows.formats.bylines import read_date
from flows.formats.front_tags import conflict_fields
from flows.formats.yaml_block import Entry, YamlError, read_yaml
from flows.model import Cleaned, Document, RawDocument


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


def test_mojibake_in_yaml_escapes_is_repaired_by_value() -> None:
    document = parse('---\ntitle: "January\\u00e2\\u20ac\\u201cFebruary"\n---\nText.')
    assert document.title == "January–February"


def test_characters_that_yaml_forbids_survive() -> None:
    assert read_yaml("a: x\u0085y\u2028z\n") == (Entry("a", ("x\u0085y\u2028z",), False),)


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
        ("no date", None),
        ("version 1.2.3", None),
        ("12345678", None),
    ],
)
def test_read_date(text: str, expected: dt.date | None) -> None:
    read = read_date(text)
    assert (read.date if read else None) == expected
