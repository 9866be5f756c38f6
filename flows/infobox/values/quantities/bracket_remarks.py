"""What a bracket adds to the count before it: who claims it, a period, a note, or further counts.

"(SOHR claim; May 2016)" holds a claimant and a period, "(US 54; CS 41)" the parts of a total by party.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from flows.infobox.values.numbers import MAX_TEXT
from flows.infobox.values.quantities.headers import claimant_of, is_period
from flows.infobox.values.quantities.token_matches import QuantityToken
from flows.infobox.values.quantities.tokens import quantity_tokens
from flows.rules.words import fold, quantity_words

_WORDS: Final = quantity_words()
_DIGIT: Final = re.compile(r"\d")
_MAX_PARTY: Final = 40


class Remark(NamedTuple):
    """What a bracket adds to the statement before it.

    ``parts`` are the pieces that hold counts; ``party`` is the whole bracket when it is a short code such as "US".
    """

    claimant: str | None = None
    period_text: str | None = None
    note: str | None = None
    is_about: bool = False
    parts: tuple[str, ...] = ()
    party: str | None = None


@lru_cache(maxsize=4_096)
def read_remark(inner: str) -> Remark:
    """Return what the text inside a bracket adds to the statement before it.

    >>> read_remark("Syrian claim; 29 Sep. - 13 Oct.")[:2]
    ('Syrian', '29 Sep. - 13 Oct.')
    """
    inner = inner[:MAX_TEXT].strip(" ,;")
    if len(inner) <= 3 and inner.isascii() and inner.isupper():
        return Remark(party=inner)
    claimants: list[str] = []
    periods: list[str] = []
    notes: list[str] = []
    parts: list[str] = []
    is_about = False
    for piece in _pieces(inner):
        claimant = claimant_of(piece)
        if claimant:
            claimants.append(claimant)
        elif fold(piece) in {"estimated", "estimate", "est", "approximate", "approx", "geschätzt", "estimado"}:
            is_about = True
        elif is_period(piece):
            periods.append(piece)
        elif _has_counts(piece):
            parts.append(piece)
        else:
            notes.append(piece)
    return Remark(
        "; ".join(claimants) or None, "; ".join(periods) or None, "; ".join(notes) or None, is_about, tuple(parts)
    )


def _pieces(inner: str) -> list[str]:
    """Return the pieces between semicolons; a comma separates only beside a claim, or between a place and a time."""
    out: list[str] = []
    for piece in inner.split(";"):
        smaller = [part.strip() for part in re.split(r",(?!\d{3})", piece)]
        has_claim = any(claimant_of(part) for part in smaller)
        # "Zolote cauldron, 23-24 June only" are two remarks, "15, 23 and 24 June only" is one.
        has_place = any(is_period(part) for part in smaller) and any(
            part.isascii() and not _DIGIT.search(part) for part in smaller
        )
        if len(smaller) > 1 and (has_claim or has_place):
            out += smaller
        else:
            out.append(piece.strip())
    return [piece for piece in out if piece]


def _has_counts(piece: str) -> bool:
    """Return whether a piece of a bracket holds counts: "US 322", "2,000 LPR servicemen", "65,085"."""
    found = quantity_tokens(piece)
    if not any(token.kind == "count" for token in found):
        return party_of(found) is not None and len(found) <= 3
    if party_of(found) or all(token.kind in {"count", "bound"} for token in found):
        return True
    return any(
        token.value in _WORDS.losses or _WORDS.things.get(token.value, "units") != "units"
        for token in found
        if token.kind == "word"
    ) or any(token.kind == "count" and token.value for token in found)


def party_of(found: list[QuantityToken]) -> str | None:
    """Return the party named before the count of a piece ("US" of "US 322"), None without one."""
    if len(found) < 2 or found[0].kind != "word" or found[1].kind not in {"count", "bound", "vague"}:
        return None
    word = found[0]
    is_name = word.text[:1].isupper() and len(word.text) <= _MAX_PARTY
    return word.text if is_name and word.value not in _WORDS.losses and word.value not in _WORDS.neutral else None
