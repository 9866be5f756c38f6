"""Plain words: docstrings and comments say things in the standard terms that a newcomer knows.

The list holds phrases that readers stumbled over, each with what to write instead. It grows when one stumbles again.
The comments of the TOML files, which people who are new to Python read, are held against it too.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.house.sources import MODULES, ROOT, name, text

TOML = sorted(path for folder in ("flows", "schemas") for path in (ROOT / folder).rglob("*.toml"))

INSTEAD: Final = {
    r"sp(?:eak|eaks|oke) (?:for|against|of|across)": "supports, contradicts, is about",
    r"(?<!there )(?:is|are|was) none\b(?! of)": "is not one",
    r"of nobody's": "without a",
    r"nobody (?:knows|claims|had|has)": "unknown, unclaimed, not listed",
    r"take note": "record",
    r"tell(?:s|ing)? (?:of|apart)\b": "reports, distinguishes",
    r"\btold\b": "reported, decided by, distinguished, knows",
    r"hang(?:s)? on": "depends on, belongs to",
    r"of (?:no more|no) use": "unused",
}
"""Phrase (a regular expression) -> what to write instead."""

_EXAMPLE: Final = re.compile(r"^ *>>>.*(?:\n(?! *$)(?! *\"\"\").*)*", re.MULTILINE)
"""An example and what it prints: its words are data."""

_TOML_COMMENT: Final = re.compile(r"(?:^|\s)#.*")


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line number and text of every comment and docstring."""
    if path.suffix == ".toml":
        for number, line in enumerate(text(path).splitlines(), 1):
            yield from ((number, match[0]) for match in _TOML_COMMENT.finditer(line))
        return
    before = tokenize.NEWLINE
    for token in tokenize.generate_tokens(io.StringIO(text(path)).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
        elif token.type == tokenize.STRING and before in {tokenize.NEWLINE, tokenize.INDENT, tokenize.ENCODING}:
            yield token.start[0], " ".join(_EXAMPLE.sub("", token.string).split())
        if token.type not in {tokenize.COMMENT, tokenize.NL, tokenize.DEDENT}:
            before = token.type


def faults(path: Path) -> list[str]:
    return [
        f"{name(path)}:{line}: {match[0]!r}: write {instead}"
        for line, words in prose(path)
        for phrase, instead in INSTEAD.items()
        for match in re.finditer(phrase, words)
    ]


def test_words_are_plain() -> None:
    assert len(TOML) > 20
    found = [fault for path in (*MODULES, *TOML) for fault in faults(path)]
    assert not found, "\n".join(found)
