"""JSON files that a program of ours wrote and reads again: read strictly, and sealed, so that no damage goes unnoticed.

The seal is the SHA-256 of the file without its second line, which holds the seal: ``sed 2d FILE | sha256sum`` gives it
too. Standard library only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Final, NoReturn

SEAL: Final = "seal"
_LINE: Final = '  "seal": "{}",'


class Unsealed(dict[str, object]):
    """What a file without a seal holds: an earlier version wrote it."""


def sealed_text(content: Mapping[str, object], indent: int | None = 2) -> str:
    """Return the text of a file with this content and its seal.

    >>> print(sealed_text({"format": 1}), end="")
    {
      "seal": "4ae3f0c00241cb6269312ab8e0c5a39ef219ff0c9df43821a958cb78ea5d5287",
      "format": 1
    }
    """
    first, rest = "{\n", json.dumps(content, ensure_ascii=False, indent=indent).removeprefix("{").lstrip("\n") + "\n"
    # A file name that is not valid UTF-8 reaches us as lone surrogates. In JSON, \\udcff is a valid escape.
    rest = rest.encode("utf-8", "backslashreplace").decode()
    return f"{first}{_LINE.format(_sha256((first + rest).encode()))}\n{rest}"


def read_sealed(text: bytes) -> dict[str, object]:
    """Return the content of a sealed file, without its seal; as ``Unsealed`` where it has none.

    Raises ``ValueError`` where it is no JSON object or not as it was sealed.
    """
    content = read_strictly(text)
    if SEAL not in content:
        return Unsealed(content)
    first, line, rest = (*text.split(b"\n", 2), b"", b"")[:3]
    if line != _LINE.format(_sha256(first + b"\n" + rest)).encode():
        raise ValueError("its seal is not the SHA-256 of the rest")
    del content[SEAL]
    return content


def read_strictly(text: bytes) -> dict[str, object]:
    """Return the JSON object in a text of UTF-8, and in no other encoding; raise ``ValueError`` for anything else.

    Also for what JSON readers differ about: a key that comes twice, NaN, numbers and nesting without bounds.
    """
    try:
        found = json.loads(text.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_refused)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if not isinstance(found, dict):
        raise ValueError("it is no JSON object")
    return found


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("it has a key twice")
    return found


def _refused(name: str) -> NoReturn:
    raise ValueError(f"it has the number {name}")


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
