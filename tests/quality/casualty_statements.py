"""Measure statements of losses and strengths on real battles with typed answers, number by number.

    PYTHONPATH=. python tests/quality/casualty_statements.py --corpora FOLDER [--show] [--update]

FOLDER holds ``casualty_statements.jsonl``: one text of the losses of both sides ("1,822 (US 322; CS 1,500)"), one of
their forces ("troops in city (approx. 5,000 men) [CS]"), and what each side had and lost. Every text becomes a field of
a conflict box whose belligerents carry the text's abbreviations, so what is measured is what a page of that kind would
give. A published number that no answer has and the text does not print is a wrong one, whatever its row says besides.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, Final

from flows.infobox.reader import read
from flows.infobox.records import CasualtyRow, StrengthRow
from flows.infobox.values.quantities.number_words import number_of
from flows.model import Document, Infobox, InfoboxField
from tests.quality import floors

NAMES = {
    "US": "United States (US)",
    "Confederate": "Confederate States (CS)",
    "Native American": "Native Americans (I)",
}
OF_LOSSES: Final = frozenset({"side", "total", "parts of the total", "numbers of losses never another"})
KINDS = ("killed", "wounded", "captured", "missing")
SECTION: Final = "casualty statements"
FILE: Final = "casualty_statements.jsonl"
Answer = tuple[str, int | None]
"""A kind of loss and its count, None for "unknown"."""


def box_of(row: Mapping[str, Any]) -> Document:
    """Return a page whose conflict box has the text as its only field of losses."""
    fields = [InfoboxField("Conflict", row["battle_name"], "lines")]
    sides = [name for name in NAMES if name in row["forces"]]
    fields += [InfoboxField(f"Combatant{side}", NAMES[name], "lines") for side, name in enumerate(sides, 1)]
    fields.append(InfoboxField("Casualties", row["casualties_text"], "lines"))
    fields.append(InfoboxField("Strength", row["forces_text"], "lines"))
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


def compare_strengths(row: Mapping[str, Any], rows: tuple[StrengthRow, ...]) -> Iterator[tuple[str, bool, str]]:
    """Yield what was compared of the forces: each side's men, and every published number."""
    for side, name in enumerate((name for name in NAMES if name in row["forces"]), 1):
        answer = row["forces"][name]
        if "strength_min" not in answer:
            continue
        want = (answer["strength_min"], answer["strength_max"])
        found = {(one.count_min, one.count_max) for one in rows if one.side == side and one.kind == "personnel"}
        yield "men of a side", want in found, f"{name}: want {want}, got {sorted(map(str, found))}"
    yield from compare_numbers("forces", row, rows)


def compare_numbers(
    of: str, row: Mapping[str, Any], rows: tuple[CasualtyRow | StrengthRow, ...]
) -> Iterator[tuple[str, bool, str]]:
    """Yield for every published number whether an answer has it or the text prints it."""
    text = row["casualties_text" if of == "losses" else "forces_text"]
    known = {value for answer in row["forces"].values() for value in answer.values() if isinstance(value, int)}
    known |= {int(printed.replace(",", "")) for printed in re.findall(r"(?<![\d,.])\d[\d,]*(?![\d.])", text)}
    known |= {value for word in text.split() if (value := number_of([word])[0])} | {0}
    for one in rows:
        for count in {one.count_min, one.count_max} - {None}:
            yield f"numbers of {of} never another", count in known, f"{count} of {one.source_text!r}"


def main() -> int:
    """Print how many battles and how many statements agree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--show", action="store_true", help="print what disagrees")
    floors.add_options(parser)
    options = parser.parse_args()
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    battles = (options.corpora / FILE).read_text("utf-8").splitlines()
    for number, row in enumerate(map(json.loads, battles)):
        tables = read("d", box_of(row))
        agreed = True
        unread = [one.unread for one in tables.casualties] + [one.unread for one in tables.strengths]
        right["rows read whole"] += unread.count(None)
        total["rows read whole"] += len(unread)
        comparisons = chain(
            compare(row, tables.casualties),
            compare_numbers("losses", row, tables.casualties),
            compare_strengths(row, tables.strengths),
        )
        for name, agrees, words in comparisons:
            total[name] += 1
            right[name] += agrees
            agreed &= agrees or name not in OF_LOSSES
            if options.show and not agrees:
                print(f"--- {row['battle']} {name}: {row['casualties_text']}\n     {words}")
        for half in ("battles", "battles, even" if number % 2 == 0 else "battles, odd"):
            total[half] += 1
            right[half] += agreed
    print("| casualty statements | exact | of | share |\n|---|---:|---:|---:|")
    for name in sorted(total):
        print(f"| {name} | {right[name]} | {total[name]} | {right[name] / total[name]:.1%} |")
    shares = {name: right[name] / total[name] for name in sorted(total)}
    fallen = floors.pin({FILE: options.corpora / FILE}, options.update, options.allow_regression)
    fallen = fallen or floors.check(SECTION, shares, options.update, options.allow_regression)
    for name in fallen:
        print(f"below its floor: {name}")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
