"""The fast core decides like ftfy: for each alternative of its expression, for each fixer, and for fuzzed strings."""

from __future__ import annotations

import importlib.util
import re
import re._parser as sre
from types import ModuleType
from typing import Any

import ftfy
import pytest
from ftfy.badness import BADNESS_RE
from hypothesis import strategies as st

from flows.text import fast_ftfy, repair, scan
from flows.text.fast_ftfy import ALONE, ANCHORS, REACH, fix_encoding, is_bad
from tests.parts import few_and_all, given
from tests.text.adversarial import CODECS, FOLLOWERS, LEADS, ORDINARY, SENTENCE, TRIGGERS, strings

ALTERNATIVES = [
    alternative.strip() for alternative in re.split(r"\n\s*\|\s*\n", re.sub(r"#[^\n]*", "", BADNESS_RE.pattern))
]
# One string for each alternative of ftfy's expression, in its order: mojibake as it really occurs.
SAMPLES = [
    "don\x92t",
    "sÃ¨",
    "aΓ¨",
    "¨ä",
    "Ð¸Ð´Ðµ»Ð",
    "n®è",
    "â€",
    "wait Â£",
    "Ã±",
    "à«½",
    "á»‘",
    "€“",
    "xÂ©",
    "░Ö",
    "é█",
    "│®",
    "Ñ‚o",
    "Œ»",
    "Ã°",
    "Â·",
    "×²",
    "Ù…Ù…",
    "à²",
    "√±",
    "≈°",
    "‚Äô",
    "‚óà",
    "вЂ™",
    "Р°Р",
    "ГўВЂВ™s",
    "Ã\xa0 la",
    "voilÃ le",
    "Â he",
    "now.Â ",
    "β€™",
    "Ξ°Ξ",
    "ā€™",
]


@pytest.mark.parametrize(("alternative", "sample"), [*zip(ALTERNATIVES, SAMPLES, strict=True)])
def test_each_alternative_has_its_string(alternative: str, sample: str) -> None:
    assert re.search(alternative, sample, re.VERBOSE)
    for text in (sample, f"a {sample} b", f"é’ {sample}\n", sample[:-1], sample * 2, f"日{sample}"):
        assert is_bad(text) == ftfy.is_bad(text)
        assert fix_encoding(text) == ftfy.fix_encoding(text)


def test_every_hit_of_ftfy_s_expression_holds_an_anchor_within_reach() -> None:
    """It is read from the parsed expression: a proof, not only a trial."""
    anchors = {chr(code) for code in range(0x11000) if re.match(f"[{ANCHORS}]", chr(code))}
    alone = {character for character in anchors if re.match(f"[{ALONE}]", character)}
    assert len(anchors) < 220
    for alternative in ALTERNATIVES:
        parsed = sre.parse(alternative, re.VERBOSE)
        assert parsed.getwidth()[1] <= REACH + 1
        pieces = [_characters(piece) for piece in parsed]
        assert any(
            piece is not None and piece <= anchors and (piece <= alone or any(map(_is_beyond_ascii, neighbours)))
            for before, piece, after in zip([None, *pieces], pieces, [*pieces[1:], None], strict=False)
            for neighbours in [(before, after)]
        ), alternative


def _is_beyond_ascii(characters: set[str] | None) -> bool:
    return characters is not None and not any(map(str.isascii, characters))


def _characters(piece: Any) -> set[str] | None:
    """Return all characters that a piece of a parsed expression can match, None when it is not a list of characters."""
    kind, value = piece
    if kind is sre.LITERAL:
        return {chr(value)}
    if kind is not sre.IN:
        return None
    found: set[str] = set()
    for inner, what in value:
        if inner is sre.LITERAL:
            found.add(chr(what))
        elif inner is sre.RANGE:
            found.update(map(chr, range(what[0], what[1] + 1)))
        else:
            return None
    return found


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("text", [SENTENCE, "naïve – Łódź", "Дейр-эз-Зор", "“Škoda”", "دير الزور", "代尔祖尔"])
def test_each_encoding_is_turned_back_as_ftfy_does(codec: str, text: str) -> None:
    for word in [text, *text.split()]:
        misread = word.encode("utf-8").decode(codec, "replace")
        for shown in (misread, misread.replace("\xa0", " "), misread[:-1], misread.encode().decode(codec, "replace")):
            assert fix_encoding(shown) == ftfy.fix_encoding(shown)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # restore_byte_a0: a no-break space of the broken bytes became a space
        ("dÃ©jÃ  vu et voilÃ la fin", "déjà vu et voilà la fin"),
        ("Ã s vezes, Ã quela hora", "às vezes, àquela hora"),
        # replace_lossy_sequences: a byte that Windows-1252 does not know was lost
        ("the â€œislandâ€� of Saqr", "the “island� of Saqr"),
        ("caf�? Ã©", "caf�? é"),
        # decode_inconsistent_utf8: mojibake beside characters that no single-byte encoding has
        ("日本 – the cityâ€™s cafÃ©", "日本 – the city’s café"),
        # utf-8-variants: each half of a surrogate pair as a character of its own (CESU-8), Java's NUL
        ("smile í\xa0½í¸\x80 Â©", "smile 😀 ©"),
        # Latin-1 that was meant as Windows-1252, and a control character beside what Latin-1 has not
        ("the city\x92s caf\xe9", "the city’s café"),
        ("日 the city\x92s", "日 the city’s"),
        ("Ł \x81 \x93", "Ł \x81 “"),
        # several levels, several encodings
        ("JanuaryÃ¢â‚¬â€œFebruary", "January–February"),
        ("вЂњРЎРёСЂРёСЏвЂќ", "“Сирия”"),
        ("caf├⌐ ΓÇô b", "café – b"),
        # nothing to do
        ("ÞAÐ ER SATT", "ÞAÐ ER SATT"),
        ("", ""),
    ],
)
def test_each_fixer_of_ftfy(before: str, after: str) -> None:
    assert ftfy.fix_encoding(before) == after
    assert fix_encoding(before) == after


@pytest.mark.parametrize("count", few_and_all(1_000, 10_000))
def test_thousands_of_strings_come_out_as_from_ftfy(count: int) -> None:
    changed = 0
    for text in strings(seed=1, count=count):
        fixed = ftfy.fix_encoding(text)
        assert fix_encoding(text) == fixed, ascii(text)
        assert is_bad(text) == ftfy.is_bad(text), ascii(text)
        changed += fixed != text
    assert changed > 0.4 * count


@given(
    50, 500, st.lists(st.sampled_from([*TRIGGERS, *LEADS, *FOLLOWERS, *ORDINARY]), max_size=16).map("".join) | st.text()
)
def test_fuzzed_strings_come_out_as_from_ftfy(text: str) -> None:
    assert fix_encoding(text) == ftfy.fix_encoding(text)
    assert is_bad(text) == ftfy.is_bad(text)


@pytest.fixture
def unknown(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module with a future version of ftfy."""
    monkeypatch.setattr(ftfy, "__version__", "6.9")
    spec = importlib.util.spec_from_file_location("with_another_ftfy", fast_ftfy.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_another_ftfy_is_called_itself(unknown: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fast_ftfy.IS_KNOWN
    assert not unknown.IS_KNOWN
    assert re.match(f"[{unknown.ANCHORS}]", "é")
    monkeypatch.setattr(ftfy, "fix_encoding", lambda text: f"its own {text}")
    assert unknown.fix_encoding("é") == "its own é"
    assert unknown.is_bad("Ã©")


def test_another_ftfy_is_told_once_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (repair, scan):
        monkeypatch.setattr(module, "IS_KNOWN", False)
    (cleaned,) = scan.repair_all(["Januaryâ€“February\nJanuaryâ€“February"])
    assert cleaned.text == "January–February\nJanuary–February"
    assert [note.code for note in cleaned.notes] == ["unknown-ftfy"]
