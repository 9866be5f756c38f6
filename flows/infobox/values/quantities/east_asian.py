"""Counts in Chinese, Japanese and Korean, rewritten for the grammar: "戦死約3万5千人" becomes "戦死 約 35000 人".

These languages print no blank between a number, its unit and what became of it, and count in units of ten thousand. The
words themselves are data (``quantities.toml``).
"""

from __future__ import annotations

import re
from typing import Final

from flows.rules.words import quantity_words

_WORDS: Final = quantity_words()
_UNITS: Final = {
    **dict.fromkeys("百백", 100),
    **dict.fromkeys("千천", 1_000),
    **dict.fromkeys("万萬만", 10_000),
    **dict.fromkeys("億亿억", 100_000_000),
}
_LETTER: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DIGITS: Final = r"\d[\d,]{0,12}(?:\.\d{1,3})?"
_NUMBER: Final = re.compile(rf"{_DIGITS}[{''.join(_UNITS)}][\d,.{''.join(_UNITS)}]{{0,24}}")
_PIECE: Final = re.compile(rf"({_DIGITS})([{''.join(_UNITS)}]*)")
_NAMED: Final = re.compile(
    "|".join(
        re.escape(word)
        for word in sorted(
            {
                word
                for words in (_WORDS.losses, _WORDS.things, _WORDS.bounds, _WORDS.vague, _WORDS.who, _WORDS.neutral)
                for word in words
                if _LETTER.match(word)
            },
            key=lambda word: (-len(word), word),
        )
    )
)
_SIGNS: Final = str.maketrans("、，；：（）～〜", ",,;:()––", "")
_MORE: Final = re.compile(rf"({_DIGITS})[ ](?:余|餘|여|多|以上)[ ]?")
_MAX: Final = 1_000


def separate_words(text: str) -> str:
    """Return the text with blanks between its words and its numbers as digits; other scripts are not changed.

    >>> separate_words("戦死約3万5千人")
    '戦死 約 35000 人'
    >>> separate_words("3,000 men")
    '3,000 men'
    """
    if text.isascii() or len(text) > _MAX or not _LETTER.search(text):
        return text
    text = _NUMBER.sub(_value, text.translate(_SIGNS))
    text = re.sub(rf"(?<=[^\s(])(?={_DIGITS})(?<![\d,.])|(?<=\d)(?=[^\s\d,.;:()–+-])", " ", text)
    text = _NAMED.sub(lambda found: f" {found.group()} ", text)
    return " ".join(_MORE.sub(r"\1+ ", " ".join(text.split())).split())


def _value(found: re.Match[str]) -> str:
    """Return a number in units of ten thousand as digits; a number that is not whole stays as printed."""
    total = section = 0.0
    for piece in _PIECE.finditer(found.group()):
        number, units = float(piece.group(1).replace(",", "")), piece.group(2)
        for unit in units:
            size = _UNITS[unit]
            if size >= 10_000:
                section = (section + number) * size
                total, section, number = total + section, 0.0, 0.0
            else:
                number *= size
        section += number
    whole = total + section
    return str(round(whole)) if whole == round(whole) else found.group()
