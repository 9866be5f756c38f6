"""The separators that a dropped template leaves: "(x; {{audio|…}})" becomes "(x; )", and then "(x)".

What a page shows as a picture or a sound is no text, and the marks that set it apart go with it. The place of each
dropped template is known, so nothing is guessed from the look of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from flows.text.edits import Replacement

RULE: Final = "wikitext-hole"
_BETWEEN: Final = " \t\u00a0,;/·"
_SEPARATORS: Final = frozenset(",;/·")
_MAX: Final = 40
"""The most separators and blanks on one side of a place."""


def hole_changes(text: str, changes: Sequence[Replacement]) -> list[Replacement]:
    """Return the removals of separators without a neighbour, in a text after ``changes``.

    Around each place where something was dropped: empty brackets go with the blank before them, separators go at the
    edge of brackets, and of two separators in a row the first goes.

    >>> from flows.text.edits import rewrite
    >>> gone = Replacement(3, 3, "", "normalise", "wikitext-template")
    >>> rewrite("(x; ) is", hole_changes("(x; ) is", [gone._replace(start=4, end=14)]))[0]
    '(x) is'
    """
    found: list[Replacement] = []
    done = 0
    for place in _places(changes):
        start, end = _around(text, place, done)
        span = _unneeded(text, start, end, place)
        if span is not None and span[0] >= done and span[0] < span[1]:
            found.append(Replacement(*span, "", "normalise", RULE))
            done = span[1]
    return found


def _places(changes: Sequence[Replacement]) -> Iterator[int]:
    """Yield where something was dropped, as positions after the changes."""
    shift = 0
    for change in changes:
        if not change.after:
            yield change.start + shift
        shift += len(change.after) - (change.end - change.start)


def _around(text: str, place: int, done: int) -> tuple[int, int]:
    """Return the stretch of separators and blanks around a position."""
    start = end = place
    while start > max(done, place - _MAX) and text[start - 1] in _BETWEEN:
        start -= 1
    while end < min(len(text), place + _MAX) and text[end] in _BETWEEN:
        end += 1
    return start, end


def _unneeded(text: str, start: int, end: int, place: int) -> tuple[int, int] | None:
    """Return the part of a stretch of separators that has no neighbour, None where all have one."""
    opens, closes = text[start - 1 : start] == "(", text[end : end + 1] == ")"
    before, after = text[start:place], text[place:end]
    if opens and closes:
        first = start - 1
        return first - (text[first - 1 : first] in {" ", "\u00a0"}), end + 1
    if opens:
        return start, end
    if closes:
        return start, end
    if _SEPARATORS.isdisjoint(before) or _SEPARATORS.isdisjoint(after):
        return None
    # The blank before the second separator, if it had one, goes too.
    return start, place + len(after) - len(after.lstrip())
