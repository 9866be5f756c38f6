"""The note of a page that ends within a character: the download broke off."""

from __future__ import annotations

from typing import Final

from flows.model import Note

LONGEST_CHARACTER: Final = 4


def cut_off(content: bytes, start: int) -> Note:
    """Return the note of a page whose bytes from ``start`` on are the beginning of a character."""
    remedy = "the file ends within a character, which became U+FFFD: fetch it again"
    return Note("cut-off-character", f"byte {start}", content[start:].hex(" "), remedy)
