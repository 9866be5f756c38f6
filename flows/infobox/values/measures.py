"""Numbers with their unit or currency, as fields other than strengths and losses print them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from flows.infobox.values.quantity_numbers import NUMBER, number, tidy
from flows.rules.words import fold, quantity_words

_WORDS: Final = quantity_words()
_SIGNS: Final = "|".join(map(re.escape, sorted(_WORDS.currencies, key=len, reverse=True)))
_RANGE: Final = rf"(?P<low>-?{NUMBER})(?:[ ]?[-–—][ ]?(?P<high>{NUMBER}))?(?![\d.,]*\d|s(?!\w))"
_SCALE: Final = r"(?:[ ]?(?P<scale>[^\W\d_]{2,12})\.?(?![\w-]))?"
_ABOUT: Final = r"(?:(?:c\.|ca\.|circa|about|approx\.|approximately|around|~|≈)[ ]?)?"
_MEASURE: Final = re.compile(
    rf"{_ABOUT}{_RANGE}(?P<rest>(?:[ ]?(?:[^\W\d_%°/][^\s\d(),;:]{{0,15}}[²³23]?|[%°][CF]?))?"
    r"(?:[ ][^\W\d_][^\s\d(),;:]{0,20}){0,4})(?P<end>[ ]?\Z|[ ]?[(,;])"
)
_BETWEEN: Final = re.compile(r"[,;][ ](?=[~≈]?\d)")
_AMOUNT: Final = re.compile(
    rf"(?:(?<!\w)(?P<before>{_SIGNS})[ ]?)?(?<![\w.,]){_RANGE}{_SCALE}(?:[ ]?(?P<after>{_SIGNS})(?!\w))?", re.IGNORECASE
)


class Measure(NamedTuple):
    """A number or range and what it measures: ``unit`` as printed, None when nothing stands beside the number."""

    low: float
    high: float
    unit: str | None
    text: str


@lru_cache(maxsize=4_096)
def read_measures(text: str) -> tuple[Measure, ...]:
    """Return the numbers of a text that is nothing but a number with its unit, or a list of such; else none.

    Of "1,200 km2 (460 sq mi)" the first is read. "6 ft 2 in" has two units and is left alone.

    >>> [one[:3] for one in read_measures("241.6 m waterline, 251 m overall")]
    [(241.6, 241.6, 'm waterline'), (251.0, 251.0, 'm overall')]
    >>> read_measures("6 ft 2 in")
    ()
    """
    found = [_measure(part) for part in _BETWEEN.split(tidy(text)[:400])]
    return tuple(one for one in found if one) if None not in found else ()


def _measure(text: str) -> Measure | None:
    found = _MEASURE.match(text)
    if found is None:
        return None
    rest = found["rest"].strip()
    word, _, behind = rest.partition(" ")
    scale = _scale(word)
    low, high = _limits(found["low"], found["high"], scale)
    if high < low:
        return None
    return Measure(low, high, (behind if scale > 1 else rest).strip(" .") or None, found[0].strip(" (,;"))


@lru_cache(maxsize=4_096)
def read_amounts(text: str) -> tuple[Measure, ...]:
    """Return the amounts of money in a text; ``unit`` is the currency as printed.

    A number without a currency is an amount only where it is the first and none has one: "(2023)" is a year.

    >>> [(one.low, one.unit) for one in read_amounts("£12 million ($25 million in 2020)")]
    [(12000000.0, '£'), (25000000.0, '$')]
    """
    amounts = []
    for found in _AMOUNT.finditer(tidy(text)[:2_000]):
        low, high = _limits(found["low"], found["high"], _scale(found["scale"] or ""))
        if high >= low:
            amounts.append(Measure(low, high, found["before"] or found["after"], found[0].strip()))
    paid = tuple(amount for amount in amounts if amount.unit)
    return paid or tuple(amounts[:1])


def _scale(word: str) -> int:
    # One letter is a unit: "241.6 m" is metres.
    return _WORDS.scales.get(fold(word), 1) if len(word) > 1 else 1


def _limits(low_text: str, high_text: str | None, scale: int) -> tuple[float, float]:
    sign = -1 if low_text[:1] == "-" else 1
    low = sign * number(low_text.lstrip("-"))
    high = number(high_text) if high_text else low
    return low * scale, high * scale
