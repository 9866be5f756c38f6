"""One field's value as its printed items: the lines, bullets and comma parts, and what the white space of each shows.

"Syrian Army, ** 17th Division" has two items, the second two list markers deep. A dump has turned line breaks into ", "
and kept list markers; a browser's text keeps the lines and has turned icons into no-break spaces. Which commas separate
depends on the field (see ``commas``): a place is never split, names always, results only where a new clause begins.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from flows.infobox.commas import split_at_commas
from flows.infobox.values.brackets import brackets
from flows.model import Layout
from flows.rules.conflict_words import conflict_words
from flows.rules.labels import ItemRule

MAX_ITEMS: Final = 1_000
"""The most items of a field that are read."""
# A head with a remark. Of digits it may hold years beside words or another year: a bare count is a value.
_REMARK: Final = re.compile(
    r"([^:()\d]{1,80}):[ ]?(\((?=[^()]{0,120}(?:[^\W\d_]|\d[–-]))(?:[^()\d]|(?<!\d)[12]\d{3}(?!\d)){1,120}\))"
)
_MAX_BRACKET: Final = 200
_BREAK: Final = re.compile(r"\n")
_MARKED_LINE: Final = re.compile(r"\n[ \t\u00a0]*+[*•·‣▪◦#-]")
_MARKER: Final = re.compile(r"[ \t\u00a0]*+(?:(\*{1,9}|:{1,4}\*)|([•·‣▪◦–#-])(?=[ \u00a0]))")
# A single space needs no replacement, so it is not matched.
_BLANK: Final = re.compile(
    r"[ ][ \t\u00a0\u2007\u202f\u2009\u200a\u3000]++"
    r"|[\t\u00a0\u2007\u202f\u2009\u200a\u3000][ \t\u00a0\u2007\u202f\u2009\u200a\u3000]*+"
)
_ICON: Final = re.compile(
    r"[ \t\u00a0]|[\U0001F1E6-\U0001F1FF]{2}|\U0001F3F4|[^\s,()][^\n,]{0,80}?\.(?:svg|png|jpe?g|gif)[ ]",
    re.IGNORECASE,
)
_FILE: Final = re.compile(r"[^\s,()][^\n,]{0,80}?\.(?:svg|png|jpe?g|gif)[ \u00a0]++(?=\S)", re.IGNORECASE)
# An attribute of a template or a table cell that a cleaner took for the value.
_ATTRIBUTE: Final = re.compile(r"(?:style|class|align|width|rowspan|colspan)[ ]?=")
_PHASES: Final = conflict_words().phases
_ORDINAL: Final = re.compile(r"[0-9]{1,2}|[IVX]{1,5}|[A-D]|one|two|three|four", re.IGNORECASE)
# A number counts something, unless it has an ordinal's ending.
_COUNTS: Final = re.compile(r"[0-9](?!st|nd|rd|th|[0-9])")
# A browser prints the marks of footnotes where they stand ("Sardinia[a]", "territory.[1]"). Wider
# than ``FOOTNOTE`` of values/numbers.py by the marks after "[z]" ("[aa]").
_FOOTNOTE: Final = re.compile(r"\[(?:\d{1,3}|[a-z]{1,2}|note \d{1,2}|citation needed)\]")
# A page prints bullets between the words of a list in one line: "Czech • Slovak".
_BETWEEN: Final = re.compile(r"[ \u00a0][•·][ \u00a0]")
_NOTES: Final = re.compile(r"(?:\([^()]{0,300}\)[ ]?+){1,9}")
_EMPTY: Final = frozenset({"", "()", "( )", "[]", "-", "–", "—", "*"})


class Item(NamedTuple):
    """One printed item of a field.

    ``text`` has normalised white space and no list marker; ``depth`` is the number of list markers. ``is_flagged``:
    an icon stood before it (what remains is a no-break space, a flag emoji or a file name). ``is_marked``: a mark stood
    after it (what remains is a trailing no-break space). ``after_blank``: a blank line stood before it.
    ``source_text`` is the unchanged text.
    """

    text: str
    depth: int = 0
    is_flagged: bool = False
    is_marked: bool = False
    after_blank: bool = False
    source_text: str = ""

    @property
    def is_note(self) -> bool:
        """Return whether the item is only words in parentheses, which belong to the item before it."""
        return self.text[:1] == "(" and self.text[-1:] == ")" and self.text.find(")") == len(self.text) - 1

    @property
    def is_head(self) -> bool:
        """Return whether the item is the head of those after it ("Supported by:", "Invasion phase (2003)")."""
        return self.head is not None

    @property
    def head(self) -> str | None:
        """Return the words of a head without its colon, None when the item is not a head.

        A remark may stand behind the colon: "In Kestria: (completed)".
        """
        text = self.text
        if text[-1:] == ":":
            return text[:-1].strip()
        if text[-1:] == ")" and ":" in text and (found := _REMARK.fullmatch(text)):
            return f"{found[1].strip()} {found[2]}"
        return text if is_phase(text) else None


def split(value: str, rule: ItemRule, layout: Layout, most: int = MAX_ITEMS) -> tuple[Item, ...]:
    r"""Return the items of a field's value in printed order, at most ``most``; empty ones ("()", "*") are left out.

    ``rule`` says how values of the field are split, ``layout`` what separates items in this shape of page. Of a value
    only the first 64 kB are split.

    >>> [item.text for item in split("Supported by:, al-Okaidat clan (majority)", "names", "commas")]
    ['Supported by:', 'al-Okaidat clan (majority)']
    >>> [(item.text, item.depth) for item in split("Syrian Army, ** 17th Division", "tree", "commas")]
    [('Syrian Army', 0), ('17th Division', 2)]
    >>> [item.text for item in split("Rebels take Hajin, al-Tabni, Rebels besiege it", "clauses", "commas")]
    ['Rebels take Hajin, al-Tabni', 'Rebels besiege it']
    >>> [item.text for item in split("Deir ez-Zor Governorate, Syria", "whole", "commas")]
    ['Deir ez-Zor Governorate, Syria']
    >>> [item.text for item in split("3 May 1901\nHarrow, Orrin", "parts", "lines")]
    ['3 May 1901\nHarrow, Orrin']
    >>> [item.text for item in split("painter, poet (in Latin, Greek)", "list", "lines")]
    ['painter', 'poet (in Latin, Greek)']
    """
    if rule == "titles":
        pieces: list[str] = [" ".join(value.split("\n"))]
    elif layout == "commas":
        pieces = split_at_commas(value, rule)
    else:
        pieces = _lines(value)
        if rule == "list":
            pieces = [part for line in pieces for part in _of_list(line)]
    items = _items(pieces, layout)
    return tuple(islice(_in_one(items) if rule == "parts" and layout != "commas" else items, most))


def with_notes(items: Sequence[Item]) -> tuple[Item, ...]:
    r"""Return the items with those that are only words in brackets at the end of the item before: "(1962–1985)".

    >>> [item.text for item in with_notes(split("Ada Hox\n(m. 1975)\nIvo Kalns", "people", "lines"))]
    ['Ada Hox (m. 1975)', 'Ivo Kalns']
    """
    out: list[Item] = []
    for item in items:
        if item.text[:1] == "(" and out and _NOTES.fullmatch(item.text):
            before = out[-1]
            source = f"{before.source_text}\n{item.source_text}"
            out[-1] = before._replace(text=f"{before.text} {item.text}", source_text=source)
        else:
            out.append(item)
    return tuple(out)


def _of_list(line: str) -> list[str]:
    """Return the parts of a line that lists words: at commas outside brackets, else at its bullets."""
    parts = split_at_commas(line, "list")
    return parts if len(parts) > 1 else [part for part in _BETWEEN.split(line) if part.strip()] or parts


def _in_one(items: Iterable[Item]) -> Iterator[Item]:
    """Yield the lines below each other that are parts of one value as one item; a bullet begins another."""
    whole: Item | None = None
    for item in items:
        if whole is None or item.depth:
            if whole is not None:
                yield whole
            whole = item
        else:
            source = f"{whole.source_text}\n{item.source_text}"
            whole = whole._replace(text=f"{whole.text}\n{item.text}", source_text=source)
    if whole is not None:
        yield whole


def _lines(value: str) -> list[str]:
    """Return the lines of a value; a break inside brackets separates nothing, except before a list marker."""
    if "\n" not in value:
        return [value]
    held = [
        (start, end)
        for start, end in brackets(value)
        if end - start <= _MAX_BRACKET and "\n" in value[start:end] and not _MARKED_LINE.search(value, start, end)
    ]
    if not held:
        return value.split("\n")
    pieces: list[str] = []
    begin = 0
    for found in _BREAK.finditer(value):
        nearest = bisect(held, (found.start(), 0)) - 1
        if nearest < 0 or found.start() >= held[nearest][1]:
            pieces.append(value[begin : found.start()])
            begin = found.end()
    return [*pieces, value[begin:]]


def clean(text: str) -> str:
    r"""Return the text with every run of blanks as one space, without blanks and commas at its ends.

    >>> clean("\u00a0 2\u00a0 months,")
    '2 months'
    """
    return _BLANK.sub(" ", text).strip(" ,\n\r")


def is_phase(text: str) -> bool:
    """Return whether the words only name a phase of the conflict: a bold line without a colon, which is a head.

    >>> is_phase("Invasion phase (2003)"), is_phase("Phase II"), is_phase("72 killed in the first phase")
    (True, True, False)
    """
    phases = _PHASES
    last = text[text.rfind(" ") + 1 :]
    if text[-1:] != ")" and len(last) > 3 and last.casefold() not in phases:
        return False
    words = (text.partition(" (")[0] if text[-1:] == ")" else text).split(" ", 5)
    if not 2 <= len(words) <= 5:
        return False
    if words[-1].casefold() in phases:
        return words[-1].casefold() != words[0].casefold() and not _COUNTS.search(text.partition(" (")[0])
    return len(words) == 2 and words[0].casefold() in phases and _ORDINAL.fullmatch(words[1]) is not None


def _items(pieces: list[str], layout: Layout) -> Iterator[Item]:
    after_blank = False
    for piece in pieces:
        begins = piece[1:] if layout == "commas" and piece[:1] == " " else piece
        if "\n" in begins:  # a break inside brackets
            begins = " ".join(begins.split("\n"))
        if layout != "commas" and "[" in begins:
            begins = _FOOTNOTE.sub("", begins)
        if begins[:1].isalnum() and "." not in begins and "=" not in begins:
            # No marker, no icon, no attribute: most pieces are like this, and this is faster.
            yield Item(clean(begins), 0, False, begins[-1] == "\u00a0", after_blank, piece)
            after_blank = False
            continue
        marker = _MARKER.match(piece)
        depth = 0
        body = begins
        if marker is not None:
            stars = marker.group(1)
            depth = stars.count("*") + stars.count(":") if stars else 1
            body = (piece if layout == "commas" else begins)[marker.end() :]
            # One blank belongs to the marker; a second one stood for an icon.
            body = body[1:] if body[:1] in (" ", "\u00a0") else body
        text = clean(body)
        if text in _EMPTY or _ATTRIBUTE.match(text):
            # Printed node by node, " " is a blank between two words and a no-break space an icon; only "" is a gap.
            after_blank = after_blank or (not piece if layout == "gaps" else not text and layout != "commas")
            continue
        is_flagged = _ICON.match(body) is not None
        if is_flagged and "." in text:
            text = _FILE.sub("", text, count=1) if _FILE.match(text) else text
        is_marked = body[-1:] == "\u00a0"
        yield Item(text, depth, is_flagged, is_marked, after_blank, piece)
        after_blank = False
