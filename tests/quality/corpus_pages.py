"""The pages of a folder of corpora through the command: written as files, run, and the published tables read back.

Only what is published is compared: what is measured is what a user gets.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import polars as pl

from flows.model import document_id
from flows.runs.job import run
from flows.runs.options import RunConfig

SINGLE: Final = ("conflict", "partof", "date", "place", "caption")
"""Fields of one value: how it is split is no question of agreement."""


class Corpus(NamedTuple):
    """One rendering of one corpus: the name of its figures, the file, the key of the text, the ending."""

    name: str
    file: str
    text: str
    suffix: str = "txt"


CONFLICTS: Final = "conflict_pages.jsonl"
BATTLES: Final = "battle_pages.jsonl"
BOXES: Final = "infotabs_boxes.jsonl"
CORPORA: Final = (
    Corpus("wiki_dump", CONFLICTS, "wiki_dump"),
    Corpus("wiki_page", CONFLICTS, "wiki_page"),
    Corpus("front_matter", "front_matter_pages.jsonl", "scraped"),
    Corpus("wikitext", "wikitext_boxes.jsonl", "wikitext", "wiki"),
    *(Corpus(f"battles {text}", BATTLES, text) for text in ("joined", "tabbed", "get_text", "wiki_dump")),
    Corpus("battles html", BATTLES, "html", "html"),
    Corpus("infotabs", BOXES, "html", "html"),
)


class Tables:
    """The published tables by document."""

    def __init__(self, snapshot: Path) -> None:
        self.snapshot = snapshot
        self.by_document: dict[str, dict[str, list[dict[str, Any]]]] = {}

    def rows(self, table: str, source: str) -> list[dict[str, Any]]:
        """Return the rows of one document in key order."""
        if table not in self.by_document:
            grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
            for row in pl.read_parquet(self.snapshot / f"{table}.parquet").iter_rows(named=True):
                grouped[row["document_id"]].append(row)
            self.by_document[table] = grouped
        return self.by_document[table].get(document_id(source), [])

    def sources(self) -> list[str]:
        """Return the names of all documents of the run."""
        return sorted(
            row["source"] for row in pl.read_parquet(self.snapshot / "documents.parquet").iter_rows(named=True)
        )

    def field_items(self, source: str) -> dict[str, list[str]]:
        """Return the published items of each field: ``combatant1`` where the side is a key, else ``combatant``."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.rows("infobox_fields", source):
            name = (row["field"] or "").replace("part_of", "partof")
            if name in SINGLE:
                found[name].extend(row["value"].split("\n"))
            elif row["field"]:
                found[row["field"] + (row["series"] or "")].extend(row["items"])
        return found


class Page(NamedTuple):
    """One page: its source name in the run, what the corpus says of it, and the published tables."""

    source: str
    answer: dict[str, Any]
    tables: Tables


class ShapeRun(NamedTuple):
    """The pages of one shape and what the run said of them."""

    pages: list[Page]
    summary: str


def run_corpus(corpus: Corpus, folder: Path, scratch: Path) -> ShapeRun:
    """Return the pages of one shape after a run of their own: the same page in another shape would tell the sides."""
    rows = list(statements(folder, corpus.file))
    pages = scratch / "pages" / corpus.name
    pages.mkdir(parents=True)
    names = [_file_name(corpus, number, row) for number, row in enumerate(rows)]
    for name, row in zip(names, rows, strict=True):
        text = _whole_page(row) if corpus.file == BOXES else row[corpus.text]
        (pages / name).write_text(text, encoding="utf-8", newline="")
    report = run(RunConfig((str(pages),), scratch / "output" / corpus.name, full=True))
    tables = Tables(report.snapshot_dir)
    summary = f"{report.documents} documents, {report.violations} violations, issues {report.issues}"
    return ShapeRun([Page(name, row, tables) for name, row in zip(names, rows, strict=True)], summary)


def _file_name(corpus: Corpus, number: int, row: dict[str, Any]) -> str:
    # A scraper names a page after its title, and a page of text alone has no other title.
    stem = row["id"].removesuffix(".html") if corpus.file == BATTLES else f"{number:03d}"
    return f"{stem}.{corpus.suffix}"


def _whole_page(row: dict[str, Any]) -> str:
    """Return a bare box as a page: the corpus keeps boxes alone, without the class that every wiki gives them."""
    html = row["html"]
    start = html.find("<table style")
    box = html[max(start, 0) :].replace("<table", '<table class="infobox"', 1)
    return f"<html><head><title>{row['id']} - Wikipedia</title></head><body>{box}</body></html>"


def statements(folder: Path, file: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a corpus file."""
    for line in (folder / file).read_text("utf-8").splitlines():
        yield json.loads(line)
