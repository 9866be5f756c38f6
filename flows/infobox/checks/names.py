"""Check of names: whether an infobox is about the subject of its page.

Its name is compared with the title and the first sentences of the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from flows.infobox.context import Box
from flows.infobox.scripts import scripts
from flows.model import Note
from flows.rules.check_words import check_words

_WORD: Final = re.compile(r"[^\W_]+")
_LEAD: Final = 1_500
"""Characters of the lead that are compared: the first sentences of a page give its names, in other languages too."""
_ALIKE: Final = 0.7
_MAX_WORDS: Final = 40


def check_name(box: Box) -> Iterator[Note]:
    """Yield a note when the name of the first box shares no word with the title or the page's first sentences.

    Similar spellings ("Ayn al-Atoun", "Ain el Atun") and initials count as shared. A name in another script than the
    page cannot be compared. Later boxes of a page may be about other things.
    """
    reads = box.fields_of("conflict") or box.fields_of("name")
    if box.box_no != 1 or not reads or not reads[0].items or not box.title:
        return
    name = reads[0].items[0].text
    if name.casefold() == box.title.casefold():
        return
    lead = box.sections[0].text[:_LEAD] if box.sections and box.sections[0].level == 0 else ""
    words = _distinctive_words(name)
    if (
        not words
        or not lead
        or any(_has_similar_word(word, box.title) or _has_similar_word(word, lead) for word in words)
    ):
        return
    if _initials(name) & set(_WORD.findall(f"{box.title} {lead}")) or scripts(name).isdisjoint(scripts(lead)):
        return
    yield Note(
        "name-mismatch",
        reads[0].raw.label,
        f"{name} | {box.title}",
        "neither the title nor the first sentences have a word of the infobox's name: the box is another page's, or a "
        "name that the page never explains",
    )


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Return the text in lower case without accents and apostrophes."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign) and sign not in "'’ʿʾ‘`")


def _distinctive_words(name: str) -> list[str]:
    common = check_words().common
    return [word for word in _WORD.findall(_plain(name)) if word not in common and len(word) > 2][:_MAX_WORDS]


def _has_similar_word(word: str, text: str) -> bool:
    """Return whether a text has a word of similar spelling: the same first four letters, or most letters in order."""
    plain = _plain(text)
    if word[:4] in plain:
        return True
    # Quadratic in the length of the two words, so words longer than those of names are left out.
    return any(
        SequenceMatcher(None, word, other, autojunk=False).ratio() >= _ALIKE
        for other in dict.fromkeys(_WORD.findall(plain))
        if 3 <= len(other) <= 30 and len(word) <= 30
    )


def _initials(name: str) -> set[str]:
    letters = [word[0] for word in _WORD.findall(name) if word[:1].isupper()]
    return {"".join(letters)} if len(letters) > 1 else set()
