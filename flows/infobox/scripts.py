"""The scripts that a text is written in: names in different scripts cannot be compared letter by letter."""

from __future__ import annotations

import unicodedata


def scripts(text: str) -> set[str]:
    """Return the scripts of the letters of a text.

    >>> sorted(scripts("Aleppo, حلب"))
    ['ARABIC', 'LATIN']
    """
    return {unicodedata.name(sign, "?").partition(" ")[0] for sign in set(text) if sign.isalpha()}
