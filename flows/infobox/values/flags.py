"""Flag emoji as country codes: "🇷🇺 Russia" is RU."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_FLAG: Final = re.compile("[\U0001f1e6-\U0001f1ff]{2}|\U0001f3f4[\U000e0061-\U000e007a]{2,6}\U000e007f")
_FIRST_LETTER: Final = 0x1F1E6


@lru_cache(maxsize=4_096)
def flag_country(text: str) -> tuple[str | None, str]:
    """Return the ISO 3166 code of the first flag emoji (None without one), and the text without its flags.

    A flag emoji is often the only country that a browser's text keeps. Flags of parts of a country (England, Scotland)
    give the code of the country.

    >>> flag_country("🇷🇺 Russia")
    ('RU', 'Russia')
    """
    first = _FLAG.search(text)
    if not first:
        return None, text
    flag = first[0]
    if flag[0] == "\U0001f3f4":
        code = "".join(chr(ord(char) - 0xE0000) for char in flag[1:3]).upper()
    else:
        code = "".join(chr(ord(char) - _FIRST_LETTER + ord("A")) for char in flag)
    rest = _FLAG.sub("", text)
    return code, " ".join(rest.split(" ")).strip()
