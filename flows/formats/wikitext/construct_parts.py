"""The parts of a construct: name and arguments of a template, target and label of a link."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flows.formats.wikitext.scan import Construct


class ConstructPart(NamedTuple):
    """One part of a template or link: ``text[start:end]``, the constructs in it (``children``), and its name.

    ``| a = b`` has the name "a" and the text " b". A part without ``=`` has the name None.
    """

    name: str | None
    start: int
    end: int
    children: tuple[Construct, ...]


def parts(text: str, construct: Construct) -> list[ConstructPart]:
    r"""Return the parts that the bars of a construct separate; the first is a template's name or a link's target.

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
    """Return the first part of a construct (template name, link target) on one line, without comments.

    An underscore counts as a blank, as MediaWiki has it.

    >>> from flows.formats.wikitext.scan import scan
    >>> source = "{{ Infobox_person <!-- see its page --> | name = X}}"
    >>> part_name(source, scan(source)[0])
    'Infobox person'
    """
    end = construct.bars[0] if construct.bars else construct.inner_end
    return " ".join(_bare(text, construct.inner_start, end, construct.children).replace("_", " ").split())


def _equals(text: str, start: int, end: int, children: tuple[Construct, ...]) -> int:
    """Return the offset of the first ``=`` of a part that is not within a construct; -1 if there is none."""
    for child in children:
        if (found := text.find("=", start, child.start)) >= 0:
            return found
        start = child.end
    return text.find("=", start, end)


def _bare(text: str, start: int, end: int, children: tuple[Construct, ...]) -> str:
    """Return ``text[start:end]`` without its comments and references, stripped."""
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
    """Yield constructs and all constructs within them, each before its children.

    >>> from flows.formats.wikitext.scan import scan
    >>> [found.kind for found in walk(scan("{{a|[[b]]}}"))]
    ['template', 'link']
    """
    for construct in constructs:
        yield construct
        yield from walk(construct.children)
