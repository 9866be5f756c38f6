"""Wikitext without templates and links -> Markdown lines: headings, lists, tables, emphasis, tags, entities.

One pass over the tokens, each change local: what stands around a word goes or becomes something else, the word stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import Final

from flows.formats.wikitext_words import wikitext_words
from flows.text.edits import Replacement

Span = tuple[int, int]

_TOKEN: Final = re.compile(
    "\n|''++|\\[(?=(?:https?:|ftp:|mailto:|//))|\\[\\[|\\]\\]|\\{\\{++|\\}\\}++|<(?=[/A-Za-z])|&(?=[#A-Za-z])"
    "|\\|\\|?|!!|__(?=[^\\W\\d_])|~~~~?~?|-\\{"
)
_TAG: Final = re.compile("<(/?)([A-Za-z][A-Za-z0-9]{0,20}+)(?=[\\s/>])[^<>]{0,2000}+>")
_ENTITY: Final = re.compile("&(?:#[0-9]{1,8}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SWITCH: Final = re.compile("__[^\\W\\d_]{2,30}+(?:_[^\\W\\d_]{1,30}+){0,3}__")
_MARKS: Final = re.compile("[*#:;]++[ \t]*+")
_ATTRIBUTES: Final = re.compile("[^\n|=\\[]{0,60}=[^\n|\\[]{0,500}\\|(?!\\|)[ \t]*+")
_EMPTY_ATTRIBUTES: Final = re.compile("[ \t]{0,20}+\\|(?!\\|)[ \t]*+")
_BLANKS: Final = re.compile("[ \t]*+")
_VARIANT: Final = re.compile("-\\{([^{}\n]{0,300}+)\\}-")
_POWER: Final = re.compile("<sup>([0-9+−–-]{1,6}+)</sup>", re.IGNORECASE)
_POWERS: Final = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
_ADDRESS_END: Final = re.compile("[^\\s\\]]*+[ \t]*+")
_RULER: Final = re.compile("-{4,}+[ \t]*+")


def line_changes(text: str, kept: Iterable[Span] = ()) -> tuple[list[Replacement], Span | None]:
    r"""Return the changes of a text to Markdown, and where its first bold words stand.

    ``kept`` are the stretches that are no markup (code, formulas), sorted.

    >>> from flows.text.edits import rewrite
    >>> rewrite("== A ==\n*'''b''' &amp; c\n{|\n! d !! e\n|}", line_changes("== A ==\n*'''b''' &amp; c\n{|\n! d !! e\n|}")[0])[0]
    '## A\n- b & c\nd | e\n'
    """
    lines = _Lines(text)
    position = 0
    lines.begin_line(-1)
    for start, end in (*kept, (len(text), len(text))):
        for token in _TOKEN.finditer(text, position, start):
            at = token.start()
            if at >= lines.done:
                lines.take(token[0], at, token.end())
        position = max(end, position)
        lines.done = max(lines.done, end) if end < len(text) else lines.done
    return _in_order(lines.changes), lines.bold


def _in_order(changes: list[Replacement]) -> list[Replacement]:
    """Return changes sorted; a closing mark that lies in what another change took (the value of an attribute) goes."""
    changes.sort(key=lambda change: change.start)
    ordered: list[Replacement] = []
    done = 0
    for change in changes:
        if change.start >= done:
            ordered.append(change)
            done = change.end
    return ordered


class _Lines:
    """The state of the pass: what is open, the numbers of the list, and up to where the text has been read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.changes: list[Replacement] = []
        self.done = 0
        self.bold: Span | None = None
        self._bold_start: int | None = None
        self._in_lead = True
        self._numbers: list[int] = []
        self._tables = 0
        self._row_has_cell = False
        self._cell_is_empty = True
        self._is_item = False
        self._is_head = False
        self._closed = -1
        self._next = {"]": -1, "\n": -1}

    def change(self, start: int, end: int, after: str, rule: str) -> None:
        """Record one change."""
        self.changes.append(Replacement(start, end, after, "normalise", rule))

    def take(self, token: str, at: int, end: int) -> None:
        """Take one token that no earlier one has read."""
        first = token[0]
        if first == "\n":
            self.begin_line(at)
        elif first == "'":
            self._emphasis(at, end)
        elif first == "<":
            self._tag(at)
        elif first == "&":
            self._entity(at)
        elif first in "|!":
            self._cell_mark(token, at, end)
        elif token == "[":
            self._address(at)
        elif first == "-":
            self._variant(at)
        elif first == "_":
            match = _SWITCH.match(self.text, at)
            if match is not None:
                self._drop(at, match.end(), "wikitext-switch")
        elif at != self._closed:
            self._drop(at, end, "wikitext-switch" if first == "~" else "wikitext-unclosed")

    def _drop(self, at: int, end: int, rule: str) -> None:
        self.change(at, end, "", rule)
        self.done = end

    def begin_line(self, newline: int) -> None:
        """Read what a line begins with: ``newline`` is where the break before it stands, -1 at the text's beginning."""
        text = self.text
        at = newline + 1
        char = text[at : at + 1]
        if char in " \t:" and char:
            ahead = at + len(text[at : at + 20]) - len(text[at : at + 20].lstrip(" \t:"))
            if text.startswith("{|", ahead) or (self._tables and text[ahead : ahead + 1] in "|!"):
                at, char = ahead, text[ahead : ahead + 1]
        if char == "{" and text.startswith("{|", at):
            self._open_table(newline, at)
        elif self._tables and char and char in "|!":
            self._row_mark(newline, at)
        elif char == "=" and self._heading(at):
            self._tables = 0
        elif self._tables:
            self._in_cell(newline, at, char)
        elif char and char in "*#:;":
            self._item(at)
        else:
            self._is_item = False
            self._numbers.clear()
            ruler = _RULER.match(text, at) if char == "-" else None
            if ruler is not None:
                self._drop(at, ruler.end(), "wikitext-switch")

    def _find(self, needle: str, at: int) -> int:
        """Return where a needle stands next, the text's end where it does not: remembered, since places only grow."""
        if self._next[needle] < at:
            found = self.text.find(needle, at)
            self._next[needle] = len(self.text) if found < 0 else found
        return self._next[needle]

    def _heading(self, at: int) -> bool:
        """Take a line ``== X ==``; unbalanced marks count as the smaller number, one alone is text."""
        text = self.text
        end = self._find("\n", at)
        line = text[at:end].rstrip()
        opening = len(line) - len(line.lstrip("="))
        closing = len(line) - len(line.rstrip("="))
        words = line.strip("=").strip()
        level = min(opening, closing, 6)
        if not words or not level or len(line) > 1000:
            return False
        start = text.index(words, at)
        self.change(at, start, f"{'#' * level} ", "heading")
        self.change(start + len(words), end, "", "heading")
        self._in_lead = False
        self._numbers.clear()
        self._is_item = False
        self.done = max(self.done, start)
        return True

    def _item(self, at: int) -> None:
        """Take the marks of an item of a list."""
        marks = _MARKS.match(self.text, at)
        assert marks is not None
        sign = marks[0].rstrip()
        depth = len(sign)
        self._is_item = True
        if sign[-1] == "#":
            del self._numbers[depth:]
            self._numbers.extend([0] * (depth - len(self._numbers)))
            self._numbers[-1] += 1
            after = f"{'  ' * (depth - 1)}{self._numbers[-1]}. "
        elif sign[-1] == "*":
            del self._numbers[depth - 1 :]
            after = f"{'  ' * (depth - 1)}- "
        else:
            after = "  " * (depth - 1) if sign.strip(":;") else ""
        if marks.end() >= len(self.text) or self.text[marks.end()] == "\n":
            after = ""
        self.change(at, marks.end(), after, "wikitext-list")
        self.done = marks.end()

    def _open_table(self, newline: int, at: int) -> None:
        """Take the line that opens a table; one in a cell of another goes on in the same row."""
        self._tables += 1
        is_nested = self._tables > 1
        before = self.text[newline - 1 : newline] if newline > 0 else "\n"
        self._take_line(newline, at, " " if is_nested else "\n" * (before != "\n"))
        self._row_has_cell = is_nested
        self._cell_is_empty = True

    def _take_line(self, newline: int, at: int, after: str) -> None:
        """Take a whole line with the break before it."""
        end = self._find("\n", at)
        self.change(max(newline, self.done), end, after, "wikitext-table")
        self.done = end

    def _row_mark(self, newline: int, at: int) -> None:
        """Take what a line of a table begins with: its end, a row, a caption, a cell."""
        text = self.text
        if text.startswith("|}", at):
            self._tables -= 1
            self.change(max(newline, self.done), at + 2, "", "wikitext-table")
            self.done = at + 2
            self._row_has_cell = self._tables > 0
        elif text.startswith("|-", at):
            is_nested = self._tables > 1
            self._take_line(newline, at, " /" if is_nested else "")
            self._row_has_cell = is_nested
            self._cell_is_empty = True
        elif text.startswith("|+", at):
            self._open_cell(newline + 1, at + 2, "")
            self._row_has_cell = False
        else:
            self._is_head = text[at] == "!"
            if self._row_has_cell:
                self._open_cell(newline, at + 1, " | ")
            else:
                self._open_cell(newline + 1, at + 1, "")
            self._row_has_cell = True

    def _open_cell(self, start: int, at: int, separator: str) -> None:
        """Put a separator in the place of a cell's marks, which end at ``at``, and of its attributes."""
        match = _ATTRIBUTES.match(self.text, at) or _EMPTY_ATTRIBUTES.match(self.text, at)
        match = match or _BLANKS.match(self.text, at)
        end = match.end() if match is not None else at
        self.change(max(start, self.done), end, separator, "wikitext-table")
        self.done = end
        self._cell_is_empty = self.text[end : end + 1] in {"", "\n"}

    def _cell_mark(self, token: str, at: int, end: int) -> None:
        """Take ``||`` and ``!!`` between the cells of one line; elsewhere they are text."""
        if not self._tables or len(token) < 2 or (token == "!!" and not self._is_head):
            return
        while at > self.done and self.text[at - 1] in " \t":
            at -= 1
        self._open_cell(at, end, " | ")

    def _in_cell(self, newline: int, at: int, char: str) -> None:
        """Take a line of a cell: a row stays one line, the items of a list stand between semicolons."""
        marks = _MARKS.match(self.text, at) if char and char in "*#:;" else None
        end = marks.end() if marks is not None else at
        is_blank = self.text[end : end + 1] in {"", "\n"}
        after = "" if is_blank or self._cell_is_empty else " " if marks is None else "; "
        self.change(max(newline, self.done), end, after, "wikitext-table")
        self.done = end
        self._cell_is_empty = self._cell_is_empty and is_blank

    def _emphasis(self, at: int, end: int) -> None:
        """Take the apostrophes of bold and italic; one that is more than these is a letter of the word."""
        size = end - at
        extra = {2: 0, 3: 0, 4: 1}.get(size, size - 5)
        if self._in_lead and self.bold is None and size >= 3:
            if self._bold_start is None:
                self._bold_start = end
            else:
                self.bold = self._bold_start, at + extra
        self._drop(at + extra, end, "wikitext-emphasis")

    def _tag(self, at: int) -> None:
        match = _TAG.match(self.text, at)
        if match is None:
            return
        words = wikitext_words()
        name = match[2].lower()
        if name == "sup" and (power := _POWER.match(self.text, at)) is not None:
            self.change(at, power.end(), power[1].translate(_POWERS), "wikitext-tag")
            self.done = power.end()
            return
        if name == "code":
            after = "`"
        elif name in {"br", "hr"}:
            after = " " if self._tables or self._is_item else "\n"
        elif name == "li":
            after = "" if match[1] else "\n- "
        elif name in words.block_tags:
            after = " " if self._tables else "\n"
        elif name in words.inline_tags:
            after = ""
        else:
            return
        end = match.end()
        if after in {"\n", " "} and self.text[end : end + 1] in {"", "\n"}:
            after = ""  # the line ends here anyway
        elif after == "\n" and (at == 0 or self.text[at - 1] == "\n"):
            after = ""
        self.change(at, end, after, "wikitext-tag")
        self.done = end

    def _entity(self, at: int) -> None:
        match = _ENTITY.match(self.text, at)
        if match is not None:
            after = unescape(match[0])
            if after != match[0]:
                self.change(at, match.end(), " " if after == "\u00a0" else after, "wikitext-entity")
                self.done = match.end()

    def _address(self, at: int) -> None:
        """Take ``[http://… label]``: the label stays, or the address where there is none."""
        line_end = self._find("\n", at)
        close = self._find("]", at)
        if close >= line_end:
            return
        match = _ADDRESS_END.match(self.text, at + 1, close)
        assert match is not None
        self.change(at, match.end() if match.end() < close else at + 1, "", "wikitext-link")
        self.change(close, close + 1, "", "wikitext-link")
        self._closed = close
        self.done = match.end() if match.end() < close else close + 1

    def _variant(self, at: int) -> None:
        """Take ``-{zh-hans:软件;zh-hant:軟體}-``: the first variant stays."""
        match = _VARIANT.match(self.text, at)
        if match is None:
            return
        start, end = match.span(1)
        first = self.text[start:end].partition(";")[0]
        colon = first.find(":")
        start, end = start + colon + 1, start + len(first)
        self.change(at, start, "", "wikitext-switch")
        self.change(end, match.end(), "", "wikitext-switch")
        self.done = match.end()
