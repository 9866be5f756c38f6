"""Patterns of ``templates.toml``: how the words of a template are put together from its arguments.

``{1}`` is the first numbered argument, ``{lt|1}`` the first of several that is arguments, ``{*, }`` all the numbered ones
with ", " between; ``[, {2}]`` stands there where all of its arguments do. A pattern fits where the arguments outside of
its brackets are arguments. Values of boxes fill patterns with words, bodies with the places where the words stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple, TypeVar

_PIECE: Final = re.compile("\\{\\*([^{}]*)\\}|\\{([^{}]+)\\}|\\[|\\]|[^{}\\[\\]]+|[{}]")


class ArgumentSlot(NamedTuple):
    """A place for the first arguments of some arguments."""

    names: tuple[str, ...]


class AllNumbered(NamedTuple):
    """A place for all the numbered arguments, with the same words between them."""

    between: str


class TemplatePattern(NamedTuple):
    """Pieces that stand there together or not at all."""

    pieces: tuple[str | ArgumentSlot | AllNumbered | TemplatePattern, ...]


T = TypeVar("T")


@cache
def read_pattern(pattern: str) -> TemplatePattern:
    """Return a pattern's pieces; brackets that do not meet are an error of the table.

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
    """Return the pieces of the first pattern that fits, else of the numbered arguments with blanks between.

    ``arguments`` are the arguments that say something, by name or number.

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
    """Return all the numbered arguments in their order with words between them."""
    pieces: list[str | T] = []
    for number in sorted((key for key in arguments if key.isdecimal()), key=lambda key: (len(key), key)):
        pieces.extend((between, arguments[number]) if pieces and between else (arguments[number],))
    return pieces
