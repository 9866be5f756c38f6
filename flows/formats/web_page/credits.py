"""The byline of a web page: on which line it stands and which day of publication it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from flows.formats.bylines import ReadDate, read_date
from flows.formats.web_page.credit_words import MAX_BYLINE, PARTS, WORD, before, patterns, without
from flows.formats.web_page.day_order import decided
from flows.formats.web_page.publisher import COPYRIGHT
from flows.text.furniture.words import word_set

_ABOVE: Final = 15
"""Lines above the body in which a byline may stand: a share bar and a picture's caption stand between."""
_BELOW: Final = 3
_FIRST_YEAR: Final = 1991
"""Year of the first web page: an earlier date tells of the page's subject."""
_ALONE: Final = 8
"""Lines above the body in which a date may stand alone or with its day of the week: farther up it is today's date."""
_MOST_WORDS: Final = 8
"""Words beside a date above which the line is a sentence or a headline."""
_FIGURE: Final = re.compile("[0-9]")


def find_date(lines: Sequence[str], first: int) -> tuple[int | None, ReadDate | None]:
    """Return the line near the body's beginning that names the day of publication, nearest first, and the day.

    A date inside of words is part of a headline, one behind another label ("Joined:") tells of something else, and a
    day of revision is no day of publication: it only tells where the byline is ("By Jane Doe | Updated Nov 4, 2017").
    Figures whose order is open are decided by the page where it can.
    """
    near = (
        *range(min(first, len(lines)) - 1, max(-1, first - _ABOVE - 1), -1),
        *range(first, min(len(lines), first + _BELOW)),
    )
    revised = None
    for index in near:
        line = lines[index].strip()
        if len(line) > MAX_BYLINE or _FIGURE.search(line) is None or COPYRIGHT.search(line) is not None:
            continue
        read = read_date(line, month_first=True)
        if read is None or read.date.year < _FIRST_YEAR:
            continue
        if patterns().updates.search(before(line, read)) is not None:
            if revised is None and index < first and patterns().by.match(line.casefold()) is not None:
                revised = index
        elif _is_published(line, read, abs(first - index)):
            return index, decided(lines, line, read) if read.is_ambiguous else read
    return revised, None


def _is_published(line: str, read: ReadDate, distance: int) -> bool:
    words_before = before(line, read)
    label, colon, _ = words_before.rpartition(":")
    if colon and patterns().closes.search(label.rstrip()) is None:
        return False
    if (words := WORD.findall(words_before)) and words[-1] in word_set("by", "until"):
        return False
    rest = without(line, read)
    if not WORD.search(rest):
        return distance <= _ALONE
    if patterns().announces.match(words_before) is not None:  # "Published: Oct 17, 2022 by Jane Doe · This post may …"
        rest = PARTS.split(rest)[0]
    return len(rest.split()) <= _MOST_WORDS
