"""What a web page says of itself in plain lines: title, byline, day of publication, tags, publisher."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from flows.formats.bylines import ReadDate, read_date
from flows.text.boilerplate import Judged, is_interface

_ABOVE: Final = 15
"""Lines above the body in which a byline may stand: a share bar and a picture's caption stand between."""
_BELOW: Final = 3
_MAX_BYLINE: Final = 160
_MAX_TITLE: Final = 250
_MAX_TAG: Final = 80
_COPYRIGHT: Final = re.compile("(?:©|\\(c\\)|[Cc]opyright)", re.ASCII)
_YEARS: Final = re.compile("\\d{4}(?:[ ]?[-–—/,][ ]?(?:\\d{4}|[Pp]resent))?")
_TIME: Final = re.compile(
    "(?:\\bat[ ])?\\b\\d{1,2}[:.]\\d{2}(?:[:.]\\d{2})?[ ]?(?:[AaPp]\\.?[Mm]\\.?)?(?:[ ][A-Z]{2,4}\\b)?"
)
_NAME: Final = re.compile("[^\\W\\d_][^\\d|•·@/\\\\<>{}=]{1,60}\\Z")
_SEPARATORS: Final = " \t\u00a0|•·,;:–—-/*"
_LONG_WORD: Final = re.compile("\\w{4,30}")
_US_ADDRESS: Final = re.compile("\\b[A-Z]{2}[ ]\\d{5}(?:-\\d{4})?\\b")
_DAY_FIRST: Final = re.compile("£|\\.co\\.uk\\b|\\.com\\.au\\b|\\.org\\.uk\\b|\\bABN[ ]\\d")


class Masthead(NamedTuple):
    """What was read, and which lines it was read from (indices): ``titles`` print the title, ``claimed`` the rest."""

    title: str | None
    publisher: str | None
    author: str | None
    published_date: dt.date | None
    is_date_ambiguous: bool
    tags: tuple[str, ...]
    titles: frozenset[int]
    claimed: frozenset[int]
    byline: int | None


def read_masthead(lines: Sequence[str], judged: Sequence[Judged]) -> Masthead:
    """Return what the page says of itself; None and empty where it says nothing that can be told from the text.

    The lines are those of the page that are not blank, ``judged`` what the classifier says of them.
    """
    first = next((index for index, item in enumerate(judged) if item.is_body), len(lines))
    byline, date = _find_date(lines, first)
    author, author_line = _find_author(lines, first, byline, date)
    tag_line, tags = _find_tags(lines, first)
    top = min((index for index in (byline, author_line) if index is not None), default=first)
    title = _find_title(lines, judged, min(top, first), first)
    claimed = {index for index in (byline, author_line, tag_line) if index is not None}
    titles = frozenset(
        index for index, line in enumerate(lines) if title is not None and index <= first and _same(line, title)
    )
    return Masthead(
        title=title,
        publisher=_find_publisher(lines),
        author=author,
        published_date=date.date if date else None,
        is_date_ambiguous=date is not None and date.is_ambiguous,
        tags=tags,
        titles=titles,
        claimed=frozenset(claimed) - titles,
        byline=byline,
    )


def _find_date(lines: Sequence[str], first: int) -> tuple[int | None, ReadDate | None]:
    """Return the line above the body that names a day, the nearest one first, and the day."""
    near = [
        *range(min(first, len(lines)) - 1, max(-1, first - _ABOVE - 1), -1),
        *range(first, min(len(lines), first + _BELOW)),
    ]
    for index in near:
        line = lines[index].strip()
        if len(line) <= _MAX_BYLINE and not _COPYRIGHT.search(line):
            read = read_date(line, month_first=True)
            # A date inside of words is part of a headline or a sentence: a byline is a date and little else.
            if read is not None and len(_without(line, read).split()) <= 8:
                return index, _decided(lines, line, read) if read.is_ambiguous else read
    return None, None


def _decided(lines: Sequence[str], line: str, read: ReadDate) -> ReadDate:
    """Return the day with its order decided by the page, where something decides it.

    A figure above 12 in another date of the page, an address in the United States (month first), or signs of a country
    that writes the day first. Without any the American order stands, as the most frequent, and stays ambiguous.
    """
    page = "\n".join(item for item in lines if len(item) <= 300)
    others = [
        other
        for item in lines
        if len(item) <= _MAX_BYLINE and (other := re.search(r"\b(\d{1,2})/(\d{1,2})/\d{2,4}", item))
    ]
    if any(int(other[1]) > 12 for other in others) or _DAY_FIRST.search(page):
        again = read_date(line, month_first=False)
        return again._replace(is_ambiguous=False) if again else read
    if any(int(other[2]) > 12 for other in others) or _US_ADDRESS.search(page):
        return read._replace(is_ambiguous=False)
    return read


def _without(line: str, read: ReadDate) -> str:
    """Return a line without its date and time, and without the words that announce them."""
    rest = _TIME.sub(" ", f"{line[: read.start]} | {line[read.end :]}")
    parts = (_announced(part.strip(_SEPARATORS)) for part in re.split("[|•·]", rest))
    return " | ".join(part for part in parts if part)


def _announced(part: str) -> str:
    """Return the words without "Posted on" before or behind them ("Jane Doe Published")."""
    folded = part.casefold()
    for words in _words("posted"):
        if folded == words or folded.startswith(f"{words} "):
            return part[len(words) :].strip(_SEPARATORS)
        if folded.endswith(words):
            return part[: -len(words)].strip(_SEPARATORS)
    return part


def _find_author(
    lines: Sequence[str], first: int, byline: int | None, date: ReadDate | None
) -> tuple[str | None, int | None]:
    """Return the author and the line that names them: the rest of the date's line, or a "By …" line near it."""
    if byline is not None and date is not None:
        rest = _without(lines[byline].strip(), date)
        for part in rest.split(" | "):
            name = _name(part, needs_by=False)
            if name is not None:
                return name, byline
    middle = byline if byline is not None else first
    for index in sorted(range(max(0, middle - 4), min(len(lines), middle + 4)), key=lambda index: abs(index - middle)):
        line = lines[index].strip()
        name = _name(line, needs_by=True) if len(line) <= _MAX_BYLINE else None
        if name is not None:
            return name, index
    return None, None


def _name(part: str, *, needs_by: bool) -> str | None:
    """Return the name in a byline without "By"; None when the words are no name."""
    folded = part.casefold()
    by = next(
        (words for words in _words("by") if folded.startswith((words + " ", words + ":", words + "\u00a0"))), None
    )
    if by is None and (needs_by or len(part.split()) > 5):
        return None
    name = part[len(by) if by else 0 :].strip(_SEPARATORS)
    if not name or is_interface(name) or _NAME.match(name) is None or len(name.split()) > 8:
        return None
    return name


def _find_tags(lines: Sequence[str], first: int) -> tuple[int | None, tuple[str, ...]]:
    """Return the line that lists the page's tags behind a label ("Filed Under: a, b"), and the tags."""
    for index in range(max(0, first - _ABOVE), len(lines)):
        label, colon, rest = lines[index].strip(" \t\u00a0*•").partition(":")
        if colon and rest.strip() and len(label) <= 30 and label.strip().casefold() in _words("tags"):
            parts = re.split("[,;|•·、،]", rest)
            tags = tuple(tag for part in parts if (tag := " ".join(part.split())) and len(tag) <= _MAX_TAG)
            if tags:
                return index, tags
    return None, ()


def _find_title(lines: Sequence[str], judged: Sequence[Judged], top: int, first: int) -> str | None:
    """Return the title: of the lines above the body and its first two, the one that is most like a headline.

    A headline shares its long words with the body, is often printed twice (in a trail of links, as the page's name),
    has some four to sixteen words, no full stop, and stands near the byline.
    """
    body = {
        word
        for line, item in zip(lines, judged, strict=True)
        if item.is_body
        for word in _LONG_WORD.findall(line.casefold())
    }
    counts = Counter(_fold(line) for line in lines if len(line) <= _MAX_TITLE)
    best, best_score = None, 0.5
    for index in range(max(0, top - 2 * _ABOVE), min(first + 2, len(lines))):
        line = lines[index]
        if not _may_be_title(line):
            continue
        words = line.split()
        long_words = _LONG_WORD.findall(line.casefold())
        shared = sum(word in body for word in long_words) / (len(long_words) + 1)
        size = 1.0 if 4 <= len(words) <= 16 or (not line.isascii() and len(line) > 12) else 0.0
        score = 2.0 * shared + size + 1.2 * (counts[_fold(line)] > 1) - 0.06 * abs(top - index)
        score -= 1.2 * (line.rstrip()[-1] in ".:;,>") + 0.8 * judged[index].is_body + 0.8 * (len(words) > 22)
        if score > best_score:
            best, best_score = _clean_title(line), score
    return best


def _may_be_title(line: str) -> bool:
    line = line.strip()
    return 3 < len(line) <= _MAX_TITLE and not line.startswith(("•", "* ", "+ ", "- ")) and not is_interface(line)


def _clean_title(line: str) -> str:
    return " ".join(line.strip(" \t\u00a0#").split())


def _same(line: str, title: str) -> bool:
    return _fold(line) == _fold(title)


def _fold(line: str) -> str:
    return _clean_title(line).casefold()


def _find_publisher(lines: Sequence[str]) -> str | None:
    """Return the site's name: the first line's without "Homepage", else what stands beside a copyright sign."""
    for line in lines[:3]:
        words = line.strip()
        home = next((word for word in _words("home") if words.casefold().endswith(" " + word)), None)
        if home is not None and len(words) <= 80:
            return words[: -len(home)].strip(_SEPARATORS) or None
    for line in reversed(lines):
        if len(line) <= 200 and (mark := _COPYRIGHT.search(line)):
            name = _owner(line, mark)
            if name:
                return name
    return None


def _owner(line: str, mark: re.Match[str]) -> str | None:
    """Return the owner in a copyright line: the words behind the sign, or those before it."""
    for part in (line[mark.end() :], line[: mark.start()]):
        words = _COPYRIGHT.sub(" ", _YEARS.sub(" ", part)).strip(_SEPARATORS + ".")
        words = re.split(r"(?i)\ball rights|[.|•·\n]|\bis a\b", words, maxsplit=1)[0]
        name = " ".join(words.split()).strip(_SEPARATORS)
        name = name[3:] if name.casefold().startswith("by ") else name
        if 1 < len(name) <= 80 and any(character.isalpha() for character in name):
            return name
    return None


@cache
def _words(name: str) -> tuple[str, ...]:
    """Return one list of words of ``furniture.toml``, the longest first: tags, home, by, posted."""
    path = Path(__file__).parents[1] / "rules" / "furniture.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    words = data["by"]["posted"] if name == "posted" else data[name]["any"]
    return tuple(sorted(words, key=lambda word: (-len(word), word)))
