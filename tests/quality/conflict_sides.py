"""Whether each typed row of a conflict's page stands on the side of its line in the answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tests.quality.aligned_rows import TYPED, AlignedRow, align, is_of_no_side, lines_of, rows_of
from tests.quality.corpus_pages import Page
from tests.quality.verdicts import Finding


def compare_sides(page: Page, name: str, answers: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Yield of each table of a page: is no row on another side than its line, are all sides known, are all rows of it.

    A row of no side, as of civilians under both columns, is right without one and wrong with one. "rows of the box"
    fails when words that are no line of the box gave a row: the article that follows it.
    """
    for base in TYPED:
        lines = lines_of(base, answers)
        aligned = align(rows_of(base, page), lines)
        if not lines or not aligned:
            continue
        told = [(one, verdict) for one in aligned if (verdict := side_verdict(base, one, answers))]
        wrong = [(one.row["side"], one.side, one.row["source_text"]) for one, verdict in told if verdict == "wrong"]
        unknown = [one.row["source_text"] for one, verdict in told if verdict == "unknown"]
        yield Finding(f"{base} sides never wrong", name, "wrong" if wrong else "exact", "the sides of the lines", wrong)
        known = "wrong" if wrong else "missing" if len(unknown) == len(told) else "partly" if unknown else "exact"
        yield Finding(f"{base} sides all known", name, known, "the sides of the lines", wrong or unknown)
        strange = [one.row["source_text"] for one in aligned if one.line is None and one.side is None]
        yield Finding(f"{base} rows of the box", name, "wrong" if strange else "exact", "only lines of it", strange)


def side_verdict(base: str, one: AlignedRow, answers: Mapping[str, Sequence[str]]) -> str | None:
    """Return "right", "wrong" or "unknown" for the side of a row; None where the answer does not tell its line."""
    if one.side is None:
        return None
    if is_of_no_side(base, one.side, answers):
        return "right" if one.row["side"] is None else "wrong"
    if one.row["side"] is None:
        return "unknown"
    return "right" if one.row["side"] == one.side else "wrong"


def stated_share(page: Page, answers: Mapping[str, Sequence[str]]) -> float:
    """Return which share of a page's rows has a stated side, or rightly none; without any row, its lines count."""
    stated = total = 0
    for base in TYPED:
        lines = lines_of(base, answers)
        aligned = align(rows_of(base, page), lines)
        verdicts = [side_verdict(base, one, answers) for one in aligned] if lines else []
        verdicts = [verdict for verdict in verdicts if verdict]
        stated += len(verdicts) - verdicts.count("unknown")
        total += len(verdicts) if aligned else len(lines)
    return stated / total if total else 0.0
