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
from flows.text.references import NEEDLES
from flows.text.repair import TRIGGERS, needs_repair_without_triggers, repair
from flows.text.strip import debris_rules, is_hidden, strip_with

_TRIGGER_PROBE: Final = f"[{TRIGGERS}]"


def repair_all(texts: Sequence[str]) -> list[Cleaned]:
    """Return ``repair`` of every text, in order.

    >>> [cleaned.text for cleaned in repair_all(["Homs", "Januaryâ€“February"])]
    ['Homs', 'January–February']
    """
    flagged = _column(texts).str.contains(_TRIGGER_PROBE).fill_null(True).to_list()
    return [
        repair(text) if is_flagged or needs_repair_without_triggers(text) else Cleaned(text)
        for text, is_flagged in zip(texts, flagged, strict=True)
    ]


def strip_all(cleaned: Sequence[Cleaned], shapes: Sequence[Shape]) -> list[Cleaned]:
    """Return ``strip`` of every repaired text with the shape of the same place, in order."""
    column = _column([item.text for item in cleaned])
    hits: dict[str, list[bool]] = {}
    for shape in dict.fromkeys(shapes):
        for rule in debris_rules(shape):
            for needle in _needles(rule):
                if needle not in hits:
                    hits[needle] = column.str.contains(needle, literal=True).fill_null(True).to_list()
    stripped: list[Cleaned] = []
    for number, (item, shape) in enumerate(zip(cleaned, shapes, strict=True)):
        hidden = is_hidden(item.text)
        first = [
            rule
            for rule in debris_rules(shape)
            if (hidden if rule.hidden else any(hits[needle][number] for needle in _needles(rule)))
        ]
        stripped.append(strip_with(item, shape, first) if first else item)
    return stripped


def _needles(rule: Rule) -> tuple[str, ...]:
    """Return the literals of which a hit of the rule contains one."""
    return () if rule.hidden else rule.needles or NEEDLES


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
