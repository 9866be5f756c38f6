"""The parts of a text that rules distinguish: front matter, infobox, body.

In ``= Battle of X =``, ``Infobox``, ``- Conflict: X``, a blank line and an article, the infobox is the line in the
middle.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from flows.model import Shape

_FRONT_MATTER: Final = re.compile(r"\A---[ \t]*+\n")
_FRONT_MATTER_END: Final = re.compile(r"^(?:---|\.\.\.)[ \t]*+$", re.MULTILINE)
_INFOBOX_SHAPES: Final = frozenset({"wiki_dump"})
_INFOBOX: Final = re.compile(r"Infobox(?:(?<=^Infobox)|(?<=\nInfobox))\b[^\n]{0,200}+\n(?=- )")
_INFOBOX_END: Final = re.compile(r"\n[ \t]*+\n")


class TextParts(NamedTuple):
    """A text and its parts: the infobox is ``text[start:end]``; the body is the rest from ``body`` on."""

    text: str
    start: int
    end: int
    body: int

    @classmethod
    def of(cls, text: str, shape: Shape) -> TextParts:
        """Return a text with the parts that texts of this shape have."""
        start, end = infobox_of(text, shape)
        return cls(text, start, end, end if shape == "front_matter" else 0)


def infobox_of(text: str, shape: Shape) -> tuple[int, int]:
    """Return where the infobox's lines begin and end; two equal positions without an infobox.

    Front matter counts as an infobox. An infobox ends at the first empty line.
    """
    if shape == "front_matter":
        return 0, front_matter_end(text)
    if shape not in _INFOBOX_SHAPES or "Infobox" not in text:
        return 0, 0
    opening = _INFOBOX.search(text)
    if opening is None:
        return 0, 0
    closing = _INFOBOX_END.search(text, opening.end())
    return opening.end(), closing.start() if closing else len(text)


def front_matter_end(text: str) -> int:
    """Return where the text after YAML front matter starts, 0 when there is no front matter."""
    opening = _FRONT_MATTER.match(text)
    if opening is None:
        return 0
    closing = _FRONT_MATTER_END.search(text, opening.end())
    return closing.end() if closing else 0
