"""Wordings: a statement with a stand-in for its number, so that "72 killed" and "41 killed" are parsed once.

Most statements of a run repeat a few wordings with other numbers. A wording ("22 killed") is parsed once and cached;
then the printed number replaces the stand-in. A text whose meaning could depend on the value of its number (a year, a
note that quotes it, a part of a total) is always parsed itself.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from flows.infobox.values.numbers import limits_of

_NUMBER: Final = r"[0-9]{1,3}(?:,[0-9]{3})++|[0-9]{1,9}"
_ONE: Final = re.compile(
    rf"(\D{{0,80}}+)((?:{_NUMBER}))(?:((?:\+?[ ]?[-–—‒−][ ]?|[ ](?:to|or)[ ])~?)({_NUMBER}))?+(\D{{0,200}}+)"
)
_TWOS: Final = str.maketrans("0123456789", "2" * 10)
_NINES: Final = str.maketrans("0123456789", "9" * 10)


class Wording(NamedTuple):
    """A text with a stand-in for its number or range.

    ``printed`` is the number as printed, ``limits`` its lowest and highest value; ``stand_in`` is what replaces it,
    ``stand_ins`` the limits of the stand-in.
    """

    text: str
    printed: str
    stand_in: str
    limits: tuple[int, int]
    stand_ins: tuple[int, int]


def wording(text: str) -> Wording | None:
    """Return the wording of a text with one number or one range, None for any other text.

    The stand-in has as many digits and the same commas, since a short number may be part of a name or date. A number
    that may be a year has no wording.

    >>> wording("72 killed (SOHR claim)").text
    '22 killed (SOHR claim)'
    >>> wording("in 1914") is None
    True
    """
    found = _ONE.fullmatch(text)
    if found is None:
        return None
    before, low, between, high, after = found.groups()
    if len(low) == 4 and low[0] in "12":
        return None
    one = low if low == "1" else low.translate(_TWOS)  # "1 Division" is a count, "3 Division" a name
    if high is None:
        # One number has equal limits, so that ``limits_of`` is not needed.
        value, stand_in_value = int(low.replace(",", "")), int(one.replace(",", ""))
        return Wording(f"{before}{one}{after}", low, one, (value, value), (stand_in_value, stand_in_value))
    nine = high.translate(_NINES)
    limits, stand_ins = limits_of(low, high, 1), limits_of(one, nine, 1)
    if limits is None or stand_ins is None or (len(high) == 4 and high[0] in "12"):
        return None
    printed, stand_in = f"{low}{between}{high}", f"{one}{between}{nine}"
    return Wording(f"{before}{stand_in}{after}", printed, stand_in, limits, stand_ins)
