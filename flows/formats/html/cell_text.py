"""The text of an infobox cell as plain lines: list markers as ``*``, flag icons as emoji, fate marks after the name.

Elements for machines or editors (hidden spans, footnote marks, edit links) are left out. Of a map point that is printed
in three notations, one is kept.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import Final
from urllib.parse import unquote

from flows.formats.country_flags import ICON, icon, icon_of_file
from flows.formats.html.element_tree import Node
from flows.formats.html.words import html_words, infobox_words, is_box, is_no_box
from flows.formats.raised_text import raised
from flows.rules.words import fold, people_words

_HIDDEN: Final = re.compile("(?:display[ ]{0,3}:[ ]{0,3}none|visibility[ ]{0,3}:[ ]{0,3}hidden)", re.IGNORECASE)
_FLOAT: Final = re.compile("float[ ]{0,3}:[ ]{0,3}(?:left|right)", re.IGNORECASE)
_SPACES: Final = re.compile("[ \t\n\r\f\u00a0\u2007\u202f]++")
_BLANKS: Final = re.compile("[ ]++")
_FLAG_FILE: Final = re.compile("(?:Flag|Bandera|Flagge|Drapeau)_of_[^/?.]{1,80}\\.(?:svg|png|gif|jpg)", re.IGNORECASE)
_WORD: Final = re.compile(r"\w")
_NEAR: Final = 8
"""The pieces of a line before a raised one in which the word or number that it stands behind is looked for."""
_LISTS: Final = frozenset({"ul", "ol", "dl", "menu"})
_STRUCK: Final = frozenset({"s", "strike", "del"})
"""What the writers took back: "<s>300</s> 400" are 400."""
_TITLED: Final = frozenset({"a", "abbr", "span", "img", "sup"})
# The form in which the reader of persons expects each fate after a name.
_MARKS: Final = {
    "killed": "†", "wounded": "(WIA)", "captured": "(POW)", "missing": "(MIA)", "died_of_wounds": "(DOW)",
    "executed": "(executed)", "surrendered": "(surrendered)", "assassinated": "(assassinated)",
}  # fmt: skip


def plain_lines(source: str, nodes: list[Node], *, is_link: bool = False) -> str:
    r"""Return the visible text of the elements, one item per line; with ``is_link`` links give their addresses.

    >>> from flows.formats.html.tokenizer import tokens
    >>> from flows.formats.html.element_tree import build
    >>> cell = "<td>Army<ul><li>1st<ul><li>2nd</ul></ul><br>Fleet<sup class=reference>[1]</sup></td>"
    >>> plain_lines(cell, [build(cell, list(tokens(cell)), 0)[0]])
    'Army\n* 1st\n** 2nd\nFleet'
    """
    writer = _Writer(source, is_link)
    for node in nodes:
        writer.write(node)
        writer.end_line()
    return "\n".join(writer.lines)


class _Writer:
    """The lines written so far, and the line in progress."""

    def __init__(self, source: str, is_link: bool) -> None:
        self.lines: list[str] = []
        self._source = source
        self._is_link = is_link
        self._line: list[str] = []
        self._prefix = ""
        self._depth = 0
        self._notation = ""

    def write(self, node: Node) -> None:
        """Add an element. Recursion is limited by ``MAX_DEPTH`` of the tree."""
        name = node.name
        if not name:
            text = self._source[node.start : node.end]
            self._line.append(_SPACES.sub(" ", unescape(text) if "&" in text else text))
        elif name in {"br", "hr"}:
            self.end_line()
        elif name == "img":
            self._line.append(_picture(node) or "")
        elif not self._is_left_out(node):
            self._write_element(node)

    def end_line(self) -> None:
        """End the line in progress; without words it is not kept."""
        words = _BLANKS.sub(" ", "".join(self._line)).strip(" ").replace(f"{ICON} ", ICON)
        if words.strip(ICON):
            self.lines.append((self._prefix + words).replace(ICON, "\u00a0"))
            self._prefix = ""
        self._line = []

    def _write_element(self, node: Node) -> None:
        name, words = node.name, html_words()
        special = _special(self._source, node, self._is_link)
        if special is not None:
            self._line.append(special)
            return
        # What floats stands beside the words of its line.
        is_block = name in words.blocks and not _FLOAT.search(node.attributes.get("style", "")[:400])
        if is_block:
            self.end_line()
        if name in _LISTS:
            self._depth += 1
        elif name in {"li", "dd"} and self._depth:
            self._prefix = "*" * self._depth + " "
        elif name == "dt":
            self._prefix = "*" * (self._depth - 1) + " " if self._depth > 1 else ""
        elif name in words.cells or (not is_block and name in words.blocks):
            self._line.append(" ")
        line, begin = self._line, len(self._line)
        for child in node.children:
            self.write(child)
        if name == "sup" and self._line is line:
            line[begin:] = [raised("".join(line[max(begin - _NEAR, 0) : begin]), "".join(line[begin:]))]
        if name in _LISTS:
            self._depth -= 1
        if is_block:
            self.end_line()
            self._prefix = ""

    def _is_left_out(self, node: Node) -> bool:
        if node.name in _STRUCK:
            return True
        if not node.attributes:
            return False
        notation = next((one for one in infobox_words().notations if one in node.classes), "")
        if notation:
            # Only the first notation of a point is kept; the same notation again is another point.
            if self._notation and notation != self._notation:
                return True
            self._notation = notation
        return is_left_out(node) or is_box(node.name, node.attributes) or is_no_box(node.attributes)


def is_left_out(node: Node) -> bool:
    """Return whether an element is invisible, or only for editors: hidden spans, footnotes, edit links."""
    if not node.attributes:
        return False
    if "hidden" in node.attributes or _HIDDEN.search(node.attributes.get("style", "")[:400]):
        return True
    return not node.classes.isdisjoint(infobox_words().left_out)


def _picture(node: Node) -> str | None:
    """Return the flag or the fate that a picture shows, None for a picture of anything else."""
    mark = _fate(node.attributes.get("alt", ""))
    if mark:
        return f" {mark} "
    # "…/Flag_of_Latvia.svg/23px-Flag_of_Latvia.svg.png"
    found = _FLAG_FILE.search(node.attributes.get("src", "")[:2_000].replace("%20", "_"))
    return icon_of_file(unquote(found[0])) if found else None


def _special(source: str, node: Node, is_link: bool) -> str | None:
    """Return the text that replaces an element's words: a flag, a fate, an address; None for any other element."""
    attributes = node.attributes
    if not attributes or node.name not in _TITLED:
        return None
    if not node.classes.isdisjoint(infobox_words().flags):
        return _flag(node)
    mark = _fate(attributes.get("title", ""))
    if mark and not _WORD.search("".join(source[one.start : one.end] for one in node.walk() if not one.name)):
        return f" {mark} "
    address = attributes.get("href", "")
    return unescape(address) if is_link and node.name == "a" and address.startswith(("http://", "https://")) else None


def _flag(node: Node) -> str | None:
    """Return the flag of an icon's country: by its file, by its words, by its link."""
    pictures = [one for one in node.walk() if one.name == "img"]
    if not pictures:
        return None
    flags = [_picture(one) for one in pictures]
    names = [value for one in node.walk() for key in ("alt", "title") if (value := one.attributes.get(key))]
    flags += [icon(name) for name in names]
    return next((flag for flag in flags if flag and flag != ICON), ICON)


@lru_cache(maxsize=1024)
def _fate(title: str) -> str | None:
    fate = people_words().fates.get(fold(" ".join(title.split()))) if 0 < len(title) < 60 else None
    return _MARKS.get(fate or "")
