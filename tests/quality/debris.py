"""Measure what every repair and debris rule does to real pages: its hits on content, on furniture, and on clean bodies.

    python tests/quality/debris.py --corpora FOLDER [--show RULE] [--most 40]

FOLDER holds ``boilerplate/pages.parquet`` (pages as text whose lines are labelled content or furniture, and the clean
body of each), and the corpora of ``infoboxes.py``. A rule is good when its hits on content are edits that a reader of
the page would make too: ``--show RULE`` prints them with the words around.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import polars as pl

from flows.formats.shapes import recognise
from flows.model import Edit, Shape
from flows.text.repair import repair
from flows.text.strip import strip

CONTENT, FURNITURE, UNJUDGED = 1, 0, -1
COLUMNS = ("content", "furniture", "unjudged", "body", "wiki")
"""Where a hit stands: on a labelled line of a web page, in the clean body of one, or on an encyclopedia's page."""


class Hit(NamedTuple):
    """One edit or one note, and where it stands."""

    rule: str
    column: str
    page: str
    words: str


def lines_of(text: str, edits: Iterable[Edit]) -> Iterator[tuple[Edit, int]]:
    """Yield each edit with the number of the line of the first text on which it begins."""
    numbers = [0] * len(text)
    line = 0
    for place, character in enumerate(text):
        numbers[place] = line
        line += character == "\n"
    numbers.append(line)
    for edit in edits:
        number = numbers[edit.start]
        yield edit, number
        numbers[edit.start : edit.start + len(edit.before)] = [number] * len(edit.after)


def quoted(before: str, edit: Edit) -> str:
    """Return an edit with the words around it on one line."""
    start, end = edit.start, edit.start + len(edit.before)
    around = before[max(start - 60, 0) : start], before[end : end + 60]
    return f"{around[0]}⟦{edit.before}→{edit.after}⟧{around[1]}".replace("\n", "⏎")


def hits(text: str, shape: Shape | None, page: str, columns: dict[int, str], labels: list[int]) -> Iterator[Hit]:
    """Yield what repair and strip do to one text; ``labels`` are those of its lines, or the one label of all."""
    repaired = repair(text)
    cleaned = strip(repaired, shape or recognise(repaired.text))
    before = text
    for edit, line in lines_of(text, cleaned.edits):
        label = labels[line] if line < len(labels) else labels[-1]
        yield Hit(edit.rule, columns[label], page, quoted(before, edit))
        before = before[: edit.start] + edit.after + before[edit.start + len(edit.before) :]
    for note in cleaned.notes:
        yield Hit(f"note {note.code}", columns[labels[0]] if len(labels) == 1 else "pages", page, note.text)


def web_hits(corpora: Path) -> Iterator[Hit]:
    """Yield the hits on the annotated web pages, as web page and as plain text, and on their bodies."""
    pages = pl.read_parquet(corpora / "boilerplate" / "pages.parquet")
    columns = {CONTENT: "content", FURNITURE: "furniture", UNJUDGED: "unjudged"}
    for row in pages.iter_rows(named=True):
        for shape in ("web_page", "plain_text"):
            yield from hits(row["text"], shape, f"{row['id']} {shape}", columns, list(row["labels"]))
            yield from hits(row["main"] or "", shape, f"{row['id']} body {shape}", {CONTENT: "body"}, [CONTENT])


def wiki_hits(corpora: Path) -> Iterator[Hit]:
    """Yield the hits on pages of an encyclopedia in the shapes that they were exported in."""
    for name, keys in (
        ("conflict_pages", ("wiki_dump", "wiki_page")),
        ("front_matter_pages", ("scraped", "clean_encoding")),
        ("wikitext_boxes", ("wikitext",)),
    ):
        for number, line in enumerate((corpora / f"{name}.jsonl").read_text("utf-8").splitlines()):
            row = json.loads(line)
            for key in keys:
                yield from hits(row[key], None, f"{name} {number} {key}", {CONTENT: "wiki"}, [CONTENT])


def main() -> int:
    """Print the table, and the hits that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--show", nargs="*", default=[], help="print the hits of these rules on content and on bodies")
    parser.add_argument("--most", type=int, default=40, help="how many of each")
    options = parser.parse_args()
    counts: dict[str, Counter[str]] = {}
    shown: Counter[tuple[str, str]] = Counter()
    for source in (web_hits, wiki_hits):
        for hit in source(options.corpora):
            counts.setdefault(hit.rule, Counter())[hit.column] += 1
            if hit.rule in options.show and hit.column != "furniture":
                shown[hit.rule, hit.column] += 1
                if shown[hit.rule, hit.column] <= options.most:
                    print(f"{hit.rule} | {hit.column} | {hit.page} | {hit.words}")
    columns = (*COLUMNS, "pages")
    print(f"| rule | {' | '.join(columns)} |\n|---|{'---:|' * len(columns)}")
    for rule, found in sorted(counts.items()):
        print(f"| {rule} | {' | '.join(str(found[column]) for column in columns)} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
