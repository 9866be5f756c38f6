"""Bytes of another script's code page that were read as Latin-1."""

from __future__ import annotations

import pytest

from flows.text.edits import undo
from flows.text.misread_codepages import find_misread_lines
from flows.text.repair import repair
from flows.text.scan import repair_all
from tests.growth import assert_linear

RUSSIAN = "СЕКРЕТ - Беспечный Гость - 0:00"
TEXTS = {
    "cp1251": [RUSSIAN, "Вечерний город, альбом 1998 года", "Київ та Харків: новий маршрут", "Нова година и новини"],
    "koi8-r": [RUSSIAN, "Вечерний город, альбом 1998 года"],
    "iso-8859-5": [RUSSIAN, "Вечерний город, альбом 1998 года"],
    "cp1253": ["Η πόλη της Αθήνας και ο Πειραιάς"],
    "iso-8859-7": ["Η πόλη της Αθήνας και ο Πειραιάς"],
    "cp1255": ["העיר העתיקה של ירושלים בלילה"],
    "cp1256": ["المدينة القديمة في حلب ليلا"],
}


@pytest.mark.parametrize(("encoding", "text"), [(name, text) for name, some in TEXTS.items() for text in some])
def test_a_line_of_another_script_comes_back(encoding: str, text: str) -> None:
    broken = text.encode(encoding).decode("latin-1")
    for before, after in ((broken, text), (f"Łódź – “Homs”\n{broken}\n日本", f"Łódź – “Homs”\n{text}\n日本")):
        cleaned = repair(before)
        assert cleaned.text == after
        assert repair_all([before])[0] == cleaned
        assert undo(cleaned.text, cleaned.edits) == before


def test_short_lines_follow_the_long_ones() -> None:
    page = "Год: 1998\n\nВечерний город, альбом, который вышел весной\n\nДа"
    assert repair(page.encode("cp1251").decode("latin-1")).text == page


def test_two_code_pages_that_fit_are_named() -> None:
    """Greek capitals are Russian letters in KOI8-R, and as many of them are frequent ones."""
    cleaned = repair("ΤΡΑΓΟΥΔΙΑ ΤΗΣ ΘΑΛΑΣΣΑΣ - 3:45".encode("cp1253").decode("latin-1"))
    assert cleaned.edits == ()
    assert [note.code for note in cleaned.notes] == ["withheld-repair"]


def test_a_code_page_of_a_mac_is_not_taken_for_another() -> None:
    assert repair("Первый город, альбом".encode("mac_cyrillic").decode("latin-1")).text != "Џервый город, альбом"


@pytest.mark.parametrize(
    "text",
    [
        "ÀÈÌÒÙ àèìòù",
        "àâäéèêëïîôùûüÿç and ÀÂÄÉÈÊËÏÎÔÙÛÜŸÇ",
        "ÞAÐ ER SATT, íþróttir",
        "ÆØÅ æøå äöüß ÄÖÜẞ",
        "«Ürün» – «Çeşme» … ½¼¾ ±×÷",
        "ÉTÉ À ÎLE, ÊTRE, Äiäöäö hääyö",
        "Œuvre: àéîõü",
        "ÅÄÖÅÄÖ",
        "¡¿éáíó? ¡¡¡Áéí!!!",
    ],
)
def test_letters_of_western_languages_stay(text: str) -> None:
    assert repair(text).edits == ()


@pytest.mark.parametrize("piece", ["Áåñïå÷íûé ", "Áåñïå÷íûé\n", "ÑÅÊÐÅÒ\n", "ÁÁÁÁ", "Áåñ\n", "aÁåñï "])
def test_misread_lines_take_linear_time(piece: str) -> None:
    assert_linear(lambda size: find_misread_lines(piece * (size // len(piece))), 40_000, piece, at_most=2)
