"""Over more than ten thousand texts: a second cleaning changes nothing, and undoing the edits gives back the input."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from flows.model import Cleaned, Shape
from flows.text.edits import undo
from flows.text.scan import repair_all, strip_all
from tests.parts import few_and_all
from tests.text.adversarial import ORDINARY, strings
from tests.text.misread_documents import BY_WINDOWS, document, misread

# Characters that strip looks for, and those that repair looks for besides mojibake.
DEBRIS = [
    "[object Object]",
    "()",
    ", ()",
    "17px ",
    "- ",
    "* ",
    "{{",
    "[1]",
    "[2]",
    "\u200b",
    "\n\nInfobox\n- Commander1: ",
    "---\ntitle: a\n---\n",
    "## References",
    "&amp;",
    "&nbsp;",
    "&#39;",
    "`",
    "\n    ",
    "\n",
    "\ue000",
    " ",
]
SHAPES: tuple[Shape, ...] = ("wiki_dump", "wiki_page", "front_matter", "web_page", "plain_text")


def texts(seed: int, count: int) -> Iterator[str]:
    """Yield pages with broken parts and debris, and strings of only these."""
    chance = random.Random(seed)
    for broken in strings(seed, count):
        text = broken
        if chance.random() < 0.4:
            page = document(chance)
            page = page if chance.random() < 0.5 else misread(page, (chance.choice(BY_WINDOWS),)) or page
            at = chance.randrange(len(page) + 1)
            text = page[:at] + broken + page[at:]
        for _ in range(chance.randint(0, 5)):
            at = chance.randrange(len(text) + 1)
            text = text[:at] + chance.choice(chance.choice((DEBRIS, DEBRIS, ORDINARY))) + text[at:]
        yield text


@pytest.mark.parametrize("is_strict", [False, True])
@pytest.mark.parametrize("tenth", few_and_all(50, 1_000))
def test_repair_and_strip_settle_and_can_be_undone(is_strict: bool, tenth: int) -> None:
    given = list(texts(seed=4, count=tenth if is_strict else 10 * tenth))
    shapes = [SHAPES[number % len(SHAPES)] for number in range(len(given))]

    def settled(some: list[str]) -> tuple[list[Cleaned], list[Cleaned]]:
        repaired = repair_all(some, is_strict)
        return repaired, strip_all(repaired, shapes, is_strict)

    repaired, stripped = settled(given)
    again = repair_all([cleaned.text for cleaned in repaired], is_strict)
    _, both = settled([cleaned.text for cleaned in stripped])
    for text, first, second, third, fourth in zip(given, repaired, again, stripped, both, strict=True):
        assert undo(first.text, first.edits) == undo(third.text, third.edits) == text, ascii(text)
        assert (second.text, second.edits) == (first.text, ()), ascii(text)
        assert (fourth.text, fourth.edits) == (third.text, ()), ascii(text)


@pytest.mark.parametrize("count", few_and_all(200, 2_000))
def test_columns_do_what_the_steps_do(count: int) -> None:
    from flows.text.repair import repair
    from flows.text.strip import strip

    given = list(texts(seed=8, count=count))
    shapes = [SHAPES[number % len(SHAPES)] for number in range(len(given))]
    repaired = repair_all(given)
    stripped = strip_all(repaired, shapes)
    for text, shape, one, both in zip(given, shapes, repaired, stripped, strict=True):
        assert repair(text) == one, ascii(text)
        assert strip(one, shape) == both, ascii(text)
    assert any(isinstance(one, Cleaned) and one.edits for one in repaired)
