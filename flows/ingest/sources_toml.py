"""``sources.toml``: what a person knows of the files beside it (publisher, licence, address, date of retrieval).

A scraped file seldom says where it came from and under which licence; the person who fetched it knows. A value that is
not known is left out. People write the file, so every mistake in it is an issue that names the entry, and an entry with
one bad value still gives its other values.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, NamedTuple

from flows.model import Issue, Origin
from flows.rules.files import read_rules
from flows.rules.name_file_types import LicencesFile

MANIFEST: Final = "sources.toml"
_TEXT_KEYS: Final = ("publisher", "license", "url", "language")
# For people who read the file. The shape of a page is recognised from the page itself, never taken from here.
_INFORMATIVE: Final = frozenset({"shape", "note"})
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_REMEDY: Final = (
    f"correct the entry in {MANIFEST}; its keys are file, publisher, license, url, language, retrieved, sha256, "
    "shape and note"
)


class SourceEntry(NamedTuple):
    """One file's entry in ``sources.toml``: its origin, and the SHA-256 that its bytes must have."""

    origin: Origin
    sha256: str | None


@dataclass(frozen=True, slots=True)
class SourcesFile:
    """The entries of one folder by file name, and the issues of the file itself."""

    entries: Mapping[str, SourceEntry] = field(default_factory=lambda: MappingProxyType({}))
    issues: tuple[Issue, ...] = ()


def parse_sources_file(content: bytes, source: str) -> SourcesFile:
    r"""Return the entries of a ``sources.toml``. Never raises.

    ``source`` is the source name of the ``sources.toml`` itself, for its issues.

    >>> listed = parse_sources_file(b'[[source]]\nfile = "a.txt"\nlicense = "CC0-1.0"', "sources.toml")
    >>> listed.entries["a.txt"].origin.license
    'CC0-1.0'
    """
    try:
        table = tomllib.loads(content.decode("utf-8"))
    # ValueError: no UTF-8, no TOML, or a number of thousands of digits. RecursionError: arrays nested too deep.
    except (ValueError, RecursionError) as error:
        remedy = f"correct the file: until then its inputs have no publisher and no licence ({error})"
        return SourcesFile(issues=(Issue("bad-manifest", None, source, "whole file", "", remedy),))
    issues = [_bad_entry(source, key, "", "unknown key at the top") for key in table if key != "source"]
    entries: dict[str, SourceEntry] = {}
    listed = table.get("source", [])
    for number, raw in enumerate(listed if isinstance(listed, list) else [listed], 1):
        where = f"[[source]] {number}"
        if not isinstance(raw, dict):
            issues.append(_bad_entry(source, where, repr(raw), "not a table"))
            continue
        name = raw.get("file")
        if not isinstance(name, str) or not _is_inside(name):
            issues.append(_bad_entry(source, where, repr(name), "file must be a path below this folder"))
        elif name in entries:
            issues.append(_bad_entry(source, where, name, "the file is listed twice; the first entry counts"))
        else:
            entries[name] = _entry(raw, source, name, issues)
    return SourcesFile(MappingProxyType(entries), tuple(sorted(issues)))


def _is_inside(name: str) -> bool:
    return bool(name) and "\\" not in name and not any(part in {"", ".", ".."} for part in name.split("/"))


def _entry(raw: dict[str, object], source: str, name: str, issues: list[Issue]) -> SourceEntry:
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
            issues.append(_bad_entry(source, name, f"{key} = {value!r}", _what_is_wrong(key)))
    origin = Origin(texts["publisher"], texts["license"], texts["url"], retrieved, texts["language"])
    return SourceEntry(origin, sha256)


def _what_is_wrong(key: str) -> str:
    if key == "retrieved":
        return "retrieved must be a TOML date (2025-03-02, no quotes)"
    if key == "sha256":
        return "sha256 must be 64 hex digits"
    return f"{key} must be a text" if key in _TEXT_KEYS else f"unknown key {key}"


def _bad_entry(source: str, where: str, text: str, why: str) -> Issue:
    return Issue("bad-manifest", None, source, where, text[:300], f"{why}: {_REMEDY}")


def license_allows_text(license: str | None) -> bool:  # noqa: A002 - the column is called so
    """Return whether the text of a page under this licence (an SPDX id) may be published.

    Facts are free, a page's wording is not. An unknown or unlisted licence does not allow it: a text whose licence
    nobody checked must not be published by default. Upper and lower case count as equal, as in SPDX.

    >>> license_allows_text("CC-BY-SA-4.0"), license_allows_text("LicenseRef-AllRightsReserved")
    (True, False)
    >>> license_allows_text(None)
    False
    """
    return license is not None and _allowed().get(license.strip().lower(), False)


@functools.cache
def _allowed() -> dict[str, bool]:
    return {entry["id"].lower(): entry["allows_text"] for entry in read_rules(LicencesFile)["licence"]}
