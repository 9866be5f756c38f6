"""Wikitext as it stands in an XML dump, its marks still escaped: ``[[A]]&lt;br /&gt;[[B]]``.

A page may show ``&lt;br&gt;`` to its readers: articles on HTML do. So a page counts as escaped only when it has no mark
of its own and the escaped ones do what marks do: a pair of a footnote, a comment, a break between values of a box.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from flows.rules.wikitext import wikitext_words
from flows.text.edits import Replacement
from flows.work_budget import spend

RULE: Final = "wikitext-escaped"
_WORDS: Final = wikitext_words()
_TAGS: Final = "|".join(sorted(_WORDS.breaks | _WORDS.cells | _WORDS.inline))
_RAW: Final = re.compile(rf"<(?:!--|/?(?:{_TAGS})(?=[ \t\n/>]))", re.IGNORECASE)
_COMMENT: Final = ("&lt;!--", "--&gt;")
# An element with its end, or a footnote that names another. Elements that show code are left out: they may stand in a
# page about markup.
_ELEMENT: Final = re.compile(
    r"&lt;(ref|small|big|sup|sub|span|div|center|nowiki|b|i|u|s)(?=[ &])[^\n<>]{0,300}?&lt;/\1[ ]?&gt;"
    r"|&lt;ref[ ][^\n<>]{1,120}?/&gt;",
    re.IGNORECASE,
)
# A break with words before and behind it, in a line that gives a parameter or in an item of a list.
_BREAK: Final = re.compile(
    r"^[ \t]*+[|*][^\n<>]{0,2000}?[\w\]})'.][ ]?&lt;br[ ]?/?[ ]?&gt;[ ]?[\w\[{('*]", re.IGNORECASE | re.MULTILINE
)
# In a page about markup it is shown, not meant.
_ABOUT: Final = re.compile(r"(?<![\w./])(?:X?HTML|XML|wikitext|markup|MediaWiki)(?!\w)", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&(?:lt|gt|quot|amp|apos|#0?39);")


def is_escaped(text: str) -> bool:
    """Return whether a page is wikitext whose marks are all escaped.

    >>> is_escaped("A town.&lt;ref&gt;Roe, p. 4&lt;/ref&gt;"), is_escaped("<b>Write</b> &lt;ref&gt;a&lt;/ref&gt;")
    (True, False)
    """
    if "&lt;" not in text or _RAW.search(text) or _ABOUT.search(text):
        return False
    opens, closes = _COMMENT
    if 0 <= (start := text.find(opens)) < text.find(closes, start):
        return True
    return _ELEMENT.search(text) is not None or _BREAK.search(text) is not None


def unescapings(text: str) -> Iterator[Replacement]:
    """Yield the replacements that unescape an escaped page once; nothing for any other page."""
    if not is_escaped(text):
        return
    spend("marks", text.count("&lt;"))
    for found in _ENTITY.finditer(text):
        yield Replacement(found.start(), found.end(), unescape(found[0]), "repair", RULE)
