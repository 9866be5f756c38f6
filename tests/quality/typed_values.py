"""Measure the value readers on single values with answers: exact agreement per kind.

    python tests/quality/typed_values.py --corpora FOLDER [--show]

FOLDER holds ``typed_values.jsonl`` (rows of ``parser, args, input, expected``) and ``casualty_statements.jsonl`` (date
texts with typed ends). Another kind is one entry of ``KINDS``. Rows that are templates are measured on what a page
prints for them.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from flows.infobox.values.dates.lists import read_dates
from flows.infobox.values.dates.spans import read_span

ILL_FORMED = {
    "6 June 07": "the century of a year of two digits is a guess",
    "{{birthDeathAge|1976|1|1|2007|1|1}}": "the template prints two dates; which one is meant is the mapping's choice",
    "1[[429 ιανουαρίου]] [[300 μ.Χ.]]": "the brackets cut the year 1429 in two",
    "07/13/2003": "a date in the language am only; the input alone is 13 July",
}
"""Inputs whose expectation does not follow from their text."""


class Case(NamedTuple):
    """One value: what a page prints, the answer, and what was read."""

    text: str
    expected: str | None
    read: str | None


def date_cases(corpora: Path) -> Iterator[Case]:
    """Yield the rows of the date parser; years before Christ are counted like astronomers on both sides."""
    for line in (corpora / "typed_values.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["parser"] != "DateTimeParser" or row["input"] in ILL_FORMED:
            continue
        text = printed(row["input"])
        spans = read_dates(text)
        yield Case(text, _edtf(row["expected"]), (spans[0][1].start_edtf or "").rstrip("~") or None if spans else None)


def _edtf(expected: str) -> str | None:
    found = re.search(r'"(-?)(\d{4}|-)(.*)"', expected)
    if found is None:
        return None
    sign, year, rest = found.groups()
    if year == "-":
        return "XXXX-" + rest
    return (f"-{int(year) - 1:04d}" if sign else year) + rest


def printed(source: str) -> str:
    """Return the text that a page prints for a link or one of the date templates of the corpus."""
    source = re.sub(r"\[\[([^\[\]]*)\]\]", r"\1", source)
    if not source.startswith("{{"):
        return source
    name, *parts = source.strip("{}").split("|")
    parts = [part.strip() for part in parts if part.strip() and "=" not in part]
    if len(parts) == 1:
        return parts[0]
    if name == "date" or name.startswith("Date de"):
        day, month, year = parts
        month = "janvier" if month == "1" else month
        return f"{day} {month} {year[1:]} av. J.-C." if year.startswith("-") else f"{day} {month} {year}"
    # A birth and a death date: the one the template is for.
    year, month, day = parts[-3:] if not name.isascii() else parts[:3]
    return f"{year}年{month}月{day}日" if not name.isascii() else f"{int(year)}-{int(month):02d}-{int(day):02d}"


def span_cases(corpora: Path) -> Iterator[Case]:
    """Yield the dates of the battles with both ends."""
    for line in (corpora / "casualty_statements.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        span = read_span(row["dates"])
        yield Case(row["dates"], f"{row['start_date']}/{row['end_date']}", f"{span.start}/{span.end}" if span else None)


KINDS: dict[str, Callable[[Path], Iterator[Case]]] = {"dates": date_cases, "spans of battles": span_cases}


def main() -> int:
    """Print the share of exact values per kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--show", action="store_true", help="list the values that differ")
    args = parser.parse_args()
    for kind, cases_of in KINDS.items():
        cases = list(cases_of(args.corpora))
        wrong = [case for case in cases if case.read != case.expected]
        print(f"{kind}: {len(cases) - len(wrong)} of {len(cases)} = {1 - len(wrong) / len(cases):.4f}")
        for case in wrong if args.show else []:
            print(f"  {case.text!r}: expected {case.expected}, read {case.read}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
