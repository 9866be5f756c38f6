"""Wikitext without templates and links -> Markdown lines: headings, lists, tables, emphasis, tags, entities.

One pass over the tokens, each change local: what stands around a word goes or becomes something else, the word stays.
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
    r"""Return the changes of a text to Markdown, and where its first bold words stand.

    ``verbatim`` are the stretches that are no markup (code, formulas), sorted.

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
    """Return changes sorted; a closing mark that lies in what another change took (the value of an attribute) goes."""
    changes.sort(key=lambda change: change.start)
    ordered: list[Replacement] = []
    done = 0
    for change in changes:
        if change.start >= done:
            ordered.append(change)
            done = change.end
    return ordered


class _LinePass(InlineMarkup):
    """The state of the pass: what is open, the numbers of the list, and up to where the text has been read."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._numbers: list[int] = []
        self._tables = 0
        self._row_has_cell = False
        self._cell_is_empty = True
        self._is_header_cell = False
        self._is_item = False

    def read_token(self, sign: str, at: int, end: int) -> None:
        """Take one token that no earlier one has read."""
        first = sign[0]
        if first == "\n":
            self.begin_line(at)
        elif first in "|!":
            self._cell_mark(sign, at, end)
        else:
            self.inline(sign, at, end, is_one_line=self._tables > 0 or self._is_item)

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
            if char == "-" and (ruler := _RULER.match(text, at)) is not None:
                self.drop(at, ruler.end(), "wikitext-switch")
            elif char == "|" and text.startswith(("|}", "|-"), at):
                self.drop(at, at + 2 if text[at + 1] == "}" else self.find("\n", at), "wikitext-unclosed")

    def _heading(self, at: int) -> bool:
        """Take a line ``== X ==``; unbalanced marks count as the smaller number, one alone is text."""
        text = self.text
        end = self.find("\n", at)
        line = text[at:end].rstrip()
        opening = len(line) - len(line.lstrip("="))
        closing = len(line) - len(line.rstrip("="))
        words = line.strip("=").strip()
        level = min(opening, closing, 6)
        if not words and " " in line:  # what the heading said was a template that shows nothing
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
        end = self.find("\n", at)
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
            self._is_header_cell = text[at] == "!"
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
        self._cell_is_empty = self._shows_nothing(end)

    def _shows_nothing(self, at: int) -> bool:
        """Return whether the rest of a line is blank, or marks of emphasis and tags only."""
        if self.text[at : at + 1] not in {"", "\n", "<", "'", " "}:
            return False
        return not _SHOWS_NOTHING.sub("", self.text[at : self.find("\n", at)])

    def _cell_mark(self, sign: str, at: int, end: int) -> None:
        """Take ``||`` and ``!!`` between the cells of one line; elsewhere they are text."""
        if not self._tables or len(sign) < 2 or (sign == "!!" and not self._is_header_cell):
            return
        while at > self.done and self.text[at - 1] in " \t":
            at -= 1
        self._open_cell(at, end, " | ")

    def _in_cell(self, newline: int, at: int, char: str) -> None:
        """Take a line of a cell: a row stays one line, the items of a list stand between semicolons."""
        marks = _MARKS.match(self.text, at) if char and char in "*#:;" else None
        end = marks.end() if marks is not None else at
        is_blank = self._shows_nothing(end)
        after = "" if is_blank or self._cell_is_empty else " " if marks is None else "; "
        self.change(max(newline, self.done), end, after, "wikitext-table")
        self.done = end
        self._cell_is_empty = self._cell_is_empty and is_blank
