"""The parts of wikitext's constructs: a template's name and arguments, a link's target and label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flows.formats.wikitext.scan import Construct


class ConstructPart(NamedTuple):
    """One part of a template or link: ``text[start:end]`` with the constructs in it; ``name`` where it has one.

    Of ``| a = b`` the name is "a" and the stretch " b"; of a part without ``=`` the name is None.
    """

    name: str | None
    start: int
    end: int
    children: tuple[Construct, ...]


def parts(text: str, construct: Construct) -> list[ConstructPart]:
    r"""Return the parts of a construct between its bars; the first is a template's name, a link's target.

    >>> from flows.formats.wikitext.scan import scan
    >>> source = "{{Infobox x\n| a = {{b|c=d}}\n| e }}"
    >>> [(part.name, source[part.start:part.end].strip()) for part in parts(source, scan(source)[0])]
    [(None, 'Infobox x'), ('a', '{{b|c=d}}'), (None, 'e')]
    """
    found: list[ConstructPart] = []
    children, at = construct.children, 0
    start = construct.inner_start
    for bar in (*construct.bars, construct.inner_end):
        first = at
        while at < len(children) and children[at].start < bar:
            at += 1
        inside = children[first:at]
        equals = _equals(text, start, bar, inside) if found else -1
        if equals >= 0:
            found.append(ConstructPart(_bare(text, start, equals, inside), equals + 1, bar, inside))
        else:
            found.append(ConstructPart(None, start, bar, inside))
        start = bar + 1
    return found


def part_name(text: str, construct: Construct) -> str:
    """Return the first part of a construct without comments, on one line: a template's name, a link's target.

    >>> from flows.formats.wikitext.scan import scan
    >>> source = "{{ Infobox_person <!-- see its page --> | name = X}}"
    >>> part_name(source, scan(source)[0])
    'Infobox person'
    """
    end = construct.bars[0] if construct.bars else construct.inner_end
    return " ".join(_bare(text, construct.inner_start, end, construct.children).replace("_", " ").split())


def _equals(text: str, start: int, end: int, children: tuple[Construct, ...]) -> int:
    """Return where the first ``=`` outside of the constructs of a part stands, -1 without one."""
    for child in children:
        if (found := text.find("=", start, child.start)) >= 0:
            return found
        start = child.end
    return text.find("=", start, end)


def _bare(text: str, start: int, end: int, children: tuple[Construct, ...]) -> str:
    """Return a stretch without its comments and references, stripped."""
    pieces: list[str] = []
    for child in children:
        if child.start >= end:
            break
        if child.kind in {"comment", "tag"}:
            pieces.append(text[start : child.start])
            start = child.end
    pieces.append(text[start:end])
    return "".join(pieces).strip()


def walk(constructs: Sequence[Construct]) -> Iterator[Construct]:
    """Yield constructs and all that are within them, each before its children.

    >>> from flows.formats.wikitext.scan import scan
    >>> [found.kind for found in walk(scan("{{a|[[b]]}}"))]
    ['template', 'link']
    """
    for construct in constructs:
        yield construct
        yield from walk(construct.children)
