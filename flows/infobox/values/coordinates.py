"""Coordinates in the notations that pages print: "48°51′24″N 2°21′03″E", "45.255°N, 30.204°E", ``{{coord|…}}``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from flows.infobox.values.numbers import decimal
from flows.infobox.values.unread import unread_words
from flows.rules.compass import compass, with_letters
from flows.rules.labels import printed_labels

_DASHES: Final = str.maketrans("−–‒﹣－", "-----", "\u200b\u2060\ufeff")
_EAST_O: Final = frozenset({"de", "nl", "da", "sv", "nb", "no"})
_WEST_O: Final = frozenset({"fr", "es", "it", "pt", "ca", "gl", "ro"})

_LABELS: Final = "|".join(map(re.escape, printed_labels("coordinates")))
# A word ends here, also where a lost blank glued the label to it ("95°4′WCoordinates").
_ENDS: Final = rf"(?:(?!\w)|(?=(?i:{_LABELS})))"
_LABEL: Final = re.compile(rf"(?:{_LABELS})[ ]?:?", re.IGNORECASE)
_D: Final = r"(?:[.,]\d{1,12})?"
_MINUTES: Final = rf"(?:(\d{{1,2}}{_D})[ ]?['′’][ ]?)?+"
_SECONDS: Final = rf"(?:(\d{{1,2}}{_D})[ ]?(?:[\"″”]|'')[ ]?)?+"
_ANGLE: Final = rf"(\d{{1,3}}{_D})[ ]?[°º][ ]?{_MINUTES}{_SECONDS}"
_LETTERED: Final = re.compile(rf"(?<![\d.,])(-?){_ANGLE}([NSEWO]){_ENDS}")
_PREFIXED: Final = re.compile(rf"(?<![A-Za-z])([NSEWO])[ ]?()(?:{_ANGLE}|(\d{{1,3}}\.\d{{1,12}})(?![\d°]))")
_SLASHED: Final = re.compile(rf"(?<![\d/.,])(-?)(\d{{1,3}})/(\d{{1,2}}{_D})(?:/(\d{{1,2}}{_D}))?/[ ]?([NSEWO]){_ENDS}")
_BARE_LETTER: Final = re.compile(rf"(?<![\d.,])(-?)(\d{{1,3}}\.\d{{1,12}})[ ]?([NSEWO]){_ENDS}")
_PLAIN: Final = re.compile(r"(?<![\d.,])(-?\d{1,2}\.\d{1,12})°?[ ]?[,;/][ ]?(-?\d{1,3}\.\d{1,12})(?![\d°]|[ ]?[NSEW])")
# Letters other than N, S, E, W and O: only such a text is searched for the words of other languages.
_HAS_WORD: Final = re.compile(r"[^\W\d_º]{2}|[^\W\d_NSEWOº]")
# One half of a point in any notation but that of the template, and a point with what may stand before it.
_HALF: Final = (
    rf"(?:[NSEWO][ ]{{0,9}})?[-−–]?\d{{1,3}}{_D}[ ]?[°º]?[ ]?(?:\d{{1,2}}{_D}[ ]?['′’][ ]?)?"
    rf"(?:\d{{1,2}}{_D}[ ]?(?:[\"″”]|'')[ ]?)?(?:[NSEWO]{_ENDS}[ ]{{0,20}})?"
)
_PAIR: Final = re.compile(rf"(?<![\w°.,-]){_HALF}[ ]?[,;/]?[ ]?{_HALF}{_ENDS}(?!°)")
# The label of a point, and what separates it from the place.
_BEFORE: Final = re.compile(rf"(?<![ ,;:/|])[ ,;:/|]*+(?:(?<![^\W\d_])(?:{_LABELS})[ ]?:?[ ]?)?\Z", re.IGNORECASE)
_EAST_ASIAN: Final = str.maketrans("度分秒", "°′″")
# The same point in another notation differs by what is rounded away: a few seconds of arc, two digits of degrees.
_SAME: Final = 0.01


class Located(NamedTuple):
    """A point in degrees, and the words of its text that are no part of it, None without any."""

    latitude: float
    longitude: float
    unread: str | None


class _Axis(NamedTuple):
    """One half of a point and its place in the text."""

    start: int
    end: int
    axis: str
    value: float


def _axis(
    found: re.Match[str], sign: str, parts: tuple[str | None, ...], letter: str, language: str | None
) -> _Axis | None:
    """Return one half of a point; None when it cannot be one, or when it is not sure which half of the earth it is on.

    That is so for an O of unknown language (east in German, west in French), and for a minus before a letter. Degrees
    with decimals have no minutes ("33.5°32′N").
    """
    if letter == "O":
        letter = "E" if language in _EAST_O else "W" if language in _WEST_O else ""
    degrees, minutes, seconds = map(decimal, parts)
    if not letter or sign or minutes >= 60 or seconds >= 60:
        return None
    if (parts[1] and degrees % 1) or (parts[2] and minutes % 1):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    axis = "latitude" if letter in "NS" else "longitude"
    return _Axis(found.start(), found.end(), axis, -value if letter in "SW" else value)


@lru_cache(maxsize=2_048)
def locate(text: str, language: str | None = None) -> Located | None:
    """Return the point of a text, None when the text has no pair that is in range.

    Notations are ``48°51′24″N 2°21′03″E``, ``45.255°N, 30.204°E``, ``N 48.85 E 2.35``, ``48.85667; 2.35083``,
    ``52/31/12/N 13/24/18/E`` and the template ``{{coord|33|27|S|70|40|W}}``. The letter O is east in German, west in
    French and Spanish: without a language it is not guessed. The values are rounded to six digits (a tenth of a metre).
    The same point in a second notation is a part of the first.

    >>> locate("33°27′S 70°40′W (in Santiago)")
    Located(latitude=-33.45, longitude=-70.666667, unread='(in Santiago)')
    """
    text = text[:2_000].translate(_DASHES).replace("\u00a0", " ")
    if "度" in text:
        text = text.translate(_EAST_ASIAN)
    if "{{" not in text and _HAS_WORD.search(text):
        language = language or _language_of_o(text)
        text = with_letters(text)
    found = _from_template(text) if "{{" in text else _axes(text, language)
    pairs = _pairs(text)
    if len({one.axis for one in found}) == 1:
        return None  # half a point: where the other half stands is not sure
    found += pairs
    point: dict[str, float] = {}
    for one in found:
        point.setdefault(one.axis, one.value)
    if len(point) < 2 or abs(point["latitude"]) > 90 or abs(point["longitude"]) > 180:
        return None
    used = [(one.start, one.end) for one in found if abs(one.value - point[one.axis]) <= _SAME]
    used += [label.span() for label in _LABEL.finditer(text)]
    return Located(round(point["latitude"], 6), round(point["longitude"], 6), unread_words(text, used))


def read_coordinates(text: str, language: str | None = None) -> tuple[float, float] | None:
    """Return latitude and longitude of a text in degrees, None without a point; see ``locate``.

    >>> read_coordinates("33°27′S 70°40′W")
    (-33.45, -70.666667)
    """
    found = locate(text, language)
    return found and (found.latitude, found.longitude)


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


def goes_on_with_a_point(line: str) -> bool:
    """Return whether a line is only half of a point, or what separates its notations: pages may print each on its own.

    >>> [goes_on_with_a_point(line) for line in ("5°52′E", "/", "Coordinates:", "56.700; 5.867", "Hill 49", "1916")]
    [True, True, True, True, False, False]
    """
    rest = _LABEL.sub("", line)
    if _HAS_WORD.search(rest):
        return False
    return "°" in rest or not any(map(str.isdigit, rest)) or _PLAIN.search(rest) is not None


def _language_of_o(text: str) -> str | None:
    """Return a language whose O has the meaning that the words beside it show; None when they show none or both."""
    east, west = (bool(words.search(text)) for words in (compass().east_o, compass().west_o))
    return None if east == west else "de" if east else "fr"


def _pairs(text: str) -> list[_Axis]:
    """Return the halves of the first point in signed numbers: "48.85667; 2.35083"."""
    pair = _PLAIN.search(text)
    if pair is None:
        return []
    return [_Axis(*pair.span(no), axis, float(pair[no])) for no, axis in ((1, "latitude"), (2, "longitude"))]


def _axes(text: str, language: str | None) -> list[_Axis]:
    """Return the halves of points with letters; of several notations the first that makes a point is read."""
    lettered = [
        _axis(one, one[1], (one[2], one[3], one[4]), one[5], language)
        for pattern in (_LETTERED, _SLASHED)
        for one in pattern.finditer(text)
    ]
    bare = [_axis(one, one[1], (one[2], None, None), one[3], language) for one in _BARE_LETTER.finditer(text)]
    out = [one for one in (*lettered, *bare) if one]
    if len({one.axis for one in out}) < 2:
        prefixed = _PREFIXED.finditer(text)
        out = [one for one in (_axis(p, "", (p[6] or p[3], p[4], p[5]), p[1], language) for p in prefixed) if one]
    return sorted(out)


def _from_template(text: str) -> list[_Axis]:
    """Return the halves of ``{{coord|33|27|S|70|40|W|…}}`` or ``{{coord|33.45|-70.66}}``; both have its place."""
    start = text.find("{{")
    inner = text[start + 2 :].split("}}", 1)[0]
    end = start + 4 + len(inner)
    numbers: list[float] = []
    axes: list[_Axis] = []
    for part in (part.strip() for part in inner.split("|")[1:9]):
        if part in {"N", "S", "E", "W"} and 1 <= len(numbers) <= 3:
            degrees = sum(number / 60**power for power, number in enumerate(numbers))
            axes.append(
                _Axis(start, end, "latitude" if part in "NS" else "longitude", -degrees if part in "SW" else degrees)
            )
            numbers = []
            continue
        try:
            numbers.append(float(part))
        except ValueError:
            if len(part) == 1:
                return []  # a direction that no compass has
            break
    if not axes and len(numbers) >= 2:
        return [_Axis(start, end, "latitude", numbers[0]), _Axis(start, end, "longitude", numbers[1])]
    return axes
