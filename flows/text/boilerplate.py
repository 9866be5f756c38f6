"""Which lines of a web page's text are its body and which are the site's furniture.

No tag is left to go by, so each line is judged by what it looks like (words, sentence end, list mark, interface words),
by its neighbours, and by where it stands between the first and the last sentence; then the cheapest sequence of
"body" and "furniture" is taken, because both come in runs. Words and weights are data (``flows/rules/furniture.toml``).

Only web pages may be judged, and only lines that nothing else has read (title, byline, tags): on an infobox or a list
of units the same classifier does harm.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from math import exp, log
from typing import Final, NamedTuple

from flows.text.furniture import EDGES, model, smoothing

_MARKER: Final = re.compile("(?:(?:[*+•·●▪◦‣o#>|»›→–—-]|\\d{1,2}[.)])[ \t\u00a0]++)++")
_NOTES: Final = re.compile("(?<!\\])(?:\\[\\w{1,3}\\])++\\Z")
_CJK: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_SENTENCE_MARKS: Final = frozenset(".!?…।。！？۔؟")
_CLOSERS: Final = "\"'”’»)]*_ "
# "© is a sign" is a sentence; a year or a name makes it a footer, and a name alone ("© Reuters") may be a picture's credit.
_COPYRIGHT: Final = re.compile("©[ \u00a0]?(?:\\d|[^\\W\\d_a-z]|\\Z)|©.*(?:19|20)\\d{2}|(?:19|20)\\d{2}.*©|(?i:copyright)[ ]©")
_RIGHTS: Final = re.compile(
    "\\d{4}|reserved|réservés|vorbehalten|reservados|riservati|voorbehouden|zastrzeżone|защищены|محفوظة"
)
_REACH: Final = 8
"""Lines to each side that count as a line's neighbourhood."""
_LONG_WORDS: Final = 30
_LONG_CHARACTERS: Final = 240
"""Beyond these a line is a sentence: it is not looked up in the lexicon, because interface is short."""
_TAIL_LINES: Final = 12.0
"""Lines after which a tail marker ("Related posts") counts for a third of what it counted for."""
_TAIL_FROM: Final = 0.3
"""Share of the page's prose that stands before a tail marker: above, it belongs to a menu."""
_BEHIND: Final = 5
"""Lines behind a tail marker that tell whether the article goes on."""
_GOING_ON: Final = 0.35
"""Share of prose among them from which it does, and the one asked behind a strong marker ("Comments")."""
_GOING_ON_STRONG: Final = 0.6
_STRONG: Final = 2
_FAR: Final = 80
"""Lines behind a tail marker after which it counts no more."""
_FADES: Final = tuple(exp(-lines / _TAIL_LINES) for lines in range(_FAR))
_OPENING: Final = -2.2
"""Score above which a sentence directly above the body is its opening paragraph (a probability of 0.1)."""
_SENTENCE: Final = 0.55
"""Score above which a sentence is body whatever stands around it."""
_USUAL_LOWER: Final = 0.85
"""Share of lower-case words in prose."""
_SHORT: Final = 100
"""Characters up to which a line is looked up among those seen before: longer ones do not come back."""
_new: Final = tuple.__new__  # a third of what a NamedTuple's own constructor costs


class Judged(NamedTuple):
    """What was decided of one line: is it body, and the classifier's score for it (0 furniture … 1 body)."""

    is_body: bool
    score: float


class _Look(NamedTuple):
    """What a line shows by itself: its share of the score, and what it adds to the lines behind and before it.

    ``prose`` is its characters if it is prose, ``tail`` how surely bodies end before it (0 no marker, 1 "Related",
    2 "Comments", 3 a line of rights), ``folded`` the line as lines are compared.
    """

    part: float
    as_last: float
    as_next: float
    prose: int
    is_furniture: bool
    tail: int
    folded: str


def judge(lines: Sequence[str]) -> tuple[Judged, ...]:
    """Return for each line of a page whether it is body. Blank lines must be left out: they say nothing.

    The scores come from a logistic regression over two dozen features, trained on pages whose body is known; the
    sequence is the one of highest total score when each change between body and furniture costs a fixed amount.
    Recall comes first: in doubt a line stays.

    >>> prose = "The army entered the city on Friday, and the siege of three years was over."
    >>> [judged.is_body for judged in judge(["Skip to content", "Home", prose, prose + " Nobody fled.", "Tweet"])]
    [False, False, True, True, False]
    """
    if not lines:
        return ()
    looks = [_look_short(line) if len(line) <= _SHORT else _look(line) for line in lines]
    scores = _scores(looks)
    body = _smooth(scores)
    if True not in body:
        # A page of a few sentences has too little context to win by: its sentences are the body all the same.
        body = _sentences(looks)
    for index, one in enumerate(looks):
        if one.prose and scores[index] > _SENTENCE:
            body[index] = True  # an answer between the lines of a forum is too short a run to pay two changes
        elif one.tail == 1 and one.is_furniture and scores[index] < 0:
            body[index] = False  # "Advertisement" inside of the article
    for index in range(len(lines) - 1, 0, -1):
        # An opening paragraph has no prose before it and loses for that alone: a sentence glued to the body joins it.
        if body[index] and not body[index - 1] and scores[index - 1] > _OPENING:
            above = looks[index - 1]
            if above.prose and not above.tail:
                body[index - 1] = True
    # Three decimals by way of a whole number: ``round`` takes four times as long.
    shares = [int(1000 / (1 + exp(-score)) + 0.5) / 1000 for score in scores]
    return tuple(map(Judged._make, zip(body, shares, strict=True)))


def _sentences(looks: Sequence[_Look]) -> list[bool]:
    """Return which lines are sentences, up to the first tail marker below one of them, and the few words between two."""
    found: list[bool] = []
    has_begun = is_over = False
    for index, one in enumerate(looks):
        is_over = is_over or (has_begun and one.tail > 0 and not _goes_on(looks, index))
        is_sentence = one.prose > 0 and not is_over
        has_begun = has_begun or is_sentence
        found.append(is_sentence)
    for index in range(1, len(found) - 1):
        # "No one was hurt." is too short for a sentence by itself.
        if found[index - 1] and found[index + 1] and not looks[index].is_furniture:
            found[index] = True
    return found


def is_interface(line: str) -> bool:
    """Return whether a whole line is interface and nothing else: a word of the lexicon, or a copyright line.

    >>> is_interface("  • Skip to content"), is_interface("© 2025 Informed Comment"), is_interface("Russia")
    (True, True, False)
    """
    return look(line).is_furniture


def is_prose(line: str) -> bool:
    """Return whether a line is a sentence of an article by its own looks: six words or more and a sentence's end.

    >>> is_prose("The army entered the old town on Friday."), is_prose("The army in the old town")
    (True, False)
    """
    return look(line).prose > 0


def folded(line: str) -> str:
    """Return a line as lines are compared: without list mark and edges, in lower case.

    >>> folded("  • Read more »")
    'read more'
    """
    return look(line).folded


def look(line: str) -> _Look:
    """Return what a line shows by itself; the short ones ("Share") come back on every page of a site."""
    return _look_short(line) if len(line) <= _SHORT else _look(line)


def _look(line: str) -> _Look:
    known_lines, known_words, tails, ends_of_body, weights, parts, lasts, nexts = model()
    bare = line.strip()
    is_marked = False
    initial = bare[:1]
    if not initial.isalpha() or initial == "o":
        marker = _MARKER.match(bare)
        if marker is not None:
            bare = bare[marker.end() :]
            is_marked = True
    last = bare[-1:]
    if last == "]" and (note := _NOTES.search(bare)) is not None:
        last = bare[note.start() - 1 : note.start()]  # "… in 1983.[2]"
    ends = last in _SENTENCE_MARKS or (last in _CLOSERS and bare.rstrip(_CLOSERS)[-1:] in _SENTENCE_MARKS)
    part = weights.marked if is_marked else 0.0
    if len(bare) > _LONG_CHARACTERS:
        part += parts[60] + weights.ends * ends + weights.lower * _USUAL_LOWER + weights.prose
        beside = weights.beside_prose
        return _new(_Look, (part, lasts[60] + beside, nexts[60] + beside, len(bare), False, 0, bare))
    words = bare.split()
    size = count = len(words)
    is_ascii = bare.isascii()
    if not is_ascii and size < 8 and len(bare) > 10:
        size += len(_CJK.findall(bare)) // 2
    folded = bare.strip(EDGES).casefold()
    lower = _USUAL_LOWER
    is_known = is_copyright = False
    if size < _LONG_WORDS:
        is_copyright = "all rights reserved" in folded or (
            not is_ascii and "©" in bare and _COPYRIGHT.search(bare) is not None
        )
        is_known = is_copyright or not folded or folded in known_lines
        if not is_known and not known_words.isdisjoint(found := folded.split()):
            part += weights.hits * min(len(known_words.intersection(found)), 3) / size
        lower = sum(map(str.islower, words)) / (count or 1)
    elif size > 63:
        size = 63
    part += parts[size] + weights.lower * lower
    if ends and size >= 4:
        part += weights.ends
    if " | " in bare or "\t" in bare:
        part += weights.cells
    prose = 0
    beside = 0.0
    if is_known:
        part += weights.known
        beside = weights.beside_furniture
    elif size >= 25 or (ends and size >= 6 and (lower > 0.4 or not is_ascii)):
        part += weights.prose
        beside = weights.beside_prose
        prose = len(bare)
    label = folded.partition(":")[0].rstrip() if ":" in folded else folded
    tail = 1 if label in tails else 0
    if is_copyright:
        tail = 3 if _RIGHTS.search(folded) is not None else 1
    elif tail and label in ends_of_body:
        tail = 2
    return _new(_Look, (part, lasts[size] + beside, nexts[size] + beside, prose, is_known, tail, folded))


_look_short = lru_cache(maxsize=16_384)(_look)


def _scores(looks: Sequence[_Look]) -> list[float]:
    """Return each line's score: its own part, and what its place adds.

    The place is its neighbours, the share of the page's prose before and after it, and the distance from a marker
    behind which bodies have usually ended ("Related posts").
    """
    weights = model().weights
    parts, lasts, nexts, proses, _, tails, folds = zip(*looks, strict=True)
    total = [0, *accumulate(proses)]
    whole = total[-1] or 1
    page = weights.page * log(whole) / 10
    w_near, w_before, w_after, w_middle = weights.near, weights.before, weights.after, weights.middle
    times = Counter(folds)
    since = _FAR
    scores = []
    # The first line is its own neighbour above, the last one below. ``until`` and ``since`` bound the neighbourhood.
    rows = zip(
        parts,
        (lasts[0], *lasts),
        (*nexts[1:], nexts[-1]),
        total,
        total[1:],
        total[_REACH + 1 :] + [whole] * _REACH,
        [0] * _REACH + total,
        tails,
        folds,
        strict=False,
    )
    for part, last, follower, start, end, near_end, near_start, tail, fold in rows:
        before, after = start / whole, 1 - end / whole
        score = part + page + last + follower + w_near * log(1 + near_end - near_start)
        score += w_before * before + w_after * after + w_middle * (before if before < after else after)
        if start == 0:
            score += weights.first
        if tail and before > _TAIL_FROM and not _goes_on(looks, len(scores)):
            since = 0
        elif since < _FAR:
            since += 3 if end - start > 300 else 1
        if since < _FAR:
            score += weights.tail * _FADES[since]
        if times[fold] > 1:
            score += weights.again
        scores.append(score)
    return scores


def _goes_on(looks: Sequence[_Look], index: int) -> bool:
    """Return whether an article goes on behind a marker that stands inside of articles too ("Advertisement").

    It does when a good share of the next lines is prose and hardly any is interface; behind "Comments" more is asked,
    and a line of rights ends every body.
    """
    tail = looks[index].tail
    if tail > _STRONG:
        return False
    following = looks[index + 1 : index + 1 + _BEHIND]
    prose = sum([1 for one in following if one.prose])
    interface = sum([one.is_furniture for one in following])
    share, most = (_GOING_ON_STRONG, 0) if tail == _STRONG else (_GOING_ON, 1)
    return len(following) > 1 and prose >= share * len(following) and interface <= most


def _smooth(scores: Sequence[float]) -> list[bool]:
    """Return the sequence of body and furniture with the highest total score, each change costing ``switch``."""
    switch, bias = smoothing()
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
