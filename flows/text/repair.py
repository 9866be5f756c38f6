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

import ftfy

from flows.model import Cleaned, Edit, Note
from flows.text import other_encodings
from flows.text.characters import (
    MARKED,
    ODD,
    find_decomposed,
    find_line_ends,
    find_mark_towers,
    next_odd_character,
    tidied,
)
from flows.text.edits import Replacement, rewrite
from flows.text.entities import find_entities
from flows.text.fast_ftfy import ANCHORS, IS_KNOWN
from flows.text.lines import Doubt, Mender, mend_lines
from flows.text.misread import MAX_LEVELS, reread, reread_first
from flows.text.mojibake import next_suspect

# Each round removes one layer (mojibake of mojibake, a control character inside of it); real pages need two.
MAX_ROUNDS: Final = 12
MAX_DOUBTS: Final = 100
"""Doubtful repairs that are told one by one."""
# A character of each kind that repair looks at. Ordinary letters, ’, –, — and … are none of them.
TRIGGERS: Final = f"{ODD}{ANCHORS}{MARKED}"
_REMEDY_OF_DOUBT: Final = "compare with the input; report the line if the repair is wrong"
_REMEDY_OF_WITHHELD: Final = "compare with the input; without --strict-repair the change is made and marked"
_UNKNOWN_FTFY: Final = Note(
    "unknown-ftfy",
    "document",
    f"ftfy {ftfy.__version__} is not the one whose decisions are known here; its own functions were used, slowly",
    "install the ftfy that infobox-etl asks for: pip install --force-reinstall infobox-etl",
)
_LARGE: Final = 200_000  # characters from which doing the work twice would be felt
_TRIGGER: Final = re.compile(f"[{TRIGGERS}\ud800-\udfff]")


def repair(text: str, is_strict: bool = False) -> Cleaned:
    """Return the text with broken characters put right, every change as an edit: a clean text comes back untouched.

    ``â€“`` becomes ``–``, CRLF a line feed, ``&amp;`` an ``&`` where it leaked. Repairing twice changes nothing. A
    character that is lost for good (U+FFFD) raises a note ``lossy-decode``; a repair with little evidence behind it
    carries a score and raises ``doubtful-repair``, or with ``is_strict`` is not made and raises ``withheld-repair``.

    >>> repair("Januaryâ€“February").text
    'January–February'
    """
    settled = settle(text, Mender(is_strict=is_strict))
    return Cleaned(settled.text, settled.edits, tuple(_notes(settled)))


def needs_repair(text: str) -> bool:
    """Return whether repair may change the text or say something about it: False is certain."""
    return (
        _TRIGGER.search(text) is not None
        or needs_repair_without_triggers(text)
        or (not text.isascii() and other_encodings.next_suspect(text, 0) >= 0)
    )


def needs_repair_without_triggers(text: str) -> bool:
    """Return the same of a text of which it is known that none of the trigger characters stands in it."""
    return ("&" in text and ";" in text) or not unicodedata.is_normalized("NFC", text)


def first_pass(text: str, found: ProbeHits, levels: int = 1) -> FirstPass | None:
    """Return a text after the changes that ``settle`` makes first, for a scan to confirm that they were all.

    At most so many levels of mojibake are taken off; a text that needs more comes out with too little, which the scan
    of the result shows. None for an enormous text, which should not be worked on twice, and where a repair is doubtful,
    which wants a note.
    """
    if not found.anything:
        if not needs_repair_without_triggers(text):
            return FirstPass(text, (), "")
        edits: list[Edit] = []
        text = _make(text, find_entities(text), edits)
        text = _make(text, find_decomposed(text), edits)
        return FirstPass(text, tuple(edits), text)
    if len(text) > _LARGE:
        return None
    mender = Mender()
    settled = _round(text, mender, levels, found)
    if settled.doubts or mender.is_exhausted:
        return None
    # A line that was left alone would be left alone again; only the lines that were changed may need more.
    touched = settled.text if settled.touched is None else settled.touched
    return FirstPass(settled.text, settled.edits, touched if settled.edits else "")


def wants_more(passed: FirstPass, found: ProbeHits) -> bool:
    """Return whether a text of which the probe finds nothing in what was touched needs more than its first pass.

    That is another change, or a note.
    """
    if passed.edits and (
        next(find_entities(passed.text), None) is not None or not unicodedata.is_normalized("NFC", passed.text)
    ):
        return True
    return found.anything and "\ufffd" in passed.text


class ProbeHits(NamedTuple):
    """What probes found in a text (False is certain): odd characters or towers of marks, telling pairs."""

    anything: bool
    odd: bool
    telling: bool


ALL: Final = ProbeHits(True, True, True)


class FirstPass(NamedTuple):
    """A text after its first round of repair, the edits, and those words of it that a second round may change."""

    text: str
    edits: tuple[Edit, ...]
    touched: str


class Settled(NamedTuple):
    """A text repaired to its fixed point, the edits, and the doubtful repairs; not settled when a bound was reached."""

    text: str
    edits: tuple[Edit, ...]
    doubts: tuple[Doubt, ...]
    is_settled: bool
    touched: str | None = None  # the lines that were changed, where nothing else was


def settle(text: str, mender: Mender | None = None) -> Settled:
    """Return the text repaired until nothing changes any more, within the bounds of rounds and of mojibake's cost."""
    edits: list[Edit] = []
    doubts: list[Doubt] = []
    mender = mender or Mender()
    for _ in range(MAX_ROUNDS):
        if not needs_repair(text):
            break
        before = text
        text, made, found, *_ = _round(text, mender, MAX_LEVELS, ALL)
        edits.extend(made)
        # What is withheld comes up again in every round.
        doubts = [doubt for doubt in doubts if not doubt.is_withheld]
        doubts.extend(found)
        if text == before:
            break
    else:
        return Settled(text, tuple(edits), tuple(doubts), not needs_repair(text))
    return Settled(text, tuple(edits), tuple(doubts), not mender.is_exhausted)


def _round(text: str, mender: Mender, levels: int, found: ProbeHits) -> Settled:
    """Return the text after one round: a document misread as a whole turned back, or its lines repaired one by one."""
    if (whole := reread_first(text, levels)) is not None:
        return Settled(whole.text, whole.edits, (), True)
    edits: list[Edit] = []
    is_odd = found.odd and next_odd_character(text, 0) >= 0
    if is_odd:
        text = _make(text, find_line_ends(text), edits)
    if found.odd:
        text = _make(text, find_mark_towers(text), edits)
    text = _make(text, find_entities(text), edits)
    if is_odd or edits:  # a byte order mark or an entity would keep a document from being turned back
        tidy, tidying = tidied(text)
        if (whole := reread(tidy, levels)) is not None:
            return Settled(whole.text, (*edits, *tidying, *whole.edits), (), True)
    # Before ftfy sees the lines, which would take their control characters for those of Windows-1252.
    suspect = next_suspect(text, 0)
    if (turned := other_encodings.turn_back(text, suspect, found.telling or bool(edits))) is not None:
        text, suspect = turned.text, -1
        edits.extend(turned.edits)
    mended = mend_lines(text, mender, is_odd, suspect)
    return Settled(mended.text, (*edits, *mended.edits), mended.doubts, True, None if edits else mended.touched)


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
    if not IS_KNOWN:
        yield _UNKNOWN_FTFY
    for doubt in settled.doubts[:MAX_DOUBTS]:
        yield Note(
            "withheld-repair" if doubt.is_withheld else "doubtful-repair",
            f"character {doubt.start + 1}",
            f"{doubt.before[:140].strip()} → {doubt.after[:140].strip()}",
            _REMEDY_OF_WITHHELD if doubt.is_withheld else _REMEDY_OF_DOUBT,
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
