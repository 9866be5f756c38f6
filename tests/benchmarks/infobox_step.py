"""CPU seconds of the infobox step before and now: the same pages, two versions of the code, in turns of one run.

    git worktree add ../before COMMIT
    PYTHONPATH=. python tests/benchmarks/infobox_step.py --before ../before --now . --corpora FOLDER [--rounds 3]

FOLDER holds the corpora that ``tests/quality/same_bytes.py`` knows; the annotated web pages have no boxes and are left
out. A page is cleaned and parsed first, and only what follows is measured: ``flows.infobox.reader.read``, from the
document to its rows. Each round is a process of its own, the least of the rounds counts, and only the ratio is to be
trusted: the seconds are the machine's.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.quality.same_bytes import PAGES, page_text

STEP: Final = """
import gc, json, sys, time
from flows.formats.shapes import parse, recognise
from flows.infobox.reader import read
from flows.model import RawDocument
from flows.text.strip import clean
for corpus, pages in json.load(open(sys.argv[1], encoding="utf-8")).items():
    documents = []
    for number, (name, page) in enumerate(pages):
        cleaned, shape = clean(page, recognise)
        documents.append(parse(shape, cleaned, RawDocument(name, b"")))
    for document in documents[:50]:
        read("warm", document)
    gc.collect()
    gc.disable()
    began = time.process_time()
    for document in documents:
        read("d", document)
    print(json.dumps([corpus, len(documents), time.process_time() - began]), flush=True)
    gc.enable()
"""
"""What a version runs: only names that both versions have. Rules and words are loaded before the clock starts."""


def seconds(source: Path, pages: Path) -> dict[str, tuple[int, float]]:
    """Return, per corpus, the number of pages and the CPU seconds of the infobox step of one version."""
    environment = {**os.environ, "PYTHONPATH": str(source.resolve())}
    command = [sys.executable, "-c", STEP, str(pages)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, cwd=source)
    return {corpus: (count, spent) for corpus, count, spent in map(json.loads, done.stdout.splitlines())}


def pages_of(corpora: Path) -> dict[str, list[tuple[str, str]]]:
    """Return name and text of every page, by corpus."""
    found: dict[str, list[tuple[str, str]]] = {}
    for file, keys, ending in PAGES:
        rows = [json.loads(line) for line in (corpora / file).open(encoding="utf-8")]
        for key in keys:
            name = f"{Path(file).stem}-{key}"
            found[name] = [page_text(number, row, key, ending) for number, row in enumerate(rows)]
    return found


def main() -> None:
    """Print a line per corpus and one for all: pages, milliseconds of CPU before and now, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", type=Path, required=True, help="a folder with the sources of the version before")
    parser.add_argument("--now", type=Path, default=Path(), help="a folder with the sources of this version")
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    best: dict[tuple[str, str], float] = {}
    counts: dict[str, int] = {}
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(pages_of(options.corpora), file)
        file.flush()
        for number in range(options.rounds):
            versions = [("before", options.before), ("now", options.now)]
            for version, source in versions if number % 2 == 0 else versions[::-1]:
                for corpus, (count, spent) in seconds(source, Path(file.name)).items():
                    counts[corpus] = count
                    best[version, corpus] = min(best.get((version, corpus), spent), spent)
    print("| infobox step | pages | before, ms | now, ms | ratio |\n|---|---:|---:|---:|---:|")
    for corpus, count in counts.items():
        _line(corpus, count, best["before", corpus], best["now", corpus])
    before, now = (sum(spent for (one, _), spent in best.items() if one == version) for version in ("before", "now"))
    _line("all", sum(counts.values()), before, now)


def _line(name: str, count: int, before: float, now: float) -> None:
    print(f"| {name} | {count} | {before * 1e3:.0f} | {now * 1e3:.0f} | {now / before:.2f} |")


if __name__ == "__main__":
    main()
