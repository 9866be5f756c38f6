"""Where in a rule file a fault is, as an editor takes it: ``flows/rules/data/debris.toml:117``."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from flows.rules.files import DATA, FILE_TYPES

_ENTRY: Final = re.compile(r"(?P<header>\[+[\w.]+\]+)(?: number (?P<number>[0-9]{1,6})| '?(?P<name>[^',]+))?")
_LINE: Final = re.compile(r"\(at line ([0-9]+)")
_KEY: Final = re.compile(r"the key '([\w-]+)' is not known")


def fault_place(where: str, what: str = "") -> str:
    """Return where a fault is with the file's path and, where it is known, the line of the entry.

    ``where`` and ``what`` are those of a ``RuleError``: ``debris.toml [[rule]] 'image-size'``. Of any other file
    ``where`` stays as it is.

    >>> fault_place("compass.toml [words]").partition("flows/rules/data/")[2]
    'compass.toml:4 [words]'
    """
    name, _, entry = where.partition(" ")
    path = DATA / name
    if name not in FILE_TYPES or not path.is_file():
        return where
    line = _line_of(path.read_text(encoding="utf-8", errors="replace").splitlines(), entry, what)
    shown = os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
    return f"{shown}{'' if line is None else f':{line}'} {entry}".rstrip()


def _line_of(lines: Sequence[str], entry: str, what: str) -> int | None:
    """Return the line that the message says, or that of a key which is not known, or where the entry begins."""
    if said := _LINE.search(what):
        return int(said[1])
    if "(at end of document)" in what:
        return len(lines)
    begin = _first_line(lines, entry)
    if key := _KEY.search(what):
        written = re.compile(rf"\s*(\[+([\w.]+\.)?{re.escape(key[1])}\]|{re.escape(key[1])}\s*=)")
        return next(
            (number for number, line in enumerate(lines, 1) if number >= (begin or 1) and written.match(line)), begin
        )
    return begin


def _first_line(lines: Sequence[str], entry: str) -> int | None:
    """Return the line where an entry begins: the header that says it, or that of the entry it names."""
    found = _ENTRY.match(entry)
    if found is None:
        return None
    headers = [number for number, line in enumerate(lines, 1) if line.split("#")[0].strip() == found["header"]]
    if found["number"]:
        return dict(enumerate(headers, 1)).get(int(found["number"]))
    if not found["name"]:
        return next(iter(headers), None)
    named = re.compile(rf"(id|key|name|why|names) *= *\[?[\"']{re.escape(found['name'])}")
    for begin, end in pairwise([*headers, len(lines) + 1]):
        if any(map(named.match, lines[begin - 1 : end - 1])):
            return begin
    return None
