"""Numbers with their unit or currency, as fields other than strengths and losses print them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from flows.infobox.values.numbers import NUMBER, number, tidy
from flows.rules.units import unit_words
from flows.rules.words import fold, quantity_words

_WORDS: Final = quantity_words()
_SIGNS: Final = "|".join(
    map(re.escape, sorted(_WORDS.currencies | unit_words().currencies.keys(), key=len, reverse=True))
)
# Both marks in one number: the last is the decimal one, whatever the language ("40,000.000", "40.000,5").
_BOTH: Final = (
    r"\d{1,3}(?:[ ]\d{3})++[.,]\d{1,9}(?!\d)|\d{1,3}(?:,\d{3})++\.\d{1,9}(?!\d)|\d{1,3}(?:\.\d{3})++,\d{1,9}(?!\d)"
)
_NUMBER: Final = (
    rf"(?:{_BOTH}|0?[.,]\d{{1,9}}(?![\d.,]*\d)|\d{{1,12}}[.]\d{{4,9}}(?!\d)|\d{{4,12}}[.]\d{{1,9}}(?!\d)|{NUMBER})"
)
_RANGE: Final = rf"(?P<low>-?{_NUMBER})(?:[ ]?[-–—][ ]?(?P<high>{_NUMBER}))?(?![\d.,]*\d|s(?!\w))"
_SCALE: Final = (
    r"(?:[ ]?(?P<scale>[萬万億亿兆만억조]|[^\W\d_]{2,12}|[kmb](?=\W|\Z))\.?(?:(?<=[萬万億亿兆만억조])|(?![\w-])))?"
)
# One group of three behind a point: 2,416 in German, two and a bit in English.
_ONE_GROUP: Final = re.compile(r"-?\d{1,3}\.\d{3}")
_DECIMAL: Final = re.compile(r"-?(?:0?[.,]\d+|\d+\.\d{4,}|\d{4,}\.\d+)")
_MIXED: Final = re.compile(_BOTH)
_MINUS: Final = str.maketrans("−﹣－", "---")
_EAST_ASIAN: Final = dict.fromkeys("萬万만", 10_000) | dict.fromkeys("億亿억", 10**8) | dict.fromkeys("兆조", 10**12)
_LETTERS: Final = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000} | _EAST_ASIAN
_ABOUT: Final = r"(?:(?:c\.|ca\.|circa|about|approx\.|approximately|around|~|≈)[ ]?)?"
_MEASURE: Final = re.compile(
    rf"{_ABOUT}{_RANGE}(?P<rest>(?:[ ]?(?:[^\W\d_%°/][^\s\d(),;:]{{0,15}}[²³23]?|[%°][CF]?))?"
    r"(?:[ ][^\W\d_][^\s\d(),;:]{0,20}){0,4})(?P<end>[ ]?\Z|[ ]?[(,;])"
)
_BETWEEN: Final = re.compile(r"[,;][ ](?=[~≈]?\d)")
_PIECES: Final = re.compile(r"[,;][ ]|[ ](?:and|und|et|y)[ ]")
_AMOUNT: Final = re.compile(
    rf"(?:(?<!\w)(?P<before>{_SIGNS})[ ]?)?(?<![\w.,]){_RANGE}{_SCALE}(?:[ ]?(?P<after>{_SIGNS})(?!\w))?", re.IGNORECASE
)


class Measure(NamedTuple):
    """A number or range (an open end is None) and what it measures: ``unit`` as printed, None when none is."""

    low: float | None
    high: float | None
    unit: str | None
    text: str


def is_ambiguous(text: str) -> bool:
    """Return whether a text holds a number that is read in two ways: "2.416"."""
    return "." in text and _ONE_GROUP.search(text) is not None


@lru_cache(maxsize=4_096)
def read_measures(text: str, is_point: bool = False) -> tuple[Measure, ...]:
    """Return the numbers of a text that is nothing but a number with its unit, or a list of such; else none.

    Of "1,200 km2 (460 sq mi)" the first is read. "6 ft 2 in" has two units and is left alone. ``is_point`` says that
    the numbers around it have decimal points, so that "2.416" is no 2,416.

    >>> [one[:3] for one in read_measures("241.6 m waterline, 251 m overall")]
    [(241.6, 241.6, 'm waterline'), (251.0, 251.0, 'm overall')]
    >>> read_measures("6 ft 2 in")
    ()
    """
    found = [_measure(part, is_point) for part in _BETWEEN.split(tidy(text)[:400].translate(_MINUS))]
    return tuple(one for one in found if one) if None not in found else ()


@lru_cache(maxsize=4_096)
def read_labelled(text: str, is_point: bool = False) -> tuple[Measure, ...]:
    """Return the numbers of a list whose parts have words before them; none unless every number has been read.

    >>> [one[:3] for one in read_labelled("Estate: 2140 mm, Saloon: 2040 mm")]
    [(2140.0, 2140.0, 'mm'), (2040.0, 2040.0, 'mm')]
    >>> [one[0] for one in read_labelled("Puerto Rico Trench, 8376 m")]
    [8376.0]
    """
    parts = [part.rpartition(": ")[2].strip() for part in _PIECES.split(tidy(text)[:400])]
    found = [_measure(part, is_point) for part in parts if any(map(str.isdigit, part))]
    return tuple(one for one in found if one) if None not in found else ()


def _measure(text: str, is_point: bool) -> Measure | None:
    found = _MEASURE.match(text)
    if found is None:
        return None
    rest = found["rest"].strip()
    word, _, behind = rest.partition(" ")
    scale = _scale(word)
    low, high = _limits(found["low"], found["high"], scale, is_point or _is_english(word))
    if high < low:
        return None
    return Measure(low, high, (behind if scale > 1 else rest).strip(" .") or None, found[0].strip(" (,;"))


@lru_cache(maxsize=4_096)
def read_amounts(text: str, is_point: bool = False) -> tuple[Measure, ...]:
    """Return the amounts of money in a text; ``unit`` is the currency as printed.

    A number without a currency is an amount only where it is the first and none has one: "(2023)" is a year.

    >>> [(one.low, one.unit) for one in read_amounts("£12 million ($25 million in 2020)")]
    [(12000000.0, '£'), (25000000.0, '$')]
    >>> read_amounts("$4.510 billion")[0].low, read_amounts("US$5m")[0].low
    (4510000000.0, 5000000.0)
    """
    amounts = []
    for found in _AMOUNT.finditer(tidy(text)[:2_000]):
        word = found["scale"] or ""
        scale = _LETTERS.get(word.casefold()) or _scale(word)
        low, high = _limits(found["low"], found["high"], scale, is_point or _is_english(word))
        if high >= low:
            amounts.append(Measure(low, high, found["before"] or found["after"], found[0].strip()))
    paid = tuple(amount for amount in amounts if amount.unit)
    return paid or tuple(amounts[:1])


def _is_english(word: str) -> bool:
    # "4.510 billion" has three decimals: the words of other languages are "Milliarden", "millones".
    return fold(word) in _WORDS.english_scales


def _scale(word: str) -> int:
    # One letter is a unit: "241.6 m" is metres.
    return _WORDS.scales.get(fold(word), 1) if len(word) > 1 else 1


def _limits(low_text: str, high_text: str | None, scale: int, is_point: bool) -> tuple[float, float]:
    sign = -1 if low_text[:1] == "-" else 1
    low = sign * _value(low_text.lstrip("-"), is_point)
    high = _value(high_text, is_point) if high_text else low
    # 34.282 times a billion is no whole number in floating point.
    return (round(low * scale, 6), round(high * scale, 6)) if scale > 1 else (low, high)


def _value(text: str, is_point: bool) -> float:
    if _MIXED.fullmatch(text):
        decimal = max(text.rfind("."), text.rfind(","))
        return float(re.sub(r"[., ]", "", text[:decimal]) + "." + text[decimal + 1 :])
    if _DECIMAL.fullmatch(text) or (is_point and _ONE_GROUP.fullmatch(text)):
        return float(text.replace(",", "."))
    return number(text)
