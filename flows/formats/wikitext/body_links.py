"""What a link in a body is: words with a label, a category, a picture, the same page in another language."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from flows.rules.wikitext import wikitext_words

_PARENTHESES: Final = re.compile("[ ]?[((][^()()]*+[))]\\Z")
_ADDRESS: Final = re.compile("(?:https?:)?//|mailto:|ftp:", re.IGNORECASE)


class Link(NamedTuple):
    """What a link shows: its label, its target from character ``skip`` on, ``name``, or nothing.

    ``name`` is the name of a category (which shows nothing), or what an empty label stands for: of
    ``[[Orrin (town)|]]`` a page shows "Orrin" (MediaWiki calls this the pipe trick).
    """

    kind: Literal["label", "target", "pipe-trick", "category", "file", "language", "address"]
    skip: int = 0
    name: str = ""


def read_link(target: str, label: str | None) -> Link:
    """Return what a link is; ``label`` is None if no bar follows the target.

    >>> read_link("Category:1712 in Sweden", None).name, read_link("St. John's, Orrin", "").name
    ('1712 in Sweden', "St. John's")
    >>> read_link("de:Schlacht", None).kind, read_link(":de:Schlacht", None).skip
    ('language', 1)
    """
    bare = target.strip()
    if _ADDRESS.match(bare):
        return Link("address")
    is_plain = bare.startswith(":")
    namespace, colon, rest = bare.lstrip(": ").partition(":")
    if colon and not is_plain:
        spaces = wikitext_words()
        folded = namespace.strip().casefold().replace("_", " ")
        if folded in spaces.categories:
            return Link("category", name=" ".join(rest.replace("_", " ").split()))
        if folded in spaces.files:
            return Link("file")
        if folded in spaces.languages and rest.strip():
            return Link("language")
    if label is None:
        return Link("target", skip=len(target) - len(target.lstrip()) + is_plain)
    if label.strip():
        return Link("label")
    return Link("pipe-trick", name=_pipe_trick(rest if colon else bare))


def _pipe_trick(target: str) -> str:
    """Return what ``[[Orrin (town)|]]`` shows: the target without a last bracket, else the words before a comma."""
    short = _PARENTHESES.sub("", target)
    return short if short != target else target.split(", ", 1)[0]
