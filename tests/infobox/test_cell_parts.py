"""Cells that print several fields: which lines become fields of their own, and which cells stay one field."""

from __future__ import annotations

import pytest

from flows.infobox.cell_parts import parts_of
from flows.model import InfoboxField


@pytest.mark.parametrize(
    ("label", "value", "parts"),
    [
        ("Born", "3 May 1901\nHarrow, Orrin", [("Birth place", "Harrow, Orrin")]),
        ("Born", "Ada Hox\n3 May 1901 (age 60)", [("Birth name", "Ada Hox")]),
        ("Born", "Ada Hox\nc. 1901\nHarrow\nOrrin", [("Birth name", "Ada Hox"), ("Birth place", "Harrow\nOrrin")]),
        ("Born", "3 May 1901\nHarrow, Orrin\n(now Harō)", [("Birth place", "Harrow, Orrin")]),
        ("Died", "3 May 1960 (aged 59)\nHarrow", [("Death place", "Harrow")]),
        # Nothing proves which line is what.
        ("Born", "3 May 1901", []),
        ("Born", "3 May 1901, Harrow", []),
        ("Born", "Harrow", []),
        ("Born", "Ada\nHox\n3 May 1901", []),
        ("Born", "3 May 1901\nor 4 May 1902\nHarrow", []),
        ("Born", "3 May 1901\nHarrow 4021", []),
        ("Born", "* 3 May 1901\n* Harrow", []),
        ("Born", "3 May 1901\nHarrow\nNorthern Orrin\nOrrin", []),
        ("Died", "Ada Hox\n3 May 1960", []),
    ],
)
def test_parts_of_a_cell(label: str, value: str, parts: list[tuple[str, str]]) -> None:
    key = {"Born": "birth_date", "Died": "death_date"}[label]
    found = parts_of(InfoboxField(label, value, "lines", heads=("Personal details",)), key)
    assert [(part.label, part.plain) for part in found] == parts
    assert {part.heads for part in found} <= {("Personal details", label)}


def test_only_the_cells_of_a_birth_and_a_death_have_parts() -> None:
    assert parts_of(InfoboxField("Founded", "3 May 1901\nHarrow", "lines"), "established_date") == ()
    assert parts_of(InfoboxField("Born", "Ada Hox, 3 May 1901", "commas"), "birth_date") == ()
