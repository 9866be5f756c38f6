"""The byline of a web page: who wrote it and on which day it was published."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from flows.formats.bylines import ReadDate, read_date
from flows.formats.publisher import COPYRIGHT
from flows.text.boilerplate import is_interface
from flows.text.furniture import alternation, word_set

_ABOVE: Final = 15
"""Lines above the body in which a byline may stand: a share bar and a picture's caption stand between."""
_BELOW: Final = 3
_MAX_BYLINE: Final = 160
_FIRST_YEAR: Final = 1991
"""Year of the first web page: an earlier date tells of the page's subject."""
_ALONE: Final = 8
"""Lines above the body in which a date may stand alone or with its day of the week: farther up it is today's date."""
_TIME: Final = re.compile(
    "(?:\\bat[ ])?\\b\\d{1,2}[:.]\\d{2}(?:[:.]\\d{2})?[ ]?(?:[AaPp]\\.?[Mm]\\.?)?(?:[ ][A-Z]{2,4}\\b)?"
)
_FIGURE: Final = re.compile("[0-9]")
_PARTS: Final = re.compile("[|•·]")
_NAME: Final = re.compile("[^\\W\\d_][^\\d|•·@/\\\\<>{}=:?!]{1,60}\\Z")
_SEPARATORS: Final = " \t\u00a0|•·,;:–—-/*"
_WORD: Final = re.compile("[^\\W\\d_]++")
_US_ADDRESS: Final = re.compile("\\b[A-Z]{2}[ ]\\d{5}(?:-\\d{4})?\\b")
_DAY_FIRST: Final = re.compile("£|\\.co\\.uk\\b|\\.com\\.au\\b|\\.org\\.uk\\b|\\bABN[ ]\\d")
_SLASHED: Final = re.compile("\\b(\\d{1,2})/(\\d{1,2})/\\d{2,4}")


class _Patterns(NamedTuple):
    by: re.Pattern[str]
    announces: re.Pattern[str]  # "Posted on" before a date
    closes: re.Pattern[str]  # "Published" behind a name
    updates: re.Pattern[str]  # "Last updated": not the day of publication
    dangling: re.Pattern[str]  # "Jane Doe on"


def find_date(lines: Sequence[str], first: int) -> tuple[int | None, ReadDate | None]:
    """Return the line near the body's beginning that names the day of publication, nearest first, and the day.

    A date inside of words is part of a headline, one behind another label ("Joined:") tells of something else, and a
    day of revision is no day of publication. Figures whose order is open are decided by the page where it can.
    """
    near = (
        *range(min(first, len(lines)) - 1, max(-1, first - _ABOVE - 1), -1),
        *range(first, min(len(lines), first + _BELOW)),
    )
    for index in near:
        line = lines[index].strip()
        if len(line) > _MAX_BYLINE or _FIGURE.search(line) is None or COPYRIGHT.search(line) is not None:
            continue
        read = read_date(line, month_first=True)
        if read is not None and _is_published(line, read, abs(first - index)):
            return index, _decided(lines, line, read) if read.is_ambiguous else read
    return None, None


def _is_published(line: str, read: ReadDate, distance: int) -> bool:
    before = _PARTS.split(line[: read.start])[-1].strip(" \t\u00a0(–—-,").casefold()
    patterns = _patterns()
    if read.date.year < _FIRST_YEAR or patterns.updates.search(before) is not None:
        return False
    label, colon, _ = before.rpartition(":")
    if colon and patterns.closes.search(label.rstrip()) is None:
        return False
    if (words := _WORD.findall(before)) and words[-1] in word_set("by", "until"):
        return False
    rest = _without(line, read)
    words = _WORD.findall(rest.casefold())
    if word_set("by", "weekdays").issuperset(words):
        return distance <= _ALONE
    return len(rest.split()) <= 8


def _decided(lines: Sequence[str], line: str, read: ReadDate) -> ReadDate:
    """Return the day with its order decided by the page, where something decides it.

    A figure above 12 in another date of the page, an address in the United States (month first), or signs of a country
    that writes the day first. Without any the American order stands, as the most frequent, and stays ambiguous.
    """
    page = "\n".join([item for item in lines if len(item) <= 300])
    others = [other for item in lines if len(item) <= _MAX_BYLINE and (other := _SLASHED.search(item))]
    if any(int(other[1]) > 12 for other in others) or _DAY_FIRST.search(page):
        again = read_date(line, month_first=False)
        return again._replace(is_ambiguous=False) if again else read
    if any(int(other[2]) > 12 for other in others) or _US_ADDRESS.search(page):
        return read._replace(is_ambiguous=False)
    return read


def _without(line: str, read: ReadDate) -> str:
    """Return a line without its date and time, and without the words that announce them."""
    rest = _TIME.sub(" ", f"{line[: read.start]} | {line[read.end :]}")
    parts = (_announced(part.strip(_SEPARATORS)) for part in _PARTS.split(rest))
    return " | ".join([part for part in parts if part])


def _announced(part: str) -> str:
    """Return the words without "Posted on" before or behind them ("Jane Doe Published")."""
    if not part:
        return part
    folded = part.casefold()
    found = _patterns().announces.match(folded)
    if found is not None:
        return part[found.end() :].strip(_SEPARATORS)
    found = _patterns().closes.search(folded)
    return part[: found.start()].strip(_SEPARATORS) if found is not None else part


def find_author(
    lines: Sequence[str], first: int, byline: int | None, date: ReadDate | None
) -> tuple[str | None, int | None]:
    """Return the author and the line that names them: the rest of the date's line, or a "By …" line near it."""
    if byline is not None and date is not None:
        for part in _without(lines[byline].strip(), date).split(" | "):
            name = _name(part, needs_by=False)
            if name is not None:
                return name, byline
    middle = byline if byline is not None else first
    for index in sorted(range(max(0, middle - 4), min(len(lines), middle + 4)), key=lambda index: abs(index - middle)):
        line = lines[index].strip()
        if len(line) <= _MAX_BYLINE:
            for part in _PARTS.split(line):
                name = _name(part.strip(_SEPARATORS), needs_by=True)
                if name is not None:
                    return name, index
    return None, None


def _name(part: str, *, needs_by: bool) -> str | None:
    """Return the name in a byline without "By"; None when the words are no name.

    Without "By" only what looks like one is taken: words with capitals and no word that bylines hold beside names
    (days of the week, "Reviewed", "Registered"), or a role ("contributors").
    """
    by = _patterns().by.match(part.casefold())
    if by is None and (needs_by or not part):
        return None
    name = part[by.end() if by else 0 :].strip(_SEPARATORS)
    found = _patterns().dangling.search(name)
    name = name[: found.start()].strip(_SEPARATORS) if found is not None else name
    if _NAME.match(name) is None or is_interface(name):
        return None
    half = len(name) // 2
    if name[:half] == name[half + 1 :]:  # printed twice: the picture's text and the link
        name = name[:half]
    words = _WORD.findall(name.casefold())
    if " ".join(words) in word_set("by", "roles"):
        return name
    if len(name.split()) > (8 if by else 5) or not _is_stop_free(words):
        return None
    particles = word_set("by", "particles")
    is_named = all(not word[0].islower() or word.casefold().strip(".,’'") in particles for word in name.split())
    return name if is_named and not name[0].islower() else None


def _is_stop_free(words: list[str]) -> bool:
    return word_set("by", "never").isdisjoint(words) and word_set("by", "weekdays").isdisjoint(words)


@cache
def _patterns() -> _Patterns:
    posted = f"{alternation('by', 'posted')}|{alternation('by', 'updated')}"
    return _Patterns(
        by=re.compile(f"(?:{alternation('by')})[ :\u00a0]"),
        announces=re.compile(f"(?:{posted})(?=[ :]|\\Z)"),
        closes=re.compile(f"(?:{posted})\\Z"),
        updates=re.compile(f"\\b(?:{alternation('by', 'updated')})\\b"),
        dangling=re.compile(f"[ ](?:{alternation('by', 'dangling')})\\Z"),
    )
