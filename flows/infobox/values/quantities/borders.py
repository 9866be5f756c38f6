"""The borders of a count: what must stand between it and the count before, and which words make it another number.

Cells that lost their lines drop the commas ("54 killed 41 wounded"), so a count may follow a finished statement; but a
bare one ("346 killed 12"), one right behind a count ("346 3 killed", "2×12 guns") and one that another is turned by
("all but 3", "1,000 rising to 3,000", "3 killed per day") are counts of nothing that the text says.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flows.infobox.values.quantities.drafts import StatementDraft
from flows.infobox.values.quantities.token_matches import QuantityToken
from flows.rules.words import quantity_words

_WORDS: Final = quantity_words()
_SEPARATORS: Final = frozenset({"comma", "semi", "break"})
_SIGNS: Final = frozenset("-–—‒−&:")


def is_last(ahead: Sequence[QuantityToken]) -> bool:
    """Return whether a separator or nothing follows."""
    return not ahead or ahead[0].kind in _SEPARATORS


def follows_count(before: QuantityToken | None, token: QuantityToken, clause: str) -> bool:
    """Return whether a count stands right behind another one, with no sign between them that separates two."""
    if before is None or before.kind != "count" or before.value or token.value:
        return False  # "4k/5w": each of the two says what it counts
    return clause[before.end : token.start].strip() not in _SIGNS


def turns_count(draft: StatementDraft) -> bool:
    """Return whether the last word makes of the count before it and the next one a third ("all but", "rising to")."""
    words = draft.tail or draft.losses or draft.nouns
    return (draft.has_count or bool(draft.vague)) and bool(words) and words[-1].value in _WORDS.before_turns


def is_told(draft: StatementDraft) -> bool:
    """Return whether a statement says what it counts, whatever follows it."""
    return bool(draft.losses) or any(noun.value in _WORDS.things for noun in draft.nouns)


def is_stray(draft: StatementDraft, ahead: Sequence[QuantityToken]) -> bool:
    """Return whether a count is bare, and stands behind the words of a statement that has its own count."""
    words = draft.tail or draft.losses or draft.nouns
    return draft.has_count and bool(words) and is_last(ahead) and not draft.ends_with_and()


def is_label(draft: StatementDraft, ahead: Sequence[QuantityToken]) -> bool:
    """Return whether a word of loss is the label of the next count: "Wounded" of "Killed 1,200 Wounded 300".

    Up to the next separator the row then ends with a count; "300 killed 20 wounded" ends with a loss.
    """
    if not (draft.is_label_first and draft.losses and ahead and ahead[0].kind == "count"):
        return False
    last = ""
    for token in ahead:
        if token.kind in _SEPARATORS:
            break
        if token.kind == "count" or token.value in _WORDS.losses:
            last = token.kind
    return last == "count"


def begins_rate(draft: StatementDraft, token: QuantityToken, ahead: Sequence[QuantityToken], clause: str) -> bool:
    """Return whether the count before is one of each day or of each thing: "3 killed per day", "40 wounded daily".

    "300 killed in a day" are 300.
    """
    if not draft.has_count:
        return False
    if token.value in _WORDS.rates or (token.value in _WORDS.rate_units and clause[token.start - 1] == "/"):
        return True
    word = token.text.casefold()
    if word not in _WORDS.rate_links or not ahead:
        return False
    words = draft.tail or draft.losses or draft.nouns
    if words and words[-1].value in _WORDS.dividers:
        return False
    one = ahead[0]
    return one.value in _WORDS.rate_units or (token.kind == "per" and one.text.islower() and one.value in _WORDS.things)
