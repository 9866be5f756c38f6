"""HTML source -> tokens: one pass, no tree, no recursion, for any page.

A saved page is hostile input: quotes and comments that never close, a million nested elements, a tag of ten megabytes.
A search that failed is remembered and not repeated, so the time grows only with the length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final, Literal, NamedTuple

Kind = Literal["text", "open", "close", "hidden", "skip"]

_NAME: Final = re.compile("[A-Za-z][A-Za-z0-9:_-]*+(?=[\\s/>])")
# Up to the tag's end or to a quote that begins a value: a ">" inside a quoted value does not end the tag.
_UNQUOTED: Final = re.compile("[^>=]*+(?:=(?![ \t\n\r\f]*+[\"'])[^>=]*+)*+")
_QUOTE: Final = re.compile("=[ \t\n\r\f]*+([\"'])")
_ATTRIBUTE: Final = re.compile(
    "([^\\s/>=\"'][^\\s/>=]*+)(?:[ \t\n\r\f]*+=[ \t\n\r\f]*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\\s>\"']++)))?"
)
_MAX_ATTRIBUTES: Final = 4_000
"""Attributes are read in so many characters of a tag: a picture written into its own tag is longer."""
_ALWAYS_HIDDEN: Final = frozenset({"script", "style", "title"})
"""Elements that hide the rest of the page when they are never closed, as in a browser."""
_HIDDEN: Final = _ALWAYS_HIDDEN | {
    *("template", "svg", "iframe", "object", "canvas", "select", "datalist", "textarea", "audio", "video"),
    *("annotation", "annotation-xml"),  # of a formula: its TeX
}
_CLOSINGS: Final = {name: re.compile(f"</{name}(?=[\\s/>])", re.IGNORECASE) for name in _HIDDEN}


class HtmlToken(NamedTuple):
    """A stretch ``source[start:end]``: text, a tag, content that a browser does not show (hidden), a comment (skip).

    ``name`` is the element's name in lower case, also for hidden content.
    """

    kind: Kind
    start: int
    end: int
    name: str = ""


def tokens(source: str) -> Iterator[HtmlToken]:
    """Yield the tokens of a page in order; together they are the whole page.

    A ``<`` that opens no tag ("a < b", "<stdio.h>") is text, and so is everything after the last ``>``.

    >>> [(token.kind, token.name) for token in tokens("<p class=x>1 < 2<!-- no --></p>")]
    [('open', 'p'), ('text', ''), ('skip', ''), ('close', 'p')]
    """
    finder = _Finder(source)
    last = source.rfind(">")
    done = at = 0
    while 0 <= (at := source.find("<", at)) < last:
        token = _markup(source, at, finder)
        if token is None:
            at += 1
            continue
        if done < at:
            yield HtmlToken("text", done, at)
        yield token
        done = at = token.end
        if token.kind == "open" and token.name in _HIDDEN:
            end = finder.closing(token.name, done)
            if end > done:
                yield HtmlToken("hidden", done, end, token.name)
                done = at = end
    if done < len(source):
        yield HtmlToken("text", done, len(source))


def attributes(source: str, token: HtmlToken) -> dict[str, str]:
    """Return the attributes of an opening tag, names in lower case, entities decoded; of equal names the first counts.

    >>> attributes("<meta NAME=author content='A &amp; B'>", HtmlToken("open", 0, 38, "meta"))
    {'name': 'author', 'content': 'A & B'}
    """
    start = token.start + 1 + len(token.name)
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(source, start, min(token.end - 1, start + _MAX_ATTRIBUTES)):
        name, *values = match.groups()
        value = next((value for value in values if value is not None), "")
        found.setdefault(name.lower(), unescape(value) if "&" in value else value)
    return found


def _markup(source: str, at: int, finder: _Finder) -> HtmlToken | None:
    """Return the tag, comment or declaration that begins at a ``<``; None where none begins."""
    following = source[at + 1 : at + 2]
    if following in "!?":
        end = finder.find("-->", at + 2) if source.startswith("<!--", at) else -1
        return HtmlToken("skip", at, end + 3 if end >= 0 else source.index(">", at) + 1)
    is_closing = following == "/"
    name = _NAME.match(source, at + 1 + is_closing)
    if name is None:
        return None
    if is_closing:
        return HtmlToken("close", at, source.index(">", at) + 1, name[0].lower())
    return HtmlToken("open", at, finder.tag_end(at), name[0].lower())


class _Finder:
    """Searches to the right that remember when something does not occur any more."""

    __slots__ = ("_absent", "_source")

    def __init__(self, source: str) -> None:
        self._source = source
        self._absent: set[str] = set()

    def find(self, needle: str, start: int) -> int:
        """Return where a needle occurs next, -1 when it does not; ``start`` must only grow."""
        if needle in self._absent:
            return -1
        found = self._source.find(needle, start)
        if found < 0:
            self._absent.add(needle)
        return found

    def closing(self, name: str, start: int) -> int:
        """Return where an element's closing tag begins; without one the end of the page, or -1 to read on inside."""
        found = None if f"</{name}" in self._absent else _CLOSINGS[name].search(self._source, start)
        if found is not None:
            return found.start()
        self._absent.add(f"</{name}")
        return len(self._source) if name in _ALWAYS_HIDDEN else -1

    def tag_end(self, start: int) -> int:
        """Return where the tag that begins at ``start`` ends; a quote that is never closed quotes nothing."""
        source, position = self._source, start
        while "quotes" not in self._absent:
            position = _end_of(_UNQUOTED, source, position)
            if position >= len(source):
                self._absent.add("quotes")  # the page ends inside of a value: its quotes cannot be trusted
                break
            if source[position] == ">":
                return position + 1
            opening = _QUOTE.match(source, position)
            if opening is None:
                break
            end = self.find(opening[1], opening.end())
            position = end + 1 if end >= 0 else opening.end()
        return source.index(">", start) + 1


def _end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    """Return the end of a match; the pattern may match nothing."""
    match = pattern.match(text, position)
    return position if match is None else match.end()


def plain(words: str) -> str:
    r"""Return words as they are shown: entities decoded, white space as single spaces.

    >>> plain(" Tom &amp;\n Jerry ")
    'Tom & Jerry'
    """
    return " ".join((unescape(words) if "&" in words else words).split())
