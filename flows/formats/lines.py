"""Lines of a page: walking over them, telling prose from labels, and the limits of a box."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from flows.formats.draft import PageDraft
from flows.model import InfoboxField

MAX_FIELDS: Final = 500
MAX_VALUE: Final = 64_000

_SENTENCE_END: Final = re.compile("[.!?…।。！？؟۔][\"'”’»]{0,3}+\\Z")


def past_blank(text: str, position: int) -> int:
    r"""Return where the next line that is not blank starts, the end of the text when there is none.

    >>> past_blank("a\n\n \nb", 1)
    5
    """
    while position < len(text):
        line_end = text.find("\n", position)
        line_end = len(text) if line_end < 0 else line_end
        if text[position:line_end].strip():
            return position
        position = min(line_end + 1, len(text))
    return position


def is_prose(line: str) -> bool:
    """Return whether a line reads like a sentence of an article, or is its heading, picture or table.

    Cells of an infobox are names and counts; they hardly ever end with a full stop. East Asian sentences have no
    spaces, so they are told by their length.

    >>> is_prose("The battle of Kyiv was part of the Kyiv offensive of 2022.")
    True
    >>> is_prose("120 killed (per SOHR; 29 Oct. – 1 Nov.)")
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


def within_limits(fields: tuple[InfoboxField, ...], draft: PageDraft) -> tuple[InfoboxField, ...]:
    """Return the fields cut to the limits of a box (500 fields, 64 kB a value), with a note for what is cut."""
    if len(fields) > MAX_FIELDS:
        draft.note(
            "infobox-too-large",
            "infobox",
            f"{len(fields)} fields",
            f"only the first {MAX_FIELDS} fields are read; the whole block stands in the edits",
        )
        fields = fields[:MAX_FIELDS]
    if all(len(field.source_text) <= MAX_VALUE and len(field.plain) <= MAX_VALUE for field in fields):
        return fields
    cut = []
    for field in fields:
        if max(len(field.source_text), len(field.plain)) > MAX_VALUE:
            remedy = f"only the first {MAX_VALUE} characters are read; the whole block stands in the edits"
            draft.note("value-too-long", field.label, field.source_text[:200], remedy)
        text = None if field.text is None else field.text[:MAX_VALUE]
        cut.append(replace(field, source_text=field.source_text[:MAX_VALUE], text=text))
    return tuple(cut)
