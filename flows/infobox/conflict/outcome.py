"""The outcome of a conflict: which side "Syrian government victory" means, by the names of the belligerents."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from flows.rules.conflict_words import outcome_words

_WORD: Final = re.compile(r"[^\W\d_][\w.'’-]*")
_CAPITALS: Final = re.compile(r"[A-Z]{2,8}")
_TOKEN: Final = re.compile(r"[\w'’]+")
_WINNERS: Final = re.compile(r"[/,&;+]|[ ](?:and|und|et|y|e|en|i|и|ve)[ ]")
# A clause ends here, before a bracket and not at the dash of "Austro–Prussian".
_CLAUSE_END: Final = re.compile(r"[,;:(]|\.[ ]|[ ][–-][ ]")
_CLAUSE: Final = re.compile(r"[,;]")
_STEM: Final = 5
_MAX_VERDICT: Final = 5
_MAX_HEAD: Final = 200
UNKNOWN_SIDE: Final = 0
"""The key of the names whose side is not known: a winner that may be one of them makes the outcome unknown."""


def read_outcome(
    items: Sequence[str], sides: Mapping[int, Sequence[str]], labels: Mapping[int, Sequence[str]] | None = None
) -> str:
    """Return the outcome in the first item of a result: side_1 … side_3, inconclusive, ongoing, other or unknown.

    The words before "victory" are compared with the names of the ``sides``; if they mean two sides or none, the outcome
    is unknown. ``other`` is a result without a victory ("Ceasefire agreement"). ``labels`` are the heads and notes
    beside the names ("Seventh Coalition", "United States (Union)"), used when no name fits.

    >>> read_outcome(["Syrian government victory"], {1: ["Syrian Government", "Russia"], 2: ["Free Syrian Army"]})
    'side_1'
    >>> read_outcome(["Ukrainian victory"], {1: ["Russia"], 2: ["Ukraine"]})
    'side_2'
    >>> read_outcome(["Rebel victory"], {1: ["Syrian Arab Republic"], 2: ["Free Syrian Army"]})
    'unknown'
    """
    words = outcome_words()
    first = next((item.strip(" *:.") for item in items if item.strip(" *:.")), "")[:_MAX_HEAD]
    if not first:
        return "unknown"
    first = words.pointer.sub("", first)
    if not first:
        return "other"
    if words.ongoing.match(first):
        return "ongoing"
    if words.inconclusive.match(first):
        return "inconclusive"
    if words.disputed.search(first) or first.endswith("?"):
        return "other"
    found = _result_word(first)
    if found is None and (unspaced := words.unspaced.search(first)) is not None:
        return _unspaced_side(first[: unspaced.start()], sides)
    if found is None:
        return "inconclusive" if words.stalled.search(_CLAUSE_END.split(first, maxsplit=1)[0]) else "other"
    verdicts = (item for item in items[1:] if _is_verdict(item))
    clauses = [first, *(clause for clause in (*_CLAUSE.split(first)[1:], *verdicts) if _result_word(clause))]
    known = {side for clause in clauses if (side := _side_of(clause, sides, labels)) != "unknown"}
    # "Kestrian tactical victory, Morland strategic victory" has no one winner.
    return _side_of(first, sides, labels) if len(known) < 2 else "unknown"


def _is_verdict(item: str) -> bool:
    """Return whether an item only says who won or lost ("Morland strategic victory", "Defeat of Morland")."""
    found = _result_word(item) if len(item.split()) <= _MAX_VERDICT else None
    return found is not None and (found.end() == len(item.rstrip(" .")) or not _names_someone(item[: found.start()]))


def _result_word(clause: str) -> re.Match[str] | None:
    """Return the first word for a victory or a defeat."""
    words = outcome_words()
    found = filter(None, (words.victory.search(clause), words.defeat.search(clause)))
    return min(found, key=re.Match.start, default=None)


def _side_of(clause: str, sides: Mapping[int, Sequence[str]], labels: Mapping[int, Sequence[str]] | None) -> str:
    """Return the winner of a victory or a defeat: who is named before the word, else behind it.

    Behind "over" (a victory) or "by" (a defeat) stands the opposite side.
    """
    words = outcome_words()
    found = _result_word(clause)
    if found is None or words.negations.search(clause, 0, found.start()):
        return "unknown"
    is_victory = words.victory.fullmatch(found[0]) is not None
    before, after = clause[: found.start()], _CLAUSE_END.split(clause[found.end() :], maxsplit=1)[0]
    opposite = (words.over if is_victory else words.by).search(after)
    named = before if _names_someone(before) else after[: opposite.start()] if opposite else after
    side = _side(named, sides, labels)
    if side != "unknown" or opposite is None:
        return side if is_victory else _opponent(side, sides)
    side = _side(after[opposite.end() :], sides, labels)
    return _opponent(side, sides) if is_victory else side


def _names_someone(words: str) -> bool:
    """Return whether words of a result may name a side: any that do not only qualify a victory."""
    return any(word.casefold() not in outcome_words().degrees for word in _WORD.findall(words))


def _opponent(side: str, sides: Mapping[int, Sequence[str]]) -> str:
    """Return the other one of exactly two sides, unknown for any other number."""
    return {"side_1": "side_2", "side_2": "side_1"}.get(side, "unknown") if set(sides) == {1, 2} else "unknown"


def _unspaced_side(actor: str, sides: Mapping[int, Sequence[str]]) -> str:
    """Return the one side whose name is in the words before a victory, or contains them ("織田軍の" and 織田軍)."""
    actor = outcome_words().particles.sub("", actor)
    found = {
        side
        for side, names in sides.items()
        for name in names
        if min(len(name), len(actor)) > 1 and (name in actor or actor in name)
    }
    return f"side_{found.pop()}" if len(found) == 1 and 0 < max(found) <= 3 else "unknown"


def _side(actor: str, sides: Mapping[int, Sequence[str]], labels: Mapping[int, Sequence[str]] | None) -> str:
    """Return the side that all winners belong to; a winner of two possible sides counts only beside a clear one."""
    hits: set[int] = set()
    unclear: list[set[int]] = []
    for winner in _winners(actor, sides):
        found = sides_of(winner, sides) or _labelled(winner, labels or {})
        if len(found) == 1:
            hits |= found
        elif found:
            unclear.append(found)
    if len(hits) != 1 or not all(found >= hits for found in unclear):
        return "unknown"
    side = hits.pop()
    if side == UNKNOWN_SIDE:
        return "unknown"
    return f"side_{side}" if side <= 3 else "other"


def _winners(actor: str, sides: Mapping[int, Sequence[str]]) -> list[str]:
    """Return the winners; a dash separates two ("Byzantine–Bulgarian"), except inside a name ("Austria–Hungary")."""
    winners: list[str] = []
    for winner in _WINNERS.split(actor):
        is_pair = "–" in winner and not any(
            "–" in name and name in winner for names in sides.values() for name in names
        )
        winners += winner.split("–") if is_pair and _each_means(winner.split("–"), sides) else [winner]
    return winners


def _each_means(parts: Sequence[str], sides: Mapping[int, Sequence[str]]) -> bool:
    return all(sides_of(part, sides) for part in parts)


def _labelled(winner: str, labels: Mapping[int, Sequence[str]]) -> set[int]:
    """Return the sides with a head or note that shares a word with the winner ("Coalition", "Seventh Coalition")."""
    names = {word.casefold() for word in _WORD.findall(winner) if word[:1].isupper()} - outcome_words().degrees
    return {
        side
        for side, words in labels.items()
        if any(names & {word.casefold() for word in _WORD.findall(label)} for label in words)
    }


def sides_of(winner: str, sides: Mapping[int, Sequence[str]]) -> set[int]:
    """Return the sides that a winner can mean: by the same name, else the same key, else a word for a name.

    >>> sides_of("Ukrainian", {1: ["Russia"], 2: ["Ukraine"]})
    {2}
    """
    qualifiers = outcome_words().qualifiers
    kept = [word for word in _WORD.findall(winner.replace("-", " ")) if word.casefold() not in qualifiers]
    if not kept:
        return set()
    whole = " ".join(kept)
    same = {side for side, names in sides.items() if any(name.casefold() == whole.casefold() for name in names)}
    if same:
        return same
    key = name_key(whole)
    same = {side for side, names in sides.items() if any(name_key(name) == key for name in names)}
    return same or {side for side, names in sides.items() if any(means(word, name) for word in kept for name in names)}


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """Return the key by which names are compared, "" for a name without a letter.

    Words for institutions are left out, the others are cut to five letters ("Syria", "Syrian").

    >>> name_key("Syrian Government") == name_key("Syrian Arab Republic") == name_key("Syria")
    True
    >>> name_key("Free Syrian Army") == name_key("Syrian Army")
    False
    """
    found = _TOKEN.findall(name.casefold())
    institutions = outcome_words().institutions
    kept = [word[:_STEM] for word in found if word not in institutions]
    return " ".join(kept) or " ".join(found)


@lru_cache(maxsize=8192)
def means(word: str, name: str) -> bool:
    """Return whether a word of a result can mean a belligerent: by its stem, its adjective or its initials.

    >>> means("Ukrainian", "Ukraine"), means("US", "United States"), means("Rebel", "Free Syrian Army")
    (True, True, False)
    """
    words = outcome_words()
    folded = word.casefold().removesuffix("'s").removesuffix("’s")
    if _CAPITALS.fullmatch(word):
        return word == "".join(part[0] for part in name.split() if part[:1].isupper()) or word in name.split()
    if folded in words.empty:
        return False
    lower = name.casefold()
    if any(alias in lower for alias in words.adjectives.get(folded, ())):
        return True
    return any(_same_stem(folded, part) for part in _WORD.findall(lower.replace("-", " ")) if part not in words.empty)


def _same_stem(first: str, second: str) -> bool:
    """Return whether two words are the same except for their endings ("ukrainian", "ukraine")."""
    shorter = min(len(first), len(second))
    common = 0
    while common < shorter and first[common] == second[common]:
        common += 1
    return common >= 4 and common >= shorter - 2 and max(len(first), len(second)) - common <= 5
