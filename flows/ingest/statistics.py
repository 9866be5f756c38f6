"""What bytes without a proof probably are: the answer of chardet, and Windows-1252 where it has none."""

from __future__ import annotations

import codecs
from typing import Final, NamedTuple

from flows.ingest.utf16 import east_asian_utf16
from flows.model import Decoded, Note

# Windows-1252, its five unassigned bytes as the control characters of the same number: every byte has a character.
SLOPPY_1252: Final = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))
# chardet's confidence is no probability: right answers on a line of Russian have 0.4, wrong ones on two words 0.05.
_WEAK: Final = 0.05
_WESTERN: Final = frozenset({"iso8859-1", "cp1252", "ascii"})


class Guess(NamedTuple):
    """An encoding by its Python name, and chardet's confidence (0 to 1, comparable only with itself)."""

    encoding: str
    confidence: float


def decode_by_statistics(content: bytes) -> Decoded:
    """Return the most probable text of bytes that no stricter test could place. Never raises.

    Below a confidence that hardly says anything, the note ``uncertain-encoding`` asks a person to look.

    >>> decode_by_statistics("Сражение за город началось на рассвете".encode("koi8-r")).encoding
    'koi8-r'
    """
    guess = guess_encoding(content)
    text = decode_strictly(content, guess.encoding)
    if text is None and (codec := east_asian_utf16(content)):
        return Decoded(content.decode(codec), codec)
    if text is None:
        guess = Guess("windows-1252", 0.0)
        text = codecs.charmap_decode(content, "strict", SLOPPY_1252)[0]
    if guess.confidence >= _WEAK:
        return Decoded(text, guess.encoding)
    return Decoded(text, guess.encoding, (_uncertain(guess, text),))


def guess_encoding(content: bytes) -> Guess:
    """Return chardet's first choice; its names for Western text all mean Windows-1252, as in browsers."""
    import chardet  # noqa: PLC0415 - nearly all pages are UTF-8 and never need its tables

    # prefer_superset=True turns ISO-8859-5 into Windows-1251 and so a whole Cyrillic page into nonsense.
    found = chardet.detect(content, prefer_superset=False)
    try:
        name = codecs.lookup(found["encoding"] or "").name
    except LookupError:
        return Guess("unknown", 0.0)
    return Guess("windows-1252" if name in _WESTERN else name, found["confidence"])


def decode_strictly(content: bytes, encoding: str) -> str | None:
    """Return the text under a guessed encoding, or None when it has bytes or characters that cannot be."""
    if encoding == "windows-1252":
        return codecs.charmap_decode(content, "strict", SLOPPY_1252)[0]
    try:
        text = content.decode(encoding)
        text.encode("utf-8")
    # ValueError: some codecs (idna, punycode) raise it for long input. The second line finds lone surrogates (UTF-7).
    except (ValueError, LookupError):
        return None
    return text


def _uncertain(guess: Guess, text: str) -> Note:
    quoted = next((line for line in text.split("\n") if not line.isascii()), text)
    return Note(
        "uncertain-encoding",
        "whole file",
        quoted[:300],
        f"read as {guess.encoding} for want of a better guess; convert the file to UTF-8 if that is wrong",
    )
