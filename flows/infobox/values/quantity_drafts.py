"""Statements while they are read: where one ends and the next begins, and what its brackets add."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from flows.infobox.values.lists import brackets
from flows.infobox.values.quantity_remarks import party_of, read_remark
from flows.infobox.values.quantity_tokens import Token, tokens
from flows.rules.words import fold, quantity_words

_WORDS: Final = quantity_words()
_LINKS: Final = frozenset({"and", "or", "&", "und", "et", "y", "e", "i", "и", "і", "plus", "as", "well", "of", "the", "were", "was"})
_TOTALS: Final = frozenset({"total", "overall"})
_MAX_DRAFTS: Final = 200


@dataclass(slots=True)
class Draft:
    """One statement while it is read. Tokens keep their places in the clause, so that words come out as printed."""

    start: int
    end: int
    has_count: bool = False
    low: int | None = None
    high: int | None = None
    is_about: bool = False
    suffix: str = ""
    vague: list[Token] = field(default_factory=list)
    nouns: list[Token] = field(default_factory=list)
    losses: list[Token] = field(default_factory=list)
    tail: list[Token] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    periods: list[str] = field(default_factory=list)
    claimant: str | None = None
    party: str | None = None
    parent: int | None = None
    is_label_first: bool = False
    follows_and: bool = False

    def text(self, clause: str) -> str:
        """Return the words of this statement as printed."""
        return clause[self.start : self.end].strip(" ,;")

    def noun_phrase(self, clause: str) -> str | None:
        """Return the nouns as printed, without connectors around them; None for none."""
        names_something = any(token.value not in _WORDS.neutral for token in self.nouns)
        return _phrase(clause, [token for token in self.nouns if token.value not in _TOTALS]) if names_something else None

    def verb_phrase(self, clause: str) -> str | None:
        """Return the words of loss and what follows them as printed."""
        return _phrase(clause, self.losses + self.tail)

    def tail_phrase(self, clause: str) -> str | None:
        """Return what stands behind the words of loss ("in Syria by SDF")."""
        return _phrase(clause, self.tail)

    def vague_phrase(self, clause: str) -> str | None:
        """Return the words that stand for a count ("Unknown, presumed heavy")."""
        return None if self.has_count or not self.vague else clause[self.vague[0].start : self.vague[-1].end].strip()


def _phrase(clause: str, found: list[Token]) -> str | None:
    while found and (found[0].value in _LINKS or found[0].kind == "comma"):
        found = found[1:]
    while found and (found[-1].value in _LINKS or found[-1].kind == "comma"):
        found = found[:-1]
    return clause[found[0].start : found[-1].end].strip(" ,;:") if found else None


class _Drafter:
    """One pass over the tokens of a clause."""

    def __init__(self, clause: str) -> None:
        self.clause = clause
        self.drafts: list[Draft] = []
        self.bound: Token | None = None
        self.separator = ""
        self.includes = False
        self.claim: list[Token] | None = None

    @property
    def current(self) -> Draft | None:
        """Return the statement being read."""
        return self.drafts[-1] if self.drafts else None

    def flat(self, start: int, end: int) -> None:
        """Read the text between two brackets."""
        for token in tokens(self.clause[start:end]):
            self.token(token._replace(start=token.start + start, end=token.end + start))
        self._end_claim()

    def token(self, token: Token) -> None:
        """Read one token."""
        if self.claim is not None and token.kind == "word":
            self.claim.append(token)
            return
        self._end_claim()
        if token.kind == "count":
            self._count(token)
        elif token.kind == "bound":
            self.bound = token
        elif token.kind == "vague":
            self._vague(token)
        elif token.kind == "per":
            self.claim = []
        elif token.kind == "date":
            self._open(token).periods.append(token.text.strip())
        elif token.kind in {"comma", "semi", "break"}:
            self.separator = token.kind
        elif token.kind == "include":
            self.includes = True
        else:
            self._word(token)

    def _open(self, token: Token) -> Draft:
        """Return the current statement, a new one when there is none, stretched over the token."""
        if self.current is None:
            self.drafts.append(Draft(token.start, token.end))
        draft = self.drafts[-1]
        draft.end = max(draft.end, token.end)
        return draft

    def _begin(self, token: Token) -> Draft:
        """Start a new statement at the token (at the bound before it)."""
        before = self.current
        draft = Draft(self.bound.start if self.bound else token.start, token.end)
        if before:
            draft.follows_and = not self.separator and bool(before.nouns or before.tail) and _ends_with_and(before)
            if self.includes:
                own = len(self.drafts) - 1
                draft.parent = before.parent if before.parent is not None else own
        self.includes = False
        self.separator = ""
        if len(self.drafts) < _MAX_DRAFTS:
            self.drafts.append(draft)
        return draft

    def _count(self, token: Token) -> None:
        draft = self.current
        # "Killed: 300" names the loss first; the count then belongs to the words before it.
        if draft is None or not self._is_label(draft):
            draft = self._begin(token)
        else:
            draft.is_label_first = True
            self.separator = ""
        draft.has_count, draft.low, draft.high, draft.suffix = True, token.low, token.high, token.value
        draft.end = max(draft.end, token.end)
        if self.bound:
            _bind(draft, self.bound.value, token)
        self.bound = None

    def _is_label(self, draft: Draft) -> bool:
        """Return whether the words so far only wait for their count ("Killed: 300", "The army lost 173 soldiers")."""
        if draft.has_count or draft.vague or not draft.losses or draft.tail:
            return False
        if all(noun.value in _WORDS.neutral or noun.value in _WORDS.who for noun in draft.nouns):
            return True
        if self.separator or _WORDS.losses[draft.losses[-1].value] != "neutral":
            return False
        draft.notes += [phrase] if (phrase := draft.noun_phrase(self.clause)) else []
        draft.nouns = []
        return True

    def _vague(self, token: Token) -> None:
        draft = self.current
        bound, self.bound = self.bound, None
        if draft and draft.vague and not draft.has_count and not draft.losses and _all_presumed(draft.nouns + draft.tail):
            draft.vague.append(token)
            draft.nouns, draft.tail, draft.end, self.separator = [], [], token.end, ""
            return
        is_edge = draft is None or bool(self.separator) or bool(draft.losses) or bool(draft.notes)
        if token.value == "start" and draft is not None and self.separator not in {"semi", "break"}:
            is_edge = False
        if draft and not draft.has_count and not draft.vague and draft.nouns and _all_presumed(draft.nouns):
            draft.vague = [draft.nouns[0], token]
            draft.nouns, draft.end = [], token.end
            return
        if draft and not is_edge and not draft.has_count and not draft.vague and _is_total(draft.nouns):
            is_edge = True
        if not is_edge:
            self._word(token._replace(kind="word", value=fold(token.text)))
            return
        self._begin(bound or token).vague = [bound, token] if bound else [token]

    def _word(self, token: Token) -> None:
        draft = self.current
        separator, self.separator = self.separator, ""
        is_loss = token.value in _WORDS.losses and not (token.value in {"down"} and not (draft and draft.losses))
        if draft and separator and self._starts_anew(draft, is_loss, separator):
            draft = self._begin(token)
        draft = self._open(token)
        if is_loss and draft.losses and draft.tail and _WORDS.losses[token.value] == "materiel":
            # "93 wounded Frigate scuttled": what stands between is the thing that was lost.
            things, draft.tail = draft.tail, []
            draft.end = draft.losses[-1].end
            draft = self._begin(things[0])
            draft.nouns, draft.losses, draft.end = things, [token], token.end
        elif token.value in {"number", "numbers"} and draft.vague and not draft.nouns and not draft.has_count:
            draft.vague.append(token)
        elif is_loss and separator != "semi" and not (draft.vague and draft.tail):
            draft.losses.append(token)
        elif draft.losses and not draft.is_label_first:
            draft.tail.append(token)
        elif separator == "semi" or (separator == "comma" and (draft.vague or draft.notes)):
            draft.tail.append(token)
        elif draft.tail and draft.vague:
            draft.tail.append(token)
        else:
            draft.nouns.append(token)

    def _starts_anew(self, draft: Draft, is_loss: bool, separator: str) -> bool:
        """Return whether a word behind a separator begins a statement of its own."""
        if separator == "break":
            return True
        if is_loss:
            return draft.is_label_first
        return not draft.has_count and not draft.vague and bool(draft.losses)

    def _end_claim(self) -> None:
        if self.claim:
            name = self.clause[self.claim[0].start : self.claim[-1].end]
            draft = self._open(self.claim[-1])
            draft.claimant = name
        self.claim = None

    def bracket(self, start: int, end: int) -> None:
        """Read a bracket: it speaks of the statement before it."""
        remark = read_remark(self.clause[start + 1 : end - 1])
        if self.current is None:
            self.drafts.append(Draft(start, end))
        draft = self.drafts[-1]
        draft.end = end
        if remark.party:
            for other in reversed(self.drafts):
                if other.party:
                    break
                other.party = remark.party
        draft.claimant = remark.claimant or draft.claimant
        draft.is_about = draft.is_about or remark.is_about
        draft.periods += [remark.period_text] if remark.period_text else []
        draft.notes += [remark.note] if remark.note else []
        for part in remark.parts:
            self._part(draft, part, start + 1)

    def _part(self, total: Draft, part: str, start: int) -> None:
        """Read counts in a bracket as parts of the total before it, or as the count that it lacks."""
        at = self.clause.find(part, start)
        found = tokens(part)
        party = party_of(found)
        inner = _Drafter(part)
        for token in found[1:] if party else found:
            inner.token(token)
        drafts = [draft for draft in inner.drafts if draft.has_count or draft.vague]
        lacks = not total.has_count and not total.vague
        if lacks and not party and len(drafts) == 1:
            _adopt(total, drafts[0], at)
            return
        if total.has_count and len(drafts) == 1 and not party and not drafts[0].nouns and not drafts[0].losses:
            total.notes.append(part)
            return
        own = next((index for index, draft in enumerate(self.drafts) if draft is total), 0)
        for draft in drafts:
            if not draft.losses and not draft.suffix:
                draft.losses = [token._replace(start=-at, end=-at) for token in total.losses]
            draft.parent = own if total.has_count or total.vague else None
            draft.party = party
            self.drafts.append(_moved(draft, at))


def _bind(draft: Draft, bound: str, token: Token) -> None:
    if bound == "minimum":
        draft.high = None
    elif bound == "maximum":
        draft.low, draft.high = None, token.high if token.high is not None else token.low
    else:
        draft.is_about = True


def _ends_with_and(draft: Draft) -> bool:
    last = (draft.tail or draft.losses or draft.nouns)[-1]
    return last.value in {"and", "&", "und", "et", "y", "и"}


def _all_presumed(nouns: list[Token]) -> bool:
    return all(token.value in _WORDS.presumed or token.kind == "comma" for token in nouns)


def _is_total(nouns: list[Token]) -> bool:
    """Return whether the words before a vague word are only "Total" or the like ("Total unknown")."""
    return bool(nouns) and all(token.value in _WORDS.neutral for token in nouns)


def _moved(draft: Draft, by: int) -> Draft:
    """Return a draft of a part with its places counted in the whole clause."""
    for name in ("vague", "nouns", "losses", "tail"):
        setattr(draft, name, [token._replace(start=token.start + by, end=token.end + by) for token in getattr(draft, name)])
    draft.start, draft.end = draft.start + by, draft.end + by
    return draft


def _adopt(total: Draft, part: Draft, by: int) -> None:
    """Give a statement without a count the count in its bracket ("Fort Garrison (30 men)")."""
    part = _moved(part, by)
    total.has_count, total.low, total.high = part.has_count, part.low, part.high
    total.is_about, total.suffix, total.vague = total.is_about or part.is_about, part.suffix, part.vague
    total.nouns += part.nouns
    total.losses += part.losses


def draft_clause(clause: str) -> list[Draft]:
    """Return the statements of a clause, in order, with verbs shared over "and" and empty ones left out."""
    drafter = _Drafter(clause)
    at = 0
    for start, end in brackets(clause):
        drafter.flat(at, start)
        drafter.bracket(start, end)
        at = end
    drafter.flat(at, len(clause))
    drafts = drafter.drafts
    for before, draft in zip(drafts[-2::-1], drafts[:0:-1], strict=True):
        # "5 soldiers and 6 tanks captured": the verb is said of both.
        if draft.follows_and and draft.losses and not before.losses:
            before.losses = list(draft.losses)
    return drafts
