"""The statements of one clause: where one ends and the next begins, and what brackets add to them.

"54 killed, 41 wounded (SOHR claim)" has two statements. A count opens one; the words after it say what was counted and
what became of it; the bracket says who claims the statement before it.
"""

from __future__ import annotations

import re
from typing import Final

from flows.infobox.values.brackets import brackets
from flows.infobox.values.quantities.bracket_remarks import party_of, read_remark
from flows.infobox.values.quantities.drafts import (
    StatementDraft,
    are_links,
    are_neutral,
    are_weakening,
    labels_loss,
    labels_size,
)
from flows.infobox.values.quantities.lent_words import with_lent_words
from flows.infobox.values.quantities.token_matches import QuantityToken
from flows.infobox.values.quantities.tokens import quantity_tokens
from flows.rules.words import fold, quantity_words

_WORDS: Final = quantity_words()
_NEXT_LABEL: Final = re.compile(r":[ ]?\S")
_MAX_DRAFTS: Final = 200
_WAS_OR_WERE: Final = (["were"], ["was"])
_LOOK_AHEAD: Final = 6
_DASHES: Final = str.maketrans("–—‒−", "----")


class _ClauseReader:
    """One pass over the tokens of a clause: each method reads one token or bracket into the drafts."""

    def __init__(self, clause: str) -> None:
        self.clause = clause
        self.drafts: list[StatementDraft] = []
        self.bounds: list[QuantityToken] = []
        self.separator = ""
        self.includes: QuantityToken | None = None
        self.claim: list[QuantityToken] | None = None
        self.ahead: list[QuantityToken] = []

    @property
    def current(self) -> StatementDraft | None:
        """Return the statement being read, None before the first."""
        return self.drafts[-1] if self.drafts else None

    def read_flat(self, start: int, end: int) -> None:
        """Read the clause from ``start`` to ``end``, a part without brackets."""
        found = quantity_tokens(self.clause[start:end])
        self.read_tokens([token._replace(start=token.start + start, end=token.end + start) for token in found])
        self._end_claim()

    def read_tokens(self, tokens: list[QuantityToken]) -> None:
        """Read tokens one by one; ``ahead`` holds those behind the one being read."""
        for at, token in enumerate(tokens, 1):
            self.ahead = tokens[at : at + _LOOK_AHEAD]
            self.read_token(token)

    def read_token(self, token: QuantityToken) -> None:
        """Read one token."""
        if self.claim and token.kind == "word":
            self.claim.append(token)
            return
        self._end_claim()
        if token.kind == "count":
            self._read_count(token)
        elif token.kind == "number" or (token.kind == "stray" and len(token.text) > 1):
            self._read_unreadable(token)  # "300 killed40 wounded"; one figure is the mark of a note
        elif token.kind == "bound":
            self.bounds.append(token)
        elif token.kind == "vague":
            self._read_vague(token)
        elif token.kind == "per":
            self.claim = [token]
        elif token.kind == "date":
            draft = self._open(token)
            draft.periods.append(token.text.strip())
            draft.uses(token)
        elif token.kind in {"comma", "semi", "break"}:
            self.separator = token.kind
        elif token.kind == "include":
            self.includes = token
        elif token.kind != "stray":
            self._read_word(token)

    def _open(self, token: QuantityToken) -> StatementDraft:
        """Return the current statement, or a new one at the start, extended to the end of the token."""
        if self.current is None:
            self.drafts.append(StatementDraft(token.start, token.end))
        draft = self.drafts[-1]
        draft.end = max(draft.end, token.end)
        return draft

    def _begin(self, token: QuantityToken) -> StatementDraft:
        """Start a new statement at the token, or at the bound before it ("at least 300")."""
        before = self.current
        draft = StatementDraft(self.bounds[0].start if self.bounds else token.start, token.end)
        if before:
            draft.follows_and = not self.separator and bool(before.nouns or before.tail) and before.ends_with_and()
            if self.includes:
                own = len(self.drafts) - 1
                draft.parent = before.parent if before.parent is not None else own
        draft.uses(*([self.includes] if self.includes else []))
        self.includes = None
        self.separator = ""
        if len(self.drafts) < _MAX_DRAFTS:
            self.drafts.append(draft)
        return draft

    def _read_count(self, token: QuantityToken) -> None:
        draft = self.current
        if draft and not (self.separator or self.bounds) and draft.takes_as_model(token, self.ahead):
            draft.nouns.append(token)
            draft.end = token.end
            return
        if draft and not self.separator and draft.takes_as_whole(token, self.ahead, self.clause):
            draft.end, self.bounds = token.end, []
            return
        if draft and token.may_be_year and draft.has_count and self._is_last():
            self._read_unreadable(token)  # "300 killed 1944": a year or a count, and nothing says which
            return
        # In "Killed: 300" the loss is printed first: the count belongs to the words before it.
        if draft is None or not (draft.is_open() or self._make_label(draft, token)):
            draft = self._begin(token)
        else:
            draft.is_label_first = not draft.is_open()
            draft.label_losses = len(draft.losses) > 1
            self.separator = ""
        draft.has_count, draft.low, draft.high, draft.suffix = True, token.low, token.high, token.value
        draft.end = max(draft.end, token.end)
        draft.uses(token, *self.bounds)
        for bound in self.bounds:
            draft.apply_bound(bound.value, token)
        if (draft.low is None or draft.high is None) and "-" in token.text.translate(_DASHES):
            draft.notes.append(token.text)  # "27–40+": one of the numbers is no limit, but it is printed
        self.bounds = []

    def _read_unreadable(self, token: QuantityToken) -> None:
        """Begin a statement whose number is not understood, so that it is named and no part of another one."""
        draft = self.current
        is_over = draft is None or draft.has_count or draft.vague or draft.is_unreadable or self.separator
        draft = self._begin(token) if draft is None or is_over else draft
        draft.is_unreadable = True
        draft.end = max(draft.end, token.end)
        self.bounds = []

    def _is_last(self) -> bool:
        """Return whether a separator or nothing follows."""
        return not self.ahead or self.ahead[0].kind in {"comma", "semi", "break"}

    def _make_label(self, draft: StatementDraft, token: QuantityToken) -> bool:
        """Make the words so far the label of this count, if they are one ("Killed: 300", "The army lost 173 soldiers").

        Returns whether they are.
        """
        if draft.has_count or draft.vague or draft.is_unreadable:
            return False
        if not draft.losses:
            # "Infantry 5000, cavalry 1500": no word follows the number that it could count.
            return bool(draft.nouns) and not draft.tail and not self.separator and self._is_last()
        if self.clause[draft.end : token.start].strip() == ":":  # "Combat deaths: 300", "Deaths from disease: 500"
            words = draft.label_words(self.clause)
            draft.notes += [words] if words else []
            draft.spans.append((draft.start, draft.end))
            draft.nouns, draft.tail = [noun for noun in draft.nouns if noun.value in _WORDS.who], []
            return True
        if draft.tail:
            return False
        if all(noun.value in _WORDS.neutral or noun.value in _WORDS.who for noun in draft.nouns):
            return True
        if self.separator or _WORDS.losses[draft.losses[-1].value] != "neutral":
            return False
        draft.notes += [phrase] if (phrase := draft.noun_phrase(self.clause)) else []
        draft.spans.append((draft.nouns[0].start, draft.nouns[-1].end))
        draft.nouns = []
        return True

    def _read_vague(self, token: QuantityToken) -> None:
        draft = self.current
        bound, self.bounds = self.bounds[0] if self.bounds else None, []
        if (
            draft
            and draft.vague
            and not draft.has_count
            and not draft.losses
            and are_weakening(draft.nouns + draft.tail)
        ):
            draft.vague.append(token)
            draft.nouns, draft.tail, draft.end, self.separator = [], [], token.end, ""
            return
        is_edge = draft is None or bool(self.separator) or bool(draft.losses) or bool(draft.notes)
        is_part = self.separator in {"semi", "break"} or (self.separator and labels_loss(token, self.ahead))
        if token.value == "start" and draft is not None and not is_part:
            is_edge = False
        if draft and not draft.has_count and not draft.vague and draft.nouns and are_weakening(draft.nouns):
            draft.vague = [draft.nouns[0], token]
            draft.nouns, draft.end = [], token.end
            return
        if draft and not is_edge and not draft.has_count and not draft.vague and are_neutral(draft.nouns):
            draft.uses(*draft.nouns)
            draft.vague, draft.nouns, draft.end = [token], [], token.end
            return
        if draft and draft.lacks_only_size(token):
            # "Pertes lourdes", "Casualties: heavy": the word of loss is printed before the word for its size.
            draft.vague, draft.end, self.separator = [token], token.end, ""
            draft.is_label_first = True
            return
        if draft and draft.is_open():
            draft.vague, draft.end, self.separator = [bound, token] if bound else [token], token.end, ""
            return
        if not is_edge:
            self._read_word(token._replace(kind="word", value=fold(token.text)))
            return
        self._begin(bound or token).vague = [bound, token] if bound else [token]

    def _read_word(self, token: QuantityToken) -> None:
        draft = self.current
        separator, self.separator = self.separator, ""
        is_loss = token.value in _WORDS.losses and not (token.value in {"down"} and not (draft and draft.losses))
        if draft and self._starts_anew(draft, is_loss, separator):
            draft, separator = self._begin(token), ""
        if is_loss and draft and draft.has_count and _NEXT_LABEL.match(self.clause, token.end):
            draft = self._begin(token)  # the label of the next count: "Killed: 300 wounded: 500"
        draft = self._open(token)
        if is_loss and draft.tail and are_links(draft.tail):
            if draft.has_count and [link.value for link in draft.tail] in _WAS_OR_WERE and not draft.nouns:
                # "2,500 wounded were captured": the wounded are the people who were captured.
                draft.nouns, draft.losses = draft.losses, []
            draft.uses(*draft.tail)
            draft.tail = []  # "captured or sunk"
        if is_loss and draft.losses and draft.tail and _WORDS.losses[token.value] == "materiel":
            # "93 wounded Frigate scuttled": the words between the two losses name the thing that was lost.
            things, draft.tail = draft.tail, []
            draft.end = draft.losses[-1].end
            draft = self._begin(things[0])
            draft.nouns, draft.losses, draft.end = things, [token], token.end
        elif token.value in {"number", "numbers"} and draft.vague and not draft.nouns and not draft.has_count:
            draft.vague.append(token)
        elif is_loss and separator != "semi" and not (draft.vague and draft.tail):
            if draft.is_label_first and draft.label_losses:
                # "Dead and missing: 300 dead and 20 missing": the words after the count replace the label's.
                draft.uses(*draft.losses)
                draft.losses, draft.label_losses = [], False
            if draft.names_prisoners(token):
                draft.nouns, draft.losses = draft.nouns + draft.losses, []  # "15 prisoners executed"
            draft.losses.append(token)
        elif draft.takes_as_tail(separator):
            draft.tail.append(token)
        else:
            draft.nouns.append(token)

    def _starts_anew(self, draft: StatementDraft, is_loss: bool, separator: str) -> bool:
        """Return whether a word begins a new statement."""
        if draft.is_closed and not (is_loss and not draft.losses):
            return True
        if not separator:
            return False
        if separator == "break":
            return True
        if is_loss:
            return draft.is_label_first or labels_size(self.ahead)
        if draft.is_label_first and not draft.losses:
            return True  # "Infantry 5000, cavalry 1500"
        return not draft.has_count and not draft.vague and bool(draft.losses)

    def _end_claim(self) -> None:
        if self.claim and len(self.claim) > 1:
            per, *words = self.claim
            draft = self._open(words[-1])
            draft.claims(self.clause[words[0].start : words[-1].end])
            draft.uses(per._replace(end=words[-1].end))
        self.claim = None

    def read_bracket(self, start: int, end: int) -> None:
        """Read a bracket: it describes the statement before it."""
        remark = read_remark(self.clause[start + 1 : end - 1])
        if self.current is None:
            self.drafts.append(StatementDraft(start, end))
        draft = self.drafts[-1]
        draft.end = end
        if remark.party:
            for other in reversed(self.drafts):
                if other.party:
                    break
                other.party, other.is_closed = remark.party, True
        draft.claims(remark.claimant)
        draft.is_about = draft.is_about or remark.is_about
        draft.periods += [remark.period_text] if remark.period_text else []
        draft.notes += [remark.note] if remark.note else []
        used = start
        for part in remark.parts:
            at = self.clause.find(part, used)
            draft.spans.append((used, at))
            used = at + len(part)
            self._read_part(draft, part, at)
        draft.spans.append((used, end))

    def _read_part(self, total: StatementDraft, part: str, at: int) -> None:
        """Read counts in a bracket as parts of the total before it, or as the count of a statement that has none."""
        found = quantity_tokens(part)
        party = party_of(found)
        inner = _ClauseReader(part)
        inner.read_tokens(found[1:] if party else found)
        inner._end_claim()
        drafts = [draft for draft in inner.drafts if draft.has_count or draft.vague or draft.is_unreadable]
        if party:
            total.uses(found[0]._replace(start=found[0].start + at, end=found[0].end + at))
        lacks = not total.has_count and not total.vague
        is_bare = len(drafts) == 1 and not party and not drafts[0].nouns and not drafts[0].losses
        if lacks and is_bare and total.may_be_ship(drafts[0]):
            total.is_unreadable = True
            return
        if lacks and not party and len(drafts) == 1:
            drafts[0].shift(at)
            total.take_count(drafts[0], self.clause)
            return
        is_unit = any(_WORDS.things.get(token.value) == "units" for token in total.nouns)
        if (total.has_count and is_bare and not is_unit) or not drafts:
            total.notes.append(part)
            total.spans.append((at, at + len(part)))
            return
        own = next((index for index, draft in enumerate(self.drafts) if draft is total), 0)
        most = total.high if total.has_count else None
        fits = most is None or sum(draft.low or 0 for draft in drafts) <= most
        for draft in drafts:
            if fits and not draft.losses and not draft.suffix:
                draft.losses = [token._replace(start=-at, end=-at) for token in total.losses]
            draft.parent = own if total.has_count or total.vague else None
            draft.party = party
            draft.is_closed = bool(draft.nouns)
            draft.shift(at)
            self.drafts.append(draft)


def draft_clause(clause: str) -> list[StatementDraft]:
    """Return the statements of a clause in printed order, each with the words of loss that it shares with another."""
    reader = _ClauseReader(clause)
    at = 0
    for start, end in brackets(clause):
        reader.read_flat(at, start)
        reader.read_bracket(start, end)
        at = end
    reader.read_flat(at, len(clause))
    return with_lent_words(reader.drafts)
