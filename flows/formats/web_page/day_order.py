"""Which of two figures is the day: 11/04/2017 is the 4 November in Ann Arbor and the 11 April in Leeds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from flows.formats.bylines import ReadDate, read_date
from flows.formats.web_page.credit_words import MAX_BYLINE, before, patterns
from flows.text.furniture.line_look import folded
from flows.text.furniture.words import interface_lines, word_set

_MAX_LINE: Final = 300
_MAX_INTERFACE: Final = 80
_ENOUGH: Final = 2
"""Interface lines of a language that tell the page's language."""
# The United States write the month first: an address, a phone number's country, an hour of their zones.
_MONTH_FIRST: Final = re.compile(
    "\\b[A-Z]{2}[ ]\\d{5}(?:-\\d{4})?\\b|\\bUSA\\b|(?i:\\d[ ]?[ap]\\.?m\\.?)[ ](?:ET|EST|EDT|CST|CDT|PST|PDT|PT)\\b"
)
_DAY_FIRST: Final = re.compile("£|\\.co\\.uk\\b|\\.com\\.au\\b|\\.org\\.uk\\b|\\bABN[ ]\\d")
_SLASHED: Final = re.compile("\\b(\\d{1,2})/(\\d{1,2})/\\d{2,4}")


def decided(lines: Sequence[str], line: str, read: ReadDate) -> ReadDate:
    """Return the day with its order decided by the page; ``is_ambiguous`` stays where nothing decides.

    A figure above 12 in another date of the page, the language of its interface or of the word before the date (only
    Americans write the month first), an address in the United States, or signs of another English-speaking country.
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
    """Return whether the page is in another language than English, by its interface or the word before the date."""
    announced = patterns().announces.match(before(line, read))
    if announced is not None and announced[0] not in word_set("by", "english"):
        return True
    shorts = {folded(item) for item in lines if len(item) <= _MAX_INTERFACE}
    counts = {language: len(shorts & words) for language, words in _own_lines().items()}
    best = max(sorted(counts), key=lambda language: counts[language])
    return best != "en" and counts[best] >= _ENOUGH and counts[best] > 2 * counts["en"]


@cache
def _own_lines() -> dict[str, frozenset[str]]:
    """Return the interface lines of each language that no other language has."""
    all_lines = interface_lines()
    return {
        language: words - frozenset().union(*(other for name, other in all_lines.items() if name != language))
        for language, words in all_lines.items()
    }
