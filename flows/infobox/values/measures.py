"""Measures: numbers with their unit or currency ("241.6 m", "6 ft 2 in", "$4.5 billion"), and the year they are of.

For all fields other than strengths and losses, whose grammar is in ``quantities``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from flows.infobox.values.numbers import NUMBER, decimal, number, tidy
from flows.rules.units import find_unit, unit_words
from flows.rules.words import alternatives, date_words, fold, quantity_words

_WORDS: Final = quantity_words()
_UNITS: Final = unit_words()
_SIGNS: Final = "|".join(map(re.escape, sorted(_WORDS.currencies | _UNITS.currencies.keys(), key=len, reverse=True)))
# Point and comma in one number: the last is the decimal mark, in any language ("40,000.000", "40.000,5").
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
# One group of three digits after a point ("2.416"): 2,416 in German, about two in English.
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

_N: Final = r"(\d{1,6}(?:[.,]\d{1,6})?)"
_FEET: Final = re.compile(
    rf"(?<![\w.,]){_N}[ -]?(?:ft\.?|foot|feet|['′’](?!['′’]))[ ,-]{{0,2}}(?:and[ ])?"
    rf"{_N}[ -]?(?:inches(?!\w)|inch(?!\w)|in(?!\w)|''|[\"″”]|′′|’’)\.?"
)
# Two apostrophes after the inches are italics in wikitext and are removed as such: "6' 6".
_FOOT_MARK: Final = re.compile(r"(?<![\w.,'′’°])([3-8])[ ]?['′’][ ]?(\d|1[01])(?=[ ]?(?:\Z|[(,;]))")
_POUNDS: Final = re.compile(rf"(?<![\w.,]){_N}[ ]?(st|lbs?|stone)[ ,]{{1,2}}{_N}[ ]?(lbs?|oz|pounds|ounces)(?!\w)")
_PARTS: Final = {"st": (14, "lb"), "stone": (14, "lb"), "lb": (16, "oz"), "lbs": (16, "oz")}
_HOURS: Final = r"(?:h|hrs?|hours?|Std\.?|Stunden?|heures?|horas?|ore|ч|час|часа|часов|小时|時間)\.?"
_MINUTES: Final = r"(?:min|mins|minutes?|m|Min\.?|Minuten?|minutos|minuti|мин|минут|минуты|分|分钟)\.?"
_SECONDS: Final = r"(?:s|sec|secs|seconds?|Sek\.?|Sekunden?|segundos|secondi|с|сек|секунд|秒)\.?"
_CLOCK: Final = re.compile(
    r"(?<![\w:.,])(\d{1,4}):([0-5]\d)(?::([0-5]\d(?:\.\d{1,6})?))?(?![\d:])(?:[ ]?(h|hours|min|мин|ч)\b)?"
)
_HOURS_AND_MINUTES: Final = re.compile(
    rf"(?<![\w.,:])(?:(\d{{1,6}})[ -]?{_HOURS},?[ ]?(?:and[ ]|und[ ]|et[ ]|y[ ]|e[ ])?)?"
    rf"(\d{{1,6}})[ -]?{_MINUTES}(?![\w²³/])(?:,?[ ]?(?:and[ ])?(\d{{1,2}}(?:\.\d{{1,6}})?)[ -]?{_SECONDS}(?!\w))?"
)
_SIMPLE: Final = re.compile(
    r"(?<![\w.,:/-])(-?\d{0,12}(?:[.,]\d{1,9})?(?:,\d{3}){0,4})(\+)?[ ]?"
    r"([^\W\d_%°][^\s\d(),;:]{0,15}[²³23]?(?:[ ](?:mi|ft|km|m|gal|miles|feet|metres|kilometres)\.?(?!\w))?"
    r"|[%°][CF]?)(?!\w)"
)
_MONTH: Final = alternatives(word for word, means in date_words().words.items() if means.kind == "month")
_DAY: Final = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?[. ]++)?(?:{_MONTH})(?:\.?[ ]\d{{1,2}})?[,.]?[ ]"
_SOME_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d")
_YEAR: Final = re.compile(
    rf"(?:\(|(?<!\w)(?=as[ ]of|Stand))(?:(?:{alternatives(_UNITS.before_year)})[ ]+)*+(?:{_DAY})?"
    rf"((?:1[5-9]|20)\d\d)(?:[ ](?:{alternatives(_UNITS.after_year)}))*+(?=[);,\]]|\Z)",
    re.IGNORECASE,
)

_RANGE_GOES_ON: Final = re.compile(r"[ ]?(?:-|–|—|to|bis|or|and)[ ]?\d")
_FROM_TO: Final = re.compile(
    rf"(?<![\w.,:/-]){_N}[ ]?([^\W\d_]{{1,12}}[²³23]?)?[ ]?(?:-|–|—|to|and|bis|und|à|et|y|a|до)[ ]?{_N}[ ]?"
    r"([^\W\d_%°][^\s\d(),;:]{0,15}[²³23]?|[%°][CF]?)(?!\w)"
)


class Measure(NamedTuple):
    """A number or range (an open end is None) with its unit as printed, None without one; ``text`` is what was read."""

    low: float | None
    high: float | None
    unit: str | None
    text: str


def is_ambiguous(text: str) -> bool:
    """Return whether a text has a number that can mean two things ("2.416": 2,416 or 2 and a fraction).

    >>> is_ambiguous("2.416 km2"), is_ambiguous("2.41 km2")
    (True, False)
    """
    return "." in text and _ONE_GROUP.search(text) is not None


@lru_cache(maxsize=4_096)
def read_measures(text: str, is_point: bool = False) -> tuple[Measure, ...]:
    """Return the measures of a text that is a number with its unit, or a list of them; an empty tuple for other texts.

    Of "1,200 km2 (460 sq mi)" the first is read. "6 ft 2 in" has two units: see ``read_compound``. ``is_point`` says
    that the numbers of the box have decimal points, so that "2.416" is not 2,416.

    >>> [one[:3] for one in read_measures("241.6 m waterline, 251 m overall")]
    [(241.6, 241.6, 'm waterline'), (251.0, 251.0, 'm overall')]
    >>> read_measures("6 ft 2 in")
    ()
    """
    found = [_measure(part, is_point) for part in _BETWEEN.split(tidy(text)[:400].translate(_MINUS))]
    return tuple(one for one in found if one) if None not in found else ()


@lru_cache(maxsize=4_096)
def read_labelled(text: str, is_point: bool = False) -> tuple[Measure, ...]:
    """Return the measures of a list whose parts have labels; an empty tuple unless every number was read.

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
    word, _, after = rest.partition(" ")
    scale = _scale(word)
    low, high = _limits(found["low"], found["high"], scale, is_point or _is_english(word))
    if high < low:
        return None
    return Measure(low, high, (after if scale > 1 else rest).strip(" .") or None, found[0].strip(" (,;"))


@lru_cache(maxsize=4_096)
def read_amounts(text: str, is_point: bool = False) -> tuple[Measure, ...]:
    """Return the amounts of money in a text; ``unit`` is the currency as printed.

    Without any currency only the first number is an amount; beside one, numbers without a currency are not ("(2023)").

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
    # "4.510 billion" has three decimals; other languages write "Milliarden", "millones".
    return fold(word) in _WORDS.english_scales


def _scale(word: str) -> int:
    # One letter is a unit: "241.6 m" is metres.
    return _WORDS.scales.get(fold(word), 1) if len(word) > 1 else 1


def _limits(low_text: str, high_text: str | None, scale: int, is_point: bool) -> tuple[float, float]:
    sign = -1 if low_text[:1] == "-" else 1
    low = sign * _value(low_text.lstrip("-"), is_point)
    high = _value(high_text, is_point) if high_text else low
    # 34.282 times a billion is not a whole number in floating point.
    return (round(low * scale, 6), round(high * scale, 6)) if scale > 1 else (low, high)


def _value(text: str, is_point: bool) -> float:
    if _MIXED.fullmatch(text):
        decimal = max(text.rfind("."), text.rfind(","))
        return float(re.sub(r"[., ]", "", text[:decimal]) + "." + text[decimal + 1 :])
    if _DECIMAL.fullmatch(text) or (is_point and _ONE_GROUP.fullmatch(text)):
        return float(text.replace(",", "."))
    return number(text)


Measured = tuple[float, str, str]
"""A number, its unit as printed or the smallest of several, and the words they were read from."""


@lru_cache(maxsize=4_096)
def read_compound(text: str, is_time: bool = False) -> Measured | None:
    """Return the first value printed in several units, converted to the smallest of them; None without one.

    A time with a colon counts only in a field of durations (``is_time``): "23:25" is a time of day elsewhere.

    >>> read_compound("The 7 foot 1 inch Chamberlain"), read_compound("1h 45m")
    ((85.0, 'in', '7 foot 1 inch'), (105.0, 'min', '1h 45m'))
    >>> read_compound("1:02:03", is_time=True)
    (3723.0, 's', '1:02:03')
    """
    text = tidy(text)[:400]
    head = text.partition("(")[0]
    text = head if any(map(str.isdigit, head)) else text  # "1.85 m (6 ft 1 in)" is in metres
    found = _compound(text, is_time)
    # "12 ft 6 in to 14 ft" is not one length.
    return None if found and _RANGE_GOES_ON.match(text, text.find(found[2]) + len(found[2])) else found


def _compound(text: str, is_time: bool) -> Measured | None:
    if found := _FEET.search(text) or _FOOT_MARK.search(text):
        return 12 * decimal(found[1]) + decimal(found[2]), "in", found[0]
    if found := _POUNDS.search(text):
        times, unit = _PARTS[found[2]]
        if (found[4][:2] == "oz" or found[4][:2] == "ou") == (unit == "oz"):
            return times * decimal(found[1]) + decimal(found[3]), unit, found[0]
    if found := _HOURS_AND_MINUTES.search(text):
        if found[3]:
            return 3_600 * decimal(found[1]) + 60 * decimal(found[2]) + decimal(found[3]), "s", found[0].strip()
        if found[1]:
            return 60 * decimal(found[1]) + decimal(found[2]), "min", found[0].strip()
    if is_time and (found := _CLOCK.search(text)):
        return _clock(found)
    return None


def _clock(found: re.Match[str]) -> Measured:
    first, second, third, unit = found.groups()
    if third:
        return 3_600 * decimal(first) + 60 * decimal(second) + decimal(third), "s", found[0]
    if unit and unit[0] in "hч":
        return 60 * decimal(first) + decimal(second), "min", found[0]
    return 60 * decimal(first) + decimal(second), "s", found[0]  # "4:32" is the length of a song


@lru_cache(maxsize=4_096)
def read_within(text: str) -> tuple[float | None, float | None, str, str] | None:
    """Return lowest value, highest value, unit and words of the first number with a physical unit in a sentence.

    None when no number has a unit.

    >>> read_within("longwards of 0.7 µm"), read_within("65 Assistant, 3 others")
    ((0.7, 0.7, 'µm', '0.7 µm'), None)
    >>> read_within("between 5 and 10 km")[:3], read_within("at least 30 m")[:3]
    ((5.0, 10.0, 'km'), (30.0, None, 'm'))
    """
    text = tidy(text)[:400]
    if (span := _FROM_TO.search(text)) and (unit := find_unit(span[4])) and span[4] not in _UNITS.alone:
        low, high = decimal(span[1]), decimal(span[3])
        if low <= high and (span[2] is None or find_unit(span[2]) == unit):
            return low, high, span[4], span[0]
    for found in _SIMPLE.finditer(text):
        digits, plus, words = found.groups()
        unit = find_unit(words)
        if unit is None or words in _UNITS.alone or not any(map(str.isdigit, digits)):
            continue
        whole = digits.replace(",", "") if re.fullmatch(r"-?\d{1,3}(?:,\d{3})++(?:\.\d++)?", digits) else digits
        if whole.count(",") + whole.count(".") <= 1:
            value = float(whole.replace(",", "."))
            bound = "minimum" if plus else _bound(text[: found.start()])
            return None if bound == "maximum" else value, None if bound == "minimum" else value, words, found[0]
    return None


def _bound(before: str) -> str | None:
    """Return "minimum" or "maximum" when the last words before a number say so ("at least"), else None."""
    words = before.casefold().split()[-4:]
    phrases = (" ".join(words[start:]) for start in range(len(words)))
    return next((bound for phrase in phrases if (bound := quantity_words().bounds.get(phrase))), None)


@lru_cache(maxsize=4_096)
def year_of(text: str) -> str | None:
    """Return the year that the number of a text is from ("as of 2020"), None when no year is given.

    >>> year_of("1,432 (2006 Census)"), year_of("12 (as of 2020)"), year_of("12 (see 2020 list)")
    ('2006', '2020', None)
    """
    found = _YEAR.search(text[:400]) if _SOME_YEAR.search(text) else None
    return found[1] if found else None
