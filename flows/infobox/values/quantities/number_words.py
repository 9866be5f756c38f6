"""Numbers in words and with words: "two hundred and fifty", "twenty-five", and the factors after digits ("2 lakh").

A factor is one only as a word of its own behind a number. The short ones are names, too: "1 Mil Mi-26" is a helicopter
made by Mil, and "300 m" is a length. The words themselves are data (``quantities.toml``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flows.rules.words import fold, quantity_words

_WORDS: Final = quantity_words()
_AND: Final = "and"
_MAX_WORDS: Final = 9


def number_of(words: Sequence[str]) -> tuple[int, int]:
    """Return the value of the number words that a row of words begins with, and how many words it takes; else (0, 0).

    >>> number_of(["two", "hundred", "and", "fifty", "men"]), number_of(["twenty-five", "men"]), number_of(["men"])
    ((250, 4), (25, 1), (0, 0))
    """
    whole = part = used = 0
    least = 10**15
    for at, word in enumerate(words[:_MAX_WORDS], 1):
        folded = fold(word)
        small = _small(folded)
        scale = _WORDS.scales.get(folded, 0) if len(folded) > 1 and used else 0
        if folded == _AND:
            # "two hundred and fifty" is one number, "two and fifty" are two.
            if part == 0 or part % 100 or at >= len(words) or not 0 < _small(fold(words[at])) < 100:
                break
            continue
        if small and _fits(part, small):
            part += small
        elif scale and scale < 1_000 and 0 < part < scale:
            part *= scale
        elif scale >= 1_000 and part and scale < least:
            whole, part, least = whole + part * scale, 0, scale
        else:
            break
        used = at
    return (whole + part, used) if used else (0, 0)


def _small(folded: str) -> int:
    """Return the value of a word below a hundred ("twenty", "twenty-five"), 0 for any other word."""
    if folded in _WORDS.numbers:
        return _WORDS.numbers[folded]
    tens, hyphen, ones = folded.partition("-")
    if not hyphen:
        return 0
    ten, one = _WORDS.numbers.get(tens, 0), _WORDS.numbers.get(ones, 0)
    return ten + one if ten >= 20 and 0 < one < 10 else 0


def _fits(part: int, small: int) -> bool:
    """Return whether a word goes on with a number: "five" after "twenty", "twelve" after "two hundred"."""
    if part == 0:
        return True
    if part % 100 == 0:
        return small < 100
    return part % 100 >= 20 and part % 10 == 0 and small < 10


def factor_of(word: str, following: str) -> int:
    """Return the factor that a word behind a number is, 1 for any other word; ``following`` is the word after it.

    A short factor that is a name or a unit, too, is not one before a proper name, nor when printed like a name.

    >>> factor_of("million", "Soviets"), factor_of("Mil", "Mi-26"), factor_of("mil", "hombres")
    (1000000, 1, 1000)
    """
    folded = fold(word)
    factor = _WORDS.scales.get(folded, 1)
    if factor == 1 or folded not in _WORDS.doubtful_scales:
        return factor
    is_like_a_name = len(word) > 1 and word[:1].isupper() and not word.isupper()
    known = fold(following)
    is_known = known in _WORDS.things or known in _WORDS.losses or known in _WORDS.neutral
    names_next = (following[:1].isupper() and not is_known) or any(map(str.isdigit, following))
    return 1 if is_like_a_name or names_next else factor
