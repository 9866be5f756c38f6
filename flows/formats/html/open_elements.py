"""The open elements around each line of a page, and whether their names and classes mark furniture or body.

A line in ``<div class="sidebar">`` is probably furniture, a line in ``<article>`` probably body.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from flows.formats.html.tokenizer import HtmlToken, attributes
from flows.formats.html.words import html_words, infobox_words, is_box, is_no_box

_MAX_DEPTH: Final = 200
"""Deeper elements are not distinguished: real pages have up to 60 levels."""
_WORD: Final = re.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_MAX_MARK: Final = 200
# By an opening tag's name: the open elements that it closes (``<li>`` closes ``<li>``).
_CLOSED_BY: Final = {name: kin for kin in (("li",), ("tr",), ("td", "th"), ("dt", "dd"), ("option",)) for name in kin}


class OpenElement(NamedTuple):
    """One element: the number of its parent, its name, and the evidence of its own tag.

    ``label`` is its name for a person ("div.sidebar"). ``furniture``, ``doubtful`` and ``body`` are True where its
    name, role or class marks it so; ``is_named_body`` where its name does (``<article>``); ``is_infobox`` where it may
    be a box. ``start`` is the position of its tag in the page. ``is_chrome`` is True inside the site's own menu or
    footer.
    """

    parent: int
    name: str
    label: str
    furniture: bool = False
    doubtful: bool = False
    body: bool = False
    is_named_body: bool = False
    is_infobox: bool = False
    start: int = 0
    is_chrome: bool = False


class OpenElements:
    """All elements of a page as a list, and which one is open now (``current``, a number in the list)."""

    __slots__ = ("_depth", "_open", "current", "deepest", "entries")

    def __init__(self) -> None:
        self.entries = [OpenElement(0, "", "")]
        self.current = 0
        self.deepest = 0
        self._depth = 0
        self._open: dict[str, int] = {}

    @property
    def innermost(self) -> str:
        """The name of the innermost open element."""
        return self.entries[self.current].name

    def open(self, source: str, token: HtmlToken) -> None:
        """Enter an element; one that ends where a sibling begins (``<li>`` before ``<li>``) is left first."""
        if self._depth < _MAX_DEPTH and (self.innermost == "p" or self.innermost in _CLOSED_BY.get(token.name, ())):
            self._leave()
        self._depth += 1
        self.deepest = max(self.deepest, self._depth)
        if self._depth > _MAX_DEPTH:
            return
        element = _open_element(source, token, self.current)
        self.entries.append(element._replace(is_chrome=True) if self.entries[self.current].is_chrome else element)
        self.current = len(self.entries) - 1
        self._open[token.name] = self._open.get(token.name, 0) + 1

    def close(self, name: str) -> None:
        """Leave the innermost open element of a name and all in it; without one the tag is ignored."""
        if self._depth > _MAX_DEPTH:
            self._depth -= 1
            return
        if not self._open.get(name):
            return
        while self.innermost != name:
            self._leave()
        self._leave()

    def path(self, number: int) -> str:
        """Return where a line is, for a person: its three innermost elements ("nav > ul > li")."""
        labels: list[str] = []
        while number and len(labels) < 3:
            labels.append(self.entries[number].label)
            number = self.entries[number].parent
        return " > ".join(reversed(labels))

    def _leave(self) -> None:
        self._open[self.innermost] -= 1
        self._depth -= 1
        self.current = self.entries[self.current].parent


def _open_element(source: str, token: HtmlToken, parent: int) -> OpenElement:
    """Return the element of an opening tag with the evidence for the lines in it."""
    words = html_words()
    name = token.name
    tag_attributes = attributes(source, token) if token.end - token.start > len(name) + 2 else {}
    role = tag_attributes.get("role", "").strip().lower()
    is_infobox = bool(tag_attributes) and is_box(name, tag_attributes)
    if name in words.furniture or role in words.furniture_roles:
        label = name if name in words.furniture else f"{name}[role={role}]"
        element = OpenElement(parent, name, label, furniture=True, is_infobox=is_infobox, start=token.start)
        return element._replace(is_chrome=not infobox_words().chrome.isdisjoint((name, role)))
    if name in words.body or role in words.body_roles:
        return OpenElement(parent, name, name, body=True, is_named_body=True)
    if name in {"html", "body"}:
        return OpenElement(parent, name, name)  # their classes describe the whole page
    hint = _class_hint(f"{tag_attributes.get('class', '')} {tag_attributes.get('id', '')}"[:_MAX_MARK])
    label = f"{name}.{hint.word}" if hint.word else name
    return OpenElement(
        parent,
        name,
        label,
        furniture=hint.kind == "furniture",
        doubtful=hint.kind == "doubtful",
        body=hint.kind == "body",
        is_infobox=is_infobox or (hint.is_infobox and name == "table" and not is_no_box(tag_attributes)),
        start=token.start,
    )


class _ClassHint(NamedTuple):
    """The evidence of a class or id: furniture, doubtful or body, and the word that decided."""

    kind: str
    word: str
    is_infobox: bool


@lru_cache(maxsize=4096)
def _class_hint(mark: str) -> _ClassHint:
    words = html_words()
    found = [word.lower() for word in _WORD.findall(mark)]
    for kind, known in (
        ("furniture", words.furniture_words),
        ("doubtful", words.doubtful_words),
        ("body", words.body_words),
    ):
        word = next((word for word in found if word in known), None)
        if word is not None:
            return _ClassHint(kind, word, "infobox" in found)
    return _ClassHint("", "", "infobox" in found)
