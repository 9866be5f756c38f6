"""Why the line classifier took a line for furniture, in words.

The network itself gives no reasons, so a linear reading of it does: the weights with which its features come closest
to its scores (``reading`` in ``line_model.json``). Each group of features has its words in ``furniture.toml``; the
groups that speak most against a line are its reasons, with their share of the score.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np

from flows.text.furniture.line_model import Array, inputs, network
from flows.text.furniture.page_features import Matrix
from flows.text.furniture.words import reason_groups

_MOST: Final = 3
_LEAST: Final = 0.2
"""What a group must take from a line's log-odds to be named."""


class _ReasonTable(NamedTuple):
    """The words of each group, and what each feature (row) adds to each group (column)."""

    words: tuple[str, ...]
    weights: Array


@cache
def _reading() -> _ReasonTable:
    net, groups = network(), reason_groups()
    weights = np.zeros((len(net.features), len(groups)))
    for number, group in enumerate(groups):
        for name in group.features:
            row = net.features.index(name)
            weights[row, number] = net.reading[row]
    return _ReasonTable(tuple(group.words for group in groups), weights)


def reasons_of(features: Matrix, wanted: Sequence[bool]) -> list[str | None]:
    """Return for each line that is wanted the reasons against it, the weightiest first; None for the others.

    >>> from flows.text.furniture.line_reasons import _reading
    >>> "interface words" in _reading().words
    True
    """
    found: list[str | None] = [None] * len(wanted)
    rows = [number for number, is_wanted in enumerate(wanted) if is_wanted]
    if not rows:
        return found
    reading = _reading()
    shares = np.round(inputs(features[rows], network()) @ reading.weights, 1)
    orders = np.argsort(shares, axis=1, kind="stable")[:, :_MOST]
    for row, share, order in zip(rows, shares.tolist(), orders.tolist(), strict=True):
        named = [f"{reading.words[group]} {share[group]:+.1f}" for group in order if share[group] <= -_LEAST]
        found[row] = "; ".join(named) or "everything together"
    return found
