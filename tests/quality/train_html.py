"""Train the weights by which HTML lines are told apart; prints the tables of ``flows/rules/data/html.toml``.

    python tests/quality/train_html.py --corpora FOLDER

FOLDER holds ``boilerplate/html.parquet`` and ``pages.parquet`` (the annotated body of the same pages). A line is body
when half of its four-word runs stand in the annotated body; each page weighs the same. Weights: logistic regression.
The figures above them are those of a five-fold cross-validation, folds split by site. Run it again whenever the
classifier of tag-less text has changed, because its score is a feature. Needs scikit-learn, in an environment of its
own.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from math import log
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from flows.formats.html.line_verdicts import as_judged, lines_of
from flows.formats.html.markup_features import Features, features, surroundings_of
from flows.formats.html.render import render
from flows.formats.html.tokenizer import tokens
from flows.ingest.encodings.decode import decode
from flows.text.edits import rewrite
from flows.text.furniture.body_lines import judge
from flows.text.repair import repair
from tests.quality.word_scores import word_scores, words_of

_RUN = 4


class Page(NamedTuple):
    """One page: its lines with features and label, and what to compare with."""

    type: str
    site: str
    main: str
    lines: list[str]
    rows: list[Features]
    labels: list[bool]


class Body:
    """The annotated body, asked line by line in the page's order."""

    def __init__(self, main: str) -> None:
        words = words_of(main)
        self.runs = {tuple(words[at : at + _RUN]) for at in range(len(words))}
        self.flat = f" {' '.join(words)} "
        self.at = 0

    def holds(self, line: str) -> bool:
        """Return whether a line stands in the body; a short one, whether it follows soon on the last that did."""
        words = words_of(line)
        if not words:
            return False
        runs = [tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)]
        is_short = len(words) < _RUN + 2
        if not is_short and sum([run in self.runs for run in runs]) < len(runs) / 2:
            return False
        needle = f" {' '.join(words if is_short else words[-6:])} "
        found = self.flat.find(needle, self.at, self.at + len(needle) + 120 if is_short else len(self.flat))
        self.at = found + len(needle) - 1 if found >= 0 else self.at
        return found >= 0 or not is_short


def read_page(row: dict[str, Any]) -> Page:
    """Return a page's lines with their features and labels."""
    source = repair(decode(row["html"]).text).text
    rendered = render(source, tokens(source))
    text, _ = rewrite(source, rendered.replacements)
    lines = lines_of(rendered.blocks, text)
    judged = judge([as_judged(line) for line in lines])
    rows = features(rendered.blocks, lines, judged, surroundings_of(rendered))
    body = Body(row["main"])
    return Page(row["type"], row["site"], row["main"], lines, rows, [body.holds(line) for line in lines])


def fitted(pages: Sequence[Page]) -> tuple[list[float], float]:
    """Return the weights and the constant."""
    linear = importlib.import_module("sklearn.linear_model")
    scaling = importlib.import_module("sklearn.preprocessing")
    rows = [row for page in pages for row in page.rows]
    labels = [label for page in pages for label in page.labels]
    weights = []
    for page in pages:
        sizes = [log(1 + len(words_of(line))) for line in page.lines]
        weights.extend([100 * size / (sum(sizes) + 1) for size in sizes])
    scaler = scaling.StandardScaler().fit(rows)
    model = linear.LogisticRegression(C=0.3, max_iter=1000).fit(scaler.transform(rows), labels, weights)
    scaled = [float(weight / scale) for weight, scale in zip(model.coef_[0], scaler.scale_, strict=True)]
    constant = float(model.intercept_[0]) - sum([w * float(m) for w, m in zip(scaled, scaler.mean_, strict=True)])
    return scaled, constant


def kept(page: Page, weights: Sequence[float], constant: float) -> str:
    """Return the lines whose score says body."""
    return "\n".join(
        line
        for line, row in zip(page.lines, page.rows, strict=True)
        if constant + sum([w * value for w, value in zip(weights, row, strict=True)]) > 0
    )


def main() -> int:
    """Print the cross-validation's figures and the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    folder = parser.parse_args().corpora / "boilerplate"
    known = pl.read_parquet(folder / "pages.parquet").unique("id").select("id", "site", "main")
    table = pl.read_parquet(folder / "html.parquet").join(known, on="id", maintain_order="left")
    pages = [read_page(row) for row in table.to_dicts()]
    folds = importlib.import_module("sklearn.model_selection").GroupKFold(5)
    scores: dict[bool, list[tuple[float, float, float]]] = {True: [], False: []}
    for train, test in folds.split(pages, groups=[page.site for page in pages]):
        weights, constant = fitted([pages[number] for number in train])
        for page in [pages[number] for number in test]:
            scores[page.type == "article"].append(word_scores(kept(page, weights, constant), page.main))
    for is_article, found in scores.items():
        figures = [sum([score[place] for score in found]) / len(found) for place in (2, 0, 1)]
        print(f"# {'articles' if is_article else 'others'}: F1 {figures[0]:.3f} P {figures[1]:.3f} R {figures[2]:.3f}")
    weights, constant = fitted(pages)
    print(f"[weights]\nconstant = {constant:.3f}")
    for name, weight in zip(Features._fields, weights, strict=True):
        print(f"{name} = {weight:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
