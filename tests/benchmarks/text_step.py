"""Measure the text step (repair, recognise, strip, edits recorded) shape by shape; print a Markdown table.

    python tests/benchmarks/text_step.py --documents 200 --rounds 5

Against it runs what anybody would write: ``ftfy.fix_text`` with the same configuration, then the shape's rules as
``re.sub``, nothing recorded. Both run in this process on the same texts, in turn; CPU time of all threads counts, the
least of the rounds. Where the step's time goes is taken in rounds of their own, since clocks cost something too.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, Final, get_args

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import ftfy

from flows.formats.shapes import recognise
from flows.model import Shape
from flows.text import scan
from flows.text.scan import repair_all, strip_all
from flows.text.strip import debris_rules
from tests.benchmarks.battles import battle
from tests.benchmarks.generate import ACCIDENTS, MOJIBAKE_SHARE, damaged
from tests.benchmarks.shapes import SHAPES

CONFIG: Final = ftfy.TextFixerConfig(
    unescape_html=False, fix_latin_ligatures=False, fix_character_width=False, uncurl_quotes=False
)
PARTS: Final = ("repair probe", "repair", "recognise", "strip probe", "strip")
_PROBES: Final = {"_flagged": "repair probe", "_rules_that_may_hit": "strip probe"}


def texts_of(shape: str, count: int, seed: int) -> list[str]:
    """Return pages of one shape, a fifth of them mojibake, as ``generate.py`` makes them; plain text is their body."""
    found = []
    for number in range(count):
        chance = Random(f"{seed}/{shape}/{number}")
        one = battle(chance, int(min(26_000, 900 + chance.expovariate(1 / 3_600))))
        text = "\n\n".join(one.paragraphs) if shape == "plain_text" else SHAPES[shape](one, chance).text
        found.append(damaged(text, chance.choice(ACCIDENTS) if chance.random() < MOJIBAKE_SHARE else None))
    return found


def text_step(texts: Sequence[str]) -> list[str]:
    """Return the texts after this project's text step."""
    repaired = repair_all(texts)
    return [item.text for item in strip_all(repaired, [recognise(item.text) for item in repaired])]


def plain_loop(texts: Sequence[str], shape: Shape) -> list[str]:
    """Return the texts after ftfy and the rules of the shape, one after the other."""
    patterns = [
        (rule.pattern, rule.replacement) for rule in debris_rules(shape) if rule.pattern and not rule.only_flags
    ]
    found = []
    for text in texts:
        fixed = ftfy.fix_text(text, CONFIG)
        for pattern, replacement in patterns:
            fixed = pattern.sub(replacement, fixed)
        found.append(fixed)
    return found


def cost(work: Callable[[], object]) -> float:
    """Return the CPU seconds of all threads that a piece of work takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


@contextmanager
def clocks(spent: defaultdict[str, float]) -> Iterator[None]:
    """Let the two probes of the scan count their own time."""
    kept = {name: getattr(scan, name) for name in _PROBES}

    def timed(name: str) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            began = time.process_time()
            try:
                return kept[name](*arguments)
            finally:
                spent[_PROBES[name]] += time.process_time() - began

        return call

    for name in kept:
        setattr(scan, name, timed(name))
    try:
        yield
    finally:
        for name, function in kept.items():
            setattr(scan, name, function)


def parts(texts: Sequence[str]) -> dict[str, float]:
    """Return the CPU seconds of each part of one text step."""
    spent: defaultdict[str, float] = defaultdict(float)
    with clocks(spent):
        began = time.process_time()
        repaired = repair_all(texts)
        spent["repair"] = time.process_time() - began - spent["repair probe"]
        began, probed = time.process_time(), spent["repair probe"]
        shapes = [recognise(item.text) for item in repaired]
        spent["recognise"] = time.process_time() - began
        began = time.process_time()
        strip_all(repaired, shapes)
        # What strip lets repair look at again is strip's time.
        spent["strip"] = time.process_time() - began - spent["strip probe"]
        spent["repair probe"] = probed
    return spent


def row(shape: Shape, count: int, rounds: int, seed: int) -> str:
    """Return the table's line for one shape."""
    texts = texts_of(shape, count, seed)
    size = sum(len(text.encode("utf-8")) for text in texts) / 1e6
    step = plain = float("inf")
    spent: defaultdict[str, float] = defaultdict(float)
    for _ in range(rounds):
        step = min(step, cost(lambda: text_step(texts)))
        plain = min(plain, cost(lambda: plain_loop(texts, shape)))
        for part, seconds in parts(texts).items():
            spent[part] += seconds
    whole = sum(spent.values())
    shares = " | ".join(f"{spent[part] / whole:.0%}" for part in PARTS)
    return f"| {shape} | {size:.2f} | {size / step:.1f} | {size / plain:.2f} | {plain / step:.1f} | {shares} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print(f"| shape | MB | text step MB/s | plain loop MB/s | times | {' | '.join(PARTS)} |")
    print("|---|---:|---:|---:|---:|" + "---:|" * len(PARTS))
    for shape in get_args(Shape):
        if shape in SHAPES or shape == "plain_text":
            print(row(shape, arguments.documents, arguments.rounds, arguments.seed), flush=True)


if __name__ == "__main__":
    main()
