"""Addresses that a page states, made safe to be linked."""

from __future__ import annotations

import re
from urllib.parse import quote

_WEB = re.compile(r"https?://[^/?#\s]", re.IGNORECASE)


def web_address(text: str) -> str:
    """Return the address as a link may hold it, "" for anything but http and https: a page may state ``javascript:``.

    What an address cannot hold (blanks, quotes, brackets, control characters) is percent-encoded.

    >>> web_address("https://en.wikipedia.org/wiki/Battle_(2017)")
    'https://en.wikipedia.org/wiki/Battle_%282017%29'
    >>> web_address("javascript:alert(1)")
    ''
    """
    if not _WEB.match(text):
        return ""
    return quote(text.encode("utf-8", "replace"), safe="%/:=&?~#+!$,;@-._")
