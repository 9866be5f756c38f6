"""The words that the contract allows in its closed columns, each list in one place. Standard library only."""

from __future__ import annotations

from typing import Final

SHAPES: Final = ("wiki_dump", "wiki_page", "front_matter", "web_page", "wikitext", "html", "plain_text")
STEPS: Final = ("repair", "debris", "boilerplate", "normalise")

PRECISIONS: Final = ("day", "month", "season", "year", "decade", "century")
OUTCOMES: Final = ("side_1", "side_2", "side_3", "inconclusive", "ongoing", "other", "unknown")

SIDE_BASES: Final = ("key", "layout", "corpus", "none")
"""How a side is known: ``key`` the infobox says so (Combatant2), ``layout`` the page's layout shows where a column
ends, ``corpus`` other documents of the run put the same names on different sides, ``none`` it is not known."""

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
