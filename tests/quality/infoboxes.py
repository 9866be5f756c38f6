"""Measure the command on real pages with answers: agreement per shape and field, held against floors.

    PYTHONPATH=. python tests/quality/infoboxes.py --corpora FOLDER [--show FIELD] [--update]

FOLDER holds ``conflict_pages.jsonl`` (each page in the shapes wiki_dump and wiki_page, with one parser's answer),
``front_matter_pages.jsonl`` and ``wikitext_boxes.jsonl``. The pages are written out as files, ``infobox-etl run`` turns
them into tables, and only the published tables are compared. ``wrong_answers.toml`` lists answers that are wrong
themselves: every figure is given with them and without.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from tests.quality import conflict_answers, floors, front_answers, wikitext_answers
from tests.quality.corpus_pages import CORPORA, Corpus, Page, run_corpus
from tests.quality.verdicts import Figures, Finding, table

SECTION: Final = "infoboxes"
WRONG_ANSWERS: Final = Path(__file__).with_name("wrong_answers.toml")
_BATTLES: Final = {
    **dict.fromkeys(("conflict", "partof", "combatant", "commander", "units", "place", "date", "date typed"), 0.99),
    **dict.fromkeys(("strength", "result", "status"), 0.96),
    "casualties": 0.94,
    "territory": 0.85,
}
REQUIRED: Final[Mapping[str, Mapping[str, float]]] = {
    "wiki_dump": _BATTLES,
    "wiki_page": _BATTLES,
    "wikitext": {"agreeing fields": 0.97},
}


def compare(corpus: Corpus, page: Page) -> Iterator[Finding]:
    """Yield the findings of one page."""
    if corpus.shape == "front_matter":
        return front_answers.compare(page)
    if corpus.shape == "wikitext":
        return wikitext_answers.compare(page)
    return conflict_answers.compare(page, corpus.shape)


def known_wrong(corpus: Corpus) -> set[tuple[str, str]]:
    """Return (page, key of the answer) of the answers of a corpus that are wrong themselves."""
    entries = tomllib.loads(WRONG_ANSWERS.read_text("utf-8"))["answer"]
    return {(entry["page"], key) for entry in entries if entry["file"] == corpus.file for key in entry["keys"]}


def measure(corpora: Path, show: str | None = None) -> Iterator[tuple[str, Figures]]:
    """Yield the figures of each shape; print the summaries of the runs and what disagrees in the fields to show."""
    with tempfile.TemporaryDirectory() as scratch:
        for corpus in CORPORA:
            shape = run_corpus(corpus, corpora, Path(scratch))
            print(f"{corpus.shape}: {shape.summary}")
            figures, wrong = Figures(), known_wrong(corpus)
            for page in shape.pages:
                for finding in compare(corpus, page):
                    is_sound = wrong.isdisjoint((finding.page, key) for key in finding.keys)
                    figures.add(finding, is_answer_sound=is_sound)
                    if show == finding.field and finding.verdict != "exact":
                        source = f"{corpus.shape} {page.source} {finding.page}"
                        print(f"--- {source}: {finding.field} {finding.verdict}")
                        print(f"     want {finding.want}\n     got  {finding.got}")
            yield corpus.shape, figures


def main() -> int:
    """Measure every shape, print the tables, and hold the exact shares against the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--show", help="print what disagrees in the field of this name")
    parser.add_argument("--markdown", action="store_true", help="print the tables alone")
    floors.add_options(parser)
    options = parser.parse_args()
    shares: dict[str, float] = {}
    missed: list[str] = []
    lines: list[str] = []
    for shape, figures in measure(options.corpora, options.show):
        required = dict(REQUIRED.get(shape, {}))
        lines += [*table(shape, figures, required), ""]
        shares |= {f"{shape} {name}": share for name, share in figures.shares().items()}
        missed += [f"{shape} {name}" for name, aim in required.items() if figures.share(name, sound=True) < aim]
    print("\n" + "\n".join(lines))
    files = {corpus.file: options.corpora / corpus.file for corpus in CORPORA}
    fallen = floors.pin(files, options.update, options.allow_regression)
    fallen = fallen or floors.check(SECTION, shares, options.update, options.allow_regression)
    for name in missed:
        print(f"not yet as required: {name}")
    for name in fallen:
        print(f"below its floor: {name}")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
