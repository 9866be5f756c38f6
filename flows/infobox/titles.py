"""The titles in "Part of the A and the B": a list is split only between two events."""

from __future__ import annotations

import re
from typing import Final

from flows.rules.conflict_words import conflict_words

_BETWEEN: Final = re.compile(r"(?:,?[ ]and,?|[;,])[ ](?:the[ ])?")
_LEADING: Final = re.compile(r"(?:part of[ ])?(?:the[ ])?", re.IGNORECASE)


def read_titles(text: str) -> tuple[str, ...]:
    """Return the titles that a "part of" names, without their leading articles.

    Names hold "and" and commas themselves, so both neighbours must name an event before a list is split.

    >>> read_titles("the Battle of Deir ez-Zor and the Eastern Syria campaign of the Syrian civil war")
    ('Battle of Deir ez-Zor', 'Eastern Syria campaign of the Syrian civil war')
    >>> read_titles("the War of Greece and Turkey")
    ('War of Greece and Turkey',)
    >>> read_titles("the Iran–Israel conflict, Iranian and Israeli involvement in the Syrian war")
    ('Iran–Israel conflict, Iranian and Israeli involvement in the Syrian war',)
    """
    events = conflict_words().events
    text = text.strip(" .,;")
    titles: list[str] = []
    start = last = 0
    ahead = list(_BETWEEN.finditer(text)) if len(text) < 2_000 else []
    for at, found in enumerate(ahead):
        end = ahead[at + 1].start() if at + 1 < len(ahead) else len(text)
        # "the" announces a title; without it the words right before the "and" must name an event themselves.
        before = text[start if found.group().endswith("the ") else last : found.start()]
        after = text[found.end() : end]
        last = found.end()
        if before.count("(") == before.count(")") and events.search(before) and events.search(after):
            titles.append(text[start : found.start()])
            start = found.end()
    titles.append(text[start:])
    return tuple(title for part in titles if (title := _LEADING.sub("", part, count=1).strip()))
