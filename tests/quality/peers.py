"""How well other tools tell a web page's body from its furniture, beside ours: word agreement per page.

    python tests/quality/peers.py --corpora FOLDER [--method PART …] [--workers N]

FOLDER holds ``boilerplate/pages.parquet`` (pages as text by two renderers, a label for each line, the annotated body)
and ``boilerplate/html.parquet`` (the HTML of some of them). Prints Markdown: each method on the text of all pages, and
text and HTML methods on the pages whose HTML is there. Precision, recall and F1 are taken per page, then averaged.

The peers are no dependencies; install those you want to see into an environment of its own, together with this project:
``pip install -e . trafilatura resiliparse readability-lxml readabilipy justext datatrove spacy``. What is missing is
named and left out.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import multiprocessing
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from flows.ingest.encodings.decode import decode
from tests.quality.peer_methods import METHODS, Line
from tests.quality.word_scores import WordScores, word_scores


class Score(NamedTuple):
    """One method on one page."""

    method: str
    kind: str
    page: str
    type: str
    scores: WordScores


def scores_of_text(row: dict[str, Any], methods: Sequence[str]) -> list[Score]:
    """Return what each text method makes of one rendering of a page."""
    pairs = zip(row["text"].split("\n"), row["labels"], strict=True)
    lines = [Line(text, label) for text, label in pairs if text.strip()]
    return [
        Score(method.name, row["kind"], row["id"], row["type"], _scored(method.on_lines, lines, row["main"]))
        for method in METHODS
        if method.on_lines is not None and method.name in methods
    ]


def scores_of_html(row: dict[str, Any], methods: Sequence[str]) -> list[Score]:
    """Return what each HTML method makes of one page."""
    html = decode(row["html"]).text
    return [
        Score(method.name, "html", row["id"], row["type"], _scored(method.on_html, html, row["main"]))
        for method in METHODS
        if method.on_html is not None and method.name in methods
    ]


def _scored(method: Callable[[Any], str], page: Any, main: str) -> WordScores:
    """Return a method's scores; a page on which it fails counts as one of which nothing was kept."""
    try:
        return word_scores(method(page), main)
    except Exception as error:
        print(f"{method}: {type(error).__name__}: {str(error)[:100]}", file=sys.stderr)
        return WordScores(0.0, 0.0, 0.0)


def print_table(title: str, scores: Iterable[Score]) -> None:
    """Print one table: a row a method, averages over articles, over all other types, and F1 of each type."""
    by_method: dict[str, dict[str, list[WordScores]]] = defaultdict(lambda: defaultdict(list))
    for one in scores:
        group = "article" if one.type == "article" else "other"
        by_method[one.method][group].append(one.scores)
        if group == "other":
            by_method[one.method][one.type].append(one.scores)
    first = next(iter(by_method.values()), {})
    types = sorted(first.keys() - {"article", "other"})
    counts = {name: len(pages) for name, pages in first.items()}
    wide = [f"{group} ({counts.get(group, 0)}) {part}" for group in ("article", "other") for part in ("F1", "P", "R")]
    print(
        f"\n### {title}\n\n| method | " + " | ".join([*wide, *(f"{name} ({counts[name]}) F1" for name in types)]) + " |"
    )
    print("|---|" + "---:|" * (len(wide) + len(types)))
    for method, groups in by_method.items():
        cells = [
            f"{sum([score[place] for score in groups[group]]) / max(len(groups[group]), 1):.3f}"
            for group in ("article", "other")
            for place in (2, 0, 1)
        ]
        cells += [f"{sum([score.f1 for score in groups[name]]) / max(len(groups[name]), 1):.3f}" for name in types]
        print(f"| {method} | " + " | ".join(cells) + " |")


def usable(parts: Sequence[str]) -> tuple[str, ...]:
    """Return the methods asked for whose modules are installed; say which are not."""
    found = []
    for method in METHODS:
        missing = [name for name in method.needs if importlib.util.find_spec(name) is None]
        if missing:
            print(f"{method.name}: left out, not installed: {', '.join(missing)}", file=sys.stderr)
        elif not parts or any(part.casefold() in method.name.casefold() for part in parts):
            found.append(method.name)
    return tuple(found)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--method", nargs="+", default=[], help="only methods whose name holds one of these parts")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--html-only", action="store_true", help="only the pages whose HTML is there")
    options = parser.parse_args()
    methods = usable(options.method)
    pages = pl.read_parquet(options.corpora / "boilerplate" / "pages.parquet")
    html = pl.read_parquet(options.corpora / "boilerplate" / "html.parquet")
    html = html.join(pages.unique("id").select("id", "main"), on="id", maintain_order="left")
    if options.html_only:
        pages = pages.filter(pl.col("id").is_in(html["id"].implode()))
    with multiprocessing.get_context("spawn").Pool(options.workers) as pool:
        texts = [s for found in pool.imap(partial(scores_of_text, methods=methods), pages.to_dicts(), 8) for s in found]
        tags = [s for found in pool.imap(partial(scores_of_html, methods=methods), html.to_dicts(), 4) for s in found]
    kinds = sorted(set(pages["kind"]))
    for kind in kinds if not options.html_only else ():
        print_table(f"All pages, text by {kind}", [one for one in texts if one.kind == kind])
    shared = set(html["id"])
    for kind in kinds:
        print_table(
            f"Pages with HTML, text by {kind}", [one for one in texts if one.kind == kind and one.page in shared]
        )
    print_table("Pages with HTML, the HTML itself", tags)
    return 0


if __name__ == "__main__":
    sys.exit(main())
