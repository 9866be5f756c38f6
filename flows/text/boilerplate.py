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
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from math import exp, log
from operator import mul
from pathlib import Path
from typing import Any, Final, NamedTuple

_MARKER: Final = re.compile("[ \t\u00a0]*+(?:(?:[*+•·●▪◦‣o#>|»›→–—-]|\\d{1,2}[.)])[ \t\u00a0]++)*+")
_CJK: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_SENTENCE_MARKS: Final = frozenset(".!?…।。！？۔؟")
_CLOSERS: Final = "\"'”’»)]*_ "
_EDGES: Final = " \t\u00a0.:…!?*»›>→←«‹|-–—_+[]()#"
_WORD_EDGES: Final = ",.:;!?()|'\"“”"
_REACH: Final = 8
"""Lines to each side that count as a line's neighbourhood."""
_LONG_WORDS: Final = 30
_LONG_CHARACTERS: Final = 240
"""Beyond these a line is a sentence: it is not looked up in the lexicon, because interface is short."""
_TAIL_LINES: Final = 12.0
"""Lines after which a tail marker ("Related posts") counts for a third of what it counted for."""
_LOG: Final = tuple(log(1 + count) for count in range(64))


class Judged(NamedTuple):
    """What was decided of one line: is it body, and the classifier's score for it (0 furniture … 1 body)."""

    is_body: bool
    score: float


class _Look(NamedTuple):
    """What a line shows by itself. ``part`` is its share of the score, ``sentence`` its characters if it is prose."""

    part: float
    size: float
    sentence: int
    is_furniture: bool
    is_tail: bool
    folded: str


class _Lexicon(NamedTuple):
    lines: frozenset[str]
    words: frozenset[str]
    tails: frozenset[str]


class _Weights(NamedTuple):
    line: tuple[float, ...]
    context: tuple[float, ...]
    switch: float
    bias: float


def judge(lines: Sequence[str]) -> tuple[Judged, ...]:
    """Return for each line of a page whether it is body. Blank lines must be left out: they say nothing.

    The scores come from a logistic regression over two dozen features, trained on pages whose body is known; the
    sequence is the one of highest total score when each change between body and furniture costs a fixed amount.
    Recall comes first: in doubt a line stays.

    >>> lines = ["Skip to content", "Home", "The army entered the city on Friday, and the siege was over.", "Tweet"]
    >>> [judged.is_body for judged in judge(lines)]
    [False, False, True, False]
    """
    if not lines:
        return ()
    looks = [_look(line) for line in lines]
    weights = _weights().context
    scores = [look.part + sum(map(mul, weights, row)) for look, row in zip(looks, _context(looks), strict=True)]
    body = _smooth(scores)
    return tuple(
        Judged(is_body, round(1 / (1 + exp(-max(-30.0, min(30.0, score)))), 3))
        for is_body, score in zip(body, scores, strict=True)
    )


def is_interface(line: str) -> bool:
    """Return whether a whole line is interface and nothing else: a word of the lexicon, or a copyright line.

    >>> is_interface("  • Skip to content"), is_interface("© 2025 Informed Comment"), is_interface("Russia")
    (True, True, False)
    """
    return _look(line).is_furniture


def _fold(bare: str) -> str:
    return bare.strip(_EDGES).casefold()


@lru_cache(maxsize=16_384)
def _look(line: str) -> _Look:
    """Return what a line shows by itself; the same lines ("Share") come back on every page."""
    values, sentence, is_furniture, is_tail, folded = line_features(line)
    part = sum(map(mul, _weights().line, values))
    return _Look(part, values[1], sentence, is_furniture, is_tail, folded)


def line_features(line: str) -> tuple[tuple[float, ...], int, bool, bool, str]:
    """Return the features of a line by itself, its characters if it is prose, whether it is interface or a tail marker.

    The features, in the order of the weights: constant, words (log), sentence end, list mark, whole line in the
    lexicon, share of lexicon words, share of lower-case words, prose, several cells in one line.
    """
    marker = _MARKER.match(line)
    at = marker.end() if marker is not None else 0
    bare = line[at:].rstrip()
    is_marked = at > 0 and bool(line[:at].strip())
    if len(bare) > _LONG_CHARACTERS:
        values = (1.0, _LOG[60], float(bare.rstrip(_CLOSERS)[-1:] in _SENTENCE_MARKS), float(is_marked), 0.0, 0.0, 0.85, 1.0, 0.0)
        return values, len(bare), False, False, bare[:_LONG_CHARACTERS]
    words = bare.split()
    size = len(words)
    if size < 8 and len(bare) > 10 and not bare.isascii():
        size += len(_CJK.findall(bare)) // 2
    is_sentence = size >= 4 and bare.rstrip(_CLOSERS)[-1:] in _SENTENCE_MARKS
    folded = _fold(bare)
    known = hits = 0.0
    lower = 0.85
    lexicon = _lexicon()
    is_copyright = "©" in bare[:60] or "all rights reserved" in folded
    if size < _LONG_WORDS:
        if folded in lexicon.lines or is_copyright or not folded:
            known = 1.0
        else:
            found = sum(word.strip(_WORD_EDGES) in lexicon.words for word in folded.split())
            hits = min(found, 3) / size if found else 0.0
        lower = sum(map(str.islower, words)) / (len(words) or 1)
    is_prose = not known and ((is_sentence and size >= 6 and (lower > 0.4 or not bare.isascii())) or size >= 25)
    values = (
        1.0, _LOG[min(size, 63)], float(is_sentence), float(is_marked), known, hits, lower, float(is_prose),
        float(" | " in bare or "\t" in bare),
    )  # fmt: skip
    is_tail = is_copyright or folded in lexicon.tails or (":" in folded and folded.partition(":")[0] in lexicon.tails)
    return values, len(bare) if is_prose else 0, known > 0, is_tail, folded


def _context(looks: Sequence[_Look]) -> Iterator[tuple[float, ...]]:
    """Yield the features that a line has from its place: neighbours, share of prose before and after, tail markers."""
    count = len(looks)
    prose = list(accumulate((look.sentence for look in looks), initial=0))
    times = Counter(look.folded for look in looks)
    whole = prose[-1] or 1
    page = log(whole) / 10
    since = 99.0
    last = looks[0]
    for index, look in enumerate(looks):
        follower = looks[index + 1] if index + 1 < count else look
        near = log(1 + prose[min(count, index + _REACH + 1)] - prose[max(0, index - _REACH)])
        close = log(1 + prose[min(count, index + 4)] - prose[max(0, index - 3)])
        before, after = prose[index] / whole, 1 - prose[index + 1] / whole
        if look.is_tail and before > 0.3:
            since = 0.0
        else:
            since = min(99.0, since + (3.0 if look.sentence > 300 else 1.0))
        yield (
            near, close, before, after, float(before == 0), float(after == 0), exp(-since / _TAIL_LINES),
            float(times[look.folded] > 1), last.size, follower.size, float(last.is_furniture) + follower.is_furniture,
            float(bool(last.sentence)) + bool(follower.sentence), before if before < after else after, page,
        )  # fmt: skip
        last = look


def _smooth(scores: Sequence[float]) -> list[bool]:
    """Return the sequence of body and furniture with the highest total score, each change costing ``switch``."""
    _, _, switch, bias = _weights()
    furniture, body = 0.0, -switch / 2
    origins: list[tuple[bool, bool]] = []  # for either end state: was the line before body?
    for score in scores:
        leaves, enters = body - switch > furniture, furniture - switch > body
        origins.append((leaves, not enters))
        furniture, body = (body - switch if leaves else furniture), (furniture - switch if enters else body) + score + bias
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
        lines=frozenset(_fold(line) for lines in data["lines"].values() for line in lines),
        words=frozenset(data["words"]["any"]),
        tails=frozenset(_fold(line) for line in data["tails"]["any"]),
    )


@cache
def _weights() -> _Weights:
    weights = _data()["weights"]
    return _Weights(tuple(weights["line"]), tuple(weights["context"]), weights["switch"], weights["bias"])
