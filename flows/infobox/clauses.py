"""Where a new clause begins in a list of results that was joined by commas.

"Rebels capture Abu Kamal, Mayadin and al-Kubar, Rebels besiege the airport" has two results. A part begins a new one
when it starts with a capitalised subject directly followed by a verb, or with a phrase such as "By May 2013", and what
stands before it is complete. In doubt the comma stays: a result joined to its neighbour reads right, a cut name does
not.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from flows.rules.conflict_words import conflict_words

_WORD: Final = re.compile(r"[^\s,;()\"“”]+")
_LOOK_AHEAD: Final = 24
_MAX_OUTCOME: Final = 6


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
    found = [word.group() for word in islice(_WORD.finditer(part), _LOOK_AHEAD)]
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
