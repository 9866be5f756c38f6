"""Markdown headings of a body: find them, remove the empty ones, divide the body into sections."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from flows.model import Section
from flows.rules.files import read_rules
from flows.rules.word_file_types import HeadingsFile
from flows.text.edits import Replacement

_HASHES: Final = re.compile("(#{1,6}+)[ \t]++([^\n]*+)")
_FENCE: Final = re.compile("(?:\\A|(?<=\n))[ ]{0,3}(?:```|~~~)[^\n]*+")
_MAX_HEADING: Final = 1000


class Heading(NamedTuple):
    """A heading line ``text[start:end]`` (without its line break): the number of ``#``, and its words."""

    start: int
    end: int
    marks: int
    words: str


def lines_starting_with(text: str, mark: str) -> Iterator[int]:
    r"""Yield the start of each line that begins with a mark.

    >>> list(lines_starting_with("# A\n\ntext\n## B", "#"))
    [0, 10]
    """
    if text.startswith(mark):
        yield 0
    needle = f"\n{mark}"
    position = text.find(needle)
    while position >= 0:
        yield position + 1
        position = text.find(needle, position + 1)


def headings_of(text: str) -> tuple[Heading, ...]:
    r"""Return the Markdown headings of a text in order; a ``#`` inside a code fence is a comment, not a heading.

    >>> headings_of("Lead.\n\n## Background ##\nText")
    (Heading(start=7, end=23, marks=2, words='Background'),)
    """
    found: list[Heading] = []
    for position in lines_starting_with(text, "#"):
        match = _HASHES.match(text, position)
        if match is not None and len(match[2]) <= _MAX_HEADING:
            words = match[2].strip().rstrip("#").rstrip()
            found.append(Heading(position, match.end(), len(match[1]), words))
    if found and ("```" in text or "~~~" in text):
        fences = [match.start() for match in _FENCE.finditer(text)]
        return tuple(heading for heading in found if bisect_left(fences, heading.start) % 2 == 0)
    return tuple(found)


def sections_of(text: str) -> tuple[Section, ...]:
    r"""Return the sections of a body: a lead (level 0) if text comes before the first heading, then one per heading.

    Levels count from the page's own highest heading, which is level 1. Pages whose title was removed begin with ``##``,
    others with ``#``, and both should look alike in the table. A skipped level is kept.

    >>> [(s.level, s.heading, s.text, s.parent) for s in sections_of("Lead.\n\n## A\n\n### B\ntext\n\n## C\nend")]
    [(0, None, 'Lead.', None), (1, 'A', '', None), (2, 'B', 'text', 2), (1, 'C', 'end', None)]
    """
    found = headings_of(text)
    lead = text[: found[0].start].strip("\n") if found else text
    sections = [Section(0, None, lead)] if lead.strip() else []
    top = min((heading.marks for heading in found), default=1)
    open_sections: list[tuple[int, int]] = []  # (level, number) of the sections that are not closed yet
    for index, heading in enumerate(found):
        level = heading.marks - top + 1
        while open_sections and open_sections[-1][0] >= level:
            open_sections.pop()
        end = found[index + 1].start if index + 1 < len(found) else len(text)
        parent = open_sections[-1][1] if open_sections else None
        sections.append(Section(level, heading.words or None, text[heading.end : end].strip("\n"), parent))
        open_sections.append((level, len(sections)))
    return tuple(sections)


def empty_headings(text: str) -> tuple[Replacement, ...]:
    r"""Return the removal of headings that announce a list which the export lost, and of headings printed twice.

    Wikipedia's exports drop references but keep the heading "References"; an exporter prints its own heading beside the
    article's. Only headings of lists are removed (``headings.toml``): an empty "Reactions" shows that the article had
    such a section.

    >>> [text.rule for text in empty_headings("Text.\n\n## References\n## References\n")]
    ['duplicate-heading', 'empty-section']
    """
    found = headings_of(text)
    removals: list[Replacement] = []
    end = len(text)
    next_kept: Heading | None = None
    for index in range(len(found) - 1, -1, -1):
        heading = found[index]
        if text[heading.end : end].strip():
            next_kept = heading
        elif index + 1 < len(found) and found[index + 1][2:] == heading[2:]:
            removals.append(Replacement(heading.start, end, "", "normalise", "duplicate-heading"))
        elif (next_kept is None or next_kept.marks <= heading.marks) and is_list_heading(heading.words):
            removals.append(Replacement(heading.start, end, "", "normalise", "empty-section"))
        else:
            next_kept = heading
        end = heading.start
    return tuple(reversed(removals))


def is_list_heading(words: str) -> bool:
    """Return whether a heading announces only lists: references, notes, sources, links, a gallery (many languages)."""
    return words.strip(" :").casefold() in _list_headings()


@cache
def _list_headings() -> frozenset[str]:
    entries = read_rules(HeadingsFile)["lists"]
    return frozenset(word.casefold() for words in entries.values() for word in words)
