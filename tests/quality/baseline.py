"""Measure the command on real pages with answers: exact agreement per field and shape.

    python tests/quality/baseline.py --corpora FOLDER [--output FOLDER] [--show FIELD]

FOLDER holds ``conflict_pages.jsonl`` (texts in the shapes wiki_dump and wiki_page with one parser's answer) and
``front_matter_pages.jsonl``. The pages are written out as files, ``infobox-etl run`` turns them into tables, and only
the published tables are compared: what is measured is what a user gets.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import polars as pl

from flows.infobox.values.dates import read_span
from flows.job import RunConfig, run
from flows.model import document_id

SIDED = ("combatant", "commander", "units", "strength", "casualties")
TYPED = {
    "combatant": ("belligerents", "belligerent_no"),
    "commander": ("commanders", "commander_no"),
    "units": ("units", "unit_no"),
    "strength": ("strengths", "strength_no"),
    "casualties": ("casualties", "casualty_no"),
}
SINGLE = ("conflict", "partof", "date", "place", "caption")
WHOLE = ("conflict", "partof", "date", "place", "result", "status", "territory", "caption")
SERIES = re.compile(r"^([a-z_]+?)(\d[a-z]?)?$")


def norm(text: str) -> str:
    """Return the words of an item: no list markers, one kind of space, none of the debris that the answers carry.

    The answers are one parser's output: it leaks image names ("Flag of X.svg X"), prints "c. undefined 5,500", keeps
    the start of a reference. Those marks are taken out of both sides; they are no words of the page.
    """
    text = re.sub(r"\[\[(?:Image|File):[^\]]*\]\]|<ref\b[^>]*>?|\bundefined\b", "", text)
    text = re.sub(
        r"(?:\bFile:)?(?:[^\s,()]+ ){0,12}?[^\s,()]+\.(?:svg|png|jpe?g|gif)\b(?:\|\d+px)?", "", text, flags=re.I
    )
    text = unicodedata.normalize("NFC", text).replace("\u00a0", " ")
    text = re.sub(r"^\s*(?:[*•]+\s*)+", "", text)
    text = re.sub(r"(?:,\s*)?\(\s*\)|\b\d{1,3}px\s", "", text)
    return re.sub(r"\s+", " ", text).strip(" ,")


def merged(lines: Iterable[str]) -> list[str]:
    """Return lines as items: a line that is one parenthesis belongs to the line before it."""
    items: list[str] = []
    for line in map(norm, lines):
        if items and re.fullmatch(r"\(.*\)", line):
            items[-1] += " " + line
        elif line:
            items.append(line)
    return items


def write_pages(corpora: Path, folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Write every page as a file; return the answers of both corpora."""
    conflicts = [json.loads(line) for line in (corpora / "conflict_pages.jsonl").read_text("utf-8").splitlines()]
    fronts = [json.loads(line) for line in (corpora / "front_matter_pages.jsonl").read_text("utf-8").splitlines()]
    for shape in ("wiki_dump", "wiki_page"):
        (folder / shape).mkdir(parents=True)
        for number, row in enumerate(conflicts):
            (folder / shape / f"{number:03d}.txt").write_text(row[shape], encoding="utf-8", newline="")
    (folder / "front_matter").mkdir()
    for number, row in enumerate(fronts):
        (folder / "front_matter" / f"{number:03d}.txt").write_text(row["scraped"], encoding="utf-8", newline="")
    return conflicts, fronts


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


def field_items(tables: Tables, source: str) -> dict[str, list[str]]:
    """Return the published items of each field: ``combatant1`` where the side is a key, else ``combatant``.

    Fields that hold one value are taken by their ``value``: how it is split is no question of agreement.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for row in tables.rows("infobox_fields", source):
        name = (row["field"] or "").replace("part_of", "partof")
        if name in SINGLE:
            found[name].extend(row["value"].split("\n"))
        elif row["field"]:
            found[row["field"] + (row["series"] or "")].extend(row["items"])
    return found


def as_one(lines: Iterable[str]) -> str:
    """Return the lines of a single value as one; a dump prints its line breaks as ", "."""
    return re.sub(r"[ ,]+", " ", " ".join(merged(lines))).strip()


def compare_conflict(row: dict[str, Any], shape: str, source: str, tables: Tables) -> Iterator[tuple[str, bool, str]]:
    """Yield (what was compared, whether it agrees, both sides for a person) of one page."""
    found = field_items(tables, source)
    answers: dict[str, list[str]] = row["answer"]
    for key, lines in answers.items():
        base = SERIES.match(key)
        if base is None or base[1] not in (*SIDED, *WHOLE):
            continue
        if base[1] in WHOLE:
            want, got = merged(lines), merged(found.get(key, []))
            if base[1] in SINGLE:
                want, got = [as_one(lines)], [as_one(found.get(key, []))]
                if shape == "wiki_dump" and f"\n- {base[1].capitalize()}: " not in row[shape]:
                    continue  # this shape does not print the field
            yield base[1], want == got, f"want {want}\n     got  {got}"
        elif shape == "wiki_dump":
            want, got = merged(lines), merged(found.get(key, []))
            yield base[1], want == got, f"want {want}\n     got  {got}"
    if shape == "wiki_page":
        for base in SIDED:
            want = [item for key in sorted(answers) if key[:-1] == base for item in merged(answers[key])]
            if want:
                got = merged(found.get(base, []))
                yield base, want == got, f"want {want}\n     got  {got}"
    yield from compare_sides(answers, source, tables)
    yield from compare_dates(answers, source, tables)


def compare_sides(answers: dict[str, list[str]], source: str, tables: Tables) -> Iterator[tuple[str, bool, str]]:
    """Yield whether each typed row stands on the side that the answer has its words on."""
    for base, (table, _) in TYPED.items():
        want = {
            int(key[-1]): " ".join(merged(lines))
            for key, lines in answers.items()
            if re.fullmatch(base + r"[123]", key)
        }
        rows = [row for row in tables.rows(table, source) if norm(row["source_text"])]
        if base == "casualties" and "casualties3" in answers and "combatant3" not in answers:
            # A third cell without a third side holds civilians or totals, which are of no side.
            third = " ".join(merged(answers["casualties3"]))
            rows = [row for row in rows if row["side"] is not None or norm(row["source_text"]) not in third]
            want.pop(3, None)
        if any(row.get("is_cross_reference") for row in rows):
            continue  # the rows come from a section that the answer does not hold
        if not want or not rows:
            continue
        wrong = [
            (row["side"], row["source_text"])
            for row in rows
            if row["side"] is not None and norm(row["source_text"]).split("(")[0] not in want.get(row["side"], "")
        ]
        unknown = sum(row["side"] is None for row in rows)
        yield f"{base} side, wrong never", not wrong, f"wrong {wrong}"
        yield f"{base} side, all known", not wrong and not unknown, f"unknown {unknown} of {len(rows)}, wrong {wrong}"


def compare_dates(answers: dict[str, list[str]], source: str, tables: Tables) -> Iterator[tuple[str, bool, str]]:
    """Yield whether both ends of the date are typed (against the reader on the answer's own line breaks)."""
    rows = tables.rows("conflicts", source)
    if not rows or "date" not in answers:
        yield "date typed", False, "no row in conflicts"
        return
    span = read_span("\n".join(answers["date"]))
    got = (rows[0]["start_edtf"], rows[0]["end_edtf"], rows[0]["is_ongoing"])
    want = (span.start_edtf, span.end_edtf, span.is_ongoing) if span else None
    typed = rows[0]["start_edtf"] is not None and (rows[0]["end_edtf"] is not None or rows[0]["is_ongoing"])
    yield "date typed", typed and want == got, f"{answers['date']} -> {got}"


def compare_front(row: dict[str, Any], source: str, tables: Tables) -> Iterator[tuple[str, bool, str]]:
    """Yield the comparisons of one front-matter page."""
    front = row["front"]
    documents = tables.rows("documents", source)
    if not documents:
        yield "document", False, "not published"
        return
    page = documents[0]
    yield "title", page["title"] == norm(front["subject"]), f"{page['title']!r}"
    date = dt.date.fromisoformat(front["pubDate"][:10])
    yield "published_date", page["published_date"] == date, f"{page['published_date']} {date}"
    tags = [" ".join(tag.split()) for tag in front.get("tags", [])]
    got = [" ".join(tag["tag"].split()) for tag in tables.rows("tags", source)]
    yield "tags", tags == got, f"want {tags}\n     got  {got}"
    left = "[object Object]" in (page["text"] or "")
    yield "[object Object] gone", not left, "left in text"
    edits = [e for e in tables.rows("edits", source) if "[object Object]" in e["before"]]
    yield "[object Object] is one edit", len(edits) == (row["object_object"] > 0), f"{len(edits)} edits"
    found = field_items(tables, source)
    for key in ("date", "place"):
        if front.get(key):
            want = " ".join(merged(" ".join(front[key]).split("\n")))
            got_text = " ".join(merged(line for item in found.get(key, []) for line in item.split("\n")))
            yield key, want == got_text, f"want {want}\n     got  {got_text}"


def print_agreement(shape: str, answers: list[dict[str, Any]], tables: Tables, show: str | None) -> None:
    """Print the table of one shape: field, exact, of, share; and what disagrees where ``show`` asks for it."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for number, row in enumerate(answers):
        source = f"{number:03d}.txt"
        front = shape == "front_matter"
        for name, agrees, words in (
            compare_front(row, source, tables) if front else compare_conflict(row, shape, source, tables)
        ):
            total[name] += 1
            right[name] += agrees
            if show and show in name and not agrees:
                print(f"--- {source} {name}\n     {words}")
    print(f"| {shape} | exact | of | share |\n|---|---:|---:|---:|")
    for name in total:
        print(f"| {name} | {right[name]} | {total[name]} | {right[name] / total[name]:.1%} |")
    print()


def main() -> int:
    """Run each shape and print its agreement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--show", help="print what disagrees in the fields whose name contains this")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        pages = Path(scratch, "pages")
        conflicts, fronts = write_pages(options.corpora, pages)
        for shape in ("wiki_dump", "wiki_page", "front_matter"):
            # Each shape is a run of its own: the same page in another shape would tell the sides.
            output = (options.output or Path(scratch, "output")) / shape
            report = run(RunConfig((str(pages / shape),), output, full=True))
            print(f"{shape}: {report.documents} documents, {report.violations} violations, issues {report.issues}\n")
            answers = fronts if shape == "front_matter" else conflicts
            print_agreement(shape, answers, Tables(report.snapshot_dir), options.show)
    return 0


if __name__ == "__main__":
    sys.exit(main())
