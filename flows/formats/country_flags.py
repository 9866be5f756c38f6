"""Flags of countries: the country that a template or a picture names, as one emoji in every shape ("Syria" -> 🇸🇾)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from flows.rules.wikitext import adjectives, countries

ICON: Final = "\ufdd0"
"""A placeholder for the flag of an unknown country; it becomes a no-break space when white space is tidied."""
_FIRST_LETTER: Final = 0x1F1E6
_FILE: Final = re.compile(
    "(?:[^:|]{1,20}:)?[ _]?(?:flag|bandera|flagge|drapeau|civil ensign)[ _]of[ _](?:the[ _])?(.{1,80})\\.\\w{3,4}", re.I
)
_VARIANT: Final = re.compile("[ _]*\\([^()]{0,60}\\)\\Z")


def emoji(code: str) -> str:
    """Return the flag of a country code, or of a part of the United Kingdom.

    >>> emoji("SY"), len(emoji("GB-ENG"))
    ('🇸🇾', 7)
    """
    if "-" in code:
        letters = "".join(chr(0xE0000 + ord(letter)) for letter in code.replace("-", "").lower())
        return f"\U0001f3f4{letters}\U000e007f"
    return "".join(chr(_FIRST_LETTER + ord(letter) - ord("A")) for letter in code)


@lru_cache(maxsize=4_096)
def icon(country: str) -> str:
    """Return the flag of a country as it is printed before a name: the emoji and a blank, or ``ICON`` if it is unknown.

    >>> icon("Syria")
    '🇸🇾 '
    """
    known = countries().get(country.strip().casefold())
    return f"{emoji(known[0])} " if known else ICON


@lru_cache(maxsize=4_096)
def flagged(country: str, label: str = "") -> str:
    """Return a country with its flag. A code is printed as the country's name; ``label`` replaces the name.

    >>> flagged("SYR"), flagged("Alemania"), flagged("Germany", "German Reich")
    ('🇸🇾 Syria', '🇩🇪 Alemania', '🇩🇪 German Reich')
    """
    country = country.strip()
    known = countries().get(country.casefold())
    name = known[1] if known and len(country) <= 3 else country
    return icon(country) + (label.strip() or name)


def forces(country: str, kind: str) -> str:
    """Return the forces of a country with its flag.

    >>> forces("Syria", "Army")
    '🇸🇾 Syrian Army'
    """
    known = countries().get(country.strip().casefold())
    name = adjectives().get(known[0], known[1]) if known else country.strip()
    return flagged(country, f"{name} {kind}")


def icon_of_file(name: str) -> str | None:
    """Return the flag that a picture shows, None for a picture of anything else.

    >>> icon_of_file("File:Flag of Syria (1932–1958).svg"), icon_of_file("File:Map.svg")
    ('🇸🇾 ', None)
    """
    found = _FILE.match(name.strip())
    if found is None:
        return None
    return icon(_VARIANT.sub("", found[1].replace("_", " ")))
