"""The publisher of a web page, from its first or its last lines ("© 2025 Informed Comment")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from flows.text.furniture.body_lines import Judged
from flows.text.furniture.line_look import is_interface
from flows.text.furniture.words import alternation

COPYRIGHT: Final = re.compile("©|\\(c\\)|copyright", re.IGNORECASE)
HOME_LINES: Final = 3
"""A site prints its name with "Homepage" within so many first lines of a page."""
_MAX_LINE: Final = 200
_MAX_NAME: Final = 80
_MIN_NAME: Final = 4
_FOOT: Final = 12
_TOP: Final = 5
"""A site prints its name within so many first lines of a page."""
_MARKS: Final = re.compile("(?:©|\\(c\\)|\\bcopyright\\b)[:,]?", re.IGNORECASE)
_YEARS: Final = re.compile("(?<!\\d)(?:19|20)\\d{2}(?:[ ]?[-–—/,][ ]?(?:(?:19|20)?\\d{2}|[Pp]resent))?(?!\\d)")
# The end of a name in a footer. A full stop ends it after a word, not after an initial ("U.S.", "Melissa K.").
_AFTER_NAME: Final = re.compile(
    "[|•·;\\n]|[ ]{2}|(?<=[^\\W\\d_]{3})\\.(?=[ ]|\\Z)|[^ ]ICP|\\b(?i:"
    "all rights|rights reserved|is an? |and its|designed|powered|website by|site by|built|terms|privacy|registered|"
    "published|icp|via|or its affiliat|and/or its|v?\\d+\\.\\d|an?[ ](?:[^\\W\\d_]+[ ]){0,3}company)"
)
# The makers of the software, the theme or a picture do not publish the page.
_OTHERS: Final = re.compile(
    "(?i)powered|software|theme|template|designed|design by|photo|image|illustration|picture|getty|credit|map data|"
    "portions|trademark|reprinted|permission|platform|xenforo|phpbb|vbulletin|wordpress|discourse|shopify|squarespace"
)
_VERBS: Final = frozenset({"are", "is", "by", "and", "of", "the", "to", "in", "for", "from"})
_SEPARATORS: Final = " \t\u00a0|•·,;:–—-/*."
_FULL_STOP_NAMES: Final = re.compile("(?i)\\b(?:inc|ltd|co|corp|bros|[a-z])\\Z")
_QUOTES: Final = '"“”„«»‹›'


def find_publisher(lines: Sequence[str], judged: Sequence[Judged], body_start: int) -> str | None:
    """Return the site's name: the first line's without "Homepage", else the owner in the last copyright line.

    A copyright line counts when it comes after the body's beginning, is not body, and names a year, reserves all rights
    or names one of the page's first lines: a caption ("© Jane Doe") names a photographer. Where the owner's name
    contains a first line ("Vertical Quarterly Media GmbH"), that line is the site's name. A wrong name is worse than
    None.
    """
    home = next((line for line in lines[:HOME_LINES] if site_of_homepage_line(line) is not None), None)
    if home is not None:  # "Kestrel Home" is a name when the footer prints it so
        is_name = any("©" in line and home.strip() in line for line in lines[-_FOOT:])
        return home.strip() if is_name else site_of_homepage_line(home)
    tops = [bare for line in lines[:_TOP] if _MIN_NAME <= len(bare := line.strip()) <= _MAX_NAME]
    for index in range(len(lines) - 1, body_start - 1, -1):
        line = lines[index]
        if len(line) > _MAX_LINE or ("©" not in line and COPYRIGHT.search(line) is None) or judged[index].is_body:
            continue
        name = _owner(line, tops)
        if name is not None:
            top = next((top for top in tops if _holds(name, top) and not is_interface(top)), None)
            return top or name
    return None


def _holds(name: str, top: str) -> bool:
    """Return whether an owner's name is a first line of the page, or begins with it as a whole word."""
    return name == top or (name.startswith(top) and not name[len(top)].isalnum() and " " in top)


def site_of_homepage_line(line: str) -> str | None:
    """Return the site's name in a first line like "Informed Comment Homepage"."""
    words = line.strip()
    if len(words) > _MAX_NAME or words[:1] in "•*+-":
        return None
    found = _home().search(words.casefold())
    if found is None or len(words.casefold()) != len(words):
        return None
    name = words[: found.start()].strip(_SEPARATORS)
    return name if name and name[0].isalnum() and not name[0].islower() and not is_interface(name) else None


def _owner(line: str, tops: Sequence[str]) -> str | None:
    """Return the owner in a copyright line: the words after the sign, or those before it."""
    mark = _MARKS.search(line)
    if mark is None or _OTHERS.search(line) is not None:
        return None
    is_footer = _YEARS.search(line) is not None or _rights().search(line) is not None
    for part in (line[mark.end() :], line[: mark.start()]):
        words = _MARKS.sub(" ", _YEARS.sub(" ", part)).strip(_SEPARATORS + "\u200e")
        words = words[3:] if words[:3].casefold() == "by " else words
        ends = [found.start() for pattern in (_AFTER_NAME, _rights()) if (found := pattern.search(words)) is not None]
        name = " ".join(words[: min(ends, default=None)].split()).strip(_SEPARATORS).strip(_QUOTES)
        if _is_name(name) and (is_footer or name in tops):
            return f"{name}." if _FULL_STOP_NAMES.search(name) and f"{name}." in line else name
    return None


def _is_name(name: str) -> bool:
    if not 1 < len(name) <= _MAX_NAME or len(name.split()) > 10 or is_interface(name):
        return False
    return any(map(str.isalpha, name)) and not name[0].islower() and name.rsplit(" ", 1)[-1] not in _VERBS


@cache
def _rights() -> re.Pattern[str]:
    return re.compile(f"(?i:{alternation('rights')})")


@cache
def _home() -> re.Pattern[str]:
    return re.compile(f"(?<=[ ])(?<!\\bto )(?<!\\bthe )(?:{alternation('home')})\\Z")
