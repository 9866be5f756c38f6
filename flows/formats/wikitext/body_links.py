"""What a link of wikitext is to the body: a label, a category, a picture, the same page in another language."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from flows.rules.wikitext import wikitext_words

_PARENTHESES: Final = re.compile("[ ]?[((][^()()]*+[))]\\Z")
_ADDRESS: Final = re.compile("(?:https?:)?//|mailto:|ftp:", re.IGNORECASE)


class Link(NamedTuple):
    """What a link shows: its last part (``label``), its target from ``skip`` on, or nothing.

    ``name`` is a category's name; ``shown`` the words of a target that stands for its own label ("pipe trick").
    """

    kind: Literal["label", "target", "trick", "category", "file", "language", "address"]
    skip: int = 0
    name: str = ""


def read_link(target: str, label: str | None) -> Link:
    """Return what a link is; ``label`` is None where no bar stands behind the target.

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
    return Link("trick", name=_pipe_trick(rest if colon else bare))


def _pipe_trick(target: str) -> str:
    """Return the words that "[[Orrin (town)|]]" stands for: without the brackets behind, or what a comma follows."""
    short = _PARENTHESES.sub("", target)
    return short if short != target else target.split(", ", 1)[0]
