"""Measure what is left of web pages: words kept against the annotated body, and what clean bodies lose.

``PYTHONPATH=. python tests/quality/boilerplate.py [--corpora FOLDER] [--update]`` runs every page through the product
(shape recognised, title and byline read, furniture and comments taken out) and prints precision, recall and F1 by
words, averaged over pages. Without a folder only the pages of this repository are measured, as CI does.

The shipped line classifier was trained on the folder's pages: its figures there are no promise. Those of held-out
sites come from ``tests/quality/train_lines.py``, which trains one network a fold.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import mean

from flows.model import Document, RawDocument
from flows.runs.batch import process_documents
from tests.quality import floors
from tests.quality.own_pages import own_pages
from tests.quality.pages import annotated_pages
from tests.quality.word_scores import word_scores

Figures = dict[str, float]


def documents(texts: Sequence[str]) -> list[Document]:
    """Return the texts as the product reads them."""
    raws = [RawDocument(f"{number}.txt", text.encode()) for number, text in enumerate(texts)]
    some = (raws[at : at + 100] for at in range(0, len(raws), 100))
    return [rows.page.document for batch in some for rows in process_documents(batch)]


def agreement(name: str, pages: Iterable[tuple[str, str]]) -> Figures:
    """Return how well the published text of pages (text, body) agrees with the body: three shares, by page."""
    texts, bodies = zip(*pages, strict=True)
    scores = [word_scores(found.text, body) for found, body in zip(documents(texts), bodies, strict=True)]
    return {f"{name} {what}": mean(getattr(score, what) for score in scores) for what in ("precision", "recall", "f1")}


def kept_of_clean(bodies: Sequence[str]) -> float:
    """Return the share of the characters of clean bodies that come through, white space aside."""
    before = sum(len("".join(body.split())) for body in bodies)
    after = sum(len("".join(found.text.split())) for found in documents(bodies))
    return after / before


def own_figures() -> Figures:
    """Return the figures of the pages of this repository."""
    own = own_pages()
    figures = agreement("pages", ((page.text, page.main) for page in own))
    figures["clean bodies kept"] = kept_of_clean([page.main for page in own])
    return figures


def corpus_figures(corpora: Path) -> Figures:
    """Return the figures of a folder's annotated pages."""
    pages = annotated_pages(corpora)
    figures: Figures = {}
    for kind in sorted({page.kind for page in pages}):
        some = [page for page in pages if page.kind == kind]
        for name, is_article in (("articles", True), ("other pages", False)):
            chosen = ((page.text, page.main) for page in some if (page.type == "article") == is_article)
            figures |= agreement(f"{kind} {name}", chosen)
    for name, is_article in (("articles", True), ("other pages", False)):
        some = [page for page in pages if page.kind == pages[0].kind and (page.type == "article") == is_article]
        figures[f"clean bodies of {name} kept"] = kept_of_clean([page.main for page in some if page.main.strip()])
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpora", type=Path)
    floors.add_options(parser)
    arguments = parser.parse_args()
    measured = {"boilerplate-own-pages": own_figures()}
    if arguments.corpora is not None:
        measured["boilerplate-annotated-pages"] = corpus_figures(arguments.corpora)
    fallen: list[str] = []
    for section, figures in measured.items():
        for name, value in figures.items():
            print(f"{value:.4f}  {section}: {name}")
        fallen += floors.check(section, figures, arguments.update, arguments.allow_regression)
    sys.exit(f"below their floors: {', '.join(fallen)}" if fallen else 0)


if __name__ == "__main__":
    main()
