"""Write N pages of the shapes of the seeds, and beside them what each of them says.

``python tests/benchmarks/generate.py FOLDER --documents 1000 --seed 1`` gives FOLDER/documents/*.txt and
FOLDER/truth.jsonl (one object a page, in the same order). The same seed gives the same bytes on every machine: each
page has a random generator of its own, so page 17 is the same among 20 pages and among 20,000.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.battles import battle
from tests.benchmarks.shapes import SHAPES

# As the seeds: one browser page, one with front matter, one web page, two dumps.
PLAN = ("wiki_page", "front_matter", "web_page", "wiki_dump", "wiki_dump")
MOJIBAKE_SHARE = 0.2
ACCIDENTS = ("cp1252", "cp1252", "cp1252", "cp1252", "latin-1", "cp1252 twice")
SOFT_1252 = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)}


class Generated(NamedTuple):
    """One page: its file name, its bytes, and what it says."""

    name: str
    content: bytes
    truth: dict[str, object]


def documents(count: int, seed: int) -> Iterator[Generated]:
    """Yield the pages one by one, so that 100,000 of them need no memory."""
    for number in range(count):
        yield document(number, seed)


def document(number: int, seed: int) -> Generated:
    """Return page ``number`` of a seed."""
    chance = random.Random(f"{seed}/{number}")
    shape = PLAN[number % len(PLAN)]
    # Most pages are short, some are long: 5 kB of body and about 6 kB of page on average, as in a crawl.
    size = int(min(26_000, 900 + chance.expovariate(1 / 3_600)))
    page = SHAPES[shape](battle(chance, size), chance)
    accident = chance.choice(ACCIDENTS) if chance.random() < MOJIBAKE_SHARE else None
    name = f"{number:06d}_{chance.getrandbits(64):016x}.txt"
    truth = {"source": name, "shape": shape, "accident": accident, **page.truth}
    return Generated(name, damaged(page.text, accident).encode("utf-8"), truth)


def damaged(text: str, accident: str | None) -> str:
    """Return the text as it looks after its UTF-8 was read in another encoding, once or twice."""
    if accident is None:
        return text
    for _ in range(2 if accident.endswith("twice") else 1):
        content = text.encode("utf-8")
        text = content.decode("latin-1") if accident == "latin-1" else "".join(map(SOFT_1252.__getitem__, content))
    return text


def write(folder: Path, count: int, seed: int) -> int:
    """Write the pages and their truth; return the number of bytes of the pages."""
    inputs = folder / "documents"
    inputs.mkdir(parents=True, exist_ok=True)
    total = 0
    with (folder / "truth.jsonl").open("w", encoding="utf-8", newline="\n") as truth:
        for page in documents(count, seed):
            (inputs / page.name).write_bytes(page.content)
            truth.write(json.dumps(page.truth, ensure_ascii=False) + "\n")
            total += len(page.content)
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    total = write(arguments.folder, arguments.documents, arguments.seed)
    print(f"{arguments.documents} pages, {total:,} bytes in {arguments.folder / 'documents'}", file=sys.stderr)


if __name__ == "__main__":
    main()
