"""Evidence of mojibake, UTF-8 that was decoded in another encoding ("Januaryâ€“February"): where, and how strong.

ftfy's test can only match at about 210 characters. So a text without them is done at once, and in any other text only
the lines with a hit are touched (``flows.text.line_repair``). A document that was misread as a whole is repaired by
``flows.text.misread_documents``.
"""

from __future__ import annotations

import re
from typing import Final

from ftfy.badness import BADNESS_RE

from flows.text.fast_ftfy import ALONE, ANCHORS, IS_KNOWN, REACH, find_bad

RULE: Final = "mojibake"
# An anchor with a neighbour beyond ASCII (or one that needs none), with the other anchors that one search can cover:
# not all of an enormous line, which is searched anew from each of its pieces.
_CLUSTER: Final = re.compile(
    rf"[{ANCHORS}](?:(?<=[{ALONE}])|(?=[^\x00-\x7f])|(?<=[^\x00-\x7f].))"
    rf"(?:[^\n]{{0,{2 * REACH}}}[{ANCHORS}]){{0,2000}}+"
)
_NON_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
_THREE: Final = re.compile(r"[^\x00-\x7f]{3}")
NON_ASCII_RUNS: Final = re.compile(r"([^\x00-\x7f]+)")
"""Splits a text into what is ASCII and, at the odd places, the runs beyond it."""


def probe() -> str:
    """Return ftfy's expression for the column scan: on one line, with Python's white space and word characters.

    It finds at least what ``is_suspicious`` finds. The verbose notation had to go because the engines differ: the other
    one also ignores blanks inside a character class.
    """
    if not IS_KNOWN:
        return f"[{ANCHORS}]"
    bare = re.sub(r"#[^\n]*", "", BADNESS_RE.pattern)
    pieces = re.split(r"(\[[^\]]*\])", bare)
    pieces[::2] = [re.sub(r"\s", "", piece).replace(r"\s", r"[\s\x1c-\x1f]") for piece in pieces[::2]]
    pieces[::2] = [piece.replace(r"\w", r"[\w\p{N}]").replace("^", "(?m:^)") for piece in pieces[::2]]
    return "".join(pieces)


def is_suspicious(text: str) -> bool:
    """Return whether ftfy could find mojibake in the text: False is certain, True needs a closer look.

    >>> is_suspicious("Deir ez-Zor’s “café” – 5 °C"), is_suspicious("Januaryâ€“February")
    (False, True)
    """
    return not text.isascii() and next_suspect(text, 0) >= 0


def next_suspect(text: str, start: int) -> int:
    """Return a position on the next line on which ftfy's expression may match, -1 if there is no such line."""
    for cluster in _CLUSTER.finditer(text, start):
        first, end = cluster.span()
        if not IS_KNOWN:
            return first
        begin = max(first - REACH, 0)
        # Some alternatives match only at the beginning of a line, so the search begins there or meets none.
        if line := text.rfind("\n", begin, first) + 1:
            hit = find_bad(text[line : end + REACH])
        else:
            hit = find_bad(text, begin, end + REACH)
        if hit is not None:
            return min(max(line + hit.start(), first), end - 1)
    return -1


def changes_between(before: str, after: str) -> list[tuple[int, str, str]]:
    """Return the small changes (position after the earlier ones, old, new) that lead from one line to the other.

    >>> changes_between("Januaryâ€“February â€“", "January–February –")
    [(7, 'â€“', '–'), (17, 'â€“', '–')]
    """
    old, new = NON_ASCII_RUNS.split(before), NON_ASCII_RUNS.split(after)
    if len(old) == len(new) and old[::2] == new[::2]:
        found = []
        start = 0
        for space, one, other in zip(old[::2], old[1::2], new[1::2], strict=False):
            start += len(space)
            if one != other:
                found.append((start, one, other))
            start += len(other)
        return found
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    tail = 0
    while tail < min(len(before), len(after)) - start and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return [(start, before[start : len(before) - tail], after[start : len(after) - tail])]


def doubt_about(line: str, changes: list[tuple[int, str, str]]) -> tuple[float, str] | None:
    """Return None for a repair with strong evidence, otherwise its score and the reason why it is weak.

    The score is the share of the line's non-ASCII characters that the repair explains. Strong is half of them or a run
    of three: that holds for 98 % of the repairs of real pages and for at most 4 % of false ones.

    >>> doubt_about("é à ü ö ä Ã©", [(10, "Ã©", "é")])
    (0.286, 'explains 2 of the 7 characters beyond ASCII on its line, never three in a row')
    """
    for _, old, _ in changes:
        if len(old) >= 3 and _THREE.search(old) is not None:
            return None
    explained = sum(len(run) for _, old, _ in changes for run in _NON_ASCII.findall(old))
    total = sum(map(len, _NON_ASCII.findall(line)))
    if explained * 2 >= total:
        return None
    words = f"explains {explained} of the {total} characters beyond ASCII on its line, never three in a row"
    return round(explained / total, 3), words
