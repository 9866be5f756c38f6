"""Where the pages of a snapshot come from: publishers, licences and languages, and each page while they are few.

Only the columns that name an origin are read, a batch at a time: what is kept are the groups, and at most
``LISTED_PAGES`` pages.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

LISTED_PAGES: Final = 1_000
"""The most pages that are listed one by one; of more, the table ``documents`` is the list."""

LISTED_ORIGINS: Final = 500
"""The most publishers or licences that are named; a crawl of the whole web would make a description unreadable."""

_BATCH = 16_384


class OriginGroup(NamedTuple):
    """The terms that pages stand under: their licence, as it is stated, and who published them; None is not stated."""

    license: str | None
    publisher: str | None


class NamedPage(NamedTuple):
    """What names one page: the columns of ``documents`` that attribution is made of."""

    license: str | None
    publisher: str | None
    title: str | None
    author: str | None
    published_date: dt.date | None
    source_url: str | None
    source: str | None

    @property
    def group(self) -> OriginGroup:
        """Return the terms that the page stands under."""
        return OriginGroup(self.license, self.publisher)


class Origins(NamedTuple):
    """How many pages stand under which terms, the languages that are stated, and the pages where they are few."""

    groups: Counter[OriginGroup]
    languages: tuple[str, ...]
    pages: tuple[NamedPage, ...] | None

    @property
    def page_count(self) -> int:
        """Return how many pages there are."""
        return sum(self.groups.values())

    @property
    def licenses(self) -> list[str]:
        """Return the licences that are stated, in alphabetical order, at most ``LISTED_ORIGINS``."""
        return sorted({group.license for group in self.groups if group.license})[:LISTED_ORIGINS]

    @property
    def publishers(self) -> list[str]:
        """Return the publishers that are stated, in alphabetical order, at most ``LISTED_ORIGINS``."""
        return sorted({group.publisher for group in self.groups if group.publisher})[:LISTED_ORIGINS]


def origins_in(documents: Sequence[Path]) -> Origins:
    """Return where the pages in the files of ``documents`` come from; a column that a file lacks counts as null."""
    counts: Counter[tuple[str | None, str | None, str | None]] = Counter()
    listed = sum(pq.ParquetFile(path).metadata.num_rows for path in documents) <= LISTED_PAGES
    pages: list[NamedPage] = []
    for path in documents:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            wanted = ("license", "publisher", "language", *(NamedPage._fields if listed else ()))
            names = [name for name in dict.fromkeys(wanted) if name in file.schema_arrow.names]
            for batch in file.iter_batches(_BATCH, columns=names) if names else ():
                counts.update(zip(*(_values(batch, name) for name in wanted[:3]), strict=True))
                if listed:
                    pages.extend(map(NamedPage, *(_values(batch, name) for name in NamedPage._fields)))
    groups: Counter[OriginGroup] = Counter()
    for (terms, publisher, _), number in counts.items():
        groups[OriginGroup(terms, publisher)] += number
    languages = sorted({language for *_, language in counts if language})[:LISTED_ORIGINS]
    return Origins(groups, tuple(languages), tuple(pages) if listed else None)


def _values(batch: pa.RecordBatch, name: str) -> list[object]:
    found: list[object] = batch.column(name).to_pylist() if name in batch.schema.names else [None] * batch.num_rows
    return found
