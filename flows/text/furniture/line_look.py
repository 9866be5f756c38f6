"""The look of one line of a web page: a sentence, an interface line ("Share"), or a marker of the body's end."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from flows.text.furniture.words import EDGES, lexicon, word_list

_MARKER: Final = re.compile("(?:(?:[*+•·●▪◦‣o#>|»›→–—-]|\\d{1,2}[.)])[ \t\u00a0]++)++")
_LINK: Final = re.compile("!?\\[([^\\[\\]\\n]{0,500}+)\\]\\([^()\\n]{0,1000}+\\)")
_NESTED_LINKS: Final = 2
_NOTES: Final = re.compile("(?<!\\])(?:\\[\\w{1,3}\\])++\\Z")
EAST_ASIAN: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""A character of Chinese, Japanese or Korean, which are written without blanks or with few."""
_SENTENCE_MARKS: Final = frozenset(".!?…।。！？۔؟")
_CLOSERS: Final = "\"'”’»)]*_ "
# "© is a sign" is a sentence; with a year or a name it is a footer. A name alone ("© Reuters") may credit a picture.
_COPYRIGHT: Final = re.compile(
    "©[ \u00a0]?(?:\\d|[^\\W\\d_a-z]|\\Z)|©.*(?:19|20)\\d{2}|(?:19|20)\\d{2}.*©|(?i:copyright)[ ]©"
)
_YEAR: Final = re.compile("[0-9]{4}")
_CONSENT_WORDS: Final = ("ookie", "our partners", "on a device", "çerez", "ارتباط")
_MIN_CONSENT: Final = 30
_MAX_CONSENT: Final = 600
_LONG_WORDS: Final = 30
_LONG_CHARACTERS: Final = 240
"""A longer line (or one with more words) is a sentence and not looked up in the lexicon: interface is short."""
_USUAL_LOWER: Final = 0.85
"""The usual share of lower-case words in prose."""
SHORT: Final = 100
"""The longest line that is cached: longer ones do not come again."""
_new: Final = tuple.__new__  # costs a third of a NamedTuple's own constructor


class LineLook(NamedTuple):
    """The look of a line.

    ``prose`` is its number of characters if it is prose, else 0. ``tail`` is how surely a body ends before it (0 not a
    marker, 1 "Related", 2 "Comments", 3 a line of rights). ``folded`` is the line in the form in which lines are
    compared.
    """

    prose: int
    is_furniture: bool
    tail: int
    folded: str


def is_interface(line: str) -> bool:
    """Return whether a whole line is interface and nothing else: a line of the lexicon, or a copyright line.

    >>> is_interface("  • Skip to content"), is_interface("© 2025 Informed Comment"), is_interface("Russia")
    (True, True, False)
    """
    return _is_short_interface(line) if len(line) <= SHORT else look_long(line).is_furniture


def is_prose(line: str) -> bool:
    """Return whether a line looks like a sentence of an article: at least six words and a sentence's end.

    >>> is_prose("The army entered the old town on Friday."), is_prose("The army in the old town")
    (True, False)
    """
    return look(line).prose > 0


def folded(line: str) -> str:
    """Return a line in the form in which lines are compared: without list mark and edges, in lower case.

    >>> folded("  • Read more »")
    'read more'
    """
    return look(line).folded


def without_links(line: str) -> str:
    """Return a line of Markdown with links replaced by their words: some scrapers print menus as Markdown links.

    >>> without_links("* [Home](/) [![Logo](/a.png)](/)")
    '* Home Logo'
    """
    for _ in range(_NESTED_LINKS):  # a picture inside of a link
        if "](" not in line:
            break
        line = _LINK.sub(r"\1", line)
    return line


def look(line: str) -> LineLook:
    """Return the look of a line, cached for short lines ("Share"), which come again on every page of a site."""
    return look_short(line) if len(line) <= SHORT else look_long(line)


def look_long(line: str) -> LineLook:
    """Return the look of a line, not cached: long lines do not come again."""
    bare = _without_marker(without_links(line).strip()).strip()
    ends = bare[-1:] in _SENTENCE_MARKS or (bare[-1:] in _CLOSERS and _ends_sentence(bare))
    is_consent = len(bare) > _MIN_CONSENT and _asks_consent(bare)
    if len(bare) > _LONG_CHARACTERS and not is_consent:
        return _new(LineLook, (len(bare), False, 0, bare))
    words = bare.split()
    size = len(words)
    is_ascii = bare.isascii()
    if not is_ascii and size < 8 and len(bare) > 10:
        size += len(EAST_ASIAN.findall(bare)) // 2
    folded = bare.strip(EDGES).casefold()
    is_known = is_consent
    is_copyright = False
    lower = _USUAL_LOWER
    if size < _LONG_WORDS:
        is_copyright = _is_copyright(bare, folded)
        is_known = is_consent or is_copyright or not folded or folded in lexicon().lines
        lower = sum(map(str.islower, words)) / (len(words) or 1)
    is_prose = not is_known and (size >= 25 or (ends and size >= 6 and (lower > 0.4 or not is_ascii)))
    label = folded.partition(":")[0].rstrip() if ":" in folded else folded
    tail = _tail_of_rights(folded) if is_copyright else lexicon().tails.get(label, 0)
    return _new(LineLook, (len(bare) if is_prose else 0, is_known, tail, folded))


def _is_copyright(bare: str, folded: str) -> bool:
    return "all rights reserved" in folded or ("©" in bare and _COPYRIGHT.search(bare) is not None)


@lru_cache(maxsize=16_384)
def _is_short_interface(line: str) -> bool:
    """Return ``look(line).is_furniture`` without the rest: it is needed for every line in the head of every text."""
    bare = _without_marker(without_links(line).strip()).strip()
    folded = bare.strip(EDGES).casefold()
    if not folded or folded in lexicon().lines or _is_copyright(bare, folded):
        return bare.count(" ") < _LONG_WORDS or len(bare.split()) < _LONG_WORDS
    return len(bare) > _MIN_CONSENT and _asks_consent(bare)


def _without_marker(line: str) -> str:
    """Return the line after its list marker; without a marker the very same object."""
    if line[:1].isalpha() and line[0] != "o":
        return line
    marker = _MARKER.match(line)
    return line if marker is None else line[marker.end() :]


def _ends_sentence(line: str) -> bool:
    """Return whether a line that ends with a quote, a bracket or a note ("… in 1983.[2]") is a sentence."""
    note = _NOTES.search(line) if line.endswith("]") else None
    return line[: note.start() if note is not None else None].rstrip(_CLOSERS)[-1:] in _SENTENCE_MARKS


def _tail_of_rights(folded: str) -> int:
    # Phrases are searched one by one: one pattern of all is tried at every position and takes ten times as long.
    is_footer = _YEAR.search(folded) is not None or any(phrase in folded for phrase in word_list("rights"))
    return 3 if is_footer else 1


def _asks_consent(line: str) -> bool:
    # A line without one of these words does not ask for consent, so few lines need the search for phrases.
    if len(line) > _MAX_CONSENT or all(word not in line for word in _CONSENT_WORDS):
        return False
    folded = line.casefold()
    return any(phrase in folded for phrase in word_list("consent"))


look_short = lru_cache(maxsize=16_384)(look_long)
