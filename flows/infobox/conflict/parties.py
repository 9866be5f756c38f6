"""Which side the words of a statement name: "US 322; CS 1,500" below the belligerents United States and Confederates.

One text may hold both sides' counts where the box has one field for both. The side is then told by the text itself,
by a belligerent's name, by its initials, or by the note beside it ("United States (Union)").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from flows.infobox.conflict.outcome import name_key
from flows.infobox.records import BelligerentRow

TEXT: Final = "text"
_WORD: Final = re.compile(r"[^\W\d_][\w'’-]*")
_SMALL: Final = 5

Parties = Mapping[str, int]
"""Folded name, initials or note -> the side that alone has it."""


def parties_of(belligerents: Sequence[BelligerentRow]) -> Parties:
    """Return what names each side; what two sides could be called is left out."""
    sides: dict[str, set[int]] = {}
    for row in belligerents:
        if row.side is None or row.relation == "supported_by":
            continue
        for words in _names(row):
            sides.setdefault(words, set()).add(row.side)
    return {words: found.copy().pop() for words, found in sides.items() if len(found) == 1}


def side_of(party: str | None, parties: Parties) -> int | None:
    """Return the side that a party is of, None where no single one is named.

    >>> side_of("U.S.", {"us": 1, "united states": 1, "cs": 2}), side_of("Marshall", {"us": 1})
    (1, None)
    """
    if not party or not parties:
        return None
    folded = party.casefold().strip(" .:;,")
    return parties.get(folded) or parties.get(folded.replace(".", "")) or parties.get(name_key(party))


def _names(row: BelligerentRow) -> set[str]:
    found = {row.name.casefold(), name_key(row.name)}
    initials = "".join(word[0] for word in _WORD.findall(row.name) if word[:1].isupper())
    if len(initials) > 1:
        found.add(initials.casefold())
    if row.country_flag:
        found.add(row.country_flag.casefold())
    # "(Union)" is another name, "(since 2016)" and "(until the armistice)" are none.
    for note in (row.note or "").split(";"):
        words = note.strip()
        if words[:1].isupper() and len(words.split()) <= _SMALL and not any(map(str.isdigit, words)):
            found.add(words.casefold())
            found.add(words.casefold().replace(".", ""))
    return found - {""}
