"""Cells of one table row that were run together into one line: "Kent<blank><flag>Anjou".

A browser puts a tab between two cells, other programs a blank. A list in one line also has a blank before a flag, so
one such place alone proves nothing; two fields of a box with exactly one such place each do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from flows.infobox.items import Item, clean
from flows.rules.words import alternatives, quantity_words

_BOUNDS: Final = alternatives(word for word in quantity_words().bounds if len(word) > 3)
_COUNT: Final = rf"(?:(?:{_BOUNDS})[ ])?[~<>≈c]?\.?[ ]?\d[\d,.–+-]{{0,20}}[ ]"
_LOST: Final = r"[^\W\d]{3,20}"
_LOSSES: Final = rf"{_LOST}(?:[ ](?:or|and|&)[ ]{_LOST})?"
# After a closed bracket another count of the same loss begins ("10 killed (in May) 20+ killed").
_JOINED: Final = re.compile(rf"(?<=\))[ ](?={_COUNT}({_LOST}))", re.IGNORECASE)
# Right after a loss another count of it begins ("27+ killed 477 killed", "About 9 dead or wounded over 5 dead or
# wounded").
_REPEATED: Final = re.compile(rf"\d[+]?[ ]({_LOSSES})([ ])(?={_COUNT}\1(?!\w))", re.IGNORECASE)
_LOSS: Final = re.compile(rf"\d[+]?[ ]({_LOST})")
_TAB: Final = re.compile(r"(?<=\S)[ \u00a0]{0,9}\t[ \u00a0\t]{0,9}(?=\S)")
# The no-break space, flag or bullet that begins a cell, after the blank that ends the cell before it.
_MARK: Final = re.compile(
    r"(?<=[^\s\u00a0:,])[ ](?=\u00a0[ ]?[^\W\d_])|(?<=[\w)])[ ](?=[\U0001F1E6-\U0001F1FF]{2}|•[ ])"
)
_OPENING: Final = re.compile(r"\([^()\n]{1,200}\)([ ])(?=[^\s(\[])")


class Join(NamedTuple):
    """A place inside a line where one cell may end and the next begin: index of the line, places in its source text.

    ``is_sure``: the line by itself proves it.
    """

    line: int
    end: int
    start: int
    is_sure: bool


def name_joins(items: Sequence[Item]) -> list[Join]:
    """Return the joins in a field of names: tabs, and blanks before an icon or a bullet."""
    return [join for line, item in enumerate(items) for join in _marked(line, item)]


def count_joins(items: Sequence[Item]) -> list[Join]:
    """Return the joins in a field of counts: those of names, a repeated loss, text after an opening bracket.

    A bracket at the beginning of a line belongs to the line before; the text after it begins another cell.
    """
    found: list[Join] = []
    for line, item in enumerate(items):
        text = item.source_text
        at = _repeated(item)
        if at is not None:
            found.append(Join(line, at, at + 1, is_sure=True))
            continue
        opening = _OPENING.match(text.lstrip()) if line and "(" in text[:4] else None
        if opening is not None:
            at = opening.start(1) + len(text) - len(text.lstrip())
            found.append(Join(line, at, at + 1, is_sure=False))
            continue
        found.extend(_marked(line, item))
    return found


def tab_joins(items: Sequence[Item]) -> list[Join]:
    """Return the joins at tabs, which are printed only between two cells."""
    return [join for line, item in enumerate(items) for join in _tabs(line, item)]


def is_joined(fields: Iterable[Sequence[Join]]) -> bool:
    """Return whether a box ran its cells together: two or more of its fields have one join, and none has several."""
    counts = [len(joins) for joins in fields]
    return max(counts, default=0) == 1 and sum(counts) > 1


def cut_at(items: Sequence[Item], join: Join) -> list[list[Item]]:
    """Return the items before and after a join; its line is cut in two."""
    line = items[join.line]
    before, after = line.source_text[: join.end], line.source_text[join.start :]
    first = line._replace(text=clean(before.strip(" \u00a0•")), source_text=before, is_marked=False)
    second = Item(clean(after.strip(" \u00a0•")), line.depth, after[:1] == "\u00a0", line.is_marked, source_text=after)
    return [[*items[: join.line], first], [second, *items[join.line + 1 :]]]


def _tabs(line: int, item: Item) -> Iterable[Join]:
    text = item.source_text
    for found in _TAB.finditer(text) if "\t" in text else ():
        yield Join(line, found.start(), found.end(), is_sure=True)


def _marked(line: int, item: Item) -> Iterable[Join]:
    text = item.source_text
    yield from _tabs(line, item)
    if " \u00a0" in text or not text.isascii():
        for found in _MARK.finditer(text):
            yield Join(line, found.start(), found.end(), is_sure=False)


def _repeated(item: Item) -> int | None:
    """Return where two cells were joined in a line of losses, None when nothing shows it."""
    losses = _LOSS.findall(item.source_text)
    if len(losses) < 2:
        return None
    repeated = _REPEATED.search(item.source_text) if len({loss.casefold() for loss in losses}) < len(losses) else None
    if repeated is not None:
        return repeated.start(2)
    if item.text.count("(") < 2 and ") " not in item.text:
        return None
    found = _JOINED.search(item.source_text)
    first = _LOSS.search(item.source_text)
    if found is None or first is None or first.start() >= found.start():
        return None
    if first.group(1).casefold() != found.group(1).casefold():
        return None
    return found.start()
