"""Repair: characters that broke between the author's keyboard and this file are put right and recorded.

Repaired are mojibake, foreign line ends, control characters, half surrogates, decomposed letters and leaked entities.
Nothing that an author may have meant is changed: curly quotes, ligatures, full-width letters and no-break spaces stay
(in flattened pages no-break spaces are structure).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final, NamedTuple

import ftfy

from flows.model import Cleaned, Edit, Note
from flows.text import other_encodings
from flows.text.broken_words import find_broken_words, has_broken_word
from flows.text.edits import Replacement, rewrite
from flows.text.entities import find_entities
from flows.text.fast_ftfy import ANCHORS, IS_KNOWN
from flows.text.line_repair import Doubt, Mender, mend_lines
from flows.text.misread_codepages import find_misread_lines, has_misread_line
from flows.text.misread_documents import MAX_LEVELS, reread, reread_first
from flows.text.mojibake_evidence import next_suspect
from flows.text.odd_characters import (
    MARKED,
    ODD,
    find_decomposed,
    find_line_ends,
    find_mark_towers,
    next_odd_character,
    without_odd_characters,
)
from flows.text.repair_proof import is_proven
from flows.text.spelt_characters import find_spelt_characters, has_spelt_characters

# Each round removes one layer (mojibake of mojibake, a control character inside mojibake); real pages need two.
MAX_ROUNDS: Final = 12
MAX_DOUBTS: Final = 100
"""The most doubtful repairs that are reported one by one."""
# All characters that repair looks at. Ordinary letters, ’, –, — and … are not among them.
TRIGGERS: Final = f"{ODD}{ANCHORS}{MARKED}"
_REMEDY_OF_DOUBT: Final = "compare with the source; if the repair is false, run with --strict-repair, and report it"
_REMEDY_OF_WITHHELD: Final = (
    "compare with the source: the words stand as they came; a change with more proof is made without --strict-repair"
)
_UNKNOWN_FTFY: Final = Note(
    "unknown-ftfy",
    "document",
    f"ftfy {ftfy.__version__} is not the one whose decisions are known here; its own functions were used, slowly",
    "install the ftfy that infobox-etl asks for: pip install --force-reinstall infobox-etl",
)
_LARGE: Final = 200_000  # characters above which doing the work twice would take too long
_TRIGGER: Final = re.compile(f"[{TRIGGERS}\ud800-\udfff]")


def repair(text: str, is_strict: bool = False) -> Cleaned:
    """Return the text with broken characters repaired, every change as an edit; a clean text comes back unchanged.

    ``â€“`` becomes ``–``, CRLF a line feed, ``&amp;`` an ``&`` where it leaked. Repairing twice changes nothing. A
    character that is lost for good (U+FFFD) gives a note ``lossy-decode``. A repair with little evidence has a score
    and gives a note ``doubtful-repair``; with ``is_strict`` it is not made and gives a note ``withheld-repair``.

    >>> repair("Januaryâ€“February").text
    'January–February'
    """
    settled = settle(text, Mender(is_strict=is_strict))
    return Cleaned(settled.text, settled.edits, tuple(_notes(settled)))


def needs_repair(text: str) -> bool:
    """Return whether repair may change the text or give a note: False is certain."""
    return (
        _TRIGGER.search(text) is not None
        or needs_repair_without_triggers(text)
        or has_spelt_characters(text)
        or (not text.isascii() and _is_misread(text))
    )


def _is_misread(text: str) -> bool:
    """Return whether a line or a word of the text may have been read in an encoding that ftfy does not undo."""
    return other_encodings.next_suspect(text, 0) >= 0 or has_broken_word(text) or has_misread_line(text)


def needs_repair_without_triggers(text: str) -> bool:
    """Return the same for a text that is known to have no trigger character."""
    return ("&" in text and ";" in text) or not unicodedata.is_normalized("NFC", text)


def first_pass(text: str, found: ProbeHits, levels: int = 1) -> FirstPass | None:
    """Return a text after the changes that ``settle`` makes first; a scan of the result then shows whether that is all.

    At most ``levels`` misreadings are undone; the scan shows when a text needs more. None for an enormous text, which
    should not be worked on twice, and for a doubtful repair, which needs a note.
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
    # A line that did not change would not change again; only the changed lines may need more.
    touched = settled.text if settled.touched is None else settled.touched
    return FirstPass(settled.text, settled.edits, touched if settled.edits else "")


def wants_more(passed: FirstPass, found: ProbeHits) -> bool:
    """Return whether a text needs more than its first pass, where the probe finds nothing in its changed lines.

    More means another change, or a note.
    """
    if passed.edits and (
        next(find_entities(passed.text), None) is not None
        or next(find_spelt_characters(passed.text), None) is not None
        or not unicodedata.is_normalized("NFC", passed.text)
    ):
        return True
    return found.anything and "\ufffd" in passed.text


class ProbeHits(NamedTuple):
    """What the probes found in a text (False is certain): anything, odd characters or mark towers, telltale pairs."""

    anything: bool
    odd: bool
    pairs: bool


ALL: Final = ProbeHits(True, True, True)


class FirstPass(NamedTuple):
    """A text after its first round of repair, the edits, and the parts of it that a second round may change."""

    text: str
    edits: tuple[Edit, ...]
    touched: str


class Settled(NamedTuple):
    """A text repaired to its fixed point, the edits, and the doubtful repairs; not settled when a limit was reached."""

    text: str
    edits: tuple[Edit, ...]
    doubts: tuple[Doubt, ...]
    is_settled: bool
    touched: str | None = None  # the lines that were changed, where nothing else was


def settle(text: str, mender: Mender | None = None) -> Settled:
    """Return the text repaired until nothing changes any more, within the limit of rounds and the mender's budget."""
    edits: list[Edit] = []
    doubts: list[Doubt] = []
    mender = mender or Mender()
    for _ in range(MAX_ROUNDS):
        if not needs_repair(text):
            break
        before = text
        text, made, found, *_ = _round(text, mender, MAX_LEVELS, ALL)
        edits.extend(made)
        # Withheld repairs are found again in every round.
        doubts = [doubt for doubt in doubts if not doubt.is_withheld]
        doubts.extend(found)
        if text == before:
            break
    else:
        return Settled(text, tuple(edits), tuple(doubts), not needs_repair(text))
    return Settled(text, tuple(edits), tuple(doubts), not mender.is_exhausted)


def _round(text: str, mender: Mender, levels: int, found: ProbeHits) -> Settled:
    """Return the text after one round: a document misread as a whole is reread, otherwise its lines are repaired."""
    if (whole := reread_first(text, levels)) is not None and is_proven(text, whole):
        return Settled(whole.text, whole.edits, (), True)
    edits: list[Edit] = []
    is_odd = found.odd and next_odd_character(text, 0) >= 0
    if is_odd:
        text = _make(text, find_line_ends(text), edits)
    if found.odd:
        text = _make(text, find_mark_towers(text), edits)
    text = _make(text, find_entities(text), edits)
    text = _make(text, find_spelt_characters(text), edits)
    if is_odd or edits:  # with a byte order mark or an entity in it, a document could not be reread as a whole
        tidy_text, tidy_edits = without_odd_characters(text)
        if (whole := reread(tidy_text, levels)) is not None and is_proven(tidy_text, whole):
            return Settled(whole.text, (*edits, *tidy_edits, *whole.edits), (), True)
    codepages = find_misread_lines(text, mender)
    text = _make(text, codepages.changes, edits)
    # Before ftfy sees the lines: it would take their control characters for those of Windows-1252.
    suspect = next_suspect(text, 0)
    if (turned := other_encodings.reread_lines(text, suspect, found.pairs or bool(edits), mender)) is not None:
        text, suspect = turned.text, -1
        edits.extend(turned.edits)
    # Before ftfy too: it would repair half of such a word.
    words = find_broken_words(text, mender)
    if words.changes:
        text, suspect = _make(text, words.changes, edits), -1
    mended = mend_lines(text, mender, is_odd, suspect)
    touched = None if edits else mended.touched
    return Settled(
        mended.text, (*edits, *mended.edits), (*mended.doubts, *words.doubts, *codepages.doubts), True, touched
    )


def _make(text: str, changes: Iterable[Replacement], edits: list[Edit]) -> str:
    """Return the text with the changes made; their edits are appended to the list."""
    text, made = rewrite(text, changes)
    edits.extend(made)
    return text


def not_settled(step: str) -> Note:
    """Return the note that a step stopped at one of its limits instead of at a fixed point."""
    return Note(
        "not-settled",
        "document",
        f"{step} stopped before everything was put right",
        "the page is enormous or made for the purpose: look at what is left, and leave it out if it is no page",
    )


def _notes(settled: Settled) -> Iterable[Note]:
    """Yield the notes for a person."""
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
