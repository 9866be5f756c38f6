"""The words behind a person's name that are no other person, read once from ``name_tails.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from flows.rules.files import read_rules
from flows.rules.word_file_types import NameTailsFile
from flows.rules.words import fold, whole_alternatives


@dataclass(frozen=True, slots=True)
class TailWords:
    """The words of ``name_tails.toml``.

    ``title`` matches the beginning of a title with its land or its ordinal, ``numbered`` one with an ordinal;
    ``suffix`` a piece that stays in the name, ``born`` what stands before the name of birth. ``titles`` are single
    words as printed, ``before_names`` those of them that a given name follows. ``letters`` are without dots, the other
    words folded.
    """

    title: re.Pattern[str]
    numbered: re.Pattern[str]
    suffix: re.Pattern[str]
    titles: frozenset[str]
    before_names: frozenset[str]
    offices: frozenset[str]
    born: re.Pattern[str]
    letters: frozenset[str]
    again: frozenset[str]
    tenure: frozenset[str]
    particles: frozenset[str]


@cache
def tail_words() -> TailWords:
    """Return the words of ``name_tails.toml``."""
    table = read_rules(NameTailsFile)
    titles, letters = table["titles"], table["letters"]
    before = rf"(?:(?:{whole_alternatives(titles['before'])})[ ])"
    numbered = (
        rf"\d{{1,2}}(?:st|nd|rd|th|\.?[ºª]|er|e|\.)[ ]{before}{{0,2}}(?:{whole_alternatives(titles['ordinals'])})(?!\w)"
    )
    landed = (
        rf"(?:\d{{1,2}}(?:st|nd|rd|th|\.?[ºª]|er|e|\.)[ ])?{before}{{0,2}}(?:[^\W\d_]{{2,20}}-)?"
        rf"(?:{whole_alternatives(titles['words'])})[ ](?:{_before_land(titles['of'])})(?=[^\W\d_])"
    )
    return TailWords(
        title=re.compile(f"{numbered}|{landed}"),
        numbered=re.compile(numbered),
        suffix=re.compile(
            rf"(?:{whole_alternatives(titles['whole'])})(?!\w)"
            rf"|(?:{whole_alternatives(titles['suffixes'])})(?=[ ]*(?:\Z|[(†]))(?!\w)"
        ),
        titles=frozenset(titles["words"]),
        before_names=frozenset(titles["before_names"]),
        offices=frozenset(titles["offices"]),
        born=re.compile(rf"(?:{whole_alternatives(titles['born'])})[ ]", re.IGNORECASE),
        letters=frozenset(word.replace(".", "") for word in letters["words"]),
        again=frozenset(map(fold, letters["again"])),
        tenure=frozenset(map(fold, table["tenure"]["words"])),
        particles=frozenset(map(fold, table["particles"]["words"])),
    )


def _before_land(words: Iterable[str]) -> str:
    """Return a pattern for the words between a title and its land; an apostrophe needs no blank behind it."""
    elided = [word for word in words if word[-1:] in "'’"]
    return rf"(?:{whole_alternatives(set(words) - set(elided))})[ ]|{whole_alternatives(elided)}"
