"""Patterns of ``templates.toml``: how the arguments of a template become the text that a page shows.

``{1}`` prints the first numbered argument. ``{lt|1}`` prints the first argument of the list that is given. ``{*, }``
prints all numbered arguments with ", " between them. ``[, {2}]`` is optional: it is printed if all arguments in it are
given. A pattern fits if all arguments outside of its square brackets are given.

Box values fill a pattern with words, bodies with parts (``ConstructPart``), because a body must know the offsets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple, TypeVar

_PIECE: Final = re.compile("\\{\\*([^{}]*)\\}|\\{([^{}]+)\\}|\\[|\\]|[^{}\\[\\]]+|[{}]")


class ArgumentSlot(NamedTuple):
    """A slot for one argument: the first of ``names`` that is given."""

    names: tuple[str, ...]


class AllNumbered(NamedTuple):
    """A slot for all numbered arguments, with the text ``between`` after each but the last."""

    between: str


class TemplatePattern(NamedTuple):
    """The pieces of a pattern, or of an optional group in it, which is printed whole or not at all."""

    pieces: tuple[str | ArgumentSlot | AllNumbered | TemplatePattern, ...]


T = TypeVar("T")


@cache
def read_pattern(pattern: str) -> TemplatePattern:
    """Return the pieces of a pattern; raise ``ValueError`` if a square bracket has no partner.

    Square brackets nest: a group within a group is a ``TemplatePattern`` within a ``TemplatePattern``.

    >>> read_pattern("{2|1}[ ({name})]").pieces
    (ArgumentSlot(names=('2', '1')), TemplatePattern(pieces=(' (', ArgumentSlot(names=('name',)), ')')))
    """
    stack: list[list[str | ArgumentSlot | AllNumbered | TemplatePattern]] = [[]]
    for piece in _PIECE.finditer(pattern):
        if piece[0] == "[":
            stack.append([])
        elif piece[0] == "]" and len(stack) > 1:
            group = TemplatePattern(tuple(stack.pop()))
            stack[-1].append(group)
        elif piece[1] is not None:
            stack[-1].append(AllNumbered(piece[1]))
        elif piece[2] is not None:
            stack[-1].append(ArgumentSlot(tuple(piece[2].split("|"))))
        else:
            stack[-1].append(piece[0])
    if len(stack) > 1 or "]" in stack[0]:
        raise ValueError(f"templates.toml: in the pattern {pattern!r} a square bracket has no partner; add it")
    return TemplatePattern(tuple(stack[0]))


def fill_pattern(patterns: Sequence[str], arguments: Mapping[str, T]) -> list[str | T]:
    """Return the pieces of the first pattern that fits; if none fits, the numbered arguments with blanks between them.

    ``arguments`` holds the arguments that are not empty, by name or number. The result keeps them as they are (words
    or parts) among the fixed text of the pattern.

    >>> fill_pattern(["“{text|1}”[ — {2}]"], {"1": "Now", "2": "Holk"}), fill_pattern(["{text}"], {"1": "a", "2": "b"})
    (['“', 'Now', '”', ' — ', 'Holk'], ['a', ' ', 'b'])
    """
    for pattern in patterns:
        if (pieces := _fill(read_pattern(pattern), arguments)) is not None:
            return pieces
    return _numbered(" ", arguments)


def _fill(pattern: TemplatePattern, arguments: Mapping[str, T]) -> list[str | T] | None:
    pieces: list[str | T] = []
    for piece in pattern.pieces:
        if isinstance(piece, str):
            pieces.append(piece)
        elif isinstance(piece, ArgumentSlot):
            name = next((name for name in piece.names if name in arguments), None)
            if name is None:
                return None
            pieces.append(arguments[name])
        elif isinstance(piece, AllNumbered):
            pieces.extend(_numbered(piece.between, arguments))
        else:
            pieces.extend(_fill(piece, arguments) or ())
    return pieces


def _numbered(between: str, arguments: Mapping[str, T]) -> list[str | T]:
    """Return all numbered arguments in order, with the text ``between`` them."""
    pieces: list[str | T] = []
    for number in sorted((key for key in arguments if key.isdecimal()), key=lambda key: (len(key), key)):
        pieces.extend((between, arguments[number]) if pieces and between else (arguments[number],))
    return pieces
