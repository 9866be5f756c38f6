"""Repair: what broke on the way from the author's keyboard to this file, put right and recorded.

Mojibake, foreign line ends, control characters, half surrogates, decomposed letters, leaked entities. Nothing that an
author may have meant is touched: quotes stay curly, ligatures and full-width letters stay, no-break spaces stay
(in flattened pages they are structure).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from flows.model import Cleaned, Edit, Note
from flows.text.characters import (
    MARKED,
    ODD,
    find_decomposed,
    find_mark_towers,
    find_odd_characters,
    has_odd_characters,
)
from flows.text.edits import Replacement, rewrite
from flows.text.entities import find_entities
from flows.text.mojibake import ANCHORS, Doubt, find_mojibake, is_suspicious

# Each round removes one layer (mojibake of mojibake, a control character inside of it); real pages need two.
MAX_ROUNDS: Final = 12
# A character of each kind that repair looks at. Ordinary letters, ’, –, — and … are none of them.
TRIGGERS: Final = f"{ODD}{ANCHORS}{MARKED}"
_MARKED: Final = re.compile(f"[{MARKED}]")
_TRIGGER: Final = re.compile(f"[{TRIGGERS}\ud800-\udfff]")


def repair(text: str) -> Cleaned:
    """Return the text with broken characters put right, every change as an edit: a clean text comes back untouched.

    ``â€“`` becomes ``–``, CRLF a line feed, ``&amp;`` an ``&`` where it leaked. Repairing twice changes nothing. A
    character that is lost for good (U+FFFD) raises a note ``lossy-decode``; a repair with little evidence behind it
    raises ``doubtful-repair`` and carries a score.

    >>> repair("Januaryâ€“February").text
    'January–February'
    """
    repaired, edits, doubts = settle(text)
    return Cleaned(repaired, edits, tuple(_notes(repaired, doubts)))


def needs_repair(text: str) -> bool:
    """Return whether repair may change the text or say something about it: False is certain."""
    return _TRIGGER.search(text) is not None or needs_repair_without_triggers(text)


def needs_repair_without_triggers(text: str) -> bool:
    """Return the same of a text of which it is known that none of the trigger characters stands in it."""
    return ("&" in text and ";" in text) or not unicodedata.is_normalized("NFC", text)


def is_calm(text: str) -> bool:
    """Return whether a repaired text stays repaired when ASCII or nothing replaces parts of it that ``stays_calm``."""
    return not ("&" in text and ";" in text) and not is_suspicious(text)


def stays_calm(places: str) -> bool:
    """Return whether the places where a calm text was changed brought nothing together that repair looks at."""
    return _MARKED.search(places) is None and not is_suspicious(places)


def settle(text: str) -> tuple[str, tuple[Edit, ...], tuple[Doubt, ...]]:
    """Return the text repaired to a fixed point, the edits, and the doubtful repairs."""
    edits: list[Edit] = []
    doubts: list[Doubt] = []
    for _ in range(MAX_ROUNDS):
        if not needs_repair(text):
            break
        before = text
        while has_odd_characters(text) and (changes := find_odd_characters(text)):
            text = _make(text, changes, edits)
        text = _make(text, find_entities(text), edits)
        changes, doubtful = find_mojibake(text)
        doubts.extend(doubtful)
        text = _make(text, changes, edits)
        text = _make(text, find_mark_towers(text), edits)
        text = _make(text, find_decomposed(text), edits)
        if text == before:
            break
    return text, tuple(edits), tuple(doubts)


def _make(text: str, changes: Iterable[Replacement], edits: list[Edit]) -> str:
    """Return the text with the changes made, their edits appended to the list."""
    text, made = rewrite(text, changes)
    edits.extend(made)
    return text


def _notes(text: str, doubts: Iterable[Doubt]) -> Iterable[Note]:
    """Yield what a person should look at."""
    for doubt in doubts:
        yield Note(
            "doubtful-repair",
            f"character {doubt.start + 1}",
            f"{doubt.before[:140]} → {doubt.after[:140]}",
            "compare with the source; report a false repair as a case for tests/cases/negative.toml",
        )
    if "\ufffd" in text:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        yield Note(
            "lossy-decode",
            f"line {line}",
            _line_around(text, text.index("\ufffd")),
            f"{text.count(chr(0xFFFD))} characters are lost in this copy; fetch the page again in its own encoding",
        )


def _line_around(text: str, at: int) -> str:
    """Return the words around a position, within its line."""
    start = max(text.rfind("\n", 0, at) + 1, at - 100)
    end = text.find("\n", at, at + 100)
    return text[start : end if end >= 0 else at + 100]
