"""Measure what one hostile page costs at most: CPU seconds and peak memory of its batch, shape by shape.

    python tests/benchmarks/budget.py                       # the dearest pages of every shape
    python tests/benchmarks/budget.py --shape html --size 1000000 --all
    python tests/benchmarks/budget.py --corpora FOLDER      # the steps of the dearest real pages

Where the largest page is over its budget, the longest one of its kind that is read is measured as well. Each page is a
batch of its own (``process_batch``) in a process of its own, which has read a small page before: the memory is what the
page adds to that. A page that takes longer than ``--patience`` CPU seconds is ended, and the table says so.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, ClassVar, Final, NamedTuple, get_args
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import polars as pl

from flows.ingest.input_bytes import SourceRef
from flows.model import RawDocument, Shape
from flows.runs import batch, page_rows
from flows.runs.batch import BatchJob, process_batch
from flows.runs.output import part_schemas
from flows.work_budget import MAX_STEPS, PageBudget
from tests.benchmarks.hostile_pages import LARGEST, all_pages
from tests.quality.same_bytes import texts_of

_STEPS: Final = re.compile(r"([\d,]+) of ([\d,]+) steps")
_ENDINGS: Final = ("over-budget", "reader-failed", "too-large", "not-settled", "too-many-lines")


def measured(shape: Shape, name: str, size: int) -> dict[str, Any]:
    """Return what a page costs in this process: its CPU seconds, its memory in MB, its rows, and its outcome."""
    make = all_pages()[shape, name]
    with tempfile.TemporaryDirectory() as folder:
        found: dict[str, Any] = {}
        for number, length in enumerate((3_000, size)):
            file = Path(folder) / f"{number}.txt"
            file.write_bytes(make(length))
            ref = SourceRef(file.name, str(file), file.stat().st_size, 0)
            job = BatchJob(number, (ref,), Path(folder), part_schemas())
            idle, began = _peak(), time.process_time()
            result = process_batch(job)
            found = {"bytes": length, "seconds": time.process_time() - began, "mb": _peak() - idle}
        rows = {table: pl.read_ipc(path.read_bytes()) for table, path in result.files.items()}
        found["rows"] = sum(frame.height for table, frame in rows.items() if table in job.schemas)
        found["read_as"] = rows["documents"]["shape"][0] if "documents" in rows else "no row"
        told = rows["issues"].filter(pl.col("code").is_in(_ENDINGS)) if "issues" in rows else pl.DataFrame()
        found["outcome"] = f"{told['code'][0]}: {told['text'][0]}" if told.height else "read"
    return found


def _peak() -> float:
    """Return the most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def in_child(shape: Shape, name: str, size: int, patience: int) -> dict[str, Any]:
    """Return ``measured`` of a process of its own; without an answer, that it took too long."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (patience, patience))
            with open(writing, "w", encoding="utf-8") as answer:
                json.dump(measured(shape, name, size), answer)
        except BaseException as error:
            print(f"{shape}, {name}: {error!r}", file=sys.stderr)
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, encoding="utf-8") as answer:
        said = answer.read()
    _, status = os.waitpid(child, 0)
    if not said or status:
        ended = {"read_as": "", "rows": 0, "outcome": f"ended: {status}"}
        return {"bytes": size, "seconds": float(patience), "mb": 0.0, **ended}
    found: dict[str, Any] = json.loads(said)
    return found


def costs(shape: Shape, name: str, size: int, patience: int) -> list[dict[str, Any]]:
    """Return what a page of this size costs and, where it is over its budget, the longest one that is read."""
    found = [in_child(shape, name, size, patience)]
    while "over-budget" in found[-1]["outcome"] and size > 1_000:
        steps, most = (int(number.replace(",", "")) for number in _STEPS.findall(found[-1]["outcome"])[-1])
        size = int(size * min(most / steps * 0.99, 0.9))  # counts that stop at the limit say little of the rest
        found[1:] = [in_child(shape, name, size, patience)]
    return found


def show_real_pages(corpora: Path) -> None:
    """Print how many real pages of each shape there are, the dearest of them, and the one with the most rows."""
    pages: dict[str, list[RealPage]] = {}
    with patch.object(batch, "PageBudget", _Counted):
        for corpus, found in texts_of(corpora):
            for name, text in found:
                page = real_page(f"{corpus}/{name}", text)
                pages.setdefault(page.shape, []).append(page)
    print(f"| shape | pages | dearest | steps | of {MAX_STEPS:,} | most rows | rows |\n|---|---|---|---|---|---|---|")
    for shape, those in pages.items():
        dear, long = max(those, key=lambda page: page.steps), max(those, key=lambda page: page.rows)
        share = f"{dear.steps / MAX_STEPS:.1%}{' OVER' if any(page.is_over for page in those) else ''}"
        cells = (shape, len(those), dear.name, f"{dear.steps:,}", share, long.name, f"{long.rows:,}")
        print(f"| {' | '.join(map(str, cells))} |")


class RealPage(NamedTuple):
    """What a real page costs."""

    name: str
    shape: str
    steps: int
    rows: int
    is_over: bool


class _Counted(PageBudget):
    """A budget that stays known after its page was processed."""

    last: ClassVar[PageBudget]

    def __init__(self) -> None:
        super().__init__()
        _Counted.last = self


def real_page(name: str, text: str) -> RealPage:
    """Return what one page costs."""
    [processed] = batch.process_documents([RawDocument(name, text.encode("utf-8", "surrogatepass"))])
    rows = sum(sum(1 for _ in build(processed.page)) for build in page_rows.BUILDERS.values())
    rows += sum(len(getattr(processed.boxes, table)) for table in batch.INFOBOX_TABLES)
    is_over = any(note.code == "over-budget" for note in processed.page.notes)
    return RealPage(name, processed.page.document.shape, _Counted.last.steps, rows, is_over)


def main() -> None:
    """Print a Markdown table: the dearest pages of each shape by seconds and by memory, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shape", nargs="*", choices=get_args(Shape), default=get_args(Shape))
    parser.add_argument("--only", default="", help="only pages with these words in their name")
    parser.add_argument("--size", type=int, default=LARGEST)
    parser.add_argument("--worst", type=int, default=3, help="how many pages of each shape are shown")
    parser.add_argument("--all", action="store_true", help="show every page as it is measured")
    parser.add_argument("--patience", type=int, default=60)
    parser.add_argument("--corpora", type=Path, help="a folder with the real pages of tests/quality/same_bytes.py")
    given = parser.parse_args()
    if given.corpora:
        show_real_pages(given.corpora)
        return
    print("| shape | page | bytes | CPU s | MB | rows | read as | outcome |\n|---|---|---|---|---|---|---|---|")
    for shape in given.shape:
        found = []
        for name in (name for one, name in all_pages() if one == shape and given.only in name):
            for one in costs(shape, name, given.size, given.patience):
                found.append((name, one))
                if given.all:
                    _show(shape, name, one)
        if not given.all:
            dearest = sorted(found, key=lambda one: -one[1]["seconds"])[: given.worst]
            largest = sorted(found, key=lambda one: -one[1]["mb"])[: given.worst]
            for name, one in [*dearest, *(other for other in largest if other not in dearest)]:
                _show(shape, name, one)


def _show(shape: str, name: str, one: dict[str, Any]) -> None:
    cost = (one["bytes"], f"{one['seconds']:.1f}", f"{one['mb']:.0f}", one["rows"])
    cells = (shape, name, *cost, one["read_as"], one["outcome"])
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


if __name__ == "__main__":
    main()
