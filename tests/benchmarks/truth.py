"""Compare a published snapshot with what the generated pages say: the share that is exactly right, by shape and field.

``python tests/benchmarks/truth.py SNAPSHOT truth.jsonl`` (SNAPSHOT is a folder of *.parquet files, such as
output/current) prints a Markdown table; ``--wrong 3`` shows examples of each field that is not always right.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from flows.model import document_id

Row = Mapping[str, Any]
TABLES = ("documents", "sections", "tags", "conflicts", "belligerents", "commanders", "strengths", "casualties")


class Found:
    """What was published of one document."""

    def __init__(self, rows: Mapping[str, list[Row]]) -> None:
        self.rows = rows
        self.unmarked: frozenset[str] = frozenset()
        """Headings that the page does not show as such: whether they stay in the body is not judged."""
        self.document = rows["documents"][0] if rows["documents"] else {}
        self.conflict = rows["conflicts"][0] if rows["conflicts"] else {}

    def text_of(self, column: str) -> str | None:
        value = self.document.get(column)
        return None if value is None else str(value)

    def lines(self) -> list[str]:
        """The body's lines without headings: paragraphs, one a line."""
        lines = [line.strip() for line in (self.text_of("text") or "").split("\n")]
        return [line for line in lines if line and not line.startswith("#") and line not in self.unmarked]

    def headings(self) -> list[list[object]]:
        return [[row["level"], row["heading"]] for row in self.rows["sections"] if row["heading"]]

    def dates(self) -> dict[str, str]:
        return {"start": str(self.conflict.get("start_date")), "end": str(self.conflict.get("end_date"))}


def _pairs(rows: Iterable[Row], *columns: str) -> list[list[object]]:
    return sorted(([row[column] for column in columns] for row in rows), key=str)


# How a truth is read from the tables. A side is compared apart from the rest, since not every shape shows it.
READERS: dict[str, tuple[Callable[[Any], object], Callable[[Found], object]]] = {
    "title": (str, lambda found: found.text_of("title")),
    "publisher": (str, lambda found: found.text_of("publisher")),
    "author": (str, lambda found: found.text_of("author")),
    "published_date": (str, lambda found: found.text_of("published_date")),
    "tags": (list, lambda found: [row["tag"] for row in found.rows["tags"]]),
    "tag_count": (int, lambda found: len(found.rows["tags"])),
    "conflict": (dict, Found.dates),
    "part_of": (list, lambda found: found.conflict.get("part_of")),
    "place": (str, lambda found: found.conflict.get("place")),
    "result": (lambda text: [text], lambda found: found.conflict.get("result")),
    "headings": (list, Found.headings),
    "paragraphs": (list, Found.lines),
    "belligerents": (
        lambda rows: sorted(name for _, name in rows),
        lambda found: sorted(row["name"] for row in found.rows["belligerents"]),
    ),
    "belligerent sides": (sorted, lambda found: _pairs(found.rows["belligerents"], "side", "name")),
    "commanders": (
        lambda rows: sorted(row["name"] for row in rows),
        lambda found: sorted(str(row["name"]) for row in found.rows["commanders"]),
    ),
    "commander fates": (
        lambda rows: sorted([row["name"], row["fate"]] for row in rows),
        lambda found: _pairs(found.rows["commanders"], "name", "fate"),
    ),
    "commander sides": (
        lambda rows: sorted(([row["side"], row["name"]] for row in rows), key=str),
        lambda found: _pairs(found.rows["commanders"], "side", "name"),
    ),
    "strengths": (
        lambda rows: sorted((row[1:] for row in rows), key=str),
        lambda found: _pairs(found.rows["strengths"], "count_min", "count_max"),
    ),
    "casualties": (
        lambda rows: sorted((row[1:] for row in rows), key=str),
        lambda found: _pairs(found.rows["casualties"], "kind", "count_min", "count_max", "claimant"),
    ),
    "casualty sides": (
        lambda rows: sorted((row[:4] for row in rows), key=str),
        lambda found: _pairs(found.rows["casualties"], "side", "kind", "count_min", "count_max"),
    ),
}
# Fields that look at another field of the truth.
TRUTH_OF = {
    "belligerent sides": "belligerents",
    "commander fates": "commanders",
    "commander sides": "commanders",
    "casualty sides": "casualties",
}


def sides_given(truth: Mapping[str, Any], found: Found, given: dict[str, list[int]]) -> None:
    """Count the rows that have a side and those whose side is right: a page may hide its sides, but not lie."""
    expected = {
        "belligerents": {(name, side) for side, name in truth.get("belligerents", ())},
        "commanders": {(row["name"], row["side"]) for row in truth.get("commanders", ())},
        "casualties": {((kind, low, high), side) for side, kind, low, high, _ in truth.get("casualties", ())},
    }
    for table, names in expected.items():
        for row in found.rows[table]:
            name = row.get("name") if table != "casualties" else (row["kind"], row["count_min"], row["count_max"])
            counts = given.setdefault(f"{truth['shape']} {table}", [0, 0, 0])
            counts[0] += 1
            counts[1] += row["side"] is not None
            counts[2] += (name, row["side"]) in names


def published(snapshot: Path) -> Callable[[str], Found]:
    """Return the look-up of a document's rows by its source name."""
    rows: dict[str, dict[str, list[Row]]] = {}
    for table in TABLES:
        by_document: dict[str, list[Row]] = defaultdict(list)
        for row in pl.read_parquet(snapshot / f"{table}.parquet").iter_rows(named=True):
            by_document[row["document_id"]].append(row)
        rows[table] = by_document
    return lambda source: Found({table: rows[table].get(document_id(source), []) for table in TABLES})


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("snapshot", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--wrong", type=int, default=0, help="examples of wrong values for each field and shape")
    arguments = parser.parse_args()
    find = published(arguments.snapshot)
    given: dict[str, list[int]] = {}
    right: dict[tuple[str, str], int] = defaultdict(int)
    total: dict[tuple[str, str], int] = defaultdict(int)
    with arguments.truth.open(encoding="utf-8") as lines:
        for line in lines:
            truth = json.loads(line)
            found = find(truth["source"])
            found.unmarked = frozenset(truth.get("unmarked_headings", ()))
            groups = (truth["shape"], f"mojibake: {bool(truth['accident'])}")
            for field, (expected_of, found_of) in READERS.items():
                if (name := TRUTH_OF.get(field, field)) not in truth:
                    continue
                expected, value = expected_of(truth[name]), found_of(found)
                for group in groups:
                    total[field, group] += 1
                    right[field, group] += expected == value
                wrong = total[field, groups[0]] - right[field, groups[0]]
                if expected != value and wrong <= arguments.wrong:
                    print(
                        f"{truth['source']} {groups[0]} {field}\n  truth {expected}\n  found {value}", file=sys.stderr
                    )
            sides_given(truth, found, given)
    print(report(right, total))
    print("\n| sides | rows | with a side | of these right, % |\n|---|---:|---:|---:|")
    for name, (rows, with_side, good) in sorted(given.items()):
        print(f"| {name} | {rows} | {with_side} | {100 * good / with_side if with_side else 0:.1f} |")


def report(right: Mapping[tuple[str, str], int], total: Mapping[tuple[str, str], int]) -> str:
    """Return the shares as a Markdown table: fields down, shapes across; a dash where a shape has no such field."""
    groups = sorted({group for _, group in total}, key=lambda group: (":" in group, group))
    lines = [f"| exactly right, % | {' | '.join(groups)} |", f"|---|{'---:|' * len(groups)}"]
    for field in READERS:
        cells = [
            f"{100 * right[field, one] / total[field, one]:.1f}" if (field, one) in total else "–" for one in groups
        ]
        lines.append(f"| {field} | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
