"""Pages made by a wikitext cleaner (wiki_dump)."""

from __future__ import annotations

from flows.formats import wiki_dump
from flows.model import Cleaned, Document, RawDocument


def parse(text: str) -> Document:
    return wiki_dump.parse(Cleaned(text), RawDocument("a/b.txt", b""))


def test_values_may_hold_colons_and_go_on_in_the_next_line() -> None:
    document = parse(
        "= T =\n\nInfobox\n- Conflict: T\n- Strength1: Russian claim: 4,500\nmore\n- Notes:\n\nBody: text.\n"
    )
    assert [(f.label, f.source_text) for f in document.infoboxes[0].fields] == [
        ("Conflict", "T"), ("Strength1", "Russian claim: 4,500\nmore"), ("Notes", ""),
    ]  # fmt: skip
    assert document.text == "Body: text."


def test_a_known_field_behind_a_blank_line_belongs_to_the_box() -> None:
    document = parse("= T =\n\nInfobox\n- Conflict: T\n\n- Casualties1: 3 killed\n\n- Apples: a list of the body\n")
    assert [f.label for f in document.infoboxes[0].fields] == ["Conflict", "Casualties1"]
    assert document.text == "- Apples: a list of the body"


def test_several_infoboxes_and_a_template_name() -> None:
    document = parse("= T =\n\nInfobox\n- Conflict: T\n\nProse.\n\n== More ==\nInfobox person\n- Name: Ann\n\nEnd.\n")
    assert [box.template for box in document.infoboxes] == [None, "person"]
    assert document.text == "Prose.\n\n## More\nEnd."


def test_headings_of_both_dialects_and_unbalanced_marks() -> None:
    document = parse("= T =\n\n== A==\ntext\n===B===\n=x= y\n## C\nend\n")
    assert [(s.level, s.heading) for s in document.sections] == [(1, "A"), (2, "B"), (1, "C")]
    assert "=x= y" in document.text


def test_empty_reference_headings_go_others_stay() -> None:
    document = parse("= T =\n\nLead.\n\n== Reactions ==\n\n== Einzelnachweise ==\n\n=== Notes ===\n")
    assert [s.heading for s in document.sections] == [None, "Reactions"]
    assert {edit.rule for edit in document.edits} >= {"empty-section", "heading", "title-line"}


def test_limits_cut_with_a_note() -> None:
    many = "".join(f"- Key{number}: v\n" for number in range(600))
    document = parse(f"= T =\n\nInfobox\n- Long: {'x' * 70_000}\n{many}")
    assert len(document.infoboxes[0].fields) == 500
    assert {note.code for note in document.notes} == {"infobox-too-large", "value-too-long"}


def test_title_comes_from_the_box_when_the_line_is_missing() -> None:
    assert parse("Infobox\n- Conflict: Battle of X\n\nProse.").title == "Battle of X"


def test_a_key_of_several_words_is_a_field_and_words_that_are_no_key_are_not() -> None:
    text = "= Atlantis =\n\nInfobox\n- Name: Atlantis\n- Gdp rank: 3rd\n- Per The Times: heavy rain\n\nText.\n"
    fields = parse(text).infoboxes[0].fields
    assert [field.label for field in fields] == ["Name", "Gdp rank"]
    assert fields[1].source_text.endswith("Per The Times: heavy rain")
