"""The accounts of a published output: is every number of a value's words published, or named as left over?

    PYTHONPATH=. python tests/quality/accounting.py OUTPUT [OUTPUT …] [--show 20]

OUTPUT is the output folder of any run, or one snapshot. No answers are needed: the words of a value are published
beside it, and what is held against them is what the same tables say. For each table

- **all told**: every number that the words print stands in a typed column, in a column of words, in ``unread``, in a
  row of kind ``text``, or in an issue of the page;
- **never other**: every published number is printed by the words, alone or as a compound ("5 ft 10 in");
- **all read**: ``unread`` is null, so that every word was understood.

The words in ``unread`` follow, most frequent first: what would have to be understood next. ``--words`` prints the words
that are neither in a column nor left over: a reader took them as understood, and no column shows how.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.quality.corpus_pages import Tables
from tests.quality.printed import (
    NUMBER_WORDS,
    PrintedNumber,
    date_parts,
    is_printed,
    is_told,
    months_in,
    numbers_in,
    strange_parts,
    told_by_compounds,
    told_by_degrees,
    words_in,
)
from tests.quality.printed_units import restated
from tests.quality.verdicts import Figures, Finding, Verdict

Row = dict[str, Any]
STATEMENTS: Final = {"strengths": "strength_no", "casualties": "casualty_no"}
TYPED: Final = {
    **{"strength": "strengths", "casualties": "casualties", "commander": "commanders", "date": "conflicts"},
    **{"combatant": "belligerents", "units": "units"},
}
"""The tables that say more of a conflict's field than ``infobox_values``."""
_NAMING: Final = (
    *("partly-read", "unread-value", "contradictory-date", "unknown-template", "ambiguous-date"),
    "duration-mismatch",
)
ALL_TOLD: Final = "all told"
NEVER_OTHER: Final = "never other"
ALL_READ: Final = "all read"
_UNTYPED: Final = ("text", "person", "url")


class Account(NamedTuple):
    """One value: where it stands, its words, the rows that are it, and what else is published of its words."""

    table: str
    page: str
    place: str
    words: str
    rows: list[Row]
    parts: list[Row]
    """Rows of their own that were read from some of the same words: the parts of a total."""
    issues: str
    heads: str = ""
    """The label and the heads above it: "Population (2010)" is where the year of its values is printed."""


def accounts_of(tables: Tables, source: str) -> Iterator[Account]:
    """Yield the values of one page: each field with typed values, each statement, each date of a conflict."""
    issues = "\n".join(row["text"] for row in tables.rows("issues", source) if row["code"] in _NAMING)
    fields = {(row["box_no"], row["field_no"]): row for row in tables.rows("infobox_fields", source)}
    values: dict[tuple[int, int], list[Row]] = {}
    for row in tables.rows("infobox_values", source):
        values.setdefault((row["box_no"], row["field_no"]), []).append(row)
    for key, rows in values.items():
        table = TYPED.get(fields[key]["field"], "")  # The same words are typed there, heads and remarks with them.
        parts = [row for row in tables.rows(table, source) if row["box_no"] == key[0]] if table else []
        field = fields[key]
        heads = "\n".join(filter(None, (field["label"], field["section"])))
        yield Account("infobox_values", source, field["label"], field["value"], rows, parts, issues, heads)
    for table, number in STATEMENTS.items():
        rows = tables.rows(table, source)
        for row in rows:
            parts = [
                one for one in rows if one is not row and one["box_no"] == row["box_no"] and _is_part(one, row, number)
            ]
            yield Account(table, source, f"side {row['side']}", row["source_text"], [row], parts, issues)
    for row in tables.rows("conflicts", source):
        if row["date_text"]:
            of_date = {**row, "name": "", "place": ""}  # what else the box says tells nothing of its date
            yield Account("conflicts", source, "date", row["date_text"], [of_date], [], issues)


def _is_part(row: Row, whole: Row, number: str) -> bool:
    is_within = row["source_text"].strip() in whole["source_text"] or row["parent_no"] == whole[number]
    return is_within and row["box_no"] == whole["box_no"]


def compare(tables: Tables, source: str) -> Iterator[Finding]:
    """Yield the findings of one page: for each value whether all is told, nothing other is, and all was read."""
    for account in accounts_of(tables, source):
        yield from judge(account)


def judge(account: Account) -> Iterator[Finding]:
    """Yield what is to be said of one value."""
    typed = [row for row in account.rows if account.table != "infobox_values" or row["kind"] not in _UNTYPED]
    numbers = numbers_in(account.words)
    lost = _lost(account, [*typed, *account.parts], numbers)
    yield _finding(account, ALL_TOLD, "missing" if lost else "exact", lost)
    unread = [row["unread"] for row in account.rows if row.get("unread")]
    yield _finding(account, ALL_READ, "partly" if unread else "exact", unread)
    if typed:
        others: list[object] = [
            one for row in typed for one in amounts_of(row) if not is_amount_printed(one, account.words, numbers)
        ]
        # A period takes its year from the conflict, so what a statement does not print may be the conflict's.
        for row in typed:
            others += strange_parts(account.words, *(row.get(end) for end in _EDTF if end != _AS_OF))
            others += strange_parts(f"{account.words}\n{account.heads}", row.get(_AS_OF))
        if (
            account.table == "infobox_values" and len(numbers) > 1
        ):  # one number alone is the degrees of a point whose other parts are fields of their own
            points = [
                abs(row[axis]) for row in typed for axis in ("latitude", "longitude") if row.get(axis) is not None
            ]
            others += [point for point in points if not told_by_degrees([point], numbers)]
        yield _finding(account, NEVER_OTHER, "wrong" if others else "exact", others)


def _finding(account: Account, about: str, verdict: Verdict, got: object) -> Finding:
    want = f"{account.place}: {account.words[:300]!r}"
    return Finding(f"{account.table} {about}", account.page, verdict, want, got)


def _lost(account: Account, typed: Sequence[Row], numbers: Sequence[PrintedNumber]) -> list[str]:
    """Return the numbers and months that nothing published tells."""
    amounts = [one for row in typed for one in amounts_of(row)]
    parts = date_parts(*(row.get(column) for row in typed for column in _DATES))
    days = [float(row["duration_days_stated"]) for row in typed if row.get("duration_days_stated") is not None]
    points = [abs(row[axis]) for row in typed for axis in ("latitude", "longitude") if row.get(axis) is not None]
    compound = told_by_compounds(amounts, numbers) | told_by_degrees(points, numbers)
    again = restated(account.words, numbers) if amounts else set()
    whole_degrees = [float(int(point)) for point in points]
    words = "\n".join([*(text for row in (*account.rows, *typed) for text in texts_of(row)), account.issues])
    lost = [
        number.text
        for number in numbers
        if number.start not in compound | again
        and not is_told(number, [*amounts, *days, *parts.numbers, *whole_degrees])
        and not _stands_in(number.text, words)
        and not (days and _is_duration(account.words, number))
    ]
    if parts.numbers:
        lost += [f"month {month}" for month in sorted(months_in(account.words) - parts.months - months_in(words))]
    return lost


_AS_OF: Final = "as_of_edtf"
_EDTF: Final = ("edtf", _AS_OF, "start_edtf", "end_edtf")
_DATES: Final = (*_EDTF, "start_date", "end_date", "period_start", "period_end")
_AMOUNTS: Final = ("number_min", "number_max", "count_min", "count_max")
_NO_WORDS: Final = ("document_id", "source_text", "date_text", "side_basis", "kind", "who", "text")


def amounts_of(row: Row) -> list[float]:
    return [float(row[column]) for column in _AMOUNTS if row.get(column) is not None]


def texts_of(row: Row) -> Iterator[str]:
    """Yield what a row publishes in words; ``text`` is the words themselves, and tells only what has no other value."""
    for column, value in row.items():
        if isinstance(value, str) and (column not in _NO_WORDS or (column == "text" and row.get("kind") in _UNTYPED)):
            yield value


def _stands_in(number: str, words: str) -> bool:
    return re.search(rf"(?<!\d)(?<!\d[.,]){re.escape(number)}(?!\d)", words) is not None


def _is_duration(words: str, number: PrintedNumber) -> bool:
    rest = words[number.start + len(number.text) :]
    return re.match(r"[\s\u00a0-]*(?:days?|weeks?|months?|years?)\b", rest) is not None


def is_amount_printed(published: float, words: str, numbers: Sequence[PrintedNumber]) -> bool:
    return is_printed(published, numbers) or any(NUMBER_WORDS.get(word) == published for word in words_in(words))


class Fillers:
    """The words that are left unread, by table, with their figures as "#"; and those taken as understood."""

    def __init__(self) -> None:
        self.by_table: dict[str, Counter[str]] = {}
        self.understood: dict[str, Counter[str]] = {}

    def add(self, tables: Tables, source: str) -> None:
        """Count the unread words of one page."""
        for table in ("infobox_values", *STATEMENTS, "conflicts"):
            counts = self.by_table.setdefault(table, Counter())
            rows = tables.rows(table, source)
            counts.update(re.sub(r"\d+", "#", row["unread"])[:60] for row in rows if row.get("unread"))

    def add_understood(self, account: Account) -> None:
        """Count the words of one value that no column has: its grammar, or what was passed over."""
        if account.table == "infobox_values" and any(row["kind"] in _UNTYPED for row in account.rows):
            return
        told = words_in(
            "\n".join([*(text for row in (*account.rows, *account.parts) for text in texts_of(row)), account.issues])
        )
        self.understood.setdefault(account.table, Counter()).update(set(words_in(account.words)) - set(told))

    def lines(self, number: int) -> Iterator[str]:
        """Yield a line a table: the most frequent words and how often they are left."""
        for table, counts in self.by_table.items():
            if counts:
                found = ", ".join(f"{words!r} {count}" for words, count in counts.most_common(number))
                yield f"unread of {table}: {found}"


def measure(output: Path) -> tuple[Figures, Fillers, list[Finding]]:
    """Return the figures of an output, what fills ``unread``, and every finding that is not exact."""
    current = output / "current"
    tables = Tables(current.resolve() if current.exists() else output)
    figures, fillers, rest = Figures(), Fillers(), []
    for source in tables.sources():
        for account in accounts_of(tables, source):
            fillers.add_understood(account)
            for finding in judge(account):
                figures.add(finding)
                if finding.verdict not in ("exact", "partly"):
                    rest.append(finding)
        fillers.add(tables, source)
    return figures, fillers, rest


def report(name: str, figures: Figures, fillers: Fillers, number: int = 15) -> Iterator[str]:
    """Yield the lines of a Markdown table, and the most frequent words in ``unread``."""
    yield f"| {name} | all told | never other | all read | of |"
    yield "|---|---:|---:|---:|---:|"
    for table in ("infobox_values", *STATEMENTS, "conflicts"):
        about = [f"{table} {what}" for what in (ALL_TOLD, NEVER_OTHER, ALL_READ)]
        total = figures.counts[about[0]].total()
        if total:
            yield f"| {table} | {' | '.join(f'{figures.share(one):.2%}' for one in about)} | {total} |"
    yield from fillers.lines(number)


def main() -> int:
    """Print the accounts of every output; 1 when a published number is not printed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("outputs", nargs="+", type=Path)
    parser.add_argument("--show", type=int, default=0, help="print so many values of each table that are not in order")
    parser.add_argument("--words", type=int, default=0, help="print so many words of each table taken as understood")
    options = parser.parse_args()
    others = 0
    for output in options.outputs:
        figures, fillers, rest = measure(output)
        print("\n".join(report(output.name, figures, fillers)), end="\n\n")
        for table, words in fillers.understood.items() if options.words else ():
            frequent = ", ".join(f"{word} {count}" for word, count in words.most_common(options.words))
            print(f"understood in {table}: {frequent}")
        others += sum(counts["wrong"] for counts in figures.counts.values())
        shown: Counter[str] = Counter()
        for finding in rest:
            shown[finding.field] += 1
            if shown[finding.field] <= options.show:
                print(f"  {finding.field} · {finding.page} · {finding.want} → {finding.got}")
    return int(others > 0)


if __name__ == "__main__":
    sys.exit(main())
