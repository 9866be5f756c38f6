"""ftfy's decisions on mojibake, made on ftfy's own tables: the text of ``ftfy.fix_encoding``, several times faster.

ftfy spends its time on work beside the decision: one expression per encoding for a question that the encoder answers
anyway, a plan of steps that is not used here, and a test that looks at every letter. What is decided, and in which
order, is the same as in ftfy; ``tests/text/test_fast_ftfy.py`` compares the two. With another version of ftfy its own
functions are called, and repair reports it in a note ``unknown-ftfy``.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Callable
from typing import Final

import ftfy
from ftfy import chardata, fixes  # importing ftfy registers its codecs, too
from ftfy.badness import BADNESS_RE, MOJIBAKE_CATEGORIES

_KNOWN_TABLES: Final = "cb7f09ec157fe3f93d1d0df0cc3abbfa9e35176755e92c77d7e2c7bc919d7685"
# Each alternative of ftfy's expression needs a character of these categories or one of the four letters in ANCHORS.
_ANCHOR_CATEGORIES: Final = (
    "c1",
    "bad",
    "law",
    "currency",
    "start_punctuation",
    "end_punctuation",
    "numeric",
    "upper_accented",
    "box",
)
REACH: Final = 6
"""The largest distance between such a character and the beginning or end of a hit of ftfy's expression."""
_NON_ASCII: Final = "\x80-\U0010ffff"


def tables_fingerprint() -> str:
    """Return a hash of everything in ftfy that this module and the column probe rely on."""
    tables = (
        ftfy.__version__,
        BADNESS_RE.pattern,
        chardata.UTF8_DETECTOR_RE.pattern,
        chardata.ALTERED_UTF8_RE.pattern,
        chardata.LOSSY_UTF8_RE.pattern,
        chardata.C1_CONTROL_RE.pattern,
        chardata.CHARMAP_ENCODINGS,
        sorted(chardata.CONTROL_CHARS),
        fixes.A_GRAVE_WORD_RE.pattern,
        fixes.ANSI_RE.pattern,
    )
    return hashlib.sha256(repr(tables).encode()).hexdigest()


IS_KNOWN: Final = tables_fingerprint() == _KNOWN_TABLES
"""Whether the installed ftfy is the one whose decisions are written here."""
ANCHORS: Final = "".join(map(MOJIBAKE_CATEGORIES.__getitem__, _ANCHOR_CATEGORIES)) + "œ°ЂÙ" if IS_KNOWN else _NON_ASCII
"""The inside of a character class: about 210 characters, of which every mojibake has at least one."""
ALONE: Final = MOJIBAKE_CATEGORIES["c1"] + "ŒœÃÂ" if IS_KNOWN else _NON_ASCII
"""Anchors that may be a hit between two ASCII characters; all others need a neighbour beyond ASCII."""
_find_anchor: Final = re.compile(f"[{ANCHORS}]").search
find_bad: Final = BADNESS_RE.search
"""ftfy's own search for mojibake, bound once because it is called for every line."""
_find_sequence: Final = chardata.UTF8_DETECTOR_RE.search
_find_altered: Final = chardata.ALTERED_UTF8_RE.search
_find_c1: Final = chardata.C1_CONTROL_RE.search
_SUBSTITUTE: Final = 0x1A  # sloppy codecs write it for U+FFFD
_QUESTION: Final = ord("?")


def _encoder(name: str) -> Callable[[str], bytes]:
    """Return the strict encoder of one of ftfy's single-byte encodings."""
    if name == "latin-1":
        return lambda text: text.encode("latin-1")
    # ftfy's test for an encoding accepts exactly what this charmap encodes: both come from the same table.
    table = codecs.charmap_build(bytes(range(256)).decode(name))
    encode = codecs.charmap_encode
    return lambda text: encode(text, "strict", table)[0]


_ENCODINGS: Final = tuple(
    (_encoder(name), name.startswith("sloppy"), name != "macroman") for name in chardata.CHARMAP_ENCODINGS
)


def is_bad(text: str) -> bool:
    """Return whether ftfy takes the text for mojibake; the same as ``ftfy.badness.is_bad``.

    >>> is_bad("Deir ez-Zor’s “café” – 5 °C"), is_bad("Januaryâ€“February")
    (False, True)
    """
    if not IS_KNOWN:
        return BADNESS_RE.search(text) is not None
    anchor = _find_anchor(text)
    # No hit can begin earlier than this before the first anchor.
    return anchor is not None and find_bad(text, max(anchor.start() - REACH, 0)) is not None


def fix_encoding(text: str, may_lack_a0: bool = True) -> str:
    """Return the text with its mojibake repaired; the same as ``ftfy.fix_encoding``.

    Without ``may_lack_a0`` no space is taken for a lost no-break space, ftfy's ``restore_byte_a0``.

    >>> fix_encoding("Januaryâ€“February, voilÃ le travail")
    'January–February, voilà le travail'
    """
    if not IS_KNOWN:
        return str(ftfy.fix_encoding(text) if may_lack_a0 else ftfy.fix_encoding(text, restore_byte_a0=False))
    while True:
        before = text
        text = _one_step(text, may_lack_a0)
        if text == before:
            return text


def _one_step(text: str, may_lack: bool) -> str:
    """Return the text with one misreading undone, or unchanged."""
    if text.isascii() or not is_bad(text):
        return text
    is_latin = False
    for number, (encode, is_sloppy, may_lack_a0) in enumerate(_ENCODINGS):
        try:
            content = encode(text)
        except UnicodeEncodeError:
            continue
        is_latin = is_latin or number == 0
        fixed = _decoded(content, is_sloppy, may_lack and may_lack_a0)
        if fixed is not None:
            return fixed
    if _find_sequence(text) is not None:
        fixed = _sequences_fixed(text, may_lack)
        if fixed != text:
            return fixed
    if is_latin:  # Latin-1 that should have been Windows-1252
        try:
            fixed = text.encode("latin-1").decode("windows-1252")
        except UnicodeDecodeError:
            pass
        else:
            if fixed != text:
                return fixed
    return fixes.fix_c1_controls(text) if _find_c1(text) is not None else text


def _decoded(content: bytes, is_sloppy: bool, may_lack_a0: bool) -> str | None:
    """Return the UTF-8 text of the bytes, with lost no-break spaces and lost characters filled in where needed."""
    # Strict UTF-8 needs nothing filled in, except for the sign of a lost character.
    if not is_sloppy or _SUBSTITUTE not in content:
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            pass
    if may_lack_a0 and _find_altered(content) is not None:
        content = fixes.restore_byte_a0(content)
    if is_sloppy and (_SUBSTITUTE in content or _QUESTION in content):
        content = fixes.replace_lossy_sequences(content)
    try:
        return content.decode("utf-8-variants" if 0xED in content or 0xC0 in content else "utf-8")
    except UnicodeDecodeError:
        return None


def _sequences_fixed(text: str, may_lack: bool) -> str:
    """Return the text with every sequence repaired that is mojibake by itself."""
    length = len(text)

    def fixed(hit: re.Match[str]) -> str:
        sequence = hit.group()
        return fix_encoding(sequence, may_lack) if len(sequence) < length and is_bad(sequence) else sequence

    return chardata.UTF8_DETECTOR_RE.sub(fixed, text)
