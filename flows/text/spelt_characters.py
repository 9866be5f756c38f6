r"""Characters that a program spelt out in ASCII ("1962\u20131980", "=E2=80=9CPEER=E2=80=9D") and nobody read back.

Escapes of JSON, quoted-printable of mails, and bytes as Python prints them. The proof: nobody writes four hexadecimal
digits behind ``\u``, and bytes that are valid UTF-8 of several bytes, but to mean a character. Where a line is about
such escapes, or is code, they are meant.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from flows.text.code_spans import code_spans_of
from flows.text.edits import Replacement
from flows.text.entities import ABOUT, TAG, is_in_address
from flows.text.text_parts import front_matter_end

_ESCAPE: Final = re.compile(
    r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|(?:\\x[89a-f][0-9a-f]){2,400}+"
)
PROBE: Final = r"\\[ux][0-9A-Fa-f]|=[C-F][0-9A-F]="
"""Finds at least what is replaced, also in the column scan."""
_SUSPECT: Final = re.compile(PROBE)
_QUOTED: Final = re.compile(r"=[C-F][0-9A-F](?:(?:=\r?\n)?=[89AB][0-9A-F]){1,3}+")
# In a paragraph that has such bytes: an equals sign, a blank at the end of a line, and lines that are one.
_OF_THE_MAIL: Final = re.compile(r"=(?:3D|20(?=\r?\n)|\r?\n)")
_PARAGRAPH_END: Final = re.compile(r"\r?\n[ \t]*+\r?\n")
_ASCII_TOO: Final = frozenset("&'\"")
_ABOUT: Final = re.compile(
    r"\b(?:unicode|utf|json|regex\w{0,3}|regular expressions?|code ?points?|encod\w{1,6}|bytes?|strings?)\b",
    re.IGNORECASE,
)
_JSON: Final = re.compile(r"""\A\s*+[\[{"]|["'][ ]?:|\\[nrt"/]""")
# A quotation mark that opens a string of code: ``print("``, ``title = '``.
_OPENS_STRING: Final = re.compile(r"[=(:\[,{+]\s*+([\"'])")
_QUOTES: Final = frozenset("\"'“”‘’«»()[]`")


def has_spelt_characters(text: str) -> bool:
    """Return whether the text may have such a character: False is certain."""
    return _SUSPECT.search(text) is not None


def find_spelt_characters(text: str) -> Iterator[Replacement]:
    r"""Yield the replacements of spelt characters by themselves, in the order of the text.

    >>> [change.after for change in find_spelt_characters("Caf\\u00e9, =E2=80=9CHoms=E2=80=9D")]
    ['é', '“', '”']
    """
    if has_spelt_characters(text):
        yield from sorted([*_escapes(text), *_quoted(text)])


def _escapes(text: str) -> Iterator[Replacement]:
    around = _LineAround(text)
    for hit in _ESCAPE.finditer(text, front_matter_end(text)):
        after = _character(hit)
        if after is not None and not _is_meant(text, hit.start(), hit.end(), around):
            yield Replacement(hit.start(), hit.end(), after, "repair", "unicode-escape")


def _character(hit: re.Match[str]) -> str | None:
    """Return the character of an escape, None where it is half of one, invisible, or plain ASCII."""
    high, low, single = hit.groups()
    if high:
        return bytes.fromhex(high + low).decode("utf-16-be")
    if single is None:
        return _decoded(hit[0].replace("\\x", ""))
    after = chr(int(single, 16))
    is_shown = after.isprintable() or after == "\u00a0"
    return after if is_shown and (after > "\x7f" or after in _ASCII_TOO) else None


def _decoded(digits: str) -> str | None:
    """Return the text of UTF-8 bytes, None where they are not, or show nothing."""
    try:
        after = bytes.fromhex(digits).decode("utf-8")
    except UnicodeDecodeError:
        return None
    return after if after.replace("\u00a0", "").isprintable() else None


def _quoted(text: str) -> Iterator[Replacement]:
    end = front_matter_end(text)
    while (first := _QUOTED.search(text, end)) is not None:
        closing = _PARAGRAPH_END.search(text, first.end())
        end = closing.start() if closing else len(text)
        start = first.start()
        proven = list(_quoted_characters(text, start, end))
        yield from proven
        taken = {at for change in proven for at in range(change.start, change.end)}
        for hit in _OF_THE_MAIL.finditer(text, start, end) if proven else ():
            if hit.start() not in taken and not is_in_address(text, hit.start()):
                after = {"3D": "=", "20": " "}.get(hit[0][1:], "")
                yield Replacement(hit.start(), hit.end(), after, "repair", "quoted-printable")


def _quoted_characters(text: str, start: int, end: int) -> Iterator[Replacement]:
    around = _LineAround(text)
    for hit in _QUOTED.finditer(text, start, end):
        after = _decoded(re.sub(r"[=\r\n]", "", hit[0]))
        if after is not None and not _is_meant(text, hit.start(), hit.end(), around):
            yield Replacement(hit.start(), hit.end(), after, "repair", "quoted-printable")


class _LineAround:
    """The line of a spelt character. It is judged once for all characters in it, which come from left to right."""

    __slots__ = ("_first", "_last", "_opening", "_quotes", "_seen", "_text", "is_about")

    def __init__(self, text: str) -> None:
        self._text = text
        self._first = self._seen = 0
        self._last = -1
        self._quotes: dict[str, list[int]] = {}
        self._opening: set[int] = set()
        self.is_about = False

    def move(self, start: int, end: int) -> None:
        """Go to the line, or the joined lines, of a character."""
        newline = self._text.rfind("\n", self._seen, start)
        self._seen = start
        if newline >= 0 or end > self._last:
            self._first = newline + 1 if newline >= 0 else self._first
            last = self._text.find("\n", end)
            self._last = last if last >= 0 else len(self._text)
            self._judge(self._text[self._first : self._last])

    def _judge(self, line: str) -> None:
        self.is_about = any(pattern.search(line) for pattern in (_ABOUT, ABOUT, TAG, _JSON))
        self._quotes = {
            quote: [at for at, sign in enumerate(line) if sign == quote] for quote in "\"'" if quote in line
        }
        self._opening = {found.start(1) for found in _OPENS_STRING.finditer(line)} if self._quotes else set()

    def is_in_string(self, start: int) -> bool:
        """Return whether the line up to a place opened a string of code."""
        at = start - self._first
        for places in self._quotes.values():
            count = bisect_left(places, at)
            if count % 2 and places[count - 1] in self._opening:
                return True
        return False


def _is_meant(text: str, start: int, end: int, around: _LineAround) -> bool:
    """Return whether spelt characters are code, or what the line is about."""
    before, after = text[start - 1 : start], text[end : end + 1]
    path = text[max(start - 200, 0) : start].rpartition(" ")[2]
    if before in {":", "\\", "/"} or ":\\" in path or (before in _QUOTES and after in _QUOTES and before):
        return True
    if text[end : end + 2] == "-\\" or (text[max(start - 7, 0) : start - 4].startswith("\\u") and before == "-"):
        return True
    around.move(start, end)
    return (
        around.is_about
        or around.is_in_string(start)
        or is_in_address(text, start)
        or code_spans_of(text).touches(start, end)
    )
