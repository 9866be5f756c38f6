"""Strip: cases as data, texts that must not change, the fixed point, and nothing is lost."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import example
from hypothesis import strategies as st

from flows.model import Cleaned, Note, Shape
from flows.text import strip as strip_module
from flows.text.edits import MAX_EDITS, undo
from flows.text.repair import repair
from flows.text.scan import repair_all, strip_all
from flows.text.strip import clean, strip
from tests.parts import given

CASES = Path(__file__).parents[1] / "cases"
SHAPES: tuple[Shape, ...] = get_args(Shape)
PIECES = (
    *("[object Object]", "## References", "\n", "\n\n", " ", "undefined", "Ã", "©", "()", "(", ")", ", ", ",", "(, )"),
    *("; ", "Infobox\n- Date: ", "- Units1: ", "* ", "** ", "17px ", "- * ", "[edit]", "[1]", "[2]", "[3]", ".", "é"),
    *(
        "[citation needed]",
        "\u200b",
        "\xad",
        "\u200e",
        "\uf0c1",
        "\u200d",
        "[[File:a|9px]]",
        "<ref>",
        "</ref>",
        "<br/>",
    ),
    *(
        "`",
        "```\n",
        "    ",
        "a",
        "Homs",
        "â€™",
        "---\n",
        "{{",
        "[vc_row]",
        "•",
        "\ufffd",
        "\x00",
        "\r",
        "[",
        "]",
        "&amp;",
        "\xa0",
        "حمص",
    ),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


def cases() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((CASES / "debris.toml").read_text("utf-8"))["case"]
    return found


def negatives() -> list[tuple[Shape, str]]:
    groups = tomllib.loads((CASES / "negative.toml").read_text("utf-8"))
    return [
        (shape, text) for group in groups.values() for shape in group.get("shapes", SHAPES) for text in group["texts"]
    ]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    cleaned = strip(repair(case["before"]), case["shape"])
    assert cleaned.text == case["after"]
    assert sorted(edit.rule for edit in cleaned.edits) == sorted(case["rules"])
    assert [note.code for note in cleaned.notes] == case.get("notes", [])
    assert undo(cleaned.text, cleaned.edits) == case["before"]


def test_nothing_is_changed() -> None:
    cases = negatives()
    assert len(cases) > 1_500
    for shape, text in cases:
        cleaned = strip(repair(text), shape)
        assert (cleaned.edits, cleaned.text) == ((), text), shape


def test_lost_items_are_counted() -> None:
    cleaned = strip(repair("## References" + "[object Object]\n" * 46), "front_matter")
    (edit,) = cleaned.edits
    assert edit.before.count("[object Object]") == 46
    assert [note.text for note in cleaned.notes] == ["46 × [object Object]"]


def test_very_many_hits_become_fewer_edits() -> None:
    text = "One\n•\n" * (MAX_EDITS + 1)
    cleaned = strip(repair(text), "web_page")
    assert cleaned.text == "One\n" * (MAX_EDITS + 1)
    assert len(cleaned.edits) <= MAX_EDITS
    assert undo(cleaned.text, cleaned.edits) == text


def test_reached_bound_of_rounds_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Ã[object Object]\n"
    monkeypatch.setattr(strip_module, "MAX_ROUNDS", 1)
    assert [note.code for note in strip(repair(text), "front_matter").notes] == ["lost-items", "not-settled"]


def test_text_whose_repair_reached_its_bound_is_not_repaired_again() -> None:
    cleaned = Cleaned("日\nJamâ€™eyyat\nx[object Object]\n", (), (Note("not-settled", "document", "", ""),))
    stripped = strip(cleaned, "front_matter")
    assert stripped.text == "日\nJamâ€™eyyat\nx\n"
    assert [note.code for note in stripped.notes] == ["not-settled", "lost-items"]


@pytest.mark.parametrize(
    "words", ["einer Fläche von , davon", "une aire de , dont", "площадь около , из них", "an area of , which"]
)
def test_hole_is_told_in_several_languages(words: str) -> None:
    cleaned = strip(repair(words), "wiki_page")
    assert (cleaned.text, [note.code for note in cleaned.notes]) == (words, ["hole"])


def test_clean_document_comes_back_as_it_is() -> None:
    cleaned = repair("Deir ez-Zor – the city")
    assert strip(cleaned, "wiki_page") is cleaned


def test_clean_recognises_after_the_repair() -> None:
    cleaned, shape = clean("one\r\ntwo", lambda text: "web_page" if "\r" not in text else "plain_text")
    assert (cleaned.text, shape) == ("one\ntwo", "web_page")


@given(50, 500, TEXTS, st.sampled_from(SHAPES))
@example("Ã[object Object]©", "front_matter")
@example("= T =\n\nInfobox\n- Date: 2017, (()), (((())))\n\nx", "wiki_dump")
def test_strip_is_idempotent_and_can_be_undone(text: str, shape: Shape) -> None:
    cleaned = strip(repair(text), shape)
    assert undo(cleaned.text, cleaned.edits) == text
    assert strip(cleaned, shape) == cleaned
    assert repair(cleaned.text).edits == ()


@given(20, 200, st.lists(st.tuples(TEXTS | st.text(max_size=30), st.sampled_from(SHAPES)), max_size=6))
@example([("a\ud800b[object Object]", "plain_text"), ("Homs", "wiki_page")])
def test_scan_and_touch_equals_touching_every_document(batch: list[tuple[str, Shape]]) -> None:
    texts = [text for text, _ in batch]
    shapes = [shape for _, shape in batch]
    repaired = repair_all(texts)
    assert repaired == [repair(text) for text in texts]
    assert strip_all(repaired, shapes) == [strip(item, shape) for item, shape in zip(repaired, shapes, strict=True)]
