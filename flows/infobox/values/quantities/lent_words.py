"""What the statements of one clause lend each other: a loss said once for two counts, a thing named once for two.

Of "5 soldiers and 6 tanks captured" both are captured; of "14 ships sunk, 15 captured" both are ships.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from flows.infobox.values.quantities.drafts import StatementDraft
from flows.infobox.values.quantities.kinds import head_noun
from flows.rules.words import quantity_words

_WORDS: Final = quantity_words()
_OF_THINGS_TOO: Final = frozenset({"captured", "materiel", "neutral"})
_MOST: Final = 10


def with_lent_words(drafts: list[StatementDraft]) -> list[StatementDraft]:
    """Return the drafts of a clause, each with what it shares with another one."""
    drafts = _with_afterthoughts(drafts)
    _share_losses(drafts)
    _share_claimant(drafts)
    for before, draft in zip(drafts[-2::-1], drafts[:0:-1], strict=True):
        # "5 soldiers and 6 tanks captured": the verb applies to both.
        if draft.follows_and and draft.losses and not before.losses:
            before.losses = list(draft.losses)
    for before, draft in pairwise(drafts):
        _share_label(before, draft)
        draft.of_things = _things_of(before, draft)
    return drafts


def _with_afterthoughts(drafts: list[StatementDraft]) -> list[StatementDraft]:
    """Return the drafts, one with only a word of loss joined to the one before ("1 ship damaged, later sunk")."""
    if len(drafts) < 2 or any(draft.parent is not None for draft in drafts):
        return drafts  # a part refers to its total by its index, so none may be removed
    kept: list[StatementDraft] = []
    for draft in drafts:
        names = [noun for noun in draft.nouns if noun.value not in _WORDS.neutral]
        is_count = draft.has_count or bool(draft.vague) or draft.is_unreadable
        says_more = is_count or bool(names or draft.notes or draft.claimant or draft.periods)
        if kept and kept[-1].losses and draft.losses and not says_more:
            kept[-1].tail += draft.losses + draft.tail
            kept[-1].spans += draft.spans
            kept[-1].end = max(kept[-1].end, draft.end)
        else:
            kept.append(draft)
    return kept


def _share_losses(drafts: list[StatementDraft]) -> None:
    """Copy the total's words of loss to its parts that have none ("200 killed, of whom 12 officers").

    Parts that add up to more than the total are not its parts and stay as they are.
    """
    for at, total in enumerate(drafts):
        parts = [draft for draft in drafts if draft.parent == at]
        if not parts or (total.high is not None and sum(part.low or 0 for part in parts) > total.high):
            continue
        for part in parts:
            if not part.losses and not part.suffix:
                part.losses = [token._replace(start=part.end, end=part.end) for token in total.losses]


def _share_claimant(drafts: list[StatementDraft]) -> None:
    """Give the claim behind a list to all of it: "1,140 killed, 1,080 wounded, 900 captured (government claim)".

    A list is plain counts of different losses or things, of which only the last says whose claim it is.
    """
    last = drafts[-1] if drafts else None
    if last is None or not last.claimant or last.parent is not None:
        return
    kinds = {_kind(last)}
    for draft in drafts[-2::-1]:
        says_more = draft.claimant or draft.periods or draft.notes or draft.party or draft.parent is not None
        kind = _kind(draft)
        if says_more or not draft.has_count or not kind or kind in kinds or "" in kinds:
            return
        kinds.add(kind)
        draft.claimant = last.claimant


def _share_label(before: StatementDraft, draft: StatementDraft) -> None:
    """Give a label to the bare counts behind it: "Killed: 300 (1941), 500 (1942)"."""
    is_bare = draft.has_count and not (draft.losses or draft.suffix or draft.nouns or draft.tail)
    if is_bare and before.is_label_first and before.losses and draft.parent is None:
        draft.losses = [token._replace(start=draft.end, end=draft.end) for token in before.losses]
        draft.is_label_first = True


def _kind(draft: StatementDraft) -> str:
    """Return what a statement counts, as words to tell it from others: its losses, or the thing without a loss."""
    losses = sorted({_WORDS.losses[token.value] for token in draft.losses})
    return " ".join(losses) or head_noun(draft) or ""


def _things_of(before: StatementDraft, draft: StatementDraft) -> str | None:
    """Return the kind of the things before a count without a noun that it counts too ("14 ships sunk, 15 captured").

    Where and when such a count was lost may follow: "1,000 aircraft lost, over 647 in December". One that is far larger
    is of people: "3 ships sunk, 200 captured".
    """
    kinds = {_WORDS.losses[token.value] for token in draft.losses}
    if any(
        _WORDS.losses[loss.value] == "captured" and loss.value not in _WORDS.captures_of_things for loss in draft.losses
    ):
        return None
    named = next((noun for noun in draft.nouns if noun.value not in _WORDS.neutral), None)
    is_bare = named is None or draft.nouns[0].value in _WORDS.dividers
    says_more = bool(kinds or draft.nouns or draft.periods)
    if not (draft.has_count and is_bare and says_more) or draft.suffix or not kinds <= _OF_THINGS_TOO:
        return None
    if draft.parent is not None or before.of_things:
        return None if draft.parent is not None else before.of_things
    head = head_noun(before)
    most = before.high if before.high is not None else before.low
    is_small = most is not None and (draft.low or 0) <= _MOST * max(most, 1)
    was_lost = not before.losses or any(_WORDS.losses[token.value] in _OF_THINGS_TOO for token in before.losses)
    return head if is_small and was_lost and head not in {"people", "units"} else None
