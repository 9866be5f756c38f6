"""HTML entities that leaked into text ("AT&amp;T", "5&nbsp;km"): replaced in one pass, only where they are leaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Final

from flows.text.code_spans import code_spans_of
from flows.text.edits import Replacement
from flows.text.text_parts import front_matter_end

RULE: Final = "entity"
MARKUP_ENTITY: Final = re.compile("&(?:#[0-9]{1,8}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
"""An entity of HTML or wikitext, where it is markup; as a leak in text, one digit or letter is too few (``_NAME``)."""
_NAME: Final = r"(?:#[0-9]{2,7}|#[xX][0-9A-Fa-f]{2,6}|[A-Za-z][A-Za-z0-9]{1,23})"
# An entity, also one that was escaped twice. If the result would be an entity again, nothing is replaced: documentation
# writes "&lt;" as "&amp;lt;".
_ENTITY: Final = re.compile(rf"&(amp;)?({_NAME});")
_MAKES_ENTITY: Final = re.compile(rf"{_NAME};")
TAG: Final = re.compile(r"<[A-Za-z!/]")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)[^\s]*+\Z|[?&][\w.]{1,40}=[^\s]{0,200}+\Z")
_MAX_ADDRESS: Final = 400
# In a line about entities they are meant.
ABOUT: Final = re.compile(r"\b(?:entit(?:y|ies)|html|xml|escap(?:e[ds]?|ing)|ampersand)\b", re.IGNORECASE)
_QUOTES: Final = frozenset("\"'“”‘’«»()")


def find_entities(text: str) -> Iterator[Replacement]:
    """Yield the replacements of leaked entities by their characters.

    Not replaced: unknown names, code, addresses, lines with tags or about entities, quoted entities, line breaks (they
    would make new lines), and front matter, whose values are repaired after they have been parsed.

    >>> [(change.start, change.after) for change in find_entities("AT&amp;T &ndash; &data;")]
    [(2, '&'), (9, '–')]
    """
    if "&" not in text or ";" not in text:
        return
    line_end = -1
    is_text = False
    for hit in _ENTITY.finditer(text, front_matter_end(text)):
        after = _character(hit[2])
        if after is None or (hit[1] and after in "<>"):
            continue
        if hit.start() > line_end:
            line_start = text.rfind("\n", 0, hit.start()) + 1
            line_end = text.find("\n", hit.end())
            line_end = len(text) if line_end < 0 else line_end
            is_text = not (TAG.search(text, line_start, line_end) or ABOUT.search(text, line_start, line_end))
        if is_text and _is_leak(text, hit.start(), hit.end(), after):
            yield Replacement(hit.start(), hit.end(), after, "repair", RULE)


def _character(name: str) -> str | None:
    """Return the character of an entity's name or number, None if it is unknown, invisible or harmful."""
    if not name.startswith("#"):
        after = html5.get(name + ";")
    else:
        digits = name[1:]
        number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
        # Numbers from 128 to 159 are read as Windows-1252, as every browser does.
        if 0x80 <= number < 0xA0:
            after = bytes([number]).decode("cp1252", "replace")
        else:
            after = chr(number) if number < 0x110000 else None
    if after is None or not (after.isprintable() or after in "\u00a0\u00ad\u2009\u202f"):
        return None
    return None if after == "\ufffd" else after


def _is_leak(text: str, start: int, end: int, after: str) -> bool:
    """Return whether the entity at this position is a leak, not something the author meant."""
    if after == "&" and _MAKES_ENTITY.match(text, end):
        return False
    if after in "<>" and (text[end : end + 1] not in " 0123456789=" or text[start - 1 : start] not in " "):
        return False
    if text[start - 1 : start] in _QUOTES and text[end : end + 1] in _QUOTES:
        return False
    return not is_in_address(text, start) and not code_spans_of(text).touches(start, end)


def is_in_address(text: str, start: int) -> bool:
    """Return whether a position is within a web address, or the names and values behind one."""
    before = text[max(start - _MAX_ADDRESS, 0) : start]
    before = before[max(before.rfind(" "), before.rfind("\n")) + 1 :]
    return ("=" in before or "://" in before or "www." in before) and _ADDRESS.search(before) is not None
