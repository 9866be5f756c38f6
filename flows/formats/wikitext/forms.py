"""Patterns of ``templates.toml``: how the words of a template are put together from its arguments.

``{1}`` is the first numbered argument, ``{lt|1}`` the first of several that is given, ``{*, }`` all the numbered ones
with ", " between; ``[, {2}]`` stands there where all of its arguments do. A pattern fits where the arguments outside of
its brackets are given. Values of boxes fill patterns with words, bodies with the places where the words stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple, TypeVar

_PIECE: Final = re.compile("\\{\\*([^{}]*)\\}|\\{([^{}]+)\\}|\\[|\\]|[^{}\\[\\]]+|[{}]")


class PartField(NamedTuple):
    """A place for the first given of some arguments."""

    names: tuple[str, ...]


class All(NamedTuple):
    """A place for all the numbered arguments, with the same words between them."""

    between: str


class Form(NamedTuple):
    """Pieces that stand there together or not at all."""

    pieces: tuple[str | PartField | All | Form, ...]


T = TypeVar("T")


@cache
def read_form(pattern: str) -> Form:
    """Return a pattern's pieces; brackets that do not meet are an error of the table.

    >>> read_form("{2|1}[ ({name})]").pieces
    (PartField(names=('2', '1')), Form(pieces=(' (', PartField(names=('name',)), ')')))
    """
    stack: list[list[str | PartField | All | Form]] = [[]]
    for piece in _PIECE.finditer(pattern):
        if piece[0] == "[":
            stack.append([])
        elif piece[0] == "]" and len(stack) > 1:
            group = Form(tuple(stack.pop()))
            stack[-1].append(group)
        elif piece[1] is not None:
            stack[-1].append(All(piece[1]))
        elif piece[2] is not None:
            stack[-1].append(PartField(tuple(piece[2].split("|"))))
        else:
            stack[-1].append(piece[0])
    if len(stack) > 1 or "]" in stack[0]:
        raise ValueError(f"templates.toml: in the pattern {pattern!r} a square bracket has no partner; add it")
    return Form(tuple(stack[0]))


def filled(patterns: Sequence[str], given: Mapping[str, T]) -> list[str | T]:
    """Return the pieces of the first pattern that fits, else of the numbered arguments with blanks between.

    ``given`` are the arguments that say something, by name or number.

    >>> filled(["“{text|1}”[ — {2}]"], {"1": "Now", "2": "Holk"}), filled(["{text}"], {"1": "a", "2": "b"})
    (['“', 'Now', '”', ' — ', 'Holk'], ['a', ' ', 'b'])
    """
    for pattern in patterns:
        if (pieces := _filled(read_form(pattern), given)) is not None:
            return pieces
    return _numbered(" ", given)


def _filled(form: Form, given: Mapping[str, T]) -> list[str | T] | None:
    pieces: list[str | T] = []
    for piece in form.pieces:
        if isinstance(piece, str):
            pieces.append(piece)
        elif isinstance(piece, PartField):
            name = next((name for name in piece.names if name in given), None)
            if name is None:
                return None
            pieces.append(given[name])
        elif isinstance(piece, All):
            pieces.extend(_numbered(piece.between, given))
        else:
            pieces.extend(_filled(piece, given) or ())
    return pieces


def _numbered(between: str, given: Mapping[str, T]) -> list[str | T]:
    """Return all the numbered arguments in their order with words between them."""
    pieces: list[str | T] = []
    for number in sorted((key for key in given if key.isdecimal()), key=lambda key: (len(key), key)):
        pieces.extend((between, given[number]) if pieces and between else (given[number],))
    return pieces
