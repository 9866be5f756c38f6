"""Which lines of an HTML page are its body: the words of a line and the elements around it, weighed together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import exp
from typing import Final, NamedTuple

from flows.formats.html.markup_features import Features, Surroundings, features, surroundings_of
from flows.formats.html.render import Rendered, RenderedLine
from flows.formats.html.teasers import teaser_blocks
from flows.formats.html.words import weight_table
from flows.text.furniture.body_lines import judge

_MOST_LINKS: Final = 0.5
_FENCE: Final = "```"


class LineVerdict(NamedTuple):
    """The decision on one line: whether it is body, its score (0 furniture … 1 body), and the reasons.

    ``is_in_furniture`` is True where the line is inside an element that is furniture by its name, role or class.
    """

    is_body: bool
    score: float
    reasons: str
    is_in_furniture: bool
    is_infobox: bool


def lines_of(blocks: Sequence[RenderedLine], text: str) -> list[str]:
    """Return the text of each block, without the blank lines after it."""
    ends = [*(block.start for block in blocks[1:]), len(text)]
    return [text[block.start : end].strip("\n") for block, end in zip(blocks, ends, strict=True)]


def as_judged(line: str) -> str:
    """Return a line in the form that the classifier of tag-less text knows: a browser's bullet, no Markdown marks.

    >>> as_judged("- Home"), as_judged("## Background")
    ('• Home', 'Background')
    """
    if line.startswith("- "):
        return f"• {line[2:]}"
    if line.startswith(_FENCE):
        return " ".join(line.strip("`").split())
    return line.lstrip("#").lstrip() if line.startswith("#") else line


def judge_blocks(rendered: Rendered, text: str, boxes: frozenset[int] = frozenset()) -> list[LineVerdict]:
    """Return for each block of a rendered page whether it is body; ``boxes`` as in ``surroundings_of``.

    The score is a logistic regression over the evidence of the words and of the markup. Each line is decided by itself,
    because its elements are better evidence than its neighbouring lines.
    """
    lines = lines_of(rendered.blocks, text)
    bare = [as_judged(line) for line in lines]
    judged = judge(bare)
    teasers = teaser_blocks(rendered, bare)
    surroundings = surroundings_of(rendered, boxes)
    constant, factors = _weights()
    verdicts = []
    rows = features(rendered.blocks, lines, judged, surroundings)
    for number, (block, row) in enumerate(zip(rendered.blocks, rows, strict=True)):
        score = constant + sum([factor * value for factor, value in zip(factors, row, strict=True)])
        of_line = surroundings[block.element_number]
        reasons = _reasons(rendered, block, row, of_line)
        share = 1 / (1 + exp(-max(min(score, 50.0), -50.0)))
        if number in teasers:
            reasons = f"a link to another story or its teaser, below “{teasers[number]}”; {reasons}"
        is_body = score > 0 and number not in teasers
        verdicts.append(
            LineVerdict(is_body, int(1000 * share + 0.5) / 1000, reasons, of_line.furniture > 0, of_line.is_infobox)
        )
    return verdicts


@cache
def _weights() -> tuple[float, Features]:
    """Return the constant and the weight of each feature; ``TypeError`` when one is missing or unknown."""
    table = dict(weight_table())
    return table.pop("constant"), Features(**table)


def _reasons(rendered: Rendered, block: RenderedLine, row: Features, of_line: Surroundings) -> str:
    """Return the reasons against a line, those of the markup first."""
    found = []
    if of_line.furniture:
        found.append(f"inside of {rendered.elements.entries[of_line.furniture].label}")
    if row.links > _MOST_LINKS:
        found.append(f"{row.links:.0%} of it are links")
    if row.words < 0:
        found.append(f"scores {1 / (1 + exp(-row.words)):.2f} by its words")
    path = rendered.elements.path(block.element_number)
    return "; ".join([*found, f"at {path}" if path else "in no element"])
