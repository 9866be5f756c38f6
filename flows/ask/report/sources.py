"""Where the words of a row stand in the page that it was read from.

A field's ``source_text`` stands in the page as it was found; its label tells which of several equal texts it is. What
was read of a field is then looked for among the words of this field alone, in order. Tags, the targets of links, white
space and punctuation are no words, because a row has them no more. Words that stand nowhere, or in several places with
nothing to tell them apart, have no place: a link to the wrong place would be worse than none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from itertools import islice
from typing import Final, NamedTuple, TypeAlias

Row: TypeAlias = Mapping[str, object]
RowKey: TypeAlias = tuple[str, int]
"""A table and the number of a row among its rows, from 0."""

READ_FROM: Final = {
    "belligerents": "combatant",
    "commanders": "commander",
    "units": "units",
    "strengths": "strength",
    "casualties": "casualties",
}
"""The tables that are read from the fields of one canonical name, and this name."""
# What a hostile page may cost. A page of the corpora has 60 fields at most, and misses 12.
_MOST_FIELDS: Final = 2_000
_MOST_MISSING: Final = 100
_NEAR: Final = 400
"""The most characters of markup between a label and its value."""
_REACH: Final = 100_000
"""The most characters between two fields in which the words of a third are looked for."""
_NOT_SHOWN: Final = r"<[^<>]{0,4000}>|\[\[[^\[\]|\n]{0,300}\|"
_NO_WORD: Final = re.compile(rf"(?:{_NOT_SHOWN}|[\W_])*+")
_WORD: Final = re.compile(rf"{_NOT_SHOWN}|&(?:#\w{{1,8}}|[A-Za-z]\w{{1,31}});|([^\W_]+)")
_BETWEEN: Final = "\0"
"""Stands between two words that are looked for as one text; no word has it."""


class TextPlace(NamedTuple):
    """A stretch of a text."""

    start: int
    end: int


def find_places(text: str, tables: Mapping[str, Sequence[Row]]) -> dict[RowKey, TextPlace]:
    """Return where the words of the rows stand in ``text``, the page as the reader of infoboxes got it.

    ``tables`` are those of one document. Rows whose words have no certain place are missing.
    """
    fields = tables.get("infobox_fields", ())[:_MOST_FIELDS]
    places = _field_places(text, fields)
    found: dict[RowKey, TextPlace] = {("infobox_fields", number): place for number, place in places.items()}
    by_field = {(row["box_no"], row["field_no"]): places[at] for at, row in enumerate(fields) if at in places}
    found.update(_value_places(text, tables.get("infobox_values", ()), by_field))
    for table, name in READ_FROM.items():
        stretches: dict[object, list[TextPlace]] = {}
        for at, row in enumerate(fields):
            if row["field"] == name and at in places:
                stretches.setdefault(row["box_no"], []).append(_up_to_the_next(at, places))
        found.update(_row_places(text, table, tables.get(table, ()), stretches))
    return found


def _up_to_the_next(number: int, places: Mapping[int, TextPlace]) -> TextPlace:
    """Return the stretch of a field up to the next one: of a long one, ``source_text`` is only the beginning."""
    place, following = places[number], places.get(number + 1)
    return place if following is None or following.start < place.end else TextPlace(place.start, following.start)


def _field_places(text: str, fields: Sequence[Row]) -> dict[int, TextPlace]:
    """Return the places of fields: behind their labels, in order; then of those that can only be in one place."""
    found: dict[int, TextPlace] = {}
    done, above = 0, ""
    for number, field in enumerate(fields):
        label, words = str(field["label"]), str(field["source_text"])
        place = next(_behind_label(text, label, words, done), None)
        if place is None and label == above:  # the next cell of the row
            place = _next_to(text, words, done)
        if place is not None:
            found[number], done, above = place, place.end, label
    missing = [at for at, field in enumerate(fields) if at not in found and str(field["source_text"]).strip()]
    for number in reversed(missing[:_MOST_MISSING]):  # the head of a box stands before what is found of it
        label, words = str(fields[number]["label"]), str(fields[number]["source_text"])
        place = _the_one(_behind_label(text, label, words, 0)) or _between(text, fields, number, found)
        if place is not None:
            found[number] = place
    return found


def _behind_label(text: str, label: str, words: str, start: int) -> Iterator[TextPlace]:
    """Yield the places of words that follow their label, with nothing but markup between the two."""
    at = text.find(label, start) if label and words.strip() else -1
    while at >= 0:
        at += len(label)
        place = _next_to(text, words, at)
        if place is not None:
            yield place
        at = text.find(label, at)


def _next_to(text: str, words: str, start: int) -> TextPlace | None:
    """Return the place of words that begin here, behind markup; the page may have broken them into lines."""
    at = text.find(words, start, start + _NEAR + len(words))
    if at >= 0 and words and _NO_WORD.fullmatch(text, start, at):
        return TextPlace(at, at + len(words))
    shown = _words(text, start, start + _NEAR + 2 * len(words))
    found: list[TextPlace] = []
    for word, _ in _words(words, 0, len(words)):
        printed, place = next(shown, ("", TextPlace(0, 0)))
        if printed != word:
            return None
        found.append(place)
    return TextPlace(found[0].start, found[-1].end) if found else None


def _between(text: str, fields: Sequence[Row], number: int, found: Mapping[int, TextPlace]) -> TextPlace | None:
    """Return the one place that words without a label of their own can have between the fields before and after.

    It is the only one, or the only one where they stand alone (in a line, in a cell), or that right before the next
    field: the head of a box. A field may have been read from a part of the one before ("Born", its place).
    """
    before = next((at for at in range(number - 1, -1, -1) if at in found), None)
    after = next((at for at in range(number + 1, len(fields)) if at in found), None)
    end = len(text) if after is None else found[after].start
    start = max(0, end - _REACH) if before is None else found[before].start
    words = str(fields[number]["source_text"])
    at = text.find(words, start, end)
    if at >= 0 and text.find(words, at + 1, end) < 0:
        return TextPlace(at, at + len(words))
    all_places = list(_WordList(text, [TextPlace(start, min(end, start + _REACH))]).all(words))
    alone = [place for place in all_places if _stands_alone(text, place)]
    for places in (all_places, alone):
        if len(places) == 1:
            return places[0]
    if alone and after is not None:
        gap = [word for word, _ in _words(text, alone[-1].end, end)]
        if not gap or "".join(gap) == "".join(word for word, _ in _words(str(fields[after]["label"]), 0, 1_000)):
            return alone[-1]
    return None


def _stands_alone(text: str, place: TextPlace) -> bool:
    """Return whether no other words stand in the line or between the two tags."""
    start = max(text.rfind("\n", 0, place.start), text.rfind(">", 0, place.start)) + 1
    ends = [at for mark in "\n<" if (at := text.find(mark, place.end)) >= 0]
    beside = (*_words(text, start, place.start), *_words(text, place.end, min(ends, default=len(text))))
    return not beside


def _the_one(places: Iterable[TextPlace]) -> TextPlace | None:
    """Return the only one of some places, None where there are none or several."""
    found = list(islice(places, 2))
    return found[0] if len(found) == 1 else None


def _value_places(
    text: str, values: Sequence[Row], by_field: Mapping[tuple[object, object], TextPlace]
) -> Iterator[tuple[RowKey, TextPlace]]:
    """Yield the places of typed values, each in its field; one that is printed otherwise has the place of its field."""
    of_field: tuple[object, object] | None = None
    words, after = _WordList(text, []), 0
    for number, row in enumerate(values):
        key = (row["box_no"], row["field_no"])
        if key not in by_field:
            continue
        if key != of_field:
            of_field, words, after = key, _WordList(text, [by_field[key]]), 0
        place, after = words.find(str(row["text"]), after) or (by_field[key], after)
        yield ("infobox_values", number), place


def _row_places(
    text: str, table: str, rows: Sequence[Row], stretches: Mapping[object, list[TextPlace]]
) -> Iterator[tuple[RowKey, TextPlace]]:
    """Yield the places of the rows of a table among the words of their fields, or in the section that these name."""
    words = {box: _WordList(text, places) for box, places in stretches.items()}
    after: dict[object, int] = {}
    in_section: dict[object, int] = {}
    last: tuple[object, str, TextPlace] | None = None
    for number, row in enumerate(rows):
        box, source = row["box_no"], str(row["source_text"])
        found = words[box].find(source, after.get(box, 0)) if box in words else None
        if found is not None:
            place, after[box] = found
        elif last is not None and last[:2] == (box, source):
            place = last[2]  # two rows of one statement
        elif box in in_section and (line := _line(text, source, in_section[box])):
            place, in_section[box] = line, line.end
        else:
            continue
        if row.get("section_no") is not None:  # "See Units": the rows behind it are lines of this section
            in_section.setdefault(box, 0)
        last = (box, source, place)
        yield (table, number), place


def _line(text: str, words: str, start: int) -> TextPlace | None:
    """Return the first line that consists of these words."""
    line = words.rstrip()
    at = text.find(line, start) if line else -1
    while at >= 0:
        end = at + len(line)
        if text[at - 1 : at] in {"", "\n"} and not text[end : end + 1].strip(" \t\xa0\r\n"):
            return TextPlace(at, end)
        at = text.find(line, end)
    return None


class _WordList:
    """The words of some stretches of a text, one after the other, in which the words of a row are found."""

    def __init__(self, text: str, stretches: Sequence[TextPlace]) -> None:
        found = [word for stretch in stretches for word in _words(text, *stretch)]
        self._text = text
        self._places = [place for _, place in found]
        self._joined = _BETWEEN.join(["", *(word for word, _ in found), ""])
        self._starts = [at for at, character in enumerate(self._joined) if character == _BETWEEN]

    def find(self, text: str, after: int) -> tuple[TextPlace, int] | None:
        """Return where the words of a text stand, and where to look for the next ones; None where that is unclear.

        They are looked for behind ``after`` first; before it, they must be the only ones.
        """
        wanted = _as_one(text)
        at = self._joined.find(wanted, after)
        if at >= 0 and wanted:
            return self._place(at, wanted, text), at + len(wanted) - 1
        place = _the_one(self.all(text))
        return None if place is None else (place, after)

    def all(self, text: str) -> Iterator[TextPlace]:
        """Yield all places of the words of a text."""
        wanted = _as_one(text)
        at = self._joined.find(wanted) if wanted else -1
        while at >= 0:
            yield self._place(at, wanted, text)
            at = self._joined.find(wanted, at + 1)

    def _place(self, at: int, wanted: str, text: str) -> TextPlace:
        """Return the place of words, with the brackets and list marks around them where they stand as in ``text``."""
        first = bisect_left(self._starts, at)
        place = TextPlace(self._places[first].start, self._places[first + wanted.count(_BETWEEN) - 2].end)
        whole = text.strip()
        words = [word for _, word in _words(whole, 0, len(whole))]
        before, behind = whole[: words[0].start], whole[words[-1].end :]
        start, end = place
        if self._text.startswith(before, max(0, start - len(before))):
            start = max(0, start - len(before))
        return TextPlace(start, end + len(behind) if self._text.startswith(behind, end) else end)


def _as_one(text: str) -> str:
    """Return the words of a text as ``_WordList`` joins them, "" where there are none."""
    words = [word for word, _ in _words(text, 0, len(text))]
    return _BETWEEN.join(["", *words, ""]) if words else ""


def has_words(text: str) -> bool:
    """Return whether a text shows words, and not only markup, white space and punctuation.

    >>> has_words('<td class="x"> '), has_words("<b>900</b>")
    (False, True)
    """
    return _NO_WORD.fullmatch(text) is None


def _words(text: str, start: int, end: int) -> Iterator[tuple[str, TextPlace]]:
    """Yield the words that a stretch shows, with their places."""
    for found in _WORD.finditer(text, start, end):
        if found[1] is not None:
            yield found[1], TextPlace(*found.span())
        elif found[0][0] == "&" and (character := unescape(found[0])).isalnum():
            yield character, TextPlace(*found.span())
