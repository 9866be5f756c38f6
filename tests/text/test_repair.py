"""Repair: real accidents, idempotence, and nothing lost."""

from __future__ import annotations

import ftfy
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.text.edits import undo
from flows.text.mojibake import find_mojibake, is_suspicious
from flows.text.repair import repair

WORDS = (
    "Deir ez-Zor – the city’s “island” of Saqr: 5 °C, café, naïve, Łódź, Şırnak, Åland\n"
    "Дейр-эз-Зор, Ντέιρ, دير الزور, 代尔祖尔, 🇷🇺 Russia, Zürich, Gdańsk, Đà Nẵng\n"
)
# Characters that mojibake is made of, and what breaks repairs: line ends, controls, marks, entities, code.
NASTY = st.sampled_from(
    [
        *"ÃÂâ€™“”–—©®°œŠ¤ÐÑð\x9f\x85\x9d\xa0\ufffd\u0301\u200b\r\n\t \x00\x1b`&;<a1é日я",
        "\u2028",
        "\ufeff",
        "&amp;",
        "Ã©",
        "\n\n    ",
    ]
)
TEXTS = st.lists(NASTY, max_size=40).map("".join) | st.text(max_size=40)


@pytest.mark.parametrize("levels", [1, 2, 3])
@pytest.mark.parametrize("codec", ["latin-1", "sloppy-windows-1252"])
def test_document_misread_as_a_whole_comes_back(codec: str, levels: int) -> None:
    text = WORDS
    for _ in range(levels):
        text = text.encode().decode(codec)
    assert repair(text).text == WORDS


def test_misread_line_in_a_clean_document_comes_back() -> None:
    line = "the Jam’eyyat al-Rowwad – “café”"
    text = f"Łódź – ’ 日本\n{line.encode().decode('sloppy-windows-1252')}\nДейр\n"
    cleaned = repair(text)
    assert cleaned.text == f"Łódź – ’ 日本\n{line}\nДейр\n"
    assert all(len(edit.before) <= 5 for edit in cleaned.edits)


def test_line_ends_are_one_edit_each() -> None:
    assert [edit.before for edit in repair("a\r\nb\rc\u2028d").edits] == ["\r\n", "\r", "\u2028"]


def test_half_surrogates() -> None:
    assert repair("\ud83d\ude00 \ud800").text == "😀 \ufffd"
    assert [note.code for note in repair("\ud800").notes] == ["lossy-decode"]


def test_next_line_character_beside_other_c1_is_an_ellipsis() -> None:
    assert repair("one\x85two").text == "one\ntwo"
    assert repair("one\x85 \x93two\x94").text == "one… “two”"


def test_lost_characters_are_reported_once_with_their_line() -> None:
    (note,) = repair("one\ntw\ufffd\ufffd").notes
    assert (note.code, note.where) == ("lossy-decode", "line 2")


def test_weak_evidence_is_reported() -> None:
    cleaned = repair("é à ü ö ä ñ ç è ê ë Ã©")
    assert [note.code for note in cleaned.notes] == ["doubtful-repair"]
    assert cleaned.edits[0].score is not None


def test_enormous_line_is_repaired_piece_by_piece() -> None:
    text = "日 " + "the Jamâ€™eyyat " * 20_000
    assert "â€" not in repair(text).text


@given(TEXTS)
@example("Ã\x00©")
@example("&amp;amp;lt;")
@example("\x85\x9f")
@settings(max_examples=400, deadline=None)
def test_repair_is_idempotent_and_can_be_undone(text: str) -> None:
    cleaned = repair(text)
    assert undo(cleaned.text, cleaned.edits) == text
    again = repair(cleaned.text)
    assert (again.text, again.edits) == (cleaned.text, ())


@given(TEXTS.filter(lambda text: "\n" not in text))
@settings(max_examples=400, deadline=None)
def test_unsuspicious_lines_are_nothing_to_ftfy(line: str) -> None:
    if not is_suspicious(line):
        assert ftfy.fix_encoding(line) == line
        assert find_mojibake(line) == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        "a" + "\u0301\u0323" * 30_000,
        "&amp;" * 20_000,
        "Ã " * 20_000,
        "\x1b[" * 20_000,
        "`" * 40_000,
        "\ufffdâ€ " * 9_000,
    ],
)
def test_hostile_texts_end(text: str) -> None:
    cleaned = repair(text)
    assert repair(cleaned.text).text == cleaned.text
