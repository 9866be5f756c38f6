"""Inputs for the fuzz targets: seeds that the project has anyway, changed at random and the same on every machine."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

from tests.formats.test_shapes import PIECES as OF_SHAPES
from tests.quality.boxes import generate
from tests.quality.boxes.facts import CONFLICT_SHAPES, TOPIC_SHAPES
from tests.text.pieces import FRAMES
from tests.text.pieces import PIECES as OF_TEXTS

ROOT: Final = Path(__file__).resolve().parents[2]
LONGEST: Final = 20_000
"""Characters of an input at most: time on long ones is judged by tests of linear time."""
_HEAD: Final = 6_000

MARKUP: Final = (
    *("<table class='infobox'>", "<tr><th>", "</th><td>", "</td></tr>", "</table>", "<br>", "<ul><li>", "<sup>"),
    *("<!--", "-->", "<script>", "</title>", "<td colspan=99999999999>", "<td rowspan=0>", "&#xD800;", "&#0;"),
    *("{{Infobox military conflict\n", "|combatant1=", "|casualties2=", "{{plainlist|\n* ", "{{flagicon|Syria}}", "}}"),
    *("[[File:A.svg|", "[[A|", "]]", "{|\n", "|-\n", "|}", "'''", "{{start date|2017|", "{{coord|35|", "<ref>"),
    *("__TOC__", "---\n", "tags: [a, ", "date: 2017-02-30\n", "? ", "- - - ", "!!python/object:a ", "&a ", "*a "),
    *("&#x110000;", '"\\ud800"', "|2-\n"),
)
MISCHIEF: Final = (
    *("\x00", "\x1a", "\x85", "\u2028", "\u202e", "\u2066", "\u200d", "\ufeff", "\ufffe", "\U0010ffff", "\U000e0001"),
    *("\u0300" * 40, "İ", "ı", "ß", "ﬁ", "Ǆ", "ς", "１２", "²", "٣٤", "½", "⅐", "Ⅻ", "一万", "〇", "𝟗", "−", "‰"),
    *("🏴‍☠️", "9" * 400, "9" * 5_000, "1e999", "0x10", "-0", "18446744073709551616", "10^30", "1,2,3,4", "1.2.3.4"),
    *("31 February 0", "99999999 BC", "year 0", "24:61", "(((((", ")))))", "[" * 60, "“" * 9, "- " * 40),
    *("\t\t\t", "\r", "\r\n\r"),
)
SETTINGS: Final = (
    *('[["', "]]\n", " = ", "'''", '"""', "{a = ", "[", "]", "{", "}", ",", "null", "true", "-1", "1e999", "nan"),
    *("inf", "2017-02-30", "1979-05-27T07:32:00Z", "0o7", '"\\ud800"', '"\\u0000"', "[[source]]\n", "file = ", "../"),
    *("#", "\\", "[" * 300, "9" * 5_000, "a." * 200, '{"a":' * 300),
)


@cache
def pages() -> tuple[str, ...]:
    """Return beginnings of pages of every shape: the project's own, made ones, and frames."""
    chance = Random(1)
    made = [print_of(generate.conflict(chance), chance) for print_of in CONFLICT_SHAPES.values() for _ in range(3)]
    made += [print_of(generate.topic(chance), chance) for print_of in TOPIC_SHAPES.values() for _ in range(2)]
    own = [path.read_text("utf-8", "replace") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    return tuple(text[:_HEAD] for text in (*own, *(text[len(text) // 2 :] for text in own), *made, *FRAMES) if text)


@cache
def values() -> tuple[str, ...]:
    """Return the printed values of the case files, and lines of pages."""
    files = [tomllib.loads(path.read_text("utf-8")) for path in sorted((ROOT / "tests/cases").glob("*.toml"))]
    lines = [line for page in pages() for line in page.splitlines() if 4 < len(line) < 200]
    return tuple(text for text in (*_texts(files), *lines) if text)


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for each in node.values() if isinstance(node, dict) else node:
            yield from _texts(each)


@cache
def toml() -> tuple[str, ...]:
    """Return files of TOML that people write: sources, rules, expectations."""
    files = ("seeds/sources.toml", "flows/rules/data/debris.toml", "schemas/expectations.toml")
    texts = [(ROOT / file).read_text("utf-8") for file in files]
    entries = [f"[[{part}" for text in texts for part in text.split("\n[[")[1:]]
    return (*(text[:_HEAD] for text in texts), *(entry[:_HEAD] for entry in entries))


WORDS: Final = (*OF_SHAPES, *OF_TEXTS, *MARKUP, *MISCHIEF)


def mutated(seeds: Sequence[str], words: Sequence[str], count: int, seed: int) -> Iterator[str]:
    """Yield the seeds (first as they are, as far as they go), each changed up to six times."""
    chance = Random(seed)
    for number in range(count):
        text = seeds[number] if seed == 1 and number < min(len(seeds), count // 4) else _changed(chance, seeds, words)
        yield text[:LONGEST]


def _changed(chance: Random, seeds: Sequence[str], words: Sequence[str]) -> str:
    text = chance.choice(seeds)
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        text = chance.choice(_CHANGES)(text, chance, seeds, words)[:LONGEST]
    return text


def _slice(text: str, chance: Random, most: int = 400) -> tuple[int, int]:
    start = chance.randint(0, len(text))
    return start, min(len(text), start + chance.randint(0, most))


def _spliced(text: str, chance: Random, seeds: Sequence[str], _words: Sequence[str]) -> str:
    other, at = chance.choice(seeds), chance.randint(0, len(text))
    return text[:at] + other[chance.randint(0, len(other)) :]


def _doubled(text: str, chance: Random, _seeds: Sequence[str], _words: Sequence[str]) -> str:
    start, end = _slice(text, chance)
    return text[:start] + text[start:end] * chance.choice((2, 2, 3, 20)) + text[end:]


def _shortened(text: str, chance: Random, _seeds: Sequence[str], _words: Sequence[str]) -> str:
    start, end = _slice(text, chance)
    return text[:start] + text[end:]


def _interspersed(text: str, chance: Random, _seeds: Sequence[str], words: Sequence[str]) -> str:
    for _ in range(chance.randint(1, 5)):
        at = chance.randint(0, len(text))
        text = text[:at] + chance.choice(words) + text[at:]
    return text


def _replaced(text: str, chance: Random, _seeds: Sequence[str], words: Sequence[str]) -> str:
    start, end = _slice(text, chance, 12)
    return text[:start] + chance.choice(words) + text[end:]


def _shuffled(text: str, chance: Random, _seeds: Sequence[str], _words: Sequence[str]) -> str:
    lines = text.splitlines(keepends=True)
    start = chance.randint(0, len(lines))
    part = lines[start : start + 8]
    chance.shuffle(part)
    return "".join((*lines[:start], *part, *lines[start + 8 :]))


def _recased(text: str, chance: Random, _seeds: Sequence[str], _words: Sequence[str]) -> str:
    start, end = _slice(text, chance)
    change = chance.choice((str.upper, str.lower, str.title, str.swapcase))
    return text[:start] + change(text[start:end]) + text[end:]


def _miswritten(text: str, chance: Random, _seeds: Sequence[str], _words: Sequence[str]) -> str:
    """Return the text with one character for another of its kind: the smallest damage that still parses."""
    at = chance.randrange(len(text)) if text else 0
    kind = next((kind for kind in ("0123456789", "abcdef", "[]{}<>()|=") if text[at : at + 1] in kind), "0aA. \n")
    return text[:at] + chance.choice(kind) + text[at + 1 :]


_CHANGES: Final[Sequence[Callable[[str, Random, Sequence[str], Sequence[str]], str]]] = (
    _spliced, _doubled, _shortened, _interspersed, _interspersed, _replaced, _miswritten, _miswritten, _miswritten,
    _shuffled, _recased,
)  # fmt: skip

_OLD: Final = ("cp1252", "cp1251", "koi8-r", "shift_jis", "gb18030")
_CODECS: Final = ("utf-8", "utf-8", "utf-16", "utf-16-be", "utf-32", *_OLD)


def as_bytes(text: str, chance: Random) -> bytes:
    """Return a text in one of many encodings, sometimes damaged or misread once."""
    if chance.random() < 0.3:
        text = text.encode("utf-8", "replace").decode("cp1252", "replace")
    content = bytearray(text.encode(chance.choice(_CODECS), "replace"))
    for _ in range(chance.choice((0, 0, 1, 5)) if content else 0):
        at = chance.randint(0, len(content))
        content[at : at + chance.choice((0, 1, 1, 3))] = chance.randbytes(chance.choice((0, 1, 2)))
    return bytes(content)
