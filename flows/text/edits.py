"""Changes to a text as data: apply them, undo them.

Every step that changes a text collects ``Replacement``s (where, what, by which rule) and calls ``rewrite`` once. That
costs little more than a plain substitution, and makes "nothing is lost" a property that a test can check.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

from flows.model import Edit, Step

MAX_EDITS: Final = 25_000
"""The highest number of edits of one rewriting of a text. The most of a real page are 24,409, in all its rewritings."""
new_tuple: Final = tuple.__new__
"""``new_tuple(Edit, values)`` costs a third of ``Edit(*values)``, which matters where thousands are made."""


class Replacement(NamedTuple):
    """A change that is not made yet: ``text[start:end]`` will become ``after``."""

    start: int
    end: int
    after: str
    step: Step
    rule: str
    score: float | None = None
    reasons: str | None = None


_RULE_KEY: Final = itemgetter(3, 4, 5, 6)


def rewrite(text: str, replacements: Iterable[Replacement]) -> tuple[str, tuple[Edit, ...]]:
    """Return the text with all replacements made, and the edits that record them.

    Replacements must be sorted by ``start`` and must not overlap; one that changes nothing makes no edit. Above
    ``MAX_EDITS``, neighbouring changes of one rule become one edit with the words between them. Only a text made for
    the purpose has so many, and nothing is lost.

    >>> text, edits = rewrite("** 17px Republican Guard", [Replacement(3, 8, "", "debris", "image-size")])
    >>> text, edits[0].before
    ('** Republican Guard', '17px ')
    """
    changes = replacements if isinstance(replacements, list) else list(replacements)
    if len(changes) > MAX_EDITS:
        changes = _join_neighbours(text, changes, group_size(len(changes)))
    pieces: list[str] = []
    edits: list[Edit] = []
    done = shift = 0
    for start, end, after, step, rule, score, reasons in changes:
        if start < done:
            raise ValueError(f"replacement of {rule} at {start} overlaps the one that ends at {done}")
        before = text[start:end]
        if before == after:
            continue
        pieces.append(text[done:start])
        pieces.append(after)
        edits.append(new_tuple(Edit, (step, rule, start + shift, before, after, score, reasons)))
        shift += len(after) - len(before)
        done = end
    if not edits:
        return text, ()
    pieces.append(text[done:])
    return "".join(pieces), tuple(edits)


def group_size(count: int) -> int:
    """Return how many neighbouring changes become one edit when there are ``count`` changes.

    >>> group_size(10), group_size(MAX_EDITS * 3)
    (1, 3)
    """
    return -(-count // MAX_EDITS)


def _join_neighbours(text: str, changes: list[Replacement], size: int) -> list[Replacement]:
    """Return the changes with up to ``size`` neighbours of the same rule joined into one."""
    joined: list[Replacement] = []
    for _, one_rule in groupby(changes, key=_RULE_KEY):
        same = list(one_rule)
        for number in range(0, len(same), size):
            group = same[number : number + size]
            pieces: list[str] = []
            done = group[0].start
            for start, end, after, _, rule, *_ in group:
                if start < done:
                    raise ValueError(f"replacement of {rule} at {start} overlaps the one that ends at {done}")
                pieces.append(text[done:start])
                pieces.append(after)
                done = end
            joined.append(group[0]._replace(end=done, after="".join(pieces)))
    return joined


def undo(text: str, edits: Sequence[Edit]) -> str:
    """Return the text as it was before the edits, undoing them from last to first.

    Raises ``ValueError`` when the text is not the result of these edits.

    >>> undo("** Republican Guard", [Edit("debris", "image-size", 3, "17px ", "")])
    '** 17px Republican Guard'
    """
    last = len(edits)
    while last:
        # Edits in order from left to right are undone in one pass: a run makes thousands of them.
        first = last - 1
        while first and edits[first - 1].start + len(edits[first - 1].after) <= edits[first].start:
            first -= 1
        text = _undo_pass(text, edits[first:last])
        last = first
    return text


def _undo_pass(text: str, edits: Sequence[Edit]) -> str:
    """Return the text without edits that are sorted and do not overlap."""
    pieces: list[str] = []
    done = 0
    for _, rule, start, before, after, *_ in edits:
        end = start + len(after)
        if text[start:end] != after:
            raise ValueError(f"{rule} at {start}: expected {after!r}, found {text[start:end]!r}")
        pieces.append(text[done:start])
        pieces.append(before)
        done = end
    pieces.append(text[done:])
    return "".join(pieces)
