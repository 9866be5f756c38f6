"""UTF-16 and UTF-32 without a byte order mark, recognised by the zero bytes in the text."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from flows.model import Note

_SAMPLE_BYTES: Final = 8192
_PLAIN: Final = frozenset("\t\n\r")
_EAST_ASIAN: Final = re.compile("[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff00-\uffef]")
LONGEST_CHARACTER: Final = 4
_CUT_OFF: Final = frozenset({"truncated data", "unexpected end of data"})
# Controls other than white space: in UTF-16 the upper bytes of Cyrillic, Greek, Hebrew and Arabic are such bytes.
_CONTROL: Final = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS: Final = 10
"""In a text of single bytes one byte in so many may be a control; in Cyrillic UTF-16 nearly every second is."""
_CODECS: Final = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")


class WideCodec(NamedTuple):
    """A codec of UTF-16 or UTF-32, and the byte offset at which the last whole character of a text in it ends."""

    codec: str
    end: int


def utf16_or_32_without_mark(content: bytes) -> WideCodec | None:
    r"""Return the codec of a text that holds zero bytes, or None when it is neither UTF-16 nor UTF-32.

    In UTF-16 the zero bytes belong to spaces, line ends and Latin letters. In the wrong byte order these become
    unassigned or East Asian characters. So the order with more ASCII characters is taken, if nothing in the text is
    unprintable and all of it decodes, apart from a last character that was cut off.

    >>> utf16_or_32_without_mark("Битва за город\n".encode("utf-16-be"))
    WideCodec(codec='utf-16-be', end=30)
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
    """Return the codec of UTF-16 without any zero byte: East Asian text that has no space and no line end.

    In the wrong byte order about half of the characters are East Asian by accident, in the right one nearly all are.

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
    """Return whether the bytes are words with single zero bytes among them, as broken programs write them.

    Two Latin letters side by side would be one East Asian character in UTF-16. In Latin UTF-16 half of all bytes are
    zero. Where fewer are, the other bytes of UTF-16 are not valid UTF-8, or half of them are controls.
    """
    rest = sample.replace(b"\x00", b"")
    if 5 * (len(sample) - len(rest)) > len(sample) or _MOST_CONTROLS * len(_CONTROL.findall(rest)) > len(sample):
        return False
    # "ignore" accepts anything, so the loss is checked: at most a character at the end.
    return len(rest.decode("utf-8", "ignore").encode()) > len(rest) - 4


def _plausible(sample: bytes, codec: str) -> int:
    """Return how many characters support the codec, 0 when any rules it out."""
    # "ignore": the sample may end within a character.
    text = sample.decode(codec, "ignore")
    if len(text) * 4 < len(sample) * 0.9:
        return 0
    strange = sum(1 for character in text if not character.isprintable() and not character.isspace())
    # Zero-width joiners are unprintable too, and Persian has them in every second word.
    if "\x00" in text or strange * 10 > len(text):
        return 0
    # Four bytes that form a valid character are not an accident, whatever their script; two bytes may be.
    if codec.startswith("utf-32"):
        return len(text)
    return sum(1 for character in text if character in _PLAIN or " " <= character <= "~")


def _end_of_text(content: bytes, codec: str) -> int:
    """Return the offset at which the last whole character ends, 0 when an earlier byte is impossible in the codec."""
    try:
        content.decode(codec)
    except UnicodeDecodeError as error:
        return error.start if error.reason in _CUT_OFF else 0
    return len(content)


def cut_off(content: bytes, start: int) -> Note:
    """Return the note of a page whose last bytes, from ``start`` on, are only the beginning of a character."""
    remedy = "the file ends within a character, which became U+FFFD: fetch it again"
    return Note("cut-off-character", f"byte {start}", content[start:].hex(" "), remedy)
