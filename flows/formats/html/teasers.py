"""Blocks of links to other stories, with a sentence of each below its link ("More from this section").

Such a sentence reads like the article's. The proof is the block: a heading that announces other stories, and below it,
to the end of the element that holds it, links as lines of their own, each with a few lines of words at the most.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from flows.formats.html.open_elements import OpenElement
from flows.formats.html.render import Rendered, RenderedLine
from flows.text.furniture.line_look import look
from flows.text.furniture.words import word_list

_MOST_LINKS: Final = 0.8
_FEWEST: Final = 2
"""The fewest links of a block."""
_MOST_BETWEEN: Final = 2
"""The most lines of words below a link: a teaser, a date."""
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MAX_HEADING: Final = 60


def teaser_blocks(rendered: Rendered, lines: Sequence[str]) -> dict[int, str]:
    """Return the lines of such blocks by number, each with its block's heading; ``lines`` without Markdown marks."""
    found: dict[int, str] = {}
    for number, line in enumerate(lines):
        if number not in found and _announces(line):
            end = _end_of_links(rendered.blocks, rendered.elements.entries, number)
            found.update(dict.fromkeys(range(number, end), line))
    return found


def _announces(line: str) -> bool:
    """Return whether a line announces other stories: a marker of the body's end, alone or with more words."""
    if len(line) > _MAX_HEADING:
        return False
    seen = look(line)
    return seen.tail > 0 or seen.folded.startswith(_phrases())


@cache
def _phrases() -> tuple[str, ...]:
    """Return the markers of two words and more, as beginnings of a longer line."""
    return tuple(f"{phrase} " for phrase in word_list("tails") if " " in phrase)


def _end_of_links(blocks: Sequence[RenderedLine], entries: Sequence[OpenElement], number: int) -> int:
    """Return the line after a block that begins with a heading; the heading itself where no such block follows it.

    The block reaches to the end of the element that holds the heading, or to the next heading of its level.
    """
    holder = entries[blocks[number].element_number].parent
    links = between = 0
    end = number + 1
    while end < len(blocks) and _is_within(blocks[end].element_number, holder, entries):
        if _is_link(blocks[end]):
            links, between = links + 1, 0
        elif blocks[end].element == blocks[number].element and blocks[number].element in _HEADINGS:
            break
        else:
            between += 1
        if not links or between > _MOST_BETWEEN:
            return number
        end += 1
    return end if links >= _FEWEST else number


def _is_within(element: int, holder: int, entries: Sequence[OpenElement]) -> bool:
    while element > holder:
        element = entries[element].parent
    return element == holder


def _is_link(block: RenderedLine) -> bool:
    return block.link_characters > _MOST_LINKS * block.characters
