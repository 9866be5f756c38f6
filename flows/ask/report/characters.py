"""Where the characters of the inputs went, by shape: what stayed in the text, and what was taken out as what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, TypedDict

from markupsafe import Markup

from flows.ask.report.facts import ReportFacts, Tables
from flows.ask.report.pictures import stacked_bars
from flows.typed_toml import read_toml

KEPT: Final = "text"
_UNLISTED: Final = "not listed"

_READ: Final = """
SELECT shape, count(*)::BIGINT AS documents, sum(input_characters)::BIGINT AS characters,
  sum(text_characters)::BIGINT AS kept
FROM documents GROUP BY shape ORDER BY characters DESC, shape
"""
_TAKEN: Final = """
SELECT d.shape, e.step, e.rule, sum(length(e."before") - length(e."after"))::BIGINT AS taken
FROM edits e JOIN (SELECT document_id, shape FROM documents) d USING (document_id) GROUP BY ALL
"""


class CharacterPart(NamedTuple):
    """One kind of what is taken out of a text: the edits of ``rules``, and all others of ``steps``."""

    name: str
    meaning: str
    rules: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


class _PartsFile(TypedDict):
    """``characters.toml``: the parts in the order of the bars."""

    part: list[CharacterPart]


class ShapeCharacters(NamedTuple):
    """The inputs of one shape: their characters, and how many of them are in which part; the parts sum to them."""

    shape: str
    documents: int
    characters: int
    parts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CharactersView:
    """The shapes, the most characters first, and all of them together; ``meanings`` explains the parts."""

    shapes: tuple[ShapeCharacters, ...]
    total: ShapeCharacters
    meanings: Mapping[str, str]
    bars: Markup


def characters(_facts: ReportFacts, tables: Tables, _left: int) -> CharactersView | None:
    """Return where the characters went; None without documents."""
    taken: dict[str, dict[str, int]] = {}
    for row in tables.rows(_TAKEN):
        of_shape, name = taken.setdefault(row["shape"], {}), _part_of(row["rule"], row["step"])
        of_shape[name] = of_shape.get(name, 0) + row["taken"]
    shapes = tuple(_shape(row, taken.get(row["shape"], {})) for row in tables.rows(_READ))
    if not shapes:
        return None
    names = [name for name in _meanings() if any(shape.parts.get(name) for shape in shapes)]
    summed = {name: sum(shape.parts.get(name, 0) for shape in shapes) for name in names}
    total = ShapeCharacters(
        "all", sum(shape.documents for shape in shapes), sum(shape.characters for shape in shapes), summed
    )
    shown = {shape.shape: {name: max(shape.parts.get(name, 0), 0) for name in names} for shape in shapes}
    return CharactersView(shapes, total, {name: _meanings()[name] for name in names}, stacked_bars(shown))


def _shape(row: Mapping[str, int], taken: Mapping[str, int]) -> ShapeCharacters:
    unlisted = row["characters"] - row["kept"] - sum(taken.values())
    parts = {KEPT: row["kept"], **taken, **({_UNLISTED: unlisted} if unlisted else {})}
    return ShapeCharacters(str(row["shape"]), row["documents"], row["characters"], parts)


def _part_of(rule: str, step: str) -> str:
    """Return the part that an edit belongs to."""
    by_rule = (part.name for part in _parts() if rule in part.rules)
    by_step = (part.name for part in _parts() if step in part.steps)
    return next(by_rule, None) or next(by_step, step)


def _meanings() -> dict[str, str]:
    """Return all parts that there can be, in the order of the bars."""
    return {
        KEPT: "kept: the clean text of documents.text",
        **{part.name: part.meaning for part in _parts()},
        _UNLISTED: "changes that edits does not list, because the text is withheld (--facts-only)",
    }


@cache
def _parts() -> tuple[CharacterPart, ...]:
    return tuple(read_toml(Path(__file__).with_name("characters.toml"), _PartsFile)["part"])
