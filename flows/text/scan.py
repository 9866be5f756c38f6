"""Repair and strip over a batch: scan first, touch only what is hit.

The batch's texts stand in one column. A probe for the characters that repair looks at, and one per literal of the
debris rules, run over the column (SIMD search instead of one ``in`` per text and literal); only the documents they flag
meet Python, and only with the rules that were flagged. Texts and edits are those of the one-document functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from flows.model import Cleaned, Shape
from flows.rules import Rule
from flows.text import mojibake
from flows.text.characters import MARKED, ODD
from flows.text.repair import needs_repair_without_triggers, repair
from flows.text.strip import HIDDEN, debris_rules, infobox_of, needles_of, strip_flagged

# What sets repair to work: odd and lost characters, marks that could be a tower, mojibake.
_REPAIR_PROBE: Final = f"[{ODD}\ufffd]|[{MARKED}]{{31}}|{mojibake.probe()}"


def repair_all(texts: Sequence[str]) -> list[Cleaned]:
    """Return ``repair`` of every text, in order.

    >>> [cleaned.text for cleaned in repair_all(["Homs", "Januaryâ€“February"])]
    ['Homs', 'January–February']
    """
    flagged = _column(texts).str.contains(_REPAIR_PROBE).fill_null(True).to_list()
    return [
        repair(text) if is_flagged or needs_repair_without_triggers(text) else Cleaned(text)
        for text, is_flagged in zip(texts, flagged, strict=True)
    ]


def strip_all(cleaned: Sequence[Cleaned], shapes: Sequence[Shape]) -> list[Cleaned]:
    """Return ``strip`` of every repaired text with the shape of the same place, in order."""
    texts = [item.text for item in cleaned]
    found = _Found(texts, shapes)
    return [
        strip_flagged(item, shape, flagged) if (flagged := found.rules(number, shape)) else item
        for number, (item, shape) in enumerate(zip(cleaned, shapes, strict=True))
    ]


class _Found:
    """Which literals stand in which text of a batch, each looked for once in the whole column."""

    def __init__(self, texts: Sequence[str], shapes: Sequence[Shape]) -> None:
        whole = _column(texts)
        areas = [infobox_of(text, shape) for text, shape in zip(texts, shapes, strict=True)]
        boxes = _column([text[start:end] for text, (start, end) in zip(texts, areas, strict=True)])
        self._hidden: list[bool] = whole.str.contains(f"[{HIDDEN}]").fill_null(True).to_list()
        self._whole: dict[str, list[bool]] = {}
        self._boxes: dict[str, list[bool]] = {}
        for rule in {rule: None for shape in dict.fromkeys(shapes) for rule in debris_rules(shape)}:
            column, found = (boxes, self._boxes) if rule.scope == "infobox" else (whole, self._whole)
            for needle in needles_of(rule):
                if needle not in found:
                    found[needle] = column.str.contains(needle, literal=True).fill_null(True).to_list()

    def rules(self, number: int, shape: Shape) -> list[str]:
        """Return the ids of the rules whose literals stand in the text of this number."""
        return [rule.id for rule in debris_rules(shape) if self._may_hit(rule, number)]

    def _may_hit(self, rule: Rule, number: int) -> bool:
        """Return whether a rule's literals stand in the text of this number."""
        if rule.hidden:
            return self._hidden[number]
        found = self._boxes if rule.scope == "infobox" else self._whole
        return any(found[needle][number] for needle in needles_of(rule))


def _column(texts: Sequence[str]) -> pl.Series:
    """Return the texts as a column; one with half a surrogate, which no column can hold, becomes null."""
    try:
        return pl.Series(texts, dtype=pl.String)
    except UnicodeEncodeError:
        return pl.Series([text if _is_encodable(text) else None for text in texts], dtype=pl.String)


def _is_encodable(text: str) -> bool:
    """Return whether UTF-8 can express the text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
