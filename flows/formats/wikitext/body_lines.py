"""Wikitext without templates and links -> Markdown: headings, lists, tables, and the markup within lines.

One pass over the tokens. Each change is local: marks around words are cut or replaced, the words stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from flows.formats.wikitext.body_inline import InlineMarkup, Span
from flows.text.edits import Replacement

_TOKEN: Final = re.compile(
    "\n|''++|\\[(?=(?:https?:|ftp:|mailto:|//))|\\[\\[|\\]\\]++|\\{\\{++|\\}\\}++|<(?=[/A-Za-z])|&(?=[#A-Za-z])"
    "|\\|\\|?|!!|__(?=[^\\W\\d_])|~~~~?~?|-\\{"
)
_MARKS: Final = re.compile("[*#:;]++[ \t]*+")
_ATTRIBUTES: Final = re.compile("[^\n|=!\\[]{0,60}=[^\n|!\\[]{0,500}\\|(?!\\|)[ \t]*+")
_EMPTY_ATTRIBUTES: Final = re.compile("[ \t]{0,20}+\\|(?!\\|)[ \t]*+")
_BLANKS: Final = re.compile("[ \t]*+")
_SHOWS_NOTHING: Final = re.compile("<[^<>\n]{1,300}+>|[' \t]++")
_RULER: Final = re.compile("-{4,}+[ \t]*+")


def line_changes(text: str, verbatim: Iterable[Span] = ()) -> tuple[list[Replacement], Span | None]:
    r"""Return the changes that make Markdown of a text, and the span of the first bold words of its lead.

    ``verbatim`` holds the spans that are not markup (code, formulas), sorted; they stay unchanged.

    >>> from flows.text.edits import rewrite
    >>> page = "== A ==\n*'''b''' &amp; c\n{|\n! d !! e\n|}"
    >>> rewrite(page, line_changes(page)[0])[0]
    '## A\n- b & c\n\nd | e'
    """
    lines = _LinePass(text)
    position = 0
    lines.begin_line(-1)
    for start, end in (*verbatim, (len(text), len(text))):
        for token in _TOKEN.finditer(text, position, start):
            at = token.start()
            if at >= lines.done:
                lines.read_token(token[0], at, token.end())
        position = max(end, position)
        lines.done = max(lines.done, end) if end < len(text) else lines.done
    return _without_overlaps(lines.changes), lines.bold


def _without_overlaps(changes: list[Replacement]) -> list[Replacement]:
    """Return the changes sorted; of two that overlap, the first.

    They overlap where a closing bracket lies in an attribute that another change has cut.
    """
    changes.sort(key=lambda change: change.start)
    ordered: list[Replacement] = []
    done = 0
    for change in changes:
        if change.start >= done:
            ordered.append(change)
            done = change.end
    return ordered


class _LinePass(InlineMarkup):
    """The state of the pass: how many tables are open, the state of the row, the numbers of the list items."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._numbers: list[int] = []
        self._tables = 0
        self._row_has_cell = False
        self._cell_is_empty = True
        self._is_header_cell = False
        self._is_item = False

    def read_token(self, sign: str, at: int, end: int) -> None:
        """Record the change of one token that no change before it covers."""
        first = sign[0]
        if first == "\n":
            self.begin_line(at)
        elif first in "|!":
            self._cell_mark(sign, at, end)
        else:
            self.inline(sign, at, end, is_one_line=self._tables > 0 or self._is_item)

    def begin_line(self, newline: int) -> None:
        """Record the change at a line's beginning; ``newline`` is the offset of the break before it, or -1."""
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
            if char == "-" and (ruler := _RULER.match(text, at)) is not None:
                self.drop(at, ruler.end(), "wikitext-switch")
            elif char == "|" and text.startswith(("|}", "|-"), at):
                self.drop(at, at + 2 if text[at + 1] == "}" else self.find("\n", at), "wikitext-unclosed")

    def _heading(self, at: int) -> bool:
        """Change a line ``== X ==`` to a Markdown heading; return whether the line is a heading.

        If the two marks differ in length the shorter one is the level; a mark on one side only is text.
        """
        text = self.text
        end = self.find("\n", at)
        line = text[at:end].rstrip()
        opening = len(line) - len(line.lstrip("="))
        closing = len(line) - len(line.rstrip("="))
        words = line.strip("=").strip()
        level = min(opening, closing, 6)
        if not words and " " in line:  # the words of the heading were a template that shows nothing
            self.drop(at, end, "wikitext-template")
            return True
        if not words or not level or len(line) > 1000:
            return False
        start = text.index(words, at)
        self.change(at, start, f"{'#' * level} ", "heading")
        self.change(start + len(words), end, "", "heading")
        self.in_lead = False
        self._numbers.clear()
        self._is_item = False
        self.done = max(self.done, start)
        return True

    def _item(self, at: int) -> None:
        """Change the marks of a list item to Markdown; ``:`` and ``;`` only indent."""
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
        """Cut the line that opens a table; a table within a cell continues the row of that cell."""
        self._tables += 1
        is_nested = self._tables > 1
        before = self.text[newline - 1 : newline] if newline > 0 else "\n"
        self._take_line(newline, at, " " if is_nested else "\n" * (before != "\n"))
        self._row_has_cell = is_nested
        self._cell_is_empty = True

    def _take_line(self, newline: int, at: int, after: str) -> None:
        """Replace a whole line, with the line break before it."""
        end = self.find("\n", at)
        self.change(max(newline, self.done), end, after, "wikitext-table")
        self.done = end

    def _row_mark(self, newline: int, at: int) -> None:
        """Change the mark at the beginning of a table line: end of table, row, caption or cell."""
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
            self._is_header_cell = text[at] == "!"
            if self._row_has_cell:
                self._open_cell(newline, at + 1, " | ")
            else:
                self._open_cell(newline + 1, at + 1, "")
            self._row_has_cell = True

    def _open_cell(self, start: int, at: int, separator: str) -> None:
        """Replace the mark of a cell, which ends at ``at``, and the attributes after it with a separator."""
        match = _ATTRIBUTES.match(self.text, at) or _EMPTY_ATTRIBUTES.match(self.text, at)
        match = match or _BLANKS.match(self.text, at)
        end = match.end() if match is not None else at
        self.change(max(start, self.done), end, separator, "wikitext-table")
        self.done = end
        self._cell_is_empty = self._shows_nothing(end)

    def _shows_nothing(self, at: int) -> bool:
        """Return whether the rest of the line holds nothing but blanks, apostrophes and tags."""
        if self.text[at : at + 1] not in {"", "\n", "<", "'", " "}:
            return False
        return not _SHOWS_NOTHING.sub("", self.text[at : self.find("\n", at)])

    def _cell_mark(self, sign: str, at: int, end: int) -> None:
        """Replace ``||`` (in tables) and ``!!`` (in header rows) between two cells; elsewhere they are text."""
        if not self._tables or len(sign) < 2 or (sign == "!!" and not self._is_header_cell):
            return
        while at > self.done and self.text[at - 1] in " \t":
            at -= 1
        self._open_cell(at, end, " | ")

    def _in_cell(self, newline: int, at: int, char: str) -> None:
        """Join a further line of a cell to its row: list items with a semicolon, other lines with a blank."""
        marks = _MARKS.match(self.text, at) if char and char in "*#:;" else None
        end = marks.end() if marks is not None else at
        is_blank = self._shows_nothing(end)
        after = "" if is_blank or self._cell_is_empty else " " if marks is None else "; "
        self.change(max(newline, self.done), end, after, "wikitext-table")
        self.done = end
        self._cell_is_empty = self._cell_is_empty and is_blank
