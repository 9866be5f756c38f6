"""What is known of the inputs of a folder: ``sources.toml`` beside them.

A scraped file seldom says where it came from and under which licence; whoever fetched it knows. What is not known is
left out. The file is written by people, so every mistake in it is an issue that names the entry, and an entry with one
bad value still gives its others.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, NamedTuple

from flows.model import Issue, Origin

MANIFEST: Final = "sources.toml"
_TEXT_KEYS: Final = ("publisher", "license", "url", "language")
# For people who read the file: what a page is like is found out from the page, never taken from here.
_INFORMATIVE: Final = frozenset({"shape", "note"})
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_REMEDY: Final = f"correct the entry in {MANIFEST}; its keys are in the README"


class Entry(NamedTuple):
    """What ``sources.toml`` says of one file: where it comes from, and the SHA-256 that its bytes must have."""

    origin: Origin
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Manifest:
    """The entries of one folder by file name, and what is wrong with the file itself."""

    entries: Mapping[str, Entry] = field(default_factory=lambda: MappingProxyType({}))
    issues: tuple[Issue, ...] = ()


def parse_manifest(content: bytes, source: str) -> Manifest:
    r"""Return the entries of a ``sources.toml``; ``source`` is its own name, for the issues. Never raises.

    >>> manifest = parse_manifest(b'[[source]]\nfile = "a.txt"\nlicense = "CC0-1.0"', "sources.toml")
    >>> manifest.entries["a.txt"].origin.license
    'CC0-1.0'
    """
    try:
        table = tomllib.loads(content.decode("utf-8"))
    # RecursionError: tomllib walks nested arrays by recursion.
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        remedy = f"correct the file: until then its inputs have no publisher and no licence ({error})"
        return Manifest(issues=(Issue("bad-manifest", None, source, "whole file", "", remedy),))
    issues = [_bad(source, key, "", "unknown key at the top") for key in table if key != "source"]
    entries: dict[str, Entry] = {}
    listed = table.get("source", [])
    for number, raw in enumerate(listed if isinstance(listed, list) else [listed], 1):
        where = f"[[source]] {number}"
        if not isinstance(raw, dict):
            issues.append(_bad(source, where, repr(raw), "not a table"))
            continue
        name = raw.get("file")
        if not isinstance(name, str) or not _is_inside(name):
            issues.append(_bad(source, where, repr(name), "file must be a path below this folder"))
        elif name in entries:
            issues.append(_bad(source, where, name, "the file is listed twice; the first entry counts"))
        else:
            entries[name] = _entry(raw, source, name, issues)
    return Manifest(MappingProxyType(entries), tuple(sorted(issues)))


def _is_inside(name: str) -> bool:
    return bool(name) and "\\" not in name and not any(part in {"", ".", ".."} for part in name.split("/"))


def _entry(raw: dict[str, object], source: str, name: str, issues: list[Issue]) -> Entry:
    texts: dict[str, str | None] = dict.fromkeys(_TEXT_KEYS)
    retrieved: dt.date | None = None
    sha256: str | None = None
    for key, value in raw.items():
        if key in texts and isinstance(value, str) and value.strip():
            texts[key] = value.strip()
        elif key == "retrieved" and isinstance(value, dt.date):
            retrieved = value.date() if isinstance(value, dt.datetime) else value
        elif key == "sha256" and isinstance(value, str) and _SHA256.fullmatch(value.lower()):
            sha256 = value.lower()
        elif key != "file" and key not in _INFORMATIVE:
            issues.append(_bad(source, name, f"{key} = {value!r}", _why_not(key)))
    origin = Origin(texts["publisher"], texts["license"], texts["url"], retrieved, texts["language"])
    return Entry(origin, sha256)


def _why_not(key: str) -> str:
    if key == "retrieved":
        return "retrieved must be a TOML date (2025-03-02, no quotes)"
    if key == "sha256":
        return "sha256 must be 64 hex digits"
    return f"{key} must be a text" if key in _TEXT_KEYS else f"unknown key {key}"


def _bad(source: str, where: str, text: str, why: str) -> Issue:
    return Issue("bad-manifest", None, source, where, text[:300], f"{why}: {_REMEDY}")
