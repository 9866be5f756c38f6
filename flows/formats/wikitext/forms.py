"""Forms: how the text of a template is put together from its parts, as the rule file writes it.

``{1}`` is the first positional part, ``{lt/1}`` the first of several that is given, ``[, {2}]`` stands there where all
of its parts do. A form fits where the parts outside of its brackets are given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple, TypeVar

_PIECE: Final = re.compile("\\{([^{}]*)\\}|\\[|\\]|[^{}\\[\\]]+")


class PartField(NamedTuple):
    """A place for the first given of some parts."""

    names: tuple[str, ...]


class OptionalGroup(NamedTuple):
    """Pieces that stand there together or not at all."""

    pieces: tuple[str | PartField | OptionalGroup, ...]


Form = OptionalGroup
T = TypeVar("T")


def read_form(source: str) -> Form:
    """Return a form as the rule file writes it.

    >>> fill(read_form("“{text/1}”[ — {2}]"), {"1": "Now", "2": "Holk"})
    ['“', 'Now', '”', ' — ', 'Holk']
    """
    stack: list[list[str | PartField | OptionalGroup]] = [[]]
    for piece in _PIECE.finditer(source):
        if piece[0] == "[":
            stack.append([])
        elif piece[0] == "]":
            group = OptionalGroup(tuple(stack.pop()))
            stack[-1].append(group)
        elif piece[1] is not None:
            stack[-1].append(PartField(tuple(name.strip() for name in piece[1].split("/"))))
        else:
            stack[-1].append(piece[0])
    return OptionalGroup(tuple(stack.pop()))


def fill(form: Form, given: Mapping[str, T]) -> list[str | T] | None:
    """Return the pieces of a form with the parts that are given in their places, None where one is missing."""
    filled: list[str | T] = []
    for piece in form.pieces:
        if isinstance(piece, str):
            filled.append(piece)
        elif isinstance(piece, PartField):
            name = next((name for name in piece.names if name in given), None)
            if name is None:
                return None
            filled.append(given[name])
        else:
            filled.extend(fill(piece, given) or ())
    return filled
