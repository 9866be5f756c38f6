r"""Source names: a file's name made printable, on one line, and different for different files.

``two\nlines.txt`` (with a line break in it) becomes ``two%0Alines.txt~8df8659b``.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

# Line breaks forge log lines, direction marks reverse a line, and every writer fails on a lone surrogate (a byte of a
# file name that is not UTF-8).
_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def is_printable(name: str) -> bool:
    """Return whether a file name can be written to a table and a log as it is."""
    return _UNPRINTABLE.search(name) is None


def printable(name: str) -> str:
    r"""Return the name with each harmful character as its bytes (``%0A``), and a hash of the original name at the end.

    The hash keeps ``a\n.txt`` apart from a file that is really called ``a%0A.txt``, and is the same in every run.

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
    if "\udc80" <= character <= "\udcff":  # a byte that Python put into the name (surrogateescape)
        return f"%{ord(character) - 0xDC00:02X}"
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))
