"""The author of a web page, from its byline ("By Jane Doe, Staff Writer")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from flows.formats.printed_dates import ReadDate
from flows.formats.web_page.byline_words import MAX_BYLINE, PARTS, SEPARATORS, WORD, patterns, split_parts, without_date
from flows.text.furniture.line_look import is_interface
from flows.text.furniture.words import word_set

_NEAR: Final = 4
"""A "By …" line must be within so many lines of the date."""
_NAME: Final = re.compile("[^\\W\\d_][^\\d|•·@/\\\\<>{}=:：?!]{1,60}\\Z")
_SPELLED: Final = re.compile("[^\\W\\d_][\\w.'’-]{0,20}(?:[ ][^\\W\\d_][\\w.'’-]{0,20}){1,2}")
_ALONE: Final = range(2, 4)
"""The number of words of a name on a line of its own."""


def find_author(
    lines: Sequence[str], body_start: int, byline: int | None, date: ReadDate | None
) -> tuple[str | None, int | None]:
    """Return the author and the line that names them: a "By …" line near the date, or the rest of the date's line."""
    middle = byline if byline is not None else body_start
    near = range(max(0, middle - _NEAR), min(len(lines), middle + _NEAR))
    beside = without_date(lines[byline].strip(), date).split(" | ") if byline is not None and date is not None else []
    for index in sorted(near, key=lambda index: abs(index - middle)):
        line = lines[index].strip()
        if len(line) > MAX_BYLINE:
            continue
        for part in beside if beside and index == byline else split_parts(line):
            name = _name(part.strip(SEPARATORS), needs_by=True)
            if name is not None:
                return name, index
    for part in beside:
        name = _name(part, needs_by=False)
        if name is not None:
            return name, byline
    return None, None


def is_name_line(line: str, lines: Sequence[str]) -> bool:
    """Return whether a line between headline and date is a person's name and not a menu entry; it is printed once.

    It has two or three words with capitals, none of which the page prints in lower case ("World Politics" is a
    section).
    """
    bare = line.strip()
    if len(bare) > 40 or len(bare.split()) not in _ALONE or PARTS.search(bare) is not None or is_interface(bare):
        return False
    if _SPELLED.fullmatch(bare) is None or _name(bare, needs_by=False) is None:
        return False
    if any(word[0].islower() for word in bare.split()) or sum([bare in other for other in lines]) > 1:
        return False
    words = [word for word in WORD.findall(bare.casefold()) if len(word) > 2]
    page = "\n".join(lines)
    return bool(words) and not any(re.search(f"\\b{re.escape(word)}\\b", page) for word in words)


def _name(part: str, *, needs_by: bool) -> str | None:
    """Return the name in a byline without "By"; None when the words are not a name.

    Without "By" the words must look like a name: at least two words with capitals, none of them a word that bylines
    have beside names (days of the week, "Reviewed", "Registered"); or they are a role ("contributors").
    """
    by = patterns().by.match(part.casefold())
    if by is None and (needs_by or not part):
        return None
    name = _bare_name(part[by.end() if by else 0 :].strip(SEPARATORS))
    if _NAME.match(name) is None or is_interface(name):
        return None
    words = WORD.findall(name.casefold())
    if " ".join(words) in word_set("by", "roles"):
        return name
    if len(name.split()) > (8 if by else 5) or not _is_stop_free(words):
        return None
    if by is None and len(words) < 2 and name.isascii():
        return None  # one word beside a date is a place, a section, an abbreviation
    particles = word_set("by", "particles")
    is_named = all(not word[0].islower() or word.casefold().strip(".,’'") in particles for word in name.split())
    return name if is_named and not name[0].islower() else None


def _bare_name(name: str) -> str:
    """Return a name without the beginning of a date, without its role (", Staff Writer"), and printed once."""
    found = patterns().dangling.search(name.casefold())
    name = name[: found.start()].strip(SEPARATORS) if found is not None else name
    head, comma, role = name.rpartition(",")
    if comma and " ".join(WORD.findall(role.casefold())) in word_set("by", "roles"):
        name = head.strip(SEPARATORS)
    half = len(name) // 2
    return name[:half] if name[:half] == name[half + 1 :] else name  # the picture's text and the link


def _is_stop_free(words: list[str]) -> bool:
    return word_set("by", "never").isdisjoint(words) and word_set("by", "weekdays").isdisjoint(words)
