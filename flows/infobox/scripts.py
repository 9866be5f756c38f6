"""The scripts of a text (Latin, Arabic, …): names in different scripts cannot be compared letter by letter."""

from __future__ import annotations

import unicodedata


def scripts(text: str) -> set[str]:
    """Return the scripts of the letters of a text, by their Unicode names.

    >>> sorted(scripts("Aleppo, حلب"))
    ['ARABIC', 'LATIN']
    """
    return {unicodedata.name(sign, "?").partition(" ")[0] for sign in set(text) if sign.isalpha()}
