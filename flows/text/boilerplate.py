"""Which lines of a web page's text are its body and which are the site's furniture.

No tag is left to go by, so each line is judged by what it looks like (words, sentence end, list mark, interface words),
by its neighbours, and by where it stands between the first and the last sentence; then the cheapest sequence of
"body" and "furniture" is taken, because both come in runs. Words and weights are data (``flows/rules/furniture.toml``).

Only web pages may be judged, and only lines that nothing else has read (title, byline, tags): on an infobox or a list
of units the same classifier does harm.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from math import exp, log
from typing import Final, NamedTuple

from flows.text.furniture import model, smoothing
from flows.text.looks import SHORT, Look, look_long, look_short

_REACH: Final = 8
"""Lines to each side that count as a line's neighbourhood."""
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


class Judged(NamedTuple):
    """What was decided of one line: is it body, and the classifier's score for it (0 furniture … 1 body)."""

    is_body: bool
    score: float


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
    looks = [look_short(line) if len(line) <= SHORT else look_long(line) for line in lines]
    scores = _scores(looks)
    body = _smooth(scores)
    if True not in body:
        # A page of a few sentences has too little context to win by: its sentences are the body all the same.
        body = _sentences(looks)
    for index, score in enumerate(scores):
        if score > _SENTENCE:
            if looks[index].prose:
                body[index] = True  # an answer between the lines of a forum is too short a run to pay two changes
        elif score < 0 and body[index] and looks[index].tail == 1 and looks[index].is_furniture:
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


def _sentences(looks: Sequence[Look]) -> list[bool]:
    """Return which lines are sentences, up to the first tail marker below one of them, and short lines between two."""
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


def _scores(looks: Sequence[Look]) -> list[float]:
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
    scores: list[float] = []
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


def _goes_on(looks: Sequence[Look], index: int) -> bool:
    """Return whether an article goes on behind a marker that stands inside of articles too ("Advertisement").

    It does when a good share of the next lines is prose and hardly any is interface; behind "Comments" more is asked,
    and a line of rights ends every body.
    """
    tail = looks[index].tail
    if tail > _STRONG:
        return False
    following = looks[index + 1 : index + 1 + _BEHIND]
    prose = sum([1 for one in following if one.prose])
    last = max([index for index, one in enumerate(following) if one.prose], default=0)
    interface = sum([one.is_furniture for one in following[:last]])  # what stands below the last sentence is the footer
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
