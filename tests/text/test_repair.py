"""Repair: real accidents, idempotence, and nothing is lost."""

from __future__ import annotations

import ftfy
import pytest
from hypothesis import example
from hypothesis import strategies as st

from flows.text import repair as repair_module
from flows.text.edits import MAX_EDITS, undo
from flows.text.fast_ftfy import fix_encoding
from flows.text.line_repair import Mender, mend_lines
from flows.text.mojibake_evidence import is_suspicious
from flows.text.repair import repair, settle
from flows.text.scan import repair_all
from tests.parts import first_and_rest, given

WORDS = (
    "Deir ez-Zor – the city’s “island” of Saqr: 5 °C, café, naïve, Łódź, Şırnak, Åland\n"
    "Дейр-эз-Зор, Ντέιρ, دير الزور, 代尔祖尔, 🇷🇺 Russia, Zürich, Gdańsk, Đà Nẵng\n"
)
# The characters of mojibake, and characters that disturb repairs: line ends, controls, marks, entities, code.
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


def misread(text: str, *codecs: str) -> str:
    for codec in codecs:
        text = text.encode().decode(codec)
    return text


@pytest.mark.parametrize(
    "text",
    [
        misread(WORDS, "sloppy-windows-1252"),
        misread(WORDS, "latin-1"),
        misread(WORDS, "latin-1", "sloppy-windows-1252"),
        misread(WORDS, "sloppy-windows-1252", "latin-1", "sloppy-windows-1252"),
        misread(WORDS, "sloppy-windows-1252", "sloppy-windows-1252").replace("\n", "\r\n"),
        misread(WORDS, "latin-1") + "AT&amp;T\x00",
        misread(WORDS + "Cafe\u0301 \ufffd", "sloppy-windows-1252"),
        misread("Åé" * 3, "latin-1"),
        misread("AT&amp;T caf&eacute; " + WORDS, "sloppy-windows-1252"),
        "AT&amp;T Cafe\u0301 &data;",
        "a\r\n" + "e" + "\u0301\u0323" * 40,
        pytest.param(misread(WORDS, "sloppy-windows-1252") * 2000, marks=pytest.mark.slow),
        pytest.param("AT&amp;T " * 30_000, marks=pytest.mark.slow),
    ],
)
def test_scan_does_what_the_steps_do(text: str) -> None:
    assert repair_all([text, "Homs"]) == [repair(text), repair("Homs")]
    (cleaned,) = repair_all([text])
    assert undo(cleaned.text, cleaned.edits) == text


@pytest.mark.parametrize("piece", first_and_rest(["a\x00", "Ã©", "a\r\n", "&amp; ", "日Ã© "]))
def test_very_many_changes_become_fewer_edits(piece: str) -> None:
    text = piece * (MAX_EDITS + 10_000)
    cleaned = repair(text)
    assert 0 < len(cleaned.edits) <= MAX_EDITS
    assert undo(cleaned.text, cleaned.edits) == text
    assert cleaned.text == repair(piece).text * (MAX_EDITS + 10_000)


def test_bound_of_work_is_kept_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "日\nthe Jamâ€™eyyat\n"
    settled = settle(text, Mender(0))
    assert (settled.text, settled.is_settled) == (text, False)
    monkeypatch.setattr(repair_module, "Mender", lambda is_strict: Mender(0, is_strict))
    assert [note.code for note in repair(text).notes] == ["not-settled"]


def test_lines_that_come_again_are_mended_once() -> None:
    mender = Mender(100)
    assert len(mend_lines("日 Ã©t\n" * 5, mender).edits) == 5
    assert not mender.is_exhausted


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


@given(40, 400, TEXTS)
@example("Ã\x00©")
@example("&amp;amp;lt;")
@example("\x85\x9f")
def test_repair_is_idempotent_and_can_be_undone(text: str) -> None:
    cleaned = repair(text)
    assert undo(cleaned.text, cleaned.edits) == text
    again = repair(cleaned.text)
    assert (again.text, again.edits) == (cleaned.text, ())


@given(40, 400, TEXTS.filter(lambda text: "\n" not in text))
def test_unsuspicious_lines_are_nothing_to_ftfy(line: str) -> None:
    if not is_suspicious(line):
        assert ftfy.fix_encoding(line) == line
        assert fix_encoding(line) == line


@pytest.mark.parametrize(
    "text",
    first_and_rest(
        [
            "a" + "\u0301\u0323" * 30_000,
            "&amp;" * 20_000,
            "Ã " * 20_000,
            "\x1b[" * 20_000,
            "`" * 40_000,
            "\ufffdâ€ " * 9_000,
        ]
    ),
)
def test_hostile_texts_end(text: str) -> None:
    cleaned = repair(text)
    assert repair(cleaned.text).text == cleaned.text
