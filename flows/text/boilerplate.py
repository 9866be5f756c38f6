"""Which lines of a web page's text are its body and which are the site's furniture.

No tag is left to go by, so each line is judged by what it looks like (words, sentence end, list mark, interface words),
by its neighbours, and by where it stands between the first and the last sentence; then the cheapest sequence of
"body" and "furniture" is taken, because both come in runs. Words and weights are data (``flows/rules/furniture.toml``).

Only web pages may be judged, and only lines that nothing else has read (title, byline, tags): on an infobox or a list
of units the same classifier does harm.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate
from math import exp, log
from pathlib import Path
from typing import Any, Final, NamedTuple

_MARKER: Final = re.compile("(?:(?:[*+•·●▪◦‣o#>|»›→–—-]|\\d{1,2}[.)])[ \t\u00a0]++)++")
_CJK: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_SENTENCE_MARKS: Final = frozenset(".!?…।。！？۔؟")
_CLOSERS: Final = "\"'”’»)]*_ "
_EDGES: Final = " \t\u00a0.:…!?*»›>→←«‹|-–—_+[]()#"
_REACH: Final = 8
"""Lines to each side that count as a line's neighbourhood."""
_LONG_WORDS: Final = 30
_LONG_CHARACTERS: Final = 240
"""Beyond these a line is a sentence: it is not looked up in the lexicon, because interface is short."""
_TAIL_LINES: Final = 12.0
"""Lines after which a tail marker ("Related posts") counts for a third of what it counted for."""
_OPENING: Final = -1.4
"""Score above which a sentence directly above the body is its opening paragraph (a probability of 0.2)."""
_USUAL_LOWER: Final = 0.85
"""Share of lower-case words in prose."""
_LOG: Final = tuple(log(1 + count) for count in range(64))


class Judged(NamedTuple):
    """What was decided of one line: is it body, and the classifier's score for it (0 furniture … 1 body)."""

    is_body: bool
    score: float


class _Look(NamedTuple):
    """What a line shows by itself. ``part`` is its share of the score, ``prose`` its characters if it is prose."""

    part: float
    size: float
    prose: int
    is_furniture: bool
    is_tail: bool
    folded: str


class _Lexicon(NamedTuple):
    lines: frozenset[str]
    words: frozenset[str]
    tails: frozenset[str]


class Weights(NamedTuple):
    """The classifier's weights, named after its features; see ``furniture.toml``."""

    constant: float
    size: float
    ends: float
    marked: float
    known: float
    hits: float
    lower: float
    prose: float
    cells: float
    near: float
    before: float
    after: float
    first: float
    tail: float
    again: float
    last_size: float
    next_size: float
    beside_furniture: float
    beside_prose: float
    middle: float
    page: float


def judge(lines: Sequence[str]) -> tuple[Judged, ...]:
    """Return for each line of a page whether it is body. Blank lines must be left out: they say nothing.

    The scores come from a logistic regression over two dozen features, trained on pages whose body is known; the
    sequence is the one of highest total score when each change between body and furniture costs a fixed amount.
    Recall comes first: in doubt a line stays.

    >>> prose = "The army entered the city on Friday, and the siege of three years was over."
    >>> [judged.is_body for judged in judge(["Skip to content", "Home", prose, prose + " Nobody fled.", "Tweet"])]
    [False, False, True, True, False]
    """
    looks = [_look(line) for line in lines]
    scores = context_scores(looks, _weights())
    body = _smooth(scores)
    if True not in body:
        # A page of a few sentences has too little context to win by: its sentences are the body all the same.
        body = [look.prose > 0 for look in looks]
    for index in range(len(lines) - 1, 0, -1):
        # An opening paragraph has no prose before it and loses for that alone: a sentence glued to the body joins it.
        above = looks[index - 1]
        if body[index] and not body[index - 1] and above.prose and not above.is_tail and scores[index - 1] > _OPENING:
            body[index - 1] = True
    return tuple(Judged(is_body, round(1 / (1 + exp(-score)), 3)) for is_body, score in zip(body, scores, strict=True))


def is_interface(line: str) -> bool:
    """Return whether a whole line is interface and nothing else: a word of the lexicon, or a copyright line.

    >>> is_interface("  • Skip to content"), is_interface("© 2025 Informed Comment"), is_interface("Russia")
    (True, True, False)
    """
    return _look(line).is_furniture


@lru_cache(maxsize=16_384)
def _look(line: str) -> _Look:
    """Return what a line shows by itself; the same lines ("Share") come back on every page."""
    return look_at(line, _weights())


def look_at(line: str, weights: Weights) -> _Look:
    """Return what a line shows by itself and its share of the score under these weights."""
    bare = line.strip()
    is_marked = False
    if not bare[:1].isalpha() or bare[0] == "o":
        marker = _MARKER.match(bare)
        if marker is not None and marker.end():
            bare = bare[marker.end() :]
            is_marked = True
    ends = bare[-1:] in _SENTENCE_MARKS or (bare[-1:] in _CLOSERS and bare.rstrip(_CLOSERS)[-1:] in _SENTENCE_MARKS)
    if len(bare) > _LONG_CHARACTERS:
        part = weights.constant + weights.size * _LOG[60] + weights.ends * ends + weights.marked * is_marked
        part += weights.lower * _USUAL_LOWER + weights.prose
        return _Look(part, _LOG[60], len(bare), False, False, bare)
    words = bare.split()
    size = len(words)
    if size < 8 and len(bare) > 10 and not bare.isascii():
        size += len(_CJK.findall(bare)) // 2
    ends = ends and size >= 4
    folded = bare.strip(_EDGES).casefold()
    lower, hits = _USUAL_LOWER, 0.0
    is_known = is_copyright = False
    if size < _LONG_WORDS:
        lexicon = _lexicon()
        is_copyright = "©" in bare or "all rights reserved" in folded
        is_known = is_copyright or not folded or folded in lexicon.lines
        if not is_known and not lexicon.words.isdisjoint(found := folded.split()):
            hits = min(len(lexicon.words.intersection(found)), 3) / size
        lower = sum(map(str.islower, words)) / (len(words) or 1)
    is_prose = not is_known and ((ends and size >= 6 and (lower > 0.4 or not bare.isascii())) or size >= 25)
    tails = _lexicon().tails
    is_tail = is_copyright or folded in tails or (":" in folded and folded.partition(":")[0] in tails)
    part = (
        weights.constant
        + weights.size * _LOG[min(size, 63)]
        + weights.ends * ends
        + weights.marked * is_marked
        + weights.known * is_known
        + weights.hits * hits
        + weights.lower * lower
        + weights.prose * is_prose
        + weights.cells * (" | " in bare or "\t" in bare)
    )
    return _Look(part, _LOG[min(size, 63)], len(bare) if is_prose else 0, is_known, is_tail, folded)


def context_scores(looks: Sequence[_Look], weights: Weights) -> list[float]:
    """Return each line's score: its own part, and what its place adds.

    The place is its neighbours, the share of the page's prose before and after it, and the distance from a marker
    behind which bodies have usually ended ("Related posts").
    """
    if not looks:
        return []
    count = len(looks)
    total = [0, *accumulate([look.prose for look in looks])]
    times = Counter([look.folded for look in looks])
    whole = total[-1] or 1
    page = weights.page * log(whole) / 10
    since = 99.0
    last = looks[0]
    scores = []
    for index, look in enumerate(looks):
        follower = looks[index + 1] if index + 1 < count else look
        until = total[index + _REACH + 1] if index + _REACH < count else whole
        near = until - (total[index - _REACH] if index > _REACH else 0)
        before, after = total[index] / whole, 1 - total[index + 1] / whole
        since = 0.0 if look.is_tail and before > 0.3 else since + (3.0 if look.prose > 300 else 1.0)
        scores.append(
            look.part
            + page
            + weights.near * log(1 + near)
            + weights.before * before
            + weights.after * after
            + weights.middle * (before if before < after else after)
            + (weights.first if before == 0 else 0.0)
            + (weights.tail * exp(-since / _TAIL_LINES) if since < 80 else 0.0)
            + (weights.again if times[look.folded] > 1 else 0.0)
            + weights.last_size * last.size
            + weights.next_size * follower.size
            + weights.beside_furniture * (last.is_furniture + follower.is_furniture)
            + weights.beside_prose * ((last.prose > 0) + (follower.prose > 0))
        )
        last = look
    return scores


def _smooth(scores: Sequence[float]) -> list[bool]:
    """Return the sequence of body and furniture with the highest total score, each change costing ``switch``."""
    switch, bias = _smoothing()
    furniture, body = 0.0, -switch / 2
    origins: list[tuple[bool, bool]] = []  # for either end state: was the line before body?
    for score in scores:
        leaves, enters = body - switch > furniture, furniture - switch > body
        origins.append((leaves, not enters))
        furniture, body = (
            (body - switch if leaves else furniture),
            (furniture - switch if enters else body) + score + bias,
        )
    state = body > furniture
    states = []
    for leaves, stays in reversed(origins):
        states.append(state)
        state = stays if state else leaves
    states.reverse()
    return states


@cache
def _data() -> dict[str, dict[str, Any]]:
    # A TOML file is a free-form bag by nature; it leaves this module as typed records.
    path = Path(__file__).parents[1] / "rules" / "furniture.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _lexicon() -> _Lexicon:
    data = _data()
    return _Lexicon(
        lines=frozenset(line.strip(_EDGES).casefold() for lines in data["lines"].values() for line in lines),
        words=frozenset(data["words"]["any"]),
        tails=frozenset(line.strip(_EDGES).casefold() for line in data["tails"]["any"]),
    )


@cache
def _weights() -> Weights:
    """Return the weights of ``furniture.toml``; ``TypeError`` when one is missing or unknown."""
    return Weights(**_data()["weights"])


@cache
def _smoothing() -> tuple[float, float]:
    smoothing = _data()["smoothing"]
    return smoothing["switch"], smoothing["bias"]
