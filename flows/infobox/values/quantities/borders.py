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
from flows.infobox.values.quantities.tokens import quantity_tokens
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
    if not words:
        return False
    if draft.is_unreadable and words[-1].value == "of":
        return True  # "all but 3 of 300"
    return (draft.has_count or bool(draft.vague)) and words[-1].value in _WORDS.before_turns


def is_told(draft: StatementDraft) -> bool:
    """Return whether a statement says what it counts, whatever follows it."""
    return bool(draft.losses) or any(noun.value in _WORDS.things for noun in draft.nouns)


def is_stray(draft: StatementDraft, ahead: Sequence[QuantityToken]) -> bool:
    """Return whether a count is bare, and stands behind the words of a statement that has its own count."""
    words = draft.tail or draft.losses or draft.nouns
    return draft.has_count and bool(words) and is_last(ahead) and not draft.ends_with_and()


def is_label(draft: StatementDraft, token: QuantityToken, ahead: Sequence[QuantityToken]) -> bool:
    """Return whether a word is the label of the next count: "Wounded" of "Killed 1,200 Wounded 300"."""
    kinds = _WORDS.losses if draft.losses else _WORDS.things
    return draft.is_label_first and token.value in kinds and _is_row_of_labels(ahead)


def _is_row_of_labels(ahead: Sequence[QuantityToken]) -> bool:
    """Return whether a count follows, and the row up to the next separator ends with one, not with what was counted.

    "Killed 1,200 Wounded 300" ends with a count, "Losses 300 killed 20 wounded" with a loss.
    """
    last = ""
    for token in ahead:
        if token.kind in _SEPARATORS:
            break
        if token.kind == "count" or token.value in _WORDS.losses or token.value in _WORDS.things:
            last = token.kind
    return last == "count" and ahead[0].kind == "count"


def make_label(
    draft: StatementDraft, clause: str, start: int, ahead: Sequence[QuantityToken], *, is_apart: bool
) -> bool:
    """Make the words so far the label of the count at ``start``, if they are one ("Killed: 300", "The army lost 173").

    ``is_apart``: a separator stands before the count. Returns whether they are.
    """
    if draft.has_count or draft.vague or draft.is_unreadable:
        return False
    if not draft.losses:
        # "Infantry 5000, cavalry 1500": no word follows the number that it could count.
        is_row = is_told(draft) and bool(ahead) and _is_row_of_labels(ahead[1:])
        return bool(draft.nouns) and not draft.tail and not is_apart and (is_last(ahead) or is_row)
    if clause[draft.end : start].strip() == ":":  # "Combat deaths: 300", "Deaths from disease: 500"
        words = draft.label_words(clause)
        draft.notes += [words] if words else []
        draft.spans.append((draft.start, draft.end))
        draft.nouns, draft.tail = [noun for noun in draft.nouns if noun.value in _WORDS.who], []
        return True
    if draft.tail:
        return False
    if all(noun.value in _WORDS.neutral or noun.value in _WORDS.who for noun in draft.nouns):
        return True
    if is_apart or _WORDS.losses[draft.losses[-1].value] != "neutral":
        return False
    draft.notes += [phrase] if (phrase := draft.noun_phrase(clause)) else []
    draft.spans.append((draft.nouns[0].start, draft.nouns[-1].end))
    draft.nouns = []
    return True


def begins_rate(draft: StatementDraft, token: QuantityToken, ahead: Sequence[QuantityToken], clause: str) -> bool:
    """Return whether the count before is one of each day or of each thing: "3 killed per day", "40 wounded daily".

    "300 killed in a day" are 300.
    """
    if not draft.has_count:
        return False
    if token.value in _WORDS.rates or (token.value in _WORDS.rate_units and clause.endswith("/", 0, token.start)):
        return True
    word = token.text.casefold()
    if word not in _WORDS.rate_links or not ahead:
        return False
    words = draft.tail or draft.losses or draft.nouns
    if words and words[-1].value in _WORDS.dividers:
        return False
    one = ahead[0]
    return one.value in _WORDS.rate_units or (token.kind == "per" and one.text.islower() and one.value in _WORDS.things)


def is_rate(draft: StatementDraft, bracket: str) -> bool:
    """Return whether a bracket makes a rate of the count before it: "3 killed (per day)"."""
    found = quantity_tokens(bracket)
    return 0 < len(found) <= len(("per", "day")) and begins_rate(draft, found[0], found[1:], bracket)
