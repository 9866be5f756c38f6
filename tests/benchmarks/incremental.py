"""Measure what a run costs that finds little or nothing new, and what validation takes of a run; print a table.

``python tests/benchmarks/incremental.py --documents 10000``: CPU seconds (user and system) of a full run, of a run over
the same input, of one over 1 % changed pages (a sentence was added; the page was replaced by another one of its shape),
of one from which 1 % were taken away, and of ``check``. The least of the rounds counts: noise only adds.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.generate import document, documents
from tests.benchmarks.speed import Cost, cost

EVERY = 100
_SENTENCE = "\nOne more sentence was written below the page, number {}.\n"
_SHARE = """
import sys, time
from pathlib import Path
from flows.runs.job import run
from flows.runs.options import RunConfig
from flows.runs.corpus import assemble
spent = 0.0
judge = assemble.validate
def timed(*arguments):
    global spent
    began = time.process_time()
    try:
        return judge(*arguments)
    finally:
        spent += time.process_time() - began
assemble.validate = timed
run(RunConfig((sys.argv[1],), Path(sys.argv[2]), workers=1, full=True))
print(f"{spent:.3f} {time.process_time():.3f}")
"""


def add_sentences(pages: list[Path], number: int) -> None:
    """Add a sentence to one page of a hundred."""
    for path in pages[number % EVERY :: EVERY]:
        with path.open("a", encoding="utf-8") as file:
            file.write(_SENTENCE.format(number))


def replace_pages(pages: list[Path], number: int) -> None:
    """Put another page of the same shape in the place of one of a hundred."""
    for path in pages[number % EVERY :: EVERY]:
        path.write_bytes(document(int(path.name[:6]), 1000 + number).content)


def take_away(pages: list[Path], number: int) -> None:
    """Take one page of a hundred away."""
    for path in pages[number % EVERY :: EVERY]:
        path.unlink(missing_ok=True)


def measure(folder: Path, count: int, rounds: int) -> dict[str, Cost]:
    """Return the least cost of each kind of run over rounds that follow each other."""
    pages = []
    (folder / "pages").mkdir()
    for page in documents(count, 1):
        pages.append(folder / "pages" / page.name)
        pages[-1].write_bytes(page.content)
    time.sleep(2.5)  # a file written just now is read again: its time does not prove enough
    found: dict[str, Cost] = {}

    def run(kind: str, *options: str) -> None:
        command = [sys.executable, "-m", "flows", "run", str(folder / "pages"), "--output", str(folder / "out")]
        one = cost([*command, "--workers", "1", "--json", *options], folder / "words.log")
        found[kind] = min(found.get(kind, one), one)

    changes: dict[str, Callable[[list[Path], int], None]] = {
        "1 % with a sentence more": add_sentences,
        "1 % replaced": replace_pages,
        "1 % gone": take_away,
    }
    for number in range(rounds):
        run("full", "--full")
        run("nothing changed")
        for at, (kind, change) in enumerate(changes.items()):
            change(pages, len(changes) * number + at)
            run(kind)
        check = [sys.executable, "-m", "flows", "check", str(folder / "out")]
        found["check"] = min(found.get("check", Cost(9e9, 0)), cost(check, folder / "words.log"))
    return found


def validation(folder: Path) -> tuple[float, float]:
    """Return the CPU seconds of validation in a full run, and of all of it."""
    log = folder / "share.log"
    cost([sys.executable, "-c", _SHARE, str(folder / "pages"), str(folder / "share")], log)
    spent, whole = map(float, log.read_text().split())
    return spent, whole


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=2)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="infobox-etl-"))
    try:
        found = measure(folder, arguments.documents, arguments.rounds)
        print(f"{arguments.documents:,} documents\n\n| run | CPU s | of a full run | peak MB |\n|---|---:|---:|---:|")
        for kind, one in found.items():
            print(f"| {kind} | {one.seconds:.2f} | {one.seconds / found['full'].seconds:.1%} | {one.megabytes:,.0f} |")
        spent, whole = validation(folder)
        print(f"\nvalidation: {spent:.2f} of {whole:.2f} CPU s, {spent / whole:.1%}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
