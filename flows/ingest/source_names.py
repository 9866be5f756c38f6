"""The name a document gets from its file: printable, one line, and different for different files."""

from __future__ import annotations

import hashlib
import re
from typing import Final

# Line breaks forge log lines, direction marks turn a line around, and a lone surrogate (a byte of a file name that is
# no UTF-8) makes every writer fail.
_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def is_printable(name: str) -> bool:
    """Return whether a file name can stand in a table and a log as it is."""
    return _UNPRINTABLE.search(name) is None


def printable(name: str) -> str:
    r"""Return the name with each troublesome character as its bytes (``%0A``), and a mark of the original at the end.

    The mark (from a hash) keeps ``a\n.txt`` and a file that is really called ``a%0A.txt`` apart, in every run alike.

    >>> printable("two\nlines.txt")
    'two%0Alines.txt~8df8659b'
    >>> printable("plain.txt")
    'plain.txt'
    """
    if is_printable(name):
        return name
    raw = name.encode("utf-8", "surrogatepass")
    return _UNPRINTABLE.sub(_escaped, name) + "~" + hashlib.sha256(raw).hexdigest()[:8]


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    if "\udc80" <= character <= "\udcff":  # a byte that Python smuggled into the name (surrogateescape)
        return f"%{ord(character) - 0xDC00:02X}"
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))
