"""How far the published items of a field agree with its answer: exact, partly, missing or wrong.

- **exact**: the same items in the same order;
- **partly**: at least one item is right, others are missing, merged, split or added;
- **missing**: nothing was published for the field;
- **wrong**: something was published, and none of it is an item of the answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

Verdict = Literal["exact", "partly", "missing", "wrong"]
VERDICTS: Final[tuple[Verdict, ...]] = ("exact", "partly", "missing", "wrong")


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


def as_one(lines: Iterable[str]) -> list[str]:
    """Return the lines of a single value as one item, none when there are no words; dumps print line breaks as ", "."""
    one = re.sub(r"[ ,]+", " ", " ".join(merged(lines))).strip()
    return [one] if one else []


def verdict(want: Sequence[object], got: Sequence[object]) -> Verdict:
    """Return how far the items that came out agree with the items of the answer.

    >>> verdict(["A", "B"], ["A, B"]), verdict(["A", "B"], ["A"]), verdict(["A"], []), verdict(["A"], ["A"])
    ('wrong', 'partly', 'missing', 'exact')
    """
    if list(want) == list(got):
        return "exact"
    if not got:
        return "missing"
    return "partly" if any(item in want for item in got) else "wrong"


class Finding(NamedTuple):
    """One comparison: which field of which page, the verdict, both sides for a person, the answers it draws on."""

    field: str
    page: str
    verdict: Verdict
    want: object
    got: object
    keys: tuple[str, ...] = ()


@dataclass
class Figures:
    """The verdicts of one shape, counted by field; those about answers known to be wrong are counted twice."""

    counts: dict[str, Counter[Verdict]] = field(default_factory=lambda: defaultdict(Counter))
    sound: dict[str, Counter[Verdict]] = field(default_factory=lambda: defaultdict(Counter))
    """The same without the answers that are wrong."""
    means: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Figures that are a share of each page, such as how many of its rows have a side; the mean of all pages counts."""

    def add(self, finding: Finding, *, is_answer_sound: bool = True) -> None:
        """Count one finding."""
        self.counts[finding.field][finding.verdict] += 1
        if is_answer_sound:
            self.sound[finding.field][finding.verdict] += 1

    def share(self, name: str, *, sound: bool = False) -> float:
        """Return the exact share of a field, of all its pages or of those with a sound answer; 1 when it has none."""
        if name in self.means:
            return sum(self.means[name]) / len(self.means[name])
        counts = (self.sound if sound else self.counts)[name]
        return counts["exact"] / counts.total() if counts.total() else 1.0

    def shares(self) -> dict[str, float]:
        """Return the exact share of every field by all answers, in the order in which the fields came."""
        return {name: self.share(name) for name in [*self.counts, *self.means]}


def table(title: str, figures: Figures, required: dict[str, float]) -> list[str]:
    """Return the figures of one shape as lines of a Markdown table, a field that misses its aim marked with "<".

    The last columns are empty where every answer is sound and where nothing is required.
    """
    lines = [f"| {title} | exact | partly | missing | wrong | of | share | sound answers | required |"]
    lines.append("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for name, counts in figures.counts.items():
        total, aim = counts.total(), required.get(name)
        cells = [str(counts[kind]) for kind in VERDICTS] + [str(total), f"{figures.share(name):.1%}"]
        of_sound = figures.share(name, sound=True)
        is_same = figures.sound[name].total() == total
        cells.append("" if is_same else f"{of_sound:.1%} of {figures.sound[name].total()}")
        misses = aim is not None and of_sound < aim
        cells.append("" if aim is None else f"{'< ' if misses else ''}{aim:.0%}")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    for name, amounts in figures.means.items():
        aim = required.get(name)
        misses = aim is not None and figures.share(name) < aim
        told = "" if aim is None else f"{'< ' if misses else ''}{aim:.0%}"
        lines.append(f"| {name}, mean | | | | | {len(amounts)} | {figures.share(name):.1%} | | {told} |")
    return lines
