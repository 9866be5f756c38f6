"""A value of which one word is added, dropped, glued or raised is read right or left and named; never another number.

The values are made of parts whose meaning is known, so that what is left after a change has a meaning, too.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from hypothesis import strategies as st

from flows.infobox.values.measures.amounts import Manner
from flows.infobox.values.measures.readings import AmountReadings, read_amounts
from flows.infobox.values.unread import is_grave, unread_words
from tests.parts import given

SCALES = {"hundred": 100, "thousand": 1_000, "lakh": 10**5, "million": 10**6, "crore": 10**7, "billion": 10**9}
PAIRS = {("ft", "in"): 12, ("st", "lb"): 14, ("h", "min"): 60, ("lb", "oz"): 16}
DECIMAL_PAIRS = {("m", "cm"): 100, ("kg", "g"): 1_000, ("km", "m"): 1_000}
UNITS = ("km", "m²", "kg", "mm", "km/h", "%", "TeV", "sq mi", "per km2", "hectares")
FRACTIONS = {"5⁄8": 0.625, "3/4": 0.75, "½": 0.5}
ADDED = (
    "Mil", "Mi-26", "K", "m", "May", "12", "½", "3/4", "per", "x", "×", "/", "–", "to", "(see", "sq", "km", "million",
    "crore", "old", "total", "1990s", "B52", "³", "2nd", "1,2003", "about", "ft", "in", "6",
)  # fmt: skip


NUMBER = re.compile(r"\d{1,3}(?:[, ]\d{2,3})*|\d+(?:\.\d+)?|\d+–\d+")


class Made(NamedTuple):
    """The words of a value, and the numbers (in their smallest unit) that a page may mean by some of them."""

    words: tuple[str, ...]
    value: float


def printed(number: int, style: str) -> str:
    """Return a number with groups: as in English, in India, with blanks, or without any."""
    if style == "indian" and number >= 100_000:
        head, tail = f"{number // 1_000}", f"{number % 1_000:03d}"
        groups = []
        while len(head) > 2:
            head, last = head[:-2], head[-2:]
            groups.insert(0, last)
        return ",".join([head, *groups, tail])
    return f"{number:,}" if style == "english" else f"{number:,}".replace(",", " ") if style == "blank" else str(number)


@st.composite
def values(draw: st.DrawFn) -> Made:
    number = draw(st.integers(1, 99_999_999))
    kind = draw(st.sampled_from(("unit", "decimal", "scale", "pair", "fraction", "range")))
    if kind == "unit":
        figure = printed(number, draw(st.sampled_from(("english", "indian", "plain", "blank"))))
        return Made((figure, draw(st.sampled_from(UNITS))), number)
    if kind == "decimal":
        decimals = draw(st.integers(1, 99))
        return Made((f"{number % 1_000:,}.{decimals:02d}", "km"), float(f"{number % 1_000}.{decimals:02d}"))
    if kind == "scale":
        first, second = sorted(draw(st.permutations(sorted(SCALES)))[:2], key=SCALES.__getitem__)
        small = number % 100 + 1
        return Made((str(small), first, second), small * SCALES[first] * SCALES[second])
    large, small_unit = draw(st.sampled_from(sorted(PAIRS | DECIMAL_PAIRS)))
    times = (PAIRS | DECIMAL_PAIRS)[large, small_unit]
    whole, part = number % 90 + 1, number % times
    if kind == "pair":
        value = whole + part / times if (large, small_unit) in DECIMAL_PAIRS else whole * times + part
        return Made((str(whole), large, str(part), small_unit), value)
    if kind == "fraction":
        return Made((str(whole), "5⁄8", "in"), whole + 0.625)
    return Made((f"{whole}–{whole + part + 1}", "km"), whole)


def numbers(found: AmountReadings) -> set[float]:
    return {round(one.low if one.low is not None else one.high or 0.0, 6) for one in found.values}


def check_account(found: AmountReadings) -> None:
    """Every figure of the text is inside a value, or is named; and a value reads the same without its context."""
    left = unread_words(found.text, found.used)
    outside = "".join(" " if any(a <= at < b for a, b in found.used) else sign for at, sign in enumerate(found.text))
    assert not any(map(str.isdigit, outside)) or (left is not None and is_grave(left))
    for start, end in found.used:
        assert not (start and found.text[start - 1].isdecimal() and found.text[start].isdecimal())
        assert not (end < len(found.text) and found.text[end - 1].isdecimal() and found.text[end].isdecimal())


def said(words: list[str]) -> set[float]:
    """Return the numbers that a reader of the words one by one may find: an oracle without the grammar's means.

    A fraction counts by itself. The first number counts with the multipliers, fraction and smaller unit behind it. What
    follows counts only behind a word that parts two values.
    """
    # "12 100" is a number with a blank between its groups.
    words = re.sub(r"(?<![\d.,])(\d{1,3}) (?=\d{3}(?!\d))", r"\1", " ".join(words)).split()
    out = {FRACTIONS[word] for word in words if word in FRACTIONS}
    at = next((at for at, word in enumerate(words) if NUMBER.fullmatch(word)), len(words))
    while at < len(words):
        value, at = float(words[at].replace(",", "").partition("–")[0]), at + 1
        if at < len(words) and words[at] in FRACTIONS:
            value, at = value + FRACTIONS[words[at]], at + 1
        last = 1
        while at < len(words) and (size := SCALES.get(words[at], 0)) > last:
            value, last, at = value * size, size, at + 1
        out.add(value)
        whole, *parts = (*words[at : at + 4], "", "", "", "")[:4]
        part = FRACTIONS.get(parts[0], int(parts[0]) if parts[0].isdecimal() else 10**9)
        if parts[0].isdecimal() and parts[1] in FRACTIONS:
            part, parts = part + FRACTIONS[parts[1]], parts[1:]
        times = (PAIRS | DECIMAL_PAIRS).get((whole, parts[1]), 0)
        if last == 1 and part < times:
            out = {value + part / times if (whole, parts[1]) in DECIMAL_PAIRS else value * times + part}
            at = words.index(parts[1], at + 1) + 1
        elif words[at + 1 : at + 2] and words[at + 1].isdecimal():
            size = {"m": 100, "ft": 12, "st": 14, "h": 60, "min": 60}.get(whole)
            out |= {value + part / 100 if whole == "m" else value * size + part} if size else set()
        parting = [number for number, word in enumerate(words[at:], at) if word in ("x", "×", "/")]
        if not parting:
            break
        at = next((no for no in range(parting[0] + 1, len(words)) if NUMBER.fullmatch(words[no])), len(words))
    return {round(float(f"{value:.12g}"), 6) for value in out}


def is_told(found: AmountReadings) -> bool:
    left = unread_words(found.text, found.used)
    return left is not None


@given(300, 5_000, values())
def test_a_value_is_read_whole(made: Made) -> None:
    found = read_amounts(" ".join(made.words), Manner())
    assert numbers(found) == {round(float(f"{made.value:.12g}"), 6)}
    assert unread_words(found.text, found.used) is None


@given(500, 8_000, values(), st.sampled_from(ADDED), st.integers(0, 4))
def test_a_word_more_changes_no_number_in_silence(made: Made, word: str, place: int) -> None:
    words = list(made.words)
    words.insert(min(place, len(words)), word)
    found = read_amounts(" ".join(words), Manner())
    check_account(found)
    assert numbers(found) <= {round(float(f"{made.value:.12g}"), 6)} | said(words)


@given(300, 5_000, values(), st.integers(0, 3))
def test_a_word_less_leaves_what_the_others_say(made: Made, place: int) -> None:
    words = list(made.words)
    del words[min(place, len(words) - 1)]
    found = read_amounts(" ".join(words), Manner())
    check_account(found)
    assert numbers(found) <= said(words)


@given(300, 5_000, values(), st.integers(0, 2))
def test_two_words_in_one_are_right_or_left(made: Made, place: int) -> None:
    words = list(made.words)
    at = min(place, len(words) - 2)
    words[at : at + 2] = [words[at] + words[at + 1]]
    found = read_amounts(" ".join(words), Manner())
    check_account(found)
    is_other_number = words[at][:-1].isdecimal() and made.words[at + 1][:1].isdecimal()
    assert is_other_number or numbers(found) <= {round(float(f"{made.value:.12g}"), 6)} or is_told(found)


@given(300, 5_000, values(), st.sampled_from(("³", "¹²", "[a]", "[3]", "*", "†", "ª")), st.integers(0, 3))
def test_a_raised_mark_is_no_digit(made: Made, mark: str, place: int) -> None:
    words = list(made.words)
    words[min(place, len(words) - 1)] += mark
    found = read_amounts(" ".join(words), Manner())
    check_account(found)
    assert numbers(found) <= {round(float(f"{made.value:.12g}"), 6)} or is_told(found)
