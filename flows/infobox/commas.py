"""Where a comma separates."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from flows.infobox.values.quantities.headers import clauses
from flows.rules.conflict_words import conflict_words
from flows.rules.labels import ItemRule
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
_COMMA: Final = re.compile(r"[()\[\]]|,(?=[ \u00a0]|\Z)")
_STARRED: Final = re.compile(r",(?=[ ]\*)")
_MAX_LOSSES: Final = 60
_OR: Final = frozenset({"or", "and", "&"})
_LOOK_AHEAD: Final = 24
_MAX_OUTCOME: Final = 6
_CLAUSE_WORD: Final = re.compile(r"[^\s,;()\"“”]+")


def split_at_commas(value: str, rule: ItemRule) -> list[str]:
    if "،" in value and rule != "whole":
        value = value.replace("،", ",")
    if "," not in value:
        return [value]
    if rule == "whole":
        return _STARRED.split(value) if "*" in value else [value]
    pieces = _at_commas(value)
    if len(pieces) == 1:
        return pieces
    if rule == "clauses":
        return _joined_clauses(pieces)
    words = conflict_words()
    joined: list[str] = [pieces[0]]
    for piece in pieces[1:]:
        start = piece.lstrip()
        continues = words.continues.match(start) is not None
        if rule == "statements" and start[:1].islower() and not continues:
            continues = start.split(None, 1)[0].casefold() not in words.starts or _only_losses(start)
        elif rule == "statements" and not continues:
            continues = leans_on(joined[-1], start)
        elif rule == "people" and not continues:
            continues = words.titles.match(start) is not None
        if continues and joined[-1].strip():
            joined[-1] += "," + piece
        else:
            joined.append(piece)
    return joined


def _only_losses(text: str) -> bool:
    """Return whether a piece only goes on naming the loss before it: "wounded or captured" behind "900 killed"."""
    told = [fold(word) for word in text[:_MAX_LOSSES].split()]
    losses = quantity_words().losses
    if len(told) > 2 and told[0] in losses and told[1] in _OR and told[2] in losses:
        return True
    return all(word in losses or word in _OR for word in told)


def _at_commas(value: str) -> list[str]:
    """Return the parts between commas outside brackets; an opening bracket that is never closed does not count."""
    pieces: list[str] = []
    depth = start = 0
    for found in _COMMA.finditer(value):
        sign = found.group()
        if sign == ",":
            if depth == 0:
                pieces.append(value[start : found.start()])
                start = found.end()
        elif sign in "([":
            # Balance is looked up only here, so that text without brackets costs nothing.
            depth += 1
        elif depth:
            depth -= 1
    if depth:  # something was opened and never closed: brackets tell nothing in this value
        return re.split(r",(?=[ \u00a0]|\Z)", value)
    pieces.append(value[start:])
    return pieces


def _joined_clauses(pieces: list[str]) -> list[str]:
    is_marked = any(piece.lstrip()[:1] == "*" for piece in pieces)
    joined = [pieces[0]]
    in_list = joined[0].lstrip()[:1] == "*"
    for piece in pieces[1:]:
        start = piece.lstrip()
        if start[:1] == "*":
            is_new = in_list = True
        elif in_list and is_marked:
            # Inside a bulleted list only a head ("Second phase: ...") leaves the bullet.
            is_new = ":" in start[:40]
            in_list = not is_new
        else:
            is_new = start[:1] == "(" or begins_clause(joined[-1].strip(), start)
        if is_new:
            joined.append(piece)
        else:
            joined[-1] += "," + piece
    return joined


def begins_clause(before: str, part: str) -> bool:
    """Return whether ``part``, which a comma separates from ``before``, is a clause of its own.

    >>> begins_clause("Rebels capture Abu Kamal", "Mayadin")
    False
    >>> begins_clause("Rebels capture Abu Kamal", "Rebels besiege the airport")
    True
    >>> begins_clause("On 10 February 2014", "ISIS retreated from the city")
    False
    >>> begins_clause("Lorish victory", "Siege of Orrin lifted")
    True
    """
    words = conflict_words()
    first = part[:1]
    if not (first.isupper() or first.isdigit()):
        return False
    if _is_opening(before) or not _is_complete(before):
        return False
    if _says_the_outcome(before):
        return True
    found = [word.group() for word in islice(_CLAUSE_WORD.finditer(part), _LOOK_AHEAD)]
    if not found:
        return False
    if found[0].casefold() in words.openers:
        return len(found) > 2
    if found[0].rstrip(".").casefold() in words.complete and len(found) == 1:
        return True
    for word in found[1:]:
        if not word[:1].isupper() and not word[:1].isdigit():
            return word.casefold() not in words.no_verb and "-" not in word[:4]
    return False


def _says_the_outcome(before: str) -> bool:
    """Return whether the clause that ends here is no more than an outcome ("Decisive Lorish victory")."""
    words = before.rsplit(",", 1)[-1].split()
    return 0 < len(words) <= _MAX_OUTCOME and words[-1].casefold().strip(".;") in conflict_words().clause_outcomes


def _is_opening(before: str) -> bool:
    """Return whether the words are only a phrase before a subject ("On 10 February 2014")."""
    last = before.rsplit(",", 1)[-1].split()
    words = conflict_words()
    return bool(last) and last[0].casefold() in words.openers and not _has_verb(last)


def _is_complete(before: str) -> bool:
    words = before.replace(",", " ").split()
    return _has_verb(words) or words[0].casefold().strip(".;") in conflict_words().complete if words else False


def _has_verb(words: list[str]) -> bool:
    excluded = conflict_words().no_verb
    openers = conflict_words().openers
    return any(
        word[:1].islower() and (folded := word.strip(".;:")) not in excluded - {"victory"} and folded not in openers
        for word in words
    )


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
