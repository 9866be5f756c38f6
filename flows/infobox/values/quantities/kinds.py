"""The kind of a statement, decided by its nouns and words of loss.

"12 F-16 fighters" is a strength of kind aircraft, "54 killed" a loss of kind killed, "3 tanks destroyed" materiel.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

from flows.infobox.values.quantities.drafts import StatementDraft
from flows.infobox.values.quantities.token_matches import QuantityToken
from flows.rules.words import fold, quantity_words

_WORDS: Final = quantity_words()
_AND: Final = frozenset({"and", "&", "und", "et", "y", "e", "i", "и"})
_DESIGNATION: Final = re.compile(r"([A-Z][A-Za-z]{0,5})[-.]\d")


def head_noun(draft: StatementDraft) -> str | None:
    """Return the kind of thing that the first group of nouns names: its last noun is the head ("tank crewmen").

    None when no noun is known, or when an unknown plural follows one ("12 tank mechanics"). Several arms of service
    stand for their men: "8,050 artillery and engineers".
    """
    head: str | None = None
    before = ""
    is_arm = False
    for token in draft.nouns:
        pair, before = f"{before} {token.value}", token.value
        if pair in _WORDS.things:
            head, is_arm = _WORDS.things[pair], False
            continue
        if token.value in _WORDS.dividers or token.kind == "comma":
            if head and not (is_arm and token.value in _AND):
                return head
            continue
        if is_arm and pair.partition(" ")[0] in _AND:
            return "people" if _WORDS.things.get(token.value) == "people" else head
        noun = thing_of(token)
        if noun is not None:
            head, is_arm = _WORDS.things[noun], noun in _WORDS.arms
        elif head and _is_its_head(pair.partition(" ")[0], token):
            head = None
    return head


def thing_of(token: QuantityToken) -> str | None:
    """Return the known noun that a word is, or that it ends with behind a hyphen; a word inside decides nothing.

    "anti-tank" and "non-combatant" are the opposite of their second half.
    """
    if token.value in _WORDS.things:
        return token.value
    first, *rest = re.split(r"['’&/-]", token.value)
    if not rest or first in _WORDS.not_of:
        return None
    return next((piece for piece in (rest[-1], first) if piece in _WORDS.things), None)


def _is_its_head(before: str, token: QuantityToken) -> bool:
    """Return whether an unknown plural makes the known singular before it a mere adjective ("drone operators")."""
    is_singular = before in _WORDS.things and not before.endswith("s") and f"{before}s" in _WORDS.things
    is_plural = token.text.isascii() and token.text.islower() and token.value.endswith("s")
    return is_singular and is_plural and not token.value.endswith("ss") and token.value not in _WORDS.neutral


def _is_unknown_thing(draft: StatementDraft) -> bool:
    """Return whether the thing counted is in no list and is not a name of people ("50 drapeaux").

    Capitalised words are nations and parties, whose losses are people ("343 Africans", "12 al-Nusra").
    """
    first = next((token for token in draft.nouns if token.value not in _WORDS.neutral), None)
    if first is None or first.kind != "word" or not first.text.islower():
        return False
    return not (first.value in _WORDS.dividers or first.value in _WORDS.presumed or first.value in _WORDS.who)


def _is_designated(draft: StatementDraft) -> bool:
    """Return whether a model's name is printed for the thing ("1 Su-25 lost")."""
    return any(_DESIGNATION.match(token.text) for token in draft.nouns)


def _is_craft(draft: StatementDraft, *, is_lost: bool = False) -> bool:
    """Return whether "fighters" are aircraft: a model's name stands with them, or they were lost as things are.

    "12 F-16 fighters", and "9 fighters destroyed".
    """
    return (is_lost or _is_designated(draft)) and any(token.value in _WORDS.crafts for token in draft.nouns)


def _were_shot_down(draft: StatementDraft) -> bool:
    """Return whether the two words "shot down" are said, which is said of aircraft only."""
    words = [token.value for token in draft.losses]
    return any(pair in _WORDS.of_craft for pair in map(" ".join, pairwise(words)))


def _lacks_number(draft: StatementDraft) -> bool:
    """Return whether a number stands in the words that is not understood ("half a million", "8 times larger")."""
    is_number = any(
        token.kind == "measure" or (token.value in _WORDS.scales and len(token.value) > 1) for token in draft.nouns
    )
    return is_number and not (draft.has_count or draft.vague)


@lru_cache(maxsize=1_024)
def things_of_label(label: str) -> str | None:
    """Return the kind of thing whose number stands behind a label ("Tanks", "74-gun ships"), None for any other label.

    >>> things_of_label("Tanks"), things_of_label("Frigate"), things_of_label("Infantry")
    ('tanks', None, None)
    """
    last = fold(label.rpartition(" ")[2])
    kind = _WORDS.things.get(last)
    is_one = f"{last}s" in _WORDS.things
    return None if is_one or kind in {"people", "units"} else kind


def _names_nothing(draft: StatementDraft) -> bool:
    return draft.has_count and not draft.names_something()


def strength_kind(draft: StatementDraft, label: str | None) -> str | None:
    """Return the kind of a strength (a word of STRENGTH_KINDS), None when nothing was understood.

    ``label`` are the words of the header above that say neither who nor when ("Tanks:").
    """
    if _lacks_number(draft):
        return None
    head = "people" if draft.is_men else draft.of_things or head_noun(draft)
    if label and _names_nothing(draft):
        head = things_of_label(label) or head
    if head == "people" and _is_craft(draft):
        return "aircraft"
    if head:
        return "personnel" if head == "people" else head
    if not (draft.has_count or draft.vague):
        return None
    for token in draft.nouns:
        if (match := _DESIGNATION.match(token.text)) and (known := _WORDS.designations.get(fold(match[1]))):
            return known
    empty = _WORDS.neutral | _WORDS.dividers
    named = [token for token in draft.nouns if token.value not in empty and token.kind == "word"]
    return "other" if named else "personnel"


def loss_kind(draft: StatementDraft, default: str | None, label: str | None) -> str | None:
    """Return the kind of a loss (a word of CASUALTY_KINDS), None when nothing was understood.

    ``default`` is the kind that the header above names ("Civilian deaths:"), ``label`` its other words ("Tanks:").
    """
    if _lacks_number(draft):
        return None
    named_kinds = {_WORDS.losses[token.value] for token in draft.losses}
    if _were_shot_down(draft):
        named_kinds = named_kinds - {"neutral"} | {"materiel"}
    named_kinds |= {draft.suffix} if draft.suffix else set()
    of_people = combined_kind(named_kinds - {"materiel", "neutral"})
    head = head_noun(draft)
    if head == "units":
        return of_people or "other"
    is_of_label = label is not None and not of_people and _names_nothing(draft) and things_of_label(label)
    if (head and head != "people") or draft.of_things or is_of_label:
        return "materiel"
    if head == "people" and not of_people and _is_craft(draft, is_lost="materiel" in named_kinds):
        return "materiel"
    if not (draft.has_count or draft.vague) and of_people == "casualties":
        return None
    if head == "people":
        return of_people or default or ("casualties" if draft.has_count or draft.vague else None)
    if of_people:
        return of_people
    if draft.has_count and default is None and not draft.suffix and _is_unknown_thing(draft):
        return "materiel" if "materiel" in named_kinds else "other"
    if "materiel" in named_kinds or (_is_designated(draft) and (named_kinds or draft.has_count)):
        return "materiel"
    if named_kinds and not draft.has_count and not draft.vague:
        return None
    return (default or "casualties") if draft.has_count or draft.vague else None


def who_of(draft: StatementDraft, default: str | None) -> str:
    """Return who was lost: military, civilian, mixed or unknown; ``default`` is what the header above says."""
    sides = set()
    for token in (*draft.nouns, *draft.losses):
        first, *rest = token.value.split("-")
        for piece in (token.value, *((first, *rest) if rest and first not in _WORDS.not_of else ())):
            if side := _WORDS.who.get(fold(piece)):
                sides.add(side)
    if len(sides) > 1:
        return "mixed"
    return next(iter(sides), None) or default or "unknown"


_COMBINED: Final = {
    frozenset({"killed", "wounded"}): "killed_or_wounded",
    frozenset({"captured", "missing"}): "captured_or_missing",
}


def combined_kind(kinds: set[str]) -> str | None:
    """Return the one kind that several words of loss make together, None for no word.

    "31,275 deaths of all casualties" are deaths: the special word is preferred to the general one.

    >>> combined_kind({"killed", "wounded"}), combined_kind({"killed", "casualties"})
    ('killed_or_wounded', 'killed')
    """
    special = kinds - {"casualties"} or kinds
    if len(special) <= 1:
        return next(iter(special), None)
    return _COMBINED.get(frozenset(special), "casualties")
