"""The words that the contract allows in its closed columns, each list in one place. Standard library only."""

from __future__ import annotations

from typing import Final

SHAPES: Final = ("wiki_dump", "wiki_page", "front_matter", "web_page", "wikitext", "html", "plain_text")
ENCODING_BASES: Final = (
    "mark",
    "escapes",
    "valid_utf8",
    "zero_bytes",
    "mostly_utf8",
    "lines",
    "declared",
    "statistics",
)
"""What decided for an encoding, the surest first. ``mark``: a byte order mark stands at the beginning; ``escapes``: the
escape sequences of ISO-2022; ``valid_utf8``: every byte is valid UTF-8; ``zero_bytes``: UTF-16 or UTF-32 by the place
of its zero bytes; ``mostly_utf8``: valid UTF-8 but for a few stray bytes; ``lines``: some lines are UTF-8 and the
others are not; ``declared``: the page says so and its bytes do not contradict; ``statistics``: the likeliest by its
letters."""
STEPS: Final = ("repair", "debris", "boilerplate", "normalise")

PRECISIONS: Final = ("day", "month", "season", "year", "decade", "century", "millennium")
OUTCOMES: Final = ("side_1", "side_2", "side_3", "inconclusive", "ongoing", "other", "unknown")

SIDE_BASES: Final = ("key", "layout", "text", "corpus", "none")
"""How a side is known: ``key`` the infobox says so (Combatant2), ``layout`` the page's layout shows where a column
ends, ``text`` the statement names the side ("US 322; CS 1,500"), ``corpus`` other documents of the run put the same
names on different sides, ``none`` it is not known."""

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
"""``marked``: a mark stood behind the name whose meaning was lost with its image."""

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
WHO: Final = ("military", "civilian", "mixed", "unknown")
VALUE_KINDS: Final = ("date", "quantity", "money", "coordinate", "person", "url", "text")
