"""The parts of a page that no reader sees: elements hidden by attribute or style, link signs beside headings.

Writers leave old paragraphs in ``display: none``, wikis and documentation put a link sign (¶) behind every heading.
What a click opens (tabs, answers below their questions) is hidden too when a page is saved, but readers see it: an
element that a control of the page names, or whose classes say so, is shown. So is the larger part of a page.
``aria-hidden`` hides an element from machines that read aloud, not from readers: whole articles carry it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from flows.formats.html.tokenizer import HtmlToken, attributes, plain
from flows.formats.html.words import html_words

_MARK: Final = re.compile("hidden|display[ ]*:|<noscript", re.IGNORECASE)
_STYLE: Final = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))\b", re.IGNORECASE)
_PART_OF_PAGE: Final = 0.4
"""An element with a larger share of the page's characters is what readers come for: a script shows it."""
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption", "figcaption"})
# What a control opens: its id, named by the control, and roles and classes of such elements.
_CONTROLLED: Final = re.compile(
    "(?:aria-controls|data-target|data-bs-target|data-toggle|href)\\s{0,9}=\\s{0,9}[\"']?#?([\\w:.-]{1,200})"
)
# React sends parts of a page late, hidden under such an id, and its script puts them where they belong.
_STREAMED: Final = re.compile("S:[0-9a-f]{1,8}")
_WORD: Final = re.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# Elements whose closing tag may be left out, and what then ends them.
_CLOSED_BY: Final = {
    "li": ("li",), "tr": ("tr", "td", "th"), "td": ("td", "th"), "th": ("td", "th"), "dt": ("dt", "dd"),
    "dd": ("dt", "dd"), "option": ("option",),
}  # fmt: skip


class _Open(NamedTuple):
    """An element that is not closed yet: the token that opens it, and whether it is hidden, or inside what opens."""

    at: int
    name: str
    is_hidden: bool
    opens: bool


def seen_tokens(source: str, found: Sequence[HtmlToken]) -> list[HtmlToken]:
    """Return the tokens of a page with each part that no reader sees as one hidden token.

    >>> from flows.formats.html.tokenizer import tokens
    >>> page = "<p>One</p><p style='display:none'>Two</p><h2>Three<a href='#a'>¶</a></h2><p>" + "Four " * 9
    >>> [token.name for token in seen_tokens(page, list(tokens(page))) if token.kind == "hidden"]
    ['p', 'a']
    """
    spans = sorted([*_hidden(source, found), *_link_signs(source, found)])
    kept: list[HtmlToken] = []
    done = 0
    for first, last in spans:
        if first < done:
            continue
        kept += found[done:first]
        kept.append(HtmlToken("hidden", found[first].start, found[last].end, found[first].name))
        done = last + 1
    return [*kept, *found[done:]]


def _hidden(source: str, found: Sequence[HtmlToken]) -> Iterator[tuple[int, int]]:
    """Yield the first and last tokens of hidden elements."""
    if _MARK.search(source) is None:
        return
    sizes = [0, *accumulate(len(plain(source[one.start : one.end])) if one.kind == "text" else 0 for one in found)]
    formulas = [0, *accumulate(one.kind == "open" and one.name == "math" for one in found)]
    for first, last in _hidden_elements(source, found):
        is_part = sizes[last + 1] - sizes[first] < _PART_OF_PAGE * sizes[-1]
        if is_part and formulas[last + 1] == formulas[first]:  # a formula is hidden where a picture of it is shown
            yield first, last


def _hidden_elements(source: str, found: Sequence[HtmlToken]) -> Iterator[tuple[int, int]]:
    """Yield the first and last token of each element with a mark that hides it; one pass, whatever is left open."""
    opened: list[_Open] = []
    counts: dict[str, int] = {}
    void, blocks = html_words().void, html_words().blocks
    controlled = frozenset(_CONTROLLED.findall(source))

    def leave(last: int) -> Iterator[tuple[int, int]]:
        one = opened.pop()
        counts[one.name] -= 1
        if one.is_hidden and not one.opens:
            yield one.at, last

    for at, token in enumerate(found):
        if token.kind == "open" and token.name not in void:
            if opened and _ends(opened[-1].name, token.name, blocks):
                yield from leave(at - 1)
            opens = bool(opened) and opened[-1].opens
            opened.append(_Open(at, token.name, *_look(source, token, opens, controlled)))
            counts[token.name] = counts.get(token.name, 0) + 1
        elif token.kind == "close" and counts.get(token.name):
            while opened[-1].name != token.name:
                yield from leave(at - 1)
            yield from leave(at)
    while opened:
        yield from leave(len(found) - 1)


def _ends(open_name: str, name: str, blocks: frozenset[str]) -> bool:
    """Return whether an opening tag ends the element that is open: a block ends a paragraph."""
    return (open_name == "p" and name in blocks) or name in _CLOSED_BY.get(open_name, ())


def _look(source: str, token: HtmlToken, opens: bool, controlled: frozenset[str]) -> tuple[bool, bool]:
    """Return whether an opening tag hides its element, and whether a control opens it or an element around it."""
    if token.name == "noscript":
        return True, opens
    if token.end - token.start <= len(token.name) + 2:
        return False, opens
    given = attributes(source, token)
    opens = opens or token.name == "details" or _is_opened(given, controlled)
    is_hidden = ("hidden" in given and given["hidden"].strip().lower() != "until-found") or _STYLE.search(
        given.get("style", "")
    ) is not None
    return is_hidden, opens


def _is_opened(given: dict[str, str], controlled: frozenset[str]) -> bool:
    """Return whether a control of the page opens an element, by its attributes."""
    words = {word.lower() for word in _WORD.findall(given.get("class", "")[:200])}
    return (
        given.get("id") in controlled
        or _STREAMED.fullmatch(given.get("id", "")) is not None
        or given.get("role") == "tabpanel"
        or "aria-labelledby" in given
        or not words.isdisjoint(html_words().opened)
    )


def _link_signs(source: str, found: Sequence[HtmlToken]) -> Iterator[tuple[int, int]]:
    """Yield the links of one sign that lead to a place of the page itself, in headings or named as such links."""
    words = html_words()
    if not any(sign in source for sign in words.link_signs) and "&" not in source:
        return
    heading = 0
    for at, token in enumerate(found):
        if token.name in _HEADINGS:
            heading += 1 if token.kind == "open" else -1 if heading else 0
        is_link = token.kind == "open" and token.name == "a" and at + 2 < len(found)
        if is_link and found[at + 1].kind == "text" and found[at + 2].kind == "close" and found[at + 2].name == "a":
            text = found[at + 1]
            if text.end - text.start > 12 or plain(source[text.start : text.end]) not in words.link_signs:
                continue
            given = attributes(source, token)
            if "#" in given.get("href", "") and (heading or words.link_classes & set(given.get("class", "").split())):
                yield at, at + 2
