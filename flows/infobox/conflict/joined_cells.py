"""Cells of one table row in one line: "Kent<tab>Anjou", "Kent<blank><flag>Anjou", "1,000 2,500".

A browser puts a tab between two cells, other programs one blank. A tab is nothing else. A blank is one of many, so a
place in a line is a join only where what stands on its two sides cannot be one cell's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from flows.infobox.conflict.page_names import PageNames
from flows.infobox.items import Item, clean
from flows.rules.words import alternatives, quantity_words

_BOUNDS: Final = alternatives(word for word in quantity_words().bounds if len(word) > 3)
_NUMBER: Final = r"(?:\d{1,3}(?:[,.]\d{3}){1,4}|\d{1,9})"
_RANGE: Final = rf"(?:(?:{_BOUNDS})[ ])?[~<>≈]?(?:ca?\.[ \u2009\u00a0]?)?{_NUMBER}(?:[ ]?[–-][ ]?{_NUMBER})?\+?"
# A whole cell that is only a count, and a count after it: "over 150 25–30". In one cell a word stands between two
# counts, or a mark. What could be one number ("12 000") or a number and a name ("12 3rd") is not.
_PAIR: Final = re.compile(rf"[ \u00a0]*({_RANGE})([ ])(?={_RANGE}(?:[ ]|\Z))", re.IGNORECASE)
_TWO_COUNTS: Final = re.compile(rf"{_RANGE}[ ]{_RANGE}", re.IGNORECASE)
_BLANK_IN_NUMBER: Final = re.compile(r"\d{1,3}[ ]\d{3}(?![\d,.])")
_COMMA_NUMBER: Final = re.compile(r"\d,\d{3}(?!\d)")
_TAB: Final = re.compile(r"(?<=\S)[ \u00a0]{0,9}\t[ \u00a0]{0,9}(?=\S)")
# The no-break space, flag or bullet that begins a cell, after the blank that ends the cell before it.
_MARK: Final = re.compile(
    r"(?<=[^\s\u00a0:,])[ ](?=\u00a0[ ]?[^\W\d_])|(?<=[\w)])[ ](?=[\U0001F1E6-\U0001F1FF]{2}|•[ ])"
)
MAX_LINES: Final = 60
"""The most lines of a field that are held against the article: more of them name no party."""


class Join(NamedTuple):
    """A place inside a line where one cell ends and the next begins: index of the line, places in its source text."""

    line: int
    end: int
    start: int


def tab_joins(items: Sequence[Item]) -> list[Join]:
    """Return the joins at tabs, which are printed only between two cells."""
    return [
        Join(line, found.start(), found.end())
        for line, item in enumerate(items)
        if "\t" in item.source_text
        for found in _TAB.finditer(item.source_text)
    ]


def mark_joins(items: Sequence[Item]) -> list[Join]:
    """Return the joins before a flag or a bullet inside a line.

    A list of one cell in one line has such places too; the caller needs to know that the page joins cells.
    """
    return [
        Join(line, found.start(), found.end())
        for line, item in enumerate(items)
        if " \u00a0" in item.source_text or not item.source_text.isascii()
        for found in _MARK.finditer(item.source_text)
    ]


def count_joins(items: Sequence[Item]) -> list[Join]:
    """Return the joins between bare counts at the beginning of a line: "1,000 2,500", "About 4000 4,000 killed".

    A blank inside a number is not one of them: "12 000" is one number, unless the field prints numbers with commas.
    """
    has_commas = any("," in item.source_text and _COMMA_NUMBER.search(item.source_text) for item in items)
    found = []
    for line, item in enumerate(items):
        text = item.source_text
        pair = _PAIR.match(text) if any(map(str.isdigit, text)) else None
        if pair is None or (not has_commas and _BLANK_IN_NUMBER.match(text.strip())):
            continue
        while pair is not None:  # a third count is another join, which contradicts the first
            found.append(Join(line, pair.start(2), pair.end()))
            pair = _PAIR.match(text, pair.end())
    return found


def are_bare_counts(item: Item) -> bool:
    """Return whether a line is nothing but two counts: "1,000 2,500"."""
    return _TWO_COUNTS.fullmatch(item.source_text.strip(" \u00a0")) is not None


def repeat_joins(items: Sequence[Item]) -> list[Join]:
    """Return where the first line of a field is printed again, if that is one place: there the next cell begins.

    Two cells of one table often have one form ("1 October:" above the counts of either side); a cell does not say the
    same line twice. The line may be joined to the one before it. The place is the start of a line where ``end`` is 0.
    """
    first = items[0].text if items else ""
    if len(items) < 3 or len(first) < 4 or not any(map(str.isalpha, first)):
        return []
    found = [Join(line, 0, 0) for line, item in enumerate(items) if line and item.text == first]
    for line, item in enumerate(items[1:], 1):
        text = item.source_text.rstrip()
        if len(item.text) > len(first) and text.endswith(f" {first}"):
            found.append(Join(line, len(text) - len(first) - 1, len(text) - len(first)))
    return found


def name_joins(items: Sequence[Item], names: PageNames, least: int = 1) -> list[Join]:
    """Return the joins between two names that the article has, where no other line may be two names.

    Each name has ``least`` words.

    >>> lines = [Item("Kent", source_text="Kent"), Item("Wessex Anjou", source_text="Wessex Anjou")]
    >>> name_joins(lines, PageNames("Kent and Wessex fought Anjou"))
    [Join(line=1, end=6, start=7)]
    """
    if len(items) > MAX_LINES:
        return []
    found = list(islice(_two_names(items, names, least), 2))
    if len(found) != 1:
        return []
    others = (item for line, item in enumerate(items) if line != found[0].line and not item.is_note)
    return [] if any(names.may_be_two(item.text) for item in others) else found


def _two_names(items: Sequence[Item], names: PageNames, least: int) -> Iterator[Join]:
    for line, item in enumerate(items):
        at = None if item.is_note or item.is_head else names.second_name(item.text, least)
        # The text is the source with its blanks made one: both have the same words.
        if at is not None and (place := item.source_text.find(item.text[at:])) > 0:
            yield Join(line, place - 1, place)


def cut_at(items: Sequence[Item], join: Join) -> list[list[Item]]:
    """Return the items before and after a join; its line is cut in two unless it begins there."""
    if not join.end:
        return [list(items[: join.line]), list(items[join.line :])]
    line = items[join.line]
    before, after = line.source_text[: join.end], line.source_text[join.start :]
    first = line._replace(text=clean(before.strip(" \u00a0•")), source_text=before, is_marked=False)
    second = Item(clean(after.strip(" \u00a0•")), line.depth, after[:1] == "\u00a0", line.is_marked, source_text=after)
    return [[*items[: join.line], first], [second, *items[join.line + 1 :]]]
