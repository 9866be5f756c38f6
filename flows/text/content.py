"""Whether a text holds anything to read, or only what shows nothing: markup, blanks, words for a missing value."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from html import unescape
from typing import Final

from flows.rules.files import read_rules
from flows.rules.wikitext import wikitext_words
from flows.rules.word_file_types import HeadingsFile

SWITCH: Final = re.compile("__[^\\W\\d_]{2,30}+(?:_[^\\W\\d_]{1,30}+){0,3}__")
"""A magic word of a wiki (``__NOTOC__``)."""
_UNSEEN: Final = (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"))
_MARKUP: Final = re.compile(
    r"</?[A-Za-z!][^<>]*+>|<[?][^<>]*+>"  # a tag, a declaration
    r"|\{\{[^{}|]*+(?:\|[^{}|=]*+=\s*+)*+\}\}"  # a template that nothing is given to: an infobox without a field
    r"|\{\|[^\n|]*+"  # how a table looks
    r"|!\[[^\[\]]*+\]\([^()]*+\)|\[\]\([^()]*+\)"  # a picture, a link without words
    rf"|\[object [A-Z]\w{{0,40}}+\]|{SWITCH.pattern}"
)
_LINK: Final = re.compile(r"\[\[([^\[\]:|]{1,40}+):[^\[\]]*+\]\]")
_ENTITY: Final = re.compile("&(?:amp;)?(?:#[xX]?[0-9A-Fa-f]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});?")
_MOST_ENTITIES: Final = 3000
"""So many different entities show something: the characters that show nothing are fewer."""
_MARKS: Final = frozenset("|=<>+~")
"""Mathematical signs that are markup too (tables, headings, quotes, lists): alone they say nothing."""
_BLANK: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800\ufffc\ufffd")
"""Letters and signs that show nothing: fillers, the blank of Braille, the places of a lost object and character."""


def has_content(text: str) -> bool:
    """Return whether a reader finds anything: a letter, a digit or a symbol is left when all of these are taken away.

    Markup: tags, comments, scripts, magic words, templates and tables without a value, categories, pictures. The text
    that stands for a picture is no content: nobody wrote it to be read, and a page of HTML loses it too. Entities of
    blanks and marks. Words for a missing value, ``placeholders`` in ``headings.toml``. Of symbols, Unicode's categories
    Sc, Sm and So count (€ → 👍), but not ``|=<>+~``; punctuation and accents alone say nothing.

    >>> [has_content(text) for text in ("<p>undefined</p>", "&#160;&zwnj;", "__NOTOC__", "?", "€", "Losses: None")]
    [False, False, False, False, True, True]
    """
    if not _signs(text):
        return False
    for opens, closes in _UNSEEN:
        if opens in text:
            text = _without(text, opens, closes)
    text = _MARKUP.sub(" ", text)
    if "[[" in text and {space.strip().casefold() for space in set(_LINK.findall(text))} <= _unseen_spaces():
        text = _LINK.sub(" ", text)  # only pictures and categories; any other link shows words
    if "&" in text:
        first, *others = text.split("&")
        text = "&".join((first, *dict.fromkeys(others)))  # each once: a page may hold a million
        entities = set(_ENTITY.findall(text))
        # An entity may be escaped twice ("&amp;nbsp;").
        if len(entities) > _MOST_ENTITIES or _signs("".join(unescape(unescape(entity)) for entity in entities)):
            return True
        text = _ENTITY.sub(" ", text)
    placeholders, letters = _placeholders()
    return bool(_signs(text) - letters) or placeholders.fullmatch(text) is None


def is_placeholder(title: str, text: str) -> bool:
    """Return whether a title is what a program prints without one ("null", "[object Object]"), or markup of nothing.

    A page whose text says the same at its beginning may be about it ("NaN", "<blink>").
    """
    return title not in text[:500] and any(map(str.isalnum, title)) and not has_content(title)


def _signs(text: str) -> set[str]:
    """Return the different letters, digits and symbols of a text."""
    different = set(text) - _BLANK - _MARKS
    return {char for char in different if char.isalnum() or unicodedata.category(char) in ("Sc", "Sm", "So")}


def _without(text: str, opens: str, closes: str) -> str:
    """Return a text without what stands between two marks; what is never closed stays."""
    first, *others = text.split(opens)
    parts = [(other, *other.partition(closes)[1:]) for other in others]
    return first + " ".join(after if closed else other for other, closed, after in parts)


@cache
def _unseen_spaces() -> frozenset[str]:
    words = wikitext_words()
    return words.files | words.categories


@cache
def _placeholders() -> tuple[re.Pattern[str], frozenset[str]]:
    """Return the pattern of a text of words for a missing value, and their letters: any other sign is content."""
    words = read_rules(HeadingsFile)["placeholders"]["words"]
    known = "|".join(map(re.escape, words))
    return re.compile(rf"(?:[\W_{''.join(sorted(_BLANK))}]++|\b(?:{known})\b)*+"), frozenset("".join(words))
