"""A made infobox: the lines of its values as data, and the typed rows that they mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Fate = Literal["none", "killed", "wounded", "captured"]


class Line(NamedTuple):
    """One printed line of a value: its words, list depth, and the icons and marks that each shape prints its own way.

    ``flag`` is a country's name whose flag stands before the words; ``is_flagged_name``: the words are that name, as
    ``{{flag|Syria}}`` prints both. ``fate`` is a mark behind the words, ``behind`` what follows the mark in brackets.
    """

    words: str
    depth: int = 0
    flag: str | None = None
    is_flagged_name: bool = False
    fate: Fate = "none"
    behind: str = ""


@dataclass(frozen=True)
class Side:
    """One column of a conflict: the lines of its five fields, and the rows that they mean, without their side.

    ``letters`` are belligerents of a row of their own below the first (``combatant1a``).
    """

    lines: dict[str, list[Line]]
    rows: dict[str, list[tuple[object, ...]]]
    letters: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Conflict:
    """One military conflict. ``date`` is what is printed, ``start`` and ``end`` its EDTF, ``end`` None for ongoing."""

    name: str
    part_of: list[str]
    date: str
    start: str
    end: str | None
    place: str
    point: tuple[float, float] | None
    point_call: str
    result: list[str]
    sides: list[Side]
    civilians: tuple[Line, tuple[object, ...]] | None = None
    outcome: str | None = None
    """The side that the result names, None where its words leave that open."""

    @property
    def has_letters(self) -> bool:
        """Return whether the belligerents stand in two rows."""
        return any(side.letters for side in self.sides)


class Topic(NamedTuple):
    """One field of another box: parameter, printed label, what wikitext and a page have, the values that it means."""

    parameter: str
    label: str
    wikitext: str
    printed: list[str]
    values: list[tuple[object, ...]]


@dataclass(frozen=True)
class TopicBox:
    """One box of a person, a town, a film, a company or a river."""

    template: str
    name: str
    fields: list[Topic] = field(default_factory=list)
