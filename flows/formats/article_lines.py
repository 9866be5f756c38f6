"""Lines of an article in a flattened page: which lines belong to it, and where the next line with words starts."""

from __future__ import annotations

import re
from typing import Final

_SENTENCE_END: Final = re.compile("[.!?…।。！？؟۔][\"'”’»]{0,3}+\\Z")


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
