"""Measure the command on real pages with answers: agreement per shape and field, held against floors.

    PYTHONPATH=. python tests/quality/infoboxes.py --corpora FOLDER [--only CORPUS] [--show FIELD] [--update]

FOLDER holds ``conflict_pages.jsonl`` (each page in the shapes wiki_dump and wiki_page, with one parser's answer),
``front_matter_pages.jsonl``, ``wikitext_boxes.jsonl``, ``battle_pages.jsonl`` (each page in five renderings) and
``infotabs_boxes.jsonl``. The pages are written out as files, ``infobox-etl run`` turns them into tables, and only the
published tables are compared: printed items field by field, typed columns row by row (``typed_answers``), sides row by
row (``conflict_sides``), and every value with its own words (``accounting``). ``wrong_answers.toml`` lists answers that
are wrong themselves: every figure is given with them and without.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from tests.quality import accounting, box_answers, conflict_answers, floors, front_answers, wikitext_answers
from tests.quality.aligned_rows import TYPED
from tests.quality.conflict_sides import stated_share
from tests.quality.corpus_pages import BATTLES, BOXES, CONFLICTS, CORPORA, Corpus, Page, run_corpus
from tests.quality.verdicts import Figures, Finding, table

SECTION: Final = "infoboxes"
WRONG_ANSWERS: Final = Path(__file__).with_name("wrong_answers.toml")
STATED: Final = "sides stated"
_NEVER: Final = {f"{base} sides never wrong": 1.0 for base in TYPED} | {
    f"{table} {about}": 1.0
    for table in ("infobox_values", *accounting.STATEMENTS, "conflicts")
    for about in (accounting.NEVER_OTHER, accounting.ALL_TOLD)
}
_BATTLES: Final = {
    **dict.fromkeys(("conflict", "partof", "combatant", "commander", "units", "place", "date", "date typed"), 0.99),
    **dict.fromkeys(("strength", "result", "status"), 0.96),
    "casualties": 0.94,
    "territory": 0.85,
    **_NEVER,
}
REQUIRED: Final[Mapping[str, Mapping[str, float]]] = {
    "wiki_dump": _BATTLES,
    "wiki_page": _BATTLES,
    "wikitext": {"agreeing fields": 0.97, **_NEVER},
    "battles html": {STATED: 1.0, **_NEVER},
    "battles wiki_dump": {STATED: 1.0, **_NEVER},
    "battles tabbed": {STATED: 0.88, **_NEVER},
    "battles get_text": {STATED: 0.62, **_NEVER},
    "battles joined": {STATED: 0.28, **_NEVER},
    "infotabs": {"labels found": 0.98, "all items inside": 0.95, "items equal": 0.88, **_NEVER},
}
"""What each corpus is to reach; what is reached stands in the floors and may not fall."""


def compare(corpus: Corpus, page: Page) -> Iterator[Finding]:
    """Yield the findings of one page: against its answer, then the accounts of its own words."""
    if corpus.file == CONFLICTS:
        yield from conflict_answers.compare(page, corpus.name)
    elif corpus.file == BATTLES:
        yield from conflict_answers.compare_battle(page)
    elif corpus.file == BOXES:
        yield from box_answers.compare(page)
    elif corpus.name == "wikitext":
        yield from wikitext_answers.compare(page)
    else:
        yield from front_answers.compare(page)
    yield from accounting.compare(page.tables, page.source)


def known_wrong(corpus: Corpus) -> set[tuple[str, str]]:
    """Return (page, key of the answer) of the answers of a corpus that are wrong themselves."""
    entries = tomllib.loads(WRONG_ANSWERS.read_text("utf-8"))["answer"]
    return {(entry["page"], key) for entry in entries if entry["file"] == corpus.file for key in entry["keys"]}


def measure(corpora: Path, show: str | None = None, only: str = "") -> Iterator[tuple[str, Figures]]:
    """Yield the figures of each corpus; print the summaries of the runs, what is unread, what disagrees in a field."""
    with tempfile.TemporaryDirectory() as scratch:
        for corpus in CORPORA:
            if only not in corpus.name:
                continue
            shape = run_corpus(corpus, corpora, Path(scratch))
            print(f"{corpus.name}: {shape.summary}")
            figures, fillers, wrong = Figures(), accounting.Fillers(), known_wrong(corpus)
            for page in shape.pages:
                for finding in compare(corpus, page):
                    is_sound = wrong.isdisjoint((finding.page, key) for key in finding.keys)
                    figures.add(finding, is_answer_sound=is_sound)
                    if show == finding.field and finding.verdict != "exact":
                        source = f"{corpus.name} {page.source} {finding.page}"
                        print(f"--- {source}: {finding.field} {finding.verdict}")
                        print(f"     want {finding.want}\n     got  {finding.got}")
                if corpus.file in (CONFLICTS, BATTLES):
                    figures.means[STATED].append(stated_share(page, page.answer["answer"]))
                fillers.add(page.tables, page.source)
            print("\n".join(fillers.lines(15)))
            yield corpus.name, figures


def main() -> int:
    """Measure every shape, print the tables, and hold the exact shares against the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--show", help="print what disagrees in the field of this name")
    parser.add_argument("--only", default="", help="only corpora whose name contains this; floors are not checked then")
    parser.add_argument("--markdown", action="store_true", help="print the tables alone")
    floors.add_options(parser)
    options = parser.parse_args()
    shares: dict[str, float] = {}
    missed: list[str] = []
    lines: list[str] = []
    for shape, figures in measure(options.corpora, options.show, options.only):
        required = dict(REQUIRED.get(shape, {}))
        lines += [*table(shape, figures, required), ""]
        # How much is left unread is told, and no floor: to name a word that was passed over before is no loss.
        held = {name: share for name, share in figures.shares().items() if not name.endswith(accounting.ALL_READ)}
        shares |= {f"{shape} {name}": share for name, share in held.items()}
        missed += [f"{shape} {name}" for name, aim in required.items() if figures.share(name, sound=True) < aim]
    print("\n" + "\n".join(lines))
    if options.only:
        return 0
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
