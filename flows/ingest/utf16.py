"""UTF-16 and UTF-32 that lost their byte order mark: what the zero bytes in a text mean."""

from __future__ import annotations

import re
from typing import Final

_SAMPLE_BYTES: Final = 8192
_PLAIN: Final = frozenset("\t\n\r")
_EAST_ASIAN: Final = re.compile("[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff00-\uffef]")
_CODECS: Final = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")


def utf16_or_32_without_mark(content: bytes) -> str | None:
    r"""Return the codec of a text with zero bytes in it, or None when it is no UTF-16 and no UTF-32.

    Zero bytes are spaces, line ends and Latin letters in UTF-16, which has one of the two orders: in the wrong one they
    become unassigned or East Asian characters. So the order wins that has more ASCII, as long as nothing in the text is
    unprintable and the whole of it decodes.

    >>> utf16_or_32_without_mark("Битва за город\n".encode("utf-16-be"))
    'utf-16-be'
    >>> utf16_or_32_without_mark(b"two\x00words") is None
    True
    """
    best: str | None = None
    most = 0
    for codec in _CODECS:
        width = 4 if codec.startswith("utf-32") else 2
        if len(content) % width:
            continue
        ascii_characters = _plausible_ascii(content[:_SAMPLE_BYTES], codec)
        if ascii_characters > most and _decodes(content, codec):
            best, most = codec, ascii_characters
    return best


def east_asian_utf16(content: bytes) -> str | None:
    """Return the codec of UTF-16 without a single zero byte: East Asian text that has no space and no line end.

    In the wrong order about half of the characters are East Asian by accident, in the right one nearly all.

    >>> east_asian_utf16("五月十二日黎明，战斗打响。".encode("utf-16-be"))
    'utf-16-be'
    """
    for codec in _CODECS[2:]:
        text = content[:_SAMPLE_BYTES].decode(codec, "ignore")
        if len(text) >= 10 and len(_EAST_ASIAN.findall(text)) >= 0.95 * len(text) and _decodes(content, codec):
            return codec
    return None


def _plausible_ascii(sample: bytes, codec: str) -> int:
    # "ignore": the sample may end within a character.
    text = sample.decode(codec, "ignore")
    if len(text) * 4 < len(sample) * 0.9:
        return 0
    strange = sum(1 for character in text if not character.isprintable() and not character.isspace())
    # Zero-width joiners and the like are unprintable too, and Persian has them in every other word.
    if "\x00" in text or strange * 10 > len(text):
        return 0
    return sum(1 for character in text if character in _PLAIN or " " <= character <= "~")


def _decodes(content: bytes, codec: str) -> bool:
    try:
        content.decode(codec)
    except UnicodeDecodeError:
        return False
    return True
