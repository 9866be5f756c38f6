"""UTF-8 with bytes in it that are not UTF-8: pages glued together from several sources.

One guess for the whole file reads one of the two parts wrongly. UTF-8 proves itself character by character, so
everything that is valid is read as UTF-8. The rest is read as follows: lines without any valid character in the
encoding that their letters suggest, all other stray bytes as Windows-1252, as browsers do.
"""

from __future__ import annotations

import bisect
import codecs
import itertools
import threading
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from flows.ingest.encodings.certainty import PAIRS
from flows.ingest.encodings.statistics import SLOPPY_1252, count_high, decode_strictly, guess_encoding
from flows.model import Decoded, Note

# One stray byte for eight valid sequences: text in another encoding hardly ever has eight valid ones in a row.
_VALID_PER_INVALID: Final = 8
# Where two bytes are one character, one pair in seven is valid UTF-8 by accident. So one line proves little: the lines
# that prove UTF-8 must be a fifth of all. In every other encoding two letters side by side are invalid UTF-8.
_PROOF: Final = 3
# In Western text a valid sequence is an accented capital before a sign, and occurs at most once: "CAFÉ…".
_WESTERN_PROOF: Final = 2
_PROVED_SHARE: Final = 0.2
# The error handler costs a microsecond a byte: a hostile file must not cost seconds.
_MOST_STRAYS: Final = 100_000
# Fewer bytes do not show which of chardet's ninety encodings they are in.
_BYTES_TO_GUESS: Final = 8
_WESTERN: Final = frozenset({"windows-1252", "iso8859-15", "iso8859-9", "cp1254"})
# A line with more stray bytes per valid character was pasted in; one with fewer is UTF-8 with stray bytes.
_STRAYS_PER_VALID: Final = 2
# Of generated mixed pages, 92 to 94 % were read exactly at 1 kB, 98 to 99 % at 8 kB (tests/quality/bytes_to_text.py).
_CONFIDENCE: Final = 0.93
_HANDLER: Final = "flows.ingest.encodings.mixed"
_SHOWN: Final = 20


class _TooManyError(Exception):
    """More stray bytes than a text may have."""


class _DecodingState(threading.local):
    """The offsets that the error handler collects while one text is decoded: Python passes handlers only the error."""

    offsets: list[int]


class _MixedLines(NamedTuple):
    """The counts over a page's lines that show whether it is UTF-8.

    ``valid`` is the number of valid characters beyond ASCII, outside of pasted lines. ``saved`` is by how many bytes
    the lines that are wholly UTF-8 are longer than their characters; ``proved`` is how many of these lines save enough
    to rule out an accident. ``pasted`` are the numbers (from 0) of lines in another encoding.
    """

    valid: int
    saved: int
    proved: int
    pasted: tuple[int, ...]


_state = _DecodingState()


def _as_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    _state.offsets.extend(range(error.start, error.end))
    if len(_state.offsets) > _MOST_STRAYS:
        raise _TooManyError
    return codecs.charmap_decode(error.object[error.start : error.end], "strict", SLOPPY_1252)[0], error.end


codecs.register_error(_HANDLER, _as_1252)


def decode_mixed(content: bytes) -> Decoded | None:
    r"""Return the text of bytes that are mostly UTF-8 or have whole lines of UTF-8, None for anything else.

    The note ``invalid-utf8`` has the offsets (from 0) of the stray bytes that were read as Windows-1252;
    ``mixed-encodings`` has the lines (from 1) that were read in another encoding.

    >>> decode_mixed("Битва за город – ".encode() + b"caf\xe9").text
    'Битва за город – café'
    """
    _state.offsets = []
    try:
        text = content.decode("utf-8", _HANDLER)
    except _TooManyError:
        return None
    strays = _state.offsets
    raw, read = content.split(b"\n"), text.split("\n")
    lines = _count_lines(raw, read, strays)
    pasted_bytes = b"\n".join(raw[number] for number in lines.pasted)
    is_mostly = lines.valid >= _VALID_PER_INVALID * len(strays)
    if not is_mostly and not lines.saved:
        return None
    guess = guess_encoding(pasted_bytes).encoding if lines.pasted else "windows-1252"
    if not is_mostly and not _is_proven(lines, guess):
        return None
    if guess not in _WESTERN and count_high(pasted_bytes) >= _BYTES_TO_GUESS:
        pasted = {number: decode_strictly(raw[number], guess) for number in lines.pasted}
        if None not in pasted.values():
            return _by_lines(raw, read, pasted, guess, strays)
    return Decoded(text, "utf-8+windows-1252", (_stray_note(content, strays),), "mostly_utf8", _CONFIDENCE)


def _count_lines(raw: Sequence[bytes], read: Sequence[str], strays: Sequence[int]) -> _MixedLines:
    valid = saved = proved = at = start = 0
    pasted: list[int] = []
    for number, (line, text) in enumerate(zip(raw, read, strict=True)):
        first = at
        while at < len(strays) and strays[at] <= start + len(line):
            at += 1
        start += len(line) + 1
        if line.isascii():
            continue
        strays_here = at - first
        characters = len(text) - (len(line) - count_high(line)) - strays_here
        if strays_here > _STRAYS_PER_VALID * characters:
            pasted.append(number)
        else:
            valid += characters
        if not strays_here:
            saved += len(line) - len(text)
            proved += len(line) - len(text) >= _PROOF
    return _MixedLines(valid, saved, proved, tuple(pasted))


def _is_proven(lines: _MixedLines, guess: str) -> bool:
    """Return whether the UTF-8 lines are no accident, given that the other lines are in the guessed encoding."""
    if guess in PAIRS:
        return lines.proved > 0 and lines.proved >= _PROVED_SHARE * (lines.proved + len(lines.pasted))
    return lines.saved >= (_WESTERN_PROOF if guess in _WESTERN else _PROOF)


def _by_lines(
    raw: Sequence[bytes], read: Sequence[str], pasted: Mapping[int, str | None], encoding: str, strays: Sequence[int]
) -> Decoded:
    """Return the text with its pasted lines in their encoding, and the notes on them and on other stray bytes."""
    text = "\n".join(pasted.get(number) or line for number, line in enumerate(read))
    where = f"line {_number_list([number + 1 for number in pasted])}"
    remedy = f"these lines were read as {encoding}; convert the file to UTF-8 if that is wrong"
    first = next(iter(pasted.values())) or ""
    notes = [Note("mixed-encodings", where, first, remedy)]
    ends = list(itertools.accumulate(len(line) + 1 for line in raw))
    others = [offset for offset in strays if bisect.bisect_right(ends, offset) not in pasted]
    if others:
        notes.append(_stray_note(b"\n".join(raw), others))
    return Decoded(text, f"utf-8+{encoding}", tuple(notes), "lines", _CONFIDENCE)


def _stray_note(content: bytes, offsets: Sequence[int]) -> Note:
    start = content.rfind(b"\n", 0, offsets[0]) + 1
    line = content[start:].partition(b"\n")[0].decode("utf-8", "replace")
    remedy = "these bytes were read as Windows-1252; convert the file to UTF-8 if that is wrong"
    return Note("invalid-utf8", f"byte {_number_list(offsets)}", line[:300], remedy)


def _number_list(numbers: Sequence[int]) -> str:
    more = f" and {len(numbers) - _SHOWN} more" if len(numbers) > _SHOWN else ""
    return ", ".join(map(str, numbers[:_SHOWN])) + more
