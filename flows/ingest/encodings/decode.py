"""The text that bytes stand for, found by a cascade of tests, the strictest first.

Strict UTF-8 decides for nearly all pages in one call. A page that fails it is tested for the accidents that scraping
really makes: a UTF-8 page with a Windows-1252 quotation pasted in, UTF-16 without its byte order mark, Japanese mail
encodings. Then the page's own declaration counts. Only the rest is left to statistics (chardet), whose answer is never
better than its model of the language.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from flows.ingest.encodings.declared import decode_declared, stale_declaration
from flows.ingest.encodings.mixed import decode_mixed
from flows.ingest.encodings.statistics import decode_by_statistics
from flows.ingest.encodings.utf16 import LONGEST_CHARACTER, WideCodec, cut_off, utf16_or_32_without_mark
from flows.model import Decoded

_UTF8_MARK: Final = b"\xef\xbb\xbf"
# The UTF-32 marks first: the little-endian one begins with the mark of UTF-16.
_MARKS: Final = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_MARK_STARTS: Final = tuple(mark for mark, _ in _MARKS)
# ESC $ and ESC ( switch the character set. ESC [ sets a terminal's colour and is not evidence of ISO-2022.
_ESCAPES: Final = re.compile(rb"\x1b[$(.]")
_ISO_2022: Final = ("iso2022_jp_2", "iso2022_jp_ext", "iso2022_jp_2004", "iso2022_kr")


def decode(content: bytes) -> Decoded:
    """Return the text of a page's bytes, the codec that gave it, and the notes on what is uncertain.

    Line ends stay as they are, a byte order mark is removed. ``encoding`` is the codec's name in Python: "utf-8-sig"
    where the byte order mark was there, "utf-8+windows-1252" for UTF-8 with stray bytes, which are read as
    Windows-1252. Never raises, never returns a lone surrogate. ``basis`` is the kind of evidence, ``confidence`` how
    often it is right. Notes: ``invalid-utf8`` (byte offsets of the stray bytes in the file, from 0),
    ``mixed-encodings``, ``cut-off-character``, ``stale-declaration``, ``uncertain-encoding``.

    >>> decode("Deir ez-Zor – 2017".encode()).text
    'Deir ez-Zor – 2017'
    >>> decode("Битва за город".encode("utf-16-le")).encoding
    'utf-16-le'
    """
    if content.startswith(_UTF8_MARK):
        found = _decode_utf8(content)
        text = found.text.removeprefix("\ufeff")
        if found.basis == "valid_utf8":
            return replace(found, text=text, encoding="utf-8-sig", basis="mark")
        return replace(found, text=text)
    if content.startswith(_MARK_STARTS) and (marked := _by_mark(content)):
        return marked
    if b"\x1b" in content and (switched := _by_escape(content)):
        return switched
    if b"\x00" in content and (wide := utf16_or_32_without_mark(content)):
        return _without_mark(content, wide)
    return _decode_utf8(content)


def _decode_utf8(content: bytes) -> Decoded:
    try:
        text = content.decode("utf-8")
        return Decoded(text, "utf-8", () if text.isascii() else stale_declaration(content))
    except UnicodeDecodeError as error:
        start = error.start
        is_at_end = error.reason == "unexpected end of data"
    # "caf\xe9" also ends like a cut-off character, so the text before it must hold valid UTF-8 beyond ASCII.
    if is_at_end and not content[:start].isascii():
        return Decoded(content[:start].decode("utf-8") + "\ufffd", "utf-8", (cut_off(content, start),))
    return decode_mixed(content) or decode_declared(content) or decode_by_statistics(content)


def _by_mark(content: bytes) -> Decoded | None:
    mark, codec = next((mark, codec) for mark, codec in _MARKS if content.startswith(mark))
    body = content[len(mark) :]
    try:
        return Decoded(body.decode(codec), codec, (), "mark")
    except UnicodeDecodeError as error:
        start = error.start
    # A download that was cut off ends within a character; otherwise the mark was not a mark but text ("ÿþ").
    if len(body) - start >= LONGEST_CHARACTER:
        return None
    note = cut_off(content, start + len(mark))
    return Decoded(body[:start].decode(codec) + "\ufffd", codec, (note,), "mark")


def _without_mark(content: bytes, wide: WideCodec) -> Decoded:
    text = content[: wide.end].decode(wide.codec)
    if wide.end == len(content):
        return Decoded(text, wide.codec, (), "zero_bytes")
    return Decoded(text + "\ufffd", wide.codec, (cut_off(content, wide.end),), "zero_bytes")


def _by_escape(content: bytes) -> Decoded | None:
    if not _ESCAPES.search(content):
        return None
    for codec in _ISO_2022:
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if not text.isascii() and "\x1b" not in text:
            return Decoded(text, codec, (), "escapes")
    return None
