"""Dates that a page keeps for machines beside the date it prints.

Encyclopedias print "14 September 2017 (age 40)" and hide "(<span class="bday">2017-09-14</span>)" in the same cell. The
hidden one is no text of the page, so it is never published; but it was written by the same template, which makes it a
free check of what was read from the words.
"""

from __future__ import annotations

import re
from typing import Final

MAX_DATES: Final = 20
_CLASSES: Final = "bday|dday|dtstart|dtend|deathdate|published|updated"
_ISO: Final = r"[+-]?\d{4}(?:-\d{2}(?:-\d{2})?)?"
# hCard and hCalendar put the date into the element or, in a pattern for <abbr>, into its title.
_OPEN: Final = re.compile(
    rf"<(?:span|abbr|time)[ \t\n](?=[^<>]{{0,400}}?[ \t\n\"'=](?:{_CLASSES})[ \t\n\"'>/])([^<>]{{0,400}})>"
    rf"[ \t\n]{{0,20}}(?:({_ISO})(?![\w-]))?"
)
_TITLE: Final = re.compile(rf"(?:title|datetime)=[\"']({_ISO})(?:T[\d:.Z+-]{{0,40}})?[\"']")


def hidden_dates(source_text: str) -> list[str]:
    """Return the ISO 8601 dates that the markup of one infobox cell hides, in order; a year may stand alone.

    >>> hidden_dates('14 September 2017<span style="display:none">(<span class="bday">2017-09-14</span>)</span>')
    ['2017-09-14']
    >>> hidden_dates("14 September 2017")
    []
    """
    if "<" not in source_text:
        return []
    found: list[str] = []
    for opening in _OPEN.finditer(source_text):
        title = _TITLE.search(opening[1])
        date = opening[2] or (title[1] if title else None)
        if date is not None:
            found.append(date)
    return found[:MAX_DATES]
