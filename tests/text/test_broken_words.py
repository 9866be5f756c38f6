"""Single words of a line that were misread: repaired on proof, left where two readings are possible."""

from __future__ import annotations

import pytest

from flows.text.edits import undo
from flows.text.repair import repair
from flows.text.scan import repair_all

WORDS = [
    "Dråber", "Fjäll", "Zdeněk", "François", "Müller", "España", "São", "café", "naïve", "señor", "Čapek", "Şişli",
    "Łódź", "Gdańsk", "Kőszeg",
]  # fmt: skip
FRAMES = ["Nordic Trio – {}", "“{}” said he", "It’s {} … yes", "{}, in Tōkyō"]
ENCODINGS = [
    "sloppy-windows-1252", "latin-1", "sloppy-windows-1250", "sloppy-windows-1251", "mac_roman", "cp437", "cp850",
    "sloppy-windows-1254", "iso-8859-2", "iso-8859-15",
]  # fmt: skip


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_broken_word_becomes_the_right_one_or_stays(encoding: str) -> None:
    """Beside characters that no misreading makes, every word comes back or is left; none becomes another word."""
    for frame in FRAMES:
        for word in WORDS:
            broken = frame.format(word.encode().decode(encoding))
            cleaned = repair(broken)
            assert cleaned.text in (frame.format(word), broken), broken
            assert repair_all([broken])[0] == cleaned
            assert undo(cleaned.text, cleaned.edits) == broken


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Nordic Trio – DrÃ¥ber", "Nordic Trio – Dråber"),
        ("“ZdenÄ›k” – ÄŒapek", "“Zdeněk” – Čapek"),
        ("(ÅžiÅŸli) – Tōkyō", "(Şişli) – Tōkyō"),
        ("the cafĂ©’s house", "the café’s house"),
        ("It’s DrГҐber", "It’s Dråber"),
        ("Nordic Trio – Sm√∏rrebr√∏d", "Nordic Trio – Smørrebrød"),
        ("Nordic Trio – M├╝ller", "Nordic Trio – Müller"),
        ("Nordic Trio – FjÃ€ll", "Nordic Trio – Fjäll"),
    ],
)
def test_the_word_alone_is_repaired(before: str, after: str) -> None:
    assert repair(before).text == after


def test_a_word_with_two_readings_is_left_and_named() -> None:
    """Windows-1250 and ISO-8859-2 have another letter in the place of this one."""
    cleaned = repair("Nordic Trio – DrĂĄber")
    assert cleaned.edits == ()
    assert [note.code for note in cleaned.notes] == ["withheld-repair"]


@pytest.mark.parametrize(
    "text",
    [
        "MacÉwan, McÖrn and iPhoneÄ",
        "the alphabet A–Ö and Ä–z",
        "TÖÖŽURNAAL, SÕJAPÄÄŽURNAAL",
        "a≤b, x√2, n≈5",
        "Cоvid with a Cyrillic o, the βcarotene, 5µm",
        "Čapek – Dvořák, Łódź, Şırnak, Ærø, Þingvellir",
    ],
)
def test_words_that_can_be_meant_are_left(text: str) -> None:
    assert repair(text).edits == ()
