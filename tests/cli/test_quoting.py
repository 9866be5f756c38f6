"""Words of the data cannot control the terminal or forge a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.quoting import safe


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Deir ez-Zor – “قوات” 🇷🇺", "Deir ez-Zor – “قوات” 🇷🇺"),
        ("\x1b]0;owned\x07", "\\x1b]0;owned\\x07"),
        ("line\nforged: line", "line\\nforged: line"),
        ("\x9b31m", "\\x9b31m"),
        ("abc\u202egpj.exe", "abc\\u202egpj.exe"),
        ("\ud800", "\\ud800"),
        ("\u2028", "\\u2028"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", None),  # the flag of England
        ("hidden\U000e0041", "hidden\\U000e0041"),
    ],
)
def test_control_characters_are_escaped(text: str, shown: str | None) -> None:
    assert safe(text) == (text if shown is None else shown)


@given(st.text(alphabet=st.characters(), max_size=200))
def test_whatever_comes_out_can_be_encoded_and_stays_on_one_line(text: str) -> None:
    shown = safe(text)
    assert len(shown.encode().splitlines()) <= 1
    assert len(shown.splitlines()) <= 1
    assert safe(shown) == shown


def test_a_limit_counts_characters_of_the_text() -> None:
    assert safe("a" * 10, limit=10) == "a" * 10
    assert safe("a" * 11, limit=10) == "a" * 9 + "…"
