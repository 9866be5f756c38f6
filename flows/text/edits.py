"""Changes to a text as data: apply them, undo them.

Every step that changes a text collects ``Replacement``s (what, where, by which rule) and calls ``rewrite`` once. That
costs little more than the bare substitution and makes "nothing is lost" a property that a test can check.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flows.model import Edit, Step


class Replacement(NamedTuple):
    """A change not made yet: ``text[start:end]`` is to become ``after``."""

    start: int
    end: int
    after: str
    step: Step
    rule: str
    score: float | None = None


def rewrite(text: str, replacements: Iterable[Replacement]) -> tuple[str, tuple[Edit, ...]]:
    """Return the text with all replacements made, and the edits that record them.

    Replacements must be sorted by ``start`` and must not overlap; one that changes nothing leaves no edit.

    >>> rewrite("** 17px Republican Guard", [Replacement(3, 8, "", "debris", "image-size")])
    ('** Republican Guard', (Edit(step='debris', rule='image-size', start=3, before='17px ', after='', score=None),))
    """
    pieces: list[str] = []
    edits: list[Edit] = []
    done = shift = 0
    for start, end, after, step, rule, score in replacements:
        if start < done:
            raise ValueError(f"replacement of {rule} at {start} overlaps the one that ends at {done}")
        before = text[start:end]
        if before == after:
            continue
        pieces.append(text[done:start])
        pieces.append(after)
        edits.append(Edit(step, rule, start + shift, before, after, score))
        shift += len(after) - len(before)
        done = end
    if not edits:
        return text, ()
    pieces.append(text[done:])
    return "".join(pieces), tuple(edits)


def undo(text: str, edits: Sequence[Edit]) -> str:
    """Return the text as it was before the edits, taking them back from last to first.

    Raises ``ValueError`` when the text is not what the edits led to.

    >>> undo("** Republican Guard", [Edit("debris", "image-size", 3, "17px ", "")])
    '** 17px Republican Guard'
    """
    for edit in reversed(edits):
        end = edit.start + len(edit.after)
        if text[edit.start : end] != edit.after:
            raise ValueError(f"{edit.rule} at {edit.start}: expected {edit.after!r}, found {text[edit.start : end]!r}")
        text = text[: edit.start] + edit.before + text[end:]
    return text
