"""The features of one line by itself, as numbers for the line classifier (``line_model.py``).

Every feature is about form: words, case, punctuation, marks, interface words. Only the lexicon
(``flows/rules/data/furniture.toml``) depends on languages.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import log1p
from typing import Final

from flows.text.furniture.line_look import EAST_ASIAN, SHORT, look, without_links
from flows.text.furniture.words import EDGES, lexicon, word_set

OWN: Final = (
    "words", "characters", "word_length", "bullet", "numbered", "heading", "arrow", "ends_sentence", "ends_question",
    "ends_colon", "ends_cut", "ends_comma", "starts_lower", "starts_upper", "starts_digit", "lower", "capitalised",
    "capitals", "digits", "commas", "inner_ends", "address", "price", "clock", "year", "counted", "copyright", "known",
    "hits", "hit_share", "tail", "consent_words", "cells", "quotes", "brackets", "prose",
    "first_person", "long_words", "indent", "sentence", "reply_words",
)  # fmt: skip
"""The features of a line by itself, in the order of ``own_features``."""
LEXICAL: Final = ("known", "hits", "hit_share", "tail", "consent_words", "first_person", "reply_words")
"""The features among them that need a language's words in the lexicon."""

_MARKS: Final = re.compile("(?:(?P<bullet>[*+•·●▪◦‣o-])|(?P<numbered>\\d{1,3}[.)])|(?P<heading>#{1,6}))[ \t\u00a0]++")
_ADDRESS: Final = re.compile("https?://|www\\.|@\\w|\\w\\.(?:com|org|net)\\b")
_PRICE: Final = re.compile("[$€£¥₹₽]\\s?\\d|\\d\\s?(?:[$€£¥₹₽]|USD|EUR|GBP|zł|руб)")
_CLOCK: Final = re.compile(
    "\\d:\\d{2}\\b|\\b\\d{1,2}[./-]\\d{1,2}[./-]\\d{2,4}\\b|\\bago\\b|\\bmin(?:utes?|s)? read\\b"
)
_YEAR: Final = re.compile("\\b(?:19|20)\\d{2}\\b")
_COUNTED: Final = re.compile("[(\\[]\\d[\\d,.]*+[)\\]]\\Z|\\A\\d[\\d,.kKmM]*+(?:[ ]\\w{1,20})?\\Z")
_INNER_ENDS: Final = (". ", "! ", "? ", "… ", "。", "！", "？")
_FIRST_PERSON: Final = frozenset(("you", "your", "we", "our", "us", "my"))
_CELLS: Final = (" | ", "\t", " · ", " / ")
_QUOTES: Final = ('"', "“", "”", "„", "«", "»")
_SENTENCE_MARKS: Final = ".!?…।。！？۔؟"
_CLOSERS: Final = "\"'”’»)]*_ "
_LONG_WORD: Final = 7
_LEXICON_WORDS: Final = 40
"""A line with at least so many words is too long to be interface."""
_USUAL_LENGTH: Final = 6.0
"""The characters of a word and its space in the scripts that the classifier was trained on."""
_LONG_LINE: Final = 600
"""The most characters of a line that are looked at: more of it adds no evidence."""


def own_features(line: str) -> tuple[float, ...]:
    """Return the features of a line by itself, one number for each name in ``OWN``.

    >>> features = dict(zip(OWN, own_features("  • Share on Facebook"), strict=True))
    >>> features["bullet"], features["ends_sentence"], features["indent"]
    (1.0, 0.0, 2.0)
    """
    return _short(line) if len(line) <= SHORT else _features(line)


def _features(line: str) -> tuple[float, ...]:
    stripped = line.lstrip()
    bare = without_links(stripped)[:_LONG_LINE].strip()
    mark = _MARKS.match(bare)
    kind = mark.lastgroup if mark else ""
    body = bare[mark.end() :].lstrip() if mark else bare
    words = body.split()
    east = 0 if body.isascii() else len(EAST_ASIAN.findall(body))
    count = len(words) + east // 2  # East Asian words have no spaces between them and are two characters long
    last = body.rstrip(_CLOSERS)[-1:]
    ends = last in _SENTENCE_MARKS and last != ""
    folded = body.strip(EDGES).casefold()
    found = folded.split() if count < _LEXICON_WORDS else []
    seen = look(line)
    return (
        log1p(count),
        log1p(len(body)),
        min(len(body) / (count or 1), 30.0) if not east else _USUAL_LENGTH,
        float(kind == "bullet"),
        float(kind == "numbered"),
        float(kind == "heading"),
        float(body[-1:] in "›»→>▸▾▼+|" and body != ""),
        float(ends),
        float(last in ("?", "!")),
        *_ends_and_capitals(body, words, east),
        *_figures(body, count),
        float("©" in body or "rights reserved" in folded),
        float(seen.is_furniture),
        *_interface(found, count),
        float(seen.tail),
        float("ookie" in body or "rivacy" in body or "onsent" in body),
        float(min(sum(map(body.count, _CELLS)), 5)),
        float(min(sum(map(body.count, _QUOTES)), 4)),
        float(min(body.count("(") + body.count("["), 4)),
        float(seen.prose > 0),
        float(len(_FIRST_PERSON.intersection(found))),
        sum([1 for word in words if len(word) > _LONG_WORD]) / (count or 1),
        float(min(len(line) - len(stripped), 60)),
        log1p(len(body)) if ends and count > 3 else 0.0,
        float(min(len(word_set("comments", "words").intersection(found)), 3)),
    )


def _ends_and_capitals(body: str, words: list[str], east: int) -> tuple[float, ...]:
    """Return the features ``ends_colon`` to ``capitals``."""
    first = body[:1]
    per_word = 1 / (len(words) + east // 2 or 1)
    # A letter of a script without capitals counts as a small one: Arabic prose is prose.
    small = sum([1 for word in words if word == word.lower() and not word.isdigit()]) + east // 2
    return (
        float(body[-1:] in (":", "：")),
        float(body.endswith(("…", "...", "[…]", "[...]"))),
        float(body[-1:] in (",", ";", "、", "，")),
        float(first.isalpha() and first == first.lower()),
        float(first.isupper()),
        float(first.isdigit()),
        min(small * per_word, 1.0),
        sum([1 for word in words if word.istitle()]) * per_word,
        sum([1 for word in words if word.isupper() and len(word) > 1]) * per_word,
    )


def _figures(body: str, count: int) -> tuple[float, ...]:
    """Return the features ``digits`` to ``counted``."""
    digits = sum(map(body.count, "0123456789"))
    return (
        digits / (len(body) or 1),
        min((body.count(",") + body.count("，")) / (count or 1), 1.0),
        log1p(sum(map(body.count, _INNER_ENDS))),
        float(("." in body or "@" in body) and _ADDRESS.search(body) is not None),
        float(digits > 0 and _PRICE.search(body) is not None),
        float((digits > 0 or "ago" in body) and _CLOCK.search(body) is not None),
        float(digits > 3 and _YEAR.search(body) is not None),
        float(digits > 0 and _COUNTED.search(body) is not None),
    )


def _interface(found: list[str], count: int) -> tuple[float, float]:
    """Return ``hits`` and ``hit_share``: words of the lexicon."""
    hits = len(lexicon().words.intersection(found)) if found else 0
    return float(min(hits, 4)), hits / (count or 1)


_short = lru_cache(maxsize=16_384)(_features)
