"""The numbers in the fields of a box: quantities with their units, and amounts of money.

How a page writes its numbers shows in the whole box: "2.416 km" beside "3.570.210" is 2,416 km.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from flows.infobox.context import Box, ReadField
from flows.infobox.values.measures.amounts import Manner, find_code
from flows.infobox.values.measures.figures import decimal_marks
from flows.infobox.values.measures.readings import AmountReading, AmountReadings, read_amounts
from flows.infobox.values.quantities.statements import Statement, read_statement
from flows.infobox.values.unread import unread_words
from flows.rules.label_languages import language_of
from flows.rules.labels import FieldKind
from flows.rules.units import Unit, unit_words
from flows.rules.words import fold, quantity_words

_FIGURE: Final = re.compile(r"\d[\d.,]*")
_WORD: Final = re.compile(r"[^\W\d_]+")
# No count is negative: where a sign stands before a number, the grammar of strengths would read it without.
_NEGATIVE: Final = re.compile(r"(?<![^\s(])[−-]\d")
_LOSSES: Final = ("casualties", "total_losses")
_COUNTED: Final = (*_LOSSES, "strength")
_INDICES: Final = ("hdi", "gini")
_TIMES: Final = frozenset({"duration", "running_time", "mission_duration", "cooking_time", "burn_time"})
_CLOCKS: Final = _TIMES | {"length"}
NUMBERS: Final = ("quantity", "money")
"""The kinds of fields whose values are numbers."""


class TypedNumber(NamedTuple):
    """One number of an item with its unit as printed, the words it was read from, and those around it left over.

    ``other_unit``: the label prints another unit than the value.
    """

    text: str
    low: float | None
    high: float | None
    unit: str | None
    known: Unit | None
    currency: str | None
    as_of: str | None
    unread: str | None
    other_unit: bool = False


class NumberStyle:
    """How the numbers of a box are printed; found out when a value needs it.

    ``is_conflict``: its strengths and losses have tables of their own.
    """

    def __init__(self, box: Box, *, is_conflict: bool) -> None:
        self.box, self.is_conflict = box, is_conflict
        self._shown: tuple[str, str] | None = None

    def shown(self) -> tuple[str, str]:
        """Return the decimal mark and the language of the box; "" for either where nothing on the page tells it."""
        if self._shown is None:
            texts = (read.raw.plain[:400] for read in self.box.fields if read.kind and read.kind.kind in NUMBERS)
            self._shown = decimal_marks(texts), self._language()
        return self._shown

    def _language(self) -> str:
        if self.box.language:
            return self.box.language.casefold().replace("_", "-").partition("-")[0]
        # Some labels look like those of another language ("Trainer"): the language of most of them counts.
        printed = Counter(language for read in self.box.fields if (language := language_of(read.raw.label)))
        (first, most), (_, next_most) = (*printed.most_common(2), ("en", 0), ("", 0))[:2]
        return first if most > next_most or not most else ""

    def manner(self, field: FieldKind) -> Manner:
        """Return how the numbers of one field are read."""
        mark, language = self.shown()
        return Manner(
            mark,
            language,
            field.unit,
            is_money=field.kind == "money",
            is_exact=field.key in _INDICES,
            is_counted=not unit_words().counted.isdisjoint(field.key.split("_")),
            is_clock=field.key in _CLOCKS,
            is_time=field.key in _TIMES,
        )


def typed_numbers(style: NumberStyle, read: ReadField, text: str) -> Iterator[TypedNumber]:
    """Yield the numbers of one item of a field, in printed order."""
    field = read.kind
    if field is None:
        return
    if field.key in _COUNTED:
        yield from _counts(field, text, has_tables=style.is_conflict)
        return
    found = read_amounts(text, style.manner(field))
    for number, one in enumerate(found.values):
        yield _typed(found, number, one, field)
    if not found.values and not found.is_doubtful and field.kind != "money" and not _NEGATIVE.search(text):
        yield from _counts(field, text, has_tables=False)


def _typed(found: AmountReadings, number: int, one: AmountReading, field: FieldKind) -> TypedNumber:
    amount = one.amount
    unit, known = amount.unit, amount.known
    if unit is None and field.unit is not None and _is_bare(found, one):
        unit, known = field.unit, unit_words().named.get(field.unit)
    is_other = amount.known is not None and field.unit is not None and amount.known.name != field.unit
    currency = find_code(unit) if amount.is_money or field.kind == "money" else None
    words = found.text[one.start : one.end].strip(" ,;")
    unread = _unread_of(found, number)
    return TypedNumber(words, one.low, one.high, unit, known, currency, one.as_of, unread, is_other)


def _is_bare(found: AmountReadings, one: AmountReading) -> bool:
    """Return whether no word behind a number may be an unlisted unit: "12 dunams" are no square kilometres."""
    if any(start <= one.end + 1 < end for start, end in found.used):
        return True
    word = found.text[one.end : one.end + 40].lstrip(" ").partition(" ")[0].strip(".,;:")
    return not word[:1].isalpha() or fold(word) in quantity_words().neutral


def _unread_of(found: AmountReadings, number: int) -> str | None:
    """Return the words left over from a value to the next one, for the first one also those before it."""
    start = found.values[number].start if number else 0
    is_last = number + 1 == len(found.values)
    end = len(found.text) if is_last else found.values[number + 1].start
    used = [(first - start, last - start) for first, last in found.used if first < end and last > start]
    return unread_words(found.text[start:end], used)


def _counts(field: FieldKind, text: str, *, has_tables: bool) -> Iterator[TypedNumber]:
    """Yield the counts of a text that the grammar of strengths and losses reads: "the clan has 40 members"."""
    is_loss = field.key in _LOSSES
    # None is passed explicitly, so that this call and that of the conflict tables share one cache entry.
    statements = read_statement(text, "casualties" if is_loss else "strength", None)
    read = [one for one in statements if one.is_read and (one.count_min is not None or one.count_max is not None)]
    places = _places(text, read)
    for number, one in enumerate(read):
        unit = one.what or (one.kind if is_loss else None)
        low, high = (None if limit is None else float(limit) for limit in (one.count_min, one.count_max))
        left = one.unread
        if not has_tables:  # only the tables of strengths and losses have columns for these
            left = " … ".join(filter(None, (left, one.note, one.claimant, one.period_text))) or None
        unread = left if field.key in _COUNTED else _around(text, places, number)
        yield TypedNumber(one.text or text, low, high, unit, None, None, None, unread)


def _places(text: str, read: Sequence[Statement]) -> list[list[tuple[int, int]]]:
    """Return where the counts and nouns of statements stand in their text."""
    places: list[list[tuple[int, int]]] = []
    at = 0
    for one in read:
        start = max(text.find(one.text, at), at)
        words = [*_FIGURE.finditer(one.text), *filter(_is_count, _WORD.finditer(one.text))]
        found = [(start + word.start(), start + word.end()) for word in words]
        if one.what and (noun := text.find(one.what, start)) >= 0:
            found.append((noun, noun + len(one.what)))
        places.append(sorted(found) or [(start, start)])
        at = places[-1][-1][1]
    return places


def _around(text: str, places: list[list[tuple[int, int]]], number: int) -> str | None:
    """Return the words left over from a count to the next one, for the first one also those before it."""
    start = places[number][0][0] if number else 0
    end = places[number + 1][0][0] if number + 1 < len(places) else len(text)
    return unread_words(text[start:end], [(first - start, last - start) for first, last in places[number]])


def _is_count(word: re.Match[str]) -> bool:
    counts = quantity_words()
    return any(fold(word[0]) in words for words in (counts.numbers, counts.scales, counts.zeros))
