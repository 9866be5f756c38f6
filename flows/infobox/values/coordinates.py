"""Coordinates in the notations that pages print: "48°51′24″N 2°21′03″E", "45.255°N, 30.204°E", ``{{coord|…}}``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from flows.infobox.values.numbers import decimal
from flows.rules.compass import compass, with_letters
from flows.rules.labels import printed_labels

_DASHES: Final = str.maketrans("−–‒﹣－", "-----", "\u200b\u2060\ufeff")
_EAST_O: Final = frozenset({"de", "nl", "da", "sv", "nb", "no"})
_WEST_O: Final = frozenset({"fr", "es", "it", "pt", "ca", "gl", "ro"})

_D: Final = r"(?:[.,]\d{1,12})?"
_MINUTES: Final = rf"(?:(\d{{1,2}}{_D})[ ]?['′’][ ]?)?+"
_SECONDS: Final = rf"(?:(\d{{1,2}}{_D})[ ]?(?:[\"″”]|'')[ ]?)?+"
_ANGLE: Final = rf"(\d{{1,3}}{_D})[ ]?[°º][ ]?{_MINUTES}{_SECONDS}"
_LETTERED: Final = re.compile(rf"(?<![\d.,])(-?){_ANGLE}([NSEWO])(?![A-Za-z])")
_PREFIXED: Final = re.compile(rf"(?<![A-Za-z])([NSEWO])[ ]?()(?:{_ANGLE}|(\d{{1,3}}\.\d{{1,12}})(?![\d°]))")
_BARE_LETTER: Final = re.compile(r"(?<![\d.,])(-?)(\d{1,3}\.\d{1,12})[ ]?([NSEWO])(?![A-Za-z])")
_PLAIN: Final = re.compile(r"(?<![\d.,])(-?\d{1,2}\.\d{1,12})°?[ ]?[,;/][ ]?(-?\d{1,3}\.\d{1,12})(?![\d°]|[ ]?[NSEW])")
# Letters other than N, S, E, W and O: only such a text is searched for the words of other languages.
_HAS_WORD: Final = re.compile(r"[^\W\d_º]{2}|[^\W\d_NSEWOº]")
_LABELS: Final = "|".join(map(re.escape, printed_labels("coordinates")))
# A word ends here, also where a lost blank glued the label to it ("95°4′WCoordinates").
_ENDS: Final = rf"(?:(?!\w)|(?=(?i:{_LABELS})))"
# One half of a point in any notation but that of the template, and a point with what may stand before it.
_HALF: Final = (
    rf"(?:[NSEWO][ ]{{0,9}})?[-−–]?\d{{1,3}}{_D}[ ]?[°º]?[ ]?(?:\d{{1,2}}{_D}[ ]?['′’][ ]?)?"
    rf"(?:\d{{1,2}}{_D}[ ]?(?:[\"″”]|'')[ ]?)?(?:[NSEWO]{_ENDS}[ ]{{0,20}})?"
)
_PAIR: Final = re.compile(rf"(?<![\w°.,-]){_HALF}[ ]?[,;/]?[ ]?{_HALF}{_ENDS}(?!°)")
# The label of a point, and what separates it from the place.
_BEFORE: Final = re.compile(rf"(?<![ ,;:/|])[ ,;:/|]*+(?:(?<![^\W\d_])(?:{_LABELS})[ ]?:?[ ]?)?\Z", re.IGNORECASE)
_EAST_ASIAN: Final = str.maketrans("度分秒", "°′″")


def _signed(sign: str, degrees: float, letter: str, language: str | None) -> tuple[str, float] | None:
    """Return the axis and the signed degrees; None for an O of unknown language (east in German, west in French)."""
    if letter == "O":
        letter = "E" if language in _EAST_O else "W" if language in _WEST_O else ""
    if not letter:
        return None
    value = -degrees if (letter in "SW") != (sign == "-") else degrees
    return ("latitude" if letter in "NS" else "longitude"), value


@lru_cache(maxsize=2_048)
def read_coordinates(text: str, language: str | None = None) -> tuple[float, float] | None:
    """Return latitude and longitude in degrees, None when the text has no pair that is in range.

    Notations are ``48°51′24″N 2°21′03″E``, ``45.255°N, 30.204°E``, ``N 48.85 E 2.35``, ``48.85667; 2.35083`` and the
    template ``{{coord|33|27|S|70|40|W}}``. The letter O is east in German, west in French and Spanish: without a
    language it is not guessed. The values are rounded to six digits (a tenth of a metre).

    >>> read_coordinates("33°27′S 70°40′W")
    (-33.45, -70.666667)
    """
    text = text[:2_000].translate(_DASHES).replace("\u00a0", " ")
    if "度" in text:
        text = text.translate(_EAST_ASIAN)
    if "{{" not in text and _HAS_WORD.search(text):
        language = language or _language_of_o(text)
        text = with_letters(text)
    found: dict[str, float] = {}
    for axis, value in _from_template(text) if "{{" in text else _axes(text, language):
        found.setdefault(axis, value)
    if len(found) < 2:
        pair = _PLAIN.search(text)
        if not pair:
            return None
        found = {"latitude": float(pair[1]), "longitude": float(pair[2])}
    latitude, longitude = found["latitude"], found["longitude"]
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return round(latitude, 6), round(longitude, 6)


def without_coordinates(text: str) -> str:
    """Return a place without the points that are printed beside it, and without the label of these.

    >>> without_coordinates("Near Lake Dorn; 29°44′56″N 95°4′49″WCoordinates: 29°44′56″N 95°4′49″W")
    'Near Lake Dorn'
    >>> without_coordinates("Xville (48.85, 2.35), Exland"), without_coordinates("Hill 29.5, 10 km east")
    ('Xville, Exland', 'Hill 29.5, 10 km east')
    """
    if not any(map(str.isdigit, text)) or len(text) > 2_000:
        return text
    # Of the same length, so that the places of the two texts are the same.
    words = compass().word.sub(lambda found: with_letters(found[0]).ljust(len(found[0])), text)
    pieces: list[str] = []
    at = 0
    for found in _PAIR.finditer(words):
        if read_coordinates(text[found.start() : found.end()]) is not None:
            pieces.append(_BEFORE.sub("", text[at : found.start()]))
            at = found.end()
    if not pieces:
        return text
    rest = re.sub(r"\([ ]*\)", "", " ".join((*pieces, text[at:])))
    return " ".join(rest.replace(" ,", ",").split()).strip(" ,;:/|–-").replace(" ,", ",")


def _language_of_o(text: str) -> str | None:
    """Return a language whose O has the meaning that the words beside it show; None when they show none or both."""
    east, west = (bool(words.search(text)) for words in (compass().east_o, compass().west_o))
    return None if east == west else "de" if east else "fr"


def _axes(text: str, language: str | None) -> list[tuple[str, float]]:
    out: list[tuple[int, tuple[str, float] | None]] = []
    for match in _LETTERED.finditer(text):
        degrees = decimal(match[2]) + decimal(match[3]) / 60 + decimal(match[4]) / 3600
        out.append((match.start(), _signed(match[1], degrees, match[5], language)))
    if len(out) < 2:
        out += [
            (match.start(), _signed(match[1], float(match[2]), match[3], language))
            for match in _BARE_LETTER.finditer(text)
        ]
    if len(out) < 2:
        out = []
        for match in _PREFIXED.finditer(text):
            degrees = decimal(match[6] or match[3]) + decimal(match[4]) / 60 + decimal(match[5]) / 3600
            out.append((match.start(), _signed("", degrees, match[1], language)))
    return [axis for _, axis in sorted(out, key=lambda item: item[0]) if axis]


def _from_template(text: str) -> list[tuple[str, float]]:
    """Return the axes of ``{{coord|33|27|S|70|40|W|…}}`` or ``{{coord|33.45|-70.66}}``."""
    parts = text[text.find("{{") + 2 :].split("}}", 1)[0].split("|")[1:]
    numbers: list[float] = []
    axes: list[tuple[str, float]] = []
    for part in (part.strip() for part in parts[:8]):
        if part in {"N", "S", "E", "W"} and 1 <= len(numbers) <= 3:
            degrees = sum(number / 60**power for power, number in enumerate(numbers))
            axis = _signed("", degrees, part, None)
            axes += [axis] if axis else []
            numbers = []
            continue
        try:
            numbers.append(float(part))
        except ValueError:
            break
    if not axes and len(numbers) >= 2:
        return [("latitude", numbers[0]), ("longitude", numbers[1])]
    return axes
