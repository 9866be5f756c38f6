"""Parties: which side a statement names itself, as in "US 322; CS 1,500" for United States and Confederate States.

A box with one field for both sides has both sides' counts in one text. The text then names the side: by a belligerent's
name, by its initials, or by the note beside it ("United States (Union)").
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
"""Folded name, initials or note -> the only side that has it."""


def parties_of(belligerents: Sequence[BelligerentRow]) -> Parties:
    """Return the names, initials and notes of each side, without those that two sides share.

    A belligerent of unknown side may be of any: nor do its names tell a side.
    """
    sides: dict[str, set[int | None]] = {}
    for row in belligerents:
        if row.relation == "supported_by":
            continue
        for words in _names(row):
            sides.setdefault(words, set()).add(row.side)
    only = ((words, found.copy().pop()) for words, found in sides.items() if len(found) == 1)
    return {words: side for words, side in only if side is not None}


def side_of_party(party: str | None, parties: Parties) -> int | None:
    """Return the side of a party, None when the party is not the name of exactly one side.

    >>> side_of_party("U.S.", {"us": 1, "united states": 1, "cs": 2}), side_of_party("Marshall", {"us": 1})
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
    # "(Union)" is another name; "(since 2016)" and "(until the armistice)" are not names.
    for note in (row.note or "").split(";"):
        words = note.strip()
        if words[:1].isupper() and len(words.split()) <= _SMALL and not any(map(str.isdigit, words)):
            found.add(words.casefold())
            found.add(words.casefold().replace(".", ""))
    return found - {""}
