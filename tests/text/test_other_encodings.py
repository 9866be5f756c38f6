"""UTF-8 decoded in encodings that ftfy does not know: repaired on strict evidence, and nothing else is touched."""

from __future__ import annotations

import re

import pytest

from flows.text import other_encodings
from flows.text.edits import undo
from flows.text.line_repair import Mender
from flows.text.other_encodings import ENCODINGS, next_suspect, probe, reread_lines
from flows.text.repair import repair
from flows.text.scan import repair_all
from tests.growth import assert_linear
from tests.text.adversarial import strings
from tests.text.misread_documents import LANGUAGES, documents

# The share of whole documents that are repaired exactly. Two-byte encodings lose bytes, so few can be.
FLOORS = {"cp874": 0.6, "gb18030": 0.35, "shift_jis": 0.3, "iso-8859-15": 0.65, "iso-8859-2": 0.85}
UNUSUAL = ("euc_jp", "euc_kr", "big5")


@pytest.mark.parametrize("encoding", [name for name in ENCODINGS if name not in UNUSUAL])
def test_documents_misread_as_a_whole_come_back(encoding: str) -> None:
    made = list(documents(7, 60, ((encoding,),)))
    cleaned = repair_all([document.shown for document in made])
    exact = sum(found.text == document.truth for found, document in zip(cleaned, made, strict=True))
    assert exact >= FLOORS.get(encoding, 0.9) * len(made), f"{exact} of {len(made)}"
    for found, document in zip(cleaned, made, strict=True):
        assert undo(found.text, found.edits) == document.shown
        assert repair(document.shown) == found


def test_a_line_in_a_clean_document_comes_back_with_its_reason() -> None:
    line = "Войска перешли реку на рассвете."
    text = f"Łódź – ’ 日本\n{line.encode().decode('koi8-r')}\nДейр\n"
    cleaned = repair(text)
    assert cleaned.text == f"Łódź – ’ 日本\n{line}\nДейр\n"
    assert {(edit.rule, edit.reasons) for edit in cleaned.edits} == {("other-encoding", "UTF-8 read as koi8-r")}


def test_clean_lines_are_left_alone() -> None:
    for sentences in LANGUAGES.values():
        for sentence in sentences:
            assert reread_lines(sentence) is None, sentence


def test_two_characters_are_no_evidence() -> None:
    assert reread_lines("Юг".encode().decode("koi8-r")) is None


@pytest.mark.parametrize("unit", ["п÷я─ ж\n", "鈥ж\n"], ids=["letters", "signs"])
def test_pairs_of_one_kind_take_linear_time(unit: str) -> None:
    assert_linear(lambda count: reread_lines(unit * count), 8_000)


@pytest.mark.parametrize("unit", ["п÷я─ ж\n", "鈥ж\n", "п÷я─" * 400 + "ж\n"], ids=["letters", "signs", "long lines"])
def test_lines_are_tried_up_to_the_limit_of_a_document(unit: str) -> None:
    right = "Войска перешли реку".encode().decode("koi8-r") + "\n"
    mender = Mender(20_000)
    found = reread_lines(f"日\n{right}{unit * 500}{right}", mender=mender)
    assert mender.is_exhausted
    assert found is not None
    assert found.text == f"日\nВойска перешли реку\n{unit * 500}{right}"


def test_the_probe_of_columns_finds_at_least_what_the_steps_find() -> None:
    expression = re.compile(probe())
    found = 0
    for text in strings(seed=12, count=3_000):
        if next_suspect(text, 0) >= 0:
            assert expression.search(text), ascii(text)
            found += 1
    assert found > 100
    assert all(len(first) == 1 for first in other_encodings._PAIRS)
