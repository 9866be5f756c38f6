"""The columns that an HTML page's head fills: title, author, day, publisher, address, language, licence, tags."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from flows.formats.html.page_metadata import PageMetadata
from flows.formats.html.tokenizer import HtmlToken
from flows.formats.printed_dates import read_date

_MAX_TAGS: Final = 50
_ADDRESS: Final = re.compile('https?://[^\\s<>"]{3,2000}\\Z', re.IGNORECASE)
_COMMONS: Final = re.compile(
    "creativecommons\\.org/(?:licenses/([a-z-]{2,12})/(\\d\\.\\d)|publicdomain/(zero)/1\\.0)", re.IGNORECASE
)
_COMMAS: Final = re.compile("[,;،、，；]")
# The separator between a headline and the site's name in <title>.
_SITE: Final = re.compile("[ \u00a0](?:[|·•»:–—/-]|::)[ \u00a0]")
_STRAIGHT: Final = str.maketrans("’‘“”–—", "''\"\"--")
_SHORTEST: Final = 3


class PageHead(NamedTuple):
    """The metadata that was read; None or empty where the page has none. ``unread_date`` could be two days."""

    title: str | None
    publisher: str | None
    author: str | None
    published_date: dt.date | None
    unread_date: str | None
    source_url: str | None
    language: str | None
    license: str | None
    tags: tuple[str, ...]


def read_head(source: str, found: Sequence[HtmlToken]) -> PageHead:
    """Return the metadata in the tags of a page: ``<meta>``, ``<link>``, ``<title>``, JSON-LD.

    >>> from flows.formats.html.tokenizer import tokens
    >>> page = "<html lang=en><title>Siege - The Post</title><meta property=og:site_name content='The Post'>"
    >>> head = read_head(page, list(tokens(page)))
    >>> head.title, head.publisher, head.language
    ('Siege', 'The Post', 'en')
    """
    page = PageMetadata(source, found)
    languages = page.languages()
    published, unread = _published(page.all("published"), languages)
    addresses = [value for value in (*page.canonical, *page.all("source_url")) if _ADDRESS.match(value)]
    return PageHead(
        title=_title(page),
        publisher=page.first("publisher"),
        author=_author(page.all_of_best_name("author")),
        published_date=published,
        unread_date=unread,
        source_url=addresses[0] if addresses else None,
        language=languages[0] if languages else None,
        license=_license(page.licenses or page.all("license")),
        tags=_tags(page.all_of_best_name("tags")),
    )


def _title(page: PageMetadata) -> str | None:
    """Return the page's title without the site's name.

    Best is a headline that ``<title>`` or ``og:title`` contains, the one nearest to its beginning. Without such a
    headline it is their text before a separator; without ``<title>`` and ``og:title`` it is the first headline.
    """
    stated = [title for title in (page.first("title"), page.title) if title]
    found = []
    for headline in page.headlines:
        words = _comparable(headline)
        places = [place for title in stated if (place := _comparable(title).find(words)) >= 0]
        if places and len(words) >= _SHORTEST:
            found.append((min(places), -len(words), headline))
    if found:
        return min(found)[2]
    if stated:
        return _SITE.split(stated[0], maxsplit=1)[0].strip() or stated[0]
    return page.headlines[0] if page.headlines else None


def _comparable(words: str) -> str:
    """Return words in the form in which titles are compared: editors and templates print other quotes and dashes."""
    return words.translate(_STRAIGHT).casefold()


def _author(values: Sequence[str]) -> str | None:
    """Return the authors that are names; the address of an author's page is not one."""
    names = [value for value in values if "/" not in value and "@" not in value and any(map(str.isalpha, value))]
    return ", ".join(names) or None


def _published(values: Sequence[str], languages: Sequence[str]) -> tuple[dt.date | None, str | None]:
    """Return the first value that is certainly one day, or None and the first value."""
    is_american = not languages or languages[0].casefold() in {"en", "en-us"}
    for value in values:
        read = read_date(value, month_first=is_american)
        if read is not None and not read.is_ambiguous:
            return read.date, None
    return None, values[0] if values else None


def _license(values: Sequence[str]) -> str | None:
    """Return the licence, a Creative Commons licence by its SPDX id; None when the page names several."""
    ids = set()
    for value in values:
        found = _COMMONS.search(value)
        if found is None:
            ids.add(value)
        else:
            ids.add("CC0-1.0" if found[3] else f"CC-{found[1].upper()}-{found[2]}")
    ids.discard("")
    return ids.pop() if len(ids) == 1 else None


def _tags(values: Sequence[str]) -> tuple[str, ...]:
    """Return the tags; "rivers, measuring" in one value is two tags."""
    parts = values if len(values) > 1 else [part for value in values for part in _COMMAS.split(value)]
    return tuple(dict.fromkeys(tag for part in parts if (tag := part.strip())))[:_MAX_TAGS]
