"""Characters that a program spelt out in ASCII and nobody read back."""

from __future__ import annotations

import pytest

from flows.text.edits import undo
from flows.text.repair import repair
from flows.text.scan import repair_all
from flows.text.spelt_characters import find_spelt_characters
from tests.growth import assert_linear


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("In 1962\\u20131980 he sang in Caf\\u00e9s.", "In 1962–1980 he sang in Cafés."),
        ("| years_active = 1962\\u20131980", "| years_active = 1962–1980"),
        ("Nicol\\u00E1s \\ud83d\\ude00 came.", "Nicolás 😀 came."),
        ("\\u041f\\u0440\\u0438\\u0432\\u0435\\u0442, \\u043c\\u0438\\u0440", "Привет, мир"),
        ("AT\\u0026T in M\\u00fcnchen", "AT&T in München"),
        ('He said "caf\\u00e9" twice.', 'He said "café" twice.'),
        ("blocked under =E2=80=9CPEER=E2=80=9D rules", "blocked under “PEER” rules"),
        ("caf=C3=A9 and =D0=9F=D1=80=D0=B8", "café and При"),
        ("a caf=C3=A9 of the =\nold town, 2 =3D 1 + 1", "a café of the old town, 2 = 1 + 1"),
        ("broken =E2=80=\n=99 here", "broken ’ here"),
        ("Caf\\xc3\\xa9 \\xe2\\x80\\x93 1980", "Café – 1980"),
    ],
)
def test_spelt_characters_are_read(before: str, after: str) -> None:
    cleaned = repair(before)
    assert cleaned.text == after
    assert repair_all([before, "Homs"])[0] == cleaned
    assert undo(cleaned.text, cleaned.edits) == before


@pytest.mark.parametrize(
    "text",
    [
        "In Unicode the dash is \\u2013.",
        "`Caf\\u00e9`",
        'print("Caf\\u00e9")',
        '{"title": "Caf\\u00e9"}',
        '  "title": "Caf\\u00e9",',
        's = "Caf\\u00e9";',
        "the range [\\u0400-\\u04ff] of letters",
        '"\\u2013" is a dash',
        "C:\\ud\\u2013 and D:\\users\\u0041",
        "a lone half \\ud83d here",
        "https://example.org/?a=E2=80=9C",
        "x=E9, width=C0 and colour=FF00FF",
        '<a title="=C3=A9">x</a>',
        "The bytes \\xc3 and \\xa9 of UTF-8",
        '---\ntitle: "Caf\\u00e9"\n---\nText.',
    ],
)
def test_what_is_meant_stays(text: str) -> None:
    assert repair(text).edits == ()


@pytest.mark.parametrize(
    "piece", ["\\u00e9", "=C3=A9", "\\xc3\\xa9 ", "=C3=A9\n", "=C3=\n=A9 ", "'=C3=A9 ", '\\u00e9 ("', "\\u00e9=  "]
)
def test_long_lines_of_spelt_characters_take_linear_time(piece: str) -> None:
    assert_linear(lambda size: list(find_spelt_characters(piece * (size // len(piece)))), 80_000, piece, at_most=2)
