"""Where a comma between two statements of losses was one of the page's own, and where it was a line break.

A dump prints both alike. The page's own comma shows where the second statement leans on the first: it has no noun of
its own ("46 civilians killed, 30 wounded"), no verb ("lost 173 soldiers in Qubadli, 58 in Lachin"), or no count at all.
"""

from __future__ import annotations

import re
from typing import Final

from flows.infobox.values.quantities.headers import clauses
from flows.rules.words import alternatives, fold, quantity_words

_WORDS: Final = quantity_words()
_OF_PEOPLE: Final = {
    word: kind
    for word, kind in _WORDS.losses.items()
    if kind in {"killed", "wounded", "captured", "missing", "deserted"} and word not in _WORDS.loss_nouns
}
_BOUND: Final = rf"(?:(?:{alternatives(word for word in _WORDS.bounds if len(word) > 1)})[ ]|[~≈<>][ ]?)?"
_COUNT: Final = re.compile(rf"[ ]?{_BOUND}\d[\d,.+–-]{{0,24}}", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_][^\s(),;:]{0,40}")
_BRACKETS: Final = re.compile(r"[ ]?\([^()]{0,200}\)[ ]?")
_THOUSANDS: Final = re.compile(r"\d,\d{3}|\d{4}")
_ENDS: Final = frozenset({"or", "and", "&", "per", "according"})
_IN_A_PLACE: Final = re.compile(r"[ ](?:from|in|of|at|near|between|aus|bei|à|de|en|в|из)[ ][A-ZÀ-ÞА-ЯΑ-Ω]")
_MAX: Final = 400


def leans_on(before: str, part: str) -> bool:
    """Return whether a statement only goes on with the one before the comma.

    >>> leans_on("46 civilians killed", "30 wounded"), leans_on("132 soldiers killed", "200 soldiers captured")
    (True, False)
    >>> leans_on("4,000 Danes from Norway", "Iceland and the islands")
    True
    """
    before, part = before[-_MAX:].strip(), part[:_MAX].strip()
    if part[:1].isdigit() or _COUNT.match(part):
        return _shares_noun(before, part) or _shares_verb(before, part)
    return _names_more_places(before, part)


def _shares_noun(before: str, part: str) -> bool:
    """Return whether a part is "30 wounded" behind "46 civilians killed", and losses come in their usual order.

    Two plain counts in the thousands stood on lines of their own on most pages whose lines are known, smaller ones on
    one line ("251 killed, 760 wounded").
    """
    kind = _bare_loss(part)
    if kind is None:
        return False
    told = _WORD.findall(_BRACKETS.sub(" ", before))
    if not told or ":" in before[before.rfind(told[-1]) :]:
        return False
    last = _OF_PEOPLE.get(fold(told[-1]))
    # "40,512 wounded" on a line of its own shows that "76 missing" behind it stood on one too.
    if last is None or kind in {last, "killed"} or (last != "killed" and not _tells_dead(told)):
        return False
    has_noun = len(told) > 1 and fold(told[-2]) in _WORDS.things
    # A claim in the middle of a line shows that this field's line breaks became blanks: its commas are the page's own.
    is_own = has_noun or len(clauses(before)) > 1
    return is_own or not (_THOUSANDS.search(_count(before)) and _THOUSANDS.search(_count(part)))


def _tells_dead(words: list[str]) -> bool:
    return any(_OF_PEOPLE.get(fold(word)) == "killed" for word in words)


def _bare_loss(part: str) -> str | None:
    """Return what became of the people that a part counts without naming them, None for any other part."""
    found = _COUNT.match(part)
    word = _WORD.match(part, found.end() + 1) if found and part[found.end() :][:1] == " " else None
    if word is None:
        return None
    following = _WORD.match(part, word.end() + 1)
    if following is not None and part[word.end()] == " " and fold(following.group()) not in _ENDS:
        return None
    return _OF_PEOPLE.get(fold(word.group()))


def _count(text: str) -> str:
    """Return the last count outside brackets."""
    digits = re.findall(r"\d[\d,.+–-]{0,24}", _BRACKETS.sub(" ", text))
    return digits[0] if text[:1].isdigit() and digits else digits[-1] if digits else ""


def _shares_verb(before: str, part: str) -> bool:
    """Return whether a part has no word of loss behind a clause that says it before its count ("lost 173 soldiers")."""
    if any(fold(word) in _WORDS.losses for word in _WORD.findall(part)):
        return False
    digit = re.search(r"\d", before)
    if digit is None or ":" in before[: digit.start()]:
        return False
    ahead = [fold(word) for word in _WORD.findall(before[: digit.start()])]
    return len(ahead) > 1 and _WORDS.losses.get(ahead[-1]) == "neutral"


def _names_more_places(before: str, part: str) -> bool:
    """Return whether a part only goes on with a list of places ("from Armenia, Karabakh and the regions around")."""
    if ":" in part or not part[:1].isupper() or not _IN_A_PLACE.search(before) or not re.search(r"\d", before):
        return False
    if any(map(str.isdigit, part)):
        return False
    said = [fold(word) for word in _WORD.findall(part)]
    return bool(said) and not any(
        word in _WORDS.losses or word in _WORDS.things or word in _WORDS.vague or word in _WORDS.who for word in said
    )
