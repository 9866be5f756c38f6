"""UTF-8 with bytes in it that are not: pages glued together from several sources.

A guess for the whole file gets one of the two halves wrong. UTF-8 proves itself character by character, so everything
that is valid is read as UTF-8 and only the rest as something else: as Windows-1252, as browsers do, unless whole lines
of it say better what they are.
"""

from __future__ import annotations

import codecs
import threading
from collections.abc import Sequence
from typing import Final

from flows.ingest.statistics import SLOPPY_1252, decode_strictly, guess_encoding
from flows.model import Decoded, Note

_HIGH: Final = bytes(range(0x80, 0x100))
# One stray byte for eight valid sequences: text in another encoding hardly ever has eight valid ones in a row.
_VALID_PER_INVALID: Final = 8
# A line of three valid sequences and nothing else is UTF-8: in GB18030, the likeliest to be so by accident, one pair
# of bytes in seven is valid. A fifth of the lines with any must be such lines, unless the rest is Western text, in
# which no such line is an accident.
_PROOF: Final = 3
_PROVED_SHARE: Final = 0.2
# The error handler costs a microsecond a byte: a hostile file must not cost seconds.
_MOST_STRAYS: Final = 100_000
# Fewer bytes than these do not say which of chardet's ninety encodings they are.
_BYTES_TO_GUESS: Final = 100
_CONFIDENT: Final = 0.2
_WESTERN: Final = frozenset({"windows-1252", "iso8859-15", "iso8859-9", "cp1254"})
_HANDLER: Final = "flows.ingest.mixed"
_SHOWN: Final = 20


class _TooManyError(Exception):
    """More stray bytes than the text may have."""


class _State(threading.local):
    """What the error handler notes while one text is decoded: Python hands handlers nothing but the error."""

    offsets: list[int]
    limit: int


_state = _State()


def _as_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    _state.offsets.extend(range(error.start, error.end))
    if len(_state.offsets) > _state.limit:
        raise _TooManyError
    return codecs.charmap_decode(error.object[error.start : error.end], "strict", SLOPPY_1252)[0], error.end


codecs.register_error(_HANDLER, _as_1252)


def decode_mixed(content: bytes) -> Decoded | None:
    r"""Return the text of bytes that are UTF-8 in the main or in whole lines, or None when they are something else.

    The note ``invalid-utf8`` has the offsets of the stray bytes (from 0); ``mixed-encodings`` the lines (from 1) that
    were read in another encoding.

    >>> decode_mixed("Битва за город – ".encode() + b"caf\xe9").text
    'Битва за город – café'
    """
    return _nearly_utf8(content) or _by_lines(content)


def _nearly_utf8(content: bytes) -> Decoded | None:
    high = _high_bytes(content)
    # A valid sequence is two bytes at least, which bounds the work on bytes that are anything but UTF-8.
    strays = min(high // (2 * _VALID_PER_INVALID + 1), _MOST_STRAYS)
    found = _with_strays(content, strays)
    if found is None:
        return None
    text, offsets = found
    valid = len(text) - (len(content) - high) - len(offsets)
    return _decoded(content, text, offsets) if valid >= _VALID_PER_INVALID * len(offsets) else None


def _by_lines(content: bytes) -> Decoded | None:
    lines = content.split(b"\n")
    strays: list[int] = []
    proved = 0
    for index, line in enumerate(lines):
        if not line.isascii():
            try:
                proved += len(line.decode("utf-8")) <= len(line) - _PROOF
            except UnicodeDecodeError:
                strays.append(index)
    if not proved:
        return None
    together = b"\n".join(lines[index] for index in strays)
    guess = guess_encoding(together)
    if guess.encoding not in _WESTERN:
        if proved < _PROVED_SHARE * (proved + len(strays)):
            return None
        is_sure = guess.confidence >= _CONFIDENT and _high_bytes(together) >= _BYTES_TO_GUESS
        if is_sure and (found := _lines_in(guess.encoding, lines, strays)):
            return found
    mixed = _with_strays(content, _MOST_STRAYS)
    return _decoded(content, *mixed) if mixed else _lines_in("windows-1252", lines, strays)


def _with_strays(content: bytes, limit: int) -> tuple[str, list[int]] | None:
    """Return the text and the offsets of its stray bytes, or None when there are more of them than the limit."""
    _state.offsets = []
    _state.limit = limit
    try:
        return content.decode("utf-8", _HANDLER), _state.offsets
    except _TooManyError:
        return None


def _lines_in(encoding: str, lines: Sequence[bytes], strays: Sequence[int]) -> Decoded | None:
    texts = [decode_strictly(lines[index], encoding) for index in strays]
    if None in texts:
        return None
    others = dict(zip(strays, texts, strict=True))
    text = "\n".join(others.get(index) or line.decode("utf-8") for index, line in enumerate(lines))
    where = f"line {_listed([index + 1 for index in strays])}"
    remedy = f"these lines were read as {encoding}; convert the file to UTF-8 if that is wrong"
    return Decoded(text, f"utf-8+{encoding}", (Note("mixed-encodings", where, texts[0] or "", remedy),), "lines", 0.99)


def _decoded(content: bytes, text: str, offsets: Sequence[int]) -> Decoded:
    start = content.rfind(b"\n", 0, offsets[0]) + 1
    line = content[start:].partition(b"\n")[0].decode("utf-8", "replace")
    remedy = "these bytes were read as Windows-1252; convert the file to UTF-8 if that is wrong"
    note = Note("invalid-utf8", f"byte {_listed(offsets)}", line[:300], remedy)
    return Decoded(text, "utf-8+windows-1252", (note,), "mostly_utf8", 0.99)


def _listed(numbers: Sequence[int]) -> str:
    more = f" and {len(numbers) - _SHOWN} more" if len(numbers) > _SHOWN else ""
    return ", ".join(map(str, numbers[:_SHOWN])) + more


def _high_bytes(content: bytes) -> int:
    return len(content) - len(content.translate(None, _HIGH))
