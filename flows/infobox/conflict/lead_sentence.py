"""Opponents named in the lead of a page: "a battle between the Syrian Army and the Free Syrian Army".

Only explicit statements count: names framed by words such as "between … and …", with no other words among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from typing import Final, NamedTuple

from flows.infobox.conflict.evidence import MIN_BOXES, Evidence
from flows.infobox.conflict.outcome import name_key
from flows.infobox.values.brackets import PARENTHESES
from flows.rules.conflict_words import LeadWords, lead_words

MAX_LEAD: Final = 1000
"""Characters of the lead that are read: later sentences describe events, in which sides may change."""
_NEAR: Final = 8
"""The word for the fight ("battle") must be among so many words before "between"."""
_TOKEN: Final = re.compile(r"[\w'’-]+|[.,;:()!?|—–\n]")


class Opponents(NamedTuple):
    """Two sides that fought each other, as keys of names (``name_key``)."""

    first: tuple[str, ...]
    second: tuple[str, ...]


def opponents(lead: str) -> list[Opponents]:
    """Return the opponents that a lead names, in printed order; names as keys (``name_key``).

    >>> opponents("It was a battle between the Syrian Army and the rebel Free Syrian Army (FSA) in Latakia.")
    [Opponents(first=('syria',), second=('free syria',))]
    >>> opponents("It runs along the border between Aton and Beton.")
    []
    """
    words = lead_words()
    text = PARENTHESES.sub(" ", lead[:MAX_LEAD]).casefold().replace("*", "")
    for phrase in words.one_side:
        text = text.replace(f" {phrase} ", " \x00 ")
    tokens = _TOKEN.findall(text.replace("\x00", min(words.against)))
    found = [_against(tokens, at, words) for at, token in enumerate(tokens) if token in words.against]
    found += [_between(tokens, at, words) for at, token in enumerate(tokens) if token in words.between]
    return [pair for pair in found if pair is not None]


def evidence_of(lead: str) -> Evidence:
    """Return the opponents of a lead as evidence; the page itself says it, so it counts like enough other boxes.

    A lead with two names both on one side and on opposing sides reports a change of sides, and gives no evidence.
    """
    pairs: dict[tuple[str, str], tuple[int, int]] = {}
    for first, second in opponents(lead):
        for one, other in product(first, second):
            _count(pairs, one, other, (0, MIN_BOXES))
        for side in (first, second):
            for one, other in product(side, side):
                _count(pairs, one, other, (MIN_BOXES, 0))
    is_clear = not any(together and apart for together, apart in pairs.values())
    return Evidence(pairs if is_clear else {}, {})


def _count(pairs: dict[tuple[str, str], tuple[int, int]], one: str, other: str, counts: tuple[int, int]) -> None:
    if one != other:
        pair = (one, other) if one < other else (other, one)
        together, apart = pairs.get(pair, (0, 0))
        pairs[pair] = (together + counts[0], apart + counts[1])


def _against(tokens: Sequence[str], at: int, words: LeadWords) -> Opponents | None:
    """Return the names before "against", back to a word such as "by", and the names after it."""
    start = at - 1
    while start >= 0 and tokens[start] not in words.actors:
        if _ends(tokens[start], words) or tokens[start] in words.against:
            return None
        start -= 1
    if start < 0:
        return None
    first = _keys(tokens[start + 1 : at], words)
    second = _keys(_segment(tokens, at + 1, words), words)
    return Opponents(first, second) if first and second else None


def _between(tokens: Sequence[str], at: int, words: LeadWords) -> Opponents | None:
    """Return the two names after "between"; None for three or more, since their sides are unknown."""
    near = set(tokens[max(0, at - _NEAR) : at])
    segment = _segment(tokens, at + 1, words)
    if near & words.peace or not near & words.fights or words.against.intersection(segment):
        return None
    pieces = list(_pieces(segment, words))
    keys = [_keys(piece, words) for piece in pieces]
    return Opponents(keys[0], keys[1]) if len(keys) == 2 and all(keys) else None


def _segment(tokens: Sequence[str], start: int, words: LeadWords) -> Sequence[str]:
    end = start
    while end < len(tokens) and not _ends(tokens[end], words):
        end += 1
    return tokens[start:end]


def _ends(token: str, words: LeadWords) -> bool:
    return token in words.stops or not (token[0].isalnum() or token[0] in "'’-")


def _pieces(segment: Sequence[str], words: LeadWords) -> Iterator[list[str]]:
    piece: list[str] = []
    for token in segment:
        if token in words.joins:
            yield piece
            piece = []
        else:
            piece.append(token)
    yield piece


def _keys(segment: Sequence[str], words: LeadWords) -> tuple[str, ...]:
    """Return the keys of the names in a segment; "Iraq and the Levant" counts as one name and as two."""
    pieces = [" ".join(word for word in piece if word not in words.empty) for piece in _pieces(segment, words)]
    names = [*pieces, *(f"{one} {other}" for one, other in pairwise(pieces) if one and other)]
    return tuple(dict.fromkeys(filter(None, map(name_key, filter(None, names)))))
