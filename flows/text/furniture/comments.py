"""Readers' comments among the lines that are not body: a block apart from the site's furniture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from flows.text.edits import Replacement
from flows.text.furniture.line_look import look
from flows.text.furniture.words import EDGES, word_set

RULE: Final = "comments"
_FIGURES: Final = re.compile(r"[\d.,()]+")
_REACH: Final = 4
"""The most lines between two comments: a name, a date, "Reply", a count of votes."""
_MOST_WORDS: Final = 6
_LAST_TAIL: Final = 3


def comment_lines(lines: Sequence[str], is_body: Sequence[bool]) -> frozenset[int]:
    """Return the lines of comment blocks: each from its marker ("12 Comments") to the last sentence or reply.

    A marker opens a block only below the first line of the body, and only when a comment follows: a form alone ("Leave
    a reply") is furniture. A line of body or a line of rights ("© 2025 …") ends a block.

    >>> page = ["The siege is over.", "2 Comments", "Ann says:", "At last, after three long years of war!", "Login"]
    >>> sorted(comment_lines(page, [True, False, False, False, False]))
    [1, 2, 3]
    """
    found: set[int] = set()
    first = next((number for number, body in enumerate(is_body) if body), len(lines))
    number = first + 1
    while number < len(lines):
        if is_body[number] or not is_comment_marker(lines[number]):
            number += 1
            continue
        end, last = _end_of_block(lines, is_body, number)
        found.update(range(number, end))
        number = max(end, last + 1)  # a marker among the replies would lead to the same end
    return frozenset(found)


def is_comment_marker(line: str) -> bool:
    """Return whether a line opens the comments, with its figures ignored.

    >>> is_comment_marker("  12 Comments:"), is_comment_marker("Kommentare (3)"), is_comment_marker("He comments.")
    (True, True, False)
    """
    if len(line) > 80:
        return False
    bare = " ".join(_FIGURES.sub(" ", line).strip(EDGES + "•*").casefold().split())
    return bare.strip(EDGES) in word_set("comments")


def as_blocks(cuts: Iterable[Replacement]) -> list[Replacement]:
    """Return removals of lines, adjacent ones of the rule ``comments`` joined, with the first one's reasons."""
    found: list[Replacement] = []
    for cut in cuts:
        if cut.rule == RULE and found and found[-1].rule == RULE and found[-1].end == cut.start:
            found[-1] = found[-1]._replace(end=cut.end)
        else:
            found.append(cut)
    return found


def _end_of_block(lines: Sequence[str], is_body: Sequence[bool], marker: int) -> tuple[int, int]:
    """Return the line after the last comment of a block (the marker if no comment follows), and its last reply."""
    end = last = marker
    for number in range(marker + 1, len(lines)):
        seen = look(lines[number])
        if is_body[number] or seen.tail == _LAST_TAIL or number - last > _REACH + 2 * (end == marker):
            break
        if seen.prose or _is_reply(lines[number]):
            last = number
            if seen.prose or end > marker:
                end = number + 1
    return end, last


def _is_reply(line: str) -> bool:
    words = line.casefold().split()
    return len(words) <= _MOST_WORDS and not word_set("comments", "words").isdisjoint(words)
