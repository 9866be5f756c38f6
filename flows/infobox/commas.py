"""Commas of a value that a dump printed in one line: which of them separate two items, and which belong to the words.

A dump prints line breaks and the page's own commas alike. Which is which depends on the field: names are always
separated; of "46 civilians killed, 30 wounded" the second part has no noun of its own, so it continues the first; of
"Rebels capture Abu Kamal, Mayadin and al-Kubar, Rebels besiege the airport" only the second comma begins a new result.
In doubt the comma of a result stays: two results in one item can be read, a name cut in two cannot.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from flows.infobox.values.brackets import brackets
from flows.infobox.values.name_tails import continues_name
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
_COUNT: Final = re.compile(rf"[ ]?{_BOUND}\d[\d,.+–-]{{0,24}}(?![^\W\d_])", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_][^\s(),;:]{0,40}")
_BRACKETS: Final = re.compile(r"[ ]?\([^()]{0,200}\)[ ]?")
_NAME: Final = re.compile(r"[^\W_][^\s(),;:]{0,40}")
_JOINS: Final = re.compile(r"(?:^|\s)(?:and|or|&|und|oder|et|ou|y|e|o|en|i|и|або|или|ja|och|og|ve)\s")
_MAX_LIST: Final = 12
_THOUSANDS: Final = re.compile(r"\d,\d{3}|\d{4}")
_ENDS: Final = frozenset({"or", "and", "&", "per", "according"})
_IN_A_PLACE: Final = re.compile(r"[ ](?:from|in|of|at|near|between|aus|bei|à|de|en|в|из)[ ][A-ZÀ-ÞА-ЯΑ-Ω]")
_MAX: Final = 400
_COMMA: Final = re.compile(r",(?=[ \u00a0]|\Z)")
_SEPARATOR: Final = re.compile(r"[,;](?=[ \u00a0]|\Z)")
_OF_NAMES: Final = frozenset({"names", "people"})
_STARRED: Final = re.compile(r",(?=[ ]\*)")
_MAX_LOSSES: Final = 60
_OF_THINGS: Final = frozenset({"captured", "materiel", "neutral"})
_OR: Final = frozenset({"or", "and", "&"})
_LOOK_AHEAD: Final = 24
_MAX_OUTCOME: Final = 6
_CLAUSE_WORD: Final = re.compile(r"[^\s,;()\"“”]+")


def split_at_commas(value: str, rule: ItemRule) -> list[str]:
    """Return the parts of a value at the commas that separate items by the rule of its field.

    Commas inside brackets do not separate. The parts keep their blanks, since these can stand for an icon.

    >>> split_at_commas("Turkey, Qatar (since 2016, secretly)", "names")
    ['Turkey', ' Qatar (since 2016, secretly)']
    """
    if "،" in value and rule != "whole":
        value = value.replace("،", ",")
    separator = _SEPARATOR if rule in _OF_NAMES else _COMMA
    if "," not in value and (separator is _COMMA or ";" not in value):
        return [value]
    if rule in ("whole", "parts"):
        return _STARRED.split(value) if "*" in value else [value]
    pieces = _at_commas(value, separator)
    if len(pieces) == 1:
        return pieces
    if rule == "clauses":
        return _joined_clauses(pieces)
    words = conflict_words()
    joined: list[str] = [pieces[0]]
    listed = _listed(pieces) if rule == "statements" else frozenset()
    for at, piece in enumerate(pieces[1:], 1):
        start = piece.lstrip()
        continues = at in listed or words.continues.match(start) is not None
        if rule == "statements" and start[:1].islower() and not continues:
            is_new = start.split(None, 1)[0].casefold() in words.starts
            continues = not is_new or _only_losses(start) or _says_where(joined[-1], start)
        elif rule == "statements" and not continues:
            continues = continues_statement(joined[-1], start)
        elif rule == "people" and not continues:
            continues = continues_name(joined[-1], start)
        # ",," are two separators: the first one lost what stood between them.
        if continues and joined[-1].strip() and joined[-1].rstrip()[-1:] != ",":
            joined[-1] += "," + piece
        else:
            joined.append(piece)
    return joined


def _listed(pieces: list[str]) -> frozenset[int]:
    """Return the places of the parts that go on with a list of names, of which only the last says what they are.

    "15 D-1, D-20, and D-30 howitzers destroyed" is one count of three models: the part with the count names no thing,
    those after it have no count, and the last has an "and".
    """
    found: set[int] = set()
    for at, piece in enumerate(pieces[:-1]):
        if not _opens_list(piece):
            continue
        for end in range(at + 1, min(at + _MAX_LIST, len(pieces))):
            part = pieces[end].strip()
            if not part or ":" in part or _COUNT.match(part) or fold(part.split()[0]) in _WORDS.vague:
                break
            if _JOINS.search(part):
                found.update(range(at + 1, end + 1))
                break
            if _says_what(part):
                break
    return frozenset(found)


def _opens_list(part: str) -> bool:
    """Return whether a part has a count, or a word for one, and ends with a name: "15 D-1", "Elements from A"."""
    words = _NAME.findall(part[-_MAX:])
    if len(words) < 2 or _says_what(part) or part.rstrip()[-1:] in ")]":
        return False
    is_name = words[-1][:1].isupper() or words[-1][:1].isdigit()
    begins = part.strip()[:1].isdigit() or fold(words[0]) in _WORDS.vague or fold(words[0]) in conflict_words().parts
    return is_name and begins


def _says_what(part: str) -> bool:
    """Return whether a part names a known thing, or what became of it."""
    return any(fold(word) in _WORDS.losses or fold(word) in _WORDS.things for word in _NAME.findall(part[:_MAX])[1:])


def _only_losses(text: str) -> bool:
    """Return whether a part only names further losses: "wounded or captured" after "900 killed"."""
    words = [fold(word) for word in text[:_MAX_LOSSES].split()]
    losses = quantity_words().losses
    if len(words) > 2 and words[0] in losses and words[1] in _OR and words[2] in losses:
        return True
    return all(word in losses or word in _OR for word in words)


def _at_commas(value: str, separator: re.Pattern[str]) -> list[str]:
    """Return the parts between separators outside brackets; a bracket that is never closed hides nothing."""
    closed = iter((*brackets(value), (len(value), len(value))))
    pieces: list[str] = []
    start = 0
    opened, end = next(closed)
    for found in separator.finditer(value):
        at = found.start()
        while at >= end:
            opened, end = next(closed)
        if at < opened:
            pieces.append(value[start:at])
            start = found.end()
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
            # Inside a bulleted list only a head ("Second phase: ...") ends the bullet.
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
    """Return whether ``part``, which follows ``before`` after a comma, is a new clause of a list of results.

    It is when it starts with a capitalised subject directly followed by a verb, or with a phrase such as "By May 2013",
    and the text before it is a complete clause.

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
    if _is_opening_phrase(before) or not _is_complete(before):
        return False
    if _ends_with_outcome(before):
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


def _ends_with_outcome(before: str) -> bool:
    """Return whether the last clause before the comma is only an outcome ("Decisive Lorish victory")."""
    words = before.rsplit(",", 1)[-1].split()
    return 0 < len(words) <= _MAX_OUTCOME and words[-1].casefold().strip(".;") in conflict_words().clause_outcomes


def _is_opening_phrase(before: str) -> bool:
    """Return whether the last words are only a phrase that opens a clause ("On 10 February 2014")."""
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


def continues_statement(before: str, part: str) -> bool:
    """Return whether a part continues the statement of losses before the comma, so that the comma is the page's own.

    It does when it has no noun of its own ("46 civilians killed, 30 wounded"), no verb ("lost 173 soldiers in Qubadli,
    58 in Lachin"), or no count at all.

    >>> continues_statement("46 civilians killed", "30 wounded")
    True
    >>> continues_statement("132 soldiers killed", "200 soldiers captured")
    False
    >>> continues_statement("4,000 Danes from Norway", "Iceland and the islands")
    True
    """
    before, part = before[-_MAX:].strip(), part[:_MAX].strip()
    if part[:1].isdigit() or _COUNT.match(part):
        shares = _shares_noun(before, part) or _shares_things(before, part) or _shares_verb(before, part)
        return shares or _says_where(before, part)
    return _names_more_places(before, part)


def _shares_noun(before: str, part: str) -> bool:
    """Return whether a part is like "30 wounded" after "46 civilians killed", with the losses in their usual order.

    On most pages whose lines are known, two plain counts in the thousands stood on two lines, smaller ones on one line
    ("251 killed, 760 wounded").
    """
    kind = _bare_loss(part)
    if kind is None:
        return False
    words = _WORD.findall(_BRACKETS.sub(" ", before))
    if not words or ":" in before[before.rfind(words[-1]) :]:
        return False
    last = _OF_PEOPLE.get(fold(words[-1]))
    # "40,512 wounded" on a line of its own shows that "76 missing" after it stood on a line of its own too.
    if last is None or kind in {last, "killed"} or (last != "killed" and not _has_killed(words)):
        return False
    has_noun = len(words) > 1 and fold(words[-2]) in _WORDS.things
    # A claim in mid-line shows that the line breaks of this field became blanks: its commas are the page's own.
    is_own = has_noun or len(clauses(before)) > 1
    return is_own or not (_THOUSANDS.search(_count(before)) and _THOUSANDS.search(_count(part)))


def _shares_things(before: str, part: str) -> bool:
    """Return whether a part says more of the things before it: "15 captured" after "14 ships of the line sunk"."""
    found = _COUNT.match(part)
    rest = [fold(word) for word in _WORD.findall(part[found.end() :])] if found else []
    words = [fold(word) for word in _WORD.findall(_BRACKETS.sub(" ", before))]
    if not rest or not words or _WORDS.losses.get(words[-1]) not in _OF_THINGS:
        return False
    of_things = any(_WORDS.things.get(word, "people") not in {"people", "units"} for word in words)
    if any(_WORDS.losses.get(word) == "captured" and word not in _WORDS.captures_of_things for word in rest):
        return False
    return of_things and all(_WORDS.losses.get(word) in _OF_THINGS for word in rest)


def _says_where(before: str, part: str) -> bool:
    """Return whether a part counts what the one before it names: "at least 500 in December" after "800 guns lost"."""
    found = _COUNT.match(part)
    words = [fold(word) for word in _WORD.findall(part[found.end() :])] if found else []
    known = (_WORDS.losses, _WORDS.things, _WORDS.who)
    if not words or words[0] not in _WORDS.dividers or not re.search(r"\d", before):
        return False
    return not any(word in names for word in words for names in known)


def _has_killed(words: list[str]) -> bool:
    return any(_OF_PEOPLE.get(fold(word)) == "killed" for word in words)


def _bare_loss(part: str) -> str | None:
    """Return the kind of loss of a part that is a count and that loss only ("30 wounded"), None for any other part."""
    found = _COUNT.match(part)
    word = _WORD.match(part, found.end() + 1) if found and part[found.end() :][:1] == " " else None
    if word is None:
        return None
    following = _WORD.match(part, word.end() + 1)
    if following is not None and part[word.end()] == " " and fold(following.group()) not in _ENDS:
        return None
    return _OF_PEOPLE.get(fold(word.group()))


def _count(text: str) -> str:
    """Return the first count outside brackets where the text begins with one, else the last."""
    digits = re.findall(r"\d[\d,.+–-]{0,24}", _BRACKETS.sub(" ", text))
    return digits[0] if text[:1].isdigit() and digits else digits[-1] if digits else ""


def _shares_verb(before: str, part: str) -> bool:
    """Return whether a part without a word of loss follows a clause with one before its count ("lost 173 soldiers")."""
    if any(fold(word) in _WORDS.losses for word in _WORD.findall(part)):
        return False
    digit = re.search(r"\d", before)
    if digit is None or ":" in before[: digit.start()]:
        return False
    ahead = [fold(word) for word in _WORD.findall(before[: digit.start()])]
    return len(ahead) > 1 and _WORDS.losses.get(ahead[-1]) == "neutral"


def _names_more_places(before: str, part: str) -> bool:
    """Return whether a part only continues a list of places ("from Armenia, Karabakh and the regions around")."""
    if ":" in part or not part[:1].isupper() or not _IN_A_PLACE.search(before) or not re.search(r"\d", before):
        return False
    if any(map(str.isdigit, part)) or not _JOINS.search(part):
        return False
    words = [fold(word) for word in _WORD.findall(part)]
    return bool(words) and not any(
        word in _WORDS.losses or word in _WORDS.things or word in _WORDS.vague or word in _WORDS.who for word in words
    )
