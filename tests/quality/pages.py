"""The annotated web pages of a corpus folder: lines with labels, sites, bodies; and their folds, split by site."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path

FOLDS = 5
PAGES = Path("boilerplate") / "pages.parquet"


@dataclass(frozen=True, slots=True)
class AnnotatedPage:
    """One page as one renderer printed it. ``labels``: 1 body, 0 furniture, -1 nothing to judge, one a line."""

    id: str
    type: str
    site: str
    kind: str
    title: str
    text: str
    labels: tuple[int, ...]
    main: str

    @property
    def fold(self) -> int:
        """Return the fold of the page's site: all pages of a site stand in one fold."""
        return zlib.crc32(self.site.encode()) % FOLDS


def annotated_pages(corpora: Path) -> list[AnnotatedPage]:
    """Return the pages in the order of the file."""
    import polars as pl

    columns = ["id", "type", "site", "kind", "title", "text", "labels", "main"]
    frame = pl.read_parquet(corpora / PAGES, columns=columns)
    return [
        AnnotatedPage(**{**row, "labels": tuple(row["labels"]), "title": row["title"] or ""})
        for row in frame.iter_rows(named=True)
    ]


def lines_of(text: str) -> tuple[list[str], list[int], list[int]]:
    """Return the lines that are not blank, how many blank ones stand before each, and their numbers in the text."""
    lines, blanks, numbers = [], [], []
    empty = 0
    for number, line in enumerate(text.split("\n")):
        if line and not line.isspace():
            lines.append(line)
            blanks.append(empty)
            numbers.append(number)
            empty = 0
        else:
            empty += 1
    return lines, blanks, numbers
