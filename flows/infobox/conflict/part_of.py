"""The titles in "Part of the A and the B": one text may name several conflicts.

A list is split between two events, or where "and the" cannot continue a title.
"""

from __future__ import annotations

import re
from typing import Final

from flows.rules.conflict_words import conflict_words
from flows.rules.labels import printed_labels

_BETWEEN: Final = re.compile(r"(?:,?[ ]and,?|[;,])[ ](?:the[ ])?")
_AND_THE: Final = " and the "
# The label itself, which some pages print inside the value ("Teil von: ...").
_LABEL: Final = re.compile(rf"(?:{'|'.join(map(re.escape, printed_labels('part_of')))})[ ]?:[ ]?", re.IGNORECASE)
_LEADING: Final = re.compile(r"(?:part of[ ])?(?:the[ ])?", re.IGNORECASE)


def read_part_of(text: str) -> tuple[str, ...]:
    """Return the titles of the larger conflicts in a "part of" text, without their leading articles.

    Titles contain "and" and commas themselves, so both neighbours must name an event before a list is split. One event
    is enough where "and the" cannot join two names inside a title: after a title that ends with its event, or after one
    without an "of" or "between" that could continue.

    >>> read_part_of("the Battle of Deir ez-Zor and the Eastern Syria campaign of the Syrian civil war")
    ('Battle of Deir ez-Zor', 'Eastern Syria campaign of the Syrian civil war')
    >>> read_part_of("the War of Greece and Turkey")
    ('War of Greece and Turkey',)
    >>> read_part_of("the Franco-Prussian War and the Paris Commune")
    ('Franco-Prussian War', 'Paris Commune')
    >>> read_part_of("the War of Greece and the Ottoman Empire")
    ('War of Greece and the Ottoman Empire',)
    >>> read_part_of("the Iran–Israel conflict, Iranian and Israeli involvement in the Syrian war")
    ('Iran–Israel conflict, Iranian and Israeli involvement in the Syrian war',)
    """
    text = _LABEL.sub("", text.strip(" .,;:"), count=1)
    titles: list[str] = []
    start = last = 0
    ahead = list(_BETWEEN.finditer(text)) if len(text) < 2_000 else []
    for at, found in enumerate(ahead):
        end = ahead[at + 1].start() if at + 1 < len(ahead) else len(text)
        # "the" begins a title; without it the words right before the "and" must name an event themselves.
        before = text[start if found.group().endswith("the ") else last : found.start()]
        after = text[found.end() : end]
        last = found.end()
        if before.count("(") == before.count(")") and _separates(found.group(), before, after):
            titles.append(text[start : found.start()])
            start = found.end()
    titles.append(text[start:])
    return tuple(title for part in titles if (title := _LEADING.sub("", part, count=1).strip()))


def _separates(between: str, before: str, after: str) -> bool:
    """Return whether ``before`` and ``after`` are two titles, and not one with "and" or a comma in it."""
    words = conflict_words()
    if words.events.search(before):
        return words.events.search(after) is not None or (
            between == _AND_THE and bool(words.ending_event.search(before))
        )
    if between != _AND_THE or words.events.search(after) is None or before[:4].casefold() != "the ":
        return False
    title_words = before.casefold().split()
    return len(title_words) > 2 and words.prepositions.isdisjoint(title_words)
