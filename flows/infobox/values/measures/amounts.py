"""One amount of a text: a number or range with its multipliers and its unit or currency, read whole or not at all.

"5 ft 10½ in" is one amount in two units, "₹3 lakh crore" one of two multipliers, "12.8–13.0 TeV" one of two ends.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from flows.infobox.values.measures.figures import Figure, figure_at, step_of
from flows.rules.units import Unit, unit_at, unit_words
from flows.rules.words import date_words, fold, quantity_words

_WORDS: Final = quantity_words()
_UNITS: Final = unit_words()
_CURRENCIES: Final = sorted(_WORDS.currencies | _UNITS.currencies.keys(), key=len, reverse=True)
# The first sign is looked at before all writings are: most numbers have no currency.
_SIGNS: Final = (
    f"(?=[{re.escape(''.join(sorted({sign[0] for sign in _CURRENCIES})))}])(?:{'|'.join(map(re.escape, _CURRENCIES))})"
)
_CURRENCY: Final = re.compile(rf"{_SIGNS}(?=[ ]?[-−﹣－]?[\d.])", re.IGNORECASE)
_CURRENCY_BEHIND: Final = re.compile(rf"[ ]?({_SIGNS})(?!\w)", re.IGNORECASE)
_MINUS: Final = re.compile("[-−﹣－](?=[\\d.])")
_MINUS_OF_MONEY: Final = re.compile(rf"[-−﹣－](?={_SIGNS})", re.IGNORECASE)
_POWER: Final = re.compile(r"[ ]?[×x·⋅][ ]?10(?:\^([-−+]?\d{1,2})|([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}))(?![\w⁰-⁹])")
_RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺−", "0123456789-+-")
# A raised figure is a power of "10" and the mark of a note behind "1,200", which nobody raises to a power.
_NOTE_MARK: Final = re.compile(r"[¹²³⁰⁴-⁹]{1,2}(?![\w²³¹⁰-⁹])")
_EAST_ASIAN: Final = dict.fromkeys("萬万만", 10_000) | dict.fromkeys("億亿억", 10**8) | dict.fromkeys("兆조", 10**12)
_SCALE: Final = re.compile(r"[ ]?(?:([萬万만億亿억兆조])|([^\W\d_]++)\.?(?![\w-]))")
_LETTERS: Final = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
_MOST_SCALES: Final = 3
_SHORT: Final = 4
_NEXT_WORD: Final = re.compile(r"[ ](\w[^\s(),;:]{0,40})")
_NOUN: Final = re.compile(r"[ ]?([^\W\d_]++(?:-[^\W\d_]++)?)")
_SCRIPT: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # written without blanks
# What stands behind a number, or a number and its unit, that goes on as something else.
_GOES_ON: Final = re.compile(
    r"[\w²³¹⁰-⁹ªº°^/~⁄½⅓⅔¼¾⅕-⅞]|[.,:，．\"]\d|['’]\w|-[^\W\d]"
    r"|[ ]?[*⋅·][ ]?[\d.]|[ ]?:[ ]?\S|[ ]?/[ ]?[^\W\d]|[ ][\d½⅓⅔¼¾⅕-⅞]"
)
# "the 1990s", "in their 60s", "1st": no seconds and no stones.
_NO_UNIT: Final = re.compile(r"(?:(?<=0)s|(?<=1)st)(?!\w)")
_PER: Final = re.compile(r"[ ](?:a|per)[ ]")
# How exact a number is: the unit behind it is that of the number.
_TOLERANCE: Final = re.compile(r"[ ]?(?:±|\+/-)[ ]?\d++(?:[.,]\d++)?")
_TIMES: Final = re.compile(r"[ ]?[×✕xX][ ]?[\d.]")
_CLOCK: Final = re.compile(r"(\d{1,4}):([0-5]\d)(?::([0-5]\d(?:\.\d{1,6})?))?(?![\d:.,]*\d)")
_CLOCK_HOURS: Final = re.compile(r"[ ]?(?:h|hrs?|hours|ч)(?!\w)")
_JOINT: Final = re.compile(r"[ ]?,?[ ]?(?:(?:and|und|et|y|e|и)[ ])?(?=[\d½¼¾⅛⅜⅝⅞⅓⅔]|[¹²³⁴-⁹]⁄)")
_BARE: Final = re.compile(r"[ ]?(\d{1,2})(?=[ ]?(?:\Z|[,;()\[\]]))")
_TO_WORDS: Final = "|".join(filter(str.isalpha, _UNITS.between["to"]))
_TO: Final = re.compile(rf"[ ]?(?:[-–—~～]|(?<=[ ])(?:{_TO_WORDS})(?=[ ]))[ ]?")
_AND: Final = re.compile(rf"[ ](?:{'|'.join(_UNITS.between['and'])})[ ]")
_NUMBER_NEXT: Final = re.compile(rf"(?:{_SIGNS})?[ ]?[-−]?[.,]?[\d½¼¾]", re.IGNORECASE)
_OF_TIME: Final = {"m": "min", "ft": "min", "in": "s"}


class Manner(NamedTuple):
    """How the numbers of a field are printed, and what they may be.

    ``mark`` is the decimal mark that the page shows, "" where it shows none; then its ``language`` decides. ``unit`` is
    the unit that the label prints. ``is_exact``: values of the field have decimals. ``is_counted``: they count
    something, and have no unit but that of a density. ``is_clock``: "35:54" is minutes and seconds; ``is_time``: so is
    "35′ 54″".
    """

    mark: str = ""
    language: str = "en"
    unit: str | None = None
    is_money: bool = False
    is_exact: bool = False
    is_counted: bool = False
    is_clock: bool = False
    is_time: bool = False


class PrintedAmount(NamedTuple):
    """A number or range from ``start`` to ``end`` of a text. ``unit`` is as printed; ``known`` is the physical unit.

    ``step`` is the size of the last digit, by which the number may be rounded; ``tolerance`` the place of the words
    that say how exact it is ("± 0.2"), which no number has. ``is_grouped``: its thousands are set apart.
    """

    start: int
    end: int
    low: float
    high: float
    unit: str | None = None
    known: Unit | None = None
    step: float = 1.0
    scale: float = 1.0
    is_money: bool = False
    tolerance: tuple[int, int] | None = None
    is_grouped: bool = False


def amount_at(text: str, at: int, manner: Manner, *, joins_and: bool = False) -> PrintedAmount | None:
    """Return the amount whose first sign, currency or digit stands at a place; None when it is not surely understood.

    ``joins_and`` is said behind "between", where "and" joins the two ends of a range.

    >>> amount_at("5 ft 10½ in", 0, Manner())[2:5], amount_at("12.8–13.0 TeV", 0, Manner())[2:5]
    ((70.5, 70.5, 'in'), (12.8, 13.0, 'TeV'))
    >>> amount_at("5 ft 14 in", 0, Manner()), amount_at("1,2003 km", 0, Manner())
    (None, None)
    """
    first = _one(text, at, manner)
    if first is None:
        return None
    joint = _TO.match(text, first.end) or (_AND.match(text, first.end) if joins_and else None)
    if joint is not None and _NUMBER_NEXT.match(text, joint.end()):
        second = _one(text, joint.end(), manner)
        first = _range(first, second) if second else None
    if first is None or _goes_on(text, first.end) or (not first.known and _TIMES.match(text, first.end)):
        return None
    if first.known and _PER.match(text, first.end):
        return None
    other = unit_at(text, first.end) if first.known and text[first.end : first.end + 1] == " " else None
    if other is not None and text[first.end + 1 : other.end] not in _UNITS.alone:
        return None  # "5 lb yd" is a unit that is not listed
    return first._replace(low=_rounded(first.low, first), high=_rounded(first.high, first))


def _rounded(number: float, amount: PrintedAmount) -> float:
    # 34.282 times a billion is not a whole number in floating point.
    return float(f"{number * amount.scale:.15g}")


def _goes_on(text: str, end: int) -> bool:
    if _GOES_ON.match(text, end) is not None and _SCRIPT.match(text, end) is None:
        return True
    word = _NOUN.match(text, end)
    month = date_words().find(word[1]) if word else None
    return month is not None and month.kind == "month"  # "5 May"


def _range(first: PrintedAmount, second: PrintedAmount) -> PrintedAmount | None:
    """Return both as one range; a multiplier, unit or currency of the second holds for both, one of the first not."""
    is_same = (first.known or first.unit) == (second.known or second.unit)
    if first.unit and not is_same and not (first.is_money and second.unit is None):
        return None
    scale = first.scale if first.scale > 1 else second.scale
    low, high = first.low * scale, second.high * second.scale
    is_short = scale == 1 and second.is_grouped and not first.is_grouped and low % 1 == 0
    if is_short and low * 1_000 < high <= low * 10_000:
        low *= 1_000  # "10–12,000", as in ``limits_of``
    if scale > 1 and second.scale == 1 and not first.unit and first.scale > 1:
        return None  # "1 million–500": nobody says which
    if low > high or (second.is_grouped and not first.is_grouped and 1_500 <= low < 2_100 and low % 1 == 0):
        return None  # "2011 – 5,000": a year and a sum
    unit, known = (first.unit, first.known) if first.unit else (second.unit, second.known)
    step = max(first.step * scale, second.step * second.scale)
    is_paid, tolerance = first.is_money or second.is_money, first.tolerance or second.tolerance
    return PrintedAmount(first.start, second.end, low, high, unit, known, step, 1.0, is_paid, tolerance)


def _one(text: str, start: int, manner: Manner) -> PrintedAmount | None:
    """Return one end of an amount: currency, sign, number, multipliers, unit."""
    signed = _MINUS_OF_MONEY.match(text, start)  # "-$5", where "$-5" has its sign behind
    before = _CURRENCY.match(text, signed.end() if signed else start)
    at = before.end() + (text[before.end() : before.end() + 1] == " ") if before else start
    minus = None if signed and before else _MINUS.match(text, at)
    at = minus.end() if minus else at
    minus = minus or (signed if before else None)
    if manner.is_clock and (clock := _clock(text, start, at)):
        return clock
    figure = figure_at(text, at)
    if figure is not None and (note := _NOTE_MARK.match(text, figure.end)) and figure.is_grouped:
        figure = figure._replace(end=note.end())
    scaled = _scales(text, figure.end, manner, is_money=manner.is_money or before is not None) if figure else None
    if figure is None or scaled is None:
        return None
    scale, end = scaled
    tolerance = _TOLERANCE.match(text, end)
    end = tolerance.end() if tolerance else end
    unit = before[0] if before else None
    known: Unit | None = None
    behind = _CURRENCY_BEHIND.match(text, end)
    if behind and (find_code(behind[1]) if before else _is_currency(behind[1], manner)):
        unit, end = behind[1], behind.end()  # "$5 million USD"
        before = before or behind
    elif unit is None:
        unit, known, end = _unit(text, end, manner)
    is_decimal = known is not None or manner.is_exact or manner.unit is not None
    value = _value(figure, manner, is_decimal=is_decimal, is_english=scale > 1 and manner.language == "en")
    is_no_count = manner.is_counted and known is not None and known.si not in (None, "1/m2")
    if value is None or (figure.is_share and known is None) or is_no_count:
        return None
    step = figure.step if figure.value is not None or value != figure.grouped else step_of(int(value))
    is_paid, place = before is not None, tolerance.span() if tolerance else None
    found = PrintedAmount(
        start, end, value, value, unit, known, step or value / 100, scale, is_paid, place, figure.is_grouped
    )
    found = _in_two_units(text, found, manner)
    return found._replace(low=-found.low, high=-found.high) if minus else found


def _is_currency(printed: str, manner: Manner) -> bool:
    return manner.is_money or find_code(printed) is not None or not printed.isalpha()


def find_code(printed: str | None) -> str | None:
    """Return the ISO 4217 code of a currency as printed, None for one of several ("$") and for no currency."""
    codes = _UNITS.currencies
    return codes.get(printed) or codes.get(printed.upper()) or codes.get(printed.casefold()) if printed else None


def _value(figure: Figure, manner: Manner, *, is_decimal: bool, is_english: bool) -> float | None:
    """Return the number of a figure; None where "2.416" may be 2,416 or 2.416 and nothing on the page tells which."""
    if figure.value is not None:
        return figure.value
    if manner.mark or is_english:
        return figure.pointed if figure.mark == (manner.mark or ".") else figure.grouped
    if not manner.language:
        return None
    own = "," if manner.language in _UNITS.decimal_comma else "."
    if figure.mark != own:
        return figure.grouped
    # People are no decimals: "12.419" inhabitants on an English page may be a German number.
    return figure.pointed if is_decimal or figure.grouped is None else None


def _scales(text: str, end: int, manner: Manner, *, is_money: bool) -> tuple[float, int] | None:
    """Return the factor of the multipliers at a place and where they end; None when they may be something else."""
    power = _POWER.match(text, end)
    if power is not None:
        return 10.0 ** int((power[1] or power[2]).translate(_RAISED)), power.end()
    factor, last = 1, 1
    for _ in range(_MOST_SCALES):
        found = _SCALE.match(text, end)
        if found is None:
            break
        word = found[2] or found[1]
        size = _EAST_ASIAN.get(word) or _WORDS.scales.get(fold(word))
        if len(word) == 1 and word not in _EAST_ASIAN:
            size = _LETTERS.get(word.casefold()) if is_money or word in "MBkb" else None
            if size and not is_money:
                return None  # "5 M" may be metres, millions or a model
        if size is None:
            break
        languages = _UNITS.scale_languages.get(fold(word))
        if languages is not None and manner.language not in languages:
            return None
        if size <= last or (len(word) <= _SHORT and word not in _EAST_ASIAN and _is_name_next(text, found.end())):
            return None
        factor, last, end = factor * size, size, found.end()
    return float(factor), end


def _is_name_next(text: str, end: int) -> bool:
    """Return whether the next word is a proper name, as of "1 Mil Mi-26": capitalised, and no currency or noun."""
    found = _NEXT_WORD.match(text, end)
    word = found[1] if found else ""
    if not word[:1].isupper() and not any(map(str.isdigit, word)):
        return False
    is_known = fold(word) in _WORDS.scales or fold(word) in _WORDS.things
    return not (is_known or _CURRENCY_BEHIND.match(text, end) or unit_at(text, end))


def _unit(text: str, end: int, manner: Manner) -> tuple[str | None, Unit | None, int]:
    """Return the unit or counted noun at a place, the physical unit, and where it ends."""
    hyphen = 1 if text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha() else 0
    found = unit_at(text, end + hyphen)
    if found is not None and not _NO_UNIT.match(text, end):
        unit = found.unit
        if manner.is_time and unit.name in _OF_TIME:
            unit = _UNITS.named[_OF_TIME[unit.name]]
        return text[end + hyphen : found.end].strip(" "), unit, found.end
    noun = _NOUN.match(text, end)
    if noun is not None and fold(noun[1]) in _WORDS.things and not _SCRIPT.match(noun[1]):
        return noun[1], None, noun.end()
    return None, None, end


def _clock(text: str, start: int, at: int) -> PrintedAmount | None:
    found = _CLOCK.match(text, at)
    if found is None:
        return None
    first, second, third = found.groups()
    if third:
        return _time(start, found.end(), 3_600 * int(first) + 60 * int(second) + float(third), "s")
    hours = _CLOCK_HOURS.match(text, found.end())
    # "4:32" is the length of a song.
    return _time(start, hours.end() if hours else found.end(), 60 * int(first) + int(second), "min" if hours else "s")


def _time(start: int, end: int, value: float, unit: str) -> PrintedAmount:
    return PrintedAmount(start, end, value, value, unit, _UNITS.named[unit])


def _in_two_units(text: str, found: PrintedAmount, manner: Manner) -> PrintedAmount:
    """Return the amount with the smaller units behind it; itself without any."""
    is_first = True
    while found.known is not None and found.scale == 1 and found.low == int(found.low):
        joint = _JOINT.match(text, found.end)
        more = _smaller(text, joint.end(), found, manner, may_be_bare=is_first) if joint else None
        if more is None:
            break
        found, is_first = more, False
    return found


def _smaller(text: str, at: int, found: PrintedAmount, manner: Manner, *, may_be_bare: bool) -> PrintedAmount | None:
    """Return the amount with the number at a place as its smaller unit, None when it is not one."""
    for entry in _UNITS.compounds.get(found.known.name if found.known else "", ()):
        small = _UNITS.named[entry.small]
        figure = figure_at(text, at)
        value = None if figure is None else _value(figure, manner, is_decimal=True, is_english=False)
        if figure is None or value is None or not 0 <= value < entry.times:
            continue
        printed = unit_at(text, figure.end)
        is_named = printed is not None and (
            printed.unit == small
            or (small.name == "min" and text[figure.end : printed.end].strip() in ("m", "'", "′"))
            or (small.name == "s" and printed.unit.name == "in" and manner.is_time)
        )
        end = printed.end if printed and is_named else None
        if end is None and entry.bare and may_be_bare:
            end = _bare_end(text, at, entry.times)
        if end is None:
            continue
        # Of powers of ten the larger unit is kept: "1 m 81" is 1.81 m.
        is_decimal = entry.times in (100, 1_000)
        total = found.low + value / entry.times if is_decimal else found.low * entry.times + value
        total = float(f"{total:.12g}")
        unit, known = (found.unit, found.known) if is_decimal else (small.name, small)
        return found._replace(end=end, low=total, high=total, unit=unit, known=known, step=figure.step or 0.01)
    return None


def _bare_end(text: str, at: int, times: int) -> int | None:
    """Return where a second number without a unit ends ("6 ft 2", "1 m 81", "1 h 50"); None when it is not one."""
    found = _BARE.match(text, at)
    return found.end() if found and (times < 60 or len(found[1]) == 2) else None
