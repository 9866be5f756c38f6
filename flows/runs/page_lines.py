"""The site of a page and its lines as numbers, for the search for lines that a whole site repeats.

They are made where the page is read, so the run compares numbers and not texts (``flows.runs.corpus.site_lines``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Final, NamedTuple

import polars as pl

from flows.runs.page_rows import DocumentRow

TABLE: Final = "page_lines"
"""Name of the part file; it is not a table of the contract."""
SCHEMA: Final[Mapping[str, pl.DataType]] = {
    "document_id": pl.String(),
    "site": pl.String(),
    "page": pl.UInt64(),
    "lines": pl.List(pl.UInt64),
}
_SHAPES: Final = ("web_page", "html")
_SHORTEST: Final = 3
_HOST: Final = re.compile(r"[a-z+]+://(?:www\.)?([^/:?#]+)")
_FOLDER: Final = re.compile(r"(?:^|/)(?:www\.)?([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})/")
_MARKED: Final = ("#", ">", "```", "|")


class PageLines(NamedTuple):
    """A page of a site: a number for its whole text, and one for each of its different lines that may repeat."""

    document_id: str
    site: str
    page: int
    lines: tuple[int, ...]


def page_lines(document: DocumentRow) -> PageLines | None:
    """Return the site and the lines of a page; None where it is not a page of a site or has no text."""
    if document.shape not in _SHAPES or not document.text:
        return None
    site = site_of(document)
    if not site:
        return None
    lines = sorted({number(bare) for bare in candidates(document.text)})
    return PageLines(document.document_id, site, number(document.text), tuple(lines))


def site_of(document: DocumentRow) -> str:
    """Return the site of a page: the host of its address, its publisher, a folder named like a host, or ''."""
    if document.source_url is not None:
        found = _HOST.match(document.source_url)
    elif document.publisher is not None:
        return document.publisher.lower()
    else:
        found = _FOLDER.search(document.source)
    return found[1].lower() if found else ""


def candidates(text: str) -> Iterator[str]:
    """Yield the lines that may be furniture, without the blanks around them.

    Headings, quotations, code, rows of tables and lines without a letter are left out.
    """
    for line in text.split("\n"):
        bare = line.strip(" \t")
        if len(bare) >= _SHORTEST and not line.lstrip().startswith(_MARKED) and any(map(str.isalpha, bare)):
            yield bare


def number(text: str) -> int:
    """Return a number for a text, the same on every machine; two texts have the same one with probability 10^-19."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())
