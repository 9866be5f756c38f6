"""Measure statements of losses on real battles with typed answers: min, max, kind and side.

    python tests/quality/casualty_statements.py --corpora FOLDER [--show]

FOLDER holds ``casualty_statements.jsonl``: one text for both sides ("1,822 (US 322; CS 1,500)") and what each side
lost. Every text becomes the one casualties field of a conflict box whose belligerents carry the text's abbreviations,
so what is measured is what a page of that kind would give.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from flows.infobox.reader import read
from flows.infobox.records import CasualtyRow
from flows.model import Document, Infobox, InfoboxField

NAMES = {
    "US": "United States (US)",
    "Confederate": "Confederate States (CS)",
    "Native American": "Native Americans (I)",
}
KINDS = ("killed", "wounded", "captured", "missing")
Answer = tuple[str, int | None]
"""A kind of loss and its count, None for "unknown"."""


def box_of(row: Mapping[str, Any]) -> Document:
    """Return a page whose conflict box has the text as its only field of losses."""
    fields = [InfoboxField("Conflict", row["battle_name"], "lines")]
    sides = [name for name in NAMES if name in row["forces"]]
    fields += [InfoboxField(f"Combatant{side}", NAMES[name], "lines") for side, name in enumerate(sides, 1)]
    fields.append(InfoboxField("Casualties", row["casualties_text"], "lines"))
    return Document("wiki_dump", "", (), row["battle_name"], infoboxes=(Infobox(None, tuple(fields)),))


def expected(answer: Mapping[str, Any]) -> set[Answer]:
    """Return what the answer says of one side; a sum of its kinds is left out, because the text does not print it."""
    kinds: set[Answer] = {(kind, answer[kind]) for kind in KINDS if answer.get(kind)}
    if kinds or "casualties" not in answer:
        return kinds
    return {("casualties", answer["casualties"])}


def total_of(text: str) -> int | None:
    """Return the number that the text begins with, which is the whole battle's."""
    found = re.match(r"[\d,]+", text)
    return int(found.group().replace(",", "")) if found else None


def compare(row: Mapping[str, Any], rows: tuple[CasualtyRow, ...]) -> Iterator[tuple[str, bool, str]]:
    """Yield what was compared of one battle, whether it agrees, and both sides for a person."""
    sides = [name for name in NAMES if name in row["forces"]]
    for side, name in enumerate(sides, 1):
        found = {(one.kind, one.count_min) for one in rows if one.side == side and one.count_min == one.count_max}
        want = expected(row["forces"][name])
        yield "side", want == found, f"{name}: want {sorted(map(str, want))}, got {sorted(map(str, found))}"
    total = total_of(row["casualties_text"])
    if total is not None:
        whole = [one for one in rows if one.side is None and one.parent_no is None]
        is_right = any((one.count_min, one.count_max, one.kind) == (total, total, "casualties") for one in whole)
        yield "total", is_right, f"want {total}, got {[(one.kind, one.count_min, one.count_max) for one in whole]}"
        parts = [one for one in rows if one.side is not None]
        yield "parts of the total", all(one.parent_no for one in parts), f"{[one.parent_no for one in parts]}"


def main() -> int:
    """Print how many battles and how many statements agree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--show", action="store_true", help="print what disagrees")
    options = parser.parse_args()
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    battles = (options.corpora / "casualty_statements.jsonl").read_text("utf-8").splitlines()
    for number, row in enumerate(map(json.loads, battles)):
        rows = read("d", box_of(row)).casualties
        agreed = True
        for name, agrees, words in compare(row, rows):
            total[name] += 1
            right[name] += agrees
            agreed &= agrees
            if options.show and not agrees:
                print(f"--- {row['battle']} {name}: {row['casualties_text']}\n     {words}")
        for half in ("battles", "battles, even" if number % 2 == 0 else "battles, odd"):
            total[half] += 1
            right[half] += agreed
    print("| casualty statements | exact | of | share |\n|---|---:|---:|---:|")
    for name in sorted(total):
        print(f"| {name} | {right[name]} | {total[name]} | {right[name] / total[name]:.1%} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
