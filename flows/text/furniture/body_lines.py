"""Which lines of a web page's text are its body, and which are the site's furniture ("Share", "Skip to content").

The text has no tags left, so a small network (``line_model.py``) scores each line by its looks, by the lines around it
and by its position on the page. Then those lines are chosen that are expected to agree best with the body, so a page on
which little is certain keeps more lines. Words and limits are data (``flows/rules/data/furniture.toml``).

Only web pages may be judged, and only lines that nothing else has read (title, byline, tags): on an infobox or a list
of units the same classifier does harm.

The network gives no reasons, so a linear approximation of it does: the weights with which its features come closest to
its scores (``reading`` in ``line_model.json``). ``furniture.toml`` has words for each group of features. The groups
that count most against a line are its reasons, with their share of the score.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np

from flows.text.furniture.line_features import OWN, own_features
from flows.text.furniture.line_look import look
from flows.text.furniture.line_model import Array, inputs, network, scores
from flows.text.furniture.position_features import Matrix, article_goes_on, position_features
from flows.text.furniture.region import whole_region
from flows.text.furniture.words import decision, reason_groups

_WORDS: Final = OWN.index("words")
_LONG: Final = 15
_FEW_LINES: Final = 25
"""Pages with fewer lines are decided by rule: the network was trained on whole pages, and 99 of 100 have more."""
_SMALL_PAGE: Final = 40
"""On pages with fewer lines the body is one stretch: what stands in it stays."""
_LIKELY: Final = 0.75
_SURE: Final = 0.95
_MOST_REASONS: Final = 3
_LEAST_SHARE: Final = 0.2
"""A group is named if it lowers a line's log-odds by at least this much."""


class Judged(NamedTuple):
    """The decision on one line: whether it is body, its score (0 furniture … 1 body), and why if it is not."""

    is_body: bool
    score: float
    reasons: str | None = None


def judge(lines: Sequence[str], blanks: Sequence[int] = ()) -> tuple[Judged, ...]:
    """Return for each line of a page whether it is body.

    ``lines`` must not include blank lines; ``blanks`` has the number of blank lines before each line, none by default.
    Recall comes first: in doubt a line stays.

    >>> prose = "The army entered the city on Friday, and the siege of three years was over."
    >>> [judged.is_body for judged in judge(["Skip to content", "Home", prose, prose + " Nobody fled.", "Tweet"])]
    [False, False, True, True, False]
    """
    if not lines:
        return ()
    if len(lines) < _FEW_LINES:
        return _judge_few(lines, blanks or [0] * len(lines))
    own = np.array([own_features(line) for line in lines], dtype=np.float32)
    features = np.hstack((own, position_features(lines, blanks or [0] * len(lines), own)))
    odds = scores(features)
    body = choose_body(odds, features)
    if True not in body:
        # A page of a few sentences has too little context for the network. Its sentences are the body all the same.
        body = _sentences(lines)
    if len(lines) < _SMALL_PAGE:
        body = whole_region(lines, blanks or [0] * len(lines), body)
    reasons = reasons_of(features, [not is_body for is_body in body])
    return tuple(map(Judged._make, zip(body, _shares(odds).tolist(), reasons, strict=True)))


def _judge_few(lines: Sequence[str], blanks: Sequence[int]) -> tuple[Judged, ...]:
    """Return the decisions by rule for a page too small for the network: sentences stay, and what stands among them.

    No score is ever sure.
    """
    judged = []
    for line, is_body in zip(lines, whole_region(lines, blanks, _sentences(lines)), strict=True):
        if is_body:
            judged.append(Judged(True, _LIKELY))
        elif look(line).is_furniture:
            judged.append(Judged(False, round(1 - _SURE, 2), "interface words, on a page of few lines"))
        else:
            judged.append(Judged(False, 1 - _LIKELY, "no sentence, on a page of few lines"))
    return tuple(judged)


def choose_body(odds: Array, features: Matrix) -> list[bool]:
    """Return which lines to choose for the highest expected agreement (F measure by words) with the body.

    The best choice is always "all lines above some score". That score differs from page to page, within the limits of
    ``furniture.toml``; ``recall`` there says how much more a lost word costs than a superfluous one.
    """
    recall, lowest, highest = decision()
    shares = _shares(odds)
    words = np.expm1(features[:, _WORDS].astype(np.float64))
    order = np.argsort(-shares, kind="stable")
    kept = np.cumsum(words[order])
    right = np.cumsum((shares * words)[order])
    whole = float(right[-1])
    agreement = right / (kept + recall * whole + 1e-9)
    threshold = min(max(float(shares[order][int(np.argmax(agreement))]), lowest), highest)
    chosen: list[bool] = (shares >= threshold).tolist()
    return chosen


def _shares(odds: Array) -> Array:
    """Return the scores from 0 to 1, rounded to three decimals."""
    shares: Array = np.floor(1000 / (1 + np.exp(-odds)) + 0.5) / 1000
    return shares


def _sentences(lines: Sequence[str]) -> list[bool]:
    """Return which lines are sentences, up to the first tail marker after one of them."""
    looks = [look(line) for line in lines]
    own = np.array([own_features(line) for line in lines], dtype=np.float32)
    found: list[bool] = []
    has_begun = is_over = False
    for index, (line, one) in enumerate(zip(lines, looks, strict=True)):
        is_over = is_over or (has_begun and one.tail > 0 and not article_goes_on(own, index))
        is_long = not one.is_furniture and line.count(" ") >= _LONG  # a sentence that lost its full stop
        is_sentence = (one.prose > 0 or is_long) and not is_over
        has_begun = has_begun or is_sentence
        found.append(is_sentence)
    return found


class _ReasonTable(NamedTuple):
    """The words of each group, and what each feature (row) adds to each group (column)."""

    words: tuple[str, ...]
    weights: Array


@cache
def _reason_table() -> _ReasonTable:
    """Return the reason groups of ``furniture.toml`` with their weights in the linear approximation."""
    net, groups = network(), reason_groups()
    weights = np.zeros((len(net.features), len(groups)))
    for number, group in enumerate(groups):
        for name in group.features:
            row = net.features.index(name)
            weights[row, number] = net.reading[row]
    return _ReasonTable(tuple(group.words for group in groups), weights)


def reasons_of(features: Matrix, wanted: Sequence[bool]) -> list[str | None]:
    """Return for each wanted line the reasons why it is furniture, the strongest first; None for the others.

    >>> from flows.text.furniture.body_lines import _reason_table
    >>> "interface words" in _reason_table().words
    True
    """
    found: list[str | None] = [None] * len(wanted)
    rows = [number for number, is_wanted in enumerate(wanted) if is_wanted]
    if not rows:
        return found
    reading = _reason_table()
    shares = np.round(inputs(features[rows], network()) @ reading.weights, 1)
    orders = np.argsort(shares, axis=1, kind="stable")[:, :_MOST_REASONS]
    for row, share, order in zip(rows, shares.tolist(), orders.tolist(), strict=True):
        named = [f"{reading.words[group]} {share[group]:+.1f}" for group in order if share[group] <= -_LEAST_SHARE]
        found[row] = "; ".join(named) or "everything together"
    return found
