"""A cell that prints several fields below each other: "Born" with the name, the day and the place of a birth.

Templates have a parameter for each ("birth_name", "birth_date", "birth_place"), and a page prints them in one cell.
Each part becomes a field of its own below the cell's label, so that it has the same key in every shape.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from flows.infobox.values.dates.lists import may_hold_date
from flows.model import InfoboxField

_LAST_LINES: Final = 2
"""The most lines of a place: the town, the country."""


class _Parts(NamedTuple):
    """The labels under which browsers print the parts of a cell where they print them alone; None for no such part."""

    name: str | None
    place: str


_CELLS: Final = {"birth_date": _Parts("Birth name", "Birth place"), "death_date": _Parts(None, "Death place")}


def parts_of(raw: InfoboxField, key: str | None) -> tuple[InfoboxField, ...]:
    r"""Return the fields that a cell's lines are: the name above the line of the day, the place below it.

    Lines that have a digit are no name and no place; with any other lines than these the cell is one field. The cell
    itself stays whole, as the page prints it.

    >>> parts = parts_of(InfoboxField("Born", "", "lines", "Ada Hox\n3 May 1901 (age 60)\nHarrow, Orrin"), "birth_date")
    >>> [(one.label, one.plain, one.heads) for one in parts]
    [('Birth name', 'Ada Hox', ('Born',)), ('Birth place', 'Harrow, Orrin', ('Born',))]
    """
    labels = _CELLS.get(key or "")
    if labels is None or raw.layout == "commas":
        return ()
    lines = raw.plain.split("\n")
    if len(lines) < 2 or any(line[:1] == "*" for line in lines):
        return ()
    days = [at for at, line in enumerate(lines) if _has_digit(line) and may_hold_date(line)]
    if len(days) != 1:
        return ()
    above, below = lines[: days[0]], [line for line in lines[days[0] + 1 :] if line[:1] != "("]
    if any(map(_has_digit, above + below)) or len(above) > (labels.name is not None) or len(below) > _LAST_LINES:
        return ()
    found = [(label, "\n".join(words)) for label, words in ((labels.name, above), (labels.place, below)) if words]
    heads = (*raw.heads, raw.label)
    return tuple(InfoboxField(label, plain, "lines", plain, None, heads) for label, plain in found if label)


def _has_digit(line: str) -> bool:
    return any(map(str.isdigit, line))
