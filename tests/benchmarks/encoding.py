"""The repair of encodings against ftfy, at scale: is it the same text, and how much faster does it come.

    python tests/benchmarks/encoding.py --corpus FOLDER [FOLDER …] [--strings 100000] [--megabytes 3] [--only speed]

A FOLDER holds real text of many languages, which is not part of the project: files in UTF-8 (plain or ``.gz``), or
Parquet files with a column ``main``. Other files are passed over.

*Equality* compares ``flows.text.line_repair.mend_lines`` with ``ftfy.fix_text`` (same configuration) on the whole
corpus, on the corpus with broken lines in it, and on strings made to find a difference. *Speed* takes CPU seconds of
ftfy and of this project, with all edits recorded, in turns within one run.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # as in the workers of a run
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import ftfy
import polars as pl

from flows.text.edits import undo
from flows.text.line_repair import MAX_LINE, mend_lines
from flows.text.repair import repair
from flows.text.scan import repair_all
from tests.text.adversarial import CODECS, strings

CONFIG: Final = ftfy.TextFixerConfig(
    unescape_html=False, fix_latin_ligatures=False, fix_character_width=False, uncurl_quotes=False, explain=False
)
PAGE: Final = 6_000  # characters of a document
ROUNDS: Final = 3
REQUIRED: Final = {
    "clean English": 25,
    "clean, many languages": 15,
    "1 % of lines mojibake": 20,
    "all lines mojibake": 8,
}


def documents(folders: Sequence[Path]) -> Iterator[str]:
    """Yield the corpus in pages, cut at line ends."""
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        for text in _texts(path):
            start = 0
            while start < len(text):
                end = text.find("\n", start + PAGE) + 1 or len(text)
                yield text[start:end]
                start = end


def _texts(path: Path) -> Iterator[str]:
    if path.suffix == ".parquet":
        if "main" in pl.read_parquet_schema(path):
            yield from pl.read_parquet(path, columns=["main"])["main"].drop_nulls()
        return
    content = path.read_bytes()
    try:
        text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
    except (UnicodeDecodeError, OSError):
        return
    if "\0" not in text:
        yield text


def broken(page: str, share: float, chance: random.Random, codecs: Sequence[str]) -> str:
    """Return a page of which this share of the lines was misread, each as one of the encodings."""
    lines = page.split("\n")
    for number, line in enumerate(lines):
        if not line.isascii() and chance.random() < share:
            lines[number] = line.encode("utf-8").decode(chance.choice(codecs), "replace")
    return "\n".join(lines)


def compare(pages: Sequence[str], count: int) -> bool:
    """Print how many characters and strings were compared and what differs; return whether nothing does."""
    chance = random.Random(5)
    sets: dict[str, Iterator[str]] = {
        "corpus as it is": iter(pages),
        "corpus, half of the lines misread": (broken(page, 0.5, chance, CODECS) for page in pages),
        "adversarial strings": strings(seed=9, count=count),
    }
    fine = True
    for name, texts in sets.items():
        compared = characters = changed = differing = beyond = 0
        for text in texts:
            by_ftfy, here = ftfy.fix_text(text, CONFIG), mend_lines(text)
            compared += 1
            characters += len(text)
            changed += by_ftfy != text
            if here.text != by_ftfy and any(len(line) > MAX_LINE for line in text.split("\n")):
                beyond += 1  # judged in pieces, on purpose
            elif here.text != by_ftfy or undo(here.text, here.edits) != text:
                differing += 1
                if differing <= 3:
                    print("  differs:", ascii(text[:200]))
        print(
            f"{name}: {compared:,} texts, {characters:,} characters, {changed:,} changed, {differing:,} differ, "
            f"{beyond:,} more with lines of over {MAX_LINE:,} characters"
        )
        fine = fine and not differing
    return fine


def workloads(pages: Sequence[str], megabytes: float) -> dict[str, list[str]]:
    """Return the pages that speed is measured on: clean is what ftfy leaves alone."""
    order = list(pages)
    random.Random(7).shuffle(order)
    english: list[str] = []
    others: list[str] = []
    limit = megabytes * 1e6
    for page in order:
        foreign = sum(map(len, page.encode("utf-8", "ignore").translate(None, bytes(range(128))).split(b" ")))
        share = foreign / max(len(page), 1)
        some = english if share < 0.01 else others if share > 0.03 else None
        if some is not None and sum(map(len, some)) < limit and ftfy.fix_text(page, CONFIG) == page:
            some.append(page)
    chance = random.Random(11)
    whole = ("latin-1", "sloppy-windows-1252")
    return {
        "clean English": english,
        "clean, many languages": others,
        "1 % of lines mojibake": [broken(page, 0.01, chance, whole) for page in english + others],
        "all lines mojibake": [broken(page, 1.0, chance, (chance.choice(whole),)) for page in others],
        "all lines mojibake, each its own way": [broken(page, 1.0, chance, CODECS) for page in others],
    }


def measure(loads: dict[str, list[str]]) -> bool:
    """Print the speed of each way on each workload; return whether the batch is as fast as it has to be."""
    ways: dict[str, Callable[[list[str]], object]] = {
        "ftfy.fix_text": lambda texts: [ftfy.fix_text(text, CONFIG) for text in texts],
        "lines only": lambda texts: [mend_lines(text) for text in texts],
        "repair, one by one": lambda texts: [repair(text) for text in texts],
        "repair_all, a batch": repair_all,
    }
    print("\nCPU seconds, and how many times ftfy's speed")
    print("| | MB | " + " | ".join(ways) + " |\n|---|---:|" + "---:|" * len(ways))
    fine = True
    gc.disable()  # as in a batch of a run
    for name, texts in loads.items():
        seconds = dict.fromkeys(ways, 0.0)
        for function in ways.values():  # expressions are compiled when they are used first
            function(texts[:20])
        for _ in range(ROUNDS):
            for start in range(0, len(texts), 500):
                some = texts[start : start + 500]
                for way, function in ways.items():
                    gc.collect()
                    began = time.process_time()
                    function(some)
                    seconds[way] += time.process_time() - began
        base = seconds["ftfy.fix_text"]
        cells = [f"{taken / ROUNDS:.3f} s, {base / taken:.1f} ×" for taken in seconds.values()]
        print(f"| {name} | {sum(map(len, texts)) / 1e6:.1f} | " + " | ".join(cells) + " |", flush=True)
        fine = fine and base / seconds["repair_all, a batch"] >= REQUIRED.get(name, 0)
    return fine


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, nargs="+", required=True, metavar="FOLDER")
    parser.add_argument("--strings", type=int, default=100_000, help="adversarial strings to compare")
    parser.add_argument("--megabytes", type=float, default=3.0, help="of clean text to measure speed on, each kind")
    parser.add_argument("--only", choices=("equality", "speed"))
    options = parser.parse_args()
    pages = list(documents(options.corpus))
    print(f"{len(pages):,} pages, {sum(map(len, pages)):,} characters")
    fine = True
    if options.only != "speed":
        fine = compare(pages, options.strings)
    if options.only != "equality":
        fine = measure(workloads(pages, options.megabytes)) and fine
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
