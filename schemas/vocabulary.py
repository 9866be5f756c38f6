"""The words that the contract allows in its closed columns, each list in one place. Standard library only.

Four lists are types as well, so that mypy knows the words wherever code names one. The tuples are made from
the types.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

Shape = Literal["wiki_dump", "wiki_page", "front_matter", "web_page", "wikitext", "html", "plain_text"]
"""Which kind of text an input is; each shape has one module or package in ``flows/formats``."""
SHAPES: Final[tuple[Shape, ...]] = get_args(Shape)

EncodingBasis = Literal["mark", "escapes", "valid_utf8", "zero_bytes", "mostly_utf8", "lines", "declared", "statistics"]
"""What decided for an encoding, the surest first.

- ``mark``: a byte order mark at the beginning;
- ``escapes``: the escape sequences of ISO-2022;
- ``valid_utf8``: every byte is valid UTF-8;
- ``zero_bytes``: UTF-16 or UTF-32, by the positions of the zero bytes;
- ``mostly_utf8``: valid UTF-8 but for a few stray bytes;
- ``lines``: some lines are UTF-8 and the others are not;
- ``declared``: the page names it and its bytes do not contradict;
- ``statistics``: the likeliest one by the letters that come out.
"""
ENCODING_BASES: Final[tuple[EncodingBasis, ...]] = get_args(EncodingBasis)

Step = Literal["repair", "debris", "boilerplate", "normalise"]
"""Which step of the cleaning made an edit."""
STEPS: Final[tuple[Step, ...]] = get_args(Step)

PRECISIONS: Final = ("day", "month", "season", "year", "decade", "century", "millennium")
OUTCOMES: Final = ("side_1", "side_2", "side_3", "inconclusive", "ongoing", "other", "unknown")

SIDE_BASES: Final = ("key", "layout", "text", "corpus", "none")
"""How a side is known.

- ``key``: the infobox names it (Combatant2);
- ``layout``: the layout of the page shows where a column ends;
- ``text``: the statement itself names the side ("US 322; CS 1,500");
- ``corpus``: other documents of the run put the same names on different sides;
- ``none``: the side is not known.
"""

RELATIONS: Final = ("principal", "allied", "supported_by")
FATES: Final = (
    "killed",
    "wounded",
    "captured",
    "missing",
    "died_of_wounds",
    "executed",
    "surrendered",
    "assassinated",
    "marked",
    "none",
)
"""``marked``: a mark followed the name, but its meaning was lost with its image."""

STRENGTH_KINDS: Final = ("personnel", "tanks", "vehicles", "aircraft", "ships", "guns", "units", "other")
CASUALTY_KINDS: Final = (
    "killed",
    "wounded",
    "captured",
    "missing",
    "killed_or_wounded",
    "captured_or_missing",
    "casualties",
    "deserted",
    "displaced",
    "materiel",
    "other",
)
KIND_BASES: Final = ("template", "labels", "none")
"""What decided the kind of an infobox.

- ``template``: the page keeps the template's name, and the name decides;
- ``labels``: the labels of the box decide;
- ``none``: the kind is unknown.
"""

WHO: Final = ("military", "civilian", "mixed", "unknown")

ValueKind = Literal["date", "quantity", "money", "coordinate", "person", "url", "text"]
"""What a value of an infobox can be read as."""
VALUE_KINDS: Final[tuple[ValueKind, ...]] = get_args(ValueKind)
