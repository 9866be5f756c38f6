"""The account of a clause's words: which of them a column of a statement has, and which are left over.

Of "300 killed, of them 1,2003 officers" the first two words are a count and its kind; a number that nobody can read is
left over, and so is every word that no column quotes. Words that only join others ("and", "total of") say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from flows.infobox.values.numbers import NOTE_MARK
from flows.infobox.values.quantities.drafts import StatementDraft, phrase_span
from flows.infobox.values.unread import unread_words
from flows.rules.words import quantity_words

_WORDS: Final = quantity_words()
_EMPTY: Final = (_WORDS.links | _WORDS.neutral | _WORDS.dividers | {"at", "in", "for", "with"}) - _WORDS.telling
_SHOWN_BY: Final = {
    "killed_or_wounded": frozenset({"killed", "wounded", "neutral", "casualties"}),
    "captured_or_missing": frozenset({"captured", "missing", "neutral", "casualties"}),
    "casualties": frozenset(_WORDS.losses.values()) - {"materiel"},
}


def without_marks(text: str) -> str:
    """Return a text without the raised marks of notes behind its numbers and words.

    >>> without_marks("1,200³ killed*, 40 wounded²")
    '1,200 killed, 40 wounded'
    """
    return text if text.isascii() and "*" not in text else NOTE_MARK.sub("", text)


def left_over(clause: str, drafts: Sequence[StatementDraft], kinds: Sequence[str], field: str) -> Iterator[str | None]:
    """Yield for each statement of a clause the words from its beginning to the next one's that no column has.

    ``kinds`` are the kinds that the statements are published with.
    """
    if not drafts:
        return
    used = [span for draft, kind in zip(drafts, kinds, strict=True) for span in _used(draft, kind, field)]
    # A part inside its total's bracket begins behind the total.
    starts = [0, *(max(draft.start, 0) for draft in drafts[1:]), len(clause)]
    for start, end in pairwise(starts):
        if end <= start:
            yield None
            continue
        own = [(begin - start, stop - start) for begin, stop in used if begin < end and stop > start]
        yield unread_words(clause[start:end], own)


def _used(draft: StatementDraft, kind: str, field: str) -> Iterator[tuple[int, int]]:
    """Yield the places of a clause whose words a statement's columns have."""
    yield from draft.spans
    losses = draft.own_losses()
    if draft.vague and not draft.has_count:
        yield (draft.vague[0].start, draft.vague[-1].end)
    is_quoted = kind in {"materiel", "other"} or field == "strength"
    named = draft.nouns if draft.names_something() else []
    for phrase in (named, losses + draft.tail if is_quoted else draft.tail):
        if span := phrase_span(phrase):
            yield span
    shown = _SHOWN_BY.get(kind, frozenset({kind, "neutral"}))
    for token in losses:
        if _WORDS.losses[token.value] in shown:
            yield (token.start, token.end)
    for token in (*draft.nouns, *draft.tail):
        if token.value in _EMPTY:
            yield (token.start, token.end)
