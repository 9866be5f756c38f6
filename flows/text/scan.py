"""Repair and strip over a batch: first scan all texts, then touch only those with a hit.

The batch's texts form one column. A probe for the characters that repair looks at, and one per literal of the debris
rules, run over the column (SIMD search instead of one ``in`` per text and literal). Only the documents with a hit are
processed in Python, and only with the rules that had a hit. Texts and edits are the same as from the functions for one
document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

import polars as pl

from flows.model import Cleaned, Shape
from flows.text import broken_words, misread_codepages, mojibake_evidence, other_encodings, spelt_characters
from flows.text.fast_ftfy import IS_KNOWN
from flows.text.misread_documents import MAX_LEVELS
from flows.text.odd_characters import MARKED, ODD
from flows.text.repair import ALL, FirstPass, ProbeHits, first_pass, needs_repair_without_triggers, repair, wants_more
from flows.text.strip import HIDDEN, MAX_ROUNDS, StripPass, debris_rules, has_hidden, needles_of
from flows.text.text_parts import TextParts

# The characters that repair looks at: odd and lost ones, marks that could be a tower, mojibake.
_ODD_PROBE: Final = f"[{ODD}]|[{MARKED}]{{31}}"
_PAIR_PROBE: Final = other_encodings.probe()
_MISREAD_PROBE: Final = f"{mojibake_evidence.probe()}|{_PAIR_PROBE}|{broken_words.PROBE}|{misread_codepages.PROBE}"
_REPAIR_PROBE: Final = f"{_ODD_PROBE}|\ufffd|{_MISREAD_PROBE}|{spelt_characters.PROBE}"
# Both are rare and each query costs, so one query looks for either.
_RARE_PROBE: Final = f"{_ODD_PROBE}|{_PAIR_PROBE}"
_MOJIBAKE: Final = ProbeHits(anything=True, odd=False, pairs=False)
_NOTHING: Final = ProbeHits(anything=False, odd=False, pairs=False)
# What is changed one by one, wherever it is found: repair, strip and tidying make a change of each.
_EACH_CHANGED: Final = f"[{ODD}{HIDDEN}\u00a0\u2007\u202f\ufffd]|\\p{{Mn}}|[ \t]\n"
_FEW: Final = 3
_HIDDEN: Final = "hidden"  # not the id of any rule: polars would refuse a column that occurs twice
_PRIVATE: Final = "private use"


def repair_all(texts: Sequence[str], is_strict: bool = False) -> list[Cleaned]:
    """Return ``repair`` of every text, in order.

    The repair that most broken pages need is made at once, and the repaired texts are scanned again: where the probe
    finds nothing, nothing is left to repair. Only the others are repaired step by step.

    >>> [cleaned.text for cleaned in repair_all(["Homs", "Januaryâ€“February"])]
    ['Homs', 'January–February']
    """
    if not IS_KNOWN:
        return [repair(text, is_strict) for text in texts]
    probed = _probe_hits(texts)
    done: dict[int, FirstPass] = {}
    left = list(range(len(texts)))
    for levels in range(1, MAX_LEVELS):
        tried = {number: first_pass(texts[number], probed[number], levels) for number in left}
        found = {number: passed for number, passed in tried.items() if passed is not None}
        changed = [number for number, passed in found.items() if passed.touched]
        again = dict(zip(changed, _flagged([found[number].touched for number in changed]), strict=True))
        more = {number for number in found if again.get(number) or wants_more(found[number], probed[number])}
        done.update((number, passed) for number, passed in found.items() if number not in more)
        # One more level helps where all of a text was reread; line by line, all levels are undone at once.
        left = [number for number in sorted(more) if found[number].touched is found[number].text]
    return [
        Cleaned(*done[number][:2]) if number in done else repair(text, is_strict) for number, text in enumerate(texts)
    ]


def counts_of(texts: Sequence[str]) -> list[dict[str, int]]:
    r"""Return for each text the counts of what makes repair and strip dear, by their names in ``flows.work_budget``.

    >>> counts_of(["one\r\n&amp;\u00a0two"])
    [{'odd characters': 2, 'entities': 1}]
    """
    column = _column(texts)
    if column.null_count():
        column = _column([text.encode("utf-8", "replace").decode() for text in texts])
    odd = column.str.count_matches(_EACH_CHANGED).to_list()
    return [{"odd characters": one, "entities": text.count("&")} for one, text in zip(odd, texts, strict=True)]


def strip_all(cleaned: Sequence[Cleaned], shapes: Sequence[Shape], is_strict: bool = False) -> list[Cleaned]:
    """Return ``strip`` of every repaired text, with its shape from ``shapes``, in order."""
    by_shape: dict[Shape, list[int]] = {}
    for number, shape in enumerate(shapes):
        by_shape.setdefault(shape, []).append(number)
    works: dict[int, StripPass] = {}
    for shape, numbers in by_shape.items():
        all_parts = [TextParts.of(cleaned[number].text, shape) for number in numbers]
        for number, parts, flagged in zip(numbers, all_parts, _rules_that_may_hit(all_parts, shape), strict=True):
            if flagged:
                works[number] = StripPass(cleaned[number], parts, shape, flagged, is_strict)
    _strip_and_repair_in_turns(works.values())
    return [works[number].result() if number in works else item for number, item in enumerate(cleaned)]


def _strip_and_repair_in_turns(works: Iterable[StripPass]) -> None:
    """Run rules and repair in turns on all texts at once; repair only where the probe finds something."""
    active = list(works)
    for _ in range(MAX_ROUNDS):
        active = [work for work in active if work.round()]
        if not active:
            return
        texts = [work.parts.text for work in active]
        for work, text, is_flagged in zip(active, texts, _flagged(texts), strict=True):
            if is_flagged or needs_repair_without_triggers(text):
                work.settle()


def _rules_that_may_hit(all_parts: Sequence[TextParts], shape: Shape) -> list[list[str]]:
    """Return for each text of a shape the ids of the rules whose literals it contains, in the order of the rules."""
    whole = _column([parts.text for parts in all_parts])
    boxes = _column([parts.text[parts.start : parts.end] for parts in all_parts])
    found = pl.DataFrame({"text": whole, "infobox": boxes}).select(_probes(shape))
    hits: dict[str, list[int]] = dict(zip(found.columns, found.row(0), strict=True))
    private = hits.pop(_PRIVATE, [])
    if _HIDDEN in hits:
        certain = set(hits[_HIDDEN])
        hits[_HIDDEN] = [
            *certain,
            *(number for number in private if number not in certain and has_hidden(all_parts[number].text)),
        ]
    flagged: list[list[str]] = [[] for _ in all_parts]
    for rule in debris_rules(shape):
        for number in hits[_HIDDEN if rule.hidden else rule.id]:
            flagged[number].append(rule.id)
    return flagged


@cache
def _probes(shape: Shape) -> tuple[pl.Expr, ...]:
    """Return the expressions that find the literals of a shape's rules, all for one query: each query costs threads.

    A few literals at a time are found by SIMD search, all of them at once would not be. The private use area is
    searched by its first bytes only.
    """
    probes = [
        _contains("infobox" if rule.scope == "infobox" else "text", needles_of(rule)).alias(rule.id)
        for rule in debris_rules(shape)
        if not rule.hidden
    ]
    if any(rule.hidden for rule in debris_rules(shape)):
        text, content = pl.col("text").str, pl.col("text").cast(pl.Binary).bin
        some = [text.contains(f"[{group}]") for group in ("\u200b-\u200f\u202a-\u202e", "\u2060\u2066-\u2069")]
        probes.append((text.contains("\u00ad", literal=True) | some[0] | some[1]).alias(_HIDDEN))
        probes.append((content.contains(b"\xee") | content.contains(b"\xef")).alias(_PRIVATE))
    return tuple(probe.fill_null(True).arg_true().implode() for probe in probes)


def _contains(column: str, needles: Sequence[str]) -> pl.Expr:
    """Return the expression that finds any of the needles; up to three are quicker one by one."""
    text = pl.col(column).str
    if len(needles) > _FEW:
        return text.contains("|".join(map(re.escape, needles)))
    return pl.any_horizontal([text.contains(needle, literal=True) for needle in needles])


def _flagged(texts: Sequence[str], probe: str = _REPAIR_PROBE) -> list[bool]:
    """Return for each text whether repair may change it or give a note, apart from what needs no probe."""
    if not texts:
        return []
    flags: list[bool] = _column(texts).str.contains(probe).fill_null(True).to_list()
    return flags


def _probe_hits(texts: Sequence[str]) -> list[ProbeHits]:
    """Return for each text what the probes of repair find in it."""
    column = _column(texts)
    flags = column.str.contains(_REPAIR_PROBE).fill_null(True)
    rare = iter(column.filter(flags).str.contains(_RARE_PROBE).fill_null(True).to_list())
    return [(ALL if next(rare) else _MOJIBAKE) if is_flagged else _NOTHING for is_flagged in flags.to_list()]


def _column(texts: Sequence[str]) -> pl.Series:
    """Return the texts as a column; a text with half a surrogate, which no column can hold, becomes null."""
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
