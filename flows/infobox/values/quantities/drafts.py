"""Statements while they are read: where one ends and the next begins, and what its brackets add."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from flows.infobox.values.quantities.tokens import QuantityToken
from flows.rules.words import quantity_words

_WORDS: Final = quantity_words()
_LINKS: Final = _WORDS.links
_LEFT_OVER: Final = _LINKS | {"in", "at", "from", "with", "by", "for"}
"""Words that end no phrase: "1,200 soldiers in 3 battalions"; at its beginning they belong to it ("in the north")."""
_TOTALS: Final = frozenset({"total", "overall"})


@dataclass(slots=True)
class StatementDraft:
    """One statement while it is read. Tokens keep their places in the clause, so that words come out as printed."""

    start: int
    end: int
    has_count: bool = False
    low: int | None = None
    high: int | None = None
    is_about: bool = False
    suffix: str = ""
    vague: list[QuantityToken] = field(default_factory=list)
    nouns: list[QuantityToken] = field(default_factory=list)
    losses: list[QuantityToken] = field(default_factory=list)
    tail: list[QuantityToken] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    periods: list[str] = field(default_factory=list)
    claimant: str | None = None
    party: str | None = None
    parent: int | None = None
    is_label_first: bool = False
    label_losses: bool = False
    follows_and: bool = False
    is_closed: bool = False
    is_men: bool = False

    def text(self, clause: str) -> str:
        """Return the words of this statement as printed."""
        return clause[self.start : self.end].strip(" ,;")

    def noun_phrase(self, clause: str) -> str | None:
        """Return the nouns as printed, without connectors around them; None for none."""
        names_something = any(token.value not in _WORDS.neutral for token in self.nouns)
        return (
            _phrase(clause, [token for token in self.nouns if token.value not in _TOTALS]) if names_something else None
        )

    def verb_phrase(self, clause: str) -> str | None:
        """Return the words of loss and what follows them as printed."""
        return _phrase(clause, self.losses + self.tail)

    def tail_phrase(self, clause: str) -> str | None:
        """Return what stands behind the words of loss ("in Syria by SDF")."""
        return _phrase(clause, self.tail)

    def vague_phrase(self, clause: str) -> str | None:
        """Return the words that stand for a count ("Unknown, presumed heavy")."""
        return None if self.has_count or not self.vague else clause[self.vague[0].start : self.vague[-1].end].strip()


def _phrase(clause: str, found: list[QuantityToken]) -> str | None:
    while found and (found[0].value in _LINKS or found[0].kind == "comma"):
        found = found[1:]
    while found and (found[-1].value in _LEFT_OVER or found[-1].kind == "comma"):
        found = found[:-1]
    return clause[found[0].start : found[-1].end].strip(" ,;:") if found else None


def bind(draft: StatementDraft, bound: str, token: QuantityToken) -> None:
    """Apply "at least", "up to" or "about" to the limits of a draft."""
    if bound == "minimum":
        draft.high = None
    elif bound == "maximum":
        draft.low, draft.high = None, token.high if token.high is not None else token.low
    else:
        draft.is_about = True


def only_links(found: list[QuantityToken]) -> bool:
    """Return whether the words only connect what stands around them."""
    return all(token.value in _LINKS for token in found)


def ends_with_and(draft: StatementDraft) -> bool:
    """Return whether the last word read is "and", so that the next statement shares the verb."""
    last = (draft.tail or draft.losses or draft.nouns)[-1]
    return last.value in {"and", "&", "und", "et", "y", "и"}


def all_presumed(nouns: list[QuantityToken]) -> bool:
    """Return whether the words only weaken a vague word ("presumed heavy")."""
    return all(token.value in _WORDS.presumed or token.kind == "comma" for token in nouns)


def is_total(nouns: list[QuantityToken]) -> bool:
    """Return whether the words before a vague word are only "Total" or the like ("Total unknown")."""
    return bool(nouns) and all(token.value in _WORDS.neutral for token in nouns)


def moved(draft: StatementDraft, by: int) -> StatementDraft:
    """Return a draft of a part with its places counted in the whole clause."""
    for name in ("vague", "nouns", "losses", "tail"):
        setattr(
            draft, name, [token._replace(start=token.start + by, end=token.end + by) for token in getattr(draft, name)]
        )
    draft.start, draft.end = draft.start + by, draft.end + by
    return draft


def adopt(total: StatementDraft, part: StatementDraft, by: int, clause: str) -> None:
    """Give a statement without a count the count in its bracket ("Fort Garrison (30 men)").

    The bracket says what is counted: "Detachments (100 men)" are men, "Lee's Fleet (3 gunboats)" notes whose.
    """
    part = moved(part, by)
    named = total.noun_phrase(clause)
    counted = {_WORDS.things[noun.value] for noun in part.nouns if noun.value in _WORDS.things}
    total.has_count, total.low, total.high = part.has_count, part.low, part.high
    total.is_about, total.suffix, total.vague = total.is_about or part.is_about, part.suffix, part.vague
    # A bare number behind the name of a force counts its men ("Army of the Ohio (65,085)").
    total.is_men = not part.nouns or (named is not None and counted == {"people"})
    if named and counted and not total.is_men:
        total.notes.append(named)
        total.nouns = part.nouns
    elif not total.is_men:
        total.nouns += part.nouns
    total.losses += part.losses
    total.is_closed = True


def with_afterthoughts(drafts: list[StatementDraft]) -> list[StatementDraft]:
    """Return the drafts with words of loss alone put behind what was lost before ("1 ship damaged, later sunk")."""
    if len(drafts) < 2 or any(draft.parent is not None for draft in drafts):
        return drafts  # a part names its total by its place in the list
    kept: list[StatementDraft] = []
    for draft in drafts:
        names = [noun for noun in draft.nouns if noun.value not in _WORDS.neutral]
        says_more = draft.has_count or draft.vague or names or draft.notes or draft.claimant or draft.periods
        if kept and kept[-1].losses and draft.losses and not says_more:
            kept[-1].tail += draft.losses + draft.tail
            kept[-1].end = max(kept[-1].end, draft.end)
        else:
            kept.append(draft)
    return kept


def label_words(clause: str, draft: StatementDraft) -> str | None:
    """Return the words of a label that say more than its loss ("Combat deaths", "Deaths from disease")."""
    more = [noun for noun in draft.nouns if noun.value not in _WORDS.neutral and noun.value not in _WORDS.who]
    return clause[draft.start : draft.end].strip(" ,;:") if more or draft.tail else None


def is_said_of(draft: StatementDraft, token: QuantityToken) -> bool:
    """Return whether the losses named before a vague word only wait for it."""
    bare = not (draft.has_count or draft.vague or draft.tail or draft.notes)
    named = all(noun.value in _WORDS.who or noun.value in _WORDS.neutral for noun in draft.nouns)
    return bool(draft.losses) and bare and named and token.value in {"degree", "unknown"}


def is_remark(draft: StatementDraft, separator: str) -> bool:
    """Return whether a word only describes the statement: behind its verb, or behind "Heavy;"."""
    if draft.losses and not draft.is_label_first:
        return True
    if separator == "semi" or (separator == "comma" and bool(draft.vague or draft.notes)):
        return True
    return bool(draft.tail and draft.vague)


def share_losses(drafts: list[StatementDraft]) -> None:
    """Give the parts of a total that name no loss the total's ("200 killed, of whom 12 officers").

    Parts that add up to more than the total are none of it and stay as they are.
    """
    for at, total in enumerate(drafts):
        parts = [draft for draft in drafts if draft.parent == at]
        if not parts or (total.high is not None and sum(part.low or 0 for part in parts) > total.high):
            continue
        for part in parts:
            if not part.losses and not part.suffix:
                part.losses = [token._replace(start=part.end, end=part.end) for token in total.losses]
