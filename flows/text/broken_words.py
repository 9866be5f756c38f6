"""Single misread words beside characters that were read correctly ("Nordic Trio – DrÃ¥ber").

ftfy judges a line, or a sequence of characters by itself; neither proves this word. The word itself does: it shows what
no word shows (a capital or a sign between small letters, two scripts), and all of it reads back into letters that make
one. Where the encodings give different words, none is taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import ftfy.bad_codecs  # noqa: F401  (registers the sloppy ones)

from flows.text.edits import Replacement
from flows.text.fast_ftfy import fix_encoding
from flows.text.line_repair import Doubt, Mender
from flows.text.mojibake_evidence import RULE, changes_between
from flows.text.other_encodings import ENCODINGS
from flows.text.repair_proof import breaks_case, proven

_ENCODINGS: Final = (
    "latin-1",
    "sloppy-windows-1252",
    *(name for name in ENCODINGS if name not in {"gb18030", "shift_jis", "euc_jp", "euc_kr", "big5"}),
)
_TWIN: Final = "iso-8859-15"
"""Windows-1252 but for a few signs. Hardly anything reads UTF-8 like this: it counts where no other gives a word."""
# The letters beyond ASCII that words of names and prose are made of: Latin, Greek, Cyrillic.
_LETTERS: Final = re.compile("[À-ÖØ-öø-ƀƠơƯưǍ-ǜȘ-țḀ-ỹΆ-ώЀ-ѯҐґ]")
_FIRST_BYTES: Final = b"\xc3\xc4\xc5\xc6\xc7\xc8\xce\xcf\xd0\xd1\xe1"
_COST_OF_WORD: Final = 60  # of the budget of ``flows.text.line_repair``, for trying all encodings
_MAX_WORD: Final = 60
_MAX_LINE: Final = 2_000
# What stands around a word and between two words without a space. Some of these signs are also parts of mojibake, so a
# word is tried with them first.
_AROUND: Final = "\"'“”„‘’‚«»‹›()[]{}<>.,;:!?…–—*_/|"
_PARTS: Final = re.compile("[^'’“”„«»()\\[\\]{}<>,;:!?…–—*_/|\"]+")
_WORD_SIGNS: Final = frozenset("-'’.")


def _shown(characters: Iterable[int]) -> str:
    """Return what bytes are shown as in the encodings, without small letters and ASCII."""
    found: set[str] = set()
    for byte in characters:
        for name in _ENCODINGS:
            found.update(bytes([byte]).decode(name, "ignore"))
    return "".join(sorted(one for one in found - set(_AROUND) if one > "\x9f" and not one.islower()))


_LEADS: Final = _shown(_FIRST_BYTES)
_CAPITALS: Final = "".join(filter(str.isupper, _shown(range(0x80, 0xC0))))
_SIGNS: Final = "".join(one for one in _LEADS if not one.isalpha())
PROBE: Final = f"[a-zß-öø-ÿ][{_LEADS}][^\\x00-\\x7f]|[A-Z][{_SIGNS}][^\\x00-\\x7f]|[{_LEADS}][{_CAPITALS}][a-z]"
"""Finds every word that may be repaired, also in the column scan: a foreign sign or a capital where no word has one."""
_SUSPECT: Final = re.compile(PROBE)
_SPACE: Final = re.compile(r"\S*+")


class BrokenWords(NamedTuple):
    """The repairs of a text's words, and those that are not made because two readings are possible."""

    changes: list[Replacement]
    doubts: list[Doubt]


def has_broken_word(text: str) -> bool:
    """Return whether a word of the text may be repaired: False is certain."""
    return _SUSPECT.search(text) is not None


def find_broken_words(text: str, mender: Mender | None = None) -> BrokenWords:
    """Return the repairs of single words; ``mender`` limits how many are tried.

    >>> find_broken_words("Nordic Trio – DrÃ¥ber").changes[0].after
    'å'
    """
    mender = mender or Mender()
    found = BrokenWords([], [])
    done = 0
    while (hit := _SUSPECT.search(text, done)) is not None and mender.affords(_COST_OF_WORD):
        if _is_for_ftfy(text, hit.start()):
            done = text.find("\n", hit.end()) + 1 or len(text)
            continue
        start = max(text.rfind(gap, done, hit.start()) + 1 for gap in (" ", "\n", "\t"))
        start, done = max(start, done), _SPACE.match(text, hit.end()).end()  # type: ignore[union-attr]
        for at, word in _tried(text, start, done, hit.start()):
            readings = dict.fromkeys(_readings(word))
            if len(readings) > 1:
                found.doubts.append(Doubt(at, word, " / ".join(readings), True))
            for after in list(readings)[: len(readings) == 1]:
                found.changes.extend(_replacements(at, word, after))
            if readings:
                break
    return found


def _is_for_ftfy(text: str, at: int) -> bool:
    """Return whether ftfy repairs all of the line of a position, or the line is too long to be asked for every word."""
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    end = len(text) if end < 0 else end
    return end - start > _MAX_LINE or _SUSPECT.search(proven(line := text[start:end], fix_encoding(line))) is None


def _tried(text: str, start: int, end: int, at: int) -> Iterator[tuple[int, str]]:
    """Yield the word around a position: as it stands, without the signs around it, and only its part between signs."""
    if end - start > _MAX_WORD:
        return
    whole = text[start:end]
    yield start, whole
    bare = whole.strip(_AROUND)
    if bare != whole:
        yield start + len(whole) - len(whole.lstrip(_AROUND)), bare
    for part in _PARTS.finditer(whole):
        if part.start() <= at - start < part.end() and part[0] not in (whole, bare):
            yield start + part.start(), part[0]


def _readings(word: str) -> Iterator[str]:
    """Yield the words that a broken one may stand for, in the order of the encodings."""
    if not _is_impossible(word):
        return
    is_read = False
    for name in _ENCODINGS:
        try:
            after = word.encode(name).decode("utf-8")
        except UnicodeError:
            continue
        if after != word and _is_word(after) and not (is_read and name == _TWIN):
            is_read = True
            yield after


def _is_impossible(word: str) -> bool:
    """Return whether a word has what no word has: a capital or a sign between small letters, or two scripts."""
    letters = [one for one in word if one.isalpha()]
    return (
        len({unicodedata.name(one, "").split(" ")[0] for one in letters}) > 1
        or breaks_case("", word)
        or any(_is_sign_within(word, at) for at in range(1, len(word) - 1))
    )


def _is_sign_within(word: str, at: int) -> bool:
    """Return whether a sign stands behind a letter, and another sign or a letter follows it."""
    return (
        word[at] > "\x7f"
        and not word[at].isalnum()
        and word[at] not in _AROUND
        and word[at - 1].isalpha()
        and (word[at + 1].isalpha() or word[at + 1] > "\x7f")
    )


def _is_word(after: str) -> bool:
    """Return whether a reading is a word: letters in use of one script, capitals where words have them."""
    letters = [one for one in after if one.isalpha()]
    if not all(one in _WORD_SIGNS or one.isascii() or _LETTERS.match(one) for one in after):
        return False
    scripts = {unicodedata.name(one).split(" ")[0] for one in letters}
    return len(scripts) == 1 and not breaks_case("", after)


def _replacements(start: int, word: str, after: str) -> Iterator[Replacement]:
    """Yield the changes of a word, each as small as it can be."""
    shift = 0
    for at, old, new in changes_between(word, after):
        first = start + at - shift
        yield Replacement(first, first + len(old), new, "repair", RULE)
        shift += len(new) - len(old)
