"""How well a kept text agrees with a page's annotated body, by words: the measure of every boilerplate figure here."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

# Chinese and Japanese print no spaces between words: there a character is a word.
_CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+")


class WordScores(NamedTuple):
    """Agreement of one page, each from 0 to 1."""

    precision: float
    recall: float
    f1: float


def words_of(text: str) -> list[str]:
    """Return the words of a text, case folded; each Chinese or Japanese character is one.

    >>> words_of("The Siege, 2014–17: 代尔祖尔")
    ['the', 'siege', '2014', '17', '代', '尔', '祖', '尔']
    """
    return _WORD.findall(text.casefold())


def word_scores(kept: str, main: str) -> WordScores:
    """Return precision, recall and F1 of the words kept against those of the body, each word as often as it stands.

    A page of which nothing is kept has 0 in all three, and so has one that shares no word with the body. A page whose
    body is empty is right exactly when nothing is kept.

    >>> word_scores("the siege the siege ended", "the siege ended early")
    WordScores(precision=0.6, recall=0.75, f1=0.6666666666666665)
    """
    found, wanted = Counter(words_of(kept)), Counter(words_of(main))
    if not wanted:
        return WordScores(1.0, 1.0, 1.0) if not found else WordScores(0.0, 1.0, 0.0)
    overlap = (found & wanted).total()
    if not overlap:
        return WordScores(0.0, 0.0, 0.0)
    precision, recall = overlap / found.total(), overlap / wanted.total()
    return WordScores(precision, recall, 2 * precision * recall / (precision + recall))
