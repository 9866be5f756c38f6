"""Documents that were decoded in a wrong encoding as a whole ("Januaryâ€“February" on every line), repaired as a whole.

That is exact even where lines are too short to be judged one by one. It is also the common case, so it is the fast one:
positions and edits come from a few passes over the bytes instead of one step per character.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial
from itertools import accumulate, repeat
from operator import add
from typing import Final, NamedTuple

import ftfy.bad_codecs  # noqa: F401  (registers sloppy-windows-1252)

from flows.model import Edit
from flows.text.edits import MAX_EDITS, group_size, new_tuple
from flows.text.entities import find_entities
from flows.text.mojibake_evidence import RULE, is_suspicious

_CODECS: Final = ("sloppy-windows-1252", "latin-1")
MAX_LEVELS: Final = 3
# Translation tables that blank out ASCII, or all else, so that ``bytes.split`` finds the runs of the other kind.
_NON_ASCII: Final = b" " * 128 + bytes(range(128, 256))
_ASCII: Final = b"a" * 128 + b" " * 128
_ODD: Final = bytes((*range(9), *range(11, 32), 127))  # odd characters in these encodings
_OTHER_C1: Final = bytes((*range(0x80, 0x85), *range(0x86, 0xA0)))
_KNOWN_RUNS: Final = 8192
_KNOWN_LENGTH: Final = 64
_new_edit: Final = partial(new_tuple, Edit)


class Reread(NamedTuple):
    """A text decoded as it should have been, and the edits that lead to it."""

    text: str
    edits: tuple[Edit, ...]


def reread(text: str, levels: int = MAX_LEVELS) -> Reread | None:
    """Return a suspicious text with at most ``levels`` misreadings undone; None unless all of the text was misread.

    >>> reread("Januaryâ€“February").text
    'January–February'
    >>> reread("日 Januaryâ€“February") is None
    True
    """
    misread = _whole_misread(text, levels)
    return None if misread is None else Reread(misread.after, _edits(text, misread))


def reread_first(text: str, levels: int) -> Reread | None:
    """Return the same, but None also where odd characters or entities have to be removed first."""
    if next(find_entities(text), None) is not None:
        return None
    misread = _whole_misread(text, levels)
    if misread is None:
        return None
    if _holds(misread.content, _ODD):
        return None
    if misread.codecs[0] == "latin-1" and b"\x85" in misread.content and not _holds(misread.content, _OTHER_C1):
        return None  # a next-line character
    return Reread(misread.after, _edits(text, misread))


class _Misread(NamedTuple):
    """The encodings in which a text was wrongly read, the last one first; its bytes; and the right text."""

    codecs: tuple[str, ...]
    content: bytes
    after: str


def _whole_misread(text: str, levels: int) -> _Misread | None:
    """Return how the whole text was misread, None when it was not."""
    if text.isascii():
        return None
    codecs: list[str] = []
    content = b""
    after = text
    # Almost no text that was read correctly is valid UTF-8 in these bytes, so this is tested first.
    while (step := misread_as(after)) is not None and is_suspicious(after):
        codecs.append(step[0])
        content = content or step[1]
        after = step[2]
        if len(codecs) == levels:
            break
    return _Misread(tuple(codecs), content, after) if codecs else None


def is_misread(line: str) -> bool:
    """Return whether ftfy would repair all of the line from one of the two usual encodings."""
    return misread_as(line) is not None and is_suspicious(line)


def _holds(content: bytes, some: bytes) -> bool:
    """Return whether the bytes contain one of some bytes."""
    return len(content.translate(None, some)) != len(content)


def misread_as(text: str) -> tuple[str, bytes, str] | None:
    """Return the encoding in which a UTF-8 text was read, its bytes, and their text; None unless every byte fits."""
    if "\ufffd" in text:  # sloppy codecs encode it as the control character 1A, which is not evidence
        return None
    for codec in _CODECS:
        try:
            content = text.encode(codec)
            return codec, content, content.decode("utf-8")
        except UnicodeError:
            continue
    return None


class _Runs(dict[bytes, tuple[str, str]]):
    """The old and new text of each run of misread bytes, remembered: the same few ("â€™", "Ã©") are on every page."""

    def __init__(self, codecs: tuple[str, ...]) -> None:
        super().__init__()
        self._codecs = codecs

    def __missing__(self, run: bytes) -> tuple[str, str]:
        before = after = run.decode(self._codecs[0])
        for codec in self._codecs:  # UTF-8 never joins a run to its neighbours
            after = after.encode(codec).decode("utf-8")
        if len(run) <= _KNOWN_LENGTH:
            if len(self) >= _KNOWN_RUNS:
                self.clear()
            self[run] = before, after
        return before, after


_runs_of = cache(_Runs)


def _edits(text: str, misread: _Misread) -> tuple[Edit, ...]:
    """Return one edit for each run of non-ASCII characters, or for some neighbours when there are very many."""
    codecs, content, after = misread
    runs = content.translate(_NON_ASCII).split()
    between = list(map(len, content.translate(_ASCII).split()))
    if content[0] >= 128:
        between.insert(0, 0)
    olds, news = zip(*map(_runs_of(codecs).__getitem__, runs), strict=True)
    starts = _starts(between, news)
    if len(runs) > MAX_EDITS:
        return tuple(_join_neighbours(text, after, _starts(between, olds), starts, olds, news))
    return tuple(
        map(
            _new_edit, zip(repeat("repair"), repeat(RULE), starts, olds, news, repeat(None), repeat(None), strict=False)
        )
    )


def _starts(between: Sequence[int], runs: Sequence[str]) -> list[int]:
    """Return where runs begin, given the lengths of the stretches before them."""
    return list(map(add, accumulate(between), (0, *accumulate(map(len, runs)))))


def _join_neighbours(
    text: str, after: str, old_starts: list[int], new_starts: list[int], olds: Sequence[str], news: Sequence[str]
) -> Iterator[Edit]:
    """Yield edits that each cover several neighbouring runs."""
    size = group_size(len(olds))
    for first in range(0, len(olds), size):
        last = min(first + size, len(olds)) - 1
        before = text[old_starts[first] : old_starts[last] + len(olds[last])]
        start = new_starts[first]
        yield Edit("repair", RULE, start, before, after[start : new_starts[last] + len(news[last])])
