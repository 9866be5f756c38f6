"""Plain words: docstrings and comments say things in the standard terms that a newcomer knows.

The list holds phrases that readers stumbled over, each with what to write instead. It grows when one stumbles again.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted([*(ROOT / "flows").rglob("*.py"), *(ROOT / "schemas").rglob("*.py")])

INSTEAD: Final = {
    r"sp(?:eak|eaks|oke) (?:for|against|of|across)": "supports, contradicts, is about",
    r"(?<!there )(?:is|are|was) none\b(?! of)": "is not one",
    r"of nobody's": "without a",
    r"nobody (?:knows|claims|had|has)": "unknown, unclaimed, not listed",
    r"take note": "record",
    r"tell(?:s|ing)? (?:of|apart)\b": "reports, distinguishes",
    r"told (?:of|by|apart)\b": "reported, decided by, distinguished",
    r"hang(?:s)? on": "depends on, belongs to",
    r"of (?:no more|no) use": "unused",
}
"""Phrase (a regular expression) -> what to write instead."""

_EXAMPLE: Final = re.compile(r"^ *>>>.*(?:\n(?! *$)(?! *\"\"\").*)*", re.MULTILINE)
"""An example and what it prints: its words are data."""


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line number and text of every comment and docstring."""
    source = path.read_text(encoding="utf-8")
    before = tokenize.NEWLINE
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
        elif token.type == tokenize.STRING and before in {tokenize.NEWLINE, tokenize.INDENT, tokenize.ENCODING}:
            yield token.start[0], " ".join(_EXAMPLE.sub("", token.string).split())
        if token.type not in {tokenize.COMMENT, tokenize.NL, tokenize.DEDENT}:
            before = token.type


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_words_are_plain(path: Path) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {match[0]!r}: write {instead}"
        for line, text in prose(path)
        for phrase, instead in INSTEAD.items()
        for match in re.finditer(phrase, text)
    ]
    assert not found, "\n".join(found)
