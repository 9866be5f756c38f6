"""The headline of a web page whose text has no tags: the line above the body that looks most like one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from math import exp
from typing import Final, NamedTuple

from flows.formats.printed_dates import read_date
from flows.formats.web_page.byline_words import without_date
from flows.formats.web_page.publisher import HOME_LINES, site_of_homepage_line
from flows.text.furniture.body_lines import Judged
from flows.text.furniture.line_look import EAST_ASIAN, folded, is_interface, is_prose
from flows.text.furniture.words import title_weights

_REACH: Final = 45
"""A headline is searched in so many lines above the body: a menu may be between the two."""
_MAX_TITLE: Final = 250
_MAX_INTERFACE: Final = 100
_BEGINNING: Final = 20_000
"""The characters of the body in which the words of a headline are searched."""
_SURE: Final = 0.65
"""The share of the likelihood that the best line needs for a certain title.

The rest belongs to the other lines and to the case that none of them is a headline.
"""
_HOPELESS: Final = 3.0
"""A line with so many points less than the best one no longer counts."""
_LONG_WORD: Final = re.compile("\\w{4,30}")
_EAST_ASIAN_RUN: Final = re.compile(EAST_ASIAN.pattern + "++")
_TRAIL: Final = re.compile("[»›>|]|[ ]/[ ]")
_MARKS: Final = ("•", "* ", "+ ", "- ")
_BYLINE: Final = ("by ", "written by", "updated", "published")


class Headline(NamedTuple):
    """A title, and whether it is certain enough to be stated without a note."""

    text: str | None
    is_sure: bool


def find_title(
    lines: Sequence[str], starts: Sequence[int], judged: Sequence[Judged], taken: frozenset[int], body_start: int
) -> Headline:
    """Return the line above the body, or among its first two, that looks most like a headline.

    A headline shares its long words with the body, is between blank lines and near the byline, has some four to sixteen
    words, capital letters, no full stop and no list mark. It may be printed twice (a trail of links ends with it). The
    weights are data, fitted on pages whose title is known (``furniture.toml``). ``body_start`` is the first line of the
    body, ``starts`` are the positions of the lines, ``taken`` the lines with byline and date.
    """
    top = min([body_start, *taken])
    weights = title_weights()
    found = []
    for index in range(max(0, body_start - _REACH), min(body_start + 2, len(lines))):
        bare = lines[index].strip()
        if index in taken or (index < HOME_LINES and site_of_homepage_line(bare) is not None):
            continue
        # A line above _MAX_INTERFACE is not interface; for shorter lines the answer is cached.
        if 3 < len(bare) <= _MAX_TITLE and not (len(bare) <= _MAX_INTERFACE and is_interface(lines[index])):
            blank_before = index == 0 or starts[index] - starts[index - 1] - len(lines[index - 1]) > 1
            blank_after = index + 1 == len(lines) or starts[index + 1] - starts[index] - len(lines[index]) > 1
            has_twin = _has_twin(lines, index, bare)
            if judged[index].is_body and not has_twin and is_prose(lines[index]):
                continue  # a sentence of the body is not a headline: the body would lose it
            read = read_date(bare) if "20" in bare or "19" in bare else None
            if read is not None and not without_date(bare, read):
                continue  # "Updated February 1, 2023"
            own = _own_score(bare, abs(top - index), judged[index], blank_before, blank_after)
            found.append((own + weights.twin * has_twin, -index, bare))
    if not found:
        return Headline(None, False)
    found.sort(reverse=True)
    body = _beginning(lines, judged, body_start)
    most = weights.shared + weights.number_shared
    best, best_score, scores = found[0][2], float("-inf"), [weights.none]
    for own, _, line in found:
        if own + most < best_score - _HOPELESS:
            break
        score = own + _shared_score(line, body)
        scores.append(score)
        if score > best_score:
            best, best_score = line, score
    share = 1 / sum([exp(score - best_score) for score in scores])
    return Headline(clean_title(best), share >= _SURE)


def _beginning(lines: Sequence[str], judged: Sequence[Judged], body_start: int) -> str:
    """Return the beginning of the body in lower case, where a headline's words occur again."""
    pieces: list[str] = []
    size = 0
    for index in range(body_start, len(lines)):
        if judged[index].is_body:
            pieces.append(lines[index])
            size += len(lines[index])
            if size > _BEGINNING:
                break
    return "\n".join(pieces)[:_BEGINNING].casefold()


def clean_title(line: str) -> str:
    """Return a title without the marks that renderers leave at its ends: heading signs, pilcrows of permanent links."""
    return " ".join(line.strip(" \t\u00a0#¶").split())


def _has_twin(lines: Sequence[str], index: int, bare: str) -> bool:
    """Return whether a line of at least three words is printed on the next or the previous line too."""
    if bare.count(" ") < 2:
        return False
    beside = (*lines[max(0, index - 1) : index], *lines[index + 1 : index + 2])
    return any(bare in line and folded(line) == folded(bare) for line in beside)


def _own_score(bare: str, distance: int, item: Judged, blank_before: bool, blank_after: bool) -> float:
    """Return a line's score without the words that it shares with the body."""
    weights = title_weights()
    words = bare.split()
    count = len(words)
    score = weights.distance * distance / 10 + weights.is_body * item.is_body + weights.score * item.score
    if blank_before:
        score += weights.blank_before
    if blank_after:
        score += weights.blank_after
    if 4 <= count <= 16 or (len(bare) > 12 and not bare.isascii()):
        score += weights.size
    elif count <= 2:
        score += weights.short
    elif count > 20:
        score += weights.long
    score += weights.capitals * sum([word[0].isupper() for word in words]) / count
    last = bare[-1]
    if last in ".;,>:":
        score += weights.colon if last == ":" else weights.stop
    if _TRAIL.search(bare) is not None:
        score += weights.trail
    if bare.startswith(_MARKS):
        score += weights.marked
    if bare[:12].casefold().startswith(_BYLINE):
        score += weights.byline
    return score


def _shared_score(line: str, body: str) -> float:
    """Return the score of a line's long words that are in the body too."""
    weights = title_weights()
    words = _LONG_WORD.findall(line.casefold())
    if (
        not line.isascii() and _EAST_ASIAN_RUN.search(line) is not None
    ):  # no spaces between words: pairs of characters come back
        words = [pair for run in _EAST_ASIAN_RUN.findall(line) for pair in map("".join, pairwise(run))]
        shared = sum([pair in body for pair in words])
    else:
        shared = sum([_holds(body, word) for word in words])
    return weights.shared * shared / (len(words) + 1) + weights.number_shared * min(shared, 6) / 6


def _holds(text: str, word: str) -> bool:
    """Return whether a text contains a word as a whole word: faster than a list of the text's words."""
    position = text.find(word)
    while position >= 0:
        end = position + len(word)
        if not (text[position - 1 : position].isalnum() or text[end : end + 1].isalnum()):
            return True
        position = text.find(word, end)
    return False
