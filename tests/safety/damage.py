"""Damage to files, as disks, copies and people do it: each kind returns other bytes, or None where the file is gone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any, Final

Damage = Callable[[bytes, Random], bytes | None]


def _bit(content: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]


def _byte(content: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + chance.randbytes(1) + content[at + 1 :]


def _cut(content: bytes, chance: Random) -> bytes:
    return content[: chance.randrange(len(content))]


def _zeroed(content: bytes, chance: Random) -> bytes:
    at, size = chance.randrange(len(content)), chance.choice((16, 512, 4096))
    block = content[at : at + size]
    return content[:at] + bytes(len(block)) + content[at + size :]


def _inserted(content: bytes, chance: Random) -> bytes:
    at = chance.randint(0, len(content))
    return content[:at] + chance.randbytes(chance.choice((1, 7, 300))) + content[at:]


def _emptied(_content: bytes, _chance: Random) -> bytes:
    return b""


def _removed(_content: bytes, _chance: Random) -> None:
    return None


BYTES: Final[Mapping[str, Damage]] = {
    "bit": _bit, "byte": _byte, "cut": _cut, "zeroed": _zeroed, "inserted": _inserted, "emptied": _emptied,
}  # fmt: skip
"""Damage that knows nothing of what it strikes."""
REMOVED: Final[Mapping[str, Damage]] = {"removed": _removed}

_PLAIN: Final[tuple[Any, ...]] = (None, True, 0, -1, 1.5, 1e999, 10**30, "", "x", "\ud800", "../..")
_OTHERS: Final = (*_PLAIN, [], {}, [[]], {"a": None})


def _other_value(content: bytes, chance: Random) -> bytes:
    """Return the JSON with one value of another type in it, or one key less."""
    root = json.loads(content)
    places = [(None, None), *_places(root)]
    holder, key = chance.choice(places)
    if holder is None:
        root = chance.choice(_OTHERS)
    elif chance.random() < 0.3:
        del holder[key]
    else:
        holder[key] = chance.choice(_OTHERS)
    return json.dumps(root).encode()


def _places(node: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inner:
        found += [(node, key), *_places(value)]
    return found


def _strange(_content: bytes, chance: Random) -> bytes:
    """Return JSON that is none, too deep or too long for a reader."""
    deep = 200_000
    nested = (b"[" * deep, b"[" * deep + b"]" * deep, b'{"a":' * deep)
    return chance.choice((b"null", b"[]", b"0", b'"x"', b"9" * 10_000, b"\xff\xfe", *nested))


JSON: Final[Mapping[str, Damage]] = {"other value": _other_value, "strange": _strange}
"""Damage to files of JSON that only a mind, or bad luck, would do."""


def strike(path: Path, chance: Random, kinds: Mapping[str, Damage] = BYTES) -> str:
    """Damage a file by one of these kinds and return which; the file is other than before, however short it is."""
    content = path.read_bytes()
    while True:
        kind = chance.choice(list(kinds)) if content else "inserted"
        damaged = {**kinds, "inserted": _inserted}[kind](content, chance)
        if damaged != content:
            break
    if damaged is None:
        path.unlink()
    else:
        path.write_bytes(damaged)
    return kind
