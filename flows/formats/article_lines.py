"""Lines of an article in a flattened page: which lines belong to it, and where the next line with words starts."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from flows.rules.conflict_words import lead_words

_SENTENCE_END: Final = re.compile("[.!?…।。！？؟۔][\"'”’»]{0,3}+\\Z")

_WORD: Final = re.compile(r"[^\W\d_]++")
_LEAST_RUN: Final = 100
_MOST_RUN: Final = 2_000
_LEAST_SMALL: Final = 6


def skip_blank_lines(text: str, position: int) -> int:
    r"""Return where the next line that is not blank starts, the end of the text if all others are blank.

    >>> skip_blank_lines("a\n\n \nb", 1)
    5
    """
    while position < len(text):
        line_end = text.find("\n", position)
        line_end = len(text) if line_end < 0 else line_end
        if text[position:line_end].strip():
            return position
        position = min(line_end + 1, len(text))
    return position


def is_article_line(line: str) -> bool:
    """Return whether a line is a sentence of an article, or its heading, picture or table; not a cell of an infobox.

    Cells of an infobox are names and counts; they hardly ever end with a full stop. East Asian sentences have no
    spaces, so they are recognised by their length.

    >>> is_article_line("The battle of Kyiv was part of the Kyiv offensive of 2022.")
    True
    >>> is_article_line("120 killed (per SOHR; 29 Oct. – 1 Nov.)")
    False
    """
    line = line.strip()
    if line.startswith(("#", "![", "**", "==", "|")):
        return True
    if len(line) < 20:
        return False
    if len(line) > 160 and (". " in line or line.count(",") > 3) and not line.startswith("•"):
        return True
    if _SENTENCE_END.search(line) is None:
        return False
    return line.count(" ") >= 5 or line[-1] in "。！？"


def begins_article(text: str, position: int) -> bool:
    r"""Return whether the lines from here to the next empty one are prose, though none of them need be a sentence.

    Printed text node by text node, a lead begins with "The", "Battle of X", "took place near" on lines of their own. As
    a whole it has over 100 characters, a full stop and six of the small words that names and counts have few of.

    >>> lead = "The \nBattle of X\n took place near the town on 25 April, late in the war, and was won by the\nArmy."
    >>> begins_article(lead + " It ended at noon.", 0), begins_article("120 killed\n40 wounded", 0)
    (True, False)
    """
    end = text.find("\n\n", position, position + _MOST_RUN)
    run = _first_run(text[position : position + _MOST_RUN if end < 0 else end])
    return is_prose(run)


def is_prose(run: str) -> bool:
    """Return whether words are prose: over 100 characters, a full stop and six small words ("the", "was", "by")."""
    if len(run) <= _LEAST_RUN or "." not in run:
        return False
    small = _small_words()
    return sum(word in small for word in _WORD.findall(run[:_MOST_RUN].casefold())) >= _LEAST_SMALL


def _first_run(text: str) -> str:
    """Return the lines before a whole sentence that is not part of theirs: it begins an article below a cell.

    A sentence printed in pieces goes on with a blank, a bracket or a small letter, or behind a small word ("The").
    """
    lines = text.split("\n")
    for at, line in enumerate(lines[1:], 1):
        before = lines[at - 1].split()[-1:]
        if line[:1].isupper() and is_article_line(line) and not _small_words().issuperset(map(str.casefold, before)):
            return "\n".join(lines[:at])
    return text


@cache
def _small_words() -> frozenset[str]:
    """Return the words of ``leads.toml`` that hold a sentence together ("the", "in", "was", "and", "by")."""
    words = lead_words()
    return words.stops | words.joins | words.empty | words.actors
