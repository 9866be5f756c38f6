"""What the line classifier learns from: annotated pages as features, and copies of some of them changed on purpose."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from flows.text.furniture.line_features import LEXICAL, OWN, own_features
from flows.text.furniture.position_features import position_features
from tests.quality.pages import AnnotatedPage, lines_of
from tests.quality.word_scores import words_of

_MARK = re.compile(r"^\s*(?:[*+•·●▪◦‣o-]\s+)?")


@dataclass(frozen=True, slots=True)
class Sample:
    """One page as the network sees it: a row of features, a label and a number of words for each line."""

    page: AnnotatedPage
    features: np.ndarray[Any, np.dtype[np.float32]]
    labels: np.ndarray[Any, np.dtype[np.float32]]
    words: np.ndarray[Any, np.dtype[np.float32]]


class Change(NamedTuple):
    """What is taken from a copy of a page: marks, capitals, the lexicon's words, lines of furniture or of body.

    ``sentences`` keeps so many lines of body and all of the furniture.
    """

    is_bare: bool = False
    is_small: bool = False
    is_unknown: bool = False
    is_clean: bool = False
    sentences: int = 0


AS_IT_IS = Change()
CHANGES = (
    *(Change(is_bare=True),) * 4,
    Change(is_bare=True, is_small=True, is_unknown=True),
    Change(is_small=True),
    Change(is_unknown=True),
    Change(is_clean=True),
    Change(sentences=2),
    Change(is_bare=True, sentences=4),
)
ONE_IN = 32
"""A page in so many is changed in each of these ways."""


def sample(page: AnnotatedPage, change: Change = AS_IT_IS) -> Sample:
    """Return a page's features, or those of a copy changed on purpose."""
    lines, blanks, numbers = lines_of(page.text)
    labels = [page.labels[number] for number in numbers]
    body = [index for index, label in enumerate(labels) if label == 1]
    taken: set[int] = set()
    if change.is_clean and len(body) > 2:
        taken = set(range(len(lines))).difference(body)
    elif change.sentences and len(body) > change.sentences:
        last = body[change.sentences - 1]
        taken = {index for index in range(last + 1, body[-1] + 1) if labels[index] != 0}
    left = [index for index in range(len(lines)) if index not in taken]
    lines, blanks, labels = ([items[index] for index in left] for items in (lines, blanks, labels))
    if change.is_bare:
        lines = [_MARK.sub("", line) or line for line in lines]
    if change.is_small:
        lines = [line.lower() for line in lines]
    own = np.array([own_features(line) for line in lines], dtype=np.float32)
    if change.is_unknown:
        own[:, [OWN.index(name) for name in LEXICAL]] = 0.0
    features = np.hstack([own, position_features(lines, blanks, own)])
    words = np.array([len(words_of(line)) for line in lines], dtype=np.float32)
    return Sample(page, features, np.array(labels, dtype=np.float32), words)


def samples(pages: Sequence[AnnotatedPage]) -> tuple[list[Sample], list[Sample]]:
    """Return the pages as they are, and the changed copies of some, which are only learned from."""
    plain = [sample(page) for page in pages if page.text.strip()]
    copies = []
    for page in pages:
        chance = zlib.crc32(f"{page.id}{page.kind}".encode()) % ONE_IN
        if page.text.strip() and chance < len(CHANGES):
            copies.append(sample(page, CHANGES[chance]))
    return plain, copies
