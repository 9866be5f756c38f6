"""UTF-8 that was decoded in an encoding that ftfy does not know or does not detect ("п÷я─п╦п╡п╣я┌" for "Привет").

The evidence is strict: all of a line (or of the document) can be encoded back into the wrong encoding's bytes, these
bytes are valid UTF-8, and the result has at least three characters beyond ASCII and nothing implausible. Hardly any
written text passes that by chance. Testing every line would cost more than all other repairs. So a line is only tested
if it has a telltale pair: two characters that come from a misread frequent letter and that no word contains.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import ftfy.bad_codecs  # noqa: F401  (registers the sloppy ones)

from flows.model import Edit
from flows.text.edits import MAX_EDITS, Replacement, new_tuple, rewrite
from flows.text.fast_ftfy import is_bad
from flows.text.line_repair import Mender
from flows.text.misread_documents import is_misread
from flows.text.mojibake_evidence import changes_between

RULE: Final = "other-encoding"
ENCODINGS: Final = (
    "sloppy-windows-1251",
    "sloppy-windows-1250",
    "sloppy-windows-1253",
    "sloppy-windows-1254",
    "sloppy-windows-1257",
    "iso-8859-2",
    "mac_roman",
    "cp437",
    "koi8-r",
    "koi8-u",
    "cp850",
    "cp852",
    "cp866",
    "cp874",
    "sloppy-windows-1255",
    "sloppy-windows-1256",
    "mac_cyrillic",
    "iso-8859-5",
    "iso-8859-7",
    "iso-8859-15",
    "gb18030",
    "shift_jis",
    "euc_jp",
    "euc_kr",
    "big5",
)
_USUAL: Final = ("latin-1", "sloppy-windows-1252")
_LEAST_EVIDENCE: Final = 3  # characters beyond ASCII in the repaired line
_MAX_LINE: Final = 20_000
_COST_OF_LINE: Final = 50  # of the budget of ``flows.text.line_repair``, in microseconds, for trying all encodings
# Letters and marks that are on nearly every line of a text in their script.
_FREQUENT: Final = (
    "éèàáíóúöüäßñçãåøğışłąęśżčšžřěőűțșâî’“”–…«»\u00a0°",
    "аеиотнсрвлПСі",
    "αοιετνσρηάέίό",
    "اليونمرتةب",
    "יוהלרמתא",
    "ানরািर",
    "านรอกเ",
)
# Where two bytes make one letter, frequent characters become these rare ones, which then start many words.
_RARE: Final = "鈥銆銇銈鐨锛縺繧繝縲窶"
_FIRST_HAN: Final = "\u3400"
_COMMON_HAN: Final = "小于"  # misread С and о, but in Chinese "less than"
_IMPLAUSIBLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000e0100-\U0010ffff]"
)
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]+")


def _pairs() -> dict[str, set[str]]:
    """Return the second characters of telltale pairs by their first character.

    Pairs of ftfy's encodings are left out where its test finds them, and all pairs of the two usual encodings: ftfy
    tries those.
    """
    found: dict[str, set[str]] = defaultdict(set)
    usual, known = (
        {_misread_start(character, encoding) for encoding in some for script in _FREQUENT for character in script}
        for some in (_USUAL, ENCODINGS[:8])
    )
    for encoding in ENCODINGS:
        for script in _FREQUENT:
            shown = [_misread_start(character, encoding) for character in script]
            for pair in (pair for pair in shown if len(pair) == 2):
                if not (pair in usual or (pair in known and is_bad(pair)) or _may_stand_in_word(pair[0], pair[1])):
                    found[pair[0]].add(pair[1])
            # Where two bytes make one letter, a word becomes a run of letters of another script.
            single = "".join(one for one in shown if len(one) == 1 and one >= _FIRST_HAN and one not in _COMMON_HAN)
            for first in single if script is not _FREQUENT[0] else "":
                found[first].update(single)
    return found


def _misread_start(character: str, encoding: str) -> str:
    """Return the first two UTF-8 bytes of a character, decoded in an encoding; empty when that is impossible."""
    try:
        return character.encode("utf-8").decode(encoding)[:2]
    except UnicodeDecodeError:
        return ""


def _may_stand_in_word(first: str, second: str) -> bool:
    """Return whether two characters may be neighbours in a word, at a quotation mark, or in a formula."""
    if second.isspace() or (second in "«»“”„‘’‚‹›…–—·°²³±×№§©®" and not first.isalpha()):
        return True
    if not (first.isalpha() and second.isalpha()):
        return first.isalpha() and second in "“”’»…–—·°²³"
    return first.isupper() or second.islower() or second.lower() == second


_PAIRS: Final = {first: frozenset(seconds) for first, seconds in sorted(_pairs().items())}


def probe() -> str:
    """Return an expression for the column scan that finds at least what ``next_suspect`` finds.

    It is exact for signs and Latin letters. For the other scripts it joins the second characters of all first
    characters: exact pairs would need sixty alternatives and take twice the time.
    """
    kinds: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for first, seconds in _PAIRS.items():
        script = unicodedata.name(first).split()[0]
        is_exact = script == "LATIN" or not first.isalpha()
        kinds[(seconds,) if is_exact else (script, first.isupper())].append(first)
    return "|".join([f"[{_RARE}]", *(f"[{''.join(firsts)}][{_seconds_of(firsts)}]" for firsts in kinds.values())])


def _seconds_of(firsts: Iterable[str]) -> str:
    """Return all second characters of the pairs that begin with one of some characters."""
    return "".join(sorted(frozenset[str]().union(*map(_PAIRS.__getitem__, firsts))))


def _scan() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the expressions that find at least all pairs, each by the rarer of the two characters."""
    letters = "".join(filter(str.isalpha, _PAIRS))
    signs = "".join(first for first in _PAIRS if not first.isalpha())
    return (
        re.compile(f"[{_RARE}]|[{signs}][{_seconds_of(signs)}]"),
        re.compile(f"[{_seconds_of(letters)}](?<=[{letters}].)"),
    )


_SIGNS, _LETTERS = _scan()


def next_suspect(text: str, start: int) -> int:
    """Return a position on the next line that may have been misread, -1 if there is no such line."""
    return _Suspects(text).next(start)


class _Suspects:
    """The telltale pairs of a text, from left to right; each kind is searched on from where it was found last.

    To search for both kinds again after every line would take quadratic time where a text has one kind alone.
    """

    __slots__ = ("_end", "_letters", "_sign", "_text")

    def __init__(self, text: str) -> None:
        self._text, self._end = text, len(text)
        self._sign = self._letters = -1

    def next(self, start: int) -> int:
        """Return the first position from ``start``, the end of a line, on; -1 if there is none."""
        if self._sign < start:
            self._sign = self._next_sign(start)
        if self._letters < start:
            self._letters = self._next_letters(start)
        at = min(self._sign, self._letters)
        return at if at < self._end else -1

    def _next_sign(self, start: int) -> int:
        for hit in _SIGNS.finditer(self._text, start):
            pair = hit.group()
            if len(pair) == 1 or pair[1] in _PAIRS[pair[0]]:
                return hit.start()
        return self._end

    def _next_letters(self, start: int) -> int:
        text = self._text
        for hit in _LETTERS.finditer(text, start + 1):
            at = hit.start()
            if text[at] in _PAIRS[text[at - 1]]:
                return at - 1
        return self._end


class RereadLines(NamedTuple):
    """A text after its misread lines were repaired, and the edits."""

    text: str
    edits: tuple[Edit, ...]


def reread_lines(
    text: str, suspect: int = -1, may_have_pairs: bool = True, mender: Mender | None = None
) -> RereadLines | None:
    """Return the text with its misread lines repaired, or all of it where all was misread; None when nothing was.

    ``suspect`` is a position on the first line that ftfy's test finds, if there is one. ``may_have_pairs`` False
    promises that the text has no telltale pair. ``mender`` limits the lines that are tried.

    >>> reread_lines("п÷я─п╦п╡п╣я┌").text
    'Привет'
    >>> reread_lines("— «Привет»") is None
    True
    """
    mender = mender or Mender()
    suspects = _Suspects(text)
    at = suspects.next(0) if may_have_pairs else -1
    for place in (at, suspect):
        if place >= 0 and not (place == suspect and is_misread(text[slice(*_line(text, place))])):
            whole = _whole(text, *_line(text, place))
            if whole is not None:
                return whole
    spans: list[tuple[int, int, str, str]] = []
    while at >= 0:
        start, end = _line(text, at)
        if not mender.affords(_COST_OF_LINE + (end - start) // 4):
            break
        line = text[start:end]
        for encoding, after in _readings(line):
            if _has_evidence(after) and not is_misread(line):
                spans.append((start, end, encoding, after))
                break
        at = suspects.next(end)
    if not spans:
        return None
    pieces: list[str] = []
    done = 0
    for start, end, _, after in spans:
        pieces += (text[done:start], after)
        done = end
    return RereadLines("".join([*pieces, text[done:]]), tuple(_edits(text, spans)))


def _line(text: str, at: int) -> tuple[int, int]:
    """Return where the line of a position begins and ends."""
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end


def _whole(text: str, start: int, end: int) -> RereadLines | None:
    """Return all of a text repaired, from an encoding in which one of its lines was misread."""
    for encoding, _ in _readings(text[start:end]):
        if (whole := _read_back(text, encoding)) is not None and _has_evidence(whole):
            return RereadLines(whole, tuple(_edits(text, [(0, len(text), encoding, whole)])))
    return None


def _readings(line: str) -> Iterator[tuple[str, str]]:
    """Yield the encodings in which a line may have been misread, each with the right text of the line."""
    if len(line) > _MAX_LINE:
        return
    for encoding in ENCODINGS:
        if (after := _read_back(line, encoding)) is not None:
            yield encoding, after


def _read_back(text: str, encoding: str) -> str | None:
    """Return the right text of a UTF-8 text that was decoded in an encoding, None when it was not."""
    try:
        after = text.encode(encoding).decode("utf-8")
    except UnicodeError:
        return None
    if after == text or "\ufffd" in text or _IMPLAUSIBLE.search(after) is not None:
        return None
    return after


def _has_evidence(after: str) -> bool:
    """Return whether a text has enough characters beyond ASCII to rule out chance."""
    return sum(map(len, _BEYOND_ASCII.findall(after))) >= _LEAST_EVIDENCE


def _edits(text: str, spans: list[tuple[int, int, str, str]]) -> Iterator[Edit]:
    """Yield the edits for spans (start, end, encoding, words after); one edit a span where there are very many."""
    changes = [(span, changes_between(text[span[0] : span[1]], span[3])) for span in spans]
    if sum(len(made) for _, made in changes) > MAX_EDITS:
        yield from rewrite(text, [Replacement(start, end, after, "repair", RULE) for start, end, _, after in spans])[1]
        return
    shift = 0
    for (start, end, encoding, after), made in changes:
        reasons = f"UTF-8 read as {encoding.removeprefix('sloppy-')}"
        for at, old, new in made:
            yield new_tuple(Edit, ("repair", RULE, start + shift + at, old, new, None, reasons))
        shift += len(after) - (end - start)
