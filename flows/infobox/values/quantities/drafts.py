"""One statement of strength or losses while it is being read: its count, nouns, words of loss, notes and claimant.

Of "at least 300 rebels killed in Aleppo (SOHR claim)" the count is 300 with no maximum, "rebels" is the noun, "killed"
the word of loss, "in Aleppo" the tail, SOHR the claimant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from flows.infobox.values.quantities.token_matches import QuantityToken
from flows.rules.words import fold, quantity_words

_WORDS: Final = quantity_words()
_LEFT_OVER: Final = _WORDS.links | {"in", "at", "from", "with", "by", "for"}
"""Words cut off at the end of a phrase ("1,200 soldiers in 3 battalions"), kept at its start ("in the north")."""
_MAX_MODEL: Final = 3
_MOST_GUNS: Final = 150
_WHOLES: Final = frozenset(_WORDS.articles) | {"out", "of", "in", "from", "von", "der", "de", "des", "di", "van", "из"}
_TOTALS: Final = frozenset({"total", "overall"})


@dataclass(slots=True)
class StatementDraft:
    """One statement while it is being read.

    ``low`` and ``high`` are the limits of the count, ``suffix`` the kind of loss of a count such as "23k". ``vague``
    holds words used instead of a count ("heavy"), ``losses`` the words of loss ("killed"), ``tail`` what follows them
    ("in Aleppo"). ``parent`` is the index of the total that the statement is a part of. ``is_label_first``: the words
    of loss stood before the count ("Killed: 300"); ``label_losses``: that label had two or more of them.
    ``follows_and``: "and" stood before the statement; ``is_closed``: a following word begins a new statement;
    ``is_men``: a bare number after the name of a force, which counts its men; ``of_things``: the kind of the
    things before it that it counts, too ("14 ships sunk, 15 captured"). ``is_unreadable``: its number was not
    understood. ``spans`` are the places in the clause that were used for anything but these words.
    Tokens keep their places in the clause, so that words can be quoted as printed.
    """

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
    of_things: str | None = None
    is_unreadable: bool = False
    spans: list[tuple[int, int]] = field(default_factory=list)

    def uses(self, *tokens: QuantityToken) -> None:
        """Note the places of tokens that say something which no list of words holds."""
        self.spans += [(token.start, token.end) for token in tokens]

    def claims(self, claimant: str | None) -> None:
        """Add who claims the statement; a second claimant is printed beside the first."""
        if claimant and claimant != self.claimant:
            self.claimant = f"{self.claimant}; {claimant}" if self.claimant else claimant

    def is_open(self) -> bool:
        """Return whether only a time, a claimant or a remark was read: the count after them is its count."""
        return not (self.has_count or self.vague or self.nouns or self.losses or self.tail or self.is_unreadable)

    def text(self, clause: str) -> str:
        """Return the words of this statement as printed."""
        return clause[self.start : self.end].strip(" ,;")

    def noun_phrase(self, clause: str) -> str | None:
        """Return the nouns as printed, without connectors at either end; None when no noun names something."""
        named = [token for token in self.nouns if token.value not in _TOTALS]
        return _phrase(clause, named) if self.names_something() else None

    def names_something(self) -> bool:
        """Return whether a noun names what was counted, more than "total"."""
        return any(token.value not in _WORDS.neutral for token in self.nouns)

    def own_losses(self) -> list[QuantityToken]:
        """Return the words of loss that are printed with this statement; those lent by another one have no place."""
        return [token for token in self.losses if token.start < token.end]

    def verb_phrase(self, clause: str) -> str | None:
        """Return the words of loss and the words after them, as printed."""
        return _phrase(clause, self.own_losses() + self.tail)

    def tail_phrase(self, clause: str) -> str | None:
        """Return the words after the words of loss ("in Syria by SDF"), as printed."""
        return _phrase(clause, self.tail)

    def vague_phrase(self, clause: str) -> str | None:
        """Return the words printed instead of a count ("Unknown, presumed heavy"), None where a count is given."""
        return None if self.has_count or not self.vague else clause[self.vague[0].start : self.vague[-1].end].strip()

    def names_prisoners(self, loss: QuantityToken) -> bool:
        """Return whether the words of loss so far are nouns that this one is said of ("15 prisoners executed")."""
        is_verb = loss.value not in _WORDS.loss_nouns and _WORDS.losses[loss.value] != "neutral"
        follows = bool(self.losses) and loss.start == self.losses[-1].end + 1
        return is_verb and follows and all(token.value in _WORDS.loss_nouns for token in self.losses)

    def takes_as_model(self, token: QuantityToken, ahead: Sequence[QuantityToken]) -> bool:
        """Return whether a short number belongs to the model's name before it ("1 Fiat CR 32 shot down").

        ``ahead`` are the tokens behind the number.
        """
        if not self.has_count or self.losses or not self.nouns:
            return False
        last = self.nouns[-1]
        is_short = token.text.isdigit() and len(token.text) <= _MAX_MODEL and last.end == token.start - 1
        is_model = last.text[:1].isupper() and last.value in _WORDS.designations
        is_code = last.text.isupper() and 1 < len(last.text) <= _MAX_MODEL
        counts = bool(ahead) and (ahead[0].value in _WORDS.losses or ahead[0].value in _WORDS.things)
        # "24 PzH 2000 howitzers": capitals inside a word are a maker's or a designer's name.
        is_coined = last.text[1:] != last.text[1:].lower() and not last.text.isupper()
        is_its = token.text.isdigit() and last.end == token.start - 1
        return (is_short and (is_model or (is_code and counts))) or (is_its and is_coined and counts)

    def takes_as_whole(self, token: QuantityToken, ahead: Sequence[QuantityToken], clause: str) -> bool:
        """Take a count behind "of" as the whole that this one is a share of; return whether it was one.

        "3 of the 5 ships captured" are three ships, "902 wounded of 5,000" 902 wounded. How many "1 in 3" are is not
        said. ``ahead`` are the tokens behind the count.
        """
        words = self.tail if self.losses else self.nouns
        if not self.has_count or not words or any(word.value not in _WHOLES for word in words):
            return False
        whole = words[0]._replace(kind="word", text="", value="", end=token.end)
        if words[-1].value == "in":
            if self.low != 1 or (ahead and ahead[0].value in _WORDS.things):
                return False
            self.has_count, self.low, self.high, self.is_unreadable = False, None, None, True
            return True
        if self.losses:
            self.tail = [whole]
            return True
        self.notes.append(clause[whole.start : whole.end])
        self.uses(whole)
        self.nouns = []
        return True

    def may_be_ship(self, count: StatementDraft) -> bool:
        """Return whether a small number in brackets behind a name without a known noun may be its guns, not its men."""
        is_known = any(noun.value in _WORDS.things for noun in self.nouns)
        return bool(self.nouns) and not is_known and (count.high or count.low or 0) <= _MOST_GUNS

    def says_none(self) -> bool:
        """Return whether the words are a count of 0: "None", "No casualties", "no tanks lost".

        "No reliable figures" and "None reported" are words about what is known, and no count.
        """
        if self.has_count or len(self.vague) != 1 or fold(self.vague[0].text) not in _WORDS.zeros:
            return False
        if self.vague[0].text.casefold() == "no.":
            return False  # "No. 3"
        known = (_WORDS.things, _WORDS.who, _WORDS.neutral)
        return not self.tail and all(
            noun.value not in _WORDS.telling and any(noun.value in words for words in known) for noun in self.nouns
        )

    def ends_with_and(self) -> bool:
        """Return whether the last word read is "and": the next statement then shares its verb."""
        last = (self.tail or self.losses or self.nouns)[-1]
        return last.value in {"and", "&", "und", "et", "y", "и"}

    def label_words(self, clause: str) -> str | None:
        """Return a label that says more than the kind of loss ("Combat deaths", "Deaths from disease"), else None."""
        more = [noun for noun in self.nouns if noun.value not in _WORDS.neutral and noun.value not in _WORDS.who]
        return clause[self.start : self.end].strip(" ,;:") if more or self.tail else None

    def lacks_only_size(self, vague: QuantityToken) -> bool:
        """Return whether the statement is a loss that lacks only this vague word for its size ("Pertes lourdes")."""
        bare = not (self.has_count or self.vague or self.tail or self.notes)
        named = all(noun.value in _WORDS.who or noun.value in _WORDS.neutral for noun in self.nouns)
        is_size = vague.value in {"degree", "unknown"} or fold(vague.text) in _WORDS.zeros
        return bool(self.losses) and bare and named and is_size

    def takes_as_tail(self, separator: str) -> bool:
        """Return whether the next word only describes the statement: it follows the verb, or follows "Heavy;"."""
        if self.losses and not self.is_label_first:
            return True
        if separator == "semi" or (separator == "comma" and bool(self.vague or self.notes)):
            return True
        return bool(self.tail and self.vague)

    def apply_bound(self, bound: str, count: QuantityToken) -> None:
        """Apply "at least", "up to" or "about" to the limits of the count."""
        if bound == "minimum":
            self.high = None
        elif bound == "maximum":
            self.low, self.high = None, count.high if count.high is not None else count.low
        else:
            self.is_about = True

    def shift(self, by: int) -> None:
        """Move all places by some characters: a part was read from its own text and belongs into the whole clause."""
        for tokens in (self.vague, self.nouns, self.losses, self.tail):
            tokens[:] = [token._replace(start=token.start + by, end=token.end + by) for token in tokens]
        self.spans = [(start + by, end + by) for start, end in self.spans]
        self.start, self.end = self.start + by, self.end + by

    def take_count(self, part: StatementDraft, clause: str) -> None:
        """Take over the count of a bracket, for a statement that has none itself ("Fort Garrison (30 men)").

        The bracket says what is counted: "Detachments (100 men)" are men; of "Lee's Fleet (3 gunboats)" the count is
        of gunboats and the fleet becomes a note.
        """
        named = self.noun_phrase(clause)
        counted = {_WORDS.things[noun.value] for noun in part.nouns if noun.value in _WORDS.things}
        self.has_count, self.low, self.high = part.has_count, part.low, part.high
        self.is_about, self.suffix, self.vague = self.is_about or part.is_about, part.suffix, part.vague
        # A bare number after the name of a force counts its men ("Army of the Ohio (65,085)").
        self.is_men = not part.nouns or (named is not None and counted == {"people"})
        self.spans += part.spans
        if named and counted and not self.is_men:
            self.notes.append(named)
            self.uses(*_between(self.nouns))
            self.nouns = part.nouns
        elif not self.is_men:
            self.nouns += part.nouns
        elif len(part.nouns) < 2:
            self.uses(*part.nouns)
        else:
            self.notes += [phrase] if (phrase := part.noun_phrase(clause)) else []
            self.uses(*_between(part.nouns))
        self.losses += part.losses
        self.notes += [phrase] if (phrase := part.tail_phrase(clause)) else []
        self.uses(*_between(part.tail))
        self.notes += part.notes
        self.periods += part.periods
        self.claims(part.claimant)
        self.is_closed = True


def _between(tokens: list[QuantityToken]) -> list[QuantityToken]:
    """Return tokens as one from the first to the last, as a phrase quotes them; an empty list for none."""
    return [tokens[0]._replace(end=tokens[-1].end)] if tokens else []


def _phrase(clause: str, found: list[QuantityToken]) -> str | None:
    span = phrase_span(found)
    return clause[span[0] : span[1]].strip(" ,;:") if span else None


def phrase_span(found: list[QuantityToken]) -> tuple[int, int] | None:
    """Return where a phrase begins and ends, without connectors at either end; None for only connectors."""
    while found and (found[0].value in _WORDS.links or found[0].kind == "comma"):
        found = found[1:]
    while found and (found[-1].value in _LEFT_OVER or found[-1].kind == "comma"):
        found = found[:-1]
    return (found[0].start, found[-1].end) if found else None


def labels_loss(vague: QuantityToken, ahead: Sequence[QuantityToken]) -> bool:
    """Return whether a word for none stands before a word of loss: "nil wounded" of "nil killed, nil wounded"."""
    return fold(vague.text) in _WORDS.zeros and bool(ahead) and ahead[0].value in _WORDS.losses


def labels_size(ahead: Sequence[QuantityToken]) -> bool:
    """Return whether words of loss are followed by their size: "7,700 captured; killed/wounded unknown"."""
    for token in ahead:
        if token.kind == "vague":
            return token.value in {"unknown", "degree"}
        if token.value not in _WORDS.losses and token.value not in _WORDS.links:
            return False
    return False


def are_links(words: list[QuantityToken]) -> bool:
    """Return whether the words only connect the words around them ("or", "were")."""
    return all(token.value in _WORDS.links for token in words)


def are_weakening(words: list[QuantityToken]) -> bool:
    """Return whether the words only weaken a vague word ("presumed heavy")."""
    return all(token.value in _WORDS.presumed or token.kind == "comma" for token in words)


def are_neutral(words: list[QuantityToken]) -> bool:
    """Return whether the words before a vague word are only "Total" or the like ("Total unknown")."""
    return bool(words) and all(token.value in _WORDS.neutral for token in words)
