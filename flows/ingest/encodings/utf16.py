"""UTF-16 and UTF-32 that lost their byte order mark: what the zero bytes in a text mean."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from flows.model import Note

_SAMPLE_BYTES: Final = 8192
_PLAIN: Final = frozenset("\t\n\r")
_EAST_ASIAN: Final = re.compile("[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff00-\uffef]")
LONGEST_CHARACTER: Final = 4
_CUT_OFF: Final = frozenset({"truncated data", "unexpected end of data"})
# Controls other than white space: the upper bytes of Cyrillic, Greek, Hebrew, Arabic in UTF-16 are such.
_CONTROL: Final = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS: Final = 10
"""One byte in so many may be a control in a text of single bytes; in Cyrillic UTF-16 nearly every second one is."""
_CODECS: Final = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")


class WideCodec(NamedTuple):
    """A codec of UTF-16 or UTF-32, and where the last whole character of a text in it ends."""

    codec: str
    end: int


def utf16_or_32_without_mark(content: bytes) -> WideCodec | None:
    r"""Return the codec of a text with zero bytes in it, or None when it is no UTF-16 and no UTF-32.

    Zero bytes are spaces, line ends and Latin letters in UTF-16, which has one of the two orders: in the wrong one they
    become unassigned or East Asian characters. So the order wins that has more ASCII, as long as nothing in the text is
    unprintable and the whole of it decodes, apart from a last character that was cut off.

    >>> utf16_or_32_without_mark("Битва за город\n".encode("utf-16-be"))
    Wide(codec='utf-16-be', end=30)
    >>> utf16_or_32_without_mark(b"two\x00words") is None
    True
    """
    if _is_text_with_zeros(content[:_SAMPLE_BYTES]):
        return None
    best: WideCodec | None = None
    most = 0
    for codec in _CODECS:
        plausible = _plausible(content[:_SAMPLE_BYTES], codec)
        if plausible > most and (end := _end_of_text(content, codec)):
            best, most = WideCodec(codec, end), plausible
    return best


def east_asian_utf16(content: bytes) -> str | None:
    """Return the codec of UTF-16 without a single zero byte: East Asian text that has no space and no line end.

    In the wrong order about half of the characters are East Asian by accident, in the right one nearly all.

    >>> east_asian_utf16("五月十二日黎明，战斗打响。".encode("utf-16-be"))
    'utf-16-be'
    """
    for codec in _CODECS[2:]:
        text = content[:_SAMPLE_BYTES].decode(codec, "ignore")
        is_east_asian = len(text) >= 10 and len(_EAST_ASIAN.findall(text)) >= 0.95 * len(text)
        if is_east_asian and _end_of_text(content, codec) == len(content):
            return codec
    return None


def _is_text_with_zeros(sample: bytes) -> bool:
    """Return whether the bytes are words with a zero byte among them here and there, as broken programs leave them.

    Two Latin letters side by side would be an East Asian character in UTF-16. Its own zero bytes are half of all in
    Latin text, and where they are fewer, its other bytes are no UTF-8, or half of them are controls.
    """
    rest = sample.replace(b"\x00", b"")
    if 5 * (len(sample) - len(rest)) > len(sample) or _MOST_CONTROLS * len(_CONTROL.findall(rest)) > len(sample):
        return False
    # "ignore" would accept anything: what is lost may only be a character at the end.
    return len(rest.decode("utf-8", "ignore").encode()) > len(rest) - 4


def _plausible(sample: bytes, codec: str) -> int:
    """Return how many characters speak for the codec, 0 when any speaks against it."""
    # "ignore": the sample may end within a character.
    text = sample.decode(codec, "ignore")
    if len(text) * 4 < len(sample) * 0.9:
        return 0
    strange = sum(1 for character in text if not character.isprintable() and not character.isspace())
    # Zero-width joiners and the like are unprintable too, and Persian has them in every other word.
    if "\x00" in text or strange * 10 > len(text):
        return 0
    # Four bytes that are a character are no accident, whatever their script; two are.
    if codec.startswith("utf-32"):
        return len(text)
    return sum(1 for character in text if character in _PLAIN or " " <= character <= "~")


def _end_of_text(content: bytes, codec: str) -> int:
    """Return where the last whole character ends, 0 when something before it cannot be."""
    try:
        content.decode(codec)
    except UnicodeDecodeError as error:
        return error.start if error.reason in _CUT_OFF else 0
    return len(content)


def cut_off(content: bytes, start: int) -> Note:
    """Return the note of a page whose bytes from ``start`` on are the beginning of a character."""
    remedy = "the file ends within a character, which became U+FFFD: fetch it again"
    return Note("cut-off-character", f"byte {start}", content[start:].hex(" "), remedy)
