"""A small tree of one element of a page: the rows, cells and lists that an infobox needs.

Pages are hostile: elements are never closed, closed without being opened, or nested without end. So an element ends
where HTML says that its sibling begins, and a closing tag never reaches beyond the cell that it is in. An element
deeper than ``MAX_DEPTH`` is read as part of the element at that depth. Building takes time in proportion to the tokens.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from flows.formats.html.tokenizer import HtmlToken, attributes
from flows.formats.html.words import html_words

MAX_DEPTH: Final = 80
_TABLES: Final = frozenset({"table"})
_CELLS: Final = frozenset({"td", "th", "caption"})
GROUPS: Final = frozenset({"thead", "tbody", "tfoot"})
"""The elements that group the rows of a table."""
# For an opening tag: the elements that it ends, and those at which the search for them stops.
_ENDS: Final = {
    "td": (_CELLS, _TABLES | {"tr"}),
    "th": (_CELLS, _TABLES | {"tr"}),
    "tr": (_CELLS | {"tr"}, _TABLES),
    **{name: (_CELLS | {"tr"} | GROUPS, _TABLES) for name in GROUPS},
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "td", "th", "table"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl", "td", "th", "table"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl", "td", "th", "table"})),
}
_PARTS_OF_TABLES: Final = _CELLS | GROUPS | {"tr", "table"}


class Node:
    """One element, or a stretch of text (no ``name``): ``source[start:end]``, its content ``source[inner:close]``."""

    __slots__ = ("attributes", "children", "close", "end", "inner", "name", "start")

    def __init__(self, name: str, start: int, inner: int, tag_attributes: dict[str, str]) -> None:
        self.name = name
        self.start = start
        self.inner = self.close = self.end = inner
        self.attributes = tag_attributes
        self.children: list[Node] = []

    @property
    def classes(self) -> frozenset[str]:
        """The words of the class attribute, in lower case."""
        classes = self.attributes.get("class")
        return frozenset(classes.lower().split()) if classes else frozenset()

    def walk(self) -> Iterator[Node]:
        """Yield the element and all elements and texts in it, in the order of the page."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


def build(source: str, found: Sequence[HtmlToken], first: int) -> tuple[Node, int]:
    """Return the element that the token number ``first`` opens, and the number of the token after it.

    >>> from flows.formats.html.tokenizer import tokens
    >>> page = "<table><tr><th>Date<td>3 May</table><p>Text"
    >>> root, following = build(page, list(tokens(page)), 0)
    >>> [node.name for node in root.walk()], following
    (['table', 'tr', 'th', '', 'td', ''], 7)
    """
    opening = found[first]
    root = Node(opening.name, opening.start, opening.end, attributes(source, opening))
    stack = [root]
    too_deep = 0
    void = html_words().void
    number = first
    for number in range(first + 1, len(found)):
        token = found[number]
        if token.kind == "text":
            text = Node("", token.start, token.start, {})
            text.close = text.end = token.end
            stack[-1].children.append(text)
        elif token.kind == "open":
            _close_siblings(stack, token)
            node = Node(token.name, token.start, token.end, attributes(source, token))
            if len(stack) < MAX_DEPTH or token.name in void:
                stack[-1].children.append(node)
            if token.name not in void:
                if len(stack) < MAX_DEPTH:
                    stack.append(node)
                else:
                    too_deep += 1
        elif token.kind == "close":
            if too_deep:
                too_deep -= 1
            elif _close(stack, token):
                return root, number + 1
    _leave(stack, 0, len(source))
    return root, number + 1


def _close_siblings(stack: list[Node], token: HtmlToken) -> None:
    """End the open elements that the opening tag ends: a row where the next row begins."""
    rule = _ENDS.get(token.name)
    if rule is None:
        return
    kin, borders = rule
    lowest = None
    for at in range(len(stack) - 1, 0, -1):
        if stack[at].name in kin:
            lowest = at
        elif stack[at].name in borders:
            break
    if lowest is not None:
        _leave(stack, lowest, token.start)


def _close(stack: list[Node], token: HtmlToken) -> bool:
    """End the innermost open element of the closing tag's name; return whether that was the root."""
    for at in range(len(stack) - 1, -1, -1):
        name = stack[at].name
        if name == token.name:
            stack[at].close, end = token.start, token.end
            _leave(stack, at + 1, token.start)
            stack[at].end = end
            if at == 0:
                return True
            stack.pop()
            return False
        is_border = name in _CELLS if token.name not in _PARTS_OF_TABLES else name == "table"
        if is_border:
            return False
    return False


def _leave(stack: list[Node], at: int, end: int) -> None:
    for node in stack[at:]:
        node.close = node.end = end
    del stack[at:]
