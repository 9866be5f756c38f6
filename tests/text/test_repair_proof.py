"""What ftfy's heuristics would take is only taken on proof: what correct text can show is left, and named."""

from __future__ import annotations

import pytest

from flows.text.repair import repair
from flows.text.repair_proof import proven
from flows.text.scan import repair_all
from tests.growth import assert_linear

# Correct capitals before a no-break space or a sign, which are also the beginnings of mojibake.
CORRECT = [
    "NICIODATĂ\u00a0NU, SUOVÂKUOŠKÂ\u00a0kirkko.",
    "SUOVÂKUOŠKÂ\u00a0kirkko.",
    "A MANHÃ\u00a0DE HOJE",
    "IRMÃ\u00a0MARIA, AMANHÃ\u00a0CEDO",
    "A HOTĂRÎ\u00a0CEVA",
    "«SUOVÂ» ON KIRKKO",
    "OPPIMÂ² JA KOŠÂ°",
    "NICIODATĂ\u00a0NU",
    # A byte is lost: which character it was, nobody can tell.
    "Finishing â¢ Polished chrome, satin chrome",
    "Colours: â¢ red â¢ green",
    "Price ã\u00a0¢ tax",
]


@pytest.mark.parametrize("text", CORRECT)
def test_what_correct_text_can_show_is_left(text: str) -> None:
    cleaned = repair(text)
    assert (cleaned.text, cleaned.edits) == (text, ())
    assert repair_all([text])[0] == cleaned


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("BESANÃ‡ON ET MÃœNCHEN – LÃ‰GION", "BESANÇON ET MÜNCHEN – LÉGION"),
        ("50Â\u00a0km – 20Â°C", "50\u00a0km – 20°C"),
        ("KM et voilÃ  le travail", "KM et voilà le travail"),
    ],
)
def test_what_only_mojibake_can_show_is_repaired(before: str, after: str) -> None:
    assert repair(before).text == after


def test_a_repair_without_proof_is_named() -> None:
    (note,) = repair("Finishing â¢ Polished chrome").notes
    assert note.code == "withheld-repair"
    assert "⢠" in note.text


def test_proof_elsewhere_on_the_line_does_not_prove_the_rest() -> None:
    assert repair("SUOVÂ\u00a0kirkko – FranÃ§ois").text == "SUOVÂ\u00a0kirkko – François"
    assert repair("Finishing â¢ Polished – FranÃ§ois").text == "Finishing â¢ Polished – François"


@pytest.mark.parametrize("piece", ["ÃÂ", "SUOVÂ\u00a0", "Aà", "Macé "])
def test_long_lines_take_linear_time(piece: str) -> None:
    def prove(size: int) -> None:
        line = "A" * size + " " + piece * (size // len(piece))
        proven(line, line.replace("Â", "").replace("Ã", "é").replace("é", "É"))

    assert_linear(prove, 20_000, piece, at_most=2)
