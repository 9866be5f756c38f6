"""Measure the round trip: made boxes, printed in five shapes, read back, compared with what they were made of.

    PYTHONPATH=. python tests/quality/round_trip.py [--boxes 600] [--seed 1] [--show SHAPE.FIELD] [--update]

The answer is known by construction. What a shape truly loses is declared in ``boxes/losses.toml`` and taken out of both
sides; everything else counts as exact, partly, missing or wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from random import Random

from tests.quality.boxes import facts, generate, topics
from tests.quality.boxes.facts import CONFLICT_SHAPES, TOPIC_SHAPES, Loss
from tests.quality.boxes.structure import Conflict, TopicBox
from tests.quality.floors import add_options, check
from tests.quality.verdicts import Figures, Finding, table, verdict

SECTION = "round_trip"
FURTHER = "round_trip, further kinds"
TOPICS = 0.4
"""The share of boxes that are of no conflict."""


def printed(box: Conflict | TopicBox, chance: Random) -> dict[str, str]:
    """Return the page of a box in every shape that can hold it."""
    if isinstance(box, TopicBox):
        return {shape: render(box, chance) for shape, render in TOPIC_SHAPES.items()}
    # A browser prints rows one after the other, an export only the first: neither tells the second row's sides.
    skipped = {"wiki_page", "front_matter"} if box.has_letters else set()
    return {shape: render(box, chance) for shape, render in CONFLICT_SHAPES.items() if shape not in skipped}


def any_box(chance: Random) -> Conflict | TopicBox:
    """Return a conflict, or a box of one of the five commonest other kinds."""
    return generate.topic(chance) if chance.random() < TOPICS else generate.conflict(chance)


def measure(
    boxes: int, seed: int, show: str | None = None, make: Callable[[Random], Conflict | TopicBox] = any_box
) -> tuple[dict[str, Figures], set[Loss]]:
    """Return the verdicts by shape over so many boxes, and the declared losses that really occurred."""
    chance = Random(seed)
    figures: dict[str, Figures] = {shape: Figures() for shape in CONFLICT_SHAPES}
    occurred: set[Loss] = set()
    for number in range(boxes):
        box = make(chance)
        want = facts.made(box)
        for shape, text in printed(box, chance).items():
            taken_for, rows = facts.read(shape, text)
            got = facts.found(rows, want)
            findings = [Finding("shape", str(number), verdict([shape], [taken_for]), shape, taken_for)]
            for field, rows_wanted in want.items():
                # Two tags hold two sides.
                wanted = [row for row in rows_wanted if row.get("side") != 3 or shape != "front_matter"]
                left, right, used = facts.without_losses(shape, field, wanted, got[field])
                occurred |= used
                if left or right:
                    findings.append(Finding(field, str(number), verdict(left, right), left, right))
            for finding in findings:
                figures[shape].add(finding)
                if show and show in f"{shape}.{finding.field}" and finding.verdict != "exact":
                    print(f"--- {shape} {number} {finding.field}: {finding.verdict}\n    want {finding.want}")
                    print(f"    got  {finding.got}\n{text[:1800]}")
    return figures, occurred


def shares(figures: dict[str, Figures]) -> dict[str, float]:
    """Return the exact share of every shape and field, for the floors."""
    return {f"{shape} {name}": share for shape, counted in figures.items() for name, share in counted.shares().items()}


def main() -> int:
    """Print a table for each shape; 1 when a figure is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--boxes", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", help="print what is not exact where SHAPE.FIELD contains this")
    add_options(parser)
    options = parser.parse_args()
    fallen: list[str] = []
    occurred: set[Loss] = set()
    for section, make in ((SECTION, any_box), (FURTHER, topics.further)):
        figures, lost = measure(options.boxes, options.seed, options.show, make)
        occurred |= lost
        for shape, counted in figures.items():
            if counted.counts:
                print("\n".join(table(shape, counted, {})), end="\n\n")
        fallen += check(section, shares(figures), options.update, options.allow_regression)
    for loss in set(facts.losses()) - occurred:
        print(f"never lost: {loss.shape} {loss.field} {loss.column}")
    for name in fallen:
        print(f"below its floor: {name}")
    return bool(fallen)


if __name__ == "__main__":
    sys.exit(main())
