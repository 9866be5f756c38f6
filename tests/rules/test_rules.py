"""Every rule is its own test: what it fixes, what it keeps, and that its pattern stays linear."""

from __future__ import annotations

from typing import Any

import pytest

from flows.model import Cleaned, Shape
from flows.rules.registry import Proof, TextRule, rules
from flows.text.edits import undo
from flows.text.repair import repair
from flows.text.strip import strip
from tests.growth import assert_linear
from tests.parts import first_and_rest

REPAIR = [rule for rule in rules() if rule.step == "repair"]
DEBRIS = [rule for rule in rules() if rule.step == "debris"]
PATTERNS = [rule for rule in rules() if rule.pattern is not None]
LENGTH = 40_000
LIMIT_SECONDS = 1.0  # a linear pattern needs some milliseconds; a quadratic one minutes at 40,000 characters
TRAPS = (
    *(" ", "\u00a0", "\t", "\n", "\n ", " \n", "\n\n", "a", "a ", "a\n", "9", ". ", ", ", " ,", " .", "; "),
    *("(", ")", "[", "]", "{", "}", "<", ">", "()", "(,", "(; ", "((", "[[", "{{", "${", "[a", "[a ", "[a=", "[1]"),
    *("*", "**", ",*", ", *", "- *", "- ", "•", "• ", "|", "| ", "---", "—", "=", "_", "`", "```", '"', "&amp;", "&a"),
    *("[[File:", "<ref ", "<ref>a", "<br>", "<br", "<span style=", "<font color=", "[vc_", "[vc_a ", "[gallery a="),
    *("1px ", "x1", "[edit", "[edit | ", "__NOTOC__", "__", "\u200e", "\u200b", "\u00ad", "\uf0c1", "\uf0c1 "),
    *("To a ", "JavaScript ", "Please enable JavaScript", "Lorem ipsum ", "a, ", "NaN ", "Skip to ", "Loading ..."),
)


def pairs(group: list[TextRule], proofs: str) -> list[Any]:
    """Return each rule with each of its proofs, named after the rule."""
    return [
        pytest.param(rule, proof, id=f"{rule.id}-{number}")
        for rule in group
        for number, proof in enumerate(getattr(rule, proofs))
    ]


def shape_of(rule: TextRule) -> Shape:
    return rule.shapes[0] if rule.shapes else "plain_text"


def in_context(rule: TextRule, words: str) -> str:
    """Put the words where the rule looks: the value of an infobox field, or a text (front matter is one)."""
    is_value = rule.scope == "infobox" and "wiki_dump" in rule.shapes
    return f"= T =\n\nInfobox\n- Key: {words}\n\nBody.\n" if is_value else words


@pytest.mark.parametrize(
    ("rule", "proof"),
    [(rule, proof) for rule in REPAIR for proof in rule.fixes],
    ids=lambda value: getattr(value, "id", ""),
)
def test_repair_fixes(rule: TextRule, proof: Proof) -> None:
    cleaned = repair(proof.before)
    assert cleaned.text == proof.after
    assert rule.id in {edit.rule for edit in cleaned.edits}
    assert undo(cleaned.text, cleaned.edits) == proof.before


@pytest.mark.parametrize(
    ("rule", "words"),
    [(rule, words) for rule in REPAIR for words in rule.keeps],
    ids=lambda value: getattr(value, "id", ""),
)
def test_repair_keeps(rule: TextRule, words: str) -> None:
    assert repair(words).text == words, rule.id


@pytest.mark.parametrize(
    ("rule", "proof"),
    [(rule, proof) for rule in DEBRIS for proof in rule.fixes],
    ids=lambda value: getattr(value, "id", ""),
)
def test_strip_fixes(rule: TextRule, proof: Proof) -> None:
    before = in_context(rule, proof.before)
    cleaned = strip(repair(before), shape_of(rule))
    assert cleaned.text == in_context(rule, proof.after)
    assert rule.id in {edit.rule for edit in cleaned.edits}
    assert undo(cleaned.text, cleaned.edits) == before
    if rule.flag:
        assert rule.flag in {note.code for note in cleaned.notes}


@pytest.mark.parametrize(
    ("rule", "words"),
    [(rule, words) for rule in DEBRIS for words in rule.keeps],
    ids=lambda value: getattr(value, "id", ""),
)
def test_strip_keeps(rule: TextRule, words: str) -> None:
    text = in_context(rule, words)
    assert strip(repair(text), shape_of(rule)).text == text


@pytest.mark.parametrize("rule", first_and_rest(PATTERNS), ids=lambda rule: rule.id)
def test_pattern_is_linear(rule: TextRule) -> None:
    pattern = rule.pattern
    assert pattern is not None
    starts = {"", *rule.needles, *(proof.before for proof in rule.fixes)}
    for trap in {*TRAPS, *rule.needles, *(proof.before for proof in rule.fixes)}:
        for start in sorted(starts)[:4]:

            def hits(length: int, text: tuple[str, str] = (start, trap)) -> None:
                for _ in pattern.finditer(text[0] + text[1] * (length // len(text[1])) + "!"):
                    pass

            assert_linear(hits, LENGTH, (rule.id, trap, start), at_most=LIMIT_SECONDS)


@pytest.mark.slow
@pytest.mark.parametrize("shape", ["wiki_dump", "front_matter", "plain_text"])
def test_strip_is_linear(shape: Shape) -> None:
    for trap in TRAPS:
        for start in ("", "= T =\n\nInfobox\n- Date: ", "[1][2][3]"):

            def read(length: int, text: tuple[str, str] = (start, trap)) -> None:
                strip(Cleaned(text[0] + text[1] * (length // len(text[1])) + "!"), shape)

            assert_linear(read, LENGTH, (trap, start), at_most=2 * LIMIT_SECONDS)


def test_every_debris_rule_needs_its_needles() -> None:
    """Needles are necessary: a hit that holds none would never be looked for."""
    for rule in DEBRIS:
        if rule.pattern is not None and not rule.hidden:
            for proof in rule.fixes:
                for hit in rule.pattern.finditer(in_context(rule, proof.before)):
                    text = in_context(rule, proof.before)
                    around = text[max(hit.start() - 1, 0) : hit.end() + 1]
                    assert any(needle in around for needle in rule.needles), (rule.id, around)
