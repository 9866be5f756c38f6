"""Repair: what broke on the way from the author's keyboard to this file, put right and recorded.

Mojibake, foreign line ends, control characters, half surrogates, decomposed letters, leaked entities. Nothing that an
author may have meant is touched: quotes stay curly, ligatures and full-width letters stay, no-break spaces stay
(in flattened pages they are structure).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final, NamedTuple

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
from flows.text.misread import reread, reread_first
from flows.text.mojibake import ANCHORS, Doubt, Mender, find_mojibake

# Each round removes one layer (mojibake of mojibake, a control character inside of it); real pages need two.
MAX_ROUNDS: Final = 12
MAX_DOUBTS: Final = 100
"""Doubtful repairs that are told one by one."""
# A character of each kind that repair looks at. Ordinary letters, ’, –, — and … are none of them.
TRIGGERS: Final = f"{ODD}{ANCHORS}{MARKED}"
_LARGE: Final = 200_000  # characters from which doing the work twice would be felt
_TRIGGER: Final = re.compile(f"[{TRIGGERS}\ud800-\udfff]")


def repair(text: str) -> Cleaned:
    """Return the text with broken characters put right, every change as an edit: a clean text comes back untouched.

    ``â€“`` becomes ``–``, CRLF a line feed, ``&amp;`` an ``&`` where it leaked. Repairing twice changes nothing. A
    character that is lost for good (U+FFFD) raises a note ``lossy-decode``; a repair with little evidence behind it
    raises ``doubtful-repair`` and carries a score.

    >>> repair("Januaryâ€“February").text
    'January–February'
    """
    settled = settle(text)
    return Cleaned(settled.text, settled.edits, tuple(_notes(settled)))


def needs_repair(text: str) -> bool:
    """Return whether repair may change the text or say something about it: False is certain."""
    return _TRIGGER.search(text) is not None or needs_repair_without_triggers(text)


def needs_repair_without_triggers(text: str) -> bool:
    """Return the same of a text of which it is known that none of the trigger characters stands in it."""
    return ("&" in text and ";" in text) or not unicodedata.is_normalized("NFC", text)


def first_pass(text: str, is_flagged: bool, levels: int = 1) -> tuple[str, tuple[Edit, ...]] | None:
    """Return a text after the changes that ``settle`` makes first, for a scan to confirm that they were all.

    ``is_flagged`` False promises that the text holds none of what the scan's probe looks for. Only what most pages need
    is done, and at most so many levels of mojibake; a text that needs more comes out with too little, which the scan of
    the result shows. None for an enormous text, which should not be worked on twice.
    """
    if not is_flagged and not needs_repair_without_triggers(text):
        return text, ()
    if len(text) > _LARGE:
        return None
    if is_flagged and (whole := reread_first(text, levels)) is not None:
        return whole
    edits: list[Edit] = []
    while is_flagged and has_odd_characters(text) and (changes := find_odd_characters(text)):
        text = _make(text, changes, edits)
    text = _make(text, find_entities(text), edits)
    if is_flagged and (whole := reread(text, levels)) is not None:
        text = whole.text
        edits.extend(whole.edits)
    if is_flagged:  # a tower of marks takes quadratic time to compose
        text = _make(text, find_mark_towers(text), edits)
    text = _make(text, find_decomposed(text), edits)
    return text, tuple(edits)


def needs_repair_after_first_pass(text: str) -> bool:
    """Return whether a text that the probe no longer flags needs more than ``first_pass`` did."""
    return next(find_entities(text), None) is not None or not unicodedata.is_normalized("NFC", text)


class Settled(NamedTuple):
    """A text repaired to its fixed point, the edits, and the doubtful repairs; not settled when a bound was reached."""

    text: str
    edits: tuple[Edit, ...]
    doubts: tuple[Doubt, ...]
    is_settled: bool


def settle(text: str, mender: Mender | None = None) -> Settled:
    """Return the text repaired until nothing changes any more, within the bounds of rounds and of mojibake's cost."""
    edits: list[Edit] = []
    doubts: list[Doubt] = []
    mender = mender or Mender()
    for _ in range(MAX_ROUNDS):
        if not needs_repair(text):
            break
        before = text
        while has_odd_characters(text) and (changes := find_odd_characters(text)):
            text = _make(text, changes, edits)
        text = _make(text, find_entities(text), edits)
        if (whole := reread(text)) is not None:
            text = whole.text
            edits.extend(whole.edits)
        else:
            changes, doubtful = find_mojibake(text, mender)
            doubts.extend(doubtful)
            text = _make(text, changes, edits)
        text = _make(text, find_mark_towers(text), edits)
        text = _make(text, find_decomposed(text), edits)
        if text == before:
            break
    else:
        return Settled(text, tuple(edits), tuple(doubts), not needs_repair(text))
    return Settled(text, tuple(edits), tuple(doubts), not mender.is_exhausted)


def _make(text: str, changes: Iterable[Replacement], edits: list[Edit]) -> str:
    """Return the text with the changes made, their edits appended to the list."""
    text, made = rewrite(text, changes)
    edits.extend(made)
    return text


def not_settled(step: str) -> Note:
    """Return the note that a step ended at one of its bounds instead of at a fixed point."""
    return Note(
        "not-settled",
        "document",
        f"{step} stopped before everything was put right",
        "the page is enormous or made for the purpose: look at what is left, and leave it out if it is no page",
    )


def _notes(settled: Settled) -> Iterable[Note]:
    """Yield what a person should look at."""
    text = settled.text
    if not settled.is_settled:
        yield not_settled("repair")
    for doubt in settled.doubts[:MAX_DOUBTS]:
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
