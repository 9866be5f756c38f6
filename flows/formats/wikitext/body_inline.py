"""Markup within a line of a body: emphasis, tags, entities, web addresses, switches (``__NOTOC__``), signatures."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from flows.rules.wikitext import wikitext_words
from flows.text.content import SWITCH
from flows.text.edits import Replacement, new_tuple
from flows.text.entities import MARKUP_ENTITY

Span = tuple[int, int]

_TAG: Final = re.compile("<(/?)([A-Za-z][A-Za-z0-9]{0,20}+)(?=[\\s/>])[^<>]{0,2000}+>")
_VARIANT: Final = re.compile("-\\{([^{}\n]{0,300}+)\\}-")
_POWER: Final = re.compile("<sup>([0-9+−–-]{1,6}+)</sup>", re.IGNORECASE)
_ADDRESS_END: Final = re.compile("[^\\s\\]]*+[ \t]*+")
_POWERS: Final = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")


class InlineMarkup:
    """Collects the changes of one text.

    ``done`` is the offset up to which the text has been read, ``bold`` the span of the first bold words of the lead,
    ``in_lead`` whether no heading has been read yet.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.changes: list[Replacement] = []
        self.done = 0
        self.bold: Span | None = None
        self.in_lead = True
        self._bold_start: int | None = None
        self._closed = -1
        self._next = {"]": -1, "\n": -1}

    def change(self, start: int, end: int, after: str, rule: str) -> None:
        """Record one change."""
        self.changes.append(new_tuple(Replacement, (start, end, after, "normalise", rule, None, None)))

    def drop(self, at: int, end: int, rule: str) -> None:
        """Cut ``text[at:end]`` and continue after it."""
        self.change(at, end, "", rule)
        self.done = end

    def find(self, needle: str, at: int) -> int:
        """Return the next offset of a needle, or the length of the text if there is none.

        The offset is kept for the next call, which never asks for an earlier one: so the time stays linear.
        """
        if self._next[needle] < at:
            found = self.text.find(needle, at)
            self._next[needle] = len(self.text) if found < 0 else found
        return self._next[needle]

    def inline(self, sign: str, at: int, end: int, *, is_one_line: bool) -> None:
        """Record the change of one token; ``is_one_line`` if a line break would split a table row or a list item."""
        first = sign[0]
        if first == "'":
            self._emphasis(at, end)
        elif first == "<":
            self._tag(at, is_one_line=is_one_line)
        elif first == "&":
            self._entity(at)
        elif sign == "[":
            self._address(at)
        elif first == "-":
            self._variant(at)
        elif first == "_":
            match = SWITCH.match(self.text, at)
            if match is not None:
                self.drop(at, match.end(), "wikitext-switch")
        elif at == self._closed:
            if end - at > 2:
                self.drop(at + 1, end, "wikitext-unclosed")
        else:
            self.drop(at, end, "wikitext-switch" if first == "~" else "wikitext-unclosed")

    def _emphasis(self, at: int, end: int) -> None:
        """Cut the apostrophes of bold and italic; one apostrophe more than these belongs to the word."""
        size = end - at
        extra = 1 if size in {4, 6} else 0
        if self.in_lead and self.bold is None and size >= 3:
            if self._bold_start is None:
                self._bold_start = end
            else:
                self.bold = self._bold_start, at + extra
        self.drop(at + extra, end, "wikitext-emphasis")

    def _tag(self, at: int, *, is_one_line: bool) -> None:
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
        elif name == "ref":  # a tag without its partner: what follows is not a note
            after = "" if match[1] else " "
        elif name == "li":
            after = "" if match[1] else "\n- "
        elif name in words.cells:
            after = " "
        elif name in words.breaks:
            after = " " if is_one_line else "\n"
        elif name in words.inline:
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
        match = MARKUP_ENTITY.match(self.text, at)
        if match is not None:
            after = unescape(match[0])
            if after != match[0]:
                self.change(at, match.end(), " " if after == "\u00a0" else after, "wikitext-entity")
                self.done = match.end()

    def _address(self, at: int) -> None:
        """Reduce ``[http://… label]`` to the label, or to the address if there is no label."""
        line_end = self.find("\n", at)
        close = self.find("]", at)
        if close >= line_end:
            return
        match = _ADDRESS_END.match(self.text, at + 1, close)
        assert match is not None
        self.change(at, match.end() if match.end() < close else at + 1, "", "wikitext-link")
        self.change(close, close + 1, "", "wikitext-link")
        self._closed = close
        self.done = match.end() if match.end() < close else close + 1

    def _variant(self, at: int) -> None:
        """Reduce ``-{zh-hans:软件;zh-hant:軟體}-`` to its first variant."""
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
