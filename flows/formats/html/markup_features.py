"""Features of an HTML page's lines, as numbers that separate body from furniture where the tags are known.

The classifier of tag-less text (``flows.text.furniture.body_lines``) has judged the lines by their words. Its score is
one feature; the others come from the markup: the elements around a line, its share of links, its position in the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from math import log
from typing import Final, NamedTuple

from flows.formats.html.open_elements import OpenElement
from flows.formats.html.render import Rendered, RenderedLine
from flows.text.furniture.body_lines import Judged

_PART_OF_PAGE: Final = 0.4
"""An element with a larger share of the page's characters is not furniture, whatever its name (a form)."""
_WHOLE_PAGE: Final = 0.98
_MOST_WORDS: Final = 40
_LEAST: Final = 0.005
"""Scores below this, or above its complement, are not taken as more certain."""
_WORD: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\w+")
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class Features(NamedTuple):
    """The numbers whose weighted sum is a line's score; ``html.toml`` has a weight for each.

    ``words`` is the logit of the score by words. ``furniture``, ``doubtful``, ``named_body``, ``body`` and ``header``
    are 1 inside such an element. ``links`` is the share of characters in links, ``size`` the number of words (0 to 1),
    ``before`` the share of the page's body before the line, ``middle`` its distance from both ends of the body.
    ``page_size`` and ``page_body`` are the same for all lines of a page.
    """

    words: float
    furniture: float
    doubtful: float
    named_body: float
    body: float
    header: float
    links: float
    heading: float
    item: float
    size: float
    cell: float
    paragraph: float
    before: float
    middle: float
    page_size: float
    page_body: float


class Surroundings(NamedTuple):
    """The evidence of the elements around a line, and the number of the nearest one that is furniture (0 for none)."""

    furniture: int = 0
    doubtful: bool = False
    named_body: bool = False
    body: bool = False
    header: bool = False
    is_infobox: bool = False


def surroundings_of(rendered: Rendered, boxes: frozenset[int] = frozenset()) -> list[Surroundings]:
    """Return for each element the evidence of itself and of all elements that contain it.

    ``boxes`` are the start positions of the elements that are infoboxes.
    """
    entries = rendered.elements.entries
    shares = _shares(rendered.blocks, entries)
    found = [Surroundings()]
    for number, element in enumerate(entries[1:], 1):
        above = found[element.parent]
        is_part = shares[number] < _PART_OF_PAGE
        found.append(
            Surroundings(
                number if element.furniture and is_part else above.furniture,
                above.doubtful or (element.doubtful and is_part),
                above.named_body or element.is_named_body,
                above.body or (element.body and shares[number] < _WHOLE_PAGE),
                above.header or (element.name == "header" and is_part),
                above.is_infobox or (element.is_infobox and element.start in boxes),
            )
        )
    return found


def features(
    blocks: Sequence[RenderedLine], texts: Sequence[str], judged: Sequence[Judged], surroundings: Sequence[Surroundings]
) -> list[Features]:
    """Return the features of each line, from its text, its judgement by words, and the surroundings of its element."""
    sizes = [min(len(_WORD.findall(text)), _MOST_WORDS) for text in texts]
    of_lines = [surroundings[block.element_number] for block in blocks]
    bodies = [
        (size + 1) * (item.is_body and not one.furniture)
        for size, item, one in zip(sizes, judged, of_lines, strict=True)
    ]
    whole = sum(bodies) or 1
    total = sum(sizes) + len(sizes)
    page_size, page_body = log(1 + total), sum(bodies) / (total or 1)
    return [
        Features(
            words=_logit(item.score),
            furniture=one.furniture > 0,
            doubtful=one.doubtful,
            named_body=one.named_body,
            body=one.body,
            header=one.header,
            links=block.link_characters / (block.characters or 1),
            heading=block.element in _HEADINGS,
            item=block.element == "li",
            size=size / _MOST_WORDS,
            cell=block.element in {"td", "th"},
            paragraph=block.element == "p",
            before=before / whole,
            middle=min(before, whole - before) / whole,
            page_size=page_size,
            page_body=page_body,
        )
        for block, item, one, size, before in zip(blocks, judged, of_lines, sizes, accumulate(bodies), strict=True)
    ]


def _shares(blocks: Sequence[RenderedLine], entries: Sequence[OpenElement]) -> list[float]:
    """Return the share of the page's characters that each element and its descendants hold."""
    characters = [0] * len(entries)
    for block in blocks:
        characters[block.element_number] += block.characters
    for number in range(len(entries) - 1, 0, -1):
        characters[entries[number].parent] += characters[number]
    whole = characters[0] or 1
    return [count / whole for count in characters]


def _logit(score: float) -> float:
    score = min(max(score, _LEAST), 1 - _LEAST)
    return log(score / (1 - score))
