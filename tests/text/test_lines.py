"""The line repair makes ftfy's text, character for character; intended differences are listed here."""

from __future__ import annotations

import re
from collections.abc import Iterator

import ftfy
import pytest
from hypothesis import strategies as st

from flows.text import line_repair
from flows.text import repair as repair_module
from flows.text.broken_words import BrokenWords
from flows.text.edits import undo
from flows.text.line_repair import MAX_LINE, Mender, mend_lines
from flows.text.repair import settle
from tests.parts import few_and_all, given
from tests.text.adversarial import FOLLOWERS, LEADS, ORDINARY, SENTENCE, TRIGGERS, strings

CONFIG = ftfy.TextFixerConfig(
    unescape_html=False, fix_latin_ligatures=False, fix_character_width=False, uncurl_quotes=False, explain=False
)
# Line ends here that are not line ends for ftfy: for it \x0b \x1c \x1d \x1e are control characters, \x0c is a blank,
# \x85 an ellipsis; \r, U+2028 and U+2029 become line feeds, but end no line while mojibake is judged.
OTHER_LINE_ENDS = re.compile("[\x0b\x0c\x1c-\x1e\x85\r\u2028\u2029]")


@pytest.fixture(autouse=True, scope="module")
def without_proofs() -> Iterator[None]:
    """Every decision of ftfy is taken; ``test_repair_proof.py`` shows which ones are not."""
    with pytest.MonkeyPatch.context() as patch:
        line_repair._mended_again.cache_clear()
        patch.setattr(line_repair, "proven", lambda _line, fixed: fixed)
        yield
        line_repair._mended_again.cache_clear()


@pytest.mark.parametrize("count", few_and_all(500, 10_000))
def test_lines_come_out_as_from_ftfy(count: int) -> None:
    for text in strings(seed=2, count=count):
        mended = mend_lines(text)
        assert mended.text == ftfy.fix_text(text, CONFIG), ascii(text)
        assert undo(mended.text, mended.edits) == text


@given(
    50, 500, st.lists(st.sampled_from([*TRIGGERS, *LEADS, *FOLLOWERS, *ORDINARY]), max_size=16).map("".join) | st.text()
)
def test_fuzzed_lines_come_out_as_from_ftfy(text: str) -> None:
    mended = mend_lines(text)
    assert mended.text == ftfy.fix_text(text, CONFIG)
    assert undo(mended.text, mended.edits) == text


@pytest.mark.parametrize("count", few_and_all(500, 5_000))
def test_repair_of_lines_is_ftfy_s_but_for_other_line_ends(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The steps without the additions of this project: whole documents, other encodings."""
    monkeypatch.setattr(repair_module, "reread", lambda _text, _levels: None)
    monkeypatch.setattr(repair_module, "reread_first", lambda _text, _levels: None)
    monkeypatch.setattr(repair_module.other_encodings, "reread_lines", lambda *_: None)
    monkeypatch.setattr(repair_module, "find_broken_words", lambda *_: BrokenWords([], []))
    compared = 0
    for text in strings(seed=3, count=count):
        by_ftfy = ftfy.fix_text(text, CONFIG)
        if not OTHER_LINE_ENDS.search(text) and ftfy.fix_text(by_ftfy, CONFIG) == by_ftfy:
            assert settle(text).text == by_ftfy, ascii(text)
            compared += 1
    assert compared > 0.6 * count


@pytest.mark.parametrize(
    ("text", "here", "by_ftfy"),
    [
        ("one\x0btwo\x1cthree", "one\ntwo\nthree", "onetwothree"),
        ("one\x0ctwo", "one\ntwo", "one\x0ctwo"),
        ("one\x85two", "one\ntwo", "one…two"),
        ("œ\r\n", "œ\n", "œ\n"),
        ("caf\xe9 \x85 \x93", "café … “", "café … “"),
        ("a" + "\u0301" * 40, "á" + "\u0301" * 29, "á" + "\u0301" * 39),
    ],
)
def test_differences_on_purpose(text: str, here: str, by_ftfy: str) -> None:
    assert settle(text).text == here
    assert ftfy.fix_text(text, CONFIG) == by_ftfy


def test_a_document_of_many_lines() -> None:
    lines = [
        SENTENCE,
        "Homs",
        "",
        "the Jamâ€™eyyat",
        "日 Ã©",
        "a\x00b",
        "Cafe\u0301",
        SENTENCE.encode().decode("cp437"),
    ]
    text = "\n".join(lines * 50)
    mended = mend_lines(text)
    assert mended.text == ftfy.fix_text(text, CONFIG)
    assert undo(mended.text, mended.edits) == text
    assert {edit.rule for edit in mended.edits} == {"mojibake", "control-character", "composition"}


def test_an_enormous_line_is_judged_in_pieces() -> None:
    text = "日 Ã© " * MAX_LINE
    mended = mend_lines(text)
    assert mended.text == "日 é " * MAX_LINE
    assert undo(mended.text, mended.edits) == text


def test_doubtful_repairs_are_marked_or_withheld() -> None:
    text = "é à ü ö ä ñ ç è ê ë Ã©\nthe Jamâ€™eyyat"
    mended = mend_lines(text)
    (edit, other) = mended.edits
    assert (edit.before, edit.after, edit.score) == ("Ã©", "é", 0.167)
    assert edit.reasons == "explains 2 of the 12 characters beyond ASCII on its line, never three in a row"
    assert other.score is None
    strict = mend_lines(text, Mender(is_strict=True))
    assert strict.text == "é à ü ö ä ñ ç è ê ë Ã©\nthe Jam’eyyat"
    assert [(doubt.start, doubt.after, doubt.is_withheld) for doubt in strict.doubts] == [
        (0, "é à ü ö ä ñ ç è ê ë é\n", True)
    ]
