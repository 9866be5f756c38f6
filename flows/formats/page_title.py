"""The headline of a web page whose text keeps no tags: the line above the body that is most like one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import exp
from typing import Final, NamedTuple

from flows.text.boilerplate import Judged, is_interface
from flows.text.furniture import title_weights

_REACH: Final = 45
"""Lines above the body among which a headline is looked for: a menu may stand between the two."""
_MAX_TITLE: Final = 250
_SURE: Final = 0.5
"""Share of the likelihood that the best line needs, so that the title counts as read and not as guessed."""
_HOPELESS: Final = 4.0
"""Points behind the best from which a line counts for nothing."""
_LONG_WORD: Final = re.compile("\\w{4,30}")
_TRAIL: Final = re.compile("[»›>|]|[ ]/[ ]")
_MARKS: Final = ("•", "* ", "+ ", "- ")
_BYLINE: Final = ("by ", "written by", "updated", "published")


class Headline(NamedTuple):
    """A title, and whether it stands out enough to be stated without a note."""

    text: str | None
    is_sure: bool


class _Candidate(NamedTuple):
    bound: float  # the score if the body held all its long words
    score: float  # without those words
    line: str
    words: tuple[str, ...]


def find_title(
    lines: Sequence[str], starts: Sequence[int], judged: Sequence[Judged], top: int, first: int
) -> Headline:
    """Return the line above the body or among its first two that is most like a headline.

    A headline shares its long words with the body, stands alone between blank lines and near the byline (``top``), has
    some four to sixteen words, capital letters, no full stop and no list mark; the weights are data, fitted on pages
    whose title is known (``furniture.toml``). ``first`` is the first line of the body, ``starts`` where lines begin.
    """
    candidates = [
        candidate
        for index in range(max(0, first - _REACH), min(first + 2, len(lines)))
        if (candidate := _candidate(index, lines, starts, judged, top)) is not None
    ]
    if not candidates:
        return Headline(None, False)
    candidates.sort(key=lambda candidate: -candidate.bound)
    body = "\n".join([line for line, item in zip(lines, judged, strict=True) if item.is_body]).casefold()
    best, best_score, scores = candidates[0], float("-inf"), []
    for candidate in candidates:
        if candidate.bound < best_score - _HOPELESS:
            break
        score = candidate.score + _shared(candidate.words, body)
        scores.append(score)
        if score > best_score:
            best, best_score = candidate, score
    share = 1 / sum(exp(score - best_score) for score in scores)
    return Headline(clean_title(best.line), share >= _SURE)


def clean_title(line: str) -> str:
    """Return a title without the marks that renderers leave at its ends: heading signs, pilcrows of permanent links."""
    return " ".join(line.strip(" \t\u00a0#¶").split())


def _candidate(
    index: int, lines: Sequence[str], starts: Sequence[int], judged: Sequence[Judged], top: int
) -> _Candidate | None:
    bare = lines[index].strip()
    if not 3 < len(bare) <= _MAX_TITLE or is_interface(lines[index]):
        return None
    weights = title_weights()
    words = bare.split()
    count = len(words)
    folded = bare.casefold()
    item = judged[index]
    score = weights.distance * abs(top - index) / 10 + weights.is_body * item.is_body + weights.score * item.score
    if 4 <= count <= 16 or (len(bare) > 12 and not bare.isascii()):
        score += weights.size
    elif count <= 2:
        score += weights.short
    elif count > 20:
        score += weights.long
    score += weights.capitals * sum([word[0].isupper() for word in words]) / count
    last = bare[-1]
    if last in ".;,>:?":
        score += weights.question if last == "?" else weights.colon if last == ":" else weights.stop
    if _TRAIL.search(bare) is not None:
        score += weights.trail
    if bare.startswith(_MARKS):
        score += weights.marked
    if folded.startswith(_BYLINE):
        score += weights.byline
    if index == 0 or starts[index] - starts[index - 1] - len(lines[index - 1]) > 1:
        score += weights.blank_before
    if index + 1 == len(lines) or starts[index + 1] - starts[index] - len(lines[index]) > 1:
        score += weights.blank_after
    long_words = tuple(_LONG_WORD.findall(folded))
    return _Candidate(score + _points(len(long_words), len(long_words)), score, bare, long_words)


def _shared(words: tuple[str, ...], body: str) -> float:
    """Return what the words of a line count that the body holds too."""
    return _points(sum([_holds(body, word) for word in words]), len(words))


def _points(shared: int, count: int) -> float:
    weights = title_weights()
    return weights.shared * shared / (count + 1) + weights.number_shared * min(shared, 6) / 6


def _holds(text: str, word: str) -> bool:
    """Return whether a text holds a word as a whole word: faster than to list the words of the text."""
    position = text.find(word)
    while position >= 0:
        end = position + len(word)
        if not (text[position - 1 : position].isalnum() or text[end : end + 1].isalnum()):
            return True
        position = text.find(word, end)
    return False
