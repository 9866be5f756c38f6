"""Thousands of generated statements with one word added, dropped, glued or raised: read right, or left and named.

A generated statement says what it means. However its text is damaged, no count is published that the text does not
print, every printed number is in a column, in ``unread`` or in a statement that is not read, and where nothing was left
over each count keeps its kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from hypothesis import strategies as st

from flows.infobox.values.numbers import number
from flows.infobox.values.quantities.statements import Statement, read_statement
from flows.rules.words import quantity_words
from tests import parts

Field = Literal["strength", "casualties"]
LOSSES: Final = {
    "killed": "killed",
    "wounded": "wounded",
    "captured": "captured",
    "missing": "missing",
    "hanged": "killed",
    "abducted": "captured",
}
PEOPLE: Final = ("", "soldiers", "civilians", "men", "Kestrian troops")
THINGS: Final = {"tanks": "tanks", "aircraft": "aircraft", "guns": "guns", "men": "personnel", "infantry": "personnel"}
ADDED: Final = (
    "Mil", "K", "m", "Mi-26", "lakh", "million", "1,2003", "1944", "5½", "3/4", "in", "Kestrian", "about", "total",
    "(army claim)", "of", "and", "Fiat", "CR.32", "unknown", "heavy", "12.5.1944", "1K", "(see below", "%", "km",
    "T-72", "tank", "initially", "both", "–", "x", "CR 32", "§", "later", "phase:", "None", "some", "one",
)  # fmt: skip
RAISED: Final = ("³", "²", "1", "*", "[a]", "†")
_NUMBER: Final = re.compile(r"\d[\d,.]*")


class Generated(NamedTuple):
    """A statement in words, and what it means: kinds and counts."""

    words: tuple[str, ...]
    meaning: frozenset[tuple[str, int, int]]


def counts() -> st.SearchStrategy[tuple[str, int, int]]:
    """Return printed counts with their limits: "346", "1,200", "1,20,000", "20–30"."""
    one = st.one_of(st.integers(1, 999), st.integers(2_101, 99_999), st.integers(100_000, 2_000_000))
    plain = one.map(lambda value: (f"{value:,}", value, value))
    lakhs = st.integers(1, 99).map(lambda value: (value, value * 100_000 + 20_000))
    indian = lakhs.map(lambda pair: (f"{pair[0]},20,000", pair[1], pair[1]))
    span = st.tuples(one, st.integers(1, 90)).map(
        lambda pair: (f"{pair[0]:,}–{pair[0] + pair[1]:,}", pair[0], pair[0] + pair[1])
    )
    return st.one_of(plain, plain, indian, span)


@st.composite
def losses(draw: st.DrawFn) -> Generated:
    """Return a list of losses: "346 civilians killed, 40 wounded (army claim)"."""
    words: list[str] = []
    meaning: set[tuple[str, int, int]] = set()
    verbs = draw(st.lists(st.sampled_from(sorted(LOSSES)), min_size=1, max_size=3, unique_by=LOSSES.__getitem__))
    for at, verb in enumerate(verbs):
        printed, low, high = draw(counts())
        noun = draw(st.sampled_from(PEOPLE))
        words += [printed, *noun.split(), verb + ("," if at < len(verbs) - 1 else "")]
        meaning.add((LOSSES[verb], low, high))
    words += draw(st.sampled_from([(), ("(army", "claim)"), ("(per", "SOHR)"), ("in", "Xville")]))
    return Generated(tuple(words), frozenset(meaning))


@st.composite
def strengths(draw: st.DrawFn) -> Generated:
    """Return a list of strengths: "1,200 men, 12 tanks (1944)"."""
    words: list[str] = []
    meaning: set[tuple[str, int, int]] = set()
    things = draw(st.lists(st.sampled_from(sorted(THINGS)), min_size=1, max_size=3, unique_by=THINGS.__getitem__))
    for at, thing in enumerate(things):
        printed, low, high = draw(counts())
        words += [printed, thing + ("," if at < len(things) - 1 else "")]
        meaning.add((THINGS[thing], low, high))
    words += draw(st.sampled_from([(), ("(army", "claim)"), ("(1944)",)]))
    return Generated(tuple(words), frozenset(meaning))


def added(words: Sequence[str], at: int, word: str) -> str:
    """Return the text with one word more."""
    return " ".join([*words[:at], word, *words[at:]])


def dropped(words: Sequence[str], at: int, _: str) -> str:
    """Return the text without one of its words."""
    return " ".join([*words[:at], *words[at + 1 :]])


def glued(words: Sequence[str], at: int, _: str) -> str:
    """Return the text with two of its words run together."""
    return " ".join(words[: at + 1]) + " ".join(words[at + 1 :])


def raised(words: Sequence[str], at: int, mark: str) -> str:
    """Return the text with the mark of a note behind one of its words."""
    bare = words[at].rstrip(",)")
    return " ".join([*words[:at], bare + mark + words[at][len(bare) :], *words[at + 1 :]])


def factors(text: str) -> set[int]:
    """Return the factors that a text prints as words ("million"), and 1."""
    scales = quantity_words().scales
    return {1, *(scales[word.casefold()] for word in text.split() if word.casefold() in scales)}


def printed_values(text: str) -> set[int]:
    """Return the numbers that a text prints as tokens of their own, also in groups with blanks, and with factors."""
    spaced = re.sub(r"\[\w\]", "", text).replace("–", " ")
    tokens = [token.strip("(),;:*³²†~+") for token in re.sub(r"(?<=[a-z]),(?=\d)", ", ", spaced).split()]
    joined = [one + two for one, two in pairwise(tokens) if re.fullmatch(r"\d{1,3} \d{3}", f"{one} {two}")]
    values = {float(quantity_words().numbers.get(token.casefold(), 0)) for token in tokens}
    values |= {number(token) for token in [*tokens, *joined] if re.fullmatch(r"[\d,]+|\d+\.\d{1,2}", token)}
    values |= {number(token[:-1]) * 1_000 for token in tokens if re.fullmatch(r"\d{1,4}K", token)}
    return {round(value * factor) for value in values for factor in factors(text)}


def columns(one: Statement) -> str:
    """Return all words of a statement's columns."""
    texts = (one.what, one.qualitative, one.claimant, one.note, one.period_text, one.party, one.unread)
    return " ".join(filter(None, texts))


def check(text: str, field: Field) -> tuple[Statement, ...]:
    """Check that a text's counts are printed in it, and that each of its numbers is in a column."""
    found = read_statement(text, field)
    values = printed_values(text)
    stated = {count for one in found for count in (one.count_min, one.count_max) if count}
    assert stated <= values, (text, stated - values)
    said = " ".join(columns(one) for one in found)
    for match in _NUMBER.finditer(re.sub(r"\[\w\]|(?<=\w)[³²*]|\b1K\b", "", text)):
        printed = match[0].strip(",.")
        is_count = "." not in printed and any(round(number(printed) * factor) in stated for factor in factors(text))
        # "702 186 guns" is one number in groups.
        in_groups = printed.isdigit() and any(printed in str(count) for count in stated if count >= 1_000)
        assert is_count or in_groups or printed in said, (text, printed, found)
    return found


CHANGES: Final = {"added": added, "dropped": dropped, "glued": glued, "raised": raised}


def changed(base: Generated, data: st.DataObject, how: str) -> str:
    """Return the text of a statement after one change."""
    pool = ADDED if how == "added" else RAISED
    last = len(base.words) - (2 if how == "glued" else 1)
    at = data.draw(st.integers(0, max(last, 0)))
    if how in {"dropped", "glued"} and len(base.words) < 2:
        return " ".join(base.words)
    return CHANGES[how](base.words, at, data.draw(st.sampled_from(pool)))


@parts.given(100, 1_000, losses())
def test_a_list_of_losses_is_read_whole(base: Generated) -> None:
    found = read_statement(" ".join(base.words), "casualties")
    assert {(one.kind, one.count_min, one.count_max) for one in found} == base.meaning
    assert all(one.unread is None for one in found)


@parts.given(100, 1_000, strengths())
def test_a_list_of_strengths_is_read_whole(base: Generated) -> None:
    found = read_statement(" ".join(base.words), "strength")
    assert {(one.kind, one.count_min, one.count_max) for one in found} == base.meaning
    assert all(one.unread is None for one in found)


@parts.given(200, 3_000, losses(), st.data(), st.sampled_from(sorted(CHANGES)))
def test_no_change_of_a_word_makes_another_loss(base: Generated, data: st.DataObject, how: str) -> None:
    _holds_its_meaning(check(changed(base, data, how), "casualties"), base, how, {"casualties", "other", "materiel"})


@parts.given(200, 3_000, strengths(), st.data(), st.sampled_from(sorted(CHANGES)))
def test_no_change_of_a_word_makes_another_strength(base: Generated, data: st.DataObject, how: str) -> None:
    _holds_its_meaning(check(changed(base, data, how), "strength"), base, how, {"personnel", "other"})


def _holds_its_meaning(found: Sequence[Statement], base: Generated, how: str, unsure: set[str]) -> None:
    """Check that a raised mark or a lost blank never changes what a count counts, where nothing was left over."""
    if how not in {"glued", "raised"}:
        return
    for one in found:
        kinds = {kind for kind, low, high in base.meaning if (low, high) == (one.count_min, one.count_max)}
        if kinds and one.is_read and one.unread is None:
            assert one.kind in kinds | unsure, (one, base)
