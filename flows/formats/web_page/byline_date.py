"""The date in a web page's byline: its line, the day of publication, and which of two figures is the day.

11/04/2017 is 4 November in Ann Arbor and 11 April in Leeds; the rest of the page may show which.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from flows.formats.printed_dates import ReadDate, read_date
from flows.formats.web_page.byline_words import MAX_BYLINE, PARTS, WORD, patterns, without_date, words_before_date
from flows.formats.web_page.publisher import COPYRIGHT
from flows.text.furniture.line_look import folded
from flows.text.furniture.words import interface_lines, word_set

_ABOVE: Final = 15
"""A byline is within so many lines above the body: a share bar and a picture's caption may be between."""
_BELOW: Final = 3
_FIRST_YEAR: Final = 1991
"""The year of the first web page: an earlier date belongs to the page's subject."""
_ALONE: Final = 8
"""A date alone or with its day of the week is within so many lines of the body; elsewhere it is today's date."""
_MOST_WORDS: Final = 8
"""With more words beside the date, the line is a sentence or a headline."""
_FIGURE: Final = re.compile("[0-9]")
_MAX_LINE: Final = 300
_MAX_INTERFACE: Final = 80
_ENOUGH: Final = 2
"""Interface lines in a language that prove the page's language."""
# Signs of the United States, which write the month first: an address, the country's name, a time in one of its zones.
_MONTH_FIRST: Final = re.compile(
    "\\b[A-Z]{2}[ ]\\d{5}(?:-\\d{4})?\\b|\\bUSA\\b|(?i:\\d[ ]?[ap]\\.?m\\.?)[ ](?:ET|EST|EDT|CST|CDT|PST|PDT|PT)\\b"
)
_DAY_FIRST: Final = re.compile("£|\\.co\\.uk\\b|\\.com\\.au\\b|\\.org\\.uk\\b|\\bABN[ ]\\d")
_SLASHED: Final = re.compile("\\b(\\d{1,2})/(\\d{1,2})/\\d{2,4}")


def find_date(lines: Sequence[str], body_start: int) -> tuple[int | None, ReadDate | None]:
    """Return the line near the body's beginning that has the day of publication, nearest first, and the day.

    A date within words is part of a headline. A date after another label ("Joined:") is about something else. A day of
    revision is not a day of publication; it only shows where the byline is ("By Jane Doe | Updated Nov 4, 2017"). For
    figures in unknown order the page decides where it can.
    """
    near = (
        *range(min(body_start, len(lines)) - 1, max(-1, body_start - _ABOVE - 1), -1),
        *range(body_start, min(len(lines), body_start + _BELOW)),
    )
    revised = None
    for index in near:
        line = lines[index].strip()
        if len(line) > MAX_BYLINE or _FIGURE.search(line) is None or COPYRIGHT.search(line) is not None:
            continue
        read = read_date(line, month_first=True)
        if read is None or read.date.year < _FIRST_YEAR:
            continue
        if patterns().updates.search(words_before_date(line, read)) is not None:
            if revised is None and index < body_start and patterns().by.match(line.casefold()) is not None:
                revised = index
        elif _is_published(line, read, abs(body_start - index)):
            return index, with_decided_order(lines, line, read) if read.is_ambiguous else read
    return revised, None


def _is_published(line: str, read: ReadDate, distance: int) -> bool:
    words_before = words_before_date(line, read)
    label, colon, _ = words_before.rpartition(":")
    if colon and patterns().closes.search(label.rstrip()) is None:
        return False
    if (words := WORD.findall(words_before)) and words[-1] in word_set("by", "until"):
        return False
    rest = without_date(line, read)
    if not WORD.search(rest):
        return distance <= _ALONE
    if patterns().announces.match(words_before) is not None:  # "Published: Oct 17, 2022 by Jane Doe · This post may …"
        rest = PARTS.split(rest)[0]
    return len(rest.split()) <= _MOST_WORDS


def with_decided_order(lines: Sequence[str], line: str, read: ReadDate) -> ReadDate:
    """Return the day with its order decided by the page; ``is_ambiguous`` stays True where nothing decides.

    Evidence is a figure above 12 in another date of the page, the language of its interface or of the word before the
    date (only Americans write the month first), an address in the United States, or signs of another English-speaking
    country.
    """
    page = "\n".join([item for item in lines if len(item) <= _MAX_LINE])
    others = [other for item in lines if len(item) <= MAX_BYLINE and (other := _SLASHED.search(item))]
    if any(int(other[1]) > 12 for other in others) or _DAY_FIRST.search(page) or _is_foreign(lines, line, read):
        again = read_date(line, month_first=False)
        return again._replace(is_ambiguous=False) if again else read
    if any(int(other[2]) > 12 for other in others) or _MONTH_FIRST.search(page):
        return read._replace(is_ambiguous=False)
    return read


def _is_foreign(lines: Sequence[str], line: str, read: ReadDate) -> bool:
    """Return whether the page is in another language than English, by its interface or by the word before the date."""
    announced = patterns().announces.match(words_before_date(line, read))
    if announced is not None and announced[0] not in word_set("by", "english"):
        return True
    shorts = {folded(item) for item in lines if len(item) <= _MAX_INTERFACE}
    counts = {language: len(shorts & words) for language, words in _lines_of_one_language().items()}
    best = max(sorted(counts), key=lambda language: counts[language])
    return best != "en" and counts[best] >= _ENOUGH and counts[best] > 2 * counts["en"]


@cache
def _lines_of_one_language() -> dict[str, frozenset[str]]:
    """Return for each language the interface lines that no other language has."""
    all_lines = interface_lines()
    return {
        language: words - frozenset().union(*(other for name, other in all_lines.items() if name != language))
        for language, words in all_lines.items()
    }
